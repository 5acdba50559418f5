"""What a page declares, and what it leaves open."""

import json
from datetime import UTC, datetime

import pytest

from ingest.read.declared import declared
from ingest.read.html import parse


def said(head="", body="", **linked):
    script = f'<script type="application/ld+json">{json.dumps({"@type": "Article"} | linked)}</script>'
    data = f"<html lang='en-GB'><head>{script if linked else ''}{head}</head><body>{body}</body></html>"
    return declared(parse(data.encode(), "x"))


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


SITE = meta("og:site_name", "The Brannick Ledger")


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (said(meta("og:title", "Second"), headline="First &amp;amp; best"), "First & best"),
        (said(SITE + meta("og:title", "Ferries stay | The Brannick Ledger")), "Ferries stay"),
        (said(SITE + meta("og:title", "Strike | Day 9")), "Strike | Day 9"),
        (said(body="<nav><h1>Menu</h1></nav><h1>Ferries <i>stay</i></h1>"), "Ferries stay"),
        (said("<title>Ferries stay - The Brannick Ledger</title>" + SITE), "Ferries stay"),
        (said(), None),
    ],
)
def test_the_title_is_the_first_that_is_declared(found, title):
    assert found.title == title


@pytest.mark.parametrize(
    ("found", "outlet"),
    [
        (said(SITE, publisher={"name": "Brannick Press Ltd"}), "The Brannick Ledger"),
        (said(publisher={"name": "Brannick Press Ltd"}), "Brannick Press Ltd"),
        (said(), None),
    ],
)
def test_the_outlet_is_the_name_of_the_site_before_its_publishers(found, outlet):
    assert found.outlet == outlet


@pytest.mark.parametrize(
    ("found", "authors"),
    [
        (said(author=[{"name": "Oona Verlind"}, {"name": "Ines Kollar"}]), ("Oona Verlind", "Ines Kollar")),
        (said(author="By Oona Verlind and Ines Kollar"), ("Oona Verlind", "Ines Kollar")),
        (said(meta("author", "Oona Verlind, Ines Kollar")), ("Oona Verlind", "Ines Kollar")),
        (said(meta("article:author", "https://social.example/oona")), ()),
        (said(body='<span itemprop="author"><b itemprop="name">Oona Verlind</b></span>'), ("Oona Verlind",)),
        (said(author={"name": "x" * 101}), ()),
    ],
)
def test_authors_are_names(found, authors):
    assert found.authors == authors


AT = datetime(2026, 11, 2, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "found",
    [
        said(datePublished="2026-11-02T09:15:00Z"),
        said(meta("article:published_time", "2026-11-02T10:15:00+01:00")),
        said(meta("article:published_time", "2026-11-02T09:15Z"), datePublished="2026-11-02"),
        said(meta("article:published_time", "2026-11-02T09:15Z"), datePublished="0001-01-01T00:00:00Z"),
        said(body='<h1>F</h1><time itemprop="datePublished" datetime="2026-11-02T09:15Z">Monday</time>'),
        said(body='<header><h1>F</h1><time datetime="2026-11-02T09:15Z">Monday</time></header>'),
        said(body='<h1>F</h1><div class="publish-date">Published 9:15 AM GMT Nov 2, 2026</div>'),
        said(body="<h1>F</h1><p><em>November 2, 2026 9:15 GMT</em></p>"),
    ],
)
def test_the_date_is_read_where_the_page_declares_it(found):
    assert found.published
    assert found.published.at == AT
    assert not found.published.is_day


@pytest.mark.parametrize(
    "found",
    [
        said(datePublished="last week"),
        said(datePublished="1970-01-01T00:00:00Z"),
        said('<link rel="canonical" href="https://b.example/2026/11/02/ferries">'),
        said(body="<h1>F</h1><p>On 2 November 2026 nine ferries lay tied up.</p>"),
        said(body="<h1>F</h1><p>text</p><footer><time datetime='2026-11-02'>Monday</time></footer>"),
        said(body="<h1>F</h1><div class='comments'><time datetime='2026-11-02'>Monday</time></div>"),
        said(body="<h1>F</h1><aside><span class='date'>2 November 2026</span></aside>"),
        said(meta("article:modified_time", "2026-11-02T09:15Z")),
    ],
)
def test_a_date_that_is_not_declared_stays_unknown(found):
    assert found.published is None


def test_an_update_before_the_publication_is_none():
    found = said(datePublished="2026-11-02T09:15Z", dateModified="2026-11-01T09:15Z")

    assert found.updated is None


def test_the_language_is_without_its_region():
    assert said().language == "en"
    assert said(inLanguage="de-AT").language == "de"
