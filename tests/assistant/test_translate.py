"""Quotes in other languages get a machine's translation beside them, which says what it is."""

from dataclasses import replace

import pytest

from assistant import llm, terminal
from assistant.conversation import Citation, Quote
from assistant.translate import translated
from tests.assistant.parts import asked, found, settings
from tests.fakes.model import Script

GERMAN = "Der Rat bot 412 zusätzliche Plätze an."
ENGLISH = "The council offered 412 extra places."
QUESTION = "How many places did the council offer?"


def cited(number, text, language):
    """A citation of a whole passage."""
    passage = found(text, f"a{number}", language=language)
    return Citation(number, Quote(passage, 0, len(text)))


def form(*texts):
    """What the model fills in: translations of quotes 1, 2, …"""
    return Script(form={"quotes": [{"number": n, "text": text} for n, text in enumerate(texts, 1)]})


@pytest.fixture
def chat(model, tmp_path):
    """The scripted model as answers use it."""
    return llm.connect(settings(tmp_path, tmp_path, OPENAI_BASE_URL=model.url))


async def beside(chat, *citations, question=QUESTION):
    """The translations, in the order of the citations."""
    done = await translated(question, {each.quote.key: each for each in citations}, chat)
    return [each.translation for each in done.values()]


async def test_a_quote_in_another_language_gets_a_labelled_translation(model, chat):
    model.script = form(ENGLISH)

    (translation,) = await beside(chat, cited(1, GERMAN, "de"))

    assert translation.as_json() == {
        "text": ENGLISH,
        "language": "en",
        "model": "gpt-4o-mini",
        "label": "machine translation, unchecked",
    }
    assert f"1: {GERMAN}" in model.requests[0]["messages"][-1]["content"]


async def test_only_what_is_in_another_language_is_sent(model, chat):
    model.script = Script(form={"quotes": [{"number": 2, "text": ENGLISH}, {"number": 1, "text": "Other."}]})

    first, second = await beside(chat, cited(1, "The vote is near.", "en"), cited(2, GERMAN, "de"))

    assert (first, second.text) == (None, ENGLISH)
    assert "The vote is near." not in model.requests[0]["messages"][-1]["content"]


@pytest.mark.parametrize("language", ["en", None])
async def test_without_another_language_nobody_is_asked(model, chat, language):
    assert await beside(chat, cited(1, ENGLISH, language)) == [None]
    assert model.requests == []


async def test_a_question_in_the_articles_language_needs_none(model, chat):
    question = "Wie viele zusätzliche Plätze bot der Rat den Besatzungen an?"

    assert await beside(chat, cited(1, GERMAN, "de"), question=question) == [None]
    assert model.requests == []


@pytest.mark.parametrize(
    "script",
    [
        Script(status=500),
        Script("I would rather not."),
        Script(form={"quotes": []}),
        form(""),
        form("x" * 999),
    ],
)
async def test_a_model_that_fails_leaves_the_quotes_as_they_are(model, chat, script):
    model.script = script

    assert await beside(chat, cited(1, GERMAN, "de")) == [None]


@pytest.mark.parametrize("added", ["https://evil.example/login", "pay@evil.example", "evil.com"])
async def test_a_translation_brings_no_address_of_its_own(model, chat, added):
    model.script = form(f"{ENGLISH} See {added} now.")

    assert await beside(chat, cited(1, GERMAN, "de")) == [None]


async def test_the_answer_shows_the_quote_first_and_the_translation_with_its_label(house, desk, model, chat):
    """German news is found by its words here; the question is asked in English."""
    model.script = form("Sentence one.", "Sentence two.", "Three.", "Four.", "Five.")
    answer = await asked(desk, "What does Orla Brandt want for the night shifts?")
    german = [replace(c, quote=_in_german(c.quote)) for c in answer.citations]

    done = await translated(answer.question, {c.quote.key: c for c in german}, chat)
    whole = replace(answer, citations=tuple(done.values()))
    lines = terminal.shown(whole.as_json()).splitlines()

    quote = next(
        n for n, line in enumerate(lines) if german[0].quote.text in line and line.startswith("    ")
    )
    assert lines[quote + 1] == "    (machine translation, unchecked: Sentence one.)"


def _in_german(quote: Quote) -> Quote:
    source = replace(quote.found.source, language="de")
    return replace(quote, found=replace(quote.found, source=source))
