"""A Query to the passages it is answered from: its likely time first, its parts by turns.

Knows the search of one query; nothing of what is made of its passages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest

from assistant.choose import PASSAGES, choose
from assistant.conversation import Query
from assistant.retrieve import Retriever
from assistant.stories import told_by_one
from ingest import catalogue
from ingest.reader import Found, Reader, Window

_DEPTH = 4  # times as many are looked at as are handed on
# Measured on half of the `realtimeqa` questions that name a time (docs/decisions.md).
_LIKELY = 1.5  # of its score a passage from the likely time has
_LOOKED_AT = 100  # passages in which such are looked for
_FEW = 3  # passages from the likely time; with less it is searched for its own sake too
_BESIDE = 0.5  # of its score what only that search finds has


def best(query: Query, reader: Reader, retriever: Retriever) -> list[Found]:
    """The best passages, each story once; where the time asked for holds no news, undated ones."""
    found = gather(query, _DEPTH * PASSAGES, reader, retriever)
    if query.likely and catalogue.is_narrow(retriever.index.archive, reader, narrowest(query), 0):
        found = [each for each in found if each.source.published_at is None]
    return choose(found, retriever.measure)


def gather(query: Query, limit: int, reader: Reader, retriever: Retriever) -> list[Found]:
    """The best passages for a query without parts, best first."""
    if query.likely is None:
        return retriever.find(query, limit, reader)
    found = retriever.find(query, max(limit, _LOOKED_AT), reader)
    scored = {
        p.passage.id: replace(p, score=_LIKELY * p.score) if lies_in(p, query.likely) else p for p in found
    }
    if sum(lies_in(p, query.likely) for p in found) < _FEW:
        only = replace(query, window=narrowest(query))
        for passage in retriever.find(only, limit, reader):
            scored.setdefault(passage.passage.id, replace(passage, score=_BESIDE * _LIKELY * passage.score))
    return told_by_one(sorted(scored.values(), key=lambda p: (-p.score, p.passage.id)))[:limit]


def lies_in(found: Found, window: Window) -> bool:
    """Whether a passage was published in a window; an undated one was not."""
    if found.source.published_at is None:
        return False
    at = datetime.fromtimestamp(found.source.published_at, UTC)
    return (window.since is None or at >= window.since) and (window.last is None or at <= window.last)


def narrowest(query: Query) -> Window:
    """The window of a query and its likely time in one."""
    return _both(query.window, query.likely) if query.likely else query.window


def by_turns(lists: Sequence[Sequence[Found]]) -> list[Found]:
    """One list of several: the first of each, then the second of each, none twice."""
    mixed: Iterable[Found | None] = (found for row in zip_longest(*lists) for found in row)
    return list({found.passage.id: found for found in reversed([f for f in mixed if f])}.values())[::-1]


def _both(window: Window, likely: Window) -> Window:
    """What lies in both windows."""
    starts = [start for start in (window.since, likely.since) if start]
    ends = [end for end in (window.until, likely.until) if end]
    return replace(window, since=max(starts, default=None), until=min(ends, default=None))
