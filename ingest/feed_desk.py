"""What the commands about feeds do, on an open archive and with the way to the internet open."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest import entries, feed_counts, feeds, watch
from ingest.archive import Archive
from ingest.errors import SourceUnreadable
from ingest.feed_counts import Count
from ingest.feed_report import Row, as_row
from ingest.feeds import Feed, Wish
from ingest.home import prepare
from ingest.read import opml
from ingest.read.opml import Outline
from ingest.settings import ArchiveSettings
from ingest.watch import Checked, Watcher


@dataclass(frozen=True, slots=True)
class FeedDesk:
    """An open archive, and who watches its feeds."""

    archive: Archive
    home: Path
    watcher: Watcher

    def feeds(self) -> list[Feed]:
        """All feeds."""
        return feeds.listing(self.archive)

    def found(self, names: Sequence[str]) -> list[Feed]:
        """Feeds of these numbers or addresses; raises UnknownFeed before anything is done to any."""
        return [feeds.of_name(self.archive, name) for name in names]

    def report(self) -> list[Row]:
        """How each feed fares, with the articles it gave, what waits, and why some were not read whole."""
        counts = feed_counts.of_operator(self.archive)
        return [
            as_row(feed, counts.get(feed.id, Count()), entries.troubles(self.archive, feed))
            for feed in self.feeds()
        ]

    def watch(self, wish: Wish) -> Checked:
        """Watch a feed and read it now; one that cannot be read at first is not kept."""
        feed, is_new = feeds.add(self.archive, wish, int(time.time()))
        checked = self.check(feed)
        if checked.trouble and is_new:  # while a server reads it first there is no telling yet
            feeds.remove(self.archive, feed)
        return checked

    def check(self, feed: Feed) -> Checked:
        """Look at a feed now; a paused one that can be read again goes on."""
        checked = self.watcher.check(feed, datetime.now(UTC))
        if feed.paused and not checked.trouble and not checked.is_busy:
            self.pause(feed, False)
        return checked

    def pause(self, feed: Feed, paused: bool) -> None:
        """Leave a feed alone, or look at it again."""
        feeds.pause(self.archive, feed, paused, int(time.time()))

    def remove(self, feed: Feed) -> None:
        """Watch a feed no more."""
        feeds.remove(self.archive, feed)

    def take_in(self, file: Path, wish: Wish) -> tuple[int, int]:
        """Watch what an OPML file lists; return how many feeds are new and how many were known."""
        try:
            outlines = opml.read(file.read_bytes())
        except OSError as error:
            raise SourceUnreadable(f"{file} cannot be read: {error.strerror}") from error
        urls = [(feeds.wished(outline.url).url, outline.title) for outline in outlines]
        wishes = [replace(wish, url=url, title=title or None) for url, title in urls]
        new = [feeds.add(self.archive, each, int(time.time()), resumes=False)[1] for each in wishes]
        return sum(new), len(new) - sum(new)

    def as_opml(self) -> bytes:
        """All feeds as OPML; mailboxes and credentials stay here."""
        return opml.write(Outline(feed.name, feed.url) for feed in self.feeds() if feed.kind != "mailbox")


@contextmanager
def opened() -> Iterator[FeedDesk]:
    """Open the archive of the settings for one command."""
    settings = ArchiveSettings()
    home = prepare(settings.home)
    archive = Archive(home)
    try:
        with watch.opened(settings, archive) as watcher:
            yield FeedDesk(archive, home, watcher)
    finally:
        archive.close()
