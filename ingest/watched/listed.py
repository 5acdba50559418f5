"""What an address names now: the entries of a feed, a site's feed, a sitemap; or that it is as it was.

A feed that has not changed costs one conditional request; nothing of it is read again. What has been read
as a feed stays that one: a page that stands in its place for an hour leads nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ingest.errors import IngestError, NotAFeed, SourceUnreadable
from ingest.fetch import Fetched
from ingest.read import discover, feed, sitemap
from ingest.read.entry import Entry
from ingest.watched import sitemaps
from ingest.watched.feeds import Feed, Kind, Mark
from ingest.watched.look import Look
from ingest.watched.maps import Map
from ingest.watched.visit import Web, digest_of

_GUESSES = 6  # places where a site's feed is looked for
_UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class Listed:
    """What an address names."""

    url: str  # where it was found: a site's address leads to its feed
    kind: Kind
    entries: tuple[Entry, ...] = ()
    mark: Mark = _UNMARKED
    title: str | None = None
    least_s: int = 0  # how long it asks not to be read again
    maps: tuple[Map, ...] = ()  # the sitemaps of an index
    notice: str = ""  # what of it could not be read
    moved_to: str | None = None  # where it says it has moved for good
    is_same: bool = False  # it is as it was
    left: int = 0  # further pages that a sitemap names, which are not taken


def listed(watched: Feed, web: Web, now: datetime, known: Sequence[Map] = ()) -> Listed:
    """Read what a feed names; of the ``known`` maps of an index those that are due.

    Until it was read once, the older news that the site's sitemaps name comes with it. Raises FetchFailed,
    or SourceUnreadable where it is no feed.
    """
    if watched.kind == "page":
        return Listed(watched.url, "page", (Entry(key=watched.url, url=watched.url),))
    secret = web.safe.open(watched.secret) if watched.secret else None
    look = Look(watched, web, secret, now)
    fetched = look.get(watched.url, Mark(watched.etag, watched.modified))
    digest = digest_of(fetched.body)
    if fetched.status == 304 or digest == watched.digest:
        mark = Mark(watched.etag, watched.modified, watched.digest)
        found = replace(_same(look, known), mark=mark)
    else:
        found = _read(fetched, look, known)
        if found.url == watched.url:
            found = replace(found, mark=Mark(fetched.etag, fetched.modified, digest))
    if watched.read_at is None and watched.backfill_days and found.kind == "feed":
        older = sitemaps.older(found.url, look)
        found = replace(found, entries=(*found.entries, *older.entries), notice=older.notice or found.notice)
    return replace(found, moved_to=fetched.moved_to)


def named(fetched: Fetched, passing: Feed, web: Web, now: datetime) -> Listed:
    """Read what was fetched as a feed or a sitemap; raises SourceUnreadable where it is neither."""
    return _read(fetched, Look(passing, web, None, now), ())


def _same(look: Look, known: Sequence[Map]) -> Listed:
    """What is as it was; the maps of an index may have changed."""
    if not known:
        return Listed(look.feed.url, look.feed.kind, is_same=True)
    return _of_maps(sitemaps.look(None, look, known), look)


def _read(fetched: Fetched, look: Look, known: Sequence[Map]) -> Listed:
    """Read what was fetched as what it was before; at first also as a page that names its feeds."""
    is_first = look.feed.read_at is None
    if look.feed.kind == "sitemap" and not is_first:
        return _sitemap(fetched, look, known)
    try:
        read = feed.read(fetched.body, fetched.url, fetched.content_type)
    except NotAFeed as error:
        if not is_first:
            words = f"{fetched.url} holds {error.what} now, not the feed that it was; it is asked again later"
            raise SourceUnreadable(words) from error
        return _other(error, fetched, look)
    return _of_feed(look.feed.url, read)


def _other(error: NotAFeed, fetched: Fetched, look: Look) -> Listed:
    """Read a sitemap, or the feed that a page names or its site may have; raises NotAFeed."""
    try:
        read = sitemap.read(fetched.body, fetched.url, fetched.content_type)
    except IngestError:
        return _offered(error, fetched, look)
    return _of_maps(sitemaps.look(read, look, ()), look)


def _offered(error: NotAFeed, fetched: Fetched, look: Look) -> Listed:
    for url in error.offers or discover.places(fetched.url)[:_GUESSES]:
        try:
            found = look.get(url)
            offered = feed.read(found.body, found.url, found.content_type)
        except IngestError:
            continue  # the next may be one
        return _of_feed(found.url, offered)
    raise error


def _of_feed(url: str, read: feed.Feed) -> Listed:
    cut = next((trouble for trouble in read.troubles if "more than" in trouble), "")
    return Listed(url, "feed", read.entries, title=read.title, least_s=read.ttl_s or 0, notice=cut)


def _sitemap(fetched: Fetched, look: Look, known: Sequence[Map]) -> Listed:
    read = sitemap.read(fetched.body, fetched.url, fetched.content_type)
    return _of_maps(sitemaps.look(read, look, known), look)


def _of_maps(looked: sitemaps.Looked, look: Look) -> Listed:
    found = Listed(look.feed.url, "sitemap", looked.entries, maps=looked.maps, notice=looked.notice)
    return replace(found, left=looked.left)
