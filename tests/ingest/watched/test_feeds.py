"""What is watched, and how each feed fares."""

from contextlib import ExitStack

import pytest

from ingest.errors import ArchiveUnusable, UnknownFeed
from ingest.watched import feeds, pace
from ingest.watched.feeds import Mark, Wish
from tests.fakes import disk

NOW = 1_800_000_000
_DAY = 86_400
URL = "https://velm-courier.example/feed.xml"


@pytest.fixture
def feed(archive):
    return feeds.add(archive, Wish(URL, outlet="Velm Courier"), NOW)[0]


def again(archive):
    return feeds.listing(archive)[0]


def test_a_new_feed_is_due_at_once(archive, feed):
    assert feeds.due(archive, NOW) == [feed]
    assert feed.state == "new"


def test_the_same_address_again_is_the_same_feed_with_what_is_said_now(archive, feed):
    feeds.failed(archive, feed, "no answer", NOW, is_over=True)

    held, is_new = feeds.add(archive, Wish(URL, outlet="Courier", collection="wires"), NOW)

    assert (held.id, is_new, held.outlet, held.collection, held.paused) == (
        feed.id,
        False,
        "Courier",
        "wires",
        False,
    )
    assert len(feeds.listing(archive)) == 1


def test_credentials_stay_where_none_are_given_anew(archive):
    feeds.add(archive, Wish(URL, secret=b"sealed"), NOW)

    held, _ = feeds.add(archive, Wish(URL), NOW)

    assert held.secret == b"sealed"


def test_a_feed_is_found_by_its_number_and_its_address(archive, feed):
    assert feeds.of_name(archive, str(feed.id)) == feeds.of_name(archive, URL) == feed
    for name in ("99", "https://elsewhere.example/", "", "²"):
        with pytest.raises(UnknownFeed, match="feeds list"):
            feeds.of_name(archive, name)


def test_a_feed_that_was_read_is_due_after_its_interval(archive, feed):
    feeds.read_well(archive, feed, Mark('"1"', "Mon", "d"), True, NOW)

    held = again(archive)
    assert (held.state, held.etag, held.modified, held.digest) == ("well", '"1"', "Mon", "d")
    assert held.next_at == NOW + pace.after_change(pace.FIRST_S)
    assert not feeds.due(archive, held.next_at - 1)
    assert feeds.due(archive, held.next_at)


def test_a_failing_feed_says_why_and_since_when(archive, feed):
    feeds.failed(archive, feed, "the server answered 500", NOW)
    feeds.failed(archive, again(archive), "no answer within 20 s", NOW + 900)

    held = again(archive)
    assert (held.state, held.trouble) == ("failing", "no answer within 20 s")
    assert (held.failing_since, held.failures) == (NOW, 2)


def test_a_feed_that_works_again_has_no_trouble(archive, feed):
    feeds.failed(archive, feed, "the server answered 500", NOW)
    feeds.read_well(archive, again(archive), Mark(), False, NOW + 900)

    held = again(archive)
    assert (held.state, held.trouble, held.failing_since, held.failures) == ("well", None, None, 0)


def test_a_feed_that_fails_for_two_weeks_is_paused_and_never_dropped(archive, feed):
    now = NOW
    while not again(archive).paused:
        feeds.failed(archive, again(archive), "no such host", now)
        now = again(archive).next_at
        assert now < NOW + 20 * _DAY

    assert now >= NOW + 14 * _DAY
    assert again(archive).state == "paused"
    assert not feeds.due(archive, now + 100 * _DAY)


def test_a_feed_that_is_gone_is_paused_at_once(archive, feed):
    feeds.failed(archive, feed, "410 Gone", NOW, is_over=True)

    assert again(archive).paused


def test_a_paused_feed_goes_on_when_it_is_told_to(archive, feed):
    feeds.pause(archive, feed, True, NOW)
    assert not feeds.due(archive, NOW + _DAY)

    feeds.pause(archive, again(archive), False, NOW + _DAY)

    assert feeds.due(archive, NOW + _DAY)


def test_a_feed_put_off_by_a_wrong_clock_is_due(archive, feed):
    feeds.read_well(archive, feed, Mark(), False, NOW + 3_650 * _DAY)

    assert feeds.due(archive, NOW)


def test_a_feed_read_before_the_clock_was_set_back_a_day_is_due(archive, feed):
    feeds.read_well(archive, feed, Mark(), False, NOW)

    assert feeds.due(archive, NOW - _DAY)


def test_a_removed_feed_is_gone(archive, feed):
    feeds.remove(archive, feed)

    assert feeds.listing(archive) == []


def test_a_feed_whose_reading_ended_on_a_full_disk_can_be_read_again_at_once(archive, feed):
    with ExitStack() as stack, pytest.raises(ArchiveUnusable), feeds.claimed(archive, feed, NOW):
        stack.enter_context(disk.full())

    with feeds.claimed(archive, again(archive), NOW + 1) as is_ours:
        assert is_ours


def test_a_host_is_the_same_however_its_letters_are_written():
    assert feeds.wished("http://１２７.0.０.１:8481/feed.xml").url == "http://127.0.0.1:8481/feed.xml"
