"""Storylines for a Reader: which one each article reports, which are told most in a window, and by whom.

Whatever is counted or listed is what the reader may see. An article that has not been placed yet, or was
not embedded, is a storyline of its own with its copies.
"""

import math
from calendar import timegm
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from ingest.archive import Archive
from ingest.holdings.catalogue import visible, within
from ingest.holdings.reader import Reader, Window
from ingest.schema import articles, reports

_TOGETHER = 500  # ids in one statement
_MOST = 10_000  # articles of a window that are looked at, the newest: a tenth of a second
_LOOKED_INTO = 4  # times as many storylines as are wanted, of which is counted what came before
_story: ColumnElement[str] = func.coalesce(articles.c.story, articles.c.id)
_line: ColumnElement[str] = func.coalesce(reports.c.storyline_id, _story)
_named = select(reports.c.article_id, reports.c.storyline_id).where(
    reports.c.article_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Storyline:
    """An affair, as the articles of a window that a reader may see report it."""

    id: str
    articles: tuple[str, ...]  # ids of its reports in the window, the newest first
    stories: int  # independent ones: copies count once
    outlets: tuple[str, ...]  # who tells them: of copies, who told it first
    began_at: int | None  # seconds since 1970: its first and last report, in the window or before it
    last_at: int | None
    before: int  # how many reports it had before the window

    @property
    def inside(self) -> int:
        """How many reports it has in the window."""
        return len(self.articles)

    @property
    def novelty(self) -> float:
        """How much of it is of the window, 0 to 1."""
        return self.inside / (self.inside + self.before)

    @property
    def weight(self) -> float:
        """How much it matters in its window: by independent outlets, novelty and size."""
        return math.log2(1 + len(self.outlets)) + self.novelty + math.log2(1 + self.stories) / 2


@dataclass(frozen=True, slots=True)
class _Report:
    """An article of a window."""

    id: str
    line: str
    story: str
    outlet: str | None
    at: int | None
    number: int


def storylines_of(archive: Archive, article_ids: Collection[str]) -> dict[str, str]:
    """The storyline of each of these articles that has been placed."""
    ids = list(article_ids)
    found: dict[str, str] = {}
    with archive.reading() as connection:
        for n in range(0, len(ids), _TOGETHER):
            rows = connection.execute(_named, {"ids": ids[n : n + _TOGETHER]})
            found |= {row.article_id: row.storyline_id for row in rows}
    return found


def top(archive: Archive, reader: Reader, window: Window, limit: int) -> list[Storyline]:
    """The storylines a briefing of this window begins with, as ``ordering`` has them."""
    groups: defaultdict[str, list[_Report]] = defaultdict(list)
    for report in _inside(archive, reader, window):
        groups[report.line].append(report)
    told = [_told(line, group) for line, group in groups.items()]
    likely = ordering(told)[: _LOOKED_INTO * limit]
    return ordering(_with_past(archive, likely, reader, window))[:limit]


def ordering(found: Iterable[Storyline]) -> list[Storyline]:
    """Those first that more outlets tell independently, that are newer, and that more stories tell."""
    return sorted(found, key=lambda line: (-line.weight, -(line.last_at or 0), line.id))


def members(archive: Archive, storyline_id: str, reader: Reader, window: Window | None = None) -> list[str]:
    """Ids of the articles of a storyline that the reader may see inside the window, the newest first."""
    query = _seen(select(articles.c.id), reader).where(*within(window or Window(), chosen=True))
    placed = query.where(reports.c.storyline_id == storyline_id)
    unplaced = query.where(
        reports.c.number.is_(None), (articles.c.story == storyline_id) | (articles.c.id == storyline_id)
    )
    newest_first = articles.c.published_at.desc().nulls_last(), articles.c.number.desc()
    with archive.reading() as connection:
        found = list(connection.scalars(placed.order_by(*newest_first)))
        return found or list(connection.scalars(unplaced.order_by(*newest_first)))


def _inside(archive: Archive, reader: Reader, window: Window) -> list[_Report]:
    """The articles of a window, the newest first."""
    outlet = func.coalesce(articles.c.outlet, articles.c.host)
    columns = (articles.c.id, _line, _story, outlet, articles.c.published_at, articles.c.number)
    query = _seen(select(*columns), reader).where(*within(window))
    newest_first = articles.c.published_at.desc().nulls_last(), articles.c.number.desc()
    with archive.reading() as connection:
        rows = connection.execute(query.order_by(*newest_first).limit(_MOST)).all()
    return [_Report(*row) for row in rows]


def _told(line: str, group: Sequence[_Report]) -> Storyline:
    """A storyline by its reports in the window alone, the newest first."""
    firsts: dict[str, _Report] = {}
    for report in group:  # of copies the last one left is the first that was published
        firsts[report.story] = report
    outlets = dict.fromkeys(report.outlet for report in firsts.values() if report.outlet)
    dates = [report.at for report in group if report.at is not None]
    ids = tuple(report.id for report in group)
    return Storyline(
        line, ids, len(firsts), tuple(outlets), min(dates, default=None), max(dates, default=None), 0
    )


def _with_past(
    archive: Archive, found: Sequence[Storyline], reader: Reader, window: Window
) -> list[Storyline]:
    """The same with what was reported of them before the window, by the same outlets."""
    if window.since is None:
        return list(found)
    at, same_outlets = articles.c.published_at, within(Window(outlets=window.outlets), chosen=True)
    theirs = reports.c.storyline_id.in_([line.id for line in found])
    counted = select(reports.c.storyline_id, func.count(), func.min(at))
    query = (
        _seen(counted, reader)
        .where(theirs, at + 0 < timegm(window.since.utctimetuple()), *same_outlets)
        .group_by(reports.c.storyline_id)
    )
    with archive.reading() as connection:
        past = {line: (many, first) for line, many, first in connection.execute(query)}
    return [_since(line, *past[line.id]) if line.id in past else line for line in found]


def _since(line: Storyline, before: int, first: int) -> Storyline:
    return replace(line, before=before, began_at=first)


def _seen(query: Select[*tuple[Any, ...]], reader: Reader) -> Select[*tuple[Any, ...]]:  # Any: any columns
    """The same of articles the reader may see, each beside its report, where it has one."""
    joined = query.select_from(articles).outerjoin(reports, reports.c.article_id == articles.c.id)
    return joined.where(*visible(reader))
