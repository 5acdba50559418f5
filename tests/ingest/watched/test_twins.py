"""What a site gives under several addresses is kept once, and its corrections are seen."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from ingest.article import Article
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.schema import visits
from ingest.watched import arrivals, feeds, twins
from ingest.watched.feeds import Wish
from tests.fakes import web as fakes

START = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
TEXT = [
    f"The {what} of Ostrel was {deed} on Monday after {who} had asked for it since the storm of last winter."
    for what, deed, who in (
        ("flood wall", "raised by a metre", "traders beside the quay"),
        ("tram depot", "given a roof", "its 212 drivers"),
        ("old mill", "sold to its tenants", "a court in Velm"),
        ("lower bridge", "closed for lorries", "engineers of the county"),
    )
]
FORM = "\n\n".join(TEXT)
LATER = "The water works will be looked at next, an officer of the council said in the town hall."


class Site:
    """A site that links from its feed to other addresses than its sitemap names."""

    def __init__(self, web, text=TEXT, link="/r/1"):
        self.web, self.text, self.told, self.link = web, list(text), list(text), link
        self.title, self.canonical = "Ostrel mends what the storm broke", None
        web.routes |= {"/feed": self._feed, "/map.xml": self._map, "/news/wall": self._page}

    def _feed(self, _request):
        words = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in self.told)
        item = f"<title>{self.title}</title><link>{self.web.url(self.link)}</link>"
        item += f"<pubDate>{format_datetime(START)}</pubDate><content:encoded>{words}</content:encoded>"
        space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
        xml = f"<rss version='2.0' {space}><channel><title>Wire</title><item>{item}</item></channel></rss>"
        return fakes.Page(xml.encode(), type="application/rss+xml")

    def _map(self, _request):
        row = f"<url><loc>{self.web.url('/news/wall')}</loc><lastmod>{START.isoformat()}</lastmod></url>"
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return fakes.Page(f"<urlset xmlns='{space}'>{row}</urlset>".encode(), type="application/xml")

    def _page(self, _request):
        words = "".join(f"<p>{each}</p>" for each in self.text)
        head = f"<title>{self.title}</title><meta property='og:site_name' content='Ostrel Wire'>"
        head += f"<meta property='article:published_time' content='{START.isoformat()}'>"
        if self.canonical:
            head += f"<link rel='canonical' href='{self.web.url(self.canonical)}'>"
        return fakes.Page(
            f"<html><head>{head}</head><body><h1>{self.title}</h1>{words}</body></html>".encode()
        )


@pytest.fixture
def site():
    with fakes.Web() as web:
        yield Site(web)


@pytest.fixture
def read(watcher, site):
    """Watch what lies at a path and read it; look at all again some hours later."""

    def given(*paths, hours=0):
        at = START + timedelta(hours=hours)
        for path in paths:
            watched, _ = feeds.add(watcher.archive, Wish(site.web.url(path)), int(START.timestamp()))
            watcher.check(watched, at)
        watcher.round(at)
        return held(watcher.archive)

    return given


def held(archive):
    listed = catalogue.listing(archive, Reader(), Window(), 10)
    return [catalogue.article(archive, source.article_id, Reader()) for source in listed]


@pytest.mark.parametrize("paths", [("/feed", "/map.xml"), ("/map.xml", "/feed")])
def test_the_feed_and_the_sitemap_of_a_site_give_an_article_once(read, paths):
    (article,) = read(*paths)

    assert article.source.version == 1


def test_a_page_takes_the_place_of_the_words_of_its_feed(read, site):
    site.text.append(LATER)

    (article,) = read("/feed", "/map.xml")

    assert LATER in article.text


def test_the_words_of_a_feed_leave_those_of_its_page(read, site):
    site.text.append(LATER)

    (article,) = read("/map.xml", "/feed")

    assert (article.source.version, LATER in article.text) == (1, True)


@pytest.mark.parametrize("where", ["text", "told"])
def test_a_correction_under_either_address_is_the_next_version(read, site, where):
    read("/feed", "/map.xml")
    notice = "Correction: an earlier version of this article said that 221 drivers had asked."
    setattr(site, where, [*TEXT, notice])

    (article,) = read(hours=3)

    assert (article.source.version, notice in article.text) == (2, True)


def test_a_page_that_takes_another_address_with_its_headline_stays_one_article(read, site):
    (before,) = read("/map.xml")
    site.title, site.canonical = "Ostrel mends three bridges", "/news/bridges"
    site.text.append(LATER)

    (article,) = read(hours=3)

    assert (article.source.article_id, article.source.version) == (before.source.article_id, 2)
    assert article.source.title == "Ostrel mends three bridges"


def test_what_was_removed_comes_back_under_no_address(read, watcher):
    (article,) = read("/feed", "/map.xml")
    watcher.archive.remove([article.source.article_id])

    assert [read(hours=hours) for hours in (3, 13, 49)] == [[], [], []]


@pytest.mark.parametrize(
    "other",
    [{"title": "Ostrel mends again"}, {"url": "https://velm.example/b"}, {"collection": "desk"},
     {"published_at": START + timedelta(days=1)}, {"kind": "live"}, {"text": FORM.replace("212", "98")}],
)  # fmt: skip
def test_another_article_is_no_twin(archive, keep, other):
    known = {"title": "Ostrel mends", "url": "https://ostrel.example/a"}
    keep(FORM, published=START.isoformat(), **known)
    same = {"text": FORM, "published_at": START, **known, "url": "https://m.ostrel.example/b"}

    assert twins.twin_of(archive, Article(**same), None)
    assert twins.twin_of(archive, Article(**same | other), None) is None


def test_an_article_that_is_removed_while_its_page_is_read_is_not_kept_again(
    read, site, watcher, monkeypatch
):
    (article,) = read("/map.xml")
    site.text.append(LATER)
    keep = arrivals.keep

    def removing(*given):
        watcher.archive.remove([article.source.article_id])
        return keep(*given)

    monkeypatch.setattr(arrivals, "keep", removing)

    assert read(hours=3) == []
    assert read(hours=13) == []
    with watcher.archive.reading() as connection:
        assert connection.execute(select(visits.c.url)).all() == []
