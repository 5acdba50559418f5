"""The events of a stream: what is being done, the sources, sentence by sentence, the Answer or the Briefing.

Plain data; knows how each is written as JSON and nothing else.
"""

from dataclasses import dataclass
from typing import Literal

from assistant.briefing import Briefing
from assistant.conversation import Answer, Citation, Json, Sentence, passage_json
from ingest.holdings.reader import Found


@dataclass(frozen=True, slots=True)
class Status:
    """What is being done."""

    state: Literal["understanding", "searching", "writing", "checking"]

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"state": self.state}


@dataclass(frozen=True, slots=True)
class Sources:
    """The passages an answer is made from."""

    passages: tuple[Found, ...]

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"passages": [passage_json(found) for found in self.passages]}


@dataclass(frozen=True, slots=True)
class Text:
    """The next whole sentence, or the words of a refusal, which has no sentence."""

    delta: str
    sentence: Sentence | None = None
    citations: tuple[Citation, ...] = ()  # those of this sentence

    def as_json(self) -> Json:
        """As the machine interface has it; ``cites`` lets a reader open the words at once."""
        if self.sentence is None:
            return {"delta": self.delta, "sentence": None}
        keys = ("number", "passage_id", "article_id", "quote", "start", "end")
        cites = [{key: citation.as_json()[key] for key in keys} for citation in self.citations]
        return {"delta": self.delta, "sentence": {**self.sentence.as_json(), "cites": cites}}


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a stream."""

    answer: Answer

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"answer": self.answer.as_json()}


@dataclass(frozen=True, slots=True)
class BriefingDone:
    """The end of a stream that makes a briefing."""

    briefing: Briefing

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"briefing": self.briefing.as_json()}


Event = Status | Sources | Text | Done | BriefingDone


def name_of(event: Event) -> str:
    """What an event is called in a stream: every stream that was not broken off ends with `done`."""
    return "done" if isinstance(event, BriefingDone) else type(event).__name__.lower()


def made_by(event: Done | BriefingDone) -> Answer | Briefing:
    """What a stream has made."""
    return event.answer if isinstance(event, Done) else event.briefing
