"""Feed and Entry: what a feed, a sitemap or a mailbox names, before it becomes an article.

Knows nothing about formats; an Entry goes to JSON and back, since it waits in SQL.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

_TIMES = ("published_at", "updated_at")
_LISTS = ("authors", "keywords")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is said to be published, as it was said; nothing in it is guessed."""

    key: str  # its id, else its address, else a digest of its title and date
    url: str | None = None  # absolute, http or https
    title: str | None = None
    summary: str | None = None  # plain text
    text: str | None = None  # plain text of the fullest there is, which may be the summary
    outlet: str | None = None  # whose it is, where it says so itself
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    published_at: datetime | None = None  # in UTC
    published_day: bool = False  # only the day is known
    published_zone: int | None = None  # minutes east of UTC, where it is said
    updated_at: datetime | None = None  # in UTC; the day's first moment where only that is known
    language: str | None = None  # ISO 639, two or three letters
    is_whole: bool = False  # the text seems to be all of the article

    def as_json(self) -> str:
        """Write it as JSON."""
        values = {name: value for name, value in asdict(self).items() if value is not None and value != ()}
        times = {name: values[name].isoformat() for name in _TIMES if name in values}
        return json.dumps(values | times, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what as_json wrote."""
        values: dict[str, Any] = json.loads(text)  # our own writing: its types are those of the fields
        times = {name: datetime.fromisoformat(values[name]) for name in _TIMES if name in values}
        lists = {name: tuple(values[name]) for name in _LISTS if name in values}
        return cls(**values | times | lists)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read, and what was wrong with it."""

    title: str | None = None
    link: str | None = None  # the page it belongs to
    language: str | None = None
    entries: tuple[Entry, ...] = ()
    ttl_s: int | None = None  # how long it asks not to be read again
    hubs: tuple[str, ...] = ()  # addresses that tell of changes (WebSub)
    troubles: tuple[str, ...] = ()  # fit for the reader; the entries are good nevertheless
