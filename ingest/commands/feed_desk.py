"""What the commands about feeds do, on an open archive and with the way to the internet open."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest import watch
from ingest.archive import Archive
from ingest.errors import SourceUnreadable
from ingest.holdings.rights import FULL, checked
from ingest.home import prepare
from ingest.read import opml
from ingest.read.lines import embargo
from ingest.read.opml import Outline
from ingest.settings import ArchiveSettings
from ingest.watch import Checked, Watcher
from ingest.watched import entries, feed_counts, feeds
from ingest.watched.feed_counts import Count
from ingest.watched.feed_report import Row, as_row, iso
from ingest.watched.feeds import Feed, Wish


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the feeds of a list."""

    new: int
    known: int
    troubles: tuple[str, ...]  # fit for the reader


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
        return replace(checked, removed=entries.removed(self.archive, checked.feed))

    def pause(self, feed: Feed, paused: bool) -> None:
        """Leave a feed alone, or look at it again."""
        feeds.pause(self.archive, feed, paused, int(time.time()))

    def remove(self, feed: Feed) -> None:
        """Watch a feed no more."""
        feeds.remove(self.archive, feed)

    def take_in(self, file: Path, wish: Wish) -> TakenIn:
        """Watch what an OPML file lists, as far as it can be watched; raises SourceUnreadable.

        What is watched already keeps its outlet, collection, rights and embargo.
        """
        try:
            found = opml.read(file.read_bytes())
        except OSError as error:
            raise SourceUnreadable(f"{file} cannot be read: {error.strerror}") from error
        watched = {feed.url for feed in self.feeds()}
        troubles, new, known = list(found.faults), 0, 0
        for outline in found.outlines:
            try:
                meant = _meant(outline, wish)
            except SourceUnreadable as error:
                troubles.append(f"left out, {outline.title}: {error}")
                continue
            said = replace(wish, url=meant.url, title=meant.title) if meant.url in watched else meant
            _, is_new = feeds.add(self.archive, said, int(time.time()), resumes=False)
            watched.add(said.url)
            new, known = new + is_new, known + (not is_new)
        return TakenIn(new, known, tuple(troubles))

    def as_opml(self) -> bytes:
        """All feeds as OPML, with how their articles are kept; mailboxes and credentials stay here."""
        return opml.write(_outline(feed) for feed in self.feeds() if feed.kind != "mailbox")


def _outline(feed: Feed) -> Outline:
    """What is said of a feed, as far as it is not the usual."""
    return Outline(
        feed.name,
        feed.url,
        kind="page" if feed.kind == "page" else None,  # the other kinds show when they are read
        outlet=feed.outlet,
        collection=None if feed.collection == feeds.COLLECTION else feed.collection,
        rights=None if feed.rights == FULL else feed.rights,
        embargo_until=iso(feed.embargo_until),
    )


def _meant(outline: Outline, wish: Wish) -> Wish:
    """What is to be watched; raises BadField where what the list says of it cannot be."""
    until = embargo(outline.embargo_until)
    asked = feeds.wished(outline.url, outline.kind == "page")
    return replace(
        wish,
        url=asked.url,
        kind=asked.kind,
        title=outline.title,
        outlet=outline.outlet,
        collection=outline.collection,
        rights=checked(outline.rights) if outline.rights else None,
        embargo_until=int(until.timestamp()) if until else None,
    )


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
