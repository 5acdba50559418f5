"""What each feed gave is counted for readers without what they may not know of yet."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import insert

from ingest.holdings.reader import Reader
from ingest.schema import entries
from ingest.times import moment
from ingest.watched import feed_counts, feeds
from ingest.watched.feed_counts import Count
from ingest.watched.feed_report import as_row, lines
from ingest.watched.feeds import Wish

NOW = 1_800_000_000


@pytest.fixture
def feed(archive, keep):
    """A feed that gave two articles, one of them under embargo, and one that is removed; another waits."""
    feed, _ = feeds.add(archive, Wish("https://velm.example/feed"), NOW)
    shown = keep("The ferry came.", url="https://velm.example/1").article_id
    later = keep("The price fell.", url="https://velm.example/2", embargo_until=moment("2100-01-01")[0])
    gone = keep("The pier burnt.", url="https://velm.example/3").article_id
    archive.remove([gone])
    given = [(shown, None), (later.article_id, None), (gone, None), (None, "{}")]
    rows = [
        {"feed_id": feed.id, "key": f"{n}", "digest": "d", "article_id": article, "entry": entry}
        | {"tries": 0, "seen_at": NOW}
        for n, (article, entry) in enumerate(given)
    ]
    with archive.writing() as connection:
        connection.execute(insert(entries), rows)
    return feed


def test_a_reader_is_told_of_what_they_may_see(archive, feed):
    (count,) = feed_counts.of_reader(archive, Reader()).values()

    assert count == Count(articles=1, under_embargo=0, waiting=1)
    assert "under_embargo" not in as_row(feed, count, [])


def test_an_operator_is_told_of_the_rest_apart(archive, feed):
    (count,) = feed_counts.of_operator(archive).values()

    assert count == Count(articles=1, under_embargo=1, waiting=1)
    assert "1 article and 1 under embargo, 1 entry waits" in lines(as_row(feed, count, []))[1]


def test_a_feed_is_held_back_until_its_embargo_ends(feed):
    now = int(time.time())

    held = [feed_counts.is_held_back(replace(feed, embargo_until=at)) for at in (None, now - 1, now + 60)]

    assert held == [False, False, True]
