"""Numbers and names that a passage tells in other words, and those it does not tell."""

from datetime import date

import pytest

from assistant.english.contraries import are_contrary
from assistant.english.thesaurus import tells_of_place
from assistant.numbers.facts import facts_of, holds_date, holds_number

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
        ("they won by two goals", "They beat Torre 3-1 on Sunday."),
        ("the motion fell by 12 votes to 31", "It lost, 31 votes to 12."),
        ("approved with seven for and five against", "Seven voted for it and five against."),
        ("a lead of nine", "Ostby has 40 and Hauge 31."),
        ("wages up by nearly a fifth after the strike", "wages rose by 19 percent"),
        ("a history of two millennia", "a history of 2,000 years"),
        ("about 4,000 tents", "4,130 tents"),
        ("a 90m mast", "a 90-metre mast"),
        ("more than 15 tents", "17 tents"),
        ("a man nearing seventy", "a man of 68"),
        ("25 percent of members", "16 of 64 members"),
        ("a check-up in week 30", "a check-up at 30 weeks"),
        ("the 31-year-old", "Ines Barral, 31, said so."),
        ("members wait three years longer", "The age for entry goes from 18 to 21."),
        ("open for twelve months", "in its first year"),
        ("the captain and 11 companions", "12 sailors were rescued"),
        ("she left two days beforehand", "They voted on Wednesday. She left on Monday."),
        ("arrested three months earlier", "Arrested in July, he appeared on 15 October."),
        ("a time of 1:02:05", "a time of one hour, two minutes and five seconds"),
        ("the toll climbed by 12", "At least 30 people died. Since then the toll has risen to 42."),
        ("less than a fifth of what they asked for", "They asked for 2 million euros and got 350,000."),
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
        ("won 4-1", "They won 4-2. One fan was hurt."),
        ("passed by eight votes to five", "Passed by eight votes to six. The fifth councillor abstained."),
        ("they led by three goals", "They won 3-2 after leading 2-0."),
        ("a lead of six points", "They scored 30 and the others 18. Only 12 boats of 18 came home."),
        ("about 4,103 tents", "about 4,100 tents"),
        ("children under 14", "children under 13"),
        ("up to ten hours", "up to nine hours"),
        ("children under 12", "12.5 percent of children"),
        ("four dams broke", "the fourth mayor of the town came"),
        ("71 percent of members", "70 percent of members; 45 came and 19 wrote. There are 64 of them."),
        ("it lost money in 2025", "It lost money in 2024, it said on Tuesday."),
        ("a ban since 1996", "A 29-year-old lawyer fought it."),
        ("she left four days beforehand", "They voted on Wednesday. She left on Monday."),
        ("a time of 1:02:06", "a time of one hour, two minutes and five seconds"),
        ("the 31-year-old", "Ines Barral, 32, said so."),
        ("500 visitors a day", "500 visitors a concert"),
        ("no more than 60 pilots", "74 pilots met. It took 14 lorries."),
        ("less than a tenth of what they asked for", "They asked for 2 million euros and got 350,000."),
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
