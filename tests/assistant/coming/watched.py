"""A newsroom for tests of watches: news comes, somebody looks, and what came of it is told."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from assistant.bootstrap import House, caught_up
from assistant.coming.alerts import look
from assistant.coming.watches import Watch, Watches
from ingest.archive import Archive
from ingest.article import Article
from ingest.holdings.reader import Reader
from ingest.intake import keep
from ingest.readership import deliveries
from tests.assistant.market import FIRST, TOLL, WIRE
from tests.assistant.parts import article

NOW = datetime(2026, 5, 8, 12, tzinfo=UTC)
FIRE = "fire in Hollin market"
STORIES = (
    article(FIRST, "Fire destroys Hollin market", "2026-05-04", outlet="Hollin Herald", url="https://herald.example/1"),
    article(WIRE, "Twelve dead in Hollin market fire", "2026-05-04", outlet="Vale Wire", url="https://vale.example/1"),
    article(TOLL, "Hollin market fire: 15 dead", "2026-05-05", outlet="Coast Post", url="https://coast.example/1"),
)  # fmt: skip
COPY = replace(STORIES[0], outlet="Echo of Hollin", url="https://echo.example/1")


def reader_of(name: str) -> Reader:
    """Whoever it is may read all."""
    return Reader(name)


class Newsroom:
    """A house whose clock the test keeps."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.now = NOW
        self.watches = Watches(house.archive)

    @property
    def archive(self) -> Archive:
        """Its archive."""
        return self.house.archive

    def watch(self, text: str = FIRE, **more: object) -> Watch:
        """Somebody watches from now on."""
        given = {"id": f"w{len(self.watches.running())}", "reader": "me"} | more
        return self.watches.add(Watch(text=text, **given), self.now)

    def add(self, *articles: Article) -> list[str]:
        """Articles come, and it is found which affair each reports."""
        ids = self.keep(*articles)
        caught_up(self.house)
        return ids

    def keep(self, *articles: Article) -> list[str]:
        """Articles come, and nobody has looked at what they report."""
        return [keep(each, self.archive, self.house.cutter).article_id for each in articles]

    def look(self, after: timedelta = timedelta(seconds=20), reader_of=reader_of) -> int:
        """Somebody looks, a little later."""
        self.now += after
        return asyncio.run(look(self.house.desk, reader_of, self.now))

    def sent(self) -> list[tuple[str, list[str]]]:
        """What is to be sent: of each alert its watch, and the articles it names."""
        with self.archive.reading() as connection:
            rows = connection.scalars(
                select(deliveries.c.content).order_by(deliveries.c.made_at, deliveries.c.key)
            )
            contents = [json.loads(row) for row in rows]
        return [(each["watch"], [place[0] for place in each["places"]]) for each in contents]
