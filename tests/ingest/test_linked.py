"""JSON-LD as sites write it: in graphs and lists, of several types, broken."""

import json

import pytest

from ingest.read.html import parse
from ingest.read.linked import article, kinds, names, nodes

STORY = {"@type": "NewsArticle", "headline": "Ferries tied up", "url": "https://b.example/ferries"}
OTHER = {"@type": "NewsArticle", "headline": "A whale", "url": "https://b.example/whale"}


def page(*scripts):
    told = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return parse(f"<html><head>{told}</head><body></body></html>".encode(), "x")


def headline(*values, at=()):
    tree = page(*(value if isinstance(value, str) else json.dumps(value) for value in values))
    return article(tree, nodes(tree), at).get("headline")


@pytest.mark.parametrize(
    "value",
    [
        STORY,
        [STORY],
        {"@graph": [{"@type": "WebPage", "name": "Home"}, STORY]},
        {"@type": "WebPage", "mainEntity": STORY},
        STORY | {"@type": ["ReportageNewsArticle", "Thing"]},
        STORY | {"@type": "http://schema.org/BlogPosting"},
        f"<!-- {json.dumps(STORY)} //-->",
        f"//<![CDATA[\n{json.dumps(STORY)}\n//]]>",
        json.dumps(STORY)[:-1] + ",}",
        json.dumps(STORY) + ";",
        json.dumps(STORY).replace("Ferries", "Ferries\t").replace("\t", ""),
        json.dumps(STORY)[:-1] + ', "broken": "a "quote" in it"}',
    ],
)
def test_the_article_is_found(value):
    assert headline(value) == "Ferries tied up"


def test_of_several_articles_the_one_of_this_address_is_meant():
    """Home pages and galleries describe what they link to."""
    assert headline([OTHER, STORY], at=("https://b.example/ferries",)) == "Ferries tied up"


def test_without_an_address_the_first_outer_one_is_meant():
    assert headline(STORY | {"citation": OTHER}) == "Ferries tied up"


def test_names_are_read_from_strings_objects_and_references():
    people = [{"@id": "#o", "name": "Oona Verlind"}]

    assert names(["D. Achterley", {"name": "Ines&#32;Kollar"}, {"@id": "#o"}], people) == [
        "D. Achterley",
        "Ines Kollar",
        "Oona Verlind",
    ]


@pytest.mark.parametrize(
    "script", ["", "null", "3", "[[[]]]", '{"@type": 3}', "[" * 200_000, '{"a":' * 99_999, " " * 999_999]
)
def test_what_describes_nothing_is_nothing(script):
    tree = page(script)

    assert article(tree, nodes(tree), ()) == {}


def test_a_type_may_be_no_text():
    assert kinds({"@type": [None, 3, "schema:Article"]}) == ["Article"]
