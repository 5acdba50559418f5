"""A story is told of once, when enough independent ones tell it, and nothing is lost or told twice."""

import asyncio
import threading
import time as clock
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from assistant.coming import alerts, sightings
from assistant.coming.alerts import look
from assistant.coming.times import Quiet
from ingest.affairs.grouping import Grouping
from ingest.holdings.reader import Reader
from ingest.readership import deliveries
from tests.assistant.coming.watched import COPY, FIRE, STORIES, Newsroom, reader_of
from tests.assistant.market import OTHER
from tests.assistant.parts import article

BERLIN = ZoneInfo("Europe/Berlin")
REGATTA = article(OTHER, "Rowers win regatta", "2026-05-07", outlet="Coast Post")
ROWERS = article(OTHER, "Rowers of Hollin win", "2026-05-08", outlet="Coast Post")


@pytest.fixture
def room(open_house):
    return Newsroom(open_house())


def test_an_article_that_speaks_of_what_is_watched_is_told_of_once(room):
    watch = room.watch()
    (first,) = room.add(STORIES[0])
    room.add(REGATTA)

    assert room.look() == 1
    assert room.sent() == [(watch.id, [first])]
    room.add(*STORIES[1:])
    assert room.look() == 0
    assert room.look() == 0


def test_another_affair_that_speaks_of_it_is_told_of_too(room):
    room.watch("Hollin")
    room.add(STORIES[0])
    room.look()
    (other,) = room.add(ROWERS)

    assert room.look() == 1
    assert room.sent()[1][1] == [other]


def test_news_from_before_a_watch_is_not_told_even_where_it_is_corrected(room):
    (old,) = room.add(STORIES[0])
    room.watch()
    room.add(replace(STORIES[0], text=STORIES[0].text.replace("12 people", "13 people")))

    assert room.look() == 0
    assert [old] not in [told for _, told in room.sent()]


def test_an_older_article_that_speaks_of_it_only_now_is_told(room):
    live = article(OTHER, "From Hollin, as it happens", "2026-05-07", url="https://live.example/1")
    (kept,) = room.add(live)
    room.watch()
    room.add(replace(live, text=f"{STORIES[0].text} {OTHER}", title="Hollin market fire, as it happens"))

    assert room.look() == 1
    assert room.sent()[0][1] == [kept]


def test_a_correction_is_no_new_alert(room):
    room.watch()
    room.add(STORIES[0])
    assert room.look() == 1
    room.add(replace(STORIES[0], text=STORIES[0].text.replace("12 people", "13 people")))

    assert room.look() == 0


def test_a_feeds_past_is_no_news(room):
    room.watch()
    room.add(article(OTHER, "Rowers win regatta", "2026-06-07"), STORIES[0])

    assert room.look() == 0


def test_a_minimum_is_reached_when_the_last_source_comes_and_copies_count_once(room):
    room.watch(least_stories=3)
    told = room.add(STORIES[0], COPY)
    assert room.look() == 0
    told += room.add(STORIES[1])
    assert room.look(timedelta(hours=9)) == 0
    told += room.add(STORIES[2])

    assert room.look(timedelta(hours=9)) == 1
    ((_, named),) = room.sent()
    assert len(named) == 3
    assert set(named) < set(told)


def test_only_the_outlets_chosen_are_told_of(room):
    room.watch(outlets=("vale wire",))
    room.add(STORIES[0])
    assert room.look() == 0
    (wire,) = room.add(STORIES[1])

    assert room.look() == 1
    assert room.sent()[0][1] == [wire]


def test_a_collection_that_a_reader_may_not_read_is_not_told_of(room):
    room.watch()
    room.watch(reader="other")
    room.add(replace(STORIES[0], collection="the desk"))

    open_to = {"me": None, "other": frozenset({"news"})}
    assert room.look(reader_of=lambda name: Reader(name, open_to[name])) == 1
    assert [watch for watch, _ in room.sent()] == ["w0"]


@pytest.mark.parametrize("rights", ["link", "excerpt:3"])
def test_words_that_may_not_be_quoted_alert_nobody(room, rights):
    room.watch()
    room.add(replace(STORIES[0], rights=rights))

    assert room.look() == 0


def test_an_article_under_embargo_is_told_of_when_that_ends(room):
    room.now = datetime.now(UTC)
    room.watch()
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    (held,) = room.add(replace(STORIES[0], published_at=None, embargo_until=until))
    room.add(REGATTA)
    assert room.look(timedelta()) == 0
    clock.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 0.1)
    room.now = datetime.now(UTC)

    assert room.look(timedelta()) == 1
    assert room.sent()[0][1] == [held]


