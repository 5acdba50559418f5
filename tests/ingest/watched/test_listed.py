"""What has been read as a feed stays that one, whatever stands at its address for an hour."""

import pytest

from ingest.watched import feeds
from tests.ingest.watched.telling import (
    RSS,
    XML,
    held,
    item,
    later,
    one,
    page,
    pages,
    rss,
    titles,
    watch,
    words,
)


def news(number):
    return item(f"Bridge {number}", f"https://velm.example/b/{number}", f"b{number}", words(number))


@pytest.fixture
def offering(server):
    """A page that names the feed of the comments."""
    server.page("/comments.xml", rss(item("C", server.url("/c"), "c", words(9))), type=RSS)
    return '<html><head><link rel="alternate" type="application/rss+xml" href="/comments.xml"></head></html>'


def test_a_page_of_maintenance_in_a_feeds_place_leads_to_no_other_feed(watcher, server, offering):
    watch(watcher, server.page("/f", rss(news(1)), type=RSS))
    watcher.round(later(0))
    server.page("/f", offering)

    checked = watcher.check(one(watcher), later(1))

    assert "a web page now, not the feed that it was" in checked.trouble
    assert (one(watcher).url, one(watcher).state) == (server.url("/f"), "failing")
    server.page("/f", rss(news(2)), type=RSS)
    watcher.round(later(9))
    assert (titles(watcher), one(watcher).state) == (["Bridge 1", "Bridge 2"], "well")


def test_a_feed_that_is_sent_on_to_the_home_page_leaves_the_one_named_there_alone(watcher, server):
    server.page("/", '<link rel="alternate" type="application/rss+xml" href="/main.xml">')
    watch(watcher, server.page("/main.xml", rss(news(1)), type=RSS))
    watch(watcher, server.page("/politics.xml", rss(news(2)), type=RSS), rights="link", collection="wires")
    watcher.round(later(0))
    before = [(feed.url, feed.rights, feed.collection) for feed in feeds.listing(watcher.archive)]

    server.redirect("/politics.xml", "/")
    watcher.round(later(1))

    now = feeds.listing(watcher.archive)
    assert [(feed.url, feed.rights, feed.collection) for feed in now] == before
    assert [feed.state for feed in now] == ["well", "failing"]
    assert {source.title: source.rights for source in held(watcher)} == {
        "Bridge 1": "full",
        "Bridge 2": "link",
    }


def test_a_sitemap_whose_address_gives_a_feed_or_a_page_fails_and_stays_one(watcher, server, offering):
    server.page("/n/1", page("Bridge 1", words(1)))
    rows = (server.url("/n/1"), "2026-11-16T05:00:00Z")
    watch(watcher, server.page("/map.xml", pages(rows), type=XML), backfill_days=7)
    watcher.round(later(0))

    for hour, body in ((1, offering), (4, rss(news(2)))):
        server.page("/map.xml", body)
        assert "not a sitemap" in watcher.check(one(watcher), later(hour)).trouble

    assert (one(watcher).kind, titles(watcher)) == ("sitemap", ["Bridge 1"])


def test_a_feed_that_has_moved_for_good_is_watched_there_after_a_day(watcher, server):
    new = server.page("/new.xml", rss(news(1)), type=RSS)
    watch(watcher, server.redirect("/old.xml", "/new.xml", 301))

    for hour in range(0, 24, 6):
        watcher.check(one(watcher), later(hour))
        assert one(watcher).url == server.url("/old.xml")
    watcher.check(one(watcher), later(24))

    assert (one(watcher).url, one(watcher).state, titles(watcher)) == (new, "well", ["Bridge 1"])


def test_a_redirect_that_holds_for_now_moves_no_feed(watcher, server):
    server.page("/new.xml", rss(news(1)), type=RSS)
    old = watch(watcher, server.redirect("/old.xml", "/new.xml", 302)).url

    for hour in range(0, 72, 6):
        watcher.check(one(watcher), later(hour))

    assert one(watcher).url == old


def test_older_news_comes_once_the_first_look_succeeds(watcher, server):
    rows = []
    for day in range(11, 16):
        at = f"2026-11-{day}T05:00:00Z"
        rows.append((server.page(f"/n/{day}", page(f"Bridge {day}", words(day), at)), at))
    server.robots(f"Sitemap: {server.page('/map.xml', pages(*rows), type=XML)}")
    watch(watcher, server.page("/f", "busy", status=503), backfill_days=7)
    watcher.round(later(0))

    server.page("/f", rss(item("Bridge 15", server.url("/n/15"), "b15", "short")), type=RSS)
    watcher.round(later(2))

    assert sorted(titles(watcher)) == [f"Bridge {day}" for day in range(11, 16)]


def test_a_feed_of_seven_megabytes_keeps_its_first_entries(watcher, server):
    items = [item(f"Bridge {n}", f"https://velm.example/b/{n}", f"b{n}", words(n) * 8) for n in range(900)]
    watch(watcher, server.page("/f", rss(*items), type=RSS))

    checked = watcher.check(one(watcher), later(0))

    assert (checked.trouble, checked.added > 90, one(watcher).state) == (None, True, "well")
    assert checked.named > 400
    assert "more than 4,000,000 bytes" in one(watcher).notice
