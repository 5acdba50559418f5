"""Remove articles: every row that is theirs, and their words in what else is kept.

Knows tables only; each function works in the transaction it is given.
"""

import json
import re
import time
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from ingest.article import Article
from ingest.readership import briefings
from ingest.schema import articles, entries, passages, pending, removals, turns, vectors, versions, visits
from ingest.sql.dated import published
from ingest.sql.journal import note
from ingest.sql.redact import redacted
from ingest.times import seconds

_ID = re.compile(r"\b[0-9a-f]{16}\b")
_TOGETHER = 200  # kept answers or briefings looked at together
_PARAMETERS = 2_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are meant: those named, and those that meet all of the conditions given."""

    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    collection: str | None = None
    outlet: str | None = None  # a name or host, in any case
    before: datetime | None = None  # published earlier, or added earlier where undated

    @property
    def is_wide(self) -> bool:
        """Whether it takes whatever meets a condition."""
        return bool(self.outlet or self.before)


def chosen(connection: Connection, selection: Selection) -> list[str]:
    """Ids of the articles meant that are held, the oldest arrivals first."""
    conditions: list[ColumnElement[bool]] = []
    if selection.collection is not None:
        conditions.append(articles.c.collection == selection.collection)
    if selection.outlet is not None:
        conditions.append(is_of(selection.outlet))
    if selection.before is not None:
        conditions.append(is_older(seconds(selection.before)))
    named = {*selection.ids, *_ids_of(connection, selection.urls)}
    either: list[ColumnElement[bool]] = [articles.c.id.in_(named)] if named else []
    if conditions:
        either.append(and_(*conditions))
    if not either:
        return []
    return list(connection.scalars(select(articles.c.id).where(or_(*either)).order_by(articles.c.number)))


def is_of(outlet: str) -> ColumnElement[bool]:
    """The condition that an article is of this outlet, by name or host."""
    key = outlet.casefold()
    return or_(articles.c.outlet_key == key, articles.c.host == key.removeprefix("www."))


def is_older(moment: int, now: int | None = None) -> ColumnElement[bool]:
    """The condition that an article is from before a moment; undated ones count from when they came.

    So do those dated ahead: nobody knows how old they are.
    """
    at: ColumnElement[Any] = func.coalesce(
        published(now), articles.c.added_at
    )  # Any: SQL's own functions have no type
    return at < moment


def remove(connection: Connection, article_ids: Iterable[str], is_replaced: bool = False) -> list[str]:
    """Remove articles with all that is theirs; return the ids found.

    Unless each ``is_replaced`` by another article, their ids are remembered, and nothing that is watched
    brings them back. Kept answers and briefings that cite them say so from now on and hold none of their
    words.
    """
    removed = []
    for article_id in dict.fromkeys(article_ids):
        held = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
        if held:
            retire(connection, held.id, held.version, held.passages)
            connection.execute(delete(versions).where(versions.c.article_id == held.id))
            connection.execute(delete(articles).where(articles.c.id == held.id))
            removed.append(held.id)
    if removed:
        if not is_replaced:
            _remember(connection, removed)
        _forget_entries(connection, removed)
        _redact(connection, turns.c.id, turns.c.answer, set(removed))
        _redact(connection, briefings.c.id, briefings.c.briefing, set(removed))
    return removed


def retire(connection: Connection, article_id: str, version: int, count: int) -> None:
    """Remove what is derived from a version, and say so in the log."""
    for table in (vectors, passages, pending):
        connection.execute(delete(table).where(table.c.article_id == article_id))
    note(connection, "removed", article_id, version, count)


def is_removed(connection: Connection, article_id: str) -> bool:
    """Whether an article was removed and not added by hand since."""
    found = select(removals.c.article_id).where(removals.c.article_id == article_id)
    return connection.scalar(found) is not None


def take_back(connection: Connection, article_ids: Sequence[str]) -> None:
    """Forget that articles were removed: they are kept again."""
    for n in range(0, len(article_ids), _PARAMETERS):
        some = list(article_ids[n : n + _PARAMETERS])
        connection.execute(delete(removals).where(removals.c.article_id.in_(some)))


def missing(connection: Connection, article_ids: Collection[str]) -> set[str]:
    """Those of these articles that are not held any more."""
    held = select(articles.c.id).where(articles.c.id.in_(list(article_ids)))
    return set(article_ids) - set(connection.scalars(held))


def _ids_of(connection: Connection, urls: Iterable[str]) -> list[str]:
    """Ids that articles of these addresses have, in whichever collection."""
    collections = list(connection.scalars(select(articles.c.collection).distinct())) if urls else []
    named = [Article("", "", url=url, collection=name).id for url in urls for name in collections]
    of_url = (
        or_(articles.c.url == url, articles.c.url.startswith(f"{url}#", autoescape=True)) for url in urls
    )
    parts = select(articles.c.id).where(or_(false(), *of_url))  # several may share an address
    return [*named, *connection.scalars(parts)]


def _remember(connection: Connection, removed: list[str]) -> None:
    take_back(connection, removed)
    now = int(time.time())
    connection.execute(insert(removals), [{"article_id": each, "removed_at": now} for each in removed])


def _forget_entries(connection: Connection, removed: list[str]) -> None:
    """Feeds remember that they named an article, by its digest, so that it does not come back; no more."""
    for n in range(0, len(removed), _PARAMETERS):
        theirs = entries.c.article_id.in_(removed[n : n + _PARAMETERS])
        connection.execute(update(entries).where(theirs).values(entry=None, url=None, trouble=None))
        connection.execute(delete(visits).where(visits.c.article_id.in_(removed[n : n + _PARAMETERS])))


def _redact(connection: Connection, key: Column[str], kept: Column[str], gone: Set[str]) -> None:
    """Take the words of these articles out of a table's kept answers or briefings, some rows at a time."""
    last = ""
    while rows := connection.execute(
        select(key, kept).where(key > last).order_by(key).limit(_TOGETHER)
    ).all():
        for name, told in rows:
            if not gone.isdisjoint(_ID.findall(told)):
                words = json.dumps(redacted(json.loads(told), gone), ensure_ascii=False)
                connection.execute(update(key.table).where(key == name).values({kept: words}))
        last = rows[-1][0]
