"""A sentence and its passage in two languages: told apart, and brought together by meaning only."""

import numpy as np
import pytest

from assistant.check import Draft, Failed, check
from assistant.checking.across import is_english, is_foreign
from assistant.checking.evidence import read
from tests.assistant.parts import found

GERMAN = (
    "Der Rat der Stadt bot den Besatzungen am Dienstag 412 zusätzliche Plätze an. Der Hafen liegt im Norden."
)
ENGLISH = "The town council offered the crews another 412 places on board."
UKRAINIAN = "Міська рада запропонувала екіпажам ще 412 місць на борту."
MATTERS = ("Rat", "council", "рада")


def vector(text):
    """Meaning as a model of all languages has it: what speaks of the council, and what does not."""
    row = np.zeros(384, np.float32)
    row[0 if any(word in text for word in MATTERS) else 1] = 1
    return row


def _check(text, language, passage=GERMAN, across=vector):
    return check(Draft(text, ("kbb",)), {"kbb": found(passage, language=language)}, None, across)


@pytest.mark.parametrize(
    ("text", "language", "foreign"),
    [
        (ENGLISH, "en", False),
        (ENGLISH, None, False),
        (ENGLISH, "de", True),
        (UKRAINIAN, "uk", False),
        (UKRAINIAN, "en", True),
        ("Vote on Monday.", "en", False),
    ],
)
def test_a_sentence_is_foreign_where_its_passage_is_in_another_language(text, language, foreign):
    assert is_foreign(text, read(found(GERMAN, language=language)), vector) == foreign


def test_only_english_beside_english_is_known_to_every_check():
    english, german = read(found(ENGLISH)), read(found(GERMAN, language="de"))

    assert is_english(ENGLISH, [english], vector)
    assert not is_english(ENGLISH, [english, german], vector)
    assert not is_english(UKRAINIAN, [english], vector)


@pytest.mark.parametrize(
    ("text", "passage", "language"), [(ENGLISH, GERMAN, "de"), (UKRAINIAN, ENGLISH, "en")]
)
def test_a_sentence_across_languages_is_shown_with_the_original_words_and_not_as_supported(
    text, passage, language
):
    passed = _check(text, language, passage)

    assert passed.verdict == "not_checkable"
    assert [quote.text for quote in passed.quotes] == [passage.split(". ")[0].rstrip(".") + "."]


def test_a_sentence_across_languages_that_is_far_in_meaning_is_not_shown():
    passage = GERMAN.split(". ")[0] + "."

    assert isinstance(_check("The library gave up its fines after a long trial.", "de", passage), Failed)


def test_a_wrong_number_is_noticed_across_languages():
    failed = _check(ENGLISH.replace("412", "413"), "de")

    assert isinstance(failed, Failed)
    assert failed.check == "number"


def test_without_a_model_of_both_languages_a_sentence_rests_on_what_both_spell_alike():
    assert isinstance(_check(ENGLISH, "de", across=None), Failed)


def test_without_one_the_recogniser_is_not_asked_of_what_cites_english(monkeypatch):
    """It takes a second and 100 MB to be read, and English rules let no other language pass."""
    monkeypatch.setattr("ingest.texts.language._identifier", None)

    assert not is_foreign("Orla Brandt rejected Monday's offer of Velm again.", read(found(ENGLISH)), None)


def test_a_sentence_that_stands_in_the_article_is_supported_in_any_language():
    passed = _check("Der Hafen liegt im Norden.", "de")

    assert (passed.verdict, passed.checked) == ("supported", ("entailment",))


def test_a_sentence_in_the_articles_own_language_is_not_called_supported_by_english_rules():
    passed = _check("Den Besatzungen bot der Rat der Stadt 412 zusätzliche Plätze an.", "de")

    assert passed.verdict == "not_checkable"
