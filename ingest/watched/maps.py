"""The sitemaps that a watched index names, and how each was read last: they change while it may not."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import delete, insert, select

from ingest.archive import Archive
from ingest.read import sitemap
from ingest.schema import maps
from ingest.watched import pace
from ingest.watched.feeds import Feed, Mark

_LONGEST_TROUBLE = 500
_MOST = 1_000  # of one index, the newest first


@dataclass(frozen=True, slots=True)
class Map:
    """A sitemap of an index; times are seconds since 1970."""

    url: str
    said_at: int | None = None  # when it changed last, as the index says
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    read_at: int | None = None  # when it was last read well
    interval_s: int = pace.FIRST_S
    next_at: int = 0
    trouble: str | None = None
    failures: int = 0

    @property
    def mark(self) -> Mark:
        """What was read last of it."""
        return Mark(self.etag, self.modified, self.digest)

    def is_due(self, now: int, since: int) -> bool:
        """Whether it is to be read; one that never was only if it may hold something from then on."""
        if not pace.is_due(self.next_at, now, self.read_at or now):
            return bool(
                self.said_at and self.read_at and self.read_at < self.said_at <= now and not self.trouble
            )
        return self.read_at is not None or self.said_at is None or self.said_at >= since

    def read(self, mark: Mark, now: int) -> "Map":
        """It was read well, or is as it was."""
        is_same = mark.digest == self.digest
        interval = (pace.after_quiet if is_same else pace.after_change)(self.interval_s)
        return replace(
            self,
            etag=mark.etag,
            modified=mark.modified,
            digest=mark.digest,
            read_at=now,
            interval_s=interval,
            next_at=now + interval,
            trouble=None,
            failures=0,
        )

    def failed(self, why: str, now: int) -> "Map":
        """It could not be read, and is tried again later each time."""
        wait = pace.after_failure(self.interval_s, self.failures + 1, self.url)
        told = why[:_LONGEST_TROUBLE]
        return replace(self, next_at=now + wait, trouble=told, failures=self.failures + 1)


_NAMES = tuple(field.name for field in fields(Map))


def named(found: Iterable[sitemap.Map], known: Iterable[Map]) -> tuple[Map, ...]:
    """The maps that an index names now, each as it is known."""
    held = {each.url: each for each in known}
    told = {each.url: int(each.changed.at.timestamp()) if each.changed else None for each in found}
    all_named = [replace(held.get(url, Map(url)), said_at=said_at) for url, said_at in told.items()]
    all_named.sort(key=lambda each: -(each.said_at or 0))
    return tuple(all_named[:_MOST])


def known(archive: Archive, feed: Feed) -> tuple[Map, ...]:
    """The maps of a feed, as they were read last."""
    query = select(maps).where(maps.c.feed_id == feed.id)
    with archive.reading() as connection:
        return tuple(Map(**{n: getattr(row, n) for n in _NAMES}) for row in connection.execute(query))


def note(archive: Archive, feed: Feed, looked_at: Iterable[Map]) -> None:
    """Note how the maps of a feed were read; those that are named no more are forgotten."""
    rows = [{"feed_id": feed.id, **asdict(each)} for each in looked_at]
    with archive.writing() as connection:
        connection.execute(delete(maps).where(maps.c.feed_id == feed.id))
        if rows:
            connection.execute(insert(maps), rows)
