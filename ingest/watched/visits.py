"""Pages that were read, with what is needed to ask whether they have changed since."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from ingest.archive import Archive
from ingest.article import canonical_url
from ingest.schema import visits
from ingest.sql.removal import missing
from ingest.watched.feeds import Mark


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as it was read last."""

    mark: Mark
    article_id: str | None
    visited_at: int  # seconds since 1970


def last(archive: Archive, url: str) -> Visit | None:
    """When and how a page was read last; None where it never was."""
    query = select(visits).where(visits.c.url == canonical_url(url))
    with archive.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Visit(Mark(row.etag, row.modified, row.digest), row.article_id, row.visited_at)


def note(archive: Archive, url: str, mark: Mark, article_id: str | None, now: int) -> None:
    """Note how a page was read, unless its article has been removed since."""
    key = canonical_url(url)
    row = {"etag": mark.etag, "modified": mark.modified, "digest": mark.digest, "visited_at": now}
    with archive.writing() as connection:
        connection.execute(delete(visits).where(visits.c.url == key))
        if article_id is None or not missing(connection, [article_id]):
            connection.execute(insert(visits).values(url=key, article_id=article_id, **row))
