"""Read the archive for a Reader: articles, passages, and what a window covers.

Every read goes through ``visible``, the one place that decides what a reader may see, and every word
of an article through ``rights``, which decides how much of it is shown.
"""

import time
from calendar import timegm
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
)

from ingest.archive import Archive
from ingest.article import Passage, article_of
from ingest.errors import UnknownArticle
from ingest.holdings import rights
from ingest.holdings.reader import Coverage, Found, Reader, Source, Window, iso
from ingest.holdings.sources import published_of, source_of
from ingest.schema import articles, passages, versions
from ingest.sql.dated import has_come, published

_PAGE = 1_000  # passages looked at together when all are
_MOST_COUNTED = 64  # windows whose coverage is remembered
_STANDS = 20
_PREPARED = 128  # statements for as many readers and windows; building one takes as long as running it


@dataclass(frozen=True, slots=True)
class Held:
    """An article as it is read back, with the list of its versions."""

    source: Source
    text: str  # as much of it as may be shown
    is_cut: bool
    versions: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class _Count:
    """A coverage as it was counted, and how long it may be told again."""

    coverage: Coverage
    state: tuple[int, int]
    stands_until: float


_counted: dict[tuple[Archive, Reader, Window], _Count] = {}


def visible(reader: Reader) -> list[ColumnElement[bool]]:
    """Conditions that an article must meet to be seen by this reader now."""
    conditions: list[ColumnElement[bool]] = []
    if not reader.sees_embargoed:
        embargo = articles.c.embargo_until
        now = bindparam(None, type_=BigInteger, callable_=lambda: int(time.time()))
        conditions.append(or_(embargo.is_(None), embargo <= now))
    if reader.collections is not None:
        conditions.append(articles.c.collection.in_(sorted(reader.collections)))
    return conditions


def within(window: Window, chosen: bool = False) -> list[ColumnElement[bool]]:
    """Conditions that an article must meet to be inside a window.

    Of articles ``chosen`` by their ids the database must not begin with all that the window holds:
    no index has the expressions that are compared then.
    """
    at: ColumnElement[int | None] = articles.c.published_at
    outlet: ColumnElement[str | None] = articles.c.outlet_key
    host: ColumnElement[str | None] = articles.c.host
    if chosen:
        at, outlet, host = at + 0, outlet + "", host + ""
    conditions: list[ColumnElement[bool]] = []
    if window.is_timed:
        conditions.append(has_come())
    if window.since:
        conditions.append(at >= timegm(window.since.utctimetuple()))
    if window.last:
        conditions.append(at <= timegm(window.last.utctimetuple()))
    if window.outlets:
        names = [name.casefold() for name in window.outlets]
        hosts = [name.removeprefix("www.") for name in names]
        conditions.append(or_(outlet.in_(names), host.in_(hosts)))
    return conditions


def is_all_seen(archive: Archive, reader: Reader) -> bool:
    """Whether nothing at all is kept from this reader now."""
    if reader.collections is not None:
        return False
    hidden = select(articles.c.number).where(articles.c.embargo_until > int(time.time())).limit(1)
    return reader.sees_embargoed or _scalar(archive, hidden) == 0


def allowed(archive: Archive, ids: Iterable[str], reader: Reader, window: Window) -> set[str]:
    """Those of these passages whose articles the reader may see inside the window, told without their text.

    An index may hold passages of an earlier version for a moment: those count for what replaced them.
    """
    by_article: dict[str, list[str]] = {}
    for passage_id in ids:
        by_article.setdefault(article_of(passage_id), []).append(passage_id)
    with archive.reading() as connection:
        rows = connection.execute(_allowed(reader, window), {"ids": list(by_article)}).all()
    return {passage_id for row in rows for passage_id in by_article[row.id]}


@lru_cache(_PREPARED)
def _allowed(reader: Reader, window: Window) -> Select[tuple[str]]:
    among = articles.c.id.in_(bindparam("ids", expanding=True))
    conditions = (among, *visible(reader), *within(window, chosen=True))
    return select(articles.c.id).where(*conditions)


def passages_by_id(archive: Archive, ids: Sequence[str], reader: Reader, window: Window) -> dict[str, Found]:
    """Passages of these ids that the reader may see inside the window; others are left out."""
    with archive.reading() as connection:
        return read_passages(connection, ids, reader, window)


def read_passages(
    connection: Connection, ids: Sequence[str], reader: Reader, window: Window
) -> dict[str, Found]:
    """The same in a transaction that reads other things too."""
    rows = connection.execute(_passages_by_id(reader, window), {"ids": ids}).all()
    return {
        row.passage_id: rights.cut(Found(_passage(row), source_of(row, reader)), row.opening) for row in rows
    }


@lru_cache(_PREPARED)
def _passages_by_id(reader: Reader, window: Window) -> Select[*tuple[Any, ...]]:  # Any: as in _source
    start, stop = passages.c.start, passages.c.stop
    is_whole = true() if reader.sees_embargoed else articles.c.rights == rights.FULL
    return (
        select(
            articles,
            passages.c.id.label("passage_id"),
            start,
            stop,
            func.substr(versions.c.text, start + 1, stop - start).label("text"),
            case((is_whole, None), else_=func.substr(versions.c.text, 1, rights.OPENING)).label("opening"),
        )
        .join(passages, passages.c.article_id == articles.c.id)
        .join(versions, _current())
        .where(passages.c.id.in_(bindparam("ids", expanding=True)))
        .where(*visible(reader), *within(window, chosen=True))
    )


