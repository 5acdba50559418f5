"""Yes or no: which questions are such, and what speaks of them."""

import pytest

from assistant.weighing.polar import is_polar, spoken_of
from assistant.weighing.terms import terms_of


def _share(question, text):
    return spoken_of(question, terms_of(question, lambda _term: (1, 100)), [text])[0]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Did the council reject the mill?", True),
        ("And has the strike ended?", True),
        ("Isn't the bridge open?", True),
        ("Who rejected the mill?", False),
        ("Do you like ferries?", False),
        ("When will it open?", False),
    ],
)
def test_questions_to_be_answered_by_yes_or_no_are_known_by_their_first_word(question, wanted):
    assert is_polar(question) == wanted


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the council reject the mill?", "The council backed the mill."),
        ("Was anybody hurt in the crash?", "Two drivers died in the crash."),
        ("Is the strike over?", "The strike ended on Friday."),
        ("Did the council decide on the bridge?", "The council voted for the bridge."),
    ],
)
def test_near_and_contrary_words_speak_of_a_question(question, text):
    assert _share(question, text) > 0.85


def test_other_words_do_not():
    assert _share("Did the council reject the mill?", "The choir sang in the square.") == 0.0


def test_a_name_is_met_by_itself_only():
    assert _share("Did Brandt resign?", "Kollar quit.") < 0.5 < _share("Did Brandt resign?", "Brandt quit.")
