"""Where articles give different values for what is asked, a sentence of each side is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.differ import sides
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import weigh
from tests.assistant.parts import found

ILL = "How many people fell ill from the water in Ostrel?"
BY_WIRE = "In Ostrel 118 people fell ill from the water, doctors said."
BY_POST = "Doctors in Ostrel said that 92 people fell ill from the water."
BY_RADIO = "The water of Ostrel made 118 people fall ill, the town said."
WON = "Who won the ferry race of Velm?"


def _sides(question, *texts, vector=None):
    passages = [found(text, f"a{n}") for n, text in enumerate(texts)]
    weighed = weigh(question, terms_of(question, lambda term: (1, 100)), passages, vector)
    pair = sides(weighed, vector)
    return [side.text for side in pair] if pair else None


def test_two_figures_for_the_same_thing_are_both_given_the_more_supported_one_first():
    assert set(_sides(ILL, BY_WIRE, BY_POST)) == {BY_WIRE, BY_POST}
    one, other = _sides(ILL, BY_POST, BY_WIRE, BY_RADIO)
    assert "118" in one
    assert other == BY_POST


def test_figures_that_agree_do_not_differ():
    assert _sides(ILL, BY_WIRE, BY_RADIO) is None


def test_an_article_that_gives_both_figures_settles_it():
    assert _sides(ILL, BY_WIRE, "First 92, then 118 people fell ill from the water in Ostrel.") is None


def test_figures_of_other_units_are_not_compared():
    assert _sides(ILL, BY_WIRE, "In Ostrel 92% of people fell ill from the water, doctors said.") is None


def test_dates_are_compared_with_dates_of_the_same_kind():
    question = "When does the hut on the glacier close?"
    day, other, weekday = (
        f"The hut on the glacier closes {on}." for on in ("on 3 October", "on 9 May", "Monday")
    )

    assert set(_sides(question, day, other)) == {day, other}
    assert _sides(question, day, weekday) is None


def test_one_article_against_two_is_shown_where_they_name_different_people(embedder):
    texts = [
        "Ines Kollar won the ferry race of Velm on Sunday.",
        "The ferry race of Velm was won by Ines Kollar.",
        "Palle Wink won the ferry race of Velm on Sunday.",
    ]

    pair = _sides(WON, *texts, vector=embedder.embed)

    assert pair is not None
    assert "Kollar" in pair[0]
    assert pair[1] == texts[2]


def test_two_articles_that_name_different_people_may_both_be_right():
    assert (
        _sides(WON, "Ines Kollar won the ferry race of Velm.", "Palle Wink saw the ferry race of Velm.")
        is None
    )


@pytest.mark.parametrize("question", ["What is new in Ostrel?", "Why did people fall ill?"])
def test_where_no_value_is_asked_for_nothing_differs(question):
    assert _sides(question, BY_WIRE, BY_POST) is None


@given(st.text(max_size=60), st.lists(st.text(max_size=80), max_size=4))
def test_any_texts_give_two_articles_or_none(question, texts):
    pair = _sides(question, *texts)

    assert pair is None or len(pair) == 2
