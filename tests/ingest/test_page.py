"""Saved web pages: the article, what the page declares about it, and nothing guessed."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.quality import extraction
from ingest.errors import SourceUnreadable, TooLarge
from ingest.read.page import read
from ingest.read.text import Details

_FIRST = "Nine ferries lay tied up in Port Brannick on Monday after their crews began a strike over pay."
_SECOND = (
    "“We did not come to this quay to wave flags,” said Desmond Achterley, who leads the dockers of the port."
)
_HEAD = """
  <title>Halmer ferries tied up | The Brannick Ledger</title>
  <meta property="og:site_name" content="The Brannick Ledger">
  <meta property="og:title" content="Halmer ferries tied up">
  <meta name="author" content="Oona Verlind">
  <link rel="canonical" href="https://brannick-ledger.example/harbour/ferries">
"""
_DATE = '<meta property="article:published_time" content="2026-11-02T09:15:00Z">'


_PIECES = [
    *(
        "<p>",
        "</p>",
        "<div class=related>",
        "<div>",
        "</div>",
        "<article>",
        "</article>",
        "<a href=x>",
        "</a>",
    ),
    *("<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<br>", "<h1>", "<h2>", "<blockquote>"),
    *(
        "<time datetime=2026-11-02>",
        "<b>",
        "</b>",
        "<figure>",
        "<header>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<![&x",
    ),
    *("<meta name=date content='2026-13-99'>", "<link rel=canonical href='http://[x'>", "<title>", "\x00"),
    *(
        "<script type='application/ld+json'>",
        '{"@type":"NewsArticle","headline":{},"author":[1,{}]}',
        "</script>",
    ),
    *(_FIRST, _SECOND, "Sign up now.", "\u202e", "\U0001f6a2", "&#55296;", '{"@graph":[{"@id":"#a"}]}'),
]


def page(head=_HEAD, first=_FIRST):
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>
      <nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/subscribe">Subscribe now</a></nav>
      <article><h1>Halmer ferries tied up</h1><p>{first}</p><p>{_SECOND}</p>
      <p>The company runs four routes, one of them the only way to Skarrow Island.</p></article>
      <section class="comments"><p>What a shame, says somebody on the internet.</p></section>
      <footer>© 1999–2026 The Brannick Ledger. Cookies. 5 June 2019.</footer>
    </body></html>""".encode()


def test_the_article_is_told_from_the_page_around_it():
    text = read(page(), "ferries.html", Details()).text

    assert _FIRST in text
    assert _SECOND in text
    assert not any(word in text for word in ("Subscribe", "Cookies", "somebody on the internet"))


def test_what_the_page_declares_is_kept():
    article = read(page(_HEAD + _DATE), "ferries.html", Details())

    assert article.title == "Halmer ferries tied up"
    assert article.outlet == "The Brannick Ledger"
    assert article.url == "https://brannick-ledger.example/harbour/ferries"
    assert article.authors == ("Oona Verlind",)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2026-11-02"


def test_an_undated_page_stays_undated():
    """The footer's years are not the article's."""
    assert read(page(), "ferries.html", Details()).published_at is None


def test_a_date_in_the_text_is_not_the_articles():
    told = page(first=_FIRST.replace("on Monday", "on 2 November 2025"))

    assert read(told, "ferries.html", Details()).published_at is None


def test_what_the_person_says_goes_before_what_the_page_says():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    details = Details("Mine", "Velm Courier", "https://velm.example/a", at, True, "desk")

    article = read(page(_HEAD + _DATE), "ferries.html", details)

    assert (article.title, article.outlet, article.url) == ("Mine", "Velm Courier", "https://velm.example/a")
    assert (article.published_at, article.published_day, article.collection) == (at, True, "desk")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html></html>",
        b"<nav><a href='/'>Home</a></nav>",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"{}",
        b"<" * 10_000,
    ],
)
def test_a_page_without_an_article_is_refused(data):
    with pytest.raises(SourceUnreadable, match=r"ferries\.html"):
        read(data, "ferries.html", Details())


