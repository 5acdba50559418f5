"""A feed that is found elsewhere, or says it has moved, never takes another's place."""

import pytest

from ingest.errors import SourceUnreadable
from ingest.watched import feeds, moves
from ingest.watched.feeds import Wish

NOW = 1_800_000_000
_HOUR = 3_600
URL = "https://velm-courier.example/feed.xml"
SITE = "https://velm-courier.example/"
NEW = "https://velm-courier.example/news/feed.xml"


@pytest.fixture
def feed(archive):
    return feeds.add(archive, Wish(URL, outlet="Velm Courier"), NOW)[0]


def looks(archive, feed, to, hours):
    for hour in hours:
        feed = moves.seen(archive, feed, to, NOW + hour * _HOUR)
    return feed


def test_a_site_whose_feed_is_watched_already_says_so_and_changes_nothing(archive, feed):
    site, _ = feeds.add(archive, Wish(SITE, rights="link", collection="wires"), NOW)

    with pytest.raises(SourceUnreadable, match=r"watched already \(feed 1\)"):
        moves.found(archive, site, URL, "feed")

    assert feeds.listing(archive) == [feed, site]


def test_a_site_is_watched_where_its_feed_is(archive):
    site, _ = feeds.add(archive, Wish(SITE), NOW)

    assert moves.found(archive, site, URL, "feed").url == URL


def test_credentials_do_not_go_along_to_another_host(archive):
    site, _ = feeds.add(archive, Wish(SITE, secret=b"sealed"), NOW)

    with pytest.raises(SourceUnreadable, match="no place for its credentials"):
        moves.found(archive, site, "https://elsewhere.example/feed.xml", "feed")


def test_a_feed_that_says_for_a_day_that_it_has_moved_for_good_is_watched_there(archive, feed):
    assert looks(archive, feed, NEW, (0, 6, 12, 18)).url == URL

    moved = looks(archive, feeds.listing(archive)[0], NEW, (24,))

    assert (moved.id, moved.url, moved.moved_to) == (feed.id, NEW, None)


def test_a_feed_that_was_sent_on_for_some_hours_stays(archive, feed):
    away = looks(archive, feed, NEW, range(12))
    back = looks(archive, away, None, (13,))

    assert looks(archive, back, NEW, (24, 25, 26, 27)).url == URL


def test_a_feed_does_not_move_onto_one_that_is_watched(archive, feed):
    other, _ = feeds.add(archive, Wish(NEW), NOW)

    assert looks(archive, feed, NEW, range(0, 72, 6)).url == URL
    assert [each.url for each in feeds.listing(archive)] == [URL, other.url]


def test_a_feed_with_credentials_does_not_move_to_another_host(archive):
    closed, _ = feeds.add(archive, Wish(URL, secret=b"sealed"), NOW)

    assert looks(archive, closed, "https://elsewhere.example/feed.xml", range(0, 72, 6)).url == URL
