"""The rough measure of a text: near the tokenizer's, and above it where that is hard to say."""

import pytest

from ingest.embed import tokenizer
from ingest.embedding import model
from ingest.texts.tokens import exactly, roughly


@pytest.mark.parametrize(
    "text",
    [
        "The ferry unions of Velm met the port council for a third day on Tuesday, and nobody signed.",
        "“We will not sign,” union leader Orla Brandt said at 5:30 p.m. on 19 March 2026.",
        "Prices rose 3.5% to $1,284,300.75 in the third quarter; rents, by 12 to 14 per cent.",
        "Aleksandr Mkrtchyan, Nguyễn Thị Hạnh and Wojciech Szczęsny signed for UNHCR and OCHA.",
        "你好，世界。 Привет, мир! 👩‍👧 🙂",
    ],
)
def test_a_text_is_not_measured_shorter_than_it_is(cutter, text):
    (exact,), (rough,) = cutter([text]), roughly([text])

    assert exact <= rough <= 2 * exact


def test_plain_words_are_a_token_each():
    assert roughly(["the crews had a vote on it.", "", "word " * 50]) == [8, 0, 50]


def test_texts_are_measured_one_by_one():
    texts = ["One.", "Two words.", "And three words."]

    assert roughly(texts) == [tokens for text in texts for tokens in roughly([text])]


@pytest.mark.parametrize("embedding", ["english", "multilingual"])
def test_words_that_are_remembered_have_the_tokens_they_have_in_their_text(embedding, multilingual_folder):
    signs = (
        "“A \u00a0b”—c’s;\n\nd_e (f/g)  h… e\u0301 \u0301i \x1cj\tk ‘l’ m–n 3,4 "
        + "o" * 150
        + " 日本 語です。"
    )
    texts = [signs, *(signs[n:] for n in range(0, 40, 3)), "", " ", "crews", "crews, crews."]
    loaded = tokenizer(model.prepare(multilingual_folder, embedding=embedding))
    measure = exactly(loaded)

    expected = [len(loaded.encode(each, add_special_tokens=False)) for each in texts]
    assert measure(texts) == expected
    assert measure(texts) == expected


def test_more_words_than_are_remembered_are_measured_all_the_same(cutter):
    many = [f"crew{n} took vote{n}" for n in range(60_000)]

    assert cutter(many[:1]) == cutter(many)[:1] == cutter(many[:1])
