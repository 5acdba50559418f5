"""Articles whose page is gone at its source: marked, never removed, and unmarked when it is there again."""

from sqlalchemy import Connection, delete, select, update

from ingest.archive import Archive
from ingest.article import canonical_url
from ingest.schema import articles, visits
from ingest.sql.journal import note
from ingest.watched.entries import Waiting
from ingest.watched.visit import GONE


def missed(archive: Archive, one: Waiting, status: int | None, now: int) -> None:
    """Mark an article whose page is said to be gone, or was not found at two visits in a row.

    As long as another page leads to the article it is not gone.
    """
    if status is None or one.article_id is None or one.url is None or (status != GONE and not one.tries):
        return
    others = select(visits.c.url).where(
        visits.c.article_id == one.article_id, visits.c.url != canonical_url(one.url)
    )
    with archive.writing() as connection:
        if connection.scalar(others) is None:
            # Should the page come back as it was, a 304 would tell nothing.
            connection.execute(delete(visits).where(visits.c.url == canonical_url(one.url)))
            _mark(connection, one.article_id, now)


def found(archive: Archive, article_id: str | None) -> None:
    """Take the mark away: the page of the article was read."""
    gone = select(articles.c.id).where(articles.c.id == article_id, articles.c.gone_at.is_not(None))
    with archive.reading() as connection:
        is_marked = connection.scalar(gone) is not None
    if is_marked and article_id:
        with archive.writing() as connection:
            _mark(connection, article_id, None)


def _mark(connection: Connection, article_id: str, at: int | None) -> None:
    """Change the mark; the log has what is remembered of the article read anew."""
    held = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
    if held and (held.gone_at is None) != (at is None):
        connection.execute(update(articles).where(articles.c.id == article_id).values(gone_at=at))
        note(connection, "added", held.id, held.version, held.passages)
