"""What has come lately: articles that lines of the log tell of, and those whose embargo has ended.

Read for a Reader, as they are now; knows nothing of why somebody wants to hear of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.holdings import catalogue, rights
from ingest.holdings.reader import Found, Reader, Window
from ingest.schema import articles, log, passages, versions
from ingest.sql.dated import has_come


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article, as it is now."""

    passages: tuple[Found, ...]  # all of them, in order; at least one
    first: int  # the first line of the log that tells of it

    @property
    def id(self) -> str:
        """The article's id."""
        return self.passages[0].passage.article_id


def arrived(archive: Archive, article_ids: Sequence[str], reader: Reader) -> list[Arrived]:
    """Those of these articles that the reader may see now."""
    cut = select(passages.c.id).where(passages.c.article_id.in_(article_ids))
    told = select(log.c.article_id, func.min(log.c.seq)).where(log.c.article_id.in_(article_ids))
    with archive.reading() as connection:
        ids = list(connection.scalars(cut.order_by(passages.c.article_id, passages.c.ordinal)))
        found = catalogue.read_passages(connection, ids, reader, Window())
        first = {row[0]: row[1] for row in connection.execute(told.group_by(log.c.article_id))}
    groups: dict[str, list[Found]] = {}
    for each in (found[i] for i in ids if i in found):
        groups.setdefault(each.passage.article_id, []).append(each)
    return [Arrived(tuple(group), first[article_id]) for article_id, group in groups.items()]


def released(archive: Archive, after: int, until: int) -> dict[str, int]:
    """Articles whose embargo has ended since, each with the moment, in seconds since 1970."""
    at = articles.c.embargo_until
    query = select(articles.c.id, at).where(at > after, at <= until)
    with archive.reading() as connection:
        return {row.id: row.embargo_until for row in connection.execute(query)}


def earlier(archive: Archive, article_id: str, seq: int, reader: Reader) -> tuple[str, str] | None:
    """Title and text of an article as it stood at a line of the log; None where that is not kept."""
    stood = select(func.max(log.c.version)).where(
        log.c.article_id == article_id, log.c.kind == "added", log.c.seq <= seq
    )
    query = (
        select(versions.c.title, versions.c.text, articles.c.rights)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(versions.c.article_id == article_id, versions.c.version == stood.scalar_subquery())
    )
    with archive.reading() as connection:
        row = connection.execute(query.where(*catalogue.visible(reader))).one_or_none()
    return (row.title, rights.readable(row.text, row.rights, reader)) if row else None


def newest_before(archive: Archive, article_id: str, reader: Reader) -> int | None:
    """When the newest of the articles a reader may see that came before this one was published."""
    at, number = articles.c.published_at, articles.c.number
    this = select(number).where(articles.c.id == article_id).scalar_subquery()
    query = select(at).where(has_come(), number < this, *catalogue.visible(reader))
    with archive.reading() as connection:
        return connection.scalar(query.order_by(at.desc()).limit(1))
