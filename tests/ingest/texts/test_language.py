"""The language of a text is named where it is sure, and not guessed elsewhere."""

import pytest

from ingest.texts.language import language_among, language_of, likeliest


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "en",
            "Ferry crews in the harbour went back to work on Monday after the company withdrew its offer.",
        ),
        ("de", "Die Gespräche in Genf wurden am Montag nach einer langen Pause wieder aufgenommen."),
        ("fr", "Les pourparlers de Genève ont repris lundi après une longue pause, selon le ministère."),
        ("uk", "Переговори в Женеві відновилися в понеділок після довгої перерви, повідомило міністерство."),
    ],
)
def test_a_sentence_or_two_tell_the_language(code, text):
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "Talks resume.", " " * 500, "123 456 789 " * 20])
def test_too_little_text_tells_nothing(text):
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Переговори в порту відновилися після довгої перерви, повідомило міністерство. "),
        ("de", "Die Gespräche im Hafen wurden nach einer langen Pause wieder aufgenommen. "),
    ],
)
def test_a_quotation_in_english_does_not_make_a_text_english(code, text):
    quoted = "The crews said that they were tired and that the company had been told. "

    assert language_of(text * 10 + quoted * 2 + text * 10) == code


def test_only_the_beginning_of_a_long_text_is_looked_at():
    english = "Ferry crews in the harbour went back to work on Monday after the company withdrew. " * 30

    assert language_of(english + "Die Gespräche wurden wieder aufgenommen. " * 1000) == "en"


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("uk", "Хто виграв вибори?"),
        ("ru", "Кто выиграл выборы?"),
        ("de", "Wer hat gewonnen?"),
        ("en", "Who won?"),
    ],
)
def test_a_short_question_is_placed_among_the_languages_at_hand(code, question):
    assert likeliest(question, {"uk", "ru", "de", "fr", "en"}) == code


def test_no_language_at_hand_is_no_language():
    assert likeliest("Who won?", set()) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Who won the vote?"),
        ("en", "“The council offered 412 extra crew places.”"),
        ("en", "Orla Brandt rejected it."),
        ("de", "Wann legt die Fähre nach Ostrel ab, und wer fährt mit?"),
        ("de", "Wer hat gewonnen?"),
        ("fr", "Qui sont les vainqueurs de la régate et quand sont-ils arrivés ?"),
        ("uk", "Коли відпливає пором до Остреля?"),
    ],
)
def test_a_text_is_in_the_language_it_surely_is_in_or_in_one_of_those_at_hand(code, text):
    assert language_among(text, frozenset({"en", code})) == code


def test_another_script_is_never_taken_for_the_only_language_at_hand():
    assert language_among("Міська рада пропонує 412 місць.", frozenset({"en"})) in ("uk", "ru", "bg", "be")


def test_a_text_that_does_not_tell_is_in_the_only_language_at_hand():
    assert language_among("Kyiv, Velm.", frozenset({"en"})) == "en"
    assert language_among("Kyiv, Velm.", frozenset()) is None
