"""A small desk for tests of briefings: news is added, told to readers and told of again."""

import time
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from assistant.briefing import Briefing, Change, Confidence, Dispute, Moment, Point, Side, Speech, Spoken
from assistant.briefings import Briefings
from assistant.changes import Changes, changes, shown
from assistant.conversation import Asked, Citation, Quote, Sentence
from ingest.archive import Archive
from ingest.article import Article
from ingest.holdings import catalogue
from ingest.holdings.reader import Coverage, Reader, Window
from ingest.intake import keep
from ingest.split import sentences
from ingest.texts.tokens import Measure
from ingest.times import moment

ME, OTHER = Reader(), Reader("other")
FIRST, NEXT = "2026-03-10", "2026-03-11"
_NOTHING = Changes()


class Affair:
    """An archive whose every sentence is of the topic."""

    def __init__(self, archive: Archive, cutter: Measure) -> None:
        self.archive = archive
        self._cutter = cutter

    def add(self, name: str, text: str, day: str = FIRST, **more: object) -> str:
        """Keep an article of an outlet of this name; the same name again is its next version."""
        at, is_day = moment(day)
        fields = {"outlet": f"Outlet {name}", "url": f"https://{name}.example/1", "language": "en"} | more
        article = Article(text, f"Of {name}", published_at=at, published_day=is_day, **fields)
        return keep(article, self.archive, self._cutter).article_id

    def quotes(self, reader: Reader = ME) -> list[Quote]:
        """Every sentence that the archive has now, in the order in which its articles came."""
        found = []
        for source in catalogue.listing(self.archive, reader, Window(), 100)[::-1]:
            ids = [f"{source.article_id}-{source.version}-{n}" for n in range(5)]
            for one in catalogue.passages_by_id(self.archive, ids, reader, Window()).values():
                base = one.passage.start
                found += [Quote(one, base + a, base + b) for a, b in sentences(one.passage.text)]
        return found

    def compare(
        self, topic: str | None = "the fire", reader: Reader = ME, since: datetime | None = None
    ) -> Changes:
        """Tell what has changed, and keep nothing."""
        now = self.quotes(reader)
        return changes(Briefings(self.archive).before(topic, now, reader, since), now)

    def brief(
        self, topic: str | None = "the fire", reader: Reader = ME, most: int = 100, **more: object
    ) -> list[tuple[str, str]]:
        """Tell what has changed, keep the briefing, and return each kind with its words."""
        found = shown(self.compare(topic, reader), most)
        Briefings(self.archive).keep(self.made(topic, reader, found, **more), reader, found.told)
        return told(found)

    def made(self, topic: str | None, reader: Reader, found: Changes = _NOTHING, **more: object) -> Briefing:
        """A briefing of every sentence, each in every part of it."""
        quotes = self.quotes(reader)
        cited = tuple(Citation(n, quote) for n, quote in enumerate(quotes, 1))
        told = tuple(Sentence(c.quote.text, (c.number,), "quoted", ("quote",)) for c in cited)
        changed = tuple(
            Change(change.kind, Sentence(change.checked.text, (), "quoted", ())) for change in found.changed
        )
        side = [Side(c.quote.text, None, (c.number,)) for c in cited]
        made = Briefing(
            id=uuid4().hex,
            topic=topic,
            asked=Asked(),
            mode="quoted",
            headline=told[:1],
            points=tuple(Point(sentence, "single_source") for sentence in told),
            changed=changed if not cited else tuple(replace(c, sentence=told[0]) for c in changed),
            said=tuple(Spoken(Speech("Brandt", "said", c.quote, False, None), (c.number,)) for c in cited),
            differences=(Dispute(" ".join(s.value for s in side), tuple(side)),),
            timeline=tuple(Moment(datetime(2026, 3, 10).date(), sentence) for sentence in told),
            unknown=tuple(c.quote.text for c in cited),
            confidence=Confidence(1, 1, None),
            citations=cited,
            coverage=Coverage(0, (), None, None, 0),
            notices=found.notices,
            made_at=int(time.time()),
            model=None,
            prompt_digest=None,
            timings_ms={},
        )
        return replace(made, **more)


def told(found: Changes) -> list[tuple[str, str]]:
    """Each change as its kind and its words."""
    return [(change.kind, change.checked.text) for change in found.changed]
