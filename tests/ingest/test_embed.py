"""Vectors: the same text always has the same one, whoever its neighbours are."""

import numpy as np
import pytest

from ingest.embed import Embedder, cores, tokenizer
from ingest.embedding import model

TEXTS = ["Talks resume in Geneva.", "The ferry was cancelled.", "“Never,” she said.", "🙂", "", "word " * 900]


def test_a_text_alone_has_the_vector_it_has_among_others(embedder):
    together = embedder.embed_all(TEXTS)

    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(embedder.embed(text).astype(np.float16), vector)


def test_a_vector_is_the_same_after_the_model_was_loaded_again(embedder, model_folder):
    again = Embedder(model.prepare(model_folder), threads=1)

    assert all(np.array_equal(again.embed(text), embedder.embed(text)) for text in TEXTS)
    again.close()


@pytest.mark.parametrize("text", TEXTS)
def test_a_vector_has_length_one(embedder, text):
    vector = embedder.embed(text)

    assert (vector.shape, vector.dtype) == ((384,), np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_what_means_the_same_lies_near(embedder):
    boats, ferry, moon = (embedder.embed(t) for t in ("No boats today", TEXTS[1], "The moon is full"))

    assert boats @ ferry > boats @ moon + 0.2


def test_a_text_is_cut_at_256_tokens(embedder):
    full = "ferry " * 254

    assert np.array_equal(embedder.embed(full), embedder.embed(full + "moon " * 50))
    assert not np.array_equal(embedder.embed(full), embedder.embed("ferry " * 253 + "moon"))


def test_the_tokenizer_measures_without_padding_or_cut(model_folder):
    measure = tokenizer(model.prepare(model_folder))

    assert len(measure.encode("ferry", add_special_tokens=False)) == 1
    assert len(measure.encode("ferry " * 900, add_special_tokens=False)) == 900


def test_there_is_a_core_at_least():
    assert cores() >= 1


def test_words_have_vectors_in_their_context(embedder):
    text = "The bank raised its rates."
    alone, other = embedder.embed_words(text), embedder.embed_words("The bank of the river was muddy.")

    assert [text[start:end] for start, end in alone.spans][:2] == ["The", "bank"]
    assert alone.vectors.shape == (len(alone.spans), 384)
    assert np.array_equal(alone.vectors, embedder.embed_words(text).vectors)
    assert not np.allclose(alone.vectors[1], other.vectors[1], atol=0.1)


def test_words_after_the_end_and_no_words_have_none(embedder):
    assert len(embedder.embed_words("").spans) == 0
    assert len(embedder.embed_words("word " * 900).spans) < 256
