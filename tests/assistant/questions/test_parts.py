"""Questions with several parts are cut between them and nowhere else."""

import pytest

from assistant.questions.parts import split


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who resigned and when is the vote?", ["Who resigned?", "when is the vote?"]),
        ("What did Velm say, and how did Ostrel respond?", ["What did Velm say?", "how did Ostrel respond?"]),
        ("Who won? And when do they play?", ["Who won?", "And when do they play?"]),
    ],
)
def test_each_question_is_a_part(question, parts):
    assert split(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "What did Brandt and Wink agree?",
        "When and where is the vote?",
        "Who did it and why?",
        "Does Velm say the crews and the council agree?",
        "A hut has closed. What is its name?",
        "Who is the man who fled and who was caught?",
        "Has Brandt said who resigned and when the vote is?",
    ],
)
def test_what_belongs_together_stays_together(question):
    assert split(question) == [question]
