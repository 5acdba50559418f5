"""Which passages speak of a topic, by its names."""

import pytest

from assistant.composing.news import lacks_a_name, names_another, with_first_name
from assistant.weighing.terms import terms_of
from tests.assistant.parts import found


def _rarity(stem):
    return 1, 100


def _terms(topic):
    return terms_of(f"News of {topic}", _rarity)


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("Ukraine", "Ukrainian crews cleared the harbour."),
        ("Lebanon", "The Lebanese army closed a road."),
        ("Hungary", "Hungarian voters went to the polls."),
        ("India", "An Indian ferry sank in the delta."),
    ],
)
def test_who_belongs_to_a_name_holds_it(topic, told):
    assert not lacks_a_name(found(told, title=""), _terms(topic))


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("India", "Six people died in a flood in Indiana."),
        ("Mali", "The clerk was charged with malicious damage."),
        ("Greece", "Governor Josh Green closed the harbour."),
        ("Comey", "Many come to Velm in summer and more will come."),
        ("Niger", "Nigeria opened a refinery on Monday."),
    ],
)
def test_a_word_that_only_begins_like_a_name_does_not(topic, told):
    assert lacks_a_name(found(told, title=""), _terms(topic))


def test_a_name_inside_the_name_of_another_country_is_not_it():
    south = found("A ferry sank in South Sudan on Monday.", title="")

    assert names_another(south, "Sudan war")
    assert not names_another(south, "South Sudan")
    assert not names_another(found("South Sudan and Sudan signed.", title=""), "Sudan war")


def test_the_first_word_of_a_topic_is_a_name_where_the_news_writes_it_as_one():
    told = [found("Crews of the Velm line left for Hollin."), found("The vote in Velm was put off.")]

    assert with_first_name(terms_of("Velm vote", _rarity), "Velm vote", told).names == {"velm"}
    assert not with_first_name(terms_of("Vote in Velm", _rarity), "Vote in Hollin", told).names - {"velm"}
