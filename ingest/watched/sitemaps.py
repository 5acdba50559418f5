"""Sitemaps to the pages they name: their own, those of the maps an index names, and a site's older news.

Each map of an index is asked for by itself, with what was read of it last: many an index stays as it is
while its maps change.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

from ingest.errors import FetchFailed, IngestError, SourceUnreadable
from ingest.read import discover, sitemap
from ingest.read.entry import Entry
from ingest.read.sitemap import Sitemap
from ingest.watched import maps
from ingest.watched.feeds import Mark
from ingest.watched.look import Look
from ingest.watched.maps import Map
from ingest.watched.visit import digest_of

_MAPS = 40  # read in one go, those of news and the newest first
_PLACES = 20  # sitemaps that a site names by itself
_PAGES = 2_000  # of one site, taken from sitemaps in one go, the newest first
_NEWS = re.compile("news", re.IGNORECASE)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_NO_NEWS = re.compile(r"author|tags?\b|categor|image|video|topic|user", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looked:
    """What sitemaps name now."""

    entries: tuple[Entry, ...] = ()
    maps: tuple[Map, ...] = ()
    notice: str = ""  # which of them could not be read
    left: int = 0  # of the pages wanted, those beyond the most that are taken


def look(read: Sitemap | None, around: Look, known: Iterable[Map]) -> Looked:
    """The pages of a sitemap, and of those it names as far as they may hold something new.

    Of one that is as it was (None) only those it named before are asked for. Raises FetchFailed or
    SourceUnreadable where none of them can be read, or no page has a date.
    """
    named = maps.named(read.maps, known) if read else tuple(known)
    found = _Found(around)
    found.add(read.pages if read else (), around.feed.read_at)
    after = {each.url: each for each in named}
    for each in _due(named, around):
        after[each.url] = found.follow(each)
        if len(found.pages) >= _PAGES:
            break
    found.hold_good(after.values())
    left = max(0, len(found.pages) - _PAGES)
    return Looked(_newest(found.pages, around), tuple(after.values()), _told(list(after.values())), left)


def older(url: str, around: Look) -> Looked:
    """What all sitemaps of a feed's site name of the days before it was watched, news first."""
    named, is_guess = _places(url, around)
    pages: list[Entry] = []
    seen: dict[str, Map] = {}
    for place in sorted(named, key=_rank)[:_PLACES]:
        try:
            fetched = around.get(urljoin(url, place))  # some sites name it without their own host
            if fetched.url in seen:
                continue
            seen[fetched.url] = Map(fetched.url)
            given = look(sitemap.read(fetched.body, fetched.url, fetched.content_type), around, ())
        except FetchFailed as error:
            if not is_guess:
                seen[place] = Map(place, trouble=str(error))
            continue
        except SourceUnreadable:
            continue  # a page that stands for what is not there, or a map without dates
        pages += given.entries
        seen |= {each.url: each for each in given.maps}
    return Looked(_newest(pages, around), (), _told(list(seen.values()), "of the site's sitemaps"))


@dataclass(slots=True)
class _Found:
    """The pages that are found in one look."""

    around: Look
    pages: list[Entry] = field(default_factory=list)
    count: int = 0  # of all pages named, with those that are not wanted
    has_dates: bool = False
    error: IngestError | None = None  # the first

    def add(self, pages: Iterable[Entry], read_at: int | None) -> None:
        """Take those that are wanted of what was last read at that moment, or never."""
        since = self.around.since(read_at)
        for page in pages:
            at = page.published_at or page.updated_at
            self.count += 1
            self.has_dates |= at is not None
            if self.around.is_passing or (at and at >= since):
                self.pages.append(page)

    def follow(self, each: Map) -> Map:
        """Read a map that an index names, if it has changed; return how it stands now."""
        now = int(self.around.now.timestamp())
        try:
            fetched = self.around.get(each.url, each.mark)
            mark = Mark(fetched.etag, fetched.modified, digest_of(fetched.body))
            if fetched.status == 304 or mark.digest == each.digest:
                return each.read(each.mark, now)
            read = sitemap.read(fetched.body, fetched.url, fetched.content_type)
            if read.maps and not read.pages:
                raise SourceUnreadable(f"{fetched.url} names sitemaps and no pages: watch it by itself")
        except IngestError as error:
            self.error = self.error or error
            return each.failed(str(error), now)
        self.add(read.pages, each.read_at)
        return each.read(mark, now)

    def hold_good(self, after: Iterable[Map]) -> None:
        """Raise where nothing can come of it."""
        if self.error and not self.pages and not any(each.read_at and not each.trouble for each in after):
            raise self.error
        if self.count and not (self.has_dates or self.around.is_passing):
            url = self.around.feed.url
            raise SourceUnreadable(
                f"none of the {self.count:,} pages that {url} names has a date to tell which are new: "
                "watch the site, its feed or its news sitemap; "
                f"`python -m ingest add {url}` reads once what it names now"
            )


def _due(named: Iterable[Map], around: Look) -> list[Map]:
    """The maps to be read now: those of news first, then those that changed last."""
    now, since = int(around.now.timestamp()), int(around.since(None).timestamp())
    due = [each for each in named if around.is_passing or each.is_due(now, since)]
    due.sort(key=lambda each: (_rank(each.url), -(each.said_at or now)))
    return due[:_MAPS]


def _places(url: str, around: Look) -> tuple[list[str], bool]:
    """Where a site says its sitemaps are, else where sites have them; and whether that is a guess."""
    try:
        named = [place for place in around.web.fetcher.sitemaps(url) if not _NO_NEWS.search(place)]
    except FetchFailed:
        named = []
    return (named, False) if named else (discover.sitemap_places(url), True)


def _rank(url: str) -> bool:
    return not _NEWS.search(url.rpartition("/")[2])


def _newest(pages: Iterable[Entry], around: Look) -> tuple[Entry, ...]:
    """Each page once, the newest first; of too many those with a date that has not come are left."""
    by_url = {page.url: page for page in pages}

    def order(page: Entry) -> tuple[bool, datetime]:
        at = page.published_at or page.updated_at
        return at is not None and at <= around.now, at or _LONG_AGO

    return tuple(sorted(by_url.values(), key=order, reverse=True)[:_PAGES])


def _told(seen: list[Map], whose: str = "of the sitemaps that it names") -> str:
    """Which could not be read, with why of the first."""
    failing = [each for each in seen if each.trouble]
    return f"{len(failing):,} {whose} cannot be read: {failing[0].trouble}" if failing else ""
