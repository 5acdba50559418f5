"""What each feed has named and what became of it, so that nothing is missed and nothing is done twice.

An entry waits in SQL from the moment its feed was read until its article is kept: a kill in between
loses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from ingest.archive import Archive
from ingest.article import digest
from ingest.errors import ArticleRemoved
from ingest.read.entry import Entry
from ingest.schema import articles, entries, feeds
from ingest.sql import removal
from ingest.watched import naming, pace
from ingest.watched.feeds import Feed
from ingest.watched.naming import Named

_AT_ONCE = 500  # keys looked up together; SQLite takes 32,766 values in one statement
_LONGEST_TROUBLE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry to be read, or a page to be asked whether it has changed."""

    feed_id: int
    key: str
    url: str | None
    entry: Entry | None  # None: it was kept before, and its page is visited again
    article_id: str | None
    tries: int
    seen_at: int
    part: str | None = None  # where several have its address: which of them it is


def note(archive: Archive, feed: Feed, named: Iterable[Entry], now: int) -> int:
    """Let what is new or has changed wait to be read; return how many."""
    count = 0
    with archive.writing() as connection:
        told = list(naming.told_apart(connection, feed, named))
        for start in range(0, len(told), _AT_ONCE):
            count += _note(connection, feed, told[start : start + _AT_ONCE], now)
    return count


def _note(connection: Connection, feed: Feed, named: list[Named], now: int) -> int:
    known = select(entries.c.key, entries.c.digest).where(
        entries.c.feed_id == feed.id, entries.c.key.in_([each.key for each in named])
    )
    held = {row.key: row.digest for row in connection.execute(known)}
    new, changed = [], 0
    for each in named:
        text = each.entry.as_json()
        row = {"url": each.entry.url, "name": each.name, "shared": each.shared} | _waits(text, now)
        if each.key not in held:
            new.append({"feed_id": feed.id, "key": each.key, "seen_at": now} | row)
        elif held[each.key] != digest(text):
            connection.execute(_of(feed.id, each.key).values(**row))
            changed += 1
    if new:
        connection.execute(insert(entries), new)
    return len(new) + changed


def _waits(text: str, now: int) -> dict[str, object]:
    return {"digest": digest(text), "entry": text, "trouble": None, "tries": 0, "next_at": now}


def waiting(archive: Archive, feed: Feed, now: int, limit: int) -> list[Waiting]:
    """Entries of a feed to be read now, the longest due first."""
    query = (
        select(entries)
        .where(_is_due(now), entries.c.feed_id == feed.id)
        .order_by(entries.c.next_at, entries.c.seen_at, entries.c.key)
    )
    with archive.reading() as connection:
        return [_waiting(row) for row in connection.execute(query.limit(limit))]


def feeds_with_waiting(archive: Archive, now: int) -> list[int]:
    """Numbers of the feeds that have entries to be read now."""
    query = select(entries.c.feed_id).distinct().where(_is_due(now))
    with archive.reading() as connection:
        return list(connection.scalars(query))


def kept(archive: Archive, done: Waiting, article_id: str | None, has_page: bool, now: int) -> None:
    """Note an entry's article; where it was read from its page, that is visited again later."""
    seen = min(done.seen_at, now)  # a clock that was ahead would have it visited for ever
    again = pace.next_visit(seen, now) if has_page else None
    _set(archive, done, article_id=article_id, entry=None, trouble=None, tries=0, next_at=again, seen_at=seen)


def is_removed(archive: Archive, one: Waiting, collection: str) -> bool:
    """Whether somebody has removed the article, whichever feed of its collection had named it."""
    with archive.reading() as connection:
        return _is_removed(connection, one, collection)


def refuse_removed(connection: Connection, one: Waiting, collection: str, article_id: str) -> None:
    """Raise ArticleRemoved where somebody has removed the article that an entry has turned out to be."""
    named = select(entries.c.key).where(entries.c.article_id == article_id).limit(1)
    is_held = connection.scalar(select(articles.c.id).where(articles.c.id == article_id)) is not None
    was_named = not is_held and connection.scalar(named) is not None
    if removal.is_removed(connection, article_id) or was_named or _is_removed(connection, one, collection):
        raise ArticleRemoved


def refuse_known_removed(connection: Connection, article_id: str) -> None:
    """Raise ArticleRemoved where somebody has removed this article."""
    if removal.is_removed(connection, article_id):
        raise ArticleRemoved


