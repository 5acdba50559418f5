"""Briefings and what their readers were told by them, kept in SQL and read back as they were."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from assistant.briefing import Briefing
from assistant.changes import Before
from assistant.conversation import Json, Quote
from assistant.errors import UnknownBriefing
from assistant.readback import kept_of, read_back
from assistant.recall import published_before, told_before
from ingest.archive import Archive
from ingest.holdings import told as holdings
from ingest.holdings.reader import Reader, iso
from ingest.holdings.told import Told, addressed, topic_key
from ingest.readership import UNSENT, briefings, editions

_DECLINED = json.dumps({"mode": "declined"})[1:-1]  # as it stands in what is kept


@dataclass(frozen=True, slots=True)
class Kept:
    """A briefing as lists show it."""

    id: str
    topic: str | None  # as its reader spelled it
    made_at: str
    is_read: bool  # or made while nobody waited for it, and not opened since
    digest_id: str | None

    def as_json(self) -> Json:
        """As the machine interface has it."""
        return {
            "id": self.id,
            "topic": self.topic,
            "made_at": self.made_at,
            "read": self.is_read,
            "digest_id": self.digest_id,
        }


@dataclass(frozen=True, slots=True)
class Unkept:
    """A briefing nobody has yet, and what its reader will have been told by it."""

    briefing: Briefing
    told: tuple[Told, ...]


class Briefings:
    """The briefings of all readers; each sees only their own."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def before(
        self, topic: str | None, now: Sequence[Quote], reader: Reader, since: datetime | None = None
    ) -> Before:
        """What this reader was told of a topic, or with a time, what was published by then.

        ``now`` is all that the news says of it now.
        """
        if since is not None:
            return published_before(self._archive, since, now, reader)
        last = select(func.max(briefings.c.made_at)).where(
            briefings.c.reader == reader.name, briefings.c.topic_key == topic_key(topic), _is_told()
        )
        with self._archive.reading() as connection:
            told_at = connection.scalar(last)
        return told_before(self._archive, topic, told_at, now, reader)

    def keep(
        self, briefing: Briefing, reader: Reader, told: Sequence[Told] = (), digest_id: str | None = None
    ) -> None:
        """Add a briefing, and what its reader was told by it; one made for a digest is unread.

        Of articles that were removed while it was made nothing is kept.
        """
        with self._archive.writing() as connection:
            put(connection, briefing, reader, digest_id)
            holdings.keep(connection, briefing.topic, reader, told, int(time.time()))

    def last(self, topic: str | None, reader: Reader) -> Json | None:
        """The last briefing on a topic, in whatever case it is spelled, as reading back shows it."""
        mine = self._mine(reader).where(briefings.c.topic_key == topic_key(topic))
        rows = self._rows(mine.order_by(briefings.c.made_at.desc(), briefings.c.id).limit(1))
        return self._shown(rows[0], reader) if rows else None

    def recent(self, reader: Reader, limit: int = 100) -> list[Kept]:
        """Briefings of this reader, the latest first."""
        newest = self._mine(reader).order_by(briefings.c.made_at.desc(), briefings.c.id)
        return [_listed(row) for row in self._rows(newest.limit(limit))]

    def briefing(self, briefing_id: str, reader: Reader) -> Json:
        """One briefing, each citation with what has become of its article since.

        It counts as read from now on. Raises UnknownBriefing, also for another reader's.
        """
        row = self._row(briefing_id, reader)
        if row.read_at is None:
            with self._archive.writing() as connection:
                this = briefings.c.id == briefing_id
                connection.execute(update(briefings).where(this).values(read_at=int(time.time())))
        return self._shown(row, reader)

    def glance(self, briefing_id: str, reader: Reader) -> Json:
        """The same without counting it as read; raises UnknownBriefing."""
        return self._shown(self._row(briefing_id, reader), reader)

    def forget(self, briefing_id: str, reader: Reader) -> None:
        """Delete a briefing, and with the last one on a topic what was told of it; raises UnknownBriefing."""
        key = self._row(briefing_id, reader).topic_key
        same = select(func.count()).where(briefings.c.reader == reader.name, briefings.c.topic_key == key)
        with self._archive.writing() as connection:
            connection.execute(delete(briefings).where(briefings.c.id == briefing_id))
            if not connection.scalar(same):
                holdings.forget(connection, key, reader)

    def _row(self, briefing_id: str, reader: Reader) -> Row[*tuple[Any, ...]]:  # Any: columns are named
        rows = self._rows(self._mine(reader).where(briefings.c.id == briefing_id))
        if not rows:
            raise UnknownBriefing(briefing_id)
        return rows[0]

    def _mine(self, reader: Reader) -> Select[*tuple[Any, ...]]:  # Any: as above
        return select(briefings).where(briefings.c.reader == reader.name)

    def _rows(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:  # Any: as above
        with self._archive.reading() as connection:
            return connection.execute(query).all()

    def _shown(self, row: Row[*tuple[Any, ...]], reader: Reader) -> Json:  # Any: as above
        return read_back(self._archive, json.loads(row.briefing), reader)


def put(
    connection: Connection,
    briefing: Briefing,
    reader: Reader,
    digest_id: str | None = None,
    address: str | None = None,
) -> None:
    """Add a briefing, also one that goes to an address, and nothing of what was told by it."""
    made = json.dumps(kept_of(connection, briefing.as_json()), ensure_ascii=False)
    connection.execute(
        insert(briefings).values(
            id=briefing.id,
            reader=reader.name,
            topic_key=topic_key(addressed(briefing.topic, address)),
            briefing=made,
            made_at=briefing.made_at,
            read_at=None if digest_id else int(time.time()),
            digest_id=digest_id,
        )
    )


def _is_told() -> ColumnElement[bool]:
    """Whether a briefing told anybody anything: one declined did not, nor that of an edition not sent."""
    of_edition = select(editions.c.date).where(
        editions.c.digest_id == briefings.c.digest_id,
        editions.c.state.in_(UNSENT),
        editions.c.edition.contains(briefings.c.id),
    )
    return ~of_edition.exists() & ~briefings.c.briefing.contains(_DECLINED)


def _listed(row: Row[*tuple[Any, ...]]) -> Kept:  # Any: as above
    topic = json.loads(row.briefing)["topic"]
    return Kept(row.id, topic, iso(row.made_at) or "", row.read_at is not None, row.digest_id)
