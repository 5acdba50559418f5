"""Numbers and names that a passage tells in other words, and those it does not tell."""

from datetime import date

import pytest

from assistant.contraries import are_contrary
from assistant.facts import facts_of, holds_date, holds_number
from assistant.thesaurus import tells_of_place

DAY = date(2025, 10, 16)


def _is_told(wanted, told):
    here, there = facts_of(wanted, DAY), facts_of(told, DAY)
    numbers = [holds_number(n, there, DAY, wanted) for n in here.numbers if not n.is_implied]
    return all([*numbers, *(holds_date(d, there, DAY) for d in here.dates)])


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("three out of four households", "75 percent of households"),
        ("nine out of every ten", "90 percent"),
        ("two in three lack clean water", "only a third have clean water"),
        ("more than a year and a half", "19 months"),
        ("more than a quarter of a century", "for the first time in 27 years"),
        ("a million and a half people", "1.5 million people"),
        ("looted in the nineteenth century", "looted in 1897"),
        ("fewer than twelve months ago", "a drop of 22 percent in a year"),
        ("confusion between the two businesses", "a bakery and a chain"),
        ("just short of 2 million", "1.9 million"),
        ("output halved", "output fell by 50 percent"),
        ("at 5 a.m.", "at 5am"),
        ("seven days", "a week"),
        ("finished second", "won silver"),
        ("a six-figure sum", "310,000 pounds"),
        ("mid-2026", "June 2026"),
        ("around 60-odd villagers", "62 villagers"),
    ],
)
def test_what_a_number_says_in_other_words_is_told(wanted, told):
    assert _is_told(wanted, told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("20 pupils", "20 schools"),
        ("23 per thousand", "23 percent"),
        ("five degrees Fahrenheit", "five degrees"),
        ("the eighteenth century", "in 1897"),
        ("nearly a third", "half of them"),
        ("begins in autumn 2025", "begins in autumn 2026"),
        ("20 weeks", "20 in a week"),
        ("two in three", "only a third have clean water"),
    ],
)
def test_what_a_passage_does_not_tell_is_not_told(wanted, told):
    assert not _is_told(wanted, told)


@pytest.mark.parametrize(
    "pair",
    [
        ("Copenhagen", "Danish"),
        ("Poland", "Poles"),
        ("France", "European"),
        ("Denmark", "Copenhagen"),
        ("UK", "British"),
    ],
)
def test_a_place_tells_of_its_people_and_of_what_it_lies_in(pair):
    assert tells_of_place(*pair)


@pytest.mark.parametrize(
    "pair",
    [
        ("Romania", "Poland"),
        ("Iran", "Iraq"),
        ("Germany", "Austria"),
        ("Rochester", "Mankato"),
        ("Denmark", "Aarhus"),
    ],
)
def test_neighbours_and_towns_of_a_country_are_not_one_place(pair):
    assert not tells_of_place(*pair)


def test_contraries_of_news_are_known_in_every_form():
    assert are_contrary("rose", "fell")
    assert are_contrary("approves", "vetoed")
    assert not are_contrary("rose", "climbed")
