"""What feeds have named, kept: an entry or a page to its article, and what became of it.

Each article is kept before it is noted as done: a kill between the two repeats one page.
"""

import logging
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

from sqlalchemy import select

from ingest.archive import Archive, Kept
from ingest.article import Article
from ingest.errors import ArchiveUnusable, ArticleRemoved, IngestError
from ingest.holdings.rights import strictest
from ingest.intake import keep
from ingest.schema import articles
from ingest.texts.tokens import Measure
from ingest.watched import entries, pace, twins, visits, withdrawn
from ingest.watched.entries import Waiting
from ingest.watched.feeds import Feed
from ingest.watched.letters import Read
from ingest.watched.visit import Visited, Web, visit

# Whether an article is held by another address is looked up before it is kept: nobody keeps it in between,
# though feeds of one site are read side by side.
_one_by_one = Lock()
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
        try:
            with _one_by_one:
                given = self._once(given, waiting)
                kept = self._keep(given.article, waiting) if given.article else None
        except ArticleRemoved:  # while its page was read, or before by another feed
            entries.dropped(self.archive, waiting, given.article.id if given.article else None)
            return Taken()
        article_id = kept.article_id if kept else given.stands
        if given.mark and waiting.url:
            visits.note(self.archive, waiting.url, given.mark, article_id, now)
            withdrawn.found(self.archive, article_id)
        if given.trouble:
            withdrawn.missed(self.archive, waiting, given.gone, now)
            return replace(self._left(waiting, given, article_id, now), kept=kept)
        entries.kept(self.archive, waiting, article_id, given.mark is not None, now)
        self._replace(waiting, kept)
        return Taken(kept)

    def take_letter(self, letter: Read, feed: Feed, now: int) -> list[Kept]:
        """Keep the articles of a message that has not come before, but for those that were removed."""
        if entries.is_known(self.archive, feed, letter.key):
            return []
        told = [self._of_letter(article) for article in letter.articles]
        ids = [article.id for article in letter.articles]
        if ids or letter.trouble:
            entries.came(self.archive, feed, letter.key, ids[0] if ids else None, letter.trouble, now)
        return [each for each in told if each]

    def _of_letter(self, article: Article) -> Kept | None:
        check = partial(entries.refuse_known_removed, article_id=article.id)
        try:
            return keep(article, self.archive, self.measure, check)
        except ArticleRemoved:
            return None

    def _once(self, given: Visited, waiting: Waiting) -> Visited:
        """What was read, as the next text of what is held of the same article by another address.

        Of two addresses that come one after the other the first counts, but for a feed's words: a page takes
        their place. What either says anew later is a change of the one article.
        """
        twin = twins.twin_of(self.archive, given.article, waiting.article_id) if given.article else None
        if given.article is None or twin is None or waiting.part:
            return given
        page = waiting.url if given.mark else None
        if twin.id == waiting.article_id or (page and twins.is_alone(self.archive, page, twin)):
            return replace(given, article=replace(given.article, url=twin.url))
        return replace(given, article=None, stands=twin.id)

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

    def _keep(self, article: Article, waiting: Waiting) -> Kept | None:
        """Keep an article, unless it is a teaser of one held whole; of two rights the stricter hold."""
        held = self._held(article.id)
        before = self._held(waiting.article_id) if waiting.article_id else None
        if article.kind == "teaser" and any(each and each.kind != "teaser" for each in (held, before)):
            return None
        if held and article.rights:
            article = replace(article, rights=strictest(article.rights, held.rights))
        check = partial(
            entries.refuse_removed, one=waiting, collection=article.collection, article_id=article.id
        )
        return keep(article, self.archive, self.measure, check)

    def _replace(self, waiting: Waiting, kept: Kept | None) -> None:
        """Remove a teaser whose page has another address, and what an entry without one said before."""
        before = waiting.article_id
        if before and kept and kept.article_id != before:
            held = self._held(before)
            if held and (held.kind == "teaser" or waiting.url is None):
                entries.replaced(self.archive, before, kept.article_id)
                self.archive.remove([before], is_replaced=True)

    def _held(self, article_id: str) -> _Held | None:
        columns = articles.c.kind, articles.c.collection, articles.c.rights
        with self.archive.reading() as connection:
            row = connection.execute(select(*columns).where(articles.c.id == article_id)).one_or_none()
        return _Held(*row) if row else None
