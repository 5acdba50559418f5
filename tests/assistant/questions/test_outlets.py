"""Outlets named as sources are told from outlets in the news."""

import pytest

from assistant.questions.outlets import asked, known

OWN = known((("Velm Courier", "velm-courier.example"), ("Daily Lunsk | News from Lunsk", "lunsk.example")))


def _names(text):
    return [place.outlet.name for place in asked(text, OWN)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("According to the BBC, how many were hurt?", ["BBC"]),
        (
            "Does Reuters say the talks failed while The Guardian says they go on?",
            ["Reuters", "The Guardian"],
        ),
        ("What is in CNN's report on the ferry?", ["CNN"]),
        ("What does bbc.co.uk report about Velm?", ["BBC"]),
        ("Did NYT and WSJ agree on the turnout?", ["The New York Times", "The Wall Street Journal"]),
        ("What has bbc reported on the strike?", ["BBC"]),
        ("What does the Velm Courier say about the ferry?", ["Velm Courier"]),
        ("What does velm-courier.example say about the ferry?", ["Velm Courier"]),
        ("What does Daily Lunsk report on rain?", ["Daily Lunsk"]),
        ("In the New York Times, what did the mayor say?", ["The New York Times"]),
        ("What did Time report on the vote?", ["Time"]),
    ],
)
def test_a_source_is_found_by_any_of_its_names(question, names):
    assert _names(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "Did the BBC fire its director?",
        "How many jobs will the BBC cut?",
        "Why was the Wall Street Journal sued?",
        "What did the BBC say about its own director?",
        "Who owns the Velm Courier?",
        "What time is the vote?",
        "How did the sun affect the tides?",
        "Which Fortune 500 company was hacked?",
        "Who said that nature is healing?",
    ],
)
def test_an_outlet_in_the_news_or_an_everyday_word_is_none(question):
    assert _names(question) == []


def test_an_outlet_is_looked_for_under_its_names_and_its_host():
    place = asked("What does the Velm Courier say?", OWN)[0]

    assert {"velm courier", "velm-courier.example"} <= set(place.outlet.filed)


def test_a_section_is_a_part_of_its_paper():
    names = known((("The Independent - Sports", "independent.co.uk"),))

    section = asked("What does 'The Independent - Sports' report?", names)[0].outlet
    paper = asked("What does The Independent report?", names)[0].outlet

    assert section.filed == ("the independent - sports",)
    assert "the independent - sports" in paper.filed
