"""By what each entry of a feed is known again: its address, and where several share one, also its name.

Alerts and the posts of a live page share an address and are news of their own; one article named twice,
or under a new name with each change, stays one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from ingest.article import canonical_url, digest
from ingest.read.entry import Entry
from ingest.schema import entries
from ingest.texts.alike import plain
from ingest.watched.feeds import Feed

_AT_ONCE = 500  # keys looked up together
_WORDS = 8  # fewer are no news of their own


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with its key."""

    key: str
    entry: Entry
    name: str | None  # digest of what its feed calls it; None where that is its address
    shared: str | None = None  # key of the address that it shares


@dataclass(frozen=True, slots=True)
class _Known:
    """What is noted of addresses."""

    names: dict[str, str | None]  # of the entries that stand for them
    shared: frozenset[str]  # those that several entries had


def told_apart(connection: Connection, feed: Feed, named: Iterable[Entry]) -> Iterator[Named]:
    """Give each entry its key; of two that are one article the first counts, which is the newer one."""
    by_key: dict[str, list[Entry]] = {}
    for entry in named:
        by_key.setdefault(_key(entry), []).append(entry)
    known = _known(connection, feed, list(by_key))
    for key, several in by_key.items():
        own = list(_distinct(several))
        if len(own) == 1 and key not in known.shared:
            yield Named(key, own[0], _name(own[0]))
        else:
            yield from _shared(key, own, known)


def _shared(key: str, several: list[Entry], known: _Known) -> Iterator[Named]:
    """One entry stands for the address and its page: that which did before, at first the first."""
    is_new = key not in known.names
    wanted = _name(several[0]) if is_new else known.names[key]
    stands = next((entry for entry in several if _name(entry) in (wanted, None)), None)
    for entry in several:
        name = _name(entry)
        if entry is stands:
            yield Named(key, entry, name)
        elif name and len((entry.text or entry.summary or "").split()) >= _WORDS:
            yield Named(digest("part", key, name), entry, name, key)


def _distinct(several: Iterable[Entry]) -> Iterator[Entry]:
    """Entries that are not the same article: neither of the same words, nor of the same headline and time."""
    seen: set[object] = set()
    for entry in several:
        words, title = plain(entry.text or entry.summary or ""), plain(entry.title or "")
        told: set[object] = {("name", _name(entry))}
        told |= {("words", words)} if words else set()
        told |= {("title", title, entry.published_at)} if title else set()
        if seen.isdisjoint(told):
            yield entry
        seen |= told


def _key(entry: Entry) -> str:
    """An article is named by its address; without one, by what the feed calls it."""
    return digest("url", canonical_url(entry.url)) if entry.url else digest("id", entry.key)


def _name(entry: Entry) -> str | None:
    """What tells it from others of its address; a name that is the address, with a count, does not."""
    if entry.url is None:
        return None
    is_address = entry.key.startswith("http") and canonical_url(entry.key) == canonical_url(entry.url)
    return None if is_address and not urlsplit(entry.url).fragment else digest("id", entry.key)


def _known(connection: Connection, feed: Feed, keys: list[str]) -> _Known:
    names: dict[str, str | None] = {}
    shared: set[str] = set()
    mine = entries.c.feed_id == feed.id
    for n in range(0, len(keys), _AT_ONCE):
        some = keys[n : n + _AT_ONCE]
        for row in connection.execute(
            select(entries.c.key, entries.c.name).where(mine, entries.c.key.in_(some))
        ):
            names[row.key] = row.name
        shared.update(connection.scalars(select(entries.c.shared).where(mine, entries.c.shared.in_(some))))
    return _Known(names, frozenset(shared))
