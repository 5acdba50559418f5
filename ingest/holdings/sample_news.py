"""The sample news in an archive: which articles they are, told by their collection."""

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.holdings.catalogue import visible
from ingest.holdings.reader import Reader
from ingest.schema import articles

SAMPLES = "samples"  # their collection


def ids(archive: Archive, reader: Reader) -> list[str]:
    """Ids of the samples still held."""
    query = select(articles.c.id).where(articles.c.collection == SAMPLES, *visible(reader))
    with archive.reading() as connection:
        return list(connection.scalars(query))


def count(archive: Archive, reader: Reader) -> int:
    """Count the samples still held."""
    held = select(func.count()).select_from(articles)
    with archive.reading() as connection:
        return connection.scalar(held.where(articles.c.collection == SAMPLES, *visible(reader))) or 0
