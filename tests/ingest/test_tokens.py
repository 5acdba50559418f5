"""The rough measure of a text: near the tokenizer's, and above it where that is hard to say."""

import pytest

from ingest.tokens import roughly


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
