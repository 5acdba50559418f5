"""What a reader does with digests: add, change, pause and remove them, read their editions, approve one.

The routes and the commands both go through it; it answers in the JSON of the machine interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assistant.briefings import Briefings
from assistant.coming import claims, editions
from assistant.coming.digest_bodies import ApprovalBody, DigestBody, DigestChange
from assistant.coming.digests import Digest, Digests, new_id, schedule_of
from assistant.coming.editions import Edition
from assistant.coming.times import following
from assistant.coming.ways import Channels, checked
from assistant.conversation import Json
from assistant.errors import BadValue, UnknownBriefing, UnknownEdition
from ingest.archive import Archive
from ingest.holdings.reader import Reader, iso
from ingest.holdings.told import topic_key

_MOST = 200  # digests of a reader
_RESUMED = "the digest was paused then"
_CHANGED = "the digest was changed after this hour"
_SCHEDULE = ("weekdays", "at", "zone")


@dataclass(frozen=True, slots=True)
class DigestDesk:
    """The digests of one reader, at hand."""

    archive: Archive
    channels: Channels
    reader: Reader

    def digests(self, now: datetime) -> Json:
        """All of them, the oldest first."""
        return {"digests": [self._json(each, now) for each in Digests(self.archive).of(self.reader)]}

    def add(self, body: DigestBody, now: datetime) -> Json:
        """Begin a digest; raises BadValue."""
        kept = Digests(self.archive)
        if len(kept.of(self.reader)) >= _MOST:
            raise BadValue("", None, f"you have {_MOST} digests, which is the most: remove one first")
        given = body.model_dump(exclude_none=True)
        added = now.replace(microsecond=0)
        digest = _digest({**_DEFAULTS, **given}, new_id(), self.reader, added, self.channels)
        kept.add(digest)
        return self._json(digest, now)

    def change(self, digest_id: str, change: DigestChange, now: datetime) -> Json:
        """Change a digest; raises BadValue and UnknownDigest.

        What was due by its new schedule or while it was paused is not made up for.
        """
        before = self._digest(digest_id)
        fields = {**before.as_json(), **change.given()}
        digest = _digest(fields, before.id, self.reader, before.added, self.channels)
        Digests(self.archive).change(digest)
        if before.is_paused and not digest.is_paused:
            claims.pass_over(digest, _RESUMED, self.archive, now)
        elif before.schedule != digest.schedule:
            claims.pass_over(digest, _CHANGED, self.archive, now)
        return self._json(digest, now)

    def remove(self, digest_id: str) -> Json:
        """Delete a digest with its editions; what of it was not sent is never sent."""
        Digests(self.archive).remove(digest_id, self.reader)
        return {"removed": digest_id}

    def editions(self, digest_id: str) -> Json:
        """Its editions, the newest first."""
        made = editions.of(self._digest(digest_id), self.archive)
        return {"editions": [each.as_json() for each in made]}

    def edition(self, digest_id: str, day: str) -> Json:
        """One edition with its briefings, each as it may be shown now; raises UnknownEdition."""
        digest = self._digest(digest_id)
        return self._edition(digest, editions.edition(digest, day, self.archive))

    def approve(self, digest_id: str, day: str, body: ApprovalBody, now: datetime) -> Json:
        """Send an edition that waits, with the points chosen; raises BadValue and UnknownEdition."""
        digest = self._digest(digest_id)
        waiting = editions.edition(digest, day, self.archive)
        if waiting.state != "waiting":
            raise UnknownEdition(digest_id, day, "that waits for approval")
        chosen = _chosen(body.chosen or {}, waiting, self._points(waiting))
        return self._edition(digest, editions.approve(digest, day, chosen, self.archive, now))

    def refuse(self, digest_id: str, day: str, now: datetime) -> Json:
        """Never send an edition that waits; raises UnknownEdition."""
        digest = self._digest(digest_id)
        return self._edition(digest, editions.refuse(digest, day, self.archive, now))

    def _digest(self, digest_id: str) -> Digest:
        return Digests(self.archive).digest(digest_id, self.reader)

    def _json(self, digest: Digest, now: datetime) -> Json:
        added = iso(int(digest.added.timestamp()))
        return {"id": digest.id, **digest.as_json(), "added_at": added, "next_at": self._next(digest, now)}

    def _next(self, digest: Digest, now: datetime) -> str | None:
        """When its next edition is due; a date has one, whatever becomes of the schedule."""
        if digest.is_paused:
            return None
        made = {each.date for each in editions.of(digest, self.archive)}
        at = following(digest.schedule, now)
        while at and at.astimezone(digest.schedule.zone).date().isoformat() in made:
            at = following(digest.schedule, at + timedelta(seconds=1))
        return iso(int(at.timestamp())) if at else None

    def _edition(self, digest: Digest, made: Edition) -> Json:
        shown = [self._read(each) for each in made.briefings]
        named = {"digest_id": digest.id, "name": digest.name, "date": made.date}
        of_state = {"state": made.state, "trouble": made.trouble, "chosen": made.chosen}
        return {**named, **of_state, "briefings": [each for each in shown if each]}

    def _read(self, briefing_id: str) -> Json | None:
        try:
            return Briefings(self.archive).briefing(briefing_id, self.reader)
        except UnknownBriefing:  # its reader has deleted it
            return None

    def _points(self, made: Edition) -> Mapping[str, int]:
        """How many points each of its briefings has."""
        shown = filter(None, (self._read(each) for each in made.briefings))
        found: dict[str, Any] = {str(one["id"]): one["points"] for one in shown}  # Any: a list, in JSON
        return {briefing_id: len(points) for briefing_id, points in found.items()}


_DEFAULTS: dict[str, object] = {"topics": [], "outlets": [], "length": "normal", "paused": False}


def _digest(
    given: Mapping[str, Any], digest_id: str, reader: Reader, added: datetime, channels: Channels
) -> Digest:
    """The digest that such fields make; raises BadValue."""
    topics = {topic_key(topic): topic for topic in given["topics"]}  # said twice, the second had no news
    return Digest(
        digest_id,
        reader.name,
        given["name"],
        tuple(topics.values()),
        tuple(given["outlets"]),
        schedule_of(given["weekdays"], given["at"], given["zone"]),
        given["length"],
        given["skips_empty"],
        given["asks_first"],
        given["channel"],
        checked(channels, given["channel"], given.get("address")),
        added,
        given["paused"],
    )


def _chosen(
    chosen: Mapping[str, list[int]], waiting: Edition, points: Mapping[str, int]
) -> dict[str, list[int]]:
    """What a person has chosen, each number once; raises BadValue where there is no such point."""
    for briefing_id, numbers in chosen.items():
        if briefing_id not in points:
            raise BadValue("chosen", briefing_id, "Is no briefing of this edition; name those it lists")
        if wrong := [n for n in numbers if n >= points[briefing_id]]:
            told = f"Briefing {briefing_id} has {points[briefing_id]} points, numbered from 0"
            raise BadValue("chosen", wrong[0], told)
    if all(chosen.get(each) == [] for each in waiting.briefings):
        raise BadValue("chosen", None, "nothing is left of it: choose a point, or refuse the edition")
    return {briefing_id: sorted(set(numbers)) for briefing_id, numbers in chosen.items()}
