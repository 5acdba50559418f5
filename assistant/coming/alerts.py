"""Look at what has come since each watch last looked, and alert its reader of every story once.

Bounded work at a time: so many lines of the log, then how far was looked is kept. Knows the order of the
steps; what an alert says is written when it is read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.coming.sightings import Place, decide, note
from assistant.coming.speaking import Aim, aim, holds, speaks, spoke
from assistant.coming.watches import Watch, Watches
from assistant.desk import Desk
from assistant.retrieve import Retriever
from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.arrived import Arrived, arrived, earlier, newest_before, released
from ingest.holdings.reader import Found, Reader, Window

_LINES = 50  # of the log, looked at together: some tenths of a second
_STEPS = 80  # in one look; the next one goes on
# So much older than the newest article before it one is no news when it comes, as where a new feed brings
# its past.
_OLD_S = 7 * 86_400
_EVERYBODY = Reader()  # sees all that is not under embargo; what is found is asked for by each reader again


@dataclass(frozen=True, slots=True)
class _News:
    """What has come since the watch that is farthest behind has looked."""

    watches: tuple[Watch, ...]
    seq: int  # how far in the log it goes
    articles: tuple[Arrived, ...]
    lines: dict[str, int]  # of each article the last line that tells of it
    released: dict[str, int]  # those whose embargo has ended, with the moment

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come, not even an article that is not there any more."""
        return not self.released and all(watch.seq >= self.seq for watch in self.watches)


@dataclass(frozen=True, slots=True)
class _Likely:
    """An article that by its words may speak of what is watched."""

    watch: Watch
    aim: Aim
    passages: list[Found]


async def look(desk: Desk, reader_of: Callable[[str], Reader], now: datetime) -> int:
    """Look at what has come, and return how many alerts that gave; bounded, the next look goes on."""
    archive = desk.retriever.index.archive
    for _ in range(_STEPS):
        news = await desk.away(_news, archive, now)
        if news.is_empty:
            break
        likely = await desk.away(_likely, news, reader_of, desk.retriever)
        seen = await _seen(likely, desk)
        await desk.away(_note, news, seen, now, archive)
    return await desk.away(_decide, archive, reader_of, now)


def _news(archive: Archive, now: datetime) -> _News:
    running = tuple(Watches(archive).running())
    if not running:
        return _News((), 0, (), {}, {})
    seq = min(watch.seq for watch in running)
    entries = archive.log_after(seq, _LINES)
    lines = {entry.article_id: entry.seq for entry in entries if entry.kind == "added"}
    looked_at = min(watch.looked_at for watch in running)
    lifted = released(archive, looked_at, int(now.timestamp()))
    found = arrived(archive, [*dict.fromkeys([*lines, *lifted])], _EVERYBODY)
    return _News(running, entries[-1].seq if entries else seq, tuple(found), lines, lifted)


def _likely(news: _News, reader_of: Callable[[str], Reader], retriever: Retriever) -> list[_Likely]:
    """The articles that each watch has to be held against, by their words alone."""
    archive, found = retriever.index.archive, []
    for watch in news.watches:
        reader, watched = reader_of(watch.reader), aim(watch.text, retriever.rarity)
        mine = [each for each in news.articles if _is_to_be_seen(watch, each, news)]
        held = {each.id: likely for each in mine if (likely := holds(watched, each.passages))}
        ids = [likely[0].passage.id for likely in held.values()]
        # What a reader may not see is not looked at for them; nor what is of other outlets.
        window = Window(outlets=watch.outlets)
        allowed = catalogue.allowed(archive, ids, reader, window) if ids else set()
        fresh = [each for each in mine if each.id in held and held[each.id][0].passage.id in allowed]
        found += [
            _Likely(watch, watched, held[each.id])
            for each in fresh
            if not _is_old(each, archive, reader) and _is_new(watch, watched, each, news, archive)
        ]
    return found


def _is_to_be_seen(watch: Watch, each: Arrived, news: _News) -> bool:
    """Whether an article has come, or been changed or released, since a watch last looked."""
    return news.lines.get(each.id, 0) > watch.seq or news.released.get(each.id, 0) > watch.looked_at


def _is_old(each: Arrived, archive: Archive, reader: Reader) -> bool:
    """Whether an article was old news when it came."""
    at = each.passages[0].source.published_at
    newest = newest_before(archive, each.id, reader) if at is not None else None
    return at is not None and newest is not None and at < newest - _OLD_S


def _is_new(watch: Watch, watched: Aim, each: Arrived, news: _News, archive: Archive) -> bool:
    """Whether an article came after its watch began, or speaks of what is watched only now."""
    if each.first > watch.began or news.released.get(each.id, 0) > watch.looked_at:
        return True
    before = earlier(archive, each.id, watch.seq, _EVERYBODY)
    return before is None or not spoke(watched, *before)


async def _seen(likely: Sequence[_Likely], desk: Desk) -> dict[str, list[Place]]:
    """Where each watch's articles speak of it; an answer waits for one article at most."""
    found: dict[str, list[Place]] = {}
    for each in likely:
        quote = await desk.weigh(speaks, each.aim, each.passages, desk.meaning)
        if quote is not None:
            source = quote.found.source
            place = Place(source.article_id, source.version, quote.start, quote.end)
            found.setdefault(each.watch.id, []).append(place)
    return found


def _note(news: _News, seen: Mapping[str, list[Place]], now: datetime, archive: Archive) -> None:
    for watch in news.watches:
        is_behind = watch.seq < news.seq or any(at > watch.looked_at for at in news.released.values())
        if is_behind:
            note(watch, seen.get(watch.id, []), max(watch.seq, news.seq), now, archive)


def _decide(archive: Archive, reader_of: Callable[[str], Reader], now: datetime) -> int:
    return sum(decide(watch, reader_of(watch.reader), now, archive) for watch in Watches(archive).running())
