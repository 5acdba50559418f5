"""Pairs of numbers: which stand side by side, what one lends the other, and what no pair tells."""

from datetime import date

import pytest

from assistant.numbers.beside import contradicts, is_margin
from assistant.numbers.facts import facts_of

DAY = date(2026, 3, 12)


def _numbers(text):
    return facts_of(text, DAY).numbers


def _pairs(text):
    return [(one.low, one.beside) for one in _numbers(text)]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Velm beat Ostrel 4-1.", (4, 1)),
        ("The council approved it by nine votes to four.", (9, 4)),
        ("It passed with 31 against 12.", (31, 12)),
    ],
)
def test_two_numbers_side_by_side_are_a_pair(text, pair):
    assert _pairs(text) == [pair, pair[::-1]]


@pytest.mark.parametrize(
    "text",
    ["They sent 6,000 tents to 20 towns.", "Nine came and four left.", "It grew from 2019 to 2024 by seven."],
)
def test_numbers_that_count_different_things_are_no_pair(text):
    assert all(other is None for _, other in _pairs(text))


def test_the_second_of_a_pair_takes_the_unit_of_the_first():
    first, second = _numbers("The rope is 40 metres to 50.")

    assert second.unit == first.unit is not None


def test_a_pair_lends_no_unit_to_the_next_pair():
    """The 7 stands right behind the 6 metres, and is no length."""
    numbers = _numbers("The jumps were 5-6 metres. 7-2 was the score.")

    assert [one.beside for one in numbers] == [6, 5, 2, 7]
    assert numbers[1].unit is not None
    assert numbers[2].unit is None


@pytest.mark.parametrize(
    ("wanted", "told", "wrong"),
    [
        ("Velm won 4-1.", "Velm won 4-2.", True),
        ("Velm won 4-1.", "Velm won 4-1 after a 4-2 defeat.", False),
        ("Ostrel lost 1-4.", "Velm won 4-1.", False),
        ("Velm won 4-1.", "Velm won 4-2. Seven saw 4 goals and 1 card.", False),
        ("Velm won 4-1.", "Velm won.", False),
        ("Velm scored four goals.", "Velm won 3-2.", False),
    ],
)
def test_a_pair_is_held_against_the_pairs_of_the_text(wanted, told, wrong):
    assert contradicts(_numbers(wanted)[0], _numbers(told)) is wrong


@pytest.mark.parametrize(
    ("text", "margin"),
    [
        ("Velm won by three goals.", True),
        ("Velm has a lead of just three.", True),
        ("Velm is three points ahead.", True),
        ("Velm scored three goals.", False),
        ("Velm won by 3-1.", False),
    ],
)
def test_a_lead_is_told_from_a_score(text, margin):
    assert is_margin(_numbers(text)[0], text) is margin
