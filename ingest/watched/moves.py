"""A watched feed that is found at another address: the site's page led to it, or it has moved for good.

No other feed is touched: where the address is watched already, that is said.
"""

from sqlalchemy import Connection, select, update

from ingest.archive import Archive
from ingest.errors import SourceUnreadable
from ingest.schema import feeds
from ingest.watched.feeds import Feed, Kind, of_name
from ingest.watched.visit import is_same_place

# A redirect that says it is for good is believed when it has held so often and so long: a site that
# is being worked on sends its feeds anywhere for some hours.
_LOOKS, _HELD_S = 4, 86_400
_LONGEST = 2_000


def found(archive: Archive, feed: Feed, url: str, kind: Kind) -> Feed:
    """Note where a feed was found at its first look; raises SourceUnreadable where it cannot be watched."""
    if feed.secret and not is_same_place(feed.url, url):
        raise SourceUnreadable(
            f"{feed.url} leads to the feed {url}, which is no place for its credentials: give that address"
        )
    with archive.writing() as connection:
        if other := _watched(connection, url, feed):
            raise SourceUnreadable(
                f"{feed.url} leads to {url}, which is watched already (feed {other}): "
                f"`python -m ingest feeds add {url}` says anything anew of it"
            )
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(url=url, kind=kind))
    return of_name(archive, str(feed.id))


def seen(archive: Archive, feed: Feed, to: str | None, now: int) -> Feed:
    """Note where a feed says it has moved for good; when that has held for a day it is watched there."""
    if to is None or len(to) > _LONGEST or to == feed.url:
        return _noted(archive, feed, None, None, None) if feed.moved_to else feed
    since, looks = (feed.moved_since or now, feed.moved_looks or 0) if to == feed.moved_to else (now, 0)
    if looks + 1 < _LOOKS or now - since < _HELD_S or (feed.secret and not is_same_place(feed.url, to)):
        return _noted(archive, feed, to, since, looks + 1)
    with archive.writing() as connection:
        if _watched(connection, to, feed) is None:
            values: dict[str, object] = {
                "url": to,
                "moved_to": None,
                "moved_since": None,
                "moved_looks": None,
            }
            connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**values))
    return of_name(archive, str(feed.id))


def _noted(archive: Archive, feed: Feed, to: str | None, since: int | None, looks: int | None) -> Feed:
    values: dict[str, object] = {"moved_to": to, "moved_since": since, "moved_looks": looks}
    with archive.writing() as connection:
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(**values))
    return of_name(archive, str(feed.id))


def _watched(connection: Connection, url: str, feed: Feed) -> int | None:
    """The number of another feed that has this address."""
    return connection.scalar(select(feeds.c.id).where(feeds.c.url == url, feeds.c.id != feed.id))
