"""What is to be sent, until it is: claimed by one sender, tried again later and later, told why it failed.

Knows the table, not how a channel writes. A sender that is gone after it sent and before that was noted
has its delivery sent once more by the next.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update

from ingest.archive import Archive
from ingest.holdings.reader import Reader
from ingest.readership import deliveries

_BUSY_S = 300  # longer than a channel may take for one
_WAITS_S = (60, 300, 1_800, 7_200, 21_600)  # after each try; then it has failed
_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something to be sent once."""

    key: str
    reader: str
    channel: str
    address: str | None
    content: str  # JSON: which edition or alert, never its words
    tries: int
    trouble: str | None = None
    made_at: int = 0  # seconds since 1970


def due(channel: str, archive: Archive, now: datetime, limit: int = _TOGETHER) -> list[Delivery]:
    """Claim what is due on a channel, the oldest first; of two senders one gets each."""
    at = int(now.timestamp())
    free = or_(deliveries.c.busy_until.is_(None), deliveries.c.busy_until <= at)
    waiting = (deliveries.c.state == "due") & (deliveries.c.next_at <= at) & free
    oldest = select(deliveries).where(deliveries.c.channel == channel, waiting)
    with archive.reading() as connection:  # most often there is none, and nobody waits for this to look
        if connection.execute(oldest.limit(1)).one_or_none() is None:
            return []
    with archive.writing() as connection:
        rows = connection.execute(oldest.order_by(deliveries.c.next_at).limit(limit)).all()
        claimed = []
        for row in rows:
            mine = update(deliveries).where(deliveries.c.key == row.key, waiting)
            if connection.execute(mine.values(busy_until=at + _BUSY_S)).rowcount:
                claimed.append(_delivery(row))
    return claimed


def sent(delivery: Delivery, archive: Archive, now: datetime) -> None:
    """Note that it was sent."""
    _note(delivery, archive, state="sent", sent_at=int(now.timestamp()), trouble=None)


def failed(delivery: Delivery, why: str, archive: Archive, now: datetime, is_final: bool = False) -> None:
    """Note why it was not sent; it is tried again later, unless that is of no use."""
    if is_final or delivery.tries >= len(_WAITS_S):
        _note(delivery, archive, state="failed", trouble=why)
    else:
        later = int(now.timestamp()) + _WAITS_S[delivery.tries]
        _note(delivery, archive, next_at=later, trouble=why)


def inbox(reader: Reader, archive: Archive, limit: int = 100) -> list[tuple[Delivery, bool]]:
    """What came to a reader in the web chat, the latest first, and whether it was read."""
    mine = (deliveries.c.reader == reader.name) & (deliveries.c.channel == "web")
    newest = select(deliveries).where(mine).order_by(deliveries.c.made_at.desc(), deliveries.c.key)
    with archive.reading() as connection:
        rows = connection.execute(newest.limit(limit)).all()
    return [(_delivery(row), row.read_at is not None) for row in rows]


def read(key: str, reader: Reader, archive: Archive, now: datetime) -> bool:
    """Note that a reader has read it; False where they have no such delivery."""
    mine = (deliveries.c.key == key) & (deliveries.c.reader == reader.name) & (deliveries.c.channel == "web")
    with archive.writing() as connection:
        values = {"read_at": int(now.timestamp())}
        return bool(connection.execute(update(deliveries).where(mine).values(values)).rowcount)


def _note(delivery: Delivery, archive: Archive, **values: object) -> None:
    this = update(deliveries).where(deliveries.c.key == delivery.key, deliveries.c.state == "due")
    with archive.writing() as connection:
        connection.execute(this.values(tries=delivery.tries + 1, busy_until=None, **values))


def _delivery(row: Row[*tuple[Any, ...]]) -> Delivery:  # Any: columns are named
    sent_to = row.key, row.reader, row.channel, row.address
    return Delivery(*sent_to, row.content, row.tries, row.trouble, row.made_at)
