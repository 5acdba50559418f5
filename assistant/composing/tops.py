"""The top stories of a window: those that are told most and are gravest; the window where none is given.

Knows storylines and how grave a sentence is; nothing of what is shown of them.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from assistant.composing.news import News, read
from assistant.reporting.features import definite, is_feature, is_of_another_year, tells_a_tale
from assistant.reporting.gravity import Scale, Vector, gravity, scale
from assistant.reporting.lines import lines
from assistant.retrieve import Retriever
from ingest import storylines
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.storylines import Storyline

_LIKELY = 120  # storylines of a window that are looked at
_HEADS = 2  # articles of each
_TOP = 12  # storylines that are told
_EACH = 6  # articles read of each
_GRAVE = 2.5  # weight of gravity beside that of who tells it
_FEATURE = 0.8  # what counts against an article that explains or serves
_VAGUE = 0.8  # and against one that begins with nothing definite
_RUNNING, _MOST_RUNNING = 0.2, 0.7  # weight of each doubling of what was told before
_LIGHT = -0.5  # gravity of an article without a sentence that may stand alone, and no title
_FEW = 4  # storylines of a day; with less, the days before it are told too
_DAYS = 7


def of_window(window: Window, reader: Reader, retriever: Retriever, vector: Vector | None) -> News:
    """What the top stories of a window begin with."""
    archive = retriever.index.archive
    likely = storylines.top(archive, reader, window, _LIKELY)
    heads = [article for line in likely for article in line.articles[:_HEADS]]
    grave = _gravest(read(heads, (), reader, retriever, window, opening=1), vector)
    ranks = {line.id: _rank(line, grave) for line in likely}
    top = sorted(likely, key=lambda line: -ranks[line.id])[:_TOP]
    placed = {article: line.id for line in top for article in line.articles[:_EACH]}
    passages = tuple(read(list(placed), (), reader, retriever, window, opening=1))
    return News(passages, passages, placed, ranks={line.id: ranks[line.id] for line in top})


def _rank(line: Storyline, grave: dict[str, float]) -> float:
    """What speaks for a storyline; that much was told of it before makes up for its being less new."""
    gravest = max(grave.get(article, _LIGHT) for article in line.articles[:_HEADS])
    return line.weight + min(_MOST_RUNNING, _RUNNING * math.log2(1 + line.before)) + _GRAVE * gravest


def newest(window: Window, reader: Reader, retriever: Retriever) -> Window | None:
    """The last day of a window that has news, in UTC, or None; with as many before it as make a briefing.

    A day with three small items is told with what the week before it brought.
    """
    archive = retriever.index.archive
    last = catalogue.coverage(archive, reader, window).newest
    if last is None:
        return None
    day = datetime.fromisoformat(last).replace(hour=0, minute=0, second=0, tzinfo=UTC)
    until = day + timedelta(days=1, seconds=-1)
    windows = [replace(window, since=day - timedelta(days=n), until=until) for n in range(_DAYS)]
    found, most = windows[0], 0
    for wider in windows:
        told = len(storylines.top(archive, reader, wider, _FEW))
        if told > most:
            found, most = wider, told
        if most >= _FEW:
            break
    return found


def _gravest(opening: Sequence[Found], vector: Vector | None) -> dict[str, float]:
    """How grave what each article begins with is."""
    weights = scale(vector)
    firsts: dict[str, str] = {}
    for line in lines(opening):
        firsts.setdefault(line.quote.found.passage.article_id, line.text)
    return {
        each.passage.article_id: _grave(each, firsts.get(each.passage.article_id, ""), vector, weights)
        for each in opening
    }


def _grave(found: Found, first: str, vector: Vector | None, weights: Scale | None) -> float:
    title = found.source.title
    told = f"{title}. {first}" if title else first
    if not first:
        return _LIGHT
    is_old = is_of_another_year(told, found.source.published)
    against = _FEATURE * (is_feature(title) or tells_a_tale(first) or is_old) + _VAGUE * (1 - definite(first))
    return gravity(told, vector, weights) - against
