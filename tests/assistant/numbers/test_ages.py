"""Ages and places in time, which the words before a number tell."""

import pytest

from assistant.numbers import units
from assistant.numbers.facts import facts_of, holds_number
from assistant.numbers.numerals import quantities

YEARS = units.after(["years"])[0]


def _first(text):
    return next(one for one in quantities(text) if not one.is_implied)


@pytest.mark.parametrize(
    "text",
    [
        "Orla Brandt, 24, keeps the kiln.",
        "Orla Brandt (24) keeps the kiln.",
        "A potter aged 24 said so.",
        "She took over at the age of 24.",
        "A 24-year-old keeps the kiln.",
        "The potter is 24 years old.",
    ],
)
def test_an_age_is_read_as_years_of_somebody(text):
    assert (_first(text).low, _first(text).unit, _first(text).is_age) == (24, YEARS, True)


@pytest.mark.parametrize(
    "text",
    [
        "The kiln fired 24 pots.",
        "In Velm, 24 pots were fired.",
        "The age of 24 pots is known.",
        "Orla Brandt, 240, keeps the kiln.",
        "It was fired for 24 years.",
    ],
)
def test_other_numbers_are_no_age(text):
    assert not _first(text).is_age


@pytest.mark.parametrize(
    ("wanted", "told", "is_told"),
    [
        ("The 24-year-old potter won.", "Orla Brandt, 24, won.", True),
        ("The 25-year-old potter won.", "Orla Brandt, 24, won.", False),
        ("The 24-year-old potter won.", "Orla Brandt sold 24 pots.", False),
        ("She sold 24 pots.", "Orla Brandt, 24, sold pots.", False),
    ],
)
def test_an_age_is_told_by_an_age_alone(wanted, told, is_told):
    there = facts_of(told, None)

    assert holds_number(_first(wanted), there, None, wanted) is is_told


def test_a_place_in_time_takes_the_unit_before_it():
    assert _first("The kiln cracked in week 12.").unit == units.after(["weeks"])[0]
    assert _first("Velm scored in minute 88.").unit == units.after(["minutes"])[0]
    assert _first("The kiln drew this week 12 potters.").unit is None
