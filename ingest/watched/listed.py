"""What an address names now: the entries of a feed, a site's feed, a sitemap; or that it is as it was.

A feed that has not changed costs one conditional request; nothing of it is read again.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from ingest.errors import FetchFailed, IngestError, NotAFeed
from ingest.fetch import Fetched
from ingest.read import discover, feed, sitemap
from ingest.read.entry import Entry
from ingest.watched.feeds import Feed, Kind, Mark
from ingest.watched.visit import Web, digest_of
from ingest.web.secrets import Secret

_MAPS = 40  # of a sitemap index read in one go, the newest first
_PAGES = 2_000  # of one site, taken from sitemaps in one go, the newest first
_GUESSES = 6  # places where a site's feed is looked for
_SITEMAP_DAYS = 3  # a watched sitemap's older pages were not asked for


@dataclass(frozen=True, slots=True)
class Listed:
    """What an address names."""

    url: str  # where it was found: a site's address leads to its feed
    kind: Kind
    entries: tuple[Entry, ...]
    mark: Mark
    title: str | None = None
    least_s: int = 0  # how long it asks not to be read again
    left: int = 0  # further pages that a sitemap names, which are not taken


@dataclass(frozen=True, slots=True)
class _Reading:
    """One look at a feed."""

    feed: Feed
    web: Web
    secret: Secret | None
    now: datetime
    is_once: bool = False  # and not again: all that is named now is wanted

    @property
    def since(self) -> datetime:
        """The day from which a sitemap's pages are wanted: those named before are known."""
        if self.is_once:
            return datetime.min.replace(tzinfo=UTC)
        first = self.feed.checked_at is None
        return self.now - timedelta(days=self.feed.backfill_days if first else _SITEMAP_DAYS)

    def get(self, url: str, mark: Mark | None = None) -> Fetched:
        """Fetch an address, with the feed's credentials where it is of the feed itself."""
        secret = self.secret if url == self.feed.url else None
        asked = mark or Mark()
        is_ours = urlsplit(url).hostname == urlsplit(self.feed.url).hostname
        return self.web.fetcher.get(
            url, etag=asked.etag, modified=asked.modified, secret=secret, may_enter=is_ours
        )


def listed(watched: Feed, web: Web, now: datetime) -> Listed | None:
    """Read what a feed names; None where it is as it was.

    At the first look the older news that the site's sitemaps name comes with it. Raises FetchFailed,
    or SourceUnreadable where it is no feed.
    """
    if watched.kind == "page":
        page = Entry(key=watched.url, url=watched.url)
        return Listed(watched.url, "page", (page,), Mark())
    secret = web.safe.open(watched.secret) if watched.secret else None
    reading = _Reading(watched, web, secret, now)
    fetched = reading.get(watched.url, Mark(watched.etag, watched.modified))
    digest = digest_of(fetched.body)
    if fetched.status == 304 or digest == watched.digest:
        return None
    found = _read(fetched, reading)
    if watched.checked_at is None and watched.backfill_days and found.kind == "feed":
        found = replace(found, entries=(*found.entries, *_backfill(found.url, reading)))
    return (
        replace(found, mark=Mark(fetched.etag, fetched.modified, digest))
        if found.url == watched.url
        else found
    )


def named(fetched: Fetched, passing: Feed, web: Web, now: datetime) -> Listed:
    """Read all that what was fetched names now, as a feed or a sitemap; raises SourceUnreadable else."""
    return _read(fetched, _Reading(passing, web, None, now, is_once=True))


def _read(fetched: Fetched, reading: _Reading) -> Listed:
    """Read what was fetched as a feed, as a sitemap, or as a page that names its feeds."""
    try:
        read = feed.read(fetched.body, fetched.url, fetched.content_type)
    except NotAFeed as error:
        return _sitemap(fetched, reading) or _offered(error, fetched, reading)
    return Listed(reading.feed.url, "feed", read.entries, Mark(), read.title, read.ttl_s or 0)


def _offered(error: NotAFeed, fetched: Fetched, reading: _Reading) -> Listed:
    """Read the feed that a page names, or that lies where sites have theirs; raises NotAFeed."""
    for url in error.offers or discover.places(fetched.url)[:_GUESSES]:
        try:
            found = reading.get(url)
            read = feed.read(found.body, found.url, found.content_type)
        except IngestError:
            continue  # the next may be one
        return Listed(found.url, "feed", read.entries, Mark(), read.title, read.ttl_s or 0)
    raise error


def _sitemap(fetched: Fetched, reading: _Reading) -> Listed | None:
    """Read a sitemap with what it leads to; None where it is none."""
    try:
        read = sitemap.read(fetched.body, fetched.url)
    except IngestError:
        return None
    wanted = _wanted((*read.pages, *_below(read, reading)), reading)
    pages, left = wanted[:_PAGES], max(0, len(wanted) - _PAGES)
    return Listed(reading.feed.url, "sitemap", pages, Mark(), left=left)


def _below(index: sitemap.Sitemap, reading: _Reading) -> list[Entry]:
    """Pages of the maps that an index names, as far as they may hold something new."""
    recent = [each for each in index.maps if each.changed is None or each.changed.at >= reading.since]
    recent.sort(key=lambda each: -each.changed.at.timestamp() if each.changed else 0)
    pages: list[Entry] = []
    for each in recent[:_MAPS]:
        try:
            fetched = reading.get(each.url)
            pages += sitemap.read(fetched.body, fetched.url).pages
        except IngestError:
            continue  # one map of many
        if len(pages) >= _PAGES:
            break
    return pages


def _backfill(url: str, reading: _Reading) -> tuple[Entry, ...]:
    """Pages of the last days that the news sitemaps of a feed's site name; none where it has none."""
    try:
        maps = reading.web.fetcher.sitemaps(url)
    except FetchFailed:
        maps = ()
    for place in maps or discover.sitemap_places(url):
        try:
            fetched = reading.get(urljoin(url, place))  # some sites name it without their own host
        except FetchFailed:
            continue
        found = _sitemap(fetched, reading)
        if found and found.entries:
            return found.entries
    return ()


def _wanted(pages: tuple[Entry, ...], reading: _Reading) -> tuple[Entry, ...]:
    """Pages said to be of the wanted days, the newest first; what has no date only where all is wanted.

    A date that has not come is none of the newest: of too many pages those with it are left.
    """
    dated = [(page.published_at or page.updated_at, page) for page in pages]
    wanted = [(at, page) for at, page in dated if at and at >= reading.since]
    wanted.sort(key=lambda found: (found[0] <= reading.now, found[0]), reverse=True)
    undated = (page for at, page in dated if at is None and reading.is_once)
    return (*(page for _, page in wanted), *undated)
