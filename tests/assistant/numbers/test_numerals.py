"""What numbers in words, digits and rounded hundreds amount to, and which others they tell."""

import pytest

from assistant.numbers.facts import facts_of, holds_number
from assistant.numbers.numerals import quantities


def _read(text):
    return [(one.low, one.high) for one in quantities(text) if not one.is_implied]


def _is_told(wanted, told):
    here, there = facts_of(wanted, None), facts_of(told, None)
    return bool(here.numbers) and all(holds_number(one, there, None, wanted) for one in here.numbers)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five pots", 25),
        ("two hundred and fifty pots", 250),
        ("1,250 pots", 1_250),
        ("1.2bn crowns", 1.2e9),
        ("one and a half million pots", 1.5e6),
        ("a million and a half pots", 1.5e6),
        ("two dozen pots", 24),
        ("half a dozen pots", 6),
        ("minus 14 degrees", -14),
        ("the twelfth kiln", 12),
        ("the 21st kiln", 21),
        ("at 10:15pm", 22 * 60 + 15),
    ],
)
def test_a_number_is_read_in_words_and_in_digits(text, value):
    assert _read(text) == [(value, value)]


@pytest.mark.parametrize(
    "text", ["a six-figure sum", "one of the potters", "the second they left", "potters of Velm"]
)
def test_what_counts_nothing_is_no_number(text):
    assert _read(text) in ([], [(2, 2)])


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("hundreds of millions of pots", "340 million pots"),
        ("hundreds of millions of pots", "hundreds of millions of pots"),
        ("tens of thousands of pots", "38,000 pots"),
        ("dozens of pots", "60 pots"),
        ("hundreds of pots", "340 pots"),
        ("thousands of pots", "4,200 pots"),
    ],
)
def test_a_rounded_number_is_told_by_one_of_its_size(wanted, told):
    assert _is_told(wanted, told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("hundreds of millions of pots", "34 million pots"),
        ("hundreds of millions of pots", "3.4 billion pots"),
        ("hundreds of millions of pots", "340,000 pots"),
        ("hundreds of millions of crowns", "340 million euros"),
        ("tens of millions of pots", "340 million pots"),
        ("thousands of pots", "420 pots"),
        ("hundreds of pots", "34 pots"),
        ("340 million pots", "hundreds of millions of pots"),
    ],
)
def test_a_rounded_number_is_not_told_by_one_of_another_size(wanted, told):
    assert not _is_told(wanted, told)
