"""What has changed since a reader was last told: each thing once, as what it is, and nothing else."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.briefings import Briefings
from assistant.changes import Before, changes
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from ingest.sql.redact import REMOVED
from tests.assistant.briefed import FIRST, ME, NEXT, OTHER, Affair, told

# Each told in two ways, so that one outlet's words are not the other's.
FACTS = (
    (
        "A fire in a paint warehouse killed 12 people.",
        "Twelve people were killed by a fire in a paint warehouse.",
    ),
    ("The port council offered 412 crew places.", "The council of the port has offered 412 crew places."),
    (
        "“We will not sign,” said union leader Orla Brandt.",
        "Union leader Orla Brandt said: “We will not sign.”",
    ),
    ("The bridge will reopen on 3 October.", "The bridge will be reopened on October 3."),
    ("Wolves were seen near the school of Tarn.", "Near the school of Tarn wolves were seen."),
)
NEWS = (
    ("updated", "The fire in the paint warehouse has killed 15 people.", 0),
    ("updated", "The port council has now offered 450 crew places.", 1),
    ("new", "“The council has lied to its crews,” said union leader Orla Brandt.", 2),
    ("updated", "The bridge will reopen on 9 October.", 3),
    ("new", "Police arrested the owner of a brewery in Marn.", 4),
)
CORRECTION = "\n\nCorrection: An earlier version of this article misstated a fact."
some_facts = st.lists(st.integers(0, len(FACTS) - 1), min_size=1, max_size=4, unique=True)
many = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def affair(archive, cutter):
    return Affair(archive, cutter)


@contextmanager
def fresh(cutter):
    """An archive of one example's own, in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp())
    archive = Archive(folder)
    try:
        yield Affair(archive, cutter)
    finally:
        archive.close()
        shutil.rmtree(folder)


def text_of(facts, way=0):
    return " ".join(FACTS[n][way] for n in facts)


@many
@given(some_facts, st.data())
def test_what_says_nothing_new_changes_nothing(cutter, facts, data):
    """Copies, rewordings and parts of what was told, by any number of other outlets."""
    with fresh(cutter) as affair:
        affair.add("a", text_of(facts))
        assert affair.brief() == []

        for outlet in data.draw(st.lists(st.sampled_from("bcd"), min_size=1, unique=True)):
            part = data.draw(st.lists(st.sampled_from(facts), min_size=1, unique=True))
            affair.add(outlet, text_of(part, data.draw(st.integers(0, 1))), NEXT)

        assert affair.brief() == []


@many
@given(st.permutations(range(len(NEWS))), st.integers(1, 3), some_facts)
def test_news_is_told_as_what_it_is_and_nothing_else_is(cutter, order, count, copied):
    with fresh(cutter) as affair:
        affair.add("a", text_of(range(len(FACTS))))
        affair.brief()

        happened = [NEWS[n] for n in order[:count]]
        affair.add("b", " ".join(words for _, words, _ in happened), NEXT)
        affair.add("c", text_of(copied, 1), NEXT)

        assert sorted(affair.brief()) == sorted((kind, words) for kind, words, _ in happened)


@many
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("the fire", "The FIRE", " the  fire ", "the strike")),
            st.sampled_from((ME, OTHER)),
            st.integers(0, len(NEWS) - 1),
            st.booleans(),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_nothing_is_told_twice_to_a_reader_of_a_topic_whatever_the_order(cutter, rounds):
    """News comes between the briefings of two readers on two topics, and the archive is opened again."""
    seen = {}
    with fresh(cutter) as affair:
        affair.add("a", text_of(range(len(FACTS))))
        for n, (topic, reader, news, is_restarted) in enumerate(rounds):
            affair.add(f"b{n}", NEWS[news][1], NEXT)
            if is_restarted:
                home = Path(affair.archive.engine.url.database).parent
                affair.archive.close()
                affair.archive = Archive(home)
            key = (" ".join(topic.casefold().split()), reader.name)
            found = affair.brief(topic, reader)
            before = seen.setdefault(key, set())
            assert not before & set(found)
            before |= set(found)
            assert affair.brief(topic.upper(), reader) == []


@many
@given(st.integers(0, 1), st.sampled_from((0, 1, 3)), some_facts)
def test_a_correction_is_told_as_one_once(cutter, way, wrong, others):
    with fresh(cutter) as affair:
        text = text_of(dict.fromkeys([*others, wrong]), way)
        affair.add("a", text)
        affair.brief()

        right = text
        for old, new in (("12", "13"), ("Twelve", "Thirteen"), ("412", "142"), ("3", "9")):
            if old in FACTS[wrong][way]:
                right = text.replace(FACTS[wrong][way], FACTS[wrong][way].replace(old, new))
                break
        affair.add("a", right + CORRECTION, NEXT)

        found = affair.brief()
        assert [kind for kind, _ in found] == ["corrected"]
        assert affair.brief() == []


