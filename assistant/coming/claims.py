"""Whose turn it is to make an edition: one maker a date, begun again where it failed, and told why.

Knows the table and the clock; nothing of what an edition holds.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from assistant.coming.digests import Digest
from assistant.coming.times import latest
from ingest.archive import Archive
from ingest.readership import editions

BUSY_S = 900  # a maker that has not said for so long that it goes on is taken to be gone
WAITS_S = (60, 300, 900, 1_800)  # after each making that failed; after one more the edition has failed
_BROKEN_OFF = "each time its making was broken off; the server's log may say by what"
Kept = dict[str, Any]  # what an edition keeps as JSON


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make an edition, as long as nobody takes it over."""

    digest: Digest
    day: date
    maker: str = field(default_factory=lambda: uuid4().hex)

    @property
    def is_held(self) -> ColumnElement[bool]:
        """The edition, while the claim to it is this one."""
        held = (editions.c.state == "making") & editions.c.edition.contains(self.maker)
        return _this(self.digest.id, self.day) & held


def is_due(digest: Digest, archive: Archive, now: datetime) -> bool:
    """Whether there is an edition to be made that nobody makes; takes no lock."""
    day = latest(digest.schedule, digest.added, now)
    if day is None:
        return False
    with archive.reading() as connection:
        return _is_free(_row(connection, digest.id, day), now)


def claim(digest: Digest, archive: Archive, now: datetime) -> Claim | None:
    """Claim the latest date that is due and nobody has made or is making; of two makers one gets it."""
    day = latest(digest.schedule, digest.added, now)
    if day is None:
        return None
    mine = Claim(digest, day)
    with archive.writing() as connection:
        row = _row(connection, digest.id, day)
        if not _is_free(row, now):
            return None
        kept = kept_of(row)
        if kept.get("tries", 0) > len(WAITS_S):
            _fail(connection, mine, (row.trouble if row else None) or _BROKEN_OFF)
            return None
        if row is None:
            added = {"digest_id": digest.id, "date": day.isoformat(), "state": "making"}
            connection.execute(insert(editions).values(added))
        # Counted when it begins: a making that ends its process is counted too.
        begun = {"tries": kept.get("tries", 0) + 1, "maker": mine.maker}
        this = update(editions).where(_this(digest.id, day), editions.c.state == "making")
        until = int(now.timestamp()) + BUSY_S
        connection.execute(this.values(busy_until=until, edition=json.dumps(begun)))
    return mine


def renew(held: Claim, archive: Archive, now: datetime) -> bool:
    """Hold a claim for as long again; False where another maker has it by now, or the digest is gone."""
    with archive.writing() as connection:
        this = update(editions).where(held.is_held).values(busy_until=int(now.timestamp()) + BUSY_S)
        return bool(connection.execute(this).rowcount)


def stumbled(held: Claim, why: str, archive: Archive, now: datetime) -> None:
    """Note why a making failed; it is begun again later, unless it was the last time."""
    with archive.writing() as connection:
        row = connection.execute(select(editions).where(held.is_held)).one_or_none()
        tries = kept_of(row).get("tries", 1)
        if tries > len(WAITS_S):
            _fail(connection, held, why)
        elif row:
            later = int(now.timestamp()) + WAITS_S[tries - 1]
            this = update(editions).where(held.is_held)
            connection.execute(this.values(busy_until=later, trouble=why))


def let_go(held: Claim, archive: Archive) -> None:
    """Leave an edition to the next maker, as if it had not been begun."""
    with archive.writing() as connection:
        row = connection.execute(select(editions).where(held.is_held)).one_or_none()
        left = {"tries": max(0, kept_of(row).get("tries", 1) - 1)}
        this = update(editions).where(held.is_held)
        connection.execute(this.values(busy_until=None, edition=json.dumps(left)))


def pass_over(digest: Digest, why: str, archive: Archive, now: datetime) -> None:
    """Have nothing made for the latest date that is due, where nothing was begun for it."""
    day = latest(digest.schedule, digest.added, now)
    if day is None:
        return
    row = {"digest_id": digest.id, "date": day.isoformat(), "state": "skipped", "trouble": why}
    with archive.writing() as connection:
        if _row(connection, digest.id, day) is None:
            connection.execute(insert(editions).values(**row, made_at=int(now.timestamp())))


def kept_of(row: Row[*tuple[Any, ...]] | None) -> Kept:  # Any: columns are named
    """What an edition keeps beside its columns."""
    kept: Kept = json.loads(row.edition or "{}") if row else {}
    return kept


def _row(connection: Connection, digest_id: str, day: date) -> Row[*tuple[Any, ...]] | None:  # Any: as above
    return connection.execute(select(editions).where(_this(digest_id, day))).one_or_none()


def _is_free(row: Row[*tuple[Any, ...]] | None, now: datetime) -> bool:  # Any: as above
    if row is None:
        return True
    return row.state == "making" and (row.busy_until is None or row.busy_until <= int(now.timestamp()))


def _fail(connection: Connection, held: Claim, why: str) -> None:
    values = {"state": "failed", "trouble": why, "busy_until": None}
    this = _this(held.digest.id, held.day) & (editions.c.state == "making")
    connection.execute(update(editions).where(this).values(values))


def _this(digest_id: str, day: date) -> ColumnElement[bool]:
    return (editions.c.digest_id == digest_id) & (editions.c.date == day.isoformat())
