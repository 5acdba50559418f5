"""A model's stream becomes sentences with keys, however the stream is cut."""

import asyncio
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.write import declines, drafts, keyed, prompt
from tests.assistant.parts import GLACIER, HARBOUR, found

ANSWER = (
    "The council offered 412 extra crew places.[kbb][kbc] “We will not sign,” Orla Brandt said [kbb].\n"
    "Nobody cites this one. The Velm vote is on 19 March. [kbd] Dr. Hule agreed![kbb], [kbc]"
)


def _drafts(*pieces):
    async def stream():
        for piece in pieces:
            yield piece

    async def collected():
        return [(draft.text, draft.keys) async for draft in drafts(stream())]

    return asyncio.run(collected())


WHOLE = [
    ("The council offered 412 extra crew places.", ("kbb", "kbc")),
    ("“We will not sign,” Orla Brandt said.", ("kbb",)),
    ("Nobody cites this one.", ()),
    ("The Velm vote is on 19 March.", ("kbd",)),
    ("Dr. Hule agreed!", ("kbb", "kbc")),
]


def test_a_stream_becomes_sentences_with_their_keys():
    assert _drafts(ANSWER) == WHOLE


@pytest.mark.parametrize("at", range(1, len(ANSWER)))
def test_a_cut_at_any_letter_changes_nothing(at):
    assert _drafts(ANSWER[:at], ANSWER[at:]) == WHOLE


def test_letter_by_letter_changes_nothing():
    assert _drafts(*ANSWER) == WHOLE


PIECES = st.sampled_from(
    [
        "The vote is near.",
        " ",
        "[kbb]",
        "[kbc]",
        "[",
        "]",
        "kbb",
        "\n",
        ", ",
        ".",
        "“Yes,” he said",
        "[1]",
        "19 March",
        "[none]",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(st.integers(0, 80), max_size=8))
def test_any_text_gives_the_same_drafts_whatever_the_chunking(text, cuts):
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})

    assert _drafts(*(text[a:b] for a, b in pairwise(edges))) == _drafts(text)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The vote is on 19 March.[kbb]", ("kbb",)),
        ("The vote is on 19 March. [kbb]", ("kbb",)),
        ("The vote is on 19 March [kbb].", ("kbb",)),
        ("The vote is on 19 March[kbb].", ("kbb",)),
        ("The vote is on 19 March.\n[kbb]", ("kbb",)),
        ("The vote is on 19 March.[kbb][kbc]", ("kbb", "kbc")),
        ("The vote is on 19 March.[kbb] [kbc]", ("kbb", "kbc")),
        ("The vote is on 19 March.[kbb], [kbc]", ("kbb", "kbc")),
        ("The vote is on 19 March.[kbb, kbc]", ("kbb", "kbc")),
        ("The vote is on 19 March.[kbb,kbc]", ("kbb", "kbc")),
        ("The vote is on 19 March [kbb, kbc].", ("kbb", "kbc")),
    ],
)
def test_every_usual_form_of_marker_is_read(text, keys):
    assert _drafts(text) == [("The vote is on 19 March.", keys)]


@pytest.mark.parametrize("number", ["[1]", "[2]", "[12]"])
def test_list_numbers_are_no_keys(number):
    assert all(not keys for _, keys in _drafts(f"The vote is on 19 March.{number} Crews wait."))


def test_text_without_markers_has_no_keys():
    assert _drafts("The vote is near. Crews wait.") == [("The vote is near.", ()), ("Crews wait.", ())]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_gives_nothing(text):
    assert _drafts(text) == []


@pytest.mark.parametrize("text", ["[none]", " [none]\n", "[none]."])
def test_none_declines(text):
    async def first():
        async def stream():
            yield text

        return [draft async for draft in drafts(stream())]

    (draft,) = asyncio.run(first())
    assert declines(draft)


def test_a_refusal_in_words_declines_by_its_key():
    async def stream():
        yield "The passages do not say. [none]"

    async def first():
        return [draft async for draft in drafts(stream())]

    assert [declines(draft) for draft in asyncio.run(first())] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "“We told [him] to go,” Brandt said.",
        "“[We] will not sign,” Brandt said.",
        "He wrote “recieved” [sic] twice.",
    ],
)
def test_a_bracketed_word_of_a_quotation_is_no_marker(sentence):
    """Cut there, half a quotation would be shown that nobody has checked."""
    assert _drafts(f"{sentence}[kbb]") == [(sentence, ("kbb",))]


def test_a_marker_inside_a_sentence_does_not_cut_it():
    texts = [text for text, _ in _drafts("The vote [kbb] is on 19 March.[kbc]")]

    assert [re.sub(r"\s+", " ", text) for text in texts] == ["The vote is on 19 March."]


@pytest.mark.parametrize(
    "text",
    [
        "The vote is near.[kbb].[kbc] Crews wait.[kbd]",
        "The vote is near.[kbb] [The union] said so. Crews wait.[kbd]",
        "The vote is near.[kbb]\n\n\n[kbc] Crews wait.[kbd]",
    ],
)
def test_nothing_after_an_odd_marker_is_lost(text):
    given = _drafts(text)

    assert given[0][0] == "The vote is near."
    assert given[-1][0] == "Crews wait."
    assert "kbd" in given[-1][1]


def test_a_sentence_comes_as_soon_as_its_markers_have_ended():
    seen = []

    async def stream():
        for piece in ("The vote is near.[kbb]", " Cr", "ews wait.[kbc]"):
            seen.append(piece)
            yield piece

    async def first():
        return await anext(drafts(stream()))

    assert asyncio.run(first()).text == "The vote is near."
    assert len(seen) == 2


def test_an_answer_without_end_is_cut():
    given = _drafts(*(["The vote is near and the crews wait for it. "] * 5_000))

    assert sum(len(text) for text, _ in given) < 25_000


@pytest.mark.parametrize("unit", ["[", "[a", " ", ", ", "[kbb]", "[kbb],", "a.", "“", "[ab] "], ids=repr)
def test_a_pumped_stream_is_read_in_reasonable_time(unit):
    began = time.perf_counter()
    _drafts(*[unit * 100] * (20_000 // (100 * len(unit)) + 1))

    assert time.perf_counter() - began < 3


def test_keys_cannot_be_taken_for_numbers_or_words():
    keys = list(keyed([found("x", str(n)) for n in range(100)]))

    assert len(set(keys)) == 100
    assert all(re.fullmatch(r"k[bcdfghjkmnpqrstvwxz]{2}", key) for key in keys)


def test_the_prompt_holds_each_passage_under_its_key():
    passages = keyed([found(HARBOUR, title="Talks", published="2026-03-10"), found(GLACIER, outlet=None)])

    text = prompt("Who signs?", passages)

    assert f"[kbb] Velm Courier, 2026-03-10: Talks\n{HARBOUR}" in text
    assert f"[kbc] unnamed outlet, undated: A story\n{GLACIER}" in text
    assert "Question: Who signs?" in text


def test_dollar_signs_of_the_news_stay_as_they_are():
    assert "$question costs $5" in prompt("Who pays $passages?", keyed([found("$question costs $5.")]))