@many
@given(some_facts, st.booleans())
def test_what_nobody_reports_any_more_is_told_once_unless_another_does(cutter, facts, is_told_elsewhere):
    with fresh(cutter) as affair:
        one = affair.add("a", text_of(facts))
        if is_told_elsewhere:
            affair.add("b", text_of(facts, 1))
        affair.brief()

        affair.archive.remove([one])

        assert affair.brief() == ([] if is_told_elsewhere else [("gone", REMOVED)])
        assert affair.brief() == []


def test_the_first_briefing_has_nothing_to_compare(affair):
    affair.add("a", FACTS[0][0])

    found = affair.compare()

    assert (found.changed, found.notices) == ((), ("first_briefing",))
    assert len(found.told) == 1


def test_another_reader_and_another_topic_begin_anew(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    affair.add("b", NEWS[4][1], NEXT)

    assert affair.compare("the strike").notices == ("first_briefing",)
    assert affair.compare("the fire", OTHER).notices == ("first_briefing",)
    assert told(affair.compare("THE fire")) == [("new", NEWS[4][1])]


def test_only_what_the_reader_knew_is_updated(affair):
    """Of what comes together nothing is the update of the other, whichever is told first."""
    affair.add("a", FACTS[4][0])
    affair.brief()
    affair.add("b", NEWS[0][1], NEXT)
    affair.add("c", FACTS[0][0], FIRST)

    assert affair.brief() == [("new", NEWS[0][1]), ("new", FACTS[0][0])]


def test_each_later_value_of_what_the_reader_knew_is_an_update(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    affair.add("b", NEWS[0][1], NEXT)
    affair.add("c", NEWS[0][1].replace("15", "19"), NEXT)

    assert [kind for kind, _ in affair.brief()] == ["updated", "updated"]


def test_what_was_only_compared_is_still_news(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    affair.add("b", NEWS[4][1], NEXT)

    assert told(affair.compare()) == told(affair.compare()) == affair.brief()


def test_what_there_was_no_room_for_is_told_the_next_times_and_then_no_more(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    news = [one[1] for one in NEWS]
    affair.add("b", " ".join(news), NEXT)

    rounds = []
    for _ in range(4):
        rounds.append(affair.brief(most=2))
        with affair.archive.writing() as connection:  # as if an hour had passed
            connection.exec_driver_sql("update versions set added_at = added_at - 3600")

    assert [len(changed) for changed in rounds] == [2, 2, 1, 0]
    assert {text for changed in rounds for _, text in changed} == set(news)


def test_what_else_an_article_said_that_was_told_of_is_not_new_a_moment_later(affair):
    affair.add("a", f"{FACTS[0][0]} {FACTS[4][0]}")
    first, desk = affair.quotes()[:1], Briefings(affair.archive)
    found = changes(desk.before("the fire", first, ME), first)
    desk.keep(affair.made("the fire", ME, found), ME, found.told)

    assert affair.compare().changed == ()


def test_every_change_is_cited_word_for_word(affair):
    affair.add("a", f"{FACTS[0][0]} {FACTS[4][0]}")
    affair.brief()
    affair.add("a", FACTS[0][0].replace("12", "15") + CORRECTION, NEXT)
    affair.add("b", NEWS[4][1], NEXT)

    found = affair.compare().changed

    assert [change.kind for change in found] == ["corrected", "new", "gone"]
    for change in found:
        (quote,) = change.checked.quotes
        assert quote.text == change.checked.text
    assert [change.state for change in found] == ["current", "current", "changed"]
    assert found[2].checked.quotes[0].found.source.version == 1


def test_a_figure_written_over_without_a_notice_is_no_correction_of_its_outlet(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    affair.add("a", FACTS[0][0].replace("12", "15"), NEXT)

    assert [kind for kind, _ in affair.brief()] == ["updated"]
    assert affair.brief() == []


def test_the_figure_that_was_told_first_is_not_news_when_a_late_outlet_has_it(affair):
    affair.add("a", FACTS[0][0])
    affair.brief()
    affair.add("a", FACTS[0][0].replace("12", "15"), NEXT)
    affair.brief()
    affair.add("b", FACTS[0][1], NEXT)

    assert affair.brief() == []


def test_what_a_reader_may_not_see_any_more_is_not_called_gone(affair):
    one = affair.add("a", FACTS[0][0])
    affair.brief()
    with affair.archive.writing() as connection:
        connection.exec_driver_sql("update articles set embargo_until = 9999999999 where id = ?", (one,))

    assert affair.brief() == []


def test_a_copy_of_what_the_reader_may_not_see_any_more_is_not_news(affair):
    one = affair.add("a", FACTS[0][0])
    affair.brief()
    with affair.archive.writing() as connection:
        connection.exec_driver_sql("update articles set embargo_until = 9999999999 where id = ?", (one,))
    affair.add("b", FACTS[0][1], NEXT)

    assert affair.brief() == []


def test_readers_of_other_collections_are_told_of_their_own(affair):
    desk = Reader("desk", frozenset({"news"}))
    affair.add("a", FACTS[0][0])
    affair.brief(reader=desk)
    affair.add("b", NEWS[4][1], NEXT, collection="secret")

    assert affair.brief(reader=desk) == []
    affair.brief()
    assert told(affair.compare()) == []


def test_nothing_before_and_nothing_now_is_no_change():
    assert changes(Before(), []).changed == ()
