"""Rows of the archive that belong to nothing, and vectors that are out of date: found and mended."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, FromClause, Table, delete, exists, func, or_, select

from ingest.archive import Archive
from ingest.embedding.model import covers
from ingest.schema import articles, log, passages, pending, runs, vectors, versions
from ingest.sql import switch

_OWNED = (versions, passages, vectors, pending, runs)  # by the article they name; runs by its number
_NAMED = 20  # ids told of articles that only a person can mend


@dataclass(frozen=True, slots=True)
class Rows:
    """What was found; all but the articles without a text is mended."""

    orphans: dict[str, int] = field(
        default_factory=dict
    )  # of a table the rows whose article is gone, deleted
    stale_vectors: int = 0  # of articles: of a model or version not in use, deleted
    queued: int = 0  # articles that had no vectors and waited for none; they wait now
    without_text: tuple[str, ...] = ()  # ids of articles whose current version is missing


def mend(archive: Archive) -> Rows:
    """Delete what belongs to nothing and queue what nobody would embed; nobody waits where all is well."""
    with archive.reading() as connection:
        without_text = _without_text(connection)
        is_well = not any(_is_any(connection, *each) for each in _faults(connection))
        if is_well and not _lacking(connection):
            return Rows(without_text=without_text)
    with archive.writing() as connection:
        *orphans, stale = [
            connection.execute(delete(table).where(is_wrong)).rowcount
            for table, is_wrong in _faults(connection)
        ]
        gone = {table.name: many for table, many in zip(_OWNED, orphans, strict=True) if many}
        return Rows(gone, stale, _queue(connection), without_text)


def _faults(connection: Connection) -> list[tuple[Table, ColumnElement[bool]]]:
    """Tables with the condition by which a row of them is wrong."""
    return [*((table, _is_orphan(table)) for table in _OWNED), (vectors, _is_stale(connection))]


def _is_any(connection: Connection, table: FromClause, is_wrong: ColumnElement[bool]) -> bool:
    return connection.execute(select(table).where(is_wrong).limit(1)).first() is not None


def _is_orphan(table: Table) -> ColumnElement[bool]:
    if table is runs:
        return ~exists().where(articles.c.number == runs.c.article)
    return ~exists().where(articles.c.id == table.c.article_id)


def _is_stale(connection: Connection) -> ColumnElement[bool]:
    """Whether vectors neither answer nor are made to answer next, or are of an earlier version."""
    used = {switch.answering(connection), switch.coming(connection)}
    current = exists().where(articles.c.id == vectors.c.article_id, articles.c.version == vectors.c.version)
    return or_(vectors.c.model.not_in(used), ~current)


def _queue(connection: Connection) -> int:
    """Let every article wait for its vectors that has none and is not waiting; return how many."""
    last = connection.scalar(select(func.max(log.c.seq))) or 0
    lacking = _lacking(connection)
    for article_id, language in lacking:
        switch.queue(connection, article_id, last, language)
    return len(lacking)


def _lacking(connection: Connection) -> list[tuple[str, str | None]]:
    wanted = switch.wanted(connection)
    has = exists().where(vectors.c.article_id == articles.c.id, vectors.c.model == wanted)
    waits = exists().where(pending.c.article_id == articles.c.id)
    query = select(articles.c.id, articles.c.language).where(articles.c.passages > 0, ~has, ~waits)
    rows = connection.execute(query).all() if wanted else []
    return [(row.id, row.language) for row in rows if covers(wanted, row.language)]


def _without_text(connection: Connection) -> tuple[str, ...]:
    there = exists().where(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version)
    query = select(articles.c.id).where(~there).order_by(articles.c.id).limit(_NAMED)
    return tuple(connection.scalars(query))
