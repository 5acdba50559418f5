"""What is watched: each feed's address, how its articles are kept, when it is due and how it fares.

Knows the tables and nothing of the network.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ingest.archive import Archive
from ingest.errors import BadField, UnknownFeed
from ingest.read.lines import address
from ingest.schema import articles, entries, feeds, maps
from ingest.sql.journal import note
from ingest.watched import pace
from ingest.web.target import in_plain

Kind = Literal["feed", "sitemap", "page", "mailbox"]
State = Literal["new", "well", "failing", "paused"]
_LONGEST_TROUBLE = 500
COLLECTION = "news"  # of a feed's articles, unless said otherwise
_DEFAULTS: dict[str, Any] = {
    "collection": COLLECTION,
    "rights": "full",
    "backfill_days": 0,
    "failures": 0,
    "paused": False,
}
_BUSY_S = 600  # after which who reads a feed is taken to have been killed
_unreleased: dict[tuple[str, int], int] = {}  # by archive and feed, the claims this process could not give up


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a feed to be watched."""

    url: str
    kind: Kind = "feed"
    title: str | None = None
    outlet: str | None = None  # given to every article, before what its page says
    collection: str | None = None  # None, here and below: not said
    rights: str | None = None
    embargo_until: int | None = None  # seconds since 1970
    backfill_days: int | None = None
    secret: bytes | None = None  # as ``secrets.seal`` gives it


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its state; times are seconds since 1970."""

    id: int
    url: str
    kind: Kind
    title: str | None
    outlet: str | None
    collection: str
    rights: str
    embargo_until: int | None
    backfill_days: int
    secret: bytes | None
    added_at: int
    interval_s: int
    next_at: int
    failures: int = 0
    paused: bool = False
    checked_at: int | None = None
    changed_at: int | None = None
    etag: str | None = None  # of a mailbox: how far it has been read
    modified: str | None = None
    digest: str | None = None
    trouble: str | None = None
    failing_since: int | None = None
    read_at: int | None = None  # when it was last read well
    notice: str | None = None  # what of it could not be read though it was read well
    moved_to: str | None = None  # where it says it has moved for good
    moved_since: int | None = None
    moved_looks: int | None = None

    @property
    def state(self) -> State:
        """How it fares, in a word."""
        if self.paused:
            return "paused"
        if self.trouble:
            return "failing"
        return "well" if self.checked_at else "new"

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.outlet or self.title or self.url


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read last of an address, so that the same is not read again."""

    etag: str | None = None
    modified: str | None = None
    digest: str | None = None


def add(archive: Archive, wish: Wish, now: int, resumes: bool = True) -> tuple[Feed, bool]:
    """Watch a feed; one that is watched already takes what is said of it anew, and False is returned.

    Unless it ``resumes``, one that is paused stays so. Rights and an embargo said anew hold for the
    articles it has given, too.
    """
    said = _said(wish)
    with archive.writing() as connection:
        held = connection.execute(select(feeds).where(feeds.c.url == wish.url)).one_or_none()
        if held:
            _say_anew(connection, held.id, said, now, resumes)
        else:
            connection.execute(insert(feeds).values(_DEFAULTS | said | _first(now)))
        row = connection.execute(select(feeds).where(feeds.c.url == wish.url)).one()
    return _feed(row), held is None


def wished(url: str, is_page: bool = False) -> Wish:
    """What is wanted of an address as a person types it; raises BadField where it is none."""
    url = url.strip()
    if "://" not in url:
        if "." not in url and not url.startswith("localhost"):
            raise BadField("url", url, "not an address, as in https://velm-courier.example/")
        url = f"https://{url}"
    kind: Kind = "page" if is_page else "feed"
    if url.startswith(("imap://", "imaps://")):
        return Wish(url, "mailbox")
    return Wish(in_plain(address(url) or url), kind)


def unwatched(wish: Wish, now: int) -> Feed:
    """A feed that is read once: it stands in no table."""
    unsaid: dict[str, Any] = {"title": None, "outlet": None, "embargo_until": None, "secret": None}
    return Feed(0, **unsaid | _DEFAULTS | _said(wish) | _first(now))


@contextmanager
def claimed(archive: Archive, feed: Feed, now: int) -> Iterator[bool]:
    """Be the only one that reads a feed, for some minutes at most; False while another does."""
    busy, key = feeds.c.busy_until, (archive.name, feed.id)
    free = or_(busy.is_(None), busy <= now, busy > now + _BUSY_S, busy == _unreleased.get(key))
    claim = update(feeds).where(feeds.c.id == feed.id, free).values(busy_until=now + _BUSY_S)
    with archive.writing() as connection:
        is_ours = connection.execute(claim).rowcount == 1
    try:
        yield is_ours
    finally:
        if is_ours:
            _unreleased[key] = now + _BUSY_S  # should the disk be full just now
            _set(archive, feed, busy_until=None)
            del _unreleased[key]