def article(archive: Archive, article_id: str, reader: Reader) -> Held:
    """Read what may be shown of one article; raises UnknownArticle, also where they may not see it."""
    query = (
        select(articles, versions.c.text)
        .join(versions, _current())
        .where(articles.c.id == article_id, *visible(reader))
    )
    of_versions = [versions.c[name] for name in ("version", "title", "published_at", "added_at")]
    history = (
        select(*of_versions, articles.c.published_day, articles.c.published_zone)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(versions.c.article_id == article_id)
        .order_by(versions.c.version)
    )
    with archive.reading() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownArticle(article_id)
        kept = tuple(map(_version, connection.execute(history)))
    text = rights.readable(row.text, row.rights, reader)
    return Held(source_of(row, reader), text, len(text) < len(row.text), kept)


def listing(
    archive: Archive, reader: Reader, window: Window, limit: int, after: str | None = None
) -> list[Source]:
    """List articles, newest arrival first; ``after`` is the last id of the page before."""
    query = select(articles).where(*visible(reader), *within(window))
    if after is not None:
        number = select(articles.c.number).where(articles.c.id == after).scalar_subquery()
        query = query.where(articles.c.number < number)
    with archive.reading() as connection:
        rows = connection.execute(query.order_by(articles.c.number.desc()).limit(limit)).all()
    return [source_of(row, reader) for row in rows]


def newest(archive: Archive, reader: Reader, window: Window, limit: int) -> list[Source]:
    """List articles, the latest published first, those without a day last."""
    query = select(articles).where(*visible(reader), *within(window))
    order = articles.c.published_at.desc().nulls_last(), articles.c.number.desc()
    with archive.reading() as connection:
        return [source_of(row, reader) for row in connection.execute(query.order_by(*order).limit(limit))]


def states(archive: Archive, article_ids: Sequence[str], reader: Reader) -> dict[str, int]:
    """Current version of each of these articles the reader may still see."""
    query = select(articles.c.id, articles.c.version).where(articles.c.id.in_(article_ids), *visible(reader))
    with archive.reading() as connection:
        return {row.id: row.version for row in connection.execute(query)}


def all_passage_ids(archive: Archive) -> Iterator[list[str]]:
    """Ids of all passages, a page at a time, in no order a reader would know."""
    last = ""
    while True:
        query = select(passages.c.id).where(passages.c.id > last).order_by(passages.c.id).limit(_PAGE)
        with archive.reading() as connection:
            ids = list(connection.scalars(query))
        if not ids:
            return
        yield ids
        last = ids[-1]


def count_passages(archive: Archive, reader: Reader, window: Window) -> int:
    """Count the passages a search of this window may find."""
    return _scalar(archive, select(func.sum(articles.c.passages)).where(*visible(reader), *within(window)))


def is_narrow(archive: Archive, reader: Reader, window: Window, most: int) -> bool:
    """Whether a window holds at most so many passages; no more articles than that are looked at."""
    some = select(articles.c.passages).where(*visible(reader), *within(window)).limit(most + 1).subquery()
    return _scalar(archive, select(func.sum(some.c.passages))) <= most


def coverage(archive: Archive, reader: Reader, window: Window) -> Coverage:
    """Count what lies inside a window, with its outlets and dates.

    Counting reads a line of every article, so it is done once for each state of the archive and
    minute (an embargo may end), not for each question; and while the archive changes all the time,
    the last count stands for twenty times as long as it took.
    """
    key, state = (archive, reader, window), (archive.last_seq(), int(time.time()) // 60)
    now = time.monotonic()
    if (last := _counted.get(key)) and (last.state == state or now < last.stands_until):
        return last.coverage
    counted = _count(archive, reader, window)
    ended = time.monotonic()
    if len(_counted) >= _MOST_COUNTED:
        _counted.clear()
    _counted[key] = _Count(counted, state, ended + _STANDS * (ended - now))
    return counted


def _count(archive: Archive, reader: Reader, window: Window) -> Coverage:
    inside = [*visible(reader), *within(window)]
    at = published()
    totals = select(func.count(), func.min(at), func.max(at), func.count(at))
    name = func.coalesce(articles.c.outlet, articles.c.host)
    with archive.reading() as connection:
        total, oldest, newest, dated = connection.execute(totals.select_from(articles).where(*inside)).one()
        names = connection.scalars(select(name).distinct().where(name.isnot(None), *inside).order_by(name))
        return Coverage(total, tuple(names), iso(oldest), iso(newest), total - dated)


def _scalar(archive: Archive, query: Select[int]) -> int:
    with archive.reading() as connection:
        return connection.scalar(query) or 0


def _current() -> ColumnElement[bool]:
    return (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version)


def _passage(row: Row[*tuple[Any, ...]]) -> Passage:  # Any: the columns are named, not counted
    return Passage(row.passage_id, row.id, row.text, row.start, row.stop)


def _version(row: Row[*tuple[Any, ...]]) -> dict[str, object]:
    return {
        "version": row.version,
        "title": row.title,
        "published_at": published_of(row),
        "added_at": iso(row.added_at),
    }
