"""Counts of what is held, and of the room it takes."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, update

from ingest.care import stats
from ingest.schema import articles, feeds


@pytest.fixture
def counted(archive, keep, embed, home, model_folder):
    """Count after five articles, one of them under embargo."""
    keep("Talks resume.", outlet="Velm Courier", published="2026-03-10T09:00+00:00")
    keep("The ferry was cancelled.", outlet="Velm Courier", published="2026-03-12T09:00+00:00", rights="link")
    embed()
    keep("Die Fähren liegen fest.", language="de", url="https://ostrel-echo.example/1", collection="desk")
    keep("The lighthouse is dark.")
    keep("Nobody knows yet.", outlet="Coming", embargo_until=datetime(2100, 1, 1, tzinfo=UTC))
    return lambda top=10: stats.count(archive, home, model_folder, top)


def test_everything_is_counted_once(counted):
    found = counted()

    assert (found.articles, found.versions, found.passages) == (4, 4, 4)
    assert (found.under_embargo, found.passages_under_embargo) == (1, 1)
    assert (found.vectors, found.waiting, found.undated) == (2, 1, 2)
    assert (found.oldest, found.newest) == ("2026-03-10T09:00:00Z", "2026-03-12T09:00:00Z")
    assert list(found.by_outlet.items()) == [("Velm Courier", 2), ("ostrel-echo.example", 1), ("unnamed", 1)]
    assert found.by_language == {"en": 3, "de": 1}
    assert found.by_collection == {"news": 3, "desk": 1}
    assert (found.by_kind, found.by_rights) == ({"article": 4}, {"full": 3, "link": 1})


def test_what_is_under_embargo_is_named_nowhere(counted):
    assert "Coming" not in json.dumps(counted().as_json())


def test_only_the_most_are_named_where_that_is_wanted(counted):
    assert counted(1).by_outlet == {"Velm Courier": 2}


def test_copies_of_a_story_count_once(counted, archive):
    with archive.writing() as connection:
        connection.execute(update(articles).where(articles.c.outlet == "Velm Courier").values(story="a" * 16))

    assert (counted().articles, counted().stories) == (4, 3)


def test_a_failing_feed_is_named_with_its_trouble(counted, archive):
    row = {
        "kind": "feed",
        "collection": "news",
        "rights": "full",
        "added_at": 0,
        "interval_s": 900,
        "next_at": 0,
        "failures": 3,
        "paused": False,
    }
    with archive.writing() as connection:
        connection.execute(insert(feeds).values(url="https://velm.example/feed", backfill_days=0, **row))
        failing = row | {"trouble": "404 Not Found", "failing_since": 0}
        connection.execute(insert(feeds).values(url="https://gone.example/feed", backfill_days=0, **failing))

    found = counted()

    assert found.feeds == 2
    assert [(feed.url, feed.trouble, feed.since) for feed in found.failing] == [
        ("https://gone.example/feed", "404 Not Found", "1970-01-01T00:00:00Z")
    ]
    assert "https://gone.example/feed: 404 Not Found" in stats.shown(found)


def test_room_is_measured_where_it_is_taken(counted, home):
    (home / "words").mkdir()
    (home / "words" / "a").write_bytes(bytes(1_000))

    room = counted().room

    assert room.words == 1_000
    assert room.database > 50_000
    assert room.model > 20_000_000
    assert room.free > 0


def test_an_empty_archive_is_told_too(archive, home, tmp_path):
    assert stats.shown(stats.count(archive, home, tmp_path / "none", 10)).startswith(
        "0 articles in 0 stories"
    )


def test_the_command_counts_beside_whoever_owns_the_index(run):
    run("add", "-", stdin="Talks resume in Geneva.")

    assert run("stats").stdout.startswith("1 article in 1 story; 1 undated\n")
    assert json.loads(run("stats", "--json").stdout)["articles"] == 1
