"""The archive's log: what changed, in order, for the indexes to follow.

Knows the one table; nothing about what the indexes make of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, insert, select

from ingest.schema import log

Kind = Literal["added", "embedded", "removed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    seq: int
    kind: Kind  # added once more with the same version: something beside its text has changed
    article_id: str
    version: int
    passages: int

    @property
    def passage_ids(self) -> list[str]:
        """Ids of all passages of this version, also when they are gone."""
        return [f"{self.article_id}-{self.version}-{n}" for n in range(self.passages)]


def note(connection: Connection, kind: Kind, article_id: str, version: int, count: int) -> int:
    """Write a line of the log; return its seq."""
    values = {"kind": kind, "article_id": article_id, "version": version, "passages": count}
    key = connection.execute(insert(log), values).inserted_primary_key
    return int(key[0]) if key else 0


def note_all(connection: Connection, kind: Kind, versions: Iterable[tuple[str, int, int]]) -> None:
    """Write a line of the log for each of these versions: ids, numbers, and how many passages they have."""
    rows = [
        {"kind": kind, "article_id": i, "version": version, "passages": count}
        for i, version, count in versions
    ]
    connection.execute(insert(log), rows)


def after(connection: Connection, seq: int, limit: int) -> list[Entry]:
    """Lines that follow ``seq``, in order.

    The change of a text to its next version is never cut in two: there may be one line more.
    """
    query = select(log).where(log.c.seq > seq).order_by(log.c.seq).limit(limit + 1)
    found = [Entry(*row) for row in connection.execute(query)]
    if len(found) <= limit or _replaces(found[limit], found[limit - 1]):
        return found
    return found[:limit]


def last_seq(connection: Connection) -> int:
    """Number of the newest line."""
    return connection.scalar(select(func.max(log.c.seq))) or 0


def last_version(connection: Connection, article_id: str) -> int:
    """The highest version an id has ever had, also of what is gone; 0 for none."""
    return connection.scalar(select(func.max(log.c.version)).where(log.c.article_id == article_id)) or 0


def retired(connection: Connection, article_ids: Iterable[str]) -> list[Entry]:
    """Lines that tell of the earlier versions of these articles."""
    query = select(log).where(log.c.kind == "removed", log.c.article_id.in_(list(article_ids)))
    return [Entry(*row) for row in connection.execute(query)]


def _replaces(entry: Entry, before: Entry) -> bool:
    return (before.kind, entry.kind) == ("removed", "added") and before.article_id == entry.article_id
