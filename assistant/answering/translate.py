"""Cited words in other languages, put into the question's language by the chat model, beside the original.

A machine's words, which nobody has checked, and said to be that: what is cited stays the article's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

import prompts
from assistant.answering.draft import Draft
from assistant.checking.evidence import visible
from assistant.conversation import Citation, Translation
from assistant.english.addresses import ADDRESS
from assistant.errors import ModelFailed
from assistant.llm import ChatModel
from ingest.texts.language import language_among

# The sentences have been shown by then; who asked waits for the end of the answer only.
_PATIENCE_S = 10.0
_MOST = 12  # quotes of an answer
_LONGER = 4  # times as many letters as the quote; more is a model gone wrong

Key = tuple[str, int, int]  # of a quote


class Translated(BaseModel):
    """One quote in the language of the question."""

    number: int = Field(description="the number before the quote")
    text: str = Field(description="the quote, translated")


class Translations(BaseModel):
    """All quotes in the language of the question."""

    quotes: list[Translated]


async def translate(draft: Draft, model: ChatModel | None) -> None:
    """Put translations beside an answer's citations, where there is a model and it has not failed before."""
    if model is not None and "model_down" not in draft.notices:
        draft.citations = await translated(draft.query.text, draft.citations, model)


async def translated(
    question: str, citations: Mapping[Key, Citation], model: ChatModel
) -> dict[Key, Citation]:
    """Return the citations, those in another language than the question with a translation beside.

    Where the model fails, takes long, or leaves one out, there is none.
    """
    asked = _asked(question, list(citations.values()))
    foreign = [c for c in citations.values() if asked and _language(c) not in (asked, None)][:_MOST]
    if not foreign or asked is None:
        return dict(citations)
    try:
        form = await model.structured(_prompt(question, foreign), Translations, _PATIENCE_S)
    except ModelFailed:
        return dict(citations)
    given = {each.number: " ".join(visible(each.text).split()) for each in form.quotes}
    beside = {c.number: given[c.number] for c in foreign if _is_one(given.get(c.number, ""), c)}
    return {key: _with(c, beside.get(c.number), asked, model) for key, c in citations.items()}


def _asked(question: str, citations: Sequence[Citation]) -> str | None:
    """The language of a question: short ones are in English or in a language that is cited."""
    languages = {language for c in citations if (language := _language(c)) is not None}
    return language_among(question, frozenset({"en", *languages})) if languages else None


def _language(citation: Citation) -> str | None:
    return citation.quote.found.source.language


def _prompt(question: str, foreign: Sequence[Citation]) -> str:
    quotes = "\n\n".join(f"{c.number}: {visible(c.quote.text)}" for c in foreign)
    fence = prompts.fence()
    return prompts.render("translate", fence=fence, quotes=quotes, question=visible(question))


def _is_one(text: str, citation: Citation) -> bool:
    """Whether this may be a quote's translation: not empty, not endless, without an address of its own."""
    original = citation.quote.text
    addresses = (found.group() for found in ADDRESS.finditer(text))
    is_clean = all(address in original for address in addresses)
    return bool(text) and len(text) <= _LONGER * len(original) and is_clean and text != original


def _with(citation: Citation, text: str | None, language: str, model: ChatModel) -> Citation:
    return replace(citation, translation=Translation(text, language, model.name)) if text else citation
