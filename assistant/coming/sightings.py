"""Sightings: articles that speak of what is watched, and the alerts that come of them, each story once.

Knows tables; nothing of how an article is held against a watch. What is decided is decided in the one
transaction that keeps it, so that of two who look at once one decides.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from assistant.coming.watches import Watch
from ingest.archive import Archive
from ingest.holdings.catalogue import visible, within
from ingest.holdings.reader import Reader, Window
from ingest.readership import alerts, deliveries, sightings, watches
from ingest.schema import articles, reports

# Until it is known which affair an article reports, nobody can tell whether it is news of one that was told.
# That takes seconds; where it takes longer, as in a flood of articles, an alert is not put off beyond this.
WAIT_S = 180
_UNTOLD_S = 6 * 3_600  # for so long one alert stands for all articles whose affair is not known
_CITED = 3  # Stories that an alert cites


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article speaks of what is watched."""

    article_id: str
    version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sighting:
    """A place in an article that its reader may see now."""

    place: Place
    line: str  # the storyline it reports; its story, or itself, where that is not known yet
    story: str
    is_placed: bool
    is_told: bool
    seen_at: int
    order: tuple[int, int]  # the earliest first


@dataclass(frozen=True, slots=True)
class _Alert:
    """What is to be told: sightings of one story."""

    story: str
    told: tuple[_Sighting, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the sightings of a watch come to."""

    alerts: tuple[_Alert, ...]
    known: tuple[_Sighting, ...]  # more of stories that were told


def note(watch: Watch, seen: Iterable[Place], seq: int, now: datetime, archive: Archive) -> bool:
    """Keep what was seen and how far has been looked; False where somebody else has looked meanwhile."""
    at = int(now.timestamp())
    here = (watches.c.id == watch.id) & (watches.c.text == watch.text) & watches.c.paused.is_(False)
    stood = (watches.c.seq == watch.seq) & (watches.c.looked_at == watch.looked_at)
    moved = update(watches).where(here, stood).values(seq=seq, looked_at=at)
    with archive.writing() as connection:
        if not connection.execute(moved).rowcount:
            return False
        known = select(sightings.c.article_id).where(sightings.c.watch_id == watch.id)
        before = set(connection.scalars(known))
        held = set(
            connection.scalars(select(articles.c.id).where(articles.c.id.in_([p.article_id for p in seen])))
        )
        rows = [_row(watch, place, at) for place in seen if place.article_id in held - before]
        if rows:
            connection.execute(insert(sightings), rows)
    return True


def decide(watch: Watch, reader: Reader, now: datetime, archive: Archive) -> int:
    """Alert of every story that enough independent ones tell by now; return of how many."""
    with archive.reading() as connection:
        found = _plan(connection, watch, reader, now)
    if not (found.alerts or found.known):
        return 0
    with archive.writing() as connection:
        if not _is_running(connection, watch):
            return 0
        found = _plan(connection, watch, reader, now)
        for alert in found.alerts:
            _send(connection, watch, alert, now)
        _tell(connection, watch, [*found.known, *(each for alert in found.alerts for each in alert.told)])
    return len(found.alerts)


def _plan(connection: Connection, watch: Watch, reader: Reader, now: datetime) -> _Plan:
    untold = select(sightings.c.article_id).where(
        sightings.c.watch_id == watch.id, sightings.c.told.is_(False)
    )
    if connection.execute(untold.limit(1)).first() is None:
        return _Plan((), ())
    every = _read(connection, watch, reader)
    told = set(connection.scalars(select(alerts.c.story).where(alerts.c.watch_id == watch.id)))
    told |= {each.line for each in every if each.is_told}
    lines: defaultdict[str, list[_Sighting]] = defaultdict(list)
    for each in every:
        if each.is_placed:
            lines[each.line].append(each)
    known = [each for line in lines.keys() & told for each in lines[line] if not each.is_told]
    new = [
        _Alert(line, tuple(group))
        for line, group in lines.items()
        if line not in told and len({each.story for each in group}) >= watch.least_stories
    ]
    return _Plan((*new, *_overdue(every, watch, int(now.timestamp()))), tuple(known))


def _overdue(every: Sequence[_Sighting], watch: Watch, now: int) -> list[_Alert]:
    """One alert for all articles of which nobody knows in time what they report."""
    unplaced = [each for each in every if not each.is_placed]
    waiting = [each for each in unplaced if not each.is_told and now - each.seen_at >= WAIT_S]
    is_told = any(each.is_told and now - each.seen_at < _UNTOLD_S for each in unplaced)
    if not waiting or is_told or watch.least_stories > 1:
        return []
    return [_Alert(waiting[0].line, tuple(waiting))]


def _read(connection: Connection, watch: Watch, reader: Reader) -> list[_Sighting]:
    """The sightings of articles that the reader may see, the earliest first."""
    story = func.coalesce(articles.c.story, articles.c.id)
    at = func.coalesce(articles.c.published_at, articles.c.added_at)
    query = (
        select(
            sightings,
            story.label("counted_as"),
            func.coalesce(reports.c.storyline_id, story).label("line"),
            reports.c.number.is_not(None).label("is_placed"),
            at.label("at"),
            articles.c.number,
        )
        .join(articles, articles.c.id == sightings.c.article_id)
        .outerjoin(reports, reports.c.article_id == articles.c.id)
        .where(sightings.c.watch_id == watch.id, *visible(reader))
        .where(*within(Window(outlets=watch.outlets), chosen=True))
    )
    found = [
        _Sighting(
            Place(row.article_id, row.version, row.start, row.stop),
            row.line,
            row.counted_as,
            bool(row.is_placed),
            row.told,
            row.seen_at,
            (row.at, row.number),
        )
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda each: each.order)


def _send(connection: Connection, watch: Watch, alert: _Alert, now: datetime) -> None:
    """Keep an alert, and with the same commit what is to be sent: places, never words."""
    at = int(now.timestamp())
    sent_at = watch.quiet.until(now) if watch.quiet else now
    firsts = {each.story: each.place for each in reversed(alert.told)}
    places = list(reversed(firsts.values()))[:_CITED]
    content = {
        "watch": watch.id,
        "places": [[each.article_id, each.version, each.start, each.end] for each in places],
    }
    connection.execute(insert(alerts).values(watch_id=watch.id, story=alert.story, found_at=at))
    connection.execute(
        insert(deliveries).values(
            key=f"watch:{watch.id}:{alert.story}:{watch.seq}",
            reader=watch.reader,
            channel=watch.channel,
            address=watch.address,
            content=json.dumps(content),
            state="due",
            tries=0,
            next_at=int(sent_at.timestamp()),
            made_at=at,
        )
    )


def _tell(connection: Connection, watch: Watch, told: Iterable[_Sighting]) -> None:
    for each in told:
        this = (sightings.c.watch_id == watch.id) & (sightings.c.article_id == each.place.article_id)
        connection.execute(update(sightings).where(this).values(told=True))


def _is_running(connection: Connection, watch: Watch) -> bool:
    here = (watches.c.id == watch.id) & (watches.c.text == watch.text) & watches.c.paused.is_(False)
    return connection.execute(select(watches.c.id).where(here)).first() is not None


def _row(watch: Watch, place: Place, at: int) -> dict[str, object]:
    return {
        "watch_id": watch.id,
        "article_id": place.article_id,
        "version": place.version,
        "start": place.start,
        "stop": place.end,
        "seen_at": at,
        "told": False,
    }
