"""A notice of a correction is recognised; a story about somebody's correction is none."""

import json

import pytest

from ingest.texts.corrections import notice
from tests.conftest import REPOSITORY

SET = REPOSITORY / "tests/sets/corrections.jsonl"
ROWS = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_notice_is_found_as_it_stands_or_not_at_all(row):
    assert notice(row["text"]) == row["notice"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Correction:", "x" * 100_000, "Correction: " + "not, " * 20_000]
)
def test_odd_texts_have_no_notice(text):
    assert notice(text) is None
