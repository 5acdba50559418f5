"""From a site's address to its feeds and sitemaps: what its page names, and where sites have them.

Fetches nothing: gives the addresses to ask for.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from ingest.read.compose import address

PAGE_BYTES = 2_000_000  # a page names its feeds at its beginning
_MOST = 20
_LINKS = 10_000
_KINDS = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_LOOSE_KINDS = {"application/json", "application/xml", "text/xml"}  # feeds only where the address says so
_LOOKS_LIKE = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:$|[/._?-])|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
_OF_COMMENTS = re.compile(r"comment|kommentar|коментар|комментар|comentario", re.IGNORECASE)
_PLACES = (
    *("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds", "index.rdf"),
    *("feed/", "rss/", "feeds/all.atom.xml", "news/rss.xml", "?feed=rss2"),
)
_SITEMAPS = ("sitemap_news.xml", "news-sitemap.xml", "sitemap-news.xml", "sitemap_index.xml", "sitemap.xml")


def feeds_of(html: bytes, url: str) -> list[str]:
    """The feeds a page names in its head, else those it links to; feeds of comments come last."""
    parser = etree.HTMLParser(no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(html[:PAGE_BYTES], parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    base = next((urljoin(url, found) for found in root.xpath("//base/@href")), url)
    named = list(_named(root, base)) or list(_linked(root, base))
    named.sort(key=lambda found: bool(_OF_COMMENTS.search("".join(found))))
    return list(dict.fromkeys(where for where, _ in named))[:_MOST]


def places(url: str) -> list[str]:
    """Addresses where sites of this kind have their feed, to be tried where a page names none."""
    folder, top = url.partition("?")[0].partition("#")[0].rstrip("/") + "/", urljoin(url, "/")
    return list(dict.fromkeys(urljoin(base, place) for base in (folder, top) for place in _PLACES))


def sitemap_places(url: str) -> list[str]:
    """Addresses where sites have their sitemaps, those of news first, where robots.txt names none."""
    return [urljoin(url, f"/{place}") for place in _SITEMAPS]


def _named(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for link in root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().partition(";")[0].strip()
        where = address(link.get("href"), base)
        is_feed = kind in _KINDS or (kind in _LOOSE_KINDS and _LOOKS_LIKE.search(where or ""))
        if where and ("feed" in relations or ("alternate" in relations and is_feed)):
            yield where, link.get("title") or ""


def _linked(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for link in islice(root.iter("a"), _LINKS):
        where = address(link.get("href"), base)
        if where and _LOOKS_LIKE.search(where.partition("//")[2].partition("/")[2]):
            yield where, "".join(link.itertext())[:100]
