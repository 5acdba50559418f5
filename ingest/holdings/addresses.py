"""One page under several addresses: with and without www., a slash at its end, in http and https.

Only where the texts are the same: two pages under one address would take each other's place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import select

from ingest.archive import Archive
from ingest.article import Article, canonical_url
from ingest.schema import articles, versions

_TOGETHER = 500  # ids in one query


def settled(given: Iterable[Article], archive: Archive) -> list[Article]:
    """Give each article whose text is held under such an address that address, so that it is kept once."""
    articles_given = list(given)
    others = {article.id: _others(article) for article in articles_given}
    held = _texts(archive, {i for of in others.values() for i in of})
    return _once([_under(article, others[article.id], held) for article in articles_given])


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


def _others(article: Article) -> set[str]:
    """The ids it would have under the other addresses of its page."""
    urls = variants(article.url) if article.url else ()
    return {replace(article, url=url).id for url in urls} - {article.id}


def _texts(archive: Archive, ids: Iterable[str]) -> dict[str, tuple[str | None, str]]:
    """Address and text of those of these articles that are held."""
    held: dict[str, tuple[str | None, str]] = {}
    wanted = sorted(ids)
    with archive.reading() as connection:
        for n in range(0, len(wanted), _TOGETHER):
            rows = connection.execute(_text.where(articles.c.id.in_(wanted[n : n + _TOGETHER])))
            held |= {row.id: (row.url, row.text) for row in rows}
    return held


def _under(article: Article, others: set[str], held: Mapping[str, tuple[str | None, str]]) -> Article:
    found = (held[i][0] for i in sorted(others & held.keys()) if held[i][1] == article.text)
    url = next(found, None)
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
