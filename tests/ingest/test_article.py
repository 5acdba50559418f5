"""What names an article, and what is taken out of it before it is kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.article import Article, canonical_url, clean, digest, storable

STORY = Article("Talks resume.", "Talks", url="https://velm.example/talks?id=7")


@pytest.mark.parametrize(
    "url",
    [
        "https://velm.example/talks?id=7&utm_source=feed&utm_medium=rss",
        "https://velm.example/talks?fbclid=abc&id=7",
        "https://velm.example/talks?cmpid=x&gclid=1&id=7&CMP=share&igsh=a&_hsenc=q&at_medium=rss",
        "https://VELM.example/talks?id=7",
        "https://velm.example/talks?id=7#comments",
        "https://velm.example/talks?id=7#:~:text=Talks%20resume",
    ],
)
def test_one_page_has_one_id_however_its_address_was_shared(url):
    assert replace(STORY, url=url).id == STORY.id


@pytest.mark.parametrize("url", ["https://velm.example/talks?id=8", "https://velm.example/Talks?id=7"])
def test_another_page_has_another_id(url):
    assert replace(STORY, url=url).id != STORY.id


@pytest.mark.parametrize(
    "name", ["cid", "eid", "session", "uid", "keyword", "gl", "page", "story", "p", "ref"]
)
def test_what_may_number_a_page_is_part_of_its_address(name):
    """Two pages under one address would take each other's place."""
    one, other = (replace(STORY, url=f"https://velm.example/talks?{name}={n}") for n in (5, 6))

    assert one.id != other.id


def test_an_address_that_cannot_be_parsed_names_itself():
    assert canonical_url("http://[velm") == "http://[velm"


def test_a_text_without_an_address_is_named_by_its_words():
    plain = replace(STORY, url=None)

    assert replace(plain, title="Other").id == plain.id
    assert replace(plain, text="Talks stop.").id != plain.id


def test_the_same_page_in_two_collections_is_two_articles():
    assert replace(STORY, collection="samples").id != STORY.id


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Talks stop."},
        {"title": "Other"},
        {"outlet": "Velm Courier"},
        {"language": "en"},
        {"published_at": datetime(2026, 3, 10, tzinfo=UTC)},
        {"authors": ("A. Writer",)},
    ],
)
def test_whatever_a_reader_can_see_makes_another_version(change):
    assert replace(STORY, **change).content != STORY.content


def test_parts_of_a_digest_do_not_run_into_each_other():
    assert digest("ab", "c") != digest("a", "bc")


def test_only_what_sql_cannot_hold_is_removed():
    assert clean("a\x00b\ud800c\udfff\u200bd\x1b🙂\ufeff\r\n") == "abc\u200bd\x1b🙂\ufeff\r\n"


def test_every_field_that_is_kept_can_be_kept():
    """The language comes from outside as the others do."""
    bad = "x\x00\ud800"
    made = storable(Article(bad, bad, bad, f"https://a.example/{bad}", (bad,), language=bad, collection=bad))

    assert [made.text, made.title, made.outlet, *made.authors] == ["x"] * 4
    assert [made.language, made.collection] == ["x"] * 2
    assert made.url == "https://a.example/x"
    assert len(made.content) == 64


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://velm.example/a?utm_source=rss&utm_medium=feed", "https://velm.example/a"),
        ("https://velm.example/a?b=2&utm_source=x&a=1#top", "https://velm.example/a?b=2&a=1"),
        ("https://velm.example/Night/?fbclid=x", "https://velm.example/Night/"),
        ("https://velm.example/#!/night-boats", "https://velm.example/#!/night-boats"),
        ("https://velm.example/?p=12", "https://velm.example/?p=12"),
    ],
)
def test_an_address_is_shown_without_who_shared_it(given, shown):
    kept = storable(Article("Talks resume.", "Talks", url=given))

    assert kept.url == shown
    assert kept.id == Article("Talks resume.", "Talks", url=given).id
