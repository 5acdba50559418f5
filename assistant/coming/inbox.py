"""The inbox: what came to a reader by itself, and the editions that wait for their approval.

Each message is written when it is read, from what the archive holds then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, select

from assistant.coming import outbox
from assistant.coming.alerted import Alerted, alerted
from assistant.coming.outbox import Delivery
from assistant.conversation import Json
from assistant.errors import UnknownMessage, UnknownWatch
from ingest.archive import Archive
from ingest.holdings.reader import Reader, iso
from ingest.readership import digests, editions


@dataclass(frozen=True, slots=True)
class Message:
    """Something that came."""

    key: str
    kind: Literal["digest", "approval", "alert"]
    title: str
    at: int  # seconds since 1970
    is_read: bool = False
    digest_id: str | None = None
    date: str | None = None
    state: str | None = None  # of the edition
    alert: Alerted | None = None

    def as_json(self) -> Json:
        """As the machine interface has it."""
        about: Json = {"digest_id": self.digest_id, "date": self.date, "state": self.state}
        if self.alert is not None:
            about = {"watch_id": self.alert.watch_id, "alert": self.alert.as_json()}
        return {
            "key": self.key,
            "kind": self.kind,
            "title": self.title,
            "at": iso(self.at),
            "read": self.is_read,
            **about,
        }


def messages(reader: Reader, archive: Archive) -> list[Message]:
    """What came to a reader, the latest first; an alert whose articles are all gone is left out."""
    came = [
        _message(delivery, is_read, reader, archive) for delivery, is_read in outbox.inbox(reader, archive)
    ]
    every = [*_waiting(reader, archive), *(each for each in came if each is not None)]
    return sorted(every, key=lambda each: (-each.at, each.key))


def read(key: str, reader: Reader, archive: Archive, now: datetime) -> None:
    """Note that a message was read; one that waits for approval goes on waiting. Raises UnknownMessage."""
    is_known = any(each.key == key for each in _waiting(reader, archive))
    if not is_known and not outbox.read(key, reader, archive, now):
        raise UnknownMessage(key)


def _message(delivery: Delivery, is_read: bool, reader: Reader, archive: Archive) -> Message | None:
    content = json.loads(delivery.content)
    if "watch" not in content:
        found = _editions(reader, archive, _of(content))
        return replace(found[0], key=delivery.key, kind="digest", is_read=is_read) if found else None
    try:
        alert = alerted(content, reader, archive)
    except UnknownWatch:  # deleted at this very moment
        return None
    said = Message(delivery.key, "alert", alert.title, delivery.made_at, is_read, alert=alert)
    return None if alert.is_empty else said


def _waiting(reader: Reader, archive: Archive) -> list[Message]:
    """The editions that a person has to look at before they are sent."""
    return _editions(reader, archive, editions.c.state == "waiting")


def _of(content: Mapping[str, str]) -> ColumnElement[bool]:
    return (editions.c.digest_id == content["digest"]) & (editions.c.date == content["date"])


def _editions(reader: Reader, archive: Archive, which: ColumnElement[bool]) -> list[Message]:
    columns = editions.c.digest_id, editions.c.date, editions.c.state, editions.c.made_at, digests.c.name
    query = select(*columns).join(digests, digests.c.id == editions.c.digest_id)
    with archive.reading() as connection:
        rows = connection.execute(query.where(digests.c.reader == reader.name, which)).all()
    return [
        Message(
            f"approval:{row.digest_id}:{row.date}",
            "approval",
            _title(row.name, row.date),
            row.made_at or 0,
            digest_id=row.digest_id,
            date=row.date,
            state=row.state,
        )
        for row in rows
    ]


def _title(name: str, day: str) -> str:
    told = date.fromisoformat(day)
    return f"{name}, {told.day} {told:%B %Y}"
