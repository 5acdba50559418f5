"""What affairs a window tells, as far as a reader may see it, and which of them come first."""

from datetime import UTC, datetime

import pytest

from ingest.affairs.grouping import Grouping
from ingest.holdings.reader import Reader, Window
from ingest.storylines import Storyline, members, ordering, storylines_of, top
from ingest.times import moment, seconds

READER = Reader()
WEEK = Window(since=datetime(2026, 3, 2, tzinfo=UTC), until=datetime(2026, 3, 8, 23, 59, tzinfo=UTC))
BRIDGE = (
    "The harbour bridge at Velm was closed on {0} after engineers found cracks in two of its pillars. Mayor "
    "Orla Dunn said that lorries had to take the road over Skarn. {1}"
)
STRIKE = (
    "Bakers in Lunsk were on strike on {0} for higher wages. Their union, led by Petr Havel, wants eight "
    "per cent more for those who work at night. {1}"
)
COMET = "Astronomers in Ostrel have seen a comet that no chart shows. It will be bright in May."


@pytest.fixture
def add(archive, keep, embed):
    grouping = Grouping(archive)

    def added(text, day, outlet="Velm Courier", **more):
        kept = keep(text, title="", published=day, outlet=outlet, **more)
        embed()
        grouping.follow(100)
        return kept.article_id

    return added


@pytest.fixture
def told(add):
    """An affair of four outlets that began the week before, one of two that is new, and a comet."""
    return {
        "bridge": [
            add(BRIDGE.format("Friday", "It was built in 1931."), "2026-02-27"),
            add(BRIDGE.format("Monday", "Some drivers were not amused at all."), "2026-03-02", "Skarn Post"),
            add(BRIDGE.format("Tuesday", "A ferry may come to help."), "2026-03-03", "Lunsk Daily"),
            add(
                BRIDGE.format("Wednesday", "Shops nearby fear for their trade."), "2026-03-04", "Ostrel Echo"
            ),
        ],
        "strike": [
            add(STRIKE.format("Tuesday", "Bread was sold out by noon."), "2026-03-03", "Lunsk Daily"),
            add(STRIKE.format("Thursday", "No talks are planned."), "2026-03-05", "Skarn Post"),
        ],
        "comet": [add(COMET, "2026-03-04")],
    }


def test_each_article_is_told_its_storyline(archive, told):
    given = [i for ids in told.values() for i in ids]

    found = storylines_of(archive, [*given, "0123456789abcdef"])

    assert found == {i: ids[0] for ids in told.values() for i in ids}


def test_the_top_is_told_by_more_outlets(archive, told):
    first, second, third = top(archive, READER, WEEK, 5)

    assert first.articles == tuple(reversed(told["bridge"][1:]))
    assert first.outlets == ("Ostrel Echo", "Lunsk Daily", "Skarn Post")
    assert (first.id, first.stories, first.inside, first.before) == (told["bridge"][0], 3, 3, 1)
    assert first.began_at == seconds(moment("2026-02-27")[0])
    assert first.last_at == seconds(moment("2026-03-04")[0])
    assert second.articles == tuple(reversed(told["strike"]))
    assert (second.before, second.novelty) == (0, 1.0)
    assert third.articles == tuple(told["comet"])
    assert [line.id for line in top(archive, READER, WEEK, 1)] == [first.id]


def test_copies_count_once_and_make_no_outlet_independent(archive, add, told):
    long = (
        BRIDGE.format("Saturday", "Divers went down twice to look at the river bed around the two pillars.")
        * 3
    )
    original = add(long, "2026-03-07T08:00Z", "Skarn Post", url="https://skarn.example/1")
    copy = add(long, "2026-03-07T11:00Z", "Sawmill Press", url="https://sawmill.example/1")

    first = top(archive, READER, WEEK, 1)[0]

    assert first.articles[:2] == (copy, original)
    assert first.stories == 4
    assert "Sawmill Press" not in first.outlets


def test_nobody_is_told_of_what_they_may_not_see(archive, add, told):
    hidden = add(STRIKE.format("Friday", "The mayor has called a meeting."), "2026-03-06", collection="board")
    later = datetime(2099, 1, 1, tzinfo=UTC)
    held = add(COMET + " It has a tail.", "2026-03-05", "Lunsk Daily", embargo_until=later)
    guest = Reader("guest", frozenset({"news"}))

    seen = {i for line in top(archive, guest, WEEK, 9) for i in line.articles}
    strike = next(line for line in top(archive, guest, WEEK, 9) if line.id == told["strike"][0])

    assert not seen & {hidden, held}
    assert (strike.inside, strike.last_at) == (2, seconds(moment("2026-03-05")[0]))
    assert members(archive, strike.id, guest) == list(reversed(told["strike"]))
    assert members(archive, strike.id, READER) == [hidden, *reversed(told["strike"])]
    assert held not in members(archive, told["comet"][0], READER)


def test_what_came_before_is_counted_of_the_same_reader_and_outlets(archive, told):
    window = Window(since=WEEK.since, until=WEEK.until, outlets=("Skarn Post",))

    lines = {line.id: line for line in top(archive, READER, window, 9)}

    assert lines[told["bridge"][0]].before == 0
    assert lines.keys() == {told["bridge"][0], told["strike"][0]}


def test_members_are_of_the_window_and_newest_first(archive, told):
    assert members(archive, told["bridge"][0], READER) == list(reversed(told["bridge"]))
    assert members(archive, told["bridge"][0], READER, WEEK) == list(reversed(told["bridge"][1:]))
    assert members(archive, "0123456789abcdef", READER) == []


def test_what_is_not_placed_yet_is_a_storyline_of_its_own(archive, keep, told):
    new = keep("A boat with figs has come to Velm from the south.", published="2026-03-06").article_id

    (line,) = (line for line in top(archive, READER, WEEK, 9) if new in line.articles)

    assert (line.id, line.articles) == (new, (new,))
    assert members(archive, new, READER) == [new]


def test_nothing_is_told_of_an_empty_window(archive, told):
    assert top(archive, READER, Window(until=datetime(2001, 1, 1, tzinfo=UTC)), 5) == []


def line(name, outlets=1, stories=1, before=0, last_at=0):
    names, ids = tuple(f"Outlet {n}" for n in range(outlets)), tuple(f"{name}{n}" for n in range(stories))
    return Storyline(name, ids, stories, names, None, last_at, before)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (line("many outlets", outlets=4, stories=4), line("many stories", outlets=1, stories=4)),
        (line("new", 2, 3), line("old", 2, 3, before=30)),
        (line("large", 2, 6), line("small", 2, 2)),
        (line("many outlets", 5, 5, before=50), line("new", 1, 1)),
        (line("late", last_at=9), line("early", last_at=3)),
    ],
)
def test_outlets_novelty_and_size_decide_what_comes_first(first, then):
    assert ordering([then, first]) == [first, then]
