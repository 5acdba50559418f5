"""Passages are verbatim, whole, in order and short enough, whatever the text."""

import gzip
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.split import PASSAGE_CHARACTERS, PASSAGE_TOKENS, sentences, split
from ingest.texts.tokens import roughly

# Fragments that sentence cutters and tokenizers trip over, beside any code point at all.
_FRAGMENTS = (
    'Mr. Smith|U.S.|5 p.m.|“|”|"|’|...|…|。|你好|🇺🇦|ﷺ|한|the|nightmare|3.5|(|)|[1]|!|?|-| |\n|\r\n|\n\n|\t'
    "|\u2028|\x85|\x1c|\xa0|\u3000|\x00|\ufeff|\xad|\u200d|e\u0301|👩\u200d👧|antidisestablishmentarianism"
    "|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)
_WORDS = st.sampled_from(_FRAGMENTS.split("|"))
_ANY = st.text(st.characters(exclude_categories=()), max_size=60)
_LONG = st.lists(st.one_of(_WORDS, _ANY), max_size=40).flatmap(
    lambda parts: st.integers(1, 30).map(lambda times: " ".join(parts) * times)
)
_JOINED = st.lists(_WORDS, max_size=60).map("".join)
_SLOW_IS_FINE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _hold(text, cutter, limit):
    """The promises every split keeps."""
    spans = split(text, cutter, limit)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    for start, end in spans:
        assert text[start:end].strip() == text[start:end] != ""
        assert cutter([text[start:end]])[0] <= limit
        assert end - start <= PASSAGE_CHARACTERS
    outside = [text[a:b] for a, b in zip([0, *edges[1::2]], [*edges[::2], len(text)], strict=True)]
    assert not "".join(outside).strip()


@pytest.mark.timeout(600)
@settings(max_examples=10_000, deadline=None, suppress_health_check=_SLOW_IS_FINE)
@given(text=st.one_of(_ANY, _LONG, _JOINED))
def test_any_text_is_cut_into_passages_that_hold_all_of_it(cutter, text):
    text = text.encode("utf-8", "ignore").decode()  # lone surrogates are gone by then

    _hold(text, cutter, PASSAGE_TOKENS)


@pytest.mark.timeout(600)
@settings(max_examples=2_000, deadline=None, suppress_health_check=_SLOW_IS_FINE)
@given(text=st.one_of(_ANY, _LONG, _JOINED), limit=st.integers(8, 40))
def test_the_same_holds_for_any_limit(cutter, text, limit):
    text = text.encode("utf-8", "ignore").decode()

    _hold(text, cutter, limit)


@settings(max_examples=1_000, deadline=None, suppress_health_check=_SLOW_IS_FINE)
@given(text=st.one_of(_ANY, _LONG, _JOINED), limit=st.integers(8, 300))
def test_the_same_holds_by_the_rough_measure(text, limit):
    text = text.encode("utf-8", "ignore").decode()

    _hold(text, roughly, limit)


def test_pieces_of_a_word_that_was_cut_are_measured_together(cutter):
    """Two halves may have fewer tokens than the word they make: the|nightmare is then|##ight|##mare."""
    text = "and-" * 36 + "-" * 53 + "the" + "nightmare" + "-" * 63 + "and-" * 32
    assert len(text) == 400
    assert cutter([text])[0] > PASSAGE_TOKENS

    _hold(text, cutter, PASSAGE_TOKENS)


@pytest.mark.parametrize(
    "whole",
    [
        ["He left the U.S. on Monday.", "Mr. Smith said so."],
        ["The U.S. President spoke.", "Dr. Jones of the U.N. agreed."],
        ["The talks begin at 5 p.m. Monday in Geneva.", "They end on Friday."],
        ["It closed at 11 a.m. ET on Jan. 5.", "Nobody came."],
        ["“We will stay.”", "She left."],
        ["“Go,” he said.", "“Never!” they cried."],
        ["Prices rose 3.5 per cent.", "St. Louis won 3-2."],
        ["Gov. Kim met Sen. Lee.", "Who won?", "Nobody!"],
        ["🙂🙂 is an answer.", "So is 🇺🇦."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(whole):
    text = " ".join(whole)

    assert [text[a:b] for a, b in sentences(text)] == whole


def test_a_paragraph_a_line_ends_its_sentences_at_the_line(cutter):
    text = "A headline without a stop\nThe first paragraph.\n\nThe second one.\n"

    found = [text[a:b] for a, b in sentences(text)]

    assert found == ["A headline without a stop", "The first paragraph.", "The second one."]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_hard_wrapped_text_is_not_cut_at_line_ends(newline):
    lines = [
        "The ferries lay tied up in Port Brannick on Monday after their crews",
        "and the dockers of the harbour began a strike over their pay. It is",
        "the first in eleven years, and it closed all four of the routes that",
        "the company runs.",
        "",
        "Nobody could say how long it would last.",
    ]
    text = newline.join(lines)

    found = [" ".join(text[a:b].split()) for a, b in sentences(text)]

    assert found[0].endswith("strike over their pay.")
    assert (
        found[1]
        == "It is the first in eleven years, and it closed all four of the routes that the company runs."
    )
    assert found[2] == "Nobody could say how long it would last."


def test_a_passage_holds_as_many_whole_sentences_as_fit(cutter):
    text = "The ferries lay tied up in the harbour. " * 100

    spans = split(text, cutter)

    assert all(text[a:b].endswith("harbour.") for a, b in spans)
    assert all(cutter([text[a:b]])[0] > 200 for a, b in spans[:-1])


def test_a_sentence_over_the_limit_is_cut_between_words(cutter):
    text = "ferries " * 600 + "end."

    spans = split(text, cutter)

    assert len(spans) > 2
    assert {word for a, b in spans for word in text[a:b].split()} == {"ferries", "end."}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("one word", "a"),
        ("quotes", '"'),
        ("curly quotes", "“"),
        ("spaces", " "),
        ("lines", "\n"),
        ("ideographs", "你"),
    ],
)
def test_two_megabytes_of_nothing_much_come_to_an_end(cutter, name, unit):
    text = unit * (2_000_000 // len(unit.encode()))
    began = time.monotonic()

    spans = split(text, cutter)

    assert time.monotonic() - began < 30
    assert sum(b - a for a, b in spans) == len(text.strip())


def test_real_articles_are_held_whole(cutter, shared_data):
    with gzip.open(shared_data / "realtimeqa/articles-2025.jsonl.gz", "rt") as stream:
        texts = [json.loads(line)["text"] for _, line in zip(range(150), stream, strict=False)]

    for text in texts:
        _hold(text, cutter, PASSAGE_TOKENS)


def test_passages_cut_without_the_model_can_be_embedded_later(cutter, shared_data):
    """Of the passages cut by the rough measure hardly one is too long, and they are nearly as large."""
    with gzip.open(shared_data / "realtimeqa/articles-2025.jsonl.gz", "rt") as stream:
        texts = [json.loads(line)["text"] for _, line in zip(range(300), stream, strict=False)]

    sizes = cutter([text[a:b] for text in texts for a, b in split(text, roughly)])

    assert sum(size > PASSAGE_TOKENS for size in sizes) < 0.01 * len(sizes)
    assert len(sizes) < 1.1 * sum(len(split(text, cutter)) for text in texts)