def test_a_paused_watch_is_silent_and_goes_on_with_what_comes_then(room):
    watch = room.watch("Hollin")
    room.watches.change(replace(watch, is_paused=True), Reader("me"), room.now)
    room.add(STORIES[0])
    assert room.look() == 0
    room.watches.change(watch, Reader("me"), room.now)
    assert room.look() == 0
    room.add(ROWERS)

    assert room.look() == 1


def test_a_watch_of_something_else_is_told_of_the_same_story_anew(room):
    watch = room.watch()
    room.add(STORIES[0])
    room.look()
    room.watches.change(replace(watch, text="Hollin market hospital toll"), Reader("me"), room.now)
    assert room.watches.alerts(watch.id) == 0
    room.add(STORIES[2])

    assert room.look() == 1


def test_after_a_time_without_a_look_all_is_caught_up(room, monkeypatch):
    monkeypatch.setattr(alerts, "_LINES", 3)
    monkeypatch.setattr(alerts, "_STEPS", 2)
    room.watch()
    others = [article(f"{OTHER} Crew {n} came in late.", f"Regatta {n}", "2026-05-07") for n in range(6)]
    room.add(*others, STORIES[0])
    room.now += timedelta(days=5)

    assert [room.look() for _ in range(5)].count(1) == 1
    assert room.watches.running()[0].seq == room.archive.last_seq()


def test_of_two_who_look_at_once_one_alerts(room):
    room.watch()
    room.watch("Hollin market")
    room.add(*STORIES)
    found, ready = [], threading.Barrier(2)

    def looks():
        ready.wait()
        found.append(asyncio.run(look(room.house.desk, reader_of, room.now)))

    threads = [threading.Thread(target=looks) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum(found) == 2
    assert [watch for watch, _ in room.sent()] == ["w0", "w1"]


def test_an_article_whose_affair_is_not_known_in_time_is_told_of_once_for_all(room):
    room.watch("Hollin")
    room.keep(*STORIES)
    room.house.index.catch_up()
    assert room.look() == 0

    assert room.look(timedelta(seconds=sightings.WAIT_S)) == 1
    room.keep(ROWERS)
    assert room.look() == 0
    assert room.look(timedelta(seconds=sightings.WAIT_S)) == 0
    caught = Grouping(room.archive)
    room.add()
    caught.follow(60)
    assert room.look() == 1
    assert len(room.sent()) == 2


def test_what_is_removed_before_enough_tell_it_does_not_count(room):
    room.watch(least_stories=2)
    (first,) = room.add(STORIES[0])
    room.look()
    room.archive.remove([first])
    room.add(STORIES[1])

    assert room.look() == 0


def test_a_story_whose_article_was_removed_is_not_told_again(room):
    room.watch()
    first, _ = room.add(*STORIES[:2])
    assert room.look() == 1
    room.archive.remove([first])
    room.add(STORIES[2])

    assert room.look() == 0


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        (datetime(2026, 5, 8, 21, 30, tzinfo=UTC), datetime(2026, 5, 9, 4, 0, tzinfo=UTC)),  # past midnight
        (datetime(2026, 5, 9, 1, 30, tzinfo=UTC), datetime(2026, 5, 9, 4, 0, tzinfo=UTC)),
        (datetime(2026, 5, 9, 12, 0, tzinfo=UTC), datetime(2026, 5, 9, 12, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), datetime(2026, 3, 29, 4, 0, tzinfo=UTC)),  # clocks go on
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 5, 0, tzinfo=UTC)),  # and back
    ],
)
def test_in_quiet_hours_an_alert_waits_for_their_end(room, now, ends):
    room.now = now - timedelta(seconds=20)
    room.watch(quiet=Quiet(time(22, 0), time(6, 0), BERLIN), zone=BERLIN)
    room.add(STORIES[0])

    assert room.look() == 1
    with room.archive.reading() as connection:
        assert connection.scalar(select(deliveries.c.next_at)) == int(ends.timestamp())


def test_a_question_is_watched_until_an_article_answers_it(room):
    room.watch("Who opened the inquiry into the Hollin market fire?")
    room.add(STORIES[0])
    assert room.look() == 0
    text = f"Judge Rana Ostby opened the inquiry into the fire in the market of Hollin on Thursday. {FIRE}."
    (told,) = room.add(
        article(text, "Inquiry into Hollin market fire opens", "2026-05-07", outlet="Vale Wire")
    )

    assert room.look() == 1
    assert room.sent()[0][1][-1] == told
