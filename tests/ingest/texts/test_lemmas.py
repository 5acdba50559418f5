"""Words that inflect are known by their dictionary form."""

import pytest

from ingest.texts.lemmas import lemmas


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        ("uk", "рівень води у річках", "вода"),
        ("ru", "размыли насыпи", "насыпь"),
        ("de", "die Häuser standen leer", "Haus"),
        ("fr", "les élus ont voté", "voter"),
    ],
)
def test_an_inflected_word_has_its_dictionary_form(language, text, form):
    assert form.casefold() in [each.casefold() for each in lemmas(text, language)]


def test_a_word_that_stands_in_its_dictionary_form_is_not_said_twice():
    assert lemmas("вода", "uk") == []


@pytest.mark.parametrize("language", ["en", "es", None])
def test_other_languages_are_left_as_they_are(language):
    assert lemmas("ferries were cancelled", language) == []