def _is_removed(connection: Connection, one: Waiting, collection: str) -> bool:
    others = (
        select(entries.c.article_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(entries.c.key == one.key, entries.c.article_id.isnot(None), feeds.c.collection == collection)
    )
    known = {one.article_id} if one.article_id else set(connection.scalars(others))
    held = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(known))))
    return bool(known) and not held


def removed(archive: Archive, feed: Feed) -> int:
    """Count what a feed has named whose articles were removed since: they do not come back."""
    named = entries.c.article_id
    gone = select(func.count()).where(
        entries.c.feed_id == feed.id, named.isnot(None), named.not_in(select(articles.c.id))
    )
    with archive.reading() as connection:
        return connection.scalar(gone) or 0


def is_known(archive: Archive, feed: Feed, key: str) -> bool:
    """Whether a message of a mailbox has come before, under whatever number."""
    found = select(entries.c.key).where(entries.c.feed_id == feed.id, entries.c.key == key)
    with archive.reading() as connection:
        return connection.execute(found).first() is not None


def came(
    archive: Archive, feed: Feed, key: str, article_id: str | None, trouble: str | None, now: int
) -> None:
    """Note a message of a mailbox: the article it became, and what of it could not be read."""
    row: dict[str, object] = {"feed_id": feed.id, "key": key, "digest": key, "article_id": article_id}
    row["trouble"] = trouble[:_LONGEST_TROUBLE] if trouble else None
    with archive.writing() as connection:
        connection.execute(insert(entries), row | {"tries": 0, "seen_at": now})


def dropped(archive: Archive, one: Waiting, article_id: str | None = None) -> None:
    """Leave an entry alone whose article somebody has removed."""
    known = {"article_id": article_id} if article_id else {}
    _set(archive, one, entry=None, next_at=None, url=None, trouble=None, **known)


def replaced(archive: Archive, before: str, article_id: str) -> None:
    """Note that one article has taken another's place, for all that named it."""
    with archive.writing() as connection:
        connection.execute(
            update(entries).where(entries.c.article_id == before).values(article_id=article_id)
        )


def again(archive: Archive, feed: Feed, now: int) -> None:
    """Let the page that is watched be visited now; its address was forgotten when its article was removed."""
    mine = update(entries).where(entries.c.feed_id == feed.id)
    with archive.writing() as connection:
        connection.execute(mine.values(next_at=now, url=feed.url))


def left(archive: Archive, failed: Waiting, why: str, article_id: str | None, next_at: int | None) -> None:
    """Note why an entry could not be read whole, and when it is tried again, if ever."""
    values: dict[str, object] = {"trouble": why[:_LONGEST_TROUBLE], "tries": failed.tries + 1}
    values["next_at"] = next_at
    if next_at is None:
        values["entry"] = None
    if article_id:
        values["article_id"] = article_id
    _set(archive, failed, **values)


def troubles(archive: Archive, feed: Feed) -> list[tuple[str, int]]:
    """Why entries of a feed could not be read, with how many each; the commonest first."""
    query = (
        select(entries.c.trouble, func.count().label("n"))
        .where(entries.c.feed_id == feed.id, entries.c.trouble.isnot(None))
        .group_by(entries.c.trouble)
        .order_by(func.count().desc())
        .limit(5)
    )
    with archive.reading() as connection:
        return [(row.trouble, row.n) for row in connection.execute(query)]


def _is_due(now: int) -> ColumnElement[bool]:
    """The condition that an entry's moment has come, or was noted by a clock that was years ahead."""
    return or_(entries.c.next_at <= now, entries.c.next_at > now + pace.FARTHEST_S)


def _set(archive: Archive, one: Waiting, **values: object) -> None:
    with archive.writing() as connection:
        connection.execute(_of(one.feed_id, one.key).values(**values))


def _of(feed_id: int, key: str) -> Any:  # Any: SQLAlchemy's Update has no parameter worth naming
    return update(entries).where(entries.c.feed_id == feed_id, entries.c.key == key)


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:  # Any: the columns are named, not counted
    entry = Entry.from_json(row.entry) if row.entry else None
    part = row.key if row.shared else None
    return Waiting(row.feed_id, row.key, row.url, entry, row.article_id, row.tries, row.seen_at, part)
