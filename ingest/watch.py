"""Watch feeds: look at those that are due, keep what is new, and say how each fares.

One process a home watches. Each step is noted in SQL before the next begins, so that a kill loses nothing
and repeats at most one page.
"""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.archive import Archive
from ingest.embed import measure
from ingest.embedding import model
from ingest.errors import AlreadyWatched, ArchiveUnusable, FetchFailed, IngestError
from ingest.settings import ArchiveSettings
from ingest.texts.tokens import Measure
from ingest.watched import entries, feeds, letters, maps, moves
from ingest.watched.arrivals import Arrivals
from ingest.watched.feeds import Feed
from ingest.watched.listed import listed
from ingest.watched.visit import Web, open_web

_SIDE_BY_SIDE = 4  # feeds; of one host only one connection is open at a time
_GONE = 410
_AT_ONCE = 100  # entries of a feed read in one look; the rest wait, and other feeds have their turn
_RETRY_S = 60.0
POLL_S = 5.0  # between two looks at which feeds are due
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a feed gave."""

    feed: Feed
    named: int = 0  # entries that were new or had changed
    added: int = 0
    updated: int = 0
    trouble: str | None = None
    is_busy: bool = False  # another process reads it just now
    removed: int = 0  # of what it names, articles that were removed here; counted where a person asks


@dataclass(frozen=True, slots=True)
class Watcher:
    """What watching needs."""

    archive: Archive
    web: Web
    measure: Measure

    def round(self, now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> list[Checked]:
        """Look at every feed that is due, or has entries to be read; return what each gave."""
        seconds = int(now.timestamp())
        is_due = {feed.id for feed in feeds.due(self.archive, seconds)}
        waits = set(entries.feeds_with_waiting(self.archive, seconds))
        chosen = [
            f for f in feeds.listing(self.archive) if f.id in is_due or (f.id in waits and not f.paused)
        ]

        def look(feed: Feed) -> Checked | None:
            return None if is_stopping() else self.check(feed, now, feed.id in is_due)

        with ThreadPoolExecutor(_SIDE_BY_SIDE, "watch") as pool:
            return [checked for checked in pool.map(look, chosen) if checked]

    def check(self, feed: Feed, now: datetime, is_due: bool = True) -> Checked:
        """Look at one feed, whether its time has come or not, and keep what is new.

        Where it ``is_due`` no more, only what it named before and could not be read then is read. What
        another process reads just now is left to it.
        """
        with feeds.claimed(self.archive, feed, int(now.timestamp())) as is_ours:
            return self._check(feed, now, is_due) if is_ours else Checked(feed, is_busy=True)

    def _check(self, feed: Feed, now: datetime, is_due: bool) -> Checked:
        named = 0
        if feed.kind == "mailbox":
            return self._mail(feed, now)
        if is_due:
            try:
                feed, named = self._named(feed, now)
            except ArchiveUnusable:  # no fault of the feed's: it stays due
                raise
            except IngestError as error:
                return self._failed(feed, error, now)
        seconds = int(now.timestamp())
        waits = entries.waiting(self.archive, feed, seconds, _AT_ONCE)
        arrivals = Arrivals(self.archive, self.web, self.measure)
        taken = [arrivals.take(one, feed, seconds) for one in waits]
        statuses = [each.kept.status for each in taken if each.kept]
        trouble = next((each.trouble for each in taken if each.trouble), None)
        if feed.kind == "page" and trouble:  # the page is all there is to this feed
            feeds.failed(self.archive, feed, trouble, seconds)
            return Checked(feed, named, trouble=trouble)
        return Checked(feed, named, statuses.count("added"), statuses.count("updated"))

    def _named(self, feed: Feed, now: datetime) -> tuple[Feed, int]:
        """Note what a feed names, and only then that it was read."""
        seconds = int(now.timestamp())
        found = listed(feed, self.web, now, maps.known(self.archive, feed))
        if (found.url, found.kind) != (feed.url, feed.kind):
            feed = moves.found(self.archive, feed, found.url, found.kind)
        else:
            feed = moves.seen(self.archive, feed, found.moved_to, seconds)
        feeds.titled(self.archive, feed, found.title)
        feed = replace(feed, title=feed.title or found.title)
        count = entries.note(self.archive, feed, found.entries, seconds)
        if found.kind == "page":
            entries.again(self.archive, feed, seconds)
        maps.note(self.archive, feed, found.maps)
        if found.is_same and not found.entries:
            feeds.unchanged(self.archive, feed, seconds)
        else:
            has_news = count > 0
            feeds.read_well(self.archive, feed, found.mark, has_news, seconds, found.least_s, found.notice)
        return feed, count

    def _mail(self, feed: Feed, now: datetime) -> Checked:
        """Keep the messages that came since the last look; how far that went is noted after each."""
        seconds, kept = int(now.timestamp()), []
        mark = feeds.Mark(feed.etag)
        arrivals = Arrivals(self.archive, self.web, self.measure)
        try:
            for letter in letters.read(feed, self.web, now):
                kept += arrivals.take_letter(letter, feed, seconds)
                mark = feeds.Mark(letter.mark)
                feeds.read_well(self.archive, feed, mark, True, seconds)
        except ArchiveUnusable:
            raise
        except IngestError as error:
            return self._failed(replace(feed, etag=mark.etag), error, now)
        feeds.read_well(self.archive, feed, mark, bool(kept), seconds)
        statuses = [each.status for each in kept]
        return Checked(feed, len(kept), statuses.count("added"), statuses.count("updated"))

    def _failed(self, feed: Feed, error: IngestError, now: datetime) -> Checked:
        asked = int(error.retry_after_s or 0) if isinstance(error, FetchFailed) else None
        is_over = isinstance(error, FetchFailed) and error.status == _GONE
        feeds.failed(self.archive, feed, str(error), int(now.timestamp()), asked, is_over)
        return Checked(feed, trouble=str(error))


@contextmanager
def watching(home: Path) -> Iterator[None]:
    """Be the only one that watches the feeds of a home; raises AlreadyWatched."""
    lock = FileLock(home / "watch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyWatched from error
    try:
        yield
    finally:
        lock.release()


def for_ever(settings: ArchiveSettings, archive: Archive) -> None:
    """Watch until the process ends; when another watches already, take its place once it has ended."""
    while True:
        try:
            with watching(settings.home), opened(settings, archive) as watcher:
                _go_on(watcher)
        except AlreadyWatched:
            time.sleep(POLL_S)
        except IngestError as error:
            _log.error("the feeds cannot be watched: %s", error)
            time.sleep(_RETRY_S)


def _go_on(watcher: Watcher) -> None:
    while True:
        try:
            watcher.round(datetime.now(UTC))
        except IngestError as error:
            _log.error("the feeds cannot be watched: %s", error)
        except Exception:  # the thread's own door: without it nothing new would come again
            _log.exception("the feeds cannot be watched")
        time.sleep(POLL_S)


@contextmanager
def opened(settings: ArchiveSettings, archive: Archive) -> Iterator[Watcher]:
    """Open the way to the internet, and what measures passages."""
    prepared = model.at_hand(settings.model_folder, embedding=settings.embedding)
    web = open_web(settings.home)
    try:
        yield Watcher(archive, web, measure(prepared))
    finally:
        web.fetcher.close()
