"""What kind of answer is asked for, and whether a sentence holds one that the question does not name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.weighing.kinds import kinds_of, share_held, spans_of
from assistant.weighing.terms import stems_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many places did the council offer?", "number"),
        ("What was the turnout of the vote?", "number"),
        ("When does the hut close?", "date"),
        ("In which year was the bridge built?", "date"),
        ("Who leads the union?", "person"),
        ("Which singer opened the festival?", "person"),
        ("Where do the ferries stop?", "place"),
        ("The ferry sank. In which coastal town?", "place"),
        ("Why was the road closed?", "reason"),
        ("What did Orla Brandt say?", "speech"),
        ("Which ship was sold?", "name"),
    ],
)
def test_a_question_asks_for_a_kind_of_answer(question, kind):
    assert kinds_of(question) == {kind}


def test_what_is_named_outright_counts_more_than_a_bare_who():
    assert kinds_of("A man who stole a boat was caught in which city?") == {"place"}


def test_when_that_only_joins_two_clauses_asks_for_no_date():
    assert kinds_of("What happened when the dam broke?") == frozenset()


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        ("How many places were offered?", "They offered 412 places.", "They offered places."),
        ("How many places were offered?", "A dozen places were offered.", "It was offered on 5 March."),
        ("When does it close?", "It closes on 3 October.", "It closes soon."),
        ("Who is Orla Brandt’s rival?", "Tomas Hule is the rival.", "Orla Brandt has a rival."),
        ("Where does it stop?", "It stops in Velm.", "It stops there."),
    ],
)
def test_only_a_value_that_is_not_in_the_question_is_an_answer(question, holding, lacking):
    kinds, asked = kinds_of(question), stems_of(question)

    assert share_held(kinds, holding, asked) == 1
    assert share_held(kinds, lacking, asked) == 0


@given(
    st.text(max_size=300), st.sampled_from(["number", "date", "person", "place", "name", "reason", "speech"])
)
def test_values_stand_where_they_are_said_to(text, kind):
    assert all(text[start:end].strip() for start, end in spans_of(kind, text))
