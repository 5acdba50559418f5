"""An article that its site gives under several addresses: found, so that it is kept once.

A feed links to what its sitemap names otherwise, and a page takes another address with its headline. Only the
texts and what is said of them decide; nothing is fetched.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from ingest import copies
from ingest.archive import Archive
from ingest.article import Article, canonical_url
from ingest.read.address import is_one_site
from ingest.schema import articles, versions, visits
from ingest.sql.dated import published
from ingest.sql.revision import host_of
from ingest.texts.alike import is_same, plain
from ingest.texts.likeness import Text
from ingest.texts.runs import runs_of
from ingest.times import seconds

_FIGURE = re.compile(r"\d+")
_APART_S = 12 * 3_600  # the same headline a day later is another day's weather


@dataclass(frozen=True, slots=True)
class Twin:
    """The article that is held already, by another address."""

    id: str
    url: str


def twin_of(archive: Archive, article: Article, before: str | None) -> Twin | None:
    """The article of the same site that this one is, under another address; None where there is none.

    ``before`` is the id of what the same entry gave when it was read last: its headline may have changed.
    """
    if article.url is None or article.kind != "article":
        return None
    at = seconds(article.published_at) if article.published_at else None
    with archive.reading() as connection:
        if connection.scalar(select(articles.c.id).where(articles.c.id == article.id)):
            return None
        outlet = article.outlet.casefold() if article.outlet else host_of(article.url)
        numbers = copies.held(connection, Text(runs_of(article.text), outlet, article.title, at))
        rows = connection.execute(_whole.where(articles.c.number.in_(numbers))).all() if numbers else []
    found = (row for row in rows if _is_of_site(row, article))
    return next(
        (Twin(row.id, row.url) for row in found if row.id == before or _is_one(row, article, at)), None
    )


def is_alone(archive: Archive, page: str, twin: Twin) -> bool:
    """Whether no other page has been read for an article."""
    others = select(visits.c.url).where(visits.c.article_id == twin.id)
    with archive.reading() as connection:
        return set(connection.scalars(others)) <= {canonical_url(page)}


_whole = (
    select(
        *(articles.c.id, articles.c.url, articles.c.collection, articles.c.title, articles.c.published_day),
        published().label("at"),
        versions.c.text,
    )
    .join(versions, (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version))
    .where(articles.c.kind == "article", articles.c.url.is_not(None))
    .order_by(articles.c.number)
)


def _is_of_site(row: Row[*tuple[Any, ...]], article: Article) -> bool:  # Any: the columns are named
    return row.collection == article.collection and is_one_site(row.url, article.url or "")


def _is_one(row: Row[*tuple[Any, ...]], article: Article, at: int | None) -> bool:  # Any: as above
    """Whether headline, date and figures are the same; without a date, whether every word is."""
    if plain(row.title) != plain(article.title) or not _have_same_figures(row.text, article.text):
        return False
    if row.at is None or at is None:
        return is_same(row.text, article.text)
    if row.published_day or article.published_day:
        return bool(row.at // 86_400 == at // 86_400)
    return bool(abs(row.at - at) <= _APART_S)


def _have_same_figures(one: str, other: str) -> bool:
    """Whether the text with fewer figures has none of its own: a form filled in anew has."""
    few, many = sorted((set(_FIGURE.findall(text)) for text in (one, other)), key=len)
    return few <= many
