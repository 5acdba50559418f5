"""A briefing as it grows: what is shown of the news, its sentences cited, how long each step took."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

import prompts
from assistant.answering import notices
from assistant.answering.draft import cited
from assistant.briefing import (
    Briefing,
    Change,
    Confidence,
    Development,
    Difference,
    Dispute,
    Moment,
    Order,
    Point,
    Side,
    Spoken,
    Standing,
    Value,
)
from assistant.changes import Changed
from assistant.composing.report import Report
from assistant.conversation import Checked, Citation, Mode, Query, Quote, Sentence, State, Told
from assistant.desk import Desk
from ingest.holdings import catalogue
from ingest.holdings import told as holdings
from ingest.holdings.reader import Found, Reader

_CITED = 3  # Stories cited of one development


@dataclass(slots=True)
class Draft:
    """A briefing as it grows."""

    order: Order
    reader: Reader
    began: float = field(default_factory=time.monotonic)
    mode: Mode = "quoted"
    written: list[Checked] = field(default_factory=list)
    headline: list[Sentence] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    said: list[Spoken] = field(default_factory=list)
    differences: list[Dispute] = field(default_factory=list)
    timeline: list[Moment] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    citations: dict[Told, Citation] = field(default_factory=dict)
    text: str = ""
    nearest: tuple[Found, ...] = ()
    dropped: int = 0
    notices: list[str] = field(default_factory=list)
    model: str | None = None
    timings: dict[str, int] = field(default_factory=dict)
    known: tuple[holdings.Told, ...] = ()  # what its reader will have been told by it

    def time(self, step: str) -> None:
        """Note how long after the beginning a step had ended, in milliseconds."""
        self.timings.setdefault(step, round(1000 * (time.monotonic() - self.began)))

    def tell(self, told: Report, changed: Sequence[Changed] = ()) -> None:
        """Cite what is shown, in the order in which it is read."""
        if self.mode == "written":
            first, *others = self.written
            self.headline = [self.sentence(first)]
            self.points = [Point(self.sentence(each), _standing(each, told.developments)) for each in others]
        else:
            self.headline = [self.sentence(quoted(told.head))] if told.head else []
            self.points = [Point(self.sentence(quoted(each)), each.status) for each in told.points]
        self.changed = [Change(each.kind, self.sentence(each.checked, each.state)) for each in changed]
        self.differences = [self._dispute(each) for each in told.differences]
        self.said = [Spoken(each, self.numbers((each.words,))) for each in told.said]
        self.timeline = [
            Moment(event.day, self.sentence(verbatim(event.told.quote)), event.dated_by)
            for event in told.events
        ]
        self.unknown = [self.sentence(verbatim(quote)).text for quote in told.unknown]

    def sentence(self, checked: Checked, state: State = "current") -> Sentence:
        """Number the quotes of a sentence."""
        return Sentence(checked.text, self.numbers(checked.quotes, state), checked.verdict, checked.checked)

    def numbers(self, quotes: Sequence[Quote], state: State = "current") -> tuple[int, ...]:
        """The numbers of the citations of quotes; ``state`` is what has become of their words."""
        given = [cited(quote, self.citations) for quote in quotes]
        for citation in given:
            if state != "current":
                self.citations[citation.quote.key] = replace(citation, state=state)
        return tuple(dict.fromkeys(citation.number for citation in given))

    def _dispute(self, difference: Difference) -> Dispute:
        values = tuple(self._side(value) for value in difference.values)
        return Dispute(" ".join(difference.what.split()), values, difference.grew)

    def _side(self, value: Value) -> Side:
        newest = max(value.quotes, key=lambda quote: quote.found.source.published_at or 0)
        return Side(value.text, newest.found.source.published, self.numbers(value.quotes[:_CITED]))

    def finished(self, query: Query, desk: Desk) -> Briefing:
        """The briefing as its reader gets it."""
        citations = tuple(self.citations.values())
        found = notices.of_state(citations, desk.retriever)
        return Briefing(
            id=uuid4().hex,
            topic=self.order.topic,
            asked=query.asked,
            mode=self.mode,
            headline=tuple(self.headline),
            points=tuple(self.points),
            changed=tuple(self.changed),
            said=tuple(self.said),
            differences=tuple(self.differences),
            timeline=tuple(self.timeline),
            unknown=tuple(self.unknown),
            confidence=_confidence(citations),
            citations=citations,
            coverage=catalogue.coverage(desk.retriever.index.archive, self.reader, query.window),
            notices=tuple(dict.fromkeys((*self.notices, *found))),
            text=self.text,
            nearest=self.nearest,
            dropped=self.dropped,
            made_at=int(time.time()),
            model=self.model,
            prompt_digest=prompts.digest("brief") if self.model else None,
            timings_ms=self.timings,
        )


def quoted(development: Development) -> Checked:
    """What happened in the words of one Story, the others cited beside it."""
    return Checked(development.best.text, development.told[:_CITED], "quoted", ("quote",))


def verbatim(quote: Quote) -> Checked:
    """A quote as a sentence."""
    return Checked(quote.text, (quote,), "quoted", ("quote",))


def _standing(checked: Checked, developments: Sequence[Development]) -> Standing:
    """How what was written stands: as what it rests on, and agreed where that is told by several Stories."""
    keys = {quote.key for quote in checked.quotes}
    told = [each for each in developments if keys & {quote.key for quote in each.told}]
    if any(each.status == "disputed" for each in told):
        return "disputed"
    outlets = {quote.found.source.outlet or quote.found.source.host for quote in checked.quotes}
    is_agreed = len(outlets) > 1 and len({quote.found.story for quote in checked.quotes}) > 1
    return "agreed" if is_agreed or any(each.status == "agreed" for each in told) else "single_source"


def _confidence(citations: Iterable[Citation]) -> Confidence:
    """What is cited, counted: copies are no further story, and no further outlet."""
    found = [citation.quote.found for citation in citations]
    times = [each.source.published_at for each in found if each.source.published_at is not None]
    return Confidence(
        stories=len({each.story for each in found}),
        outlets=len({each.source.outlet for each in found if each.source.outlet}),
        newest=max(times, default=None),
    )
