"""Stories for a Reader: of which one each article is, and who else ran its text."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, func, select

from ingest import copies
from ingest.archive import Archive
from ingest.holdings.catalogue import visible, within
from ingest.holdings.reader import Copy, Found, Reader, Window
from ingest.schema import articles

_FEW, _MOMENT_S = 5_000, 2.0  # reading so many takes some milliseconds
_remembered: WeakKeyDictionary[Archive, tuple[Mapping[str, str] | None, float]] = WeakKeyDictionary()
_TOGETHER = 500  # ids in one statement
_told = articles.alias("told")
_named = select(articles.c.id, articles.c.story).where(
    articles.c.id.in_(bindparam("ids", expanding=True)), articles.c.story.is_not(None)
)


def find(archive: Archive, count: int) -> bool:
    """Find the copies of so many articles that are older than stories; False when none is left."""
    with archive.reading() as connection:
        is_behind = copies.is_behind(connection)
    if is_behind:
        with archive.writing() as connection:
            copies.catch_up(connection, count)
    return is_behind


def stories_of(archive: Archive, article_ids: Collection[str]) -> Mapping[str, str]:
    """The story of each of these articles that has copies, whoever may see those; of others too, maybe.

    While copies are few all of them are remembered for a moment, since each question asks: what is
    shown in the end is told by the articles themselves.
    """
    now = time.monotonic()
    if (last := _remembered.get(archive)) is None or now >= last[1]:
        last = _remembered[archive] = _all(archive), now + _MOMENT_S
    if last[0] is not None:
        return last[0]
    with archive.reading() as connection:
        return {row.id: row.story for row in connection.execute(_named, {"ids": list(article_ids)})}


def _all(archive: Archive) -> Mapping[str, str] | None:
    """The story of every article that has copies; None where they are many."""
    query = select(articles.c.id, articles.c.story).where(articles.c.story.is_not(None)).limit(_FEW + 1)
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    return {row.id: row.story for row in rows} if len(rows) <= _FEW else None


def copies_of(
    archive: Archive, article_ids: Sequence[str], reader: Reader, window: Window | None = None
) -> dict[str, tuple[Copy, ...]]:
    """The copies of each of these articles that the reader may see inside the window, the earliest first."""
    query = (
        select(
            _told.c.id.label("of"),
            func.coalesce(articles.c.outlet, articles.c.host).label("outlet"),
            articles.c.url,
        )
        .join(_told, (_told.c.story == articles.c.story) & (_told.c.id != articles.c.id))
        .where(*visible(reader), *within(window or Window(), chosen=True))
        .order_by(articles.c.published_at.nulls_last(), articles.c.number)
    )
    found: dict[str, tuple[Copy, ...]] = {}
    with archive.reading() as connection:
        for n in range(0, len(article_ids), _TOGETHER):
            chosen = query.where(_told.c.id.in_(article_ids[n : n + _TOGETHER]))
            for row in connection.execute(chosen):
                found[row.of] = (*found.get(row.of, ()), Copy(row.outlet, row.url))
    return found


def with_copies(archive: Archive, found: Sequence[Found], reader: Reader, window: Window) -> list[Found]:
    """The same passages, each with the copies of its article, as far as they were known as of the window."""
    told = sorted({item.passage.article_id for item in found if item.source.story})
    held = copies_of(archive, told, reader, Window(as_of=window.as_of)) if told else {}
    return [
        replace(item, copies=held[item.passage.article_id]) if item.passage.article_id in held else item
        for item in found
    ]
