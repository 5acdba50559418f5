"""Which articles' pages are gone at their source, and since when that is known."""

from collections.abc import Sequence

from sqlalchemy import select

from ingest.archive import Archive
from ingest.holdings.reader import iso
from ingest.schema import articles


def of(archive: Archive, article_ids: Sequence[str]) -> dict[str, str]:
    """Those of these articles whose pages are gone, each with the moment in ISO 8601."""
    query = select(articles.c.id, articles.c.gone_at).where(
        articles.c.id.in_(article_ids), articles.c.gone_at.is_not(None)
    )
    with archive.reading() as connection:
        return {row.id: iso(row.gone_at) or "" for row in connection.execute(query)}
