"""Saved web pages: the article, what the page declares about it, and nothing guessed."""

import gzip
import json
import re
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from ingest.errors import SourceUnreadable
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


def _grams(text):
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3)))


def _scores(truth, found):
    """Precision and recall of a page's bag of word 4-grams."""
    wanted, got = _grams(truth), _grams(found)
    common = (wanted & got).total()
    return (common / got.total() if found else 0, common / wanted.total())


def test_the_articles_of_ninety_real_pages_are_found(shared_data):
    folder = shared_data / "article_extraction"
    pages = json.loads((folder / "ground-truth.json").read_text())
    scores = []
    for name, known in pages.items():
        data = gzip.decompress((folder / f"html/{name}.html.gz").read_bytes())
        scores.append(_scores(known["articleBody"], _text(data, name)))

    precision, recall = (sum(column) / len(scores) for column in zip(*scores, strict=True))
    assert len(scores) == 90
    assert 2 * precision * recall / (precision + recall) >= 0.94


def _text(data, name):
    try:
        return read(data, name, Details()).text
    except SourceUnreadable:
        return ""
