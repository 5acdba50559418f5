"""From a site's address to its feeds and sitemaps."""

from ingest.read.discover import feeds_of, places, sitemap_places

URL = "https://ledger.example/news/"


def test_a_page_s_head_names_its_feeds_those_of_comments_last():
    page = b"""<html><head><base href="https://ledger.example/v2/">
        <link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed/">
        <link REL="Alternate" TYPE="application/atom+xml; charset=utf-8" href="atom.xml">
        <link rel="alternate" type="application/feed+json" href="//cdn.example/feed.json">
        <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">
        <link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="/rss.css">
        <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head></html>"""

    assert feeds_of(page, URL) == [
        "https://ledger.example/v2/atom.xml",
        "https://cdn.example/feed.json",
        "https://ledger.example/v2/comments/feed/",
    ]


def test_links_in_the_page_stand_in_for_a_head_that_names_none():
    page = b'<body><a href="/about">About</a> <a href="/rss/all.xml">RSS</a> <a href="feed">Feed</a></body>'

    assert feeds_of(page, URL) == ["https://ledger.example/rss/all.xml", "https://ledger.example/news/feed"]


def test_pages_without_feeds_and_what_is_no_page_name_none():
    assert feeds_of(b"<p>Nothing here, not even breadfeeding.</p>", URL) == []
    assert feeds_of(b"", URL) == []
    assert feeds_of(b"\x00\xff" * 1_000, URL) == []
    assert len(feeds_of(b'<a href="/feed/x">' * 200_000, URL)) == 1


def test_common_places_are_tried_in_the_folder_and_at_the_top():
    tried = places("https://ledger.example/news?a=1#b")

    assert tried[0] == "https://ledger.example/news/feed"
    assert "https://ledger.example/rss.xml" in tried
    assert len(tried) == len(set(tried))
    assert sitemap_places(URL)[-1] == "https://ledger.example/sitemap.xml"
