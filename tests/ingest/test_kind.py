"""What a page holds of its article, on pages of our own writing."""

import json

import pytest

from ingest.read.body import body, text_of
from ingest.read.declared import declared
from ingest.read.html import parse
from ingest.read.kind import kind_of

LINE = "Nine ferries lay tied up in Port Brannick on Monday after their crews had begun a strike over pay. "
LONG = "".join(f"<p>{LINE * 3}Report number {n} of the harbour board says so too.</p>" for n in range(9))
SHORT = f"<p>{LINE}</p><p>The company that runs them said it would answer on Thursday.</p>"
WALL = "<div class=wall><p>Subscribe to continue reading.</p></div>"


def kind(inner, **linked):
    script = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | linked)}</script>'
    page = parse(f"<html><head>{script}</head><body><article>{inner}</article></body></html>".encode(), "x")
    found = body(page)
    return kind_of(page, found, declared(page), len(text_of(found).split()))


def posts(count, tag="section"):
    """Posts of a live blog, each with its time."""
    return "".join(
        f"<{tag} class=post><time datetime='2026-11-02T{n:02}:00'>{n}:00</time><p>{LINE}Post {n}.</p></{tag}>"
        for n in range(count)
    )


def behind(selector):
    return [{"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": selector}]


@pytest.mark.parametrize(
    ("inner", "linked"),
    [
        (LONG, {"@type": "LiveBlogPosting"}),
        (LONG, {"coverageStartTime": "2026-11-02T08:00:00Z"}),
        (LONG, {"liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Talks begin"}]}),
        (posts(8), {}),
    ],
)
def test_a_live_blog_is_told(inner, linked):
    assert kind(inner, **linked) == "live"


@pytest.mark.parametrize(
    ("inner", "linked"),
    [
        (SHORT, {"isAccessibleForFree": False}),
        (SHORT, {"isAccessibleForFree": "False"}),
        (SHORT, {"isAccessibleForFree": "http://schema.org/False"}),
        (LONG, {"isAccessibleForFree": False, "wordCount": 1_900}),
        (LONG + "<div class=paid></div>", {"isAccessibleForFree": False, "hasPart": behind(".paid")}),
        (SHORT + WALL, {}),
        (SHORT + "<p>Dieser Artikel ist nur für Abonnenten.</p>", {}),
    ],
)
def test_the_part_before_a_paywall_is_told(inner, linked):
    assert kind(inner, **linked) == "paywall"


@pytest.mark.parametrize(
    ("inner", "linked"),
    [
        (LONG, {}),
        (SHORT, {}),
        (SHORT + "<p>Already a subscriber? Sign in.</p>", {}),
        (LONG + WALL, {}),
        (LONG, {"isAccessibleForFree": True}),
        (LONG, {"isAccessibleForFree": False}),
        (LONG, {"isAccessibleForFree": False, "wordCount": "500"}),
        (f"{SHORT}<div class=paid>{LONG}</div>", {"isAccessibleForFree": False, "hasPart": behind(".paid")}),
        (posts(3), {}),
        (f"<p><time>9:00</time> {LINE}</p>" * 9, {}),
    ],
    ids=lambda value: None if isinstance(value, str) else str(value)[:40],
)
def test_any_other_article_is_a_plain_one(inner, linked):
    assert kind(inner, **linked) == "article"
