"""Sitemaps: news, pages, indexes, text, packed, broken."""

import gzip
from datetime import UTC, datetime

import pytest

from ingest.errors import SourceUnreadable
from ingest.read.sitemap import SITEMAP_BYTES, read

URL = "https://ledger.example/sitemap.xml"
NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://ledger.example/ferry</loc>
 <image:image><image:loc>https://ledger.example/a.jpg</image:loc></image:image>
 <n:news><n:publication><n:name>The Ledger</n:name><n:language>en</n:language></n:publication>
 <n:publication_date>2026-11-02T09:15:00+02:00</n:publication_date><n:title>Ferry strike &amp; storm</n:title>
 <n:keywords>ferries,  strikes ,</n:keywords></n:news><lastmod>2026-11-03</lastmod></url></urlset>"""


def pages(*inside):
    return b"<urlset>" + b"".join(b"<url>%b</url>" % each for each in inside) + b"</urlset>"


def test_a_news_sitemap_says_title_outlet_language_date_and_keywords():
    (entry,) = read(NEWS, URL).pages

    assert (entry.key, entry.url) == ("https://ledger.example/ferry",) * 2
    assert (entry.title, entry.outlet, entry.language) == ("Ferry strike & storm", "The Ledger", "en")
    assert (entry.published_at, entry.published_zone) == (datetime(2026, 11, 2, 7, 15, tzinfo=UTC), 120)
    assert entry.updated_at == datetime(2026, 11, 3, tzinfo=UTC)
    assert entry.keywords == ("ferries", "strikes")


def test_an_index_names_other_sitemaps_and_when_they_changed():
    data = b"""<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2026-11-02</lastmod></sitemap>
        <sitemap><loc>https://ledger.example/b.xml.gz</loc></sitemap><sitemap/></sitemapindex>"""
    first, second = read(data, URL).maps

    assert (first.url, second.url) == ("https://ledger.example/a.xml", "https://ledger.example/b.xml.gz")
    assert first.changed is not None
    assert (first.changed.at, first.changed.is_day) == (datetime(2026, 11, 2, tzinfo=UTC), True)
    assert second.changed is None


def test_a_page_that_says_when_it_changed_is_not_thereby_dated():
    (entry,) = read(pages(b"<loc>/a</loc><lastmod>2026-11-02</lastmod>"), URL).pages

    assert entry.published_at is None
    assert entry.updated_at is not None


def test_a_packed_sitemap_is_unpacked_and_no_further_than_its_limit():
    assert read(gzip.compress(NEWS), URL).pages == read(NEWS, URL).pages
    bomb = gzip.compress(pages(b"<loc>/a</loc>", b" " * (2 * SITEMAP_BYTES)))
    found = read(bomb, URL)

    assert [entry.url for entry in found.pages] == ["https://ledger.example/a"]
    assert f"more than {SITEMAP_BYTES:,} bytes" in found.troubles[0]


def test_what_comes_before_damage_is_kept():
    data = gzip.compress(pages(*(b"<loc>/%d</loc>" % number for number in range(20_000))))
    found = read(data[: len(data) // 2], URL)

    assert len(found.pages) > 5_000
    assert "breaks off" in found.troubles[0]


@pytest.mark.parametrize(
    "data", [NEWS[:-20], NEWS.replace(b"&amp;", b"&"), b"\n\n" + NEWS, NEWS.replace(b"xmlns:n=", b"x=")]
)
def test_a_broken_sitemap_still_names_its_pages(data):
    (entry,) = read(data, URL).pages

    assert entry.url == "https://ledger.example/ferry"


def test_a_list_of_addresses_is_a_sitemap():
    found = read(b"\xef\xbb\xbfhttps://ledger.example/a\r\n\r\nhttps://ledger.example/b\r\n", URL)

    assert [entry.url for entry in found.pages] == ["https://ledger.example/a", "https://ledger.example/b"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<html></html>", "a web page"),
        (b"<rss/>", "a feed"),
        (b"", "names no pages"),
        (b"no such page", "'no such page'"),
    ],
)
def test_what_is_no_sitemap_is_named(data, what):
    with pytest.raises(SourceUnreadable, match=what):
        read(data, URL)


def test_addresses_that_cannot_be_fetched_are_left_out():
    assert (
        read(pages(b"<loc>javascript:x</loc>", b"<loc>file:///etc/passwd</loc>", b"<loc/>", b""), URL).pages
        == ()
    )
