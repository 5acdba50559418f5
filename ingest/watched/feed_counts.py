"""How many articles each feed has given, as far as a Reader may know of them, and what waits to be read."""

import time
from dataclasses import dataclass

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Reader
from ingest.schema import articles, entries
from ingest.watched.feeds import Feed


@dataclass(frozen=True, slots=True)
class Count:
    """What is there of one feed."""

    articles: int = 0  # that are held, and that the reader may see
    under_embargo: int = 0  # more, of which only an operator is told
    waiting: int = 0  # entries to be read


def of_reader(archive: Archive, reader: Reader) -> dict[int, Count]:
    """Counts by the number of each feed."""
    seen, waits = _articles(archive, reader), _waiting(archive)
    return {number: Count(seen.get(number, 0), 0, waits.get(number, 0)) for number in seen | waits}


def of_operator(archive: Archive) -> dict[int, Count]:
    """The same, with what is under embargo counted apart."""
    every, seen, waits = _articles(archive, EVERYTHING), _articles(archive, Reader()), _waiting(archive)
    return {
        number: Count(seen.get(number, 0), every.get(number, 0) - seen.get(number, 0), waits.get(number, 0))
        for number in every | waits
    }


def is_held_back(feed: Feed) -> bool:
    """Whether all that a feed gives is under embargo now: how much waits or fails is told to nobody."""
    return feed.embargo_until is not None and feed.embargo_until > time.time()


def _articles(archive: Archive, reader: Reader) -> dict[int, int]:
    query = (
        select(entries.c.feed_id, func.count(articles.c.id.distinct()))
        .join(articles, articles.c.id == entries.c.article_id)
        .where(*catalogue.visible(reader))
        .group_by(entries.c.feed_id)
    )
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _waiting(archive: Archive) -> dict[int, int]:
    query = select(entries.c.feed_id, func.count()).where(entries.c.entry.is_not(None))
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query.group_by(entries.c.feed_id))}