def test_a_page_nested_beyond_all_reason_is_refused_or_read():
    data = page().replace(b"<article>", b"<div>" * 50_000 + b"<article>")

    with suppress(SourceUnreadable):
        assert read(data, "ferries.html", Details()).text


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_declares(encoding):
    html = page(first=_FIRST.replace("Brannick", "Bränníck")).decode()

    data = html.replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding, "xmlcharrefreplace")

    assert "Bränníck on Monday" in read(data, "ferries.html", Details()).text


@pytest.mark.parametrize(
    "address", ["http://[brannick", "javascript:alert(1)", "/harbour/ferries", "https://"]
)
def test_an_address_that_is_none_leaves_the_article_without(address, keep):
    """Found out at the door: the archive takes the host from it."""
    head = _HEAD.replace("https://brannick-ledger.example/harbour/ferries", address)

    article = read(page(head), "ferries.html", Details())

    assert article.url is None


def linked(**said):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | said)}</script>'


def test_json_ld_goes_before_opengraph():
    told = linked(headline="Ferries stay in port", datePublished="2026-11-01T23:30:00-05:00")

    article = read(page(told + _HEAD + _DATE), "ferries.html", Details())

    assert article.title == "Ferries stay in port"
    assert article.published_at == datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
    assert article.published_zone == -300
    assert not article.published_day


def test_a_day_stays_a_day():
    article = read(page(linked(datePublished="2026-11-02") + _HEAD), "ferries.html", Details())

    assert (article.published_at, article.published_day) == (datetime(2026, 11, 2, tzinfo=UTC), True)
    assert article.published_zone is None


def test_a_date_in_the_address_is_not_the_articles():
    head = _HEAD.replace("/harbour/ferries", "/2026/11/02/ferries")

    assert read(page(head), "ferries.html", Details()).published_at is None


def test_when_it_was_updated_is_kept():
    told = linked(datePublished="2026-11-02T09:15:00Z", dateModified="2026-11-02T17:00:00+01:00")

    assert read(page(told), "x.html", Details()).updated_at == datetime(2026, 11, 2, 16, tzinfo=UTC)


def test_the_language_is_told_from_the_text_before_the_page():
    """Templates say "en" whatever is written in them."""
    german = "Neun Fähren lagen am Montag im Hafen, nachdem ihre Besatzungen in den Ausstand getreten waren."
    data = f"<html lang=en><body><article><p>{german}</p><p>Niemand fuhr hinaus.</p></article></body></html>"

    assert read(data.encode(), "x.html", Details()).language == "de"
    assert read(page(), "x.html", Details()).language == "en"


def test_a_list_a_table_and_a_quotation_stay_readable():
    rest = """<p>Four things were agreed by both sides before the talks at the harbour office began again:</p>
      <ul><li>pay rises by four per cent</li><li>no shift is longer than nine hours</li></ul>
      <table><tr><th>Route</th><th>Boats</th></tr><tr><td>Skarrow</td><td>3</td></tr></table>
      <blockquote><p>We sail when it is signed, and not one hour before.</p></blockquote>
      <p>The company said that it would publish the whole agreement on its own pages on Friday.</p>"""

    text = read(page(first=_FIRST + "</p>" + rest + "<p>"), "x.html", Details()).text

    assert "- pay rises by four per cent\n- no shift is longer than nine hours\n" in text
    assert "\nRoute | Boats\nSkarrow | 3\n" in text
    assert "\n\nWe sail when it is signed, and not one hour before.\n\n" in text


def test_a_page_whose_text_a_script_would_show_is_read_from_its_json_ld():
    body = "<p>" + _FIRST + "</p>\n<p>" + _SECOND + "</p> " + "The quay was quiet all day. " * 9
    data = f"<html><head>{linked(articleBody=body)}</head><body><div id=app></div></body></html>"

    text = read(data.encode(), "x.html", Details()).text

    assert text.startswith(f"{_FIRST}\n\n{_SECOND}\n\nThe quay")


