"""The versions of an article, read for a Reader."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, or_, select

from ingest.archive import Archive
from ingest.errors import UnknownArticle
from ingest.holdings import catalogue, rights
from ingest.holdings.reader import Reader, iso
from ingest.holdings.sources import published_of
from ingest.schema import articles, versions


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it stood."""

    article_id: str
    number: int
    title: str
    text: str
    published: str | None
    added: str
    correction: str | None  # the notice in it that says what was wrong before


def of_article(
    archive: Archive, article_id: str, reader: Reader, limit: int, before: int | None = None
) -> list[Version]:
    """Versions of one article, the newest first.

    Raises UnknownArticle, also where the reader may not see it.
    """
    query = _of(article_id, reader).order_by(versions.c.version.desc()).limit(limit)
    if before is not None:
        query = query.where(versions.c.version < before)
    found = _read(archive, query, reader)
    if not found:
        catalogue.article(archive, article_id, reader)
    return found


def since(archive: Archive, article_id: str, version: int, reader: Reader) -> list[Version]:
    """This version, if it is still known, and those that came after it, the oldest first.

    Only the first and the last come with their text. Raises UnknownArticle.
    """
    is_end = or_(versions.c.version == version, versions.c.version == articles.c.version)
    text = case((is_end, versions.c.text), else_="").label("text")
    query = _of(article_id, reader, text).where(versions.c.version >= version)
    found = _read(archive, query.order_by(versions.c.version), reader)
    if not found:
        raise UnknownArticle(article_id)
    return found


def _of(
    article_id: str, reader: Reader, text: ColumnElement[str] = versions.c.text
) -> Select[*tuple[Any, ...]]:
    others = [column for column in versions.c if column is not versions.c.text]
    return (
        select(*others, text, articles.c.published_day, articles.c.published_zone, articles.c.rights)
        .join(articles, articles.c.id == versions.c.article_id)
        .where(articles.c.id == article_id, *catalogue.visible(reader))
    )


def _read(
    archive: Archive, query: Select[*tuple[Any, ...]], reader: Reader
) -> list[Version]:  # Any: the columns are named
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    return [_version(row, reader) for row in rows]


def _version(row: Row[*tuple[Any, ...]], reader: Reader) -> Version:  # Any: as above
    text = rights.readable(row.text, row.rights, reader)
    notice = row.correction if row.rights == rights.FULL or (row.correction or "") in text else None
    return Version(
        row.article_id,
        row.version,
        row.title,
        text,
        published_of(row),
        iso(row.added_at) or "",
        notice,
    )
