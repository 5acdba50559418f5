"""What an index still has of an earlier version leads to what stands there now."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.holdings.reader import Reader, Window
from ingest.holdings.successors import successors
from tests.ingest.test_archive import STORY

TEXT = "One met. Two rose. Three fell. Four left. Five won."
CUT = [(0, 8), (9, 18), (19, 30), (31, 41), (42, 51)]


def of(archive, ids, weight=lambda found: 0.0, reader=Reader(), window=Window()):  # noqa: B008 - frozen
    found = successors(archive, ids, weight, reader, window)
    return {i: item.passage.text for i, item in found.items()}


@pytest.fixture
def changed(archive):
    """An article of five passages that has become one of six; its old ids by place."""
    first = archive.add(replace(STORY, text=TEXT), CUT)
    moved = [(0, 8), *((a + 9, b + 9) for a, b in CUT)]
    archive.add(replace(STORY, text=f"It rain. {TEXT}"), moved)
    return [f"{first.article_id}-1-{n}" for n in range(5)]


def test_a_passage_leads_to_the_one_at_its_place_or_a_neighbour_that_weighs_more(archive, changed):
    assert of(archive, [changed[0]]) == {changed[0]: "It rain."}
    assert of(archive, [changed[0]], lambda found: "met" in found.passage.text) == {changed[0]: "One met."}
    assert of(archive, [changed[4]], lambda found: "met" in found.passage.text) == {changed[4]: "Five won."}


def test_what_is_hidden_removed_or_unknown_leads_nowhere(archive, changed):
    since = Window(since=datetime.now(UTC) - timedelta(days=1))

    assert of(archive, changed, reader=Reader(collections=frozenset({"other"}))) == {}
    assert of(archive, changed, window=since) == {}
    assert (
        of(archive, ["0" * 16 + "-1-0", changed[0].replace("-1-", "-7-"), changed[0].replace("-1-", "-2-")])
        == {}
    )
    archive.remove([changed[0].split("-")[0]])
    assert of(archive, changed) == {}
    assert of(archive, []) == {}
