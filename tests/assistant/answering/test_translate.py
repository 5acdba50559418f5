"""Quotes in other languages get a machine's translation beside them, which says what it is."""

import pytest

from assistant import llm, terminal
from assistant.answering.translate import translated
from assistant.conversation import Citation, Quote
from tests.assistant.parts import add, article, asked, found, settings
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


@pytest.mark.parametrize(
    "added", ["https://evil.example/login", "pay@evil.example", "evil.com", "evil.top", "evil.ua"]
)
async def test_a_translation_brings_no_address_of_its_own(model, chat, added):
    model.script = form(f"{ENGLISH} See {added} now.")

    assert await beside(chat, cited(1, GERMAN, "de")) == [None]


async def test_an_answer_shows_the_quote_first_and_the_translation_with_its_label(open_house, model):
    """German news is found by the names it has in common with an English question."""
    german = "Zorbalina Quaxen hat die Konservenfabrik für 900 Kronen gekauft."
    model.script = Script(
        f"{german}[kbb]", form={"quotes": [{"number": 1, "text": "She bought the cannery."}]}
    )
    home = open_house(OPENAI_BASE_URL=model.url)
    add(home, article(german, "Fabrik verkauft", "2026-03-11", outlet="Hafenblatt", language="de"))

    answer = (await asked(home.desk, "What did Zorbalina Quaxen do?")).as_json()

    assert (answer["mode"], answer["text"]) == ("written", f"{german} [1]")
    assert answer["citations"][0]["quote"] == german
    assert terminal.shown(answer).splitlines()[-2:] == [
        f"    {german}",
        "    (machine translation, unchecked: She bought the cannery.)",
    ]


async def test_without_a_chat_model_there_is_no_translation(open_house):
    home = open_house()
    add(home, article(f"Zorbalina Quaxen war dabei. {GERMAN}", "Angebot", "2026-03-11", language="de"))

    answer = await asked(home.desk, "Zorbalina Quaxen")

    assert answer.mode == "quoted"
    assert [citation.as_json()["translation"] for citation in answer.citations] == [None] * len(
        answer.citations
    )
