"""An entry of a feed to its Article: by its own words where it holds all, else by the page it leads to.

Where the page may not be read, or not now, the entry's words are kept as a teaser.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from ingest.article import Article, digest
from ingest.errors import FetchFailed, IngestError
from ingest.fetch import Fetched, Fetcher
from ingest.holdings.rights import FULL
from ingest.public import Allowed
from ingest.read import page
from ingest.read.entry import Entry
from ingest.read.text import Details, from_text
from ingest.settings import fetch_settings
from ingest.watched import pace
from ingest.watched.entries import Waiting
from ingest.watched.feeds import Feed, Mark
from ingest.watched.visits import Visit
from ingest.web.secrets import Safe

NOT_FOUND, GONE = 404, 410
_TEASER_WORDS = 8  # fewer say nothing that could be quoted
_JUST_NOW_S = 600  # a page that another feed has led to so shortly before is not asked again


@dataclass(frozen=True, slots=True)
class Web:
    """What is needed to read pages: the door to the internet, and the credentials for some."""

    fetcher: Fetcher
    safe: Safe
    inside: Allowed  # what of the house may be reached
    authority: Path | None = None  # a file of certificates that are trusted besides


def open_web(home: Path) -> Web:
    """Open the way to the internet as the settings say; raises BadSetting."""
    settings = fetch_settings()
    fetcher = Fetcher(settings, folder=home / "hosts")
    return Web(fetcher, Safe(home), settings.inside, settings.ca_bundle)


@dataclass(frozen=True, slots=True)
class Visited:
    """What an entry gave: an article, or the id of the one that stands, or why there is none."""

    article: Article | None = None
    stands: str | None = None  # id of an article that has not changed
    mark: Mark | None = None  # of the page, where one was read
    trouble: str | None = None
    again_s: int | None = None  # seconds until the page is tried again, where that is worth it
    gone: int | None = None  # the status that says that the page is not there any more


def visit(waiting: Waiting, feed: Feed, web: Web, last: Visit | None, now: int) -> Visited:
    """Read what an entry tells; its page only where the entry itself is a teaser, and has changed since."""
    entry = waiting.entry
    if entry and (entry.is_whole or not entry.url or waiting.part):
        # An entry without words raises: nothing else is to be had of it.
        return Visited(replace(_told(entry, feed), part=waiting.part))
    if waiting.url is None:
        return Visited(trouble="the entry has neither an address nor words")
    if (
        last
        and last.article_id
        and now - last.visited_at < _JUST_NOW_S
        and last.article_id != waiting.article_id
    ):
        return Visited(stands=last.article_id)
    try:
        return _of_page(waiting, feed, web, last)
    except FetchFailed as error:
        return Visited(
            _teaser(entry, feed), trouble=str(error), again_s=_wait(error, waiting), gone=_gone(error)
        )
    except IngestError as error:
        return Visited(_teaser(entry, feed), trouble=str(error))


def _wait(error: FetchFailed, waiting: Waiting) -> int | None:
    """Seconds until a page is tried again; one that is not found for the first time may be so by mistake."""
    if error.status == NOT_FOUND and waiting.article_id and not waiting.tries:
        return pace.MISSED_S
    if error.is_lasting:
        return None
    return pace.next_try(waiting.tries + 1, waiting.url or "", int(error.retry_after_s or 0))


def _gone(error: FetchFailed) -> int | None:
    return error.status if error.status in (NOT_FOUND, GONE) else None


def _of_page(waiting: Waiting, feed: Feed, web: Web, last: Visit | None) -> Visited:
    url = waiting.url or ""
    mark = last.mark if last else Mark()
    secret = web.safe.open(feed.secret) if feed.secret and is_same_place(feed.url, url) else None
    # A feed that anybody can write must not lead us to the house's own pages.
    is_ours = urlsplit(url).hostname == urlsplit(feed.url).hostname
    fetched = web.fetcher.get(url, etag=mark.etag, modified=mark.modified, secret=secret, may_enter=is_ours)
    if last and last.article_id and (fetched.status == 304 or digest_of(fetched.body) == mark.digest):
        return Visited(stands=last.article_id, mark=mark)
    new = Mark(fetched.etag, fetched.modified, digest_of(fetched.body))
    return Visited(_read(fetched, waiting.entry, feed), mark=new)


def digest_of(body: bytes) -> str:
    """Digest of what was fetched, by which the same is known again."""
    return digest(body.decode("latin-1"))


def _read(fetched: Fetched, entry: Entry | None, feed: Feed) -> Article:
    """Read a page; what it leaves open is filled from the entry that led to it."""
    details = Details(outlet=feed.outlet)
    article = page.read(fetched.body, fetched.url, details, fetched.content_type, fetched.url)
    if entry:
        article = _filled(article, entry)
    return of_feed(article, feed)


def _filled(article: Article, entry: Entry) -> Article:
    is_dated = article.published_at is not None
    return replace(
        article,
        authors=article.authors or entry.authors,
        published_at=article.published_at or entry.published_at,
        published_day=article.published_day if is_dated else entry.published_day,
        published_zone=article.published_zone if is_dated else entry.published_zone,
        language=article.language or entry.language,
    )


def _told(entry: Entry, feed: Feed) -> Article:
    """Make an article of an entry's own words; raises SourceUnreadable where it has none."""
    details = Details(
        title=entry.title,
        outlet=feed.outlet or entry.outlet or feed.title,
        url=entry.url,
        published_at=entry.published_at,
        published_day=entry.published_day,
    )
    article = from_text(entry.text or entry.summary or "", entry.title or entry.key, details)
    known = replace(
        article,
        authors=entry.authors,
        published_zone=entry.published_zone,
        updated_at=entry.updated_at,
        language=entry.language,
    )
    return of_feed(known, feed)


def _teaser(entry: Entry | None, feed: Feed) -> Article | None:
    if entry is None or len((entry.text or entry.summary or "").split()) < _TEASER_WORDS:
        return None
    return replace(_told(entry, feed), kind="teaser")


def of_feed(article: Article, feed: Feed) -> Article:
    """An article as its feed's are to be kept."""
    lifted = datetime.fromtimestamp(feed.embargo_until, UTC) if feed.embargo_until else None
    # A feed of which nothing is said leaves each article the rights that were given to it.
    rights = None if feed.rights == FULL else feed.rights
    return replace(article, collection=feed.collection, rights=rights, embargo_until=lifted)


def is_same_place(one: str, other: str) -> bool:
    """Whether credentials for one address may be sent to another: its host and port, or itself by https."""
    mine, theirs = urlsplit(one), urlsplit(other)
    if mine.hostname != theirs.hostname:
        return False
    ports = [(each.scheme, each.port or {"https": 443}.get(each.scheme, 80)) for each in (mine, theirs)]
    return ports[0] == ports[1] or ports == [("http", 80), ("https", 443)]
