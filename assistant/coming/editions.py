"""Editions: a digest of one date, kept whole or not at all, approved where that is asked.

An edition names its briefings and holds none of their words: who removes an article or deletes a briefing
takes them out of every edition. What it tells counts as told when it is sent, and not before.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from assistant.briefings import Unkept, put
from assistant.coming.claims import Claim, Kept, kept_of
from assistant.coming.digests import Digest, read
from assistant.errors import UnknownEdition
from ingest.archive import Archive
from ingest.holdings import told as holdings
from ingest.holdings.reader import Reader, iso
from ingest.holdings.told import Told, addressed
from ingest.readership import deliveries, editions

EditionState = Literal["making", "waiting", "approved", "skipped", "refused", "failed"]
_NOTHING_NEW = "nothing was new"
_REPLACED = "a later edition came before it was approved"
_OVERTAKEN = "the next edition was due before it could be made"
_LISTED = 100


@dataclass(frozen=True, slots=True)
class Edition:
    """A digest of one date."""

    digest_id: str
    date: str
    state: EditionState
    briefings: tuple[str, ...] = ()  # their ids, in the order of the topics
    # Of a briefing the numbers of the points to send; one that is not named is sent whole.
    chosen: dict[str, list[int]] = field(default_factory=dict)
    trouble: str | None = None  # why there is nothing to send
    made: datetime | None = None

    def as_json(self) -> Kept:
        """As lists show it."""
        made = iso(int(self.made.timestamp())) if self.made else None
        named = {"digest_id": self.digest_id, "date": self.date}
        return {**named, "state": self.state, "trouble": self.trouble, "made_at": made}


def finish(held: Claim, made: Sequence[Unkept], archive: Archive, now: datetime) -> bool:
    """Keep what was made: it waits for a person, is sent, or is skipped where there is nothing to tell.

    Its briefings, what is told by them and the letter are kept by one commit. False, and nothing kept,
    where the claim has been lost.
    """
    with archive.writing() as connection:
        digest = read(connection, held.digest.id)
        if digest is None or not _is_held(connection, held):
            return False
        reader = Reader(digest.reader)
        for one in made:
            put(connection, one.briefing, reader, digest.id, digest.address)
        state: EditionState = "skipped" if not made else "waiting" if digest.asks_first else "approved"
        ids = tuple(one.briefing.id for one in made)
        trouble = None if made else _NOTHING_NEW
        settled = Edition(digest.id, held.day.isoformat(), state, ids, {}, trouble, now)
        told = [_told(one, digest) for one in made]
        _settle(connection, digest, settled, told)
        _overtake(connection, settled)
    return True


def approve(
    digest: Digest, day: str, chosen: dict[str, list[int]], archive: Archive, now: datetime
) -> Edition:
    """Send an edition that waits, with the points chosen; raises UnknownEdition where none waits."""
    with archive.writing() as connection:
        waiting = _waiting(connection, digest, day)
        kept = kept_of(waiting)
        ids = tuple(kept.get("briefings", ()))
        approved = Edition(digest.id, day, "approved", ids, chosen, made=now)
        _settle(connection, digest, approved, kept.get("told", []))
    return edition(digest, day, archive)


def refuse(digest: Digest, day: str, archive: Archive, now: datetime) -> Edition:
    """Never send an edition that waits; raises UnknownEdition where none waits."""
    with archive.writing() as connection:
        kept = kept_of(_waiting(connection, digest, day))
        refused = Edition(digest.id, day, "refused", tuple(kept.get("briefings", ())))
        _settle(connection, digest, refused, [])
    return edition(digest, day, archive)


def edition(digest: Digest, day: str, archive: Archive) -> Edition:
    """The edition of a date; raises UnknownEdition."""
    this = select(editions).where(editions.c.digest_id == digest.id, editions.c.date == day)
    with archive.reading() as connection:
        row = connection.execute(this).one_or_none()
    if row is None:
        raise UnknownEdition(digest.id, day)
    return _edition(row)


def of(digest: Digest, archive: Archive) -> list[Edition]:
    """The editions of a digest, the newest first."""
    mine = select(editions).where(editions.c.digest_id == digest.id).order_by(editions.c.date.desc())
    with archive.reading() as connection:
        return [_edition(row) for row in connection.execute(mine.limit(_LISTED))]


def _edition(row: Row[*tuple[Any, ...]]) -> Edition:  # Any: columns are named
    kept = kept_of(row)
    made = datetime.fromtimestamp(row.made_at, UTC) if row.made_at is not None else None
    ids = tuple(kept.get("briefings", ()))
    return Edition(row.digest_id, row.date, row.state, ids, kept.get("chosen", {}), row.trouble, made)


def _is_held(connection: Connection, held: Claim) -> bool:
    return connection.execute(select(editions.c.date).where(held.is_held)).one_or_none() is not None


def _waiting(connection: Connection, digest: Digest, day: str) -> Row[*tuple[Any, ...]]:  # Any: as above
    this = (editions.c.digest_id == digest.id) & (editions.c.date == day) & (editions.c.state == "waiting")
    row = connection.execute(select(editions).where(this)).one_or_none()
    if row is None:
        raise UnknownEdition(digest.id, day, "that waits for approval")
    return row


def _settle(connection: Connection, digest: Digest, made: Edition, told: list[Kept]) -> None:
    """Give an edition its state; what is approved is told by it, and is to be sent."""
    at = int(made.made.timestamp()) if made.made else None
    kept: Kept = {"briefings": made.briefings, "chosen": made.chosen}
    if made.state == "waiting":
        kept["told"] = told
    this = (editions.c.digest_id == digest.id) & (editions.c.date == made.date)
    values: Kept = {
        "state": made.state,
        "edition": json.dumps(kept),
        "trouble": made.trouble,
        "busy_until": None,
    }
    if at is not None:
        values["made_at"] = at
    connection.execute(update(editions).where(this).values(values))
    if made.state != "approved" or at is None:
        return
    for of_topic in told:
        places = [Told(*place) for place in of_topic["places"]]
        holdings.keep(connection, of_topic["topic"], Reader(digest.reader), places, int(time.time()))
    _deliver(connection, digest, made.date, at)


def _deliver(connection: Connection, digest: Digest, day: str, at: int) -> None:
    connection.execute(
        insert(deliveries).values(
            key=f"{digest.prefix}{day}",
            reader=digest.reader,
            channel=digest.channel,
            address=digest.address,
            content=json.dumps({"digest": digest.id, "date": day}),
            state="due",
            tries=0,
            next_at=at,
            made_at=at,
        )
    )


def _overtake(connection: Connection, made: Edition) -> None:
    """Settle what is older: of two that wait nobody could tell which is to be sent.

    What an older one told was told to nobody, so it stands in the newer one too.
    """
    older = (editions.c.digest_id == made.digest_id) & (editions.c.date < made.date)
    if made.state != "skipped":
        waits = update(editions).where(older, editions.c.state == "waiting")
        connection.execute(waits.values(state="refused", trouble=_REPLACED))
    making = update(editions).where(older, editions.c.state == "making")
    connection.execute(making.values(state="failed", trouble=_OVERTAKEN, busy_until=None))


def _told(made: Unkept, digest: Digest) -> Kept:
    """What is told by a briefing where the digest goes: places, which hold no words."""
    topic = addressed(made.briefing.topic, digest.address)
    return {"topic": topic, "places": [_place(each) for each in made.told]}


def _place(told: Told) -> list[str | int | bool]:
    return [told.claim, told.article_id, told.version, told.start, told.end, told.is_settled, told.is_owed]