def test_a_whole_text_in_json_ld_is_no_stub_whatever_the_page_shows():
    said = linked(articleBody=f"{_FIRST} {_SECOND} " * 40, isAccessibleForFree=False)
    data = (
        f"<html><head>{said}</head><body><p>{_FIRST}</p><p>Subscribe to continue reading.</p></body></html>"
    )

    assert read(data.encode(), "x.html", Details()).kind == "article"


def test_the_same_page_on_the_same_site_has_its_canonical_address():
    fetched = "https://www.brannick-ledger.example/harbour/ferries?from=home"

    article = read(page(), "x", Details(), fetched=fetched)

    assert article.url == "https://brannick-ledger.example/harbour/ferries"


def test_a_page_that_calls_another_sites_page_its_own_keeps_its_address():
    article = read(page(), "x", Details(), fetched="https://halmer-post.example/copied")

    assert article.url == "https://halmer-post.example/copied"


@pytest.mark.parametrize("header", ["text/html; charset=windows-1251", 'text/html; Charset="CP1251"'])
def test_the_header_tells_the_encoding_that_the_page_leaves_open(header):
    data = page(
        first="Девять паромов стояли в порту в понедельник, после того как команды начали забастовку."
    )
    data = data.decode().replace('<meta charset="utf-8">', "").encode("windows-1251", "replace")

    assert "Девять паромов стояли" in read(data, "x", Details(), content_type=header).text


_MUCH = 500_000
_HOSTILE = {
    "elements": b"<div>" * _MUCH,
    "open paragraphs": b"<p>a " * (_MUCH // 2),
    "tables in tables": b"<table><tr><td>" * 80 + b"<tr><td>a<td>b" * (_MUCH // 20),
    "marked section": b"<![&x" * _MUCH,
    "comments": b"<!--" * _MUCH,
    "brackets": b"<" * _MUCH,
    "NULs": b"\x00a" * _MUCH,
    "entities": b"&amp;&#0;&#xD800;" * (_MUCH // 8),
    "spaces in JSON": b"<script type='application/ld+json'>" + b" " * _MUCH + b"x</script>",
    "brackets in JSON": b"<script type='application/ld+json'>" + b"[" * _MUCH + b"</script>",
    "a class": b'<div class="' + b"comment-" * (_MUCH // 4) + b'">',
    "a title": b"<title>" + b"a - " * (_MUCH // 4) + b"</title>",
    "times": b"<time>11 Nov " * (_MUCH // 9),
    "notices": b"<p>sign up (image: " * (_MUCH // 9),
    "encoding": b"<meta charset=punycode>\xff",
    "other encoding": b"<meta charset=unicode_escape>\\ud800\xff",
    "wide encoding": b"<meta charset=utf-16>plain",
}


@pytest.mark.parametrize("junk", _HOSTILE.values(), ids=_HOSTILE.keys())
@pytest.mark.parametrize("where", ["before", "after"])
def test_no_page_is_so_hostile_that_reading_it_fails(junk, where):
    data = junk + page() if where == "before" else page() + junk

    with suppress(SourceUnreadable):
        assert read(data, "x", Details()).text


@settings(deadline=None)  # the first reads the recogniser of languages
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))
def test_any_mixture_of_elements_is_read_or_refused(html):
    with suppress(SourceUnreadable):
        article = read(html.encode(), "x", Details())

        assert article.text.strip()
        assert "\x00" not in article.text


def test_a_page_above_ten_megabytes_is_refused():
    with pytest.raises(TooLarge, match="10,000,000"):
        read(b" " * 10_000_001, "x", Details())


def test_the_articles_of_ninety_real_pages_are_found(shared_data):
    pages = extraction.pages_of(shared_data / "article_extraction")

    read_all = {page.id: article.text if (article := extraction.read_page(page)) else "" for page in pages}

    f1, precision, recall = (figure.value for figure in extraction.figures_of("extraction", pages, read_all))
    assert len(pages) == 90
    assert f1 >= 0.965
    assert min(precision, recall) >= 0.955
