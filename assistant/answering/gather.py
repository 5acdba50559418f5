"""A Query to the passages it is answered from: its likely time first, its parts by turns.

Knows the search of one query; nothing of what is made of its passages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from assistant.conversation import Query
from assistant.questions.overall import asks_for_news
from assistant.ranking.choose import PASSAGES, choose
from assistant.ranking.stories import told_by_one
from assistant.retrieve import Retriever
from assistant.weighing.sequel import asks_who_said
from assistant.weighing.terms import terms_of
from assistant.weighing.timely import tells_of
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.times import end_of, moment

_DEPTH = 4  # times as many are looked at as are handed on
# Measured on half of the `realtimeqa` questions that name a time (docs/decisions.md).
_LIKELY = 1.5  # of its score a passage from the likely time has
_LEADS = 40  # articles of a time looked at, where only news of it is asked for
_LOOKED_AT = 100  # passages in which such are looked for
_FEW = 3  # passages from the likely time; with less it is searched for its own sake too
_SOON = 1.5  # of its score what tells of a day named has, among what was published then and the day after
_AS_GOOD = 0.5  # of the best score, from which what may not be quoted is named
# Share of the question that what may only be linked holds, to be named as being about it; of what is near
# in meaning less is enough.
_HELD, _NEAR, _HELD_NEAR = 0.65, 0.5, 0.4
_BESIDE = 0.5  # of its score what only that search finds has


def best(query: Query, reader: Reader, retriever: Retriever) -> tuple[list[Found], list[Found]]:
    """The best passages, each story once; of a time that holds no news, those that name it or are undated.

    Beside them those as good whose words may not be quoted.
    """
    if asks_who_said(query):
        return _quotable(_told(query, reader, retriever)), []
    if not query.goes_on and asks_for_news(query.asks, query.days is not None):
        leads = _quotable(_leads(query, reader, retriever))
        return choose(told_by_one(leads), retriever.measure), []
    found = _asked(query, reader, retriever)
    withheld = [each for each in found if not each.is_quotable and each.score >= _AS_GOOD * found[0].score]
    return choose(_quotable(found), retriever.measure), withheld


def about_it(withheld: Sequence[Found], query: Query, retriever: Retriever) -> list[Found]:
    """Those of the passages that may not be quoted whose words hold most of what is asked about."""
    terms = terms_of(query.text, retriever.rarity)
    held = retriever.index.words.weight_held(terms.weights, [found.passage.id for found in withheld])
    shares = {name: weight / (terms.total or 1.0) for name, weight in held.items()}
    return [f for f in withheld if shares.get(f.passage.id, 0.0) >= (_HELD if f.near < _NEAR else _HELD_NEAR)]


def _asked(query: Query, reader: Reader, retriever: Retriever) -> list[Found]:
    """What is found of a question, best first."""
    found = gather(query, _DEPTH * PASSAGES, reader, retriever)
    if query.likely and catalogue.is_narrow(retriever.index.archive, reader, narrowest(query), 0):
        return [each for each in found if each.source.published_at is None or _names_a_day(each, query)]
    return found


def _quotable(found: list[Found]) -> list[Found]:
    return [each for each in found if each.is_quotable]


def _told(query: Query, reader: Reader, retriever: Retriever) -> list[Found]:
    """The passages that the last answer quoted."""
    ids = list(dict.fromkeys(passage_id for passage_id, _, _ in query.told))
    read = catalogue.passages_by_id(retriever.index.archive, ids, reader, query.window)
    return [read[i] for i in ids if i in read]


def _names_a_day(found: Found, query: Query) -> bool:
    return query.days is not None and bool(tells_of(found.passage.text, found, query.days))


def _leads(query: Query, reader: Reader, retriever: Retriever) -> list[Found]:
    """What articles begin with, where nothing but news of a time is asked for.

    Of days those that tell of them first, then those published on them; else the newest first.
    """
    if query.is_ahead:
        found = retriever.find(query, _LOOKED_AT, reader)
        return [each for each in found if _names_a_day(each, query)]
    told_soon, archive = _told_soon(query), retriever.index.archive
    window = _both(query.window, told_soon) if told_soon else _exactly(query)
    listed = catalogue.newest(archive, reader, window, _LEADS)
    ids = [f"{source.article_id}-{source.version}-0" for source in listed]
    read = catalogue.passages_by_id(archive, ids, reader, window)
    found = [read[i] for i in ids if i in read]
    return sorted(found, key=lambda f: not _names_a_day(f, query)) if query.days else found


def _exactly(query: Query) -> Window:
    """The window of a query, and of its words, without the time in which news goes on appearing."""
    if query.likely is None:
        return query.window
    since, until = query.asked.since, query.asked.until
    told = Window(moment(since)[0] if since else None, end_of(until) if until else None)
    return _both(query.window, told)


def _told_soon(query: Query) -> Window | None:
    """The few days a question names and the day after, when most is published of what happened then."""
    if query.likely is None or query.likely.since is None or query.days is None:
        return None
    length = query.days[1] - query.days[0] + timedelta(days=2)
    return Window(query.likely.since, query.likely.since + length - timedelta(seconds=1))


def gather(query: Query, limit: int, reader: Reader, retriever: Retriever) -> list[Found]:
    """The best passages for a query without parts, best first."""
    if query.is_ahead:
        return _naming(query, retriever.find(query, max(limit, _LOOKED_AT), reader))[:limit]
    if query.likely is None:
        return retriever.find(query, limit, reader)
    found = retriever.find(query, max(limit, _LOOKED_AT), reader)
    scored = {
        p.passage.id: replace(p, score=_LIKELY * p.score) if lies_in(p, query.likely) else p for p in found
    }
    if told_soon := _told_soon(query):
        only = replace(query, window=_both(query.window, told_soon))
        for passage in retriever.find(only, limit, reader):
            score = max(_SOON * passage.score, scored.get(passage.passage.id, passage).score)
            scored[passage.passage.id] = replace(passage, score=score)
    elif sum(lies_in(p, query.likely) for p in found) < _FEW:
        only = replace(query, window=narrowest(query))
        for passage in retriever.find(only, limit, reader):
            scored.setdefault(passage.passage.id, replace(passage, score=_BESIDE * _LIKELY * passage.score))
    return told_by_one(sorted(scored.values(), key=lambda p: (-p.score, p.passage.id)))[:limit]


def _naming(query: Query, found: Sequence[Found]) -> list[Found]:
    """The same passages, those that name a day to come before others nearly as good."""
    scored = [replace(f, score=f.score * (_SOON if _names_a_day(f, query) else 1.0)) for f in found]
    return sorted(scored, key=lambda f: (-f.score, f.passage.id))


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
