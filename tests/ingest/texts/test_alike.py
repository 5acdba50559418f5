"""The same page with new edges is no new version; a changed fact always is one."""

import json
import time

import pytest

from ingest.texts.alike import is_same, told
from tests.conftest import REPOSITORY

PAIRS = [
    json.loads(line) for line in (REPOSITORY / "tests/sets/versions.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_two_texts_of_a_page_are_the_same_or_not(pair):
    assert is_same(pair["old"], pair["new"]) == pair["same"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_it_is_the_same_question_either_way_round(pair):
    assert is_same(pair["new"], pair["old"]) == is_same(pair["old"], pair["new"])


def test_any_changed_word_or_figure_of_the_body_is_told():
    """Each word of a body in turn is changed; not one change is taken for furniture."""
    body = "The unions met on Tuesday.\n\nOrla Brandt spoke for 412 crews.\n\nA vote follows on 9 May."
    words = body.split(" ")

    changed = [" ".join([*words[:n], word + "x", *words[n + 1 :]]) for n, word in enumerate(words)]

    assert [text for text in changed if is_same(body, text)] == []


@pytest.mark.parametrize("unit", ["x\n", "Related\n", "cookie ", "1 ", "Share ", "10 March ", "x | ", "?\n"])
def test_no_text_takes_long_to_look_at(unit):
    began = time.thread_time()

    told(unit * (100_000 // len(unit)))

    assert time.thread_time() - began < 1
