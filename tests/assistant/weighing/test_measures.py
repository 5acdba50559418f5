"""The measure a question asks for is told by its unit, and a question without one has none."""

import pytest

from assistant.weighing.measures import gives_one, is_only_so, measure


@pytest.mark.parametrize(
    ("question", "given", "other"),
    [
        ("How fast was the bus going?", "It drove at 38 kilometres per hour.", "It drove 38 kilometres."),
        ("How fast was it?", "It reached 27,000 km/h.", "It was late by 20 minutes."),
        ("How heavy is the bell?", "The bell weighs 17 tonnes.", "The bell cost 17 million euros."),
        ("How wide is the river?", "The river is 80 metres across.", "The river has 80 bridges."),
        ("How hot was it?", "It was 38 degrees in Velm.", "It was the 38th day."),
        ("How much did the bell cost?", "They paid $17m for it.", "It weighs 17 tonnes."),
        ("How much did the bell cost?", "The price was 3.2 million florins.", "Some 400 people came."),
        ("How much water is lost?", "A tenth, 40 litres a day, is lost.", "Water is lost on Monday."),
        ("How many people came?", "Nine hundred came.", "They came from 9 kilometres away."),
        ("How many years did it take?", "It took nine years.", "It took nine men."),
        ("How long did it take?", "It took seven hours.", "It took seven men."),
        ("How effective is it?", "It prevents 87 percent of cases.", "It prevents 87 cases."),
        ("How old is she?", "She is 81 years old.", "She has 81 cats."),
    ],
)
def test_a_sentence_gives_the_measure_asked_for_or_does_not(question, given, other):
    gives, _ = measure(question)

    assert gives is not None
    assert gives_one(gives, given)
    assert not gives_one(gives, other)


def test_the_words_that_ask_for_it_are_taken_off():
    assert measure("How fast was the bus going?")[1].strip() == "was the bus going?"
    assert measure("Who drove the bus?") == (None, "Who drove the bus?")


def test_a_weight_is_told_by_nothing_else_and_a_count_by_much():
    heavy, many = measure("How heavy is it?")[0], measure("How many came?")[0]

    assert heavy is not None
    assert many is not None
    assert (is_only_so(heavy), is_only_so(many)) == (True, False)
