"""A text is read as words, and the same words give the same runs wherever they stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.texts.runs import joined, runs_of, sample
from tests.ingest.telling import CHINESE, JAPANESE, THAI, WIRE, edited, text


def test_case_signs_and_line_breaks_make_no_difference():
    one = runs_of("The vote, she said, is on Monday.")
    other = runs_of("the VOTE — she said\nis “on” monday")

    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.places, other.places)


def test_a_word_is_the_same_wherever_it_stands_and_no_other():
    words = runs_of("crew ferry crew crews wercs").words.tolist()

    assert words[0] == words[2]
    assert len(set(words)) == 4


def test_numbers_and_names_are_told():
    assert runs_of("the 412 crews of Velm, 3.5 each").told.tolist() == [
        *(False, True, False, False, True),
        *(True, True, False),
    ]


@pytest.mark.parametrize("given", [CHINESE, JAPANESE, THAI], ids=["Chinese", "Japanese", "Thai"])
def test_without_spaces_each_character_is_a_word(given):
    runs = runs_of(given)

    assert runs.length == 6
    assert len(runs.words) > 0.8 * sum(character.isalpha() for character in given)


def test_what_is_kept_of_a_long_text_is_kept_of_its_beginning_too():
    long = text(*WIRE) + " " + edited(text(*WIRE), 2)
    short = text(*WIRE)
    beginning = set(joined(runs_of(short).words, 5).tolist())

    kept = {run for run in sample(runs_of(long)) if run in beginning}

    assert len(kept) > 5
    assert kept <= set(sample(runs_of(short)))


@pytest.mark.parametrize("repeated", [1, 3, 10, 40])
def test_of_a_text_of_any_length_a_few_runs_are_kept(repeated):
    many = " ".join(f"w{n}" for n in range(300 * repeated))

    assert 8 <= len(sample(runs_of(many))) <= 50


@pytest.mark.parametrize("given", ["", "…", "🚢", "one", "one two", "\ud800 x", "𝒳 𠀀"])
def test_a_text_of_hardly_any_words_has_no_runs(given):
    assert sample(runs_of(given)) == []


@given(st.text(max_size=400))
def test_any_text_can_be_read(given):
    runs = runs_of(given)

    assert len(runs.words) == len(runs.told)
    assert len(runs.places) == max(0, len(runs.words) - runs.length + 1)
