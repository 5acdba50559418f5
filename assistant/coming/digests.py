"""Digests: which briefings come by themselves to whom, and when; kept in SQL.

Knows nothing of how their editions are made or sent.
"""

import json
import time as clock
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from assistant.briefing import Length
from assistant.coming.times import Schedule
from assistant.conversation import Json
from assistant.errors import BadValue, UnknownDigest
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from ingest.readership import UNSENT, briefings, deliveries, digests, editions


@dataclass(frozen=True, slots=True)
class Digest:
    """Briefings that come by themselves."""

    id: str
    reader: str
    name: str
    topics: tuple[str, ...]  # none: the top stories
    outlets: tuple[str, ...]  # none: all
    schedule: Schedule
    length: Length
    skips_empty: bool
    asks_first: bool  # a person looks at it before it is sent
    channel: str
    address: str | None
    added: datetime
    is_paused: bool = False

    @property
    def prefix(self) -> str:
        """How the keys of its deliveries begin."""
        return f"digest:{self.id}:"

    def as_json(self) -> Json:
        """What its reader says of it, as the machine interface has it."""
        return {
            "name": self.name,
            "topics": list(self.topics),
            "outlets": list(self.outlets),
            "weekdays": self.schedule.weekdays,
            "at": f"{self.schedule.at:%H:%M}",
            "zone": self.schedule.zone.key,
            "length": self.length,
            "skips_empty": self.skips_empty,
            "asks_first": self.asks_first,
            "channel": self.channel,
            "address": self.address,
            "paused": self.is_paused,
        }


def schedule_of(weekdays: str, at: str, zone: str) -> Schedule:
    """Read a schedule as people write it; raises BadValue."""
    if not weekdays or set(weekdays) - set("1234567"):
        raise BadValue("weekdays", weekdays, "Give the days as digits, Monday is 1: 12345")
    try:
        hour = datetime.strptime(at, "%H:%M").time()
    except ValueError as error:
        raise BadValue("at", at, "Give hour and minute: 07:30") from error
    try:
        return Schedule("".join(sorted(set(weekdays))), hour, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadValue("zone", zone, "Give a name of the IANA list: Europe/Berlin") from error


class Digests:
    """The digests of all readers; each sees only their own."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(self, digest: Digest) -> None:
        """Keep a digest under its id."""
        with self._archive.writing() as connection:
            connection.execute(insert(digests).values(_row(digest)))

    def of(self, reader: Reader) -> list[Digest]:
        """The digests of a reader, the oldest first."""
        return self._read(select(digests).where(digests.c.reader == reader.name))

    def running(self) -> list[Digest]:
        """All that are not paused, of every reader: for who makes their editions."""
        return self._read(select(digests).where(digests.c.paused.is_(False)))

    def digest(self, digest_id: str, reader: Reader) -> Digest:
        """One digest; raises UnknownDigest, also for another reader's."""
        mine = select(digests).where(digests.c.id == digest_id, digests.c.reader == reader.name)
        found = self._read(mine)
        if not found:
            raise UnknownDigest(digest_id)
        return found[0]

    def change(self, digest: Digest) -> None:
        """Keep a digest as it is now; its editions so far stay. Raises UnknownDigest."""
        mine = (digests.c.id == digest.id) & (digests.c.reader == digest.reader)
        with self._archive.writing() as connection:
            if not connection.execute(update(digests).where(mine).values(_row(digest))).rowcount:
                raise UnknownDigest(digest.id)

    def remove(self, digest_id: str, reader: Reader) -> None:
        """Delete a digest with its editions and what of them is in the inbox or to be sent.

        Briefings that were told stay with the others; those nobody was told go. Raises UnknownDigest.
        """
        digest = self.digest(digest_id, reader)
        untold = select(editions.c.edition).where(
            editions.c.digest_id == digest_id, editions.c.state.in_(UNSENT)
        )
        with self._archive.writing() as connection:
            rows = connection.scalars(untold).all()
            ids = [each for row in rows for each in json.loads(row or "{}").get("briefings", ())]
            connection.execute(delete(briefings).where(briefings.c.id.in_(ids)))
            gone = deliveries.c.key.startswith(digest.prefix, autoescape=True)
            connection.execute(delete(deliveries).where(gone))
            connection.execute(delete(digests).where(digests.c.id == digest_id))

    def _read(self, query: Select[*tuple[Any, ...]]) -> list[Digest]:  # Any: columns are named
        with self._archive.reading() as connection:
            rows = connection.execute(query.order_by(digests.c.added_at, digests.c.id)).all()
        return [_digest(row) for row in rows]


def read(connection: Connection, digest_id: str) -> Digest | None:
    """A digest of whatever reader, within a transaction."""
    row = connection.execute(select(digests).where(digests.c.id == digest_id)).one_or_none()
    return _digest(row) if row else None


def new_id() -> str:
    """An id nobody has yet."""
    return uuid4().hex


def now() -> datetime:
    """The moment a digest is added, to the second as tables keep it."""
    return datetime.fromtimestamp(int(clock.time()), UTC)


def _row(digest: Digest) -> dict[str, object]:
    return digest.as_json() | {
        "id": digest.id,
        "reader": digest.reader,
        "topics": json.dumps(digest.topics, ensure_ascii=False),
        "outlets": json.dumps(digest.outlets, ensure_ascii=False),
        "added_at": int(digest.added.timestamp()),
    }


def _digest(row: Row[*tuple[Any, ...]]) -> Digest:  # Any: as above
    return Digest(
        row.id,
        row.reader,
        row.name,
        tuple(json.loads(row.topics)),
        tuple(json.loads(row.outlets)),
        Schedule(row.weekdays, time.fromisoformat(row.at), ZoneInfo(row.zone)),
        row.length,
        row.skips_empty,
        row.asks_first,
        row.channel,
        row.address,
        datetime.fromtimestamp(row.added_at, UTC),
        row.paused,
    )
