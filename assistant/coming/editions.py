"""Editions: a digest of one date, claimed by one maker, made once, approved where that is asked.

An edition names its briefings and holds none of their words: who removes an article or deletes a briefing
takes them out of every edition.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import insert, or_, select, update

from assistant.coming.digests import Digest
from assistant.coming.times import latest
from assistant.errors import UnknownEdition
from ingest.archive import Archive
from ingest.readership import deliveries, editions

EditionState = Literal["making", "waiting", "approved", "skipped", "refused", "failed"]
BUSY_S = 900  # a maker that has not finished by then is taken to be gone


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of one date."""

    digest_id: str
    date: str
    state: EditionState
    briefings: tuple[str, ...] = ()  # their ids, in the order of the topics
    # Of a briefing the numbers of the points to send; one that is not named is sent whole.
    chosen: dict[str, list[int]] = field(default_factory=dict)


def claim(digest: Digest, archive: Archive, now: datetime) -> date | None:
    """Claim the latest date that is due and nobody has made or is making; of two makers one gets it."""
    day = latest(digest.schedule, digest.added, now)
    if day is None:
        return None
    this = (editions.c.digest_id == digest.id) & (editions.c.date == day.isoformat())
    free = or_(editions.c.busy_until.is_(None), editions.c.busy_until <= int(now.timestamp()))
    with archive.writing() as connection:
        if connection.execute(select(editions.c.state).where(this)).one_or_none() is None:
            row = {"digest_id": digest.id, "date": day.isoformat(), "state": "making"}
            connection.execute(insert(editions).values(row))
        claimed = connection.execute(
            update(editions)
            .where(this, editions.c.state == "making", free)
            .values(busy_until=int(now.timestamp()) + BUSY_S)
        )
    return day if claimed.rowcount else None


def finish(digest: Digest, day: date, briefings: tuple[str, ...], archive: Archive, now: datetime) -> None:
    """Keep what was made: it waits for a person, is sent, or is skipped where nothing is new."""
    state: EditionState = "approved"
    if not briefings:
        state = "skipped"
    elif digest.asks_first:
        state = "waiting"
    _settle(digest, Edition(digest.id, day.isoformat(), state, briefings), "making", archive, now)


def approve(
    digest: Digest, day: str, chosen: dict[str, list[int]], archive: Archive, now: datetime
) -> Edition:
    """Send an edition that waits, with the points chosen; raises UnknownEdition where none waits."""
    waiting = edition(digest, day, archive)
    approved = Edition(digest.id, day, "approved", waiting.briefings, chosen)
    if not _settle(digest, approved, "waiting", archive, now):
        raise UnknownEdition(digest.id, day)
    return approved


def refuse(digest: Digest, day: str, archive: Archive, now: datetime) -> None:
    """Never send an edition that waits; raises UnknownEdition where none waits."""
    refused = Edition(digest.id, day, "refused", edition(digest, day, archive).briefings)
    if not _settle(digest, refused, "waiting", archive, now):
        raise UnknownEdition(digest.id, day)


def edition(digest: Digest, day: str, archive: Archive) -> Edition:
    """The edition of a date; raises UnknownEdition."""
    this = select(editions).where(editions.c.digest_id == digest.id, editions.c.date == day)
    with archive.reading() as connection:
        row = connection.execute(this).one_or_none()
    if row is None:
        raise UnknownEdition(digest.id, day)
    kept = json.loads(row.edition or "{}")
    return Edition(
        row.digest_id, row.date, row.state, tuple(kept.get("briefings", ())), kept.get("chosen", {})
    )


def _settle(digest: Digest, made: Edition, was: EditionState, archive: Archive, now: datetime) -> bool:
    """Move an edition on from a state, and with the same commit into what is to be sent."""
    at = int(now.timestamp())
    kept = json.dumps({"briefings": made.briefings, "chosen": made.chosen})
    this = (editions.c.digest_id == digest.id) & (editions.c.date == made.date) & (editions.c.state == was)
    values = {"state": made.state, "edition": kept, "made_at": at, "busy_until": None}
    with archive.writing() as connection:
        is_moved = bool(connection.execute(update(editions).where(this).values(values)).rowcount)
        if is_moved and made.state == "approved":
            connection.execute(
                insert(deliveries).values(
                    key=f"digest:{digest.id}:{made.date}",
                    reader=digest.reader,
                    channel=digest.channel,
                    address=digest.address,
                    content=json.dumps({"digest": digest.id, "date": made.date}),
                    state="due",
                    tries=0,
                    next_at=at,
                    made_at=at,
                )
            )
    return is_moved
