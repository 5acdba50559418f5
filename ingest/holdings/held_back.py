"""What an answer made earlier may still show: articles under embargo since, words that may not be shown.

Told by the rights of now, for every version an answer may have been made from.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.holdings import catalogue, rights
from ingest.holdings.reader import Reader, iso
from ingest.schema import articles, versions

Ends = Mapping[str, Mapping[int, int]]  # of an article, of each of its versions: where what is shown ends


def ends(archive: Archive, article_ids: Sequence[str]) -> Ends:
    """Where what may be shown ends, of those of these articles that may not be shown whole."""
    opening = func.substr(versions.c.text, 1, rights.OPENING).label("opening")
    query = (
        select(articles.c.id, articles.c.rights, versions.c.version, opening)
        .join(versions, versions.c.article_id == articles.c.id)
        .where(articles.c.id.in_(article_ids), articles.c.rights != rights.FULL)
    )
    found: dict[str, dict[int, int]] = {}
    with archive.reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.id, {})[row.version] = rights.shown(row.opening, row.rights).end
    return found


def hidden(archive: Archive, article_ids: Sequence[str], reader: Reader) -> set[str]:
    """Those of these articles that are there and that this reader may not see now."""
    held = select(articles.c.id).where(articles.c.id.in_(article_ids))
    with archive.reading() as connection:
        there = set(connection.scalars(held))
        return there - set(connection.scalars(held.where(*catalogue.visible(reader))))


def until(archive: Archive, article_ids: Sequence[str], now: datetime) -> dict[str, str]:
    """Those of these articles that nobody may see yet, each with the moment when that ends."""
    at = articles.c.embargo_until
    query = select(articles.c.id, at).where(articles.c.id.in_(article_ids), at > int(now.timestamp()))
    with archive.reading() as connection:
        return {row.id: iso(row.embargo_until) or "" for row in connection.execute(query)}
