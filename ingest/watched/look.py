"""One look at a feed: what it may fetch, as whom, and from when on its news are wanted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ingest.fetch import Fetched
from ingest.read.sitemap import SITEMAP_BYTES
from ingest.watched.feeds import Feed, Mark
from ingest.watched.visit import Web
from ingest.web.secrets import Secret

_MARGIN = timedelta(days=3)  # a page may be dated before the look that did not find it yet
# Feeds and sitemaps may be longer than pages; of more than their readers take the first are read.
BYTES = SITEMAP_BYTES + 1


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a feed."""

    feed: Feed
    web: Web
    secret: Secret | None
    now: datetime

    @property
    def is_passing(self) -> bool:
        """Whether it is read once and not watched: then all that it names is wanted."""
        return self.feed.id == 0

    def since(self, read_at: int | None) -> datetime:
        """From when on pages are wanted of what was read well at that moment last, or never."""
        if read_at is not None:
            return self._at(read_at) - _MARGIN
        return self._at(self.feed.added_at) - timedelta(days=self.feed.backfill_days)

    def get(self, url: str, mark: Mark | None = None) -> Fetched:
        """Fetch an address, with the feed's credentials where it is of the feed itself."""
        secret = self.secret if url == self.feed.url else None
        asked = mark or Mark()
        is_ours = urlsplit(url).hostname == urlsplit(self.feed.url).hostname
        return self.web.fetcher.get(
            url,
            etag=asked.etag,
            modified=asked.modified,
            secret=secret,
            limit=BYTES,
            is_cut=True,
            may_enter=is_ours,
        )

    def _at(self, seconds: int) -> datetime:
        """A moment that was noted; a clock that was ahead noted none."""
        return datetime.fromtimestamp(min(seconds, int(self.now.timestamp())), UTC)
