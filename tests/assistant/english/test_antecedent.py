"""Whether a sentence leaves open whom it speaks of, and who was named before it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.english.antecedent import answers_for, is_open, speaker


@pytest.mark.parametrize(
    "text",
    [
        "He left.",
        "“She knows,” the mayor said.",
        "But they stayed.",
        "Later, it burned.",
        "His brother left.",
        "“No,” he added.",
        '"No," she said.',
        "The talks, he said, had failed.",
        "“We will not sign.”",
    ],
)
def test_a_pronoun_or_a_bare_quotation_leaves_open_whom_it_means(text):
    assert is_open(text)


@pytest.mark.parametrize(
    "text",
    [
        "Orla Brandt left her hall.",
        "This is why the talks failed.",
        "Those of us who stay pay.",
        "Hers is the hall.",
        "“We will not sign,” Orla Brandt said.",
        "Itineraries were lost.",
    ],
)
def test_other_sentences_stand_alone(text):
    assert not is_open(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Tuesday Orla Brandt said no.", "Orla Brandt"),
        ("Union leader Orla Brandt said no.", "Orla Brandt"),
        ("“No,” said Orla Brandt.", "Orla Brandt"),
        ("Orla Brandt, who leads the union, said no.", "Orla Brandt"),
        ("“No,” Dr. Ines Kollar added.", "Dr. Ines Kollar"),
        ("Élodie Ørsted-Li told them.", "Élodie Ørsted-Li"),
        ("Nobody spoke.", None),
        ("He said no.", None),
        ("On Tuesday she said no.", None),
    ],
)
def test_the_speaker_is_the_name_alone(text, name):
    assert speaker(text) == name


def test_the_person_last_named_as_speaking_is_the_speaker():
    assert speaker("Orla Brandt said no, Per Lund said yes, then it rained.") == "Per Lund"
    assert speaker("") is None


def test_a_sentence_that_is_open_itself_answers_for_none():
    assert not answers_for("He left the hall.", "He was tired.")
    assert answers_for("Orla Brandt left the hall.", "She was tired.")
    assert answers_for("The bridge was closed.", "It will open in May.")
    assert not answers_for("The bridge was closed.", "She was tired.")


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_taken(one, other):
    is_open(one)
    answers_for(one, other)
    named = speaker(one)

    assert named is None or " ".join(named.split()) in " ".join(one.split())


@pytest.mark.parametrize(
    "unit", ["Aa ", "A", "Aa, ", "said ", "“", "“a” he ", "Aa said ", "Aa.", "a, "], ids=repr
)
def test_a_pumped_text_takes_linear_time(unit):
    text = unit * (100_000 // len(unit))
    began = time.perf_counter()

    is_open(text)
    speaker(text)

    assert time.perf_counter() - began < 2
