"""A notice of a correction is recognised; a story about somebody's correction is none."""

import json

import pytest

from ingest.texts.corrections import notice
from tests.conftest import REPOSITORY

SET = REPOSITORY / "tests/sets/corrections.jsonl"
ROWS = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]

INLINE = [
    json.loads(line)
    for line in (REPOSITORY / "tests/sets/inline_corrections.jsonl").read_text("utf-8").splitlines()
]
BEFORE = "The ferry board of Velm voted for night boats on Monday. Crews had been hired, captain Osei said."


@pytest.mark.parametrize("row", INLINE, ids=lambda row: row["id"])
def test_a_notice_within_a_paragraph_is_found_and_a_story_of_a_correction_is_none(row):
    parts = [row["text"], BEFORE] if row["place"] == "start" else [BEFORE, row["text"]]
    found = notice(f"The board met for four hours.\n\n{' '.join(parts)}")

    assert (found is not None) == row["is_notice"], found
    assert found is None or row["text"] in found or row["text"].endswith(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_notice_is_found_as_it_stands_or_not_at_all(row):
    assert notice(row["text"]) == row["notice"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Correction:", "x" * 100_000, "Correction: " + "not, " * 20_000]
)
def test_odd_texts_have_no_notice(text):
    assert notice(text) is None
