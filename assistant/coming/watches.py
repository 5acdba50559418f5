"""Watches: of which questions and topics a reader wants to hear at once; kept in SQL.

Knows nothing of how news is held against them.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from assistant.coming.times import Quiet
from assistant.conversation import Json
from assistant.errors import BadValue, UnknownWatch
from ingest.archive import Archive
from ingest.holdings.reader import Reader, iso
from ingest.readership import alerts, deliveries, sightings, watches
from ingest.sql import journal

_MOST = 100  # watches of a reader: each is held against all that comes
_UTC, _EPOCH = ZoneInfo("UTC"), datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Watch:
    """A question or topic of which a reader wants to hear at once."""

    id: str
    reader: str
    text: str
    outlets: tuple[str, ...] = ()  # none: all
    least_stories: int = 1  # independent ones that tell an affair before anybody hears of it
    quiet: Quiet | None = None
    zone: ZoneInfo = _UTC
    channel: str = "web"
    address: str | None = None
    is_paused: bool = False
    added: datetime = _EPOCH
    began: int = 0  # the last line of the log when it began: news comes after
    seq: int = 0  # how far in the log it has looked
    looked_at: int = 0  # seconds since 1970: embargoes that ended by then have been looked at

    def as_json(self, alerts: int) -> Json:
        """As the machine interface has it."""
        quiet = self.quiet
        return {
            "id": self.id,
            "text": self.text,
            "outlets": list(self.outlets),
            "least_stories": self.least_stories,
            "quiet_from": f"{quiet.start:%H:%M}" if quiet else None,
            "quiet_until": f"{quiet.stop:%H:%M}" if quiet else None,
            "zone": self.zone.key,
            "channel": self.channel,
            "address": self.address,
            "paused": self.is_paused,
            "added_at": iso(int(self.added.timestamp())),
            "alerts": alerts,
        }


def zone_of(name: str) -> ZoneInfo:
    """A zone by its name; raises BadValue."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadValue("zone", name, "Give a name of the IANA list: Europe/Berlin") from error


class Watches:
    """The watches of all readers; each sees only their own."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add(self, watch: Watch, now: datetime) -> Watch:
        """Keep a watch, which looks at what comes from now on; raises BadValue where there are too many."""
        theirs = select(func.count()).where(watches.c.reader == watch.reader)
        with self._archive.writing() as connection:
            if (connection.scalar(theirs) or 0) >= _MOST:
                raise BadValue("", None, f"you have {_MOST} watches, which is the most: remove one first")
            begun = replace(_begun(connection, watch, now), added=now.replace(microsecond=0))
            connection.execute(insert(watches).values(_row(begun)))
        return begun

    def of(self, reader: Reader) -> list[Watch]:
        """The watches of a reader, the oldest first."""
        return self._read(select(watches).where(watches.c.reader == reader.name))

    def running(self) -> list[Watch]:
        """All that are not paused, of every reader: for who looks."""
        return self._read(select(watches).where(watches.c.paused.is_(False)))

    def watch(self, watch_id: str, reader: Reader) -> Watch:
        """One watch; raises UnknownWatch, also for another reader's."""
        mine = select(watches).where(watches.c.id == watch_id, watches.c.reader == reader.name)
        found = self._read(mine)
        if not found:
            raise UnknownWatch(watch_id)
        return found[0]

    def alerts(self, watch_id: str) -> int:
        """How many alerts a watch has given."""
        counted = select(func.count()).where(alerts.c.watch_id == watch_id)
        with self._archive.reading() as connection:
            return connection.scalar(counted) or 0

    def change(self, changed: Watch, reader: Reader, now: datetime) -> Watch:
        """Keep a watch as it is now; raises UnknownWatch.

        One that watches something else, or that was paused until now, looks at what comes from now on.
        """
        with self._archive.writing() as connection:
            before = self._held(connection, changed.id, reader)
            kept = replace(changed, began=before.began, seq=before.seq, looked_at=before.looked_at)
            if kept.text != before.text:
                for table in (sightings, alerts):
                    connection.execute(delete(table).where(table.c.watch_id == kept.id))
            if kept.text != before.text or (before.is_paused and not kept.is_paused):
                kept = _begun(connection, kept, now)
            connection.execute(update(watches).where(watches.c.id == kept.id).values(_row(kept)))
        return kept

    def remove(self, watch_id: str, reader: Reader) -> None:
        """Delete a watch with its alerts, also those that came; raises UnknownWatch."""
        with self._archive.writing() as connection:
            held = self._held(connection, watch_id, reader)
            theirs = deliveries.c.key.startswith(f"watch:{held.id}:", autoescape=True)
            connection.execute(delete(deliveries).where(theirs))
            connection.execute(delete(watches).where(watches.c.id == held.id))

    def _held(self, connection: Connection, watch_id: str, reader: Reader) -> Watch:
        mine = select(watches).where(watches.c.id == watch_id, watches.c.reader == reader.name)
        row = connection.execute(mine).one_or_none()
        if row is None:
            raise UnknownWatch(watch_id)
        return _watch(row)

    def _read(self, query: Select[*tuple[Any, ...]]) -> list[Watch]:  # Any: columns are named
        with self._archive.reading() as connection:
            rows = connection.execute(query.order_by(watches.c.added_at, watches.c.id)).all()
        return [_watch(row) for row in rows]


def _begun(connection: Connection, watch: Watch, now: datetime) -> Watch:
    last = journal.last_seq(connection)
    return replace(watch, began=last, seq=last, looked_at=int(now.timestamp()))


def _row(watch: Watch) -> dict[str, object]:
    told = {name: value for name, value in watch.as_json(0).items() if name in watches.c}
    return told | {
        "reader": watch.reader,
        "outlets": json.dumps(watch.outlets, ensure_ascii=False),
        "began": watch.began,
        "seq": watch.seq,
        "looked_at": watch.looked_at,
        "added_at": int(watch.added.timestamp()),
    }


def _watch(row: Row[*tuple[Any, ...]]) -> Watch:  # Any: as above
    zone, quiet = ZoneInfo(row.zone), None
    if row.quiet_from and row.quiet_until:
        quiet = Quiet(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_until), zone)
    return Watch(
        row.id,
        row.reader,
        row.text,
        tuple(json.loads(row.outlets)),
        row.least_stories,
        quiet,
        zone,
        row.channel,
        row.address,
        row.paused,
        datetime.fromtimestamp(row.added_at, UTC),
        row.began,
        row.seq,
        row.looked_at,
    )
