"""What feeds have named, kept: an entry or a page to its article, and what became of it.

Each article is kept before it is noted as done: a kill between the two repeats one page.
"""

import logging
from dataclasses import dataclass, replace

from sqlalchemy import select

from ingest import entries, pace, visits
from ingest.archive import Archive, Kept
from ingest.article import Article
from ingest.entries import Waiting
from ingest.errors import ArchiveUnusable, IngestError
from ingest.feeds import Feed
from ingest.intake import keep
from ingest.rights import strictest
from ingest.schema import articles
from ingest.tokens import Measure
from ingest.visit import Visited, Web, visit

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an entry."""

    kept: Kept | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class _Held:
    """What the archive has of an article."""

    kind: str
    collection: str
    rights: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What is needed to keep what comes."""

    archive: Archive
    web: Web
    measure: Measure

    def take(self, waiting: Waiting, feed: Feed, now: int) -> Taken:
        """Keep an entry's article; whatever is wrong with it is noted, and holds no other up."""
        try:
            return self._take(waiting, feed, now)
        except ArchiveUnusable:  # no fault of the entry's: it goes on waiting
            raise
        except IngestError as error:
            return self._left(waiting, Visited(trouble=str(error)), None, now)
        except Exception:  # a door: what a page makes a library do must not stop its feed
            _log.exception("feed %d: an entry cannot be read", feed.id)
            wait = pace.next_try(waiting.tries + 1, waiting.key)
            return self._left(waiting, Visited(trouble="it cannot be read", again_s=wait), None, now)

    def _take(self, waiting: Waiting, feed: Feed, now: int) -> Taken:
        if entries.is_removed(self.archive, waiting, feed.collection):
            entries.dropped(self.archive, waiting)
            return Taken()
        given = visit(waiting, feed, self.web, self._last(waiting, feed), now)
        if entries.is_removed(self.archive, waiting, feed.collection):  # while its page was read
            entries.dropped(self.archive, waiting)
            return Taken()
        kept = self._keep(given.article) if given.article else None
        article_id = kept.article_id if kept else given.stands
        if given.mark and waiting.url:
            visits.note(self.archive, waiting.url, given.mark, article_id, now)
        if given.trouble:
            return replace(self._left(waiting, given, article_id, now), kept=kept)
        entries.kept(self.archive, waiting, article_id, given.mark is not None, now)
        self._replace_teaser(waiting.article_id, kept)
        return Taken(kept)

    def _left(self, waiting: Waiting, given: Visited, article_id: str | None, now: int) -> Taken:
        """Note a trouble; a page that was read before is asked again all the same."""
        again = None if given.again_s is None else now + given.again_s
        if again is None and waiting.article_id:
            again = pace.next_visit(waiting.seen_at, now)
        entries.left(self.archive, waiting, given.trouble or "", article_id, again)
        return Taken(trouble=given.trouble)

    def _last(self, waiting: Waiting, feed: Feed) -> visits.Visit | None:
        """How the page was read last, if its article is held as this feed's are to be."""
        last = visits.last(self.archive, waiting.url) if waiting.url else None
        held = self._held(last.article_id) if last and last.article_id else None
        return last if held and held.collection == feed.collection else None

    def _keep(self, article: Article) -> Kept | None:
        """Keep an article, unless it is a teaser of one held whole; of two rights the stricter hold."""
        held = self._held(article.id)
        if held and article.kind == "teaser" and held.kind != "teaser":
            return None
        if held and article.rights:
            article = replace(article, rights=strictest(article.rights, held.rights))
        return keep(article, self.archive, self.measure)

    def _replace_teaser(self, before: str | None, kept: Kept | None) -> None:
        """Remove a teaser whose page calls itself by another address."""
        if before and kept and kept.article_id != before:
            held = self._held(before)
            if held and held.kind == "teaser":
                self.archive.remove([before])

    def _held(self, article_id: str) -> _Held | None:
        columns = articles.c.kind, articles.c.collection, articles.c.rights
        with self.archive.reading() as connection:
            row = connection.execute(select(*columns).where(articles.c.id == article_id)).one_or_none()
        return _Held(*row) if row else None
