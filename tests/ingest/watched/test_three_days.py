"""Three simulated days of an index, a plain sitemap and alerts: nothing missed, nothing twice."""

import random

from ingest.watched import feeds
from tests.fakes.newsroom import Site
from tests.fakes.web import Page
from tests.ingest.watched.telling import RSS, XML, held, index, item, later, rss, watch, words

_BUSY = Page(b"busy", status=503)
_AWAY = Page(b"<html><head><link rel=alternate type='application/rss+xml' href='/feed.xml'></head></html>")
_ALERTS = "https://velm.example/alerts"


class Newsroom:
    """Two sites: one whose index never changes, one with a plain sitemap and alerts of one address."""

    def __init__(self, server, other, seed):
        self.plan = random.Random(seed)
        self.indexed, self.plain = Site(server, later(0)), Site(other, later(0))
        self.alerts, self.minute, self.count = [], 0, 0
        child = self.indexed.offer_sitemap()
        self.plain.offer_sitemap()
        self.urls = [
            server.page("/index.xml", index(child), type=XML, etag='"1"'),
            other.url("/sitemap.xml"),
            other.url("/alerts.xml"),
        ]
        self._between(server, "/sitemap.xml", 700, 1_000, _BUSY)
        self._between(server, "/index.xml", 1_500, 1_700, _AWAY)
        self._between(other, "/sitemap.xml", 2_200, 2_400, _AWAY)
        other.routes["/alerts.xml"] = lambda _: self._alerts()
        self._between(other, "/alerts.xml", 1_900, 2_100, _AWAY)

    def go_on(self, minute):
        """Let the time come, and publish what is planned for it."""
        self.minute = minute
        self.indexed.now = self.plain.now = later(minute / 60)
        for site in (self.indexed, self.plain):
            if self.plan.random() < 0.25:
                self.count += 1
                site.publish(self.count)
        if self.plan.random() < 0.15:
            self.alerts.append((len(self.alerts) + 1, later(minute / 60)))

    def _between(self, server, path, begin, end, page):
        usual = server.routes[path]

        def route(request):
            if begin < self.minute < end:
                return page
            return usual if isinstance(usual, Page) else usual(request)

        server.routes[path] = route

    def _alerts(self):
        newest = self.alerts[-30:][::-1]
        told = (item(f"Alert {n}", _ALERTS, f"id{n}", words(n), at.isoformat()) for n, at in newest)
        return Page(rss(*told).encode(), type=RSS)


def test_three_days_of_sitemaps_and_shared_links_are_kept_once_and_whole(watcher, server):
    with type(server)("127.0.0.2") as other:
        room = Newsroom(server, other, 11)
        for url in room.urls:
            watch(watcher, url, backfill_days=1)
        for minute in range(0, 3 * 24 * 60, 15):
            room.go_on(minute)
            if not 3_000 < minute < 3_600:  # the machine is off for ten hours
                watcher.round(later(minute / 60))
        for hour in (73, 80, 90, 100):
            watcher.round(later(hour))

        published = [other.url(s.path) for s in room.plain.stories.values()]
        published += [server.url(s.path) for s in room.indexed.stories.values()]
        published += [_ALERTS for _ in room.alerts]
        assert len(published) > 120
        assert sorted(source.url for source in held(watcher)) == sorted(published)
        assert {source.version for source in held(watcher)} == {1}
        assert [(feed.url, feed.state) for feed in feeds.listing(watcher.archive)] == [
            (url, "well") for url in room.urls
        ]