def listing(archive: Archive) -> list[Feed]:
    """All feeds, in the order in which they were added."""
    with archive.reading() as connection:
        return [_feed(row) for row in connection.execute(select(feeds).order_by(feeds.c.id))]


def of_name(archive: Archive, name: str) -> Feed:
    """Find a feed by its number or its address; raises UnknownFeed."""
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 10 else -1
    query = select(feeds).where(or_(feeds.c.url == name, feeds.c.id == number))
    with archive.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownFeed(name)
    return _feed(row)


def remove(archive: Archive, feed: Feed) -> None:
    """Watch a feed no more; its articles stay."""
    with archive.writing() as connection:
        for table in (entries, maps):
            connection.execute(delete(table).where(table.c.feed_id == feed.id))
        connection.execute(delete(feeds).where(feeds.c.id == feed.id))


def pause(archive: Archive, feed: Feed, paused: bool, now: int) -> None:
    """Leave a feed alone, or look at it again from now on."""
    _set(archive, feed, paused=paused, next_at=now)


def due(archive: Archive, now: int) -> list[Feed]:
    """Feeds to be looked at now, the longest due first."""
    query = select(feeds).where(feeds.c.paused.is_(False)).order_by(feeds.c.next_at)
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    return [_feed(row) for row in rows if pace.is_due(row.next_at, now, row.checked_at or row.added_at)]


def read_well(
    archive: Archive, feed: Feed, mark: Mark, has_news: bool, now: int, least_s: int = 0, notice: str = ""
) -> None:
    """Note that a feed was read, and when it is due again: not before ``least_s``, if it asks for that.

    The ``notice`` says what of it could not be read.
    """
    interval = (pace.after_change if has_news else pace.after_quiet)(feed.interval_s, least_s)
    _looked_at(
        archive,
        feed,
        interval,
        now,
        changed_at=now if has_news else feed.changed_at,
        etag=mark.etag,
        modified=mark.modified,
        digest=mark.digest,
        notice=notice[:_LONGEST_TROUBLE] or None,
    )


def unchanged(archive: Archive, feed: Feed, now: int) -> None:
    """Note that a feed is as it was when it was read last, with what it asked for then."""
    _looked_at(archive, feed, pace.after_same(feed.interval_s), now)


def _looked_at(archive: Archive, feed: Feed, interval: int, now: int, **values: object) -> None:
    fares: dict[str, object] = {"trouble": None, "failing_since": None, "failures": 0}
    due = {"interval_s": interval, "next_at": now + interval, "checked_at": now, "read_at": now}
    _set(archive, feed, **due, **fares, **values)


def failed(
    archive: Archive, feed: Feed, why: str, now: int, asked_s: int | None = None, is_over: bool = False
) -> None:
    """Note why a feed could not be read; one that ``is_over``, or has failed for two weeks, is paused."""
    failures, since = feed.failures + 1, feed.failing_since or now
    wait = pace.after_failure(feed.interval_s, failures, feed.url, asked_s)
    _set(
        archive,
        feed,
        checked_at=now,
        next_at=now + wait,
        trouble=why[:_LONGEST_TROUBLE],
        failing_since=since,
        failures=failures,
        paused=is_over or pace.is_dead(now - since, failures),
    )


def titled(archive: Archive, feed: Feed, title: str | None) -> None:
    """Note a feed's own title where none is known."""
    if title and not feed.title:
        _set(archive, feed, title=title)


def _said(wish: Wish) -> dict[str, Any]:  # Any: values of all types
    told = {each.name: getattr(wish, each.name) for each in fields(wish)}
    return {name: value for name, value in told.items() if value is not None}


def _say_anew(connection: Connection, feed_id: int, said: dict[str, Any], now: int, resumes: bool) -> None:
    """Note what is said of a watched feed, also of what it has given; a kind that was found out stays."""
    new = {name: value for name, value in said.items() if (name, value) != ("kind", "feed")}
    state = {"next_at": now, "paused": False} if resumes else {"next_at": now}
    connection.execute(update(feeds).where(feeds.c.id == feed_id).values(**new, **state))
    marks = {name: said[name] for name in ("rights", "embargo_until") if name in said}
    if not marks:
        return
    given = select(entries.c.article_id).where(entries.c.feed_id == feed_id)
    theirs = select(articles.c.id, articles.c.version, articles.c.passages).where(articles.c.id.in_(given))
    for row in connection.execute(theirs).all():
        connection.execute(update(articles).where(articles.c.id == row.id).values(**marks))
        note(
            connection, "added", row.id, row.version, row.passages
        )  # so that what is remembered is read anew


def _first(now: int) -> dict[str, Any]:  # Any: as in unwatched
    return {"added_at": now, "interval_s": pace.FIRST_S, "next_at": now}


def _set(archive: Archive, feed: Feed, **values: object) -> None:
    with archive.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**values))


_NAMES = tuple(field.name for field in fields(Feed))


def _feed(row: Row[*tuple[Any, ...]]) -> Feed:  # Any: the columns are named, not counted
    return Feed(**{name: getattr(row, name) for name in _NAMES})
