"""What articles are compared by: numbers that tell which words and meanings they share, and no word."""

import numpy as np

from ingest.affairs.signature import number, of_bytes, sign, words_of

TEXT = "The harbour bridge at Velm was closed on Monday. Mayor Orla Dunn said that it would stay closed."
NOTHING = np.zeros((0, 384), "f4")


def test_names_weigh_more_and_the_commonest_words_nothing():
    signature = sign(words_of("", TEXT), {}, 0, NOTHING)
    weights = dict(zip(signature.words.tolist(), signature.weights.tolist(), strict=True))

    assert weights[number("velm")] > weights[number("bridg")] > weights[number("close")] / 2
    assert number("the") not in weights
    assert number("that") not in weights


def test_a_word_that_all_others_have_weighs_less():
    words = words_of("", TEXT)
    rare = sign(words, {}, 500, NOTHING)
    common = sign(words, {number("velm"): 400}, 500, NOTHING)
    place = rare.words.tolist().index(number("velm"))

    assert common.weights[place] < rare.weights[place] / 3


def test_sql_keeps_all_of_it_and_none_of_its_words():
    vectors = np.random.default_rng(1).normal(size=(3, 384)).astype("f4")
    signature = sign(words_of("Bridge closed", TEXT), {}, 10, vectors)
    kept = signature.as_bytes()

    again = of_bytes(kept)
    assert (again.vector == signature.vector).all()
    assert (again.words == signature.words).all()
    assert (again.weights == signature.weights).all()
    assert b"elm" not in kept
    assert b"ridge" not in kept


def test_any_text_can_be_signed():
    for text in (
        "",
        "   ",
        "a",
        "橋は月曜日に閉鎖された。" * 50,
        "Міст закрили в понеділок.",
        "\U0001f309 \u0301",
    ):
        signature = sign(words_of("", text), {}, 3, NOTHING)
        assert len(signature.words) == len(signature.weights) <= 128
        assert not np.isnan(signature.weights).any()
