"""Answers and search results as lines for a terminal."""

import pytest

from assistant import terminal
from tests.assistant.parts import asked

CREW = "How many extra crew places did the council of Velm offer?"


async def test_an_answer_is_shown_with_its_kind_and_its_numbered_sources(desk):
    lines = terminal.shown((await asked(desk, CREW)).as_json()).splitlines()

    assert lines[0] == "Quoted, word for word:"
    assert "The council offered 412 extra crew places, up from 380 last week. [1]" in lines[1]
    assert "Sources:" in lines
    (source,) = (line for line in lines if line.startswith("[1]"))
    assert source == (
        "[1] Velm Courier, 2026-03-10: Harbour talks resume in Velm (https://velm-courier.example/harbour)"
    )
    assert "    The council offered 412 extra crew places, up from 380 last week." in lines


async def test_a_refusal_shows_the_nearest_coverage(desk):
    shown = terminal.shown(
        (await asked(desk, "What did the president of Brazil say about coffee?")).as_json()
    )

    assert shown.startswith("The news here does not say.")
    assert "Nearest coverage:\n- " in shown
    assert "Sources:" not in shown


async def test_a_failed_model_is_told(desk):
    answer = (await asked(desk, CREW)).as_json() | {"notices": ["model_down"]}

    assert terminal.shown(answer).startswith(
        "The language model failed: quotes stand for what it did not write."
    )


async def test_a_written_answer_names_its_model(desk):
    answer = (await asked(desk, CREW)).as_json() | {"mode": "written", "model": "tiny-7b"}

    assert terminal.shown(answer).startswith("Written by tiny-7b")


def _passage(**more):
    known = {"outlet": "Velm Courier", "published_at": "2026-03-10T09:00:00Z", "title": "Talks", "url": None}
    return known | {"article_id": "a1", "text": "Talks resume.\n\nToday.", "copies": []} | more


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "- Velm Courier, 2026-03-10: Talks (a1)\n  Talks resume. Today."),
        ({"outlet": None, "published_at": None}, "- unnamed outlet, undated: Talks (a1)"),
        ({"url": "https://velm.example/t"}, "(https://velm.example/t)"),
        ({"copies": [{"outlet": "Hove Mail", "url": None}] * 2}, "Talks (a1, 2 copies)"),
        ({"text": "long " * 100}, "…"),
    ],
)
def test_a_passage_found_is_two_lines(more, line):
    shown = terminal.found({"passages": [_passage(**more)]})

    assert line in shown
    assert len(shown.splitlines()) == 2


def test_nothing_found_is_said():
    assert terminal.found({"passages": []}) == ""


@pytest.mark.parametrize(("dropped", "told"), [(1, "1 written sentence."), (2, "2 written sentences.")])
async def test_how_many_sentences_were_left_out_is_told(desk, dropped, told):
    answer = (await asked(desk, CREW)).as_json()

    assert "Left out" not in terminal.shown(answer)
    assert f"Left out because a check failed: {told}" in terminal.shown(answer | {"dropped": dropped})


def test_a_passage_that_may_only_be_linked_is_one_line_of_title_and_link():
    row = {
        "title": "Lamp museum",
        "outlet": "Drell Gazette",
        "url": "https://drell.example/lamps",
        "published_at": None,
        "article_id": "a1",
        "copies": [],
        "text": "",
    }

    told = terminal.found({"passages": [row]})

    assert told == "- Drell Gazette, undated: Lamp museum (https://drell.example/lamps)"
