"""Words made of words: what has the parts has the whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.weighing.compounds import share_told

HAFEN = "Der Rat hat die Erweiterung des Hafens beschlossen. Die Arbeiten beginnen im Mai."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Wann beginnt die Hafenerweiterung?", HAFEN),
        ("Was ist mit den Wohnungspreisen?", "Die Preise für Wohnungen sind gefallen."),
        ("Was wird aus dem Streik der Fähren?", "Der Fährstreik geht weiter, die Fähren liegen still."),
        ("Wann öffnet das Krankenhaus?", "Das Krankenhaus in Oberwald öffnet im Herbst."),
    ],
)
def test_parts_and_other_forms_tell_a_word(question, text):
    assert share_told(question, text, "de") >= 0.75


@pytest.mark.parametrize("question", ["Wann beginnt der Flughafenbau?", "Wer gewann die Ruderregatta?"])
def test_one_part_of_a_word_is_not_enough(question):
    assert share_told(question, HAFEN, "de") < 0.75


def test_in_a_language_without_compounds_parts_tell_nothing():
    assert share_told("Qu'est-ce que le bateaumouche?", "Le bateau et la mouche.", "fr") == 0.0


@settings(deadline=None)  # the first word of a language reads its dictionary
@given(st.text(max_size=60), st.text(max_size=120), st.sampled_from(["de", "fr", "uk", "nl", "xx"]))
def test_any_text_gives_a_share(question, text, language):
    assert 0.0 <= share_told(question, text, language) <= 1.0
