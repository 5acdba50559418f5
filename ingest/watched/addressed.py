"""An address given once: fetched, and read as what it holds: a page, a text, a PDF, or a feed's articles."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from ingest.article import Article
from ingest.errors import NotAFeed, SourceUnreadable
from ingest.fetch import LIMIT, Fetched
from ingest.read import apart, markdown, page, text
from ingest.read.entry import Entry
from ingest.read.piece import Piece
from ingest.read.text import Details
from ingest.watched import feeds
from ingest.watched.entries import Waiting
from ingest.watched.feeds import Wish
from ingest.watched.listed import Listed, named
from ingest.watched.look import BYTES
from ingest.watched.visit import Web, visit

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")
_ALL_DAYS = 36_500  # of a sitemap
_OF_ONE = {"title": "the title", "url": "the address", "published_at": "the date"}


def pieces(url: str, details: Details, web: Web) -> Iterator[Piece]:
    """Fetch an address and read what it gives; of a feed or sitemap everything that it names now.

    Raises FetchFailed, or SourceUnreadable where it holds nothing that is read.
    """
    got = web.fetcher.get(url, limit=BYTES, is_cut=True)
    kind = _kind(got)
    is_long = len(got.body) > LIMIT
    known = replace(details, url=details.url or got.url)
    found = None if kind in ("application/pdf", *_PAGES) else _named(got, details, web)
    if found is None and is_long:
        raise SourceUnreadable(f"{url} sends more than {LIMIT:,} bytes")
    if kind == "application/pdf":
        yield from apart.read(got.body, f"{url}.pdf", known)
    elif kind in _PAGES:
        yield Piece(page.read(got.body, url, details, got.content_type, got.url))
    elif found is not None:
        yield from _of_list(found, details, web)
    elif kind == _TEXTS[1]:
        yield from markdown.read(_in_utf8(got), url, known)
    elif kind in _TEXTS:
        yield Piece(text.read(_in_utf8(got), url, known))
    else:
        raise SourceUnreadable(f"{url} is {kind[:80]}, not a page, a text, a PDF or a feed")


def _kind(got: Fetched) -> str:
    """The type it says it has, or that it begins like."""
    said = got.content_type.lower().partition(";")[0].strip()
    if got.body.startswith(b"%PDF-"):
        return "application/pdf"
    if said and said != "application/octet-stream":
        return said
    return (
        _PAGES[0] if got.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")) else _TEXTS[0]
    )


def _named(got: Fetched, details: Details, web: Web) -> Listed | None:
    try:
        return named(got, _passing(got.url, details), web, datetime.now(UTC))
    except NotAFeed:
        return None


def _of_list(found: Listed, details: Details, web: Web) -> Iterator[Piece]:
    """Each article that a feed names; of what cannot be read the reason."""
    if own := [name for name in _OF_ONE if getattr(details, name)]:
        raise SourceUnreadable(
            f"{found.url} names articles with titles, addresses and dates of their own: "
            f"{' and '.join(_OF_ONE[name] for name in own)} can only be said of one article"
        )
    if not found.entries:
        raise SourceUnreadable(f"{found.url} names no entries now; `feeds add` watches it")
    feed = replace(_passing(found.url, details), title=found.title)
    for number, entry in enumerate(found.entries, 1):
        piece = _piece(entry, feed, web)
        notes = (*piece.notes, *_left(found)) if number == len(found.entries) else piece.notes
        yield replace(piece, article=_held_back(piece.article, details), number=number, notes=notes)


def _left(found: Listed) -> Iterator[str]:
    """Tell of what is named beyond that."""
    if found.left:
        yield (
            f"{found.url} names {found.left:,} further pages, which are not read: "
            "give the sitemaps that it names one by one"
        )


def _held_back(article: Article | None, details: Details) -> Article | None:
    """An article with the rights and the embargo that a person says, `full` and a past day too."""
    if article is None:
        return None
    return replace(article, rights=details.rights, embargo_until=details.embargo_until)


def _piece(entry: Entry, feed: feeds.Feed, web: Web) -> Piece:
    now = int(time.time())
    given = visit(Waiting(feed.id, entry.key, entry.url, entry, None, 0, now), feed, web, None, now)
    if given.article is None:
        return Piece(reason=given.trouble)
    return Piece(given.article, notes=(given.trouble,) if given.trouble else ())


def _passing(url: str, details: Details) -> feeds.Feed:
    """A feed that is read once and not watched."""
    wish = Wish(url, outlet=details.outlet, collection=details.collection, backfill_days=_ALL_DAYS)
    return feeds.unwatched(wish, int(time.time()))


def _in_utf8(got: Fetched) -> bytes:
    """A text in the encoding its header declares, where that is another one."""
    name = got.content_type.partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return got.body.decode(name).encode() if name else got.body
    except (LookupError, UnicodeError):
        return got.body  # read as if nothing had been declared
