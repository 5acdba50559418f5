"""One page under several addresses: with and without www., a slash at its end, in http and https.

Only where the texts are the same: two pages under one address would take each other's place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import select

from ingest.archive import Archive
from ingest.article import Article, canonical_url
from ingest.schema import articles, versions


def settled(given: Iterable[Article], archive: Archive) -> list[Article]:
    """Give each article whose text is held under such an address that address, so that it is kept once."""
    return _once([_held(article, archive) for article in given])


def variants(url: str) -> Iterator[str]:
    """The addresses that a site gives a page under, the one given first."""
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return
    host, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    if parts.scheme not in ("http", "https"):
        return
    for scheme in ("https", "http"):
        for netloc in (host, f"www.{host}"):
            for end in ("", "/"):
                yield canonical_url(urlunsplit((scheme, netloc, path + end, parts.query, parts.fragment)))


def _held(article: Article, archive: Archive) -> Article:
    if article.url is None:
        return article
    others = {replace(article, url=url).id for url in variants(article.url)}
    with archive.reading() as connection:
        rows = connection.execute(_text.where(articles.c.id.in_(others | {article.id}))).all()
    if any(row.id == article.id for row in rows):
        return article
    url = next((row.url for row in rows if row.text == article.text), None)
    return replace(article, url=url) if url else article


_text = select(articles.c.id, articles.c.url, versions.c.text).join(
    versions, (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version)
)


def _once(given: list[Article]) -> list[Article]:
    """The same among articles that come together: the first of them has the address."""
    first: dict[tuple[str, str, str], str] = {}
    told = []
    for article in given:
        key = min(variants(article.url), default="") if article.url else ""
        url = first.setdefault((article.collection, key, article.text), article.url or "") if key else None
        told.append(replace(article, url=url) if url else article)
    return told
