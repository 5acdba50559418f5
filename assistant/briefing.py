"""The nouns of a briefing: the Order, what the news tells, and the Briefing as its reader gets it.

Plain data; knows how each is written as JSON and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from assistant.conversation import Asked, Citation, Json, Mode, Quote, Sentence, coverage_json, passage_json
from assistant.english.listed import listed
from ingest.holdings.reader import Coverage, Found, Window, iso

Length = Literal["short", "normal", "long"]
Standing = Literal["agreed", "single_source", "disputed"]
Kind = Literal["new", "updated", "corrected", "gone"]
DatedBy = Literal["sentence", "article"]  # the day stands in the sentence, or is that of its publication
# Verbs that may stand between a name and what is quoted.
_BEFORE_A_QUOTATION = listed(
    "said says wrote writes added adds asked asks warned warns explained tweeted posted shouted joked "
    "quipped noted continued exclaimed replied responded argued observed declared insisted recalled promised "
    "predicted testified announced claimed claims alleged alleges denied denies confirmed confirms admitted "
    "acknowledged"
)
Label = Literal["said", "claimed", "denied", "confirmed"]  # how its source puts what somebody says


@dataclass(frozen=True, slots=True)
class Order:
    """What a briefing is asked to be about."""

    topic: str | None = None  # None: the top stories of the window
    window: Window = field(default_factory=Window)
    asked: Asked = field(default_factory=Asked)  # the window in the reader's own words
    length: Length = "normal"
    changed_since: datetime | None = None  # None: since the reader's last briefing on this topic
    digest_id: str | None = None  # of the digest it is made for; nobody waits for it
    address: str | None = None  # where that goes: what is told there its reader here does not know


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that an article gives to somebody."""

    speaker: str  # as the article names them there, or "an unnamed official"
    verb: str  # as it stands there: "said", "denied"
    words: Quote  # what was said: the words between the marks, or the sentence that tells it
    is_quote: bool  # word for word; else a paraphrase by the article
    named: Quote | None  # where the speaker is named, which may be a sentence before; None where nobody is
    label: Label = "said"
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a difference."""

    text: str  # as it stands there: "12", "on Monday"
    quotes: tuple[Quote, ...]  # the sentences that give it, the newest first; of each Story one


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of one event for which articles give different values."""

    what: str  # the words of the fact: "people killed in the fire"
    values: tuple[Value, ...]  # at least two
    grew: bool = False  # a count that went on: no dispute, but each value holds of its time only


@dataclass(frozen=True, slots=True)
class Development:
    """One thing that happened, as one or several Stories tell it."""

    told: tuple[Quote, ...]  # a sentence of each Story, the best to show first
    status: Standing = "single_source"

    @property
    def best(self) -> Quote:
        """The sentence to show."""
        return self.told[0]

    @property
    def stories(self) -> int:
        """How many tell it, copies counted once."""
        return len({quote.found.story for quote in self.told})


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a briefing: one claim."""

    sentence: Sentence
    status: Standing

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"sentence": self.sentence.as_json(), "status": self.status}


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise than when the reader was last told."""

    kind: Kind
    sentence: Sentence

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"kind": self.kind, "sentence": self.sentence.as_json()}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who said what, cited."""

    speech: Speech
    citations: tuple[int, ...]

    def as_json(self) -> Json:
        """As the machine interface has it; a paraphrase never stands as a quote."""
        speech = self.speech
        return {
            "speaker": speech.speaker,
            "verb": speech.verb,
            "how": speech.verb if speech.verb in _BEFORE_A_QUOTATION else speech.label,
            "label": speech.label,
            "quote" if speech.is_quote else "paraphrase": speech.words.text,
            "at": speech.words.found.source.published,
            "outlet": speech.words.found.source.outlet,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class Side:
    """A value of a difference, cited."""

    value: str
    at: str | None  # when the newest article that gives it was published
    citations: tuple[int, ...]

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"value": self.value, "at": self.at, "citations": list(self.citations)}


@dataclass(frozen=True, slots=True)
class Dispute:
    """A difference, cited."""

    what: str
    values: tuple[Side, ...]
    grew: bool = False

    def as_json(self) -> Json:
        """As the machine interface has it."""
        values = [side.as_json() for side in self.values]
        return {"what": self.what, "values": values, "grew": self.grew}


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened on a day, by the day of the event."""

    date: date
    sentence: Sentence
    dated_by: DatedBy = "sentence"

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {
            "date": self.date.isoformat(),
            "sentence": self.sentence.as_json(),
            "dated_by": self.dated_by,
        }


@dataclass(frozen=True, slots=True)
class Confidence:
    """What a briefing rests on, counted."""

    stories: int  # independent ones: copies count once
    outlets: int
    newest: int | None  # seconds since 1970: when the newest of them was published

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {"stories": self.stories, "outlets": self.outlets, "newest": iso(self.newest)}


@dataclass(frozen=True, slots=True)
class Briefing:
    """What happened, what changed, who says what, where sources differ, and how sure that is."""

    id: str
    topic: str | None
    asked: Asked
    mode: Mode
    headline: tuple[Sentence, ...]
    points: tuple[Point, ...]
    changed: tuple[Change, ...]
    said: tuple[Spoken, ...]
    differences: tuple[Dispute, ...]
    timeline: tuple[Moment, ...]
    unknown: tuple[str, ...]  # what the news itself says nobody knows, in its words
    confidence: Confidence
    citations: tuple[Citation, ...]
    coverage: Coverage
    notices: tuple[str, ...]
    made_at: int  # seconds since 1970
    model: str | None
    prompt_digest: str | None
    timings_ms: dict[str, int]
    text: str = ""  # what is said where the news says nothing of the topic
    nearest: tuple[Found, ...] = ()  # the nearest coverage then
    dropped: int = 0  # written sentences that failed a check

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {
            "id": self.id,
            "topic": self.topic,
            "window": {"since": self.asked.since, "until": self.asked.until, "as_of": self.asked.as_of},
            "mode": self.mode,
            "headline": [sentence.as_json() for sentence in self.headline],
            "points": [point.as_json() for point in self.points],
            "changed": [change.as_json() for change in self.changed],
            "said": [spoken.as_json() for spoken in self.said],
            "differences": [dispute.as_json() for dispute in self.differences],
            "timeline": [moment.as_json() for moment in self.timeline],
            "unknown": list(self.unknown),
            "confidence": self.confidence.as_json(),
            "citations": [citation.as_json() for citation in self.citations],
            "days": _days_json(self.citations),
            "coverage": coverage_json(self.coverage),
            "notices": list(self.notices),
            "text": self.text,
            "nearest": [passage_json(found) for found in self.nearest],
            "dropped": self.dropped,
            "made_at": iso(self.made_at),
            "model": self.model,
            "prompt_digest": self.prompt_digest,
            "timings_ms": self.timings_ms,
        }


def _days_json(citations: Sequence[Citation]) -> list[Json]:
    """How many of the cited articles appeared on each day, and in how many copies."""
    articles = {citation.quote.found.passage.article_id: citation.quote.found for citation in citations}
    days: dict[str, list[Found]] = {}
    for found in articles.values():
        if found.source.published:
            days.setdefault(found.source.published[:10], []).append(found)
    return [
        {"date": day, "articles": len(of_day), "copies": sum(len(found.copies) for found in of_day)}
        for day, of_day in sorted(days.items())
    ]
