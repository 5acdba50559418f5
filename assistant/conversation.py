"""The nouns of asking: Question, Query, Sentence, Citation, Answer, Turn.

Plain data; knows how each is written as JSON and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from ingest.holdings.reader import Copy, Coverage, Found, Window

Verdict = Literal["quoted", "supported", "not_checkable"]
Check = Literal["quote", "number", "date", "name", "speaker", "negation", "entailment"]
Mode = Literal["written", "quoted", "declined"]
State = Literal["current", "changed", "corrected", "withheld", "removed"]
Json = dict[str, object]
Told = tuple[str, int, int]  # a passage's id, and where in its article's text a quote stands


@dataclass(frozen=True, slots=True)
class Asked:
    """A window in the reader's own words, as it is told back to them."""

    since: str | None = None
    until: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked."""

    text: str
    window: Window = field(default_factory=Window)
    asked: Asked = field(default_factory=Asked)
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched."""

    text: str
    window: Window = field(default_factory=Window)  # nothing outside it is found
    likely: Window | None = None  # time words: news from then comes first
    own: str = ""  # its own words, where the text holds some of earlier turns; they count for more
    outlets: tuple[str, ...] = ()  # those the question names, as it is told back
    parts: tuple["Query", ...] = ()  # searched apart, answered together
    asked: Asked = field(default_factory=Asked)  # the window, as it is told back
    days: tuple[date, date] | None = None  # a few days named, of which news is asked for
    carried: str = ""  # what it is about by earlier turns; less than all the text took from them
    told: tuple[Told, ...] = ()  # what the answer it goes on from has quoted

    @property
    def meant(self) -> str:
        """What is asked, and of what by earlier turns."""
        return f"{self.own} ({self.carried})" if self.carried else self.asks

    @property
    def asks(self) -> str:
        """What is asked, without what earlier turns were about."""
        return self.own or self.text

    @property
    def goes_on(self) -> bool:
        """Whether it takes something from an earlier turn."""
        return bool(self.told or self.carried)

    @property
    def is_ahead(self) -> bool:
        """Whether the days named are still to come: news that tells of them is out already."""
        return self.days is not None and self.likely is None and not (self.asked.since or self.asked.until)

    @property
    def each(self) -> tuple["Query", ...]:
        """Its parts, or itself."""
        return self.parts or (self,)


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of an article that carry a sentence."""

    found: Found
    start: int  # offsets into the article's text
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        base = self.found.passage.start
        return self.found.passage.text[self.start - base : self.end - base]

    @property
    def key(self) -> tuple[str, int, int]:
        """What makes two quotes the same."""
        return self.found.passage.id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that may be shown, with the quotes it rests on."""

    text: str
    quotes: tuple[Quote, ...]
    verdict: Verdict
    checked: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A quote in the language of the question, by a chat model: nobody has checked it."""

    text: str
    language: str
    model: str

    def as_json(self) -> Json:
        """As the machine interface has it; the label is part of it, so that it is shown nowhere without."""
        label = "machine translation, unchecked"
        return {"text": self.text, "language": self.language, "model": self.model, "label": label}


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with its number in an answer."""

    number: int
    quote: Quote
    state: State = "current"
    translation: Translation | None = None  # beside the quote, never in its place

    def as_json(self) -> Json:
        """As the machine interface has it."""
        passage, source = self.quote.found.passage, self.quote.found.source
        return {
            "number": self.number,
            "passage_id": passage.id,
            "article_id": passage.article_id,
            "version": source.version,
            "quote": self.quote.text,
            "start": self.quote.start,
            "end": self.quote.end,
            "title": source.title,
            "outlet": source.outlet,
            "url": source.url,
            "published_at": source.published,
            "language": source.language,
            "copies": copies_json(self.quote.found.copies),
            "state": self.state,
            "kind": source.kind,
            "rights": source.rights,
            "gone_at_source": source.gone,
            "translation": self.translation.as_json() if self.translation else None,
            "newer": None,  # told when it is shown again: what the newest version says in its place
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer as the reader gets it."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    checked: tuple[Check, ...]

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "verdict": self.verdict,
            "checked": list(self.checked),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got: written, quoted or declined."""

    id: str
    conversation_id: str
    question: str
    mode: Mode
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    dropped: int
    nearest: tuple[Found, ...]
    asked: Asked
    coverage: Coverage
    notices: tuple[str, ...]
    model: str | None
    prompt_digest: str | None
    timings_ms: dict[str, int]

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {
            "id": self.id,
            "conversation_id": self.conversation_id,
            "question": self.question,
            "mode": self.mode,
            "text": self.text,
            "sentences": [sentence.as_json() for sentence in self.sentences],
            "citations": [citation.as_json() for citation in self.citations],
            "dropped": self.dropped,
            "nearest": [passage_json(found) for found in self.nearest],
            "window": {"since": self.asked.since, "until": self.asked.until, "as_of": self.asked.as_of},
            "coverage": coverage_json(self.coverage),
            "notices": list(self.notices),
            "model": self.model,
            "prompt_digest": self.prompt_digest,
            "timings_ms": self.timings_ms,
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as they are kept."""

    question: str
    answer: dict[str, Any]  # an Answer's JSON as it was kept


def passage_json(found: Found) -> Json:
    """Write a passage with its source, as search returns it."""
    passage, source = found.passage, found.source
    return {
        "id": passage.id,
        "article_id": passage.article_id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "title": source.title,
        "outlet": source.outlet,
        "url": source.url,
        "published_at": source.published,
        "score": round(found.score, 6),
        "kind": source.kind,  # article, or teaser, live, paywall: not all that was published
        "rights": source.rights,
        "cut": found.part != "whole",  # its text is shorter than the passage
        "copies": copies_json(found.copies),
    }


def copies_json(copies: Sequence[Copy]) -> list[Json]:
    """Write who else ran the same text."""
    return [{"outlet": copy.outlet, "url": copy.url} for copy in copies]


def coverage_json(coverage: Coverage) -> Json:
    """Write what was searched."""
    return {
        "articles": coverage.articles,
        "outlets": len(coverage.outlets),
        "oldest": coverage.oldest,
        "newest": coverage.newest,
    }
