"""Watched sitemaps: each map of an index by itself, nothing lost while the machine was off."""

import pytest

from tests.fakes.web import Page
from tests.ingest.watched.telling import (
    START,
    XML,
    index,
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

AT = "2026-11-15T05:00:00Z"


def story(server, number, at=AT):
    return server.page(f"/n/{number}", page(f"Bridge {number}", words(number), at)), at


def sitemap(server, path, *rows, **more):
    return server.page(path, pages(*rows), type=XML, **more)


@pytest.mark.parametrize("etag", ['"1"', None], ids=["304", "the same again"])
def test_a_map_brings_news_though_its_index_stays_as_it_is(watcher, server, site, etag):
    site.publish(1)
    url = server.page("/index.xml", index(site.offer_sitemap()), type=XML, etag=etag)
    watch(watcher, url, backfill_days=7)

    for hour in range(13):
        site.now = later(hour)
        site.publish(hour + 1)
        watcher.round(site.now)

    assert len(titles(watcher)) == 13


def test_a_map_that_is_as_it_was_costs_a_conditional_request_and_less_and_less_often(watcher, server):
    old = sitemap(server, "/old.xml", story(server, 1), etag='"1"')
    watch(watcher, server.page("/index.xml", index(old), type=XML), backfill_days=7)

    for minutes in range(0, 48 * 60, 5):
        watcher.round(later(minutes / 60))

    asked = [request.headers.get("if-none-match") for request in server.asked("/old.xml")]
    assert asked == [None, *['"1"'] * (len(asked) - 1)]
    assert len(asked) < 20


def test_a_map_that_fails_is_told_and_read_later_with_all_that_it_named(watcher, server):
    good = sitemap(server, "/good.xml", story(server, 1))
    bad = server.page("/bad.xml", "busy", status=503)
    watch(watcher, server.page("/index.xml", index(good, bad), type=XML, etag='"1"'), backfill_days=7)
    watcher.round(later(0))
    assert (titles(watcher), one(watcher).state) == (["Bridge 1"], "well")
    assert "1 of the sitemaps that it names cannot be read: 127.0.0.1" in one(watcher).notice

    sitemap(server, "/bad.xml", story(server, 2, "2026-11-12T05:00:00Z"))
    for hour in range(1, 30):
        watcher.round(later(hour))

    assert (titles(watcher), one(watcher).notice) == (["Bridge 1", "Bridge 2"], None)


def test_an_index_of_which_no_map_can_be_read_fails_until_one_can(watcher, server):
    server.page("/map.xml", "busy", status=503)
    watch(
        watcher,
        server.page("/index.xml", index(server.url("/map.xml")), type=XML, etag='"1"'),
        backfill_days=7,
    )
    watcher.round(later(0))
    assert one(watcher).state == "failing"

    sitemap(server, "/map.xml", story(server, 1))
    watcher.round(later(2))

    assert (titles(watcher), one(watcher).state) == (["Bridge 1"], "well")


def test_a_map_that_an_index_names_no_more_is_not_asked_for_again(watcher, server):
    first, second = sitemap(server, "/1.xml", story(server, 1)), sitemap(server, "/2.xml", story(server, 2))
    watch(watcher, server.page("/index.xml", index(first), type=XML), backfill_days=7)
    watcher.round(later(0))
    server.page("/index.xml", index(second), type=XML)

    for hour in range(1, 48):
        watcher.round(later(hour))

    assert (len(server.asked("/1.xml")), titles(watcher)) == (1, ["Bridge 1", "Bridge 2"])


def test_nothing_is_lost_of_a_week_in_which_the_machine_was_off(watcher, site):
    site.publish(1)
    watch(watcher, site.offer_sitemap(), backfill_days=7)
    watcher.round(START)
    for day in range(1, 8):
        site.now = later(24 * day)
        site.publish(day + 1)

    watcher.round(later(24 * 7 + 1))

    assert len(titles(watcher)) == 8


def test_older_news_comes_from_all_maps_of_a_site_those_of_news_first(watcher, server):
    maps = [
        sitemap(server, "/sitemap-authors.xml", (server.page("/jan", page("Jan", words(99))), AT)),
        sitemap(server, "/sitemap-pages.xml", story(server, 1)),
        server.page("/index.xml", index(sitemap(server, "/deep.xml", story(server, 2))), type=XML),
        sitemap(server, "/sitemap-news.xml", story(server, 3)),
    ]
    server.robots("".join(f"Sitemap: {url}\n" for url in maps))
    feed = rss(item("Whole", server.url("/w"), "w", words(4)))
    watch(watcher, server.page("/f", feed, type="application/rss+xml"), backfill_days=7)

    watcher.round(later(0))

    assert sorted(titles(watcher)) == ["Bridge 1", "Bridge 2", "Bridge 3", "Whole"]
    paths = [request.path for request in server.requests]
    assert paths.index("/sitemap-news.xml") < paths.index("/sitemap-pages.xml")
    assert "/sitemap-authors.xml" not in paths


def test_a_map_of_the_site_that_cannot_be_read_for_its_older_news_is_told(watcher, server):
    server.robots(f"Sitemap: {server.page('/map.xml', 'busy', status=503)}")
    feed = rss(item("Whole", server.url("/w"), "w", words(4)))
    watch(watcher, server.page("/f", feed, type="application/rss+xml"), backfill_days=7)

    watcher.round(later(0))

    assert "1 of the site's sitemaps cannot be read" in one(watcher).notice


def test_a_sitemap_without_a_date_says_that_nothing_can_come_of_it(watcher, server):
    url, _ = story(server, 1)
    watch(watcher, sitemap(server, "/map.xml", (url, None)), backfill_days=7)

    checked = watcher.check(one(watcher), later(0))

    assert "none of the 1 pages" in checked.trouble
    assert "has a date" in checked.trouble
    assert one(watcher).state == "failing"


def test_fifty_thousand_addresses_are_read(watcher, server):
    rows = [
        (server.url(f"/archive/one-of-the-older-articles-of-this-paper/{n}"), "2020-01-01")
        for n in range(49_000)
    ]
    url = sitemap(server, "/map.xml", story(server, 1), *rows)
    assert len(server.routes["/map.xml"].body) > 5_000_000
    watch(watcher, url, backfill_days=7)

    assert watcher.check(one(watcher), later(0)).trouble is None
    assert titles(watcher) == ["Bridge 1"]


def test_an_index_whose_days_are_all_it_says_is_followed_through_the_day(watcher, server, site):
    site.publish(1)
    child = site.offer_sitemap()
    server.routes["/index.xml"] = lambda _: Page(index(child, at=site.now.date()).encode(), type=XML)
    watch(watcher, server.url("/index.xml"), backfill_days=7)

    for hour in range(40):
        site.now = later(hour)
        site.publish(hour + 1)
        watcher.round(site.now)

    assert len(titles(watcher)) == 40
