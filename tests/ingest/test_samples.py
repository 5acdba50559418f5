"""The sample news: complete, dated right, and clearly invented."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from ingest.read import lines, text
from ingest.read.text import Details

FOLDER = files("ingest.samples")
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATED = re.compile(
    rf"\b({_DAYS}),? (?:the )?(?:(\d{{1,2}}) ({_MONTHS})|({_MONTHS}) (\d{{1,2}}))(?:,? (\d{{4}}))?"
)


@pytest.fixture(scope="module")
def stories():
    data = FOLDER.joinpath("stories.jsonl").read_bytes().splitlines(keepends=True)
    return list(lines.read(data, "stories.jsonl", Details()))


def test_thirty_stories_are_read_without_trouble(stories):
    assert len(stories) == 30
    assert [story.trouble for story in stories] == [None] * 30
    assert [story.ignored for story in stories] == [()] * 30


def test_one_plain_text_is_undated():
    article = text.read(
        FOLDER.joinpath("harbour-notebook.txt").read_bytes(), "harbour-notebook.txt", Details()
    )

    assert article.title.startswith("The last fog bell")
    assert article.published_at is article.url is None


def test_every_story_has_its_own_address_at_an_invented_host(stories):
    urls = [story.article.url for story in stories]

    assert all(urlsplit(url).hostname.endswith(".example") for url in urls)
    assert len({story.article.id for story in stories}) == 30


def test_every_story_is_dated_signed_and_in_english(stories):
    for story in stories:
        article = story.article
        assert article.published_at, article.url
        assert article.title, article.url
        assert article.outlet, article.url
        assert article.language == "en", article.url


def test_the_stories_span_about_two_weeks(stories):
    times = sorted(story.article.published_at for story in stories)

    assert timedelta(days=10) <= times[-1] - times[0] <= timedelta(days=21)


def test_some_copies_are_syndicated(stories):
    """The same words from several outlets."""
    leads = Counter(story.article.text.split("\n")[1:3][-1][:200] for story in stories)

    assert leads.most_common(1)[0][1] >= 2


def test_a_weekday_and_its_date_agree(stories):
    checked = 0
    for story in stories:
        for match in _DATED.finditer(story.article.text):
            assert match[1] == f"{named(match, story.article.published_at):%A}", match[0]
            checked += 1
    assert checked


def named(match, published):
    """The day a text names; without a year, the one nearest to the text."""
    day, month = int(match[2] or match[5]), _MONTHS.split("|").index(match[3] or match[4]) + 1
    years = [int(match[6])] if match[6] else [published.year + n for n in (-1, 0, 1)]
    return min((date(year, month, day) for year in years), key=lambda d: abs(d - published.date()))


def test_the_file_is_one_object_a_line():
    for line in FOLDER.joinpath("stories.jsonl").read_text().splitlines():
        assert json.loads(line)["text"].strip()
