"""Who reads, what part of the archive a question looks at, and what is found there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from ingest.article import Passage

# Of a passage: all of it, its whole sentences from the beginning, a part of its first one, or no word.
Part = Literal["whole", "opening", "fragment", "nothing"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who asks, with the collections they may read; None means all."""

    name: str = "local"
    collections: frozenset[str] | None = None
    # Only the index does, and has no rights to keep: it must hold an article whole, before it is lifted.
    sees_embargoed: bool = False


EVERYTHING = Reader("index", sees_embargoed=True)


@dataclass(frozen=True, slots=True)
class Window:
    """What a search is narrowed to. Times are in UTC and inclusive at both ends."""

    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    outlets: tuple[str, ...] = ()  # names or hosts, in any case

    @property
    def last(self) -> datetime | None:
        """The earlier of ``until`` and ``as_of``."""
        ends = [end for end in (self.until, self.as_of) if end]
        return min(ends) if ends else None

    @property
    def is_timed(self) -> bool:
        """Whether undated articles are left out."""
        return self.since is not None or self.last is not None

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return not self.is_timed and not self.outlets


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about an article beside its text."""

    article_id: str
    version: int
    title: str
    outlet: str | None  # the name given, or the address's host
    host: str | None
    url: str | None
    authors: tuple[str, ...]
    language: str | None
    published_at: int | None  # seconds since 1970; None is undated, or dated ahead
    published_day: bool  # only the day is known
    kind: str = "article"  # or "teaser", "live", "paywall": not all that was published
    rights: str = "full"  # or "excerpt:N", "link"
    zone: int | None = None  # minutes east of UTC, of the time it was published, where its source says it
    updated_at: int | None = None  # seconds since 1970, as its source says
    story: str | None = None  # of which it is one of several copies
    ahead_at: int | None = None  # the date its source gives where that has not come: nobody's age
    gone_at: int | None = None  # seconds since 1970: its page was found to be gone

    @property
    def updated(self) -> str | None:
        """ISO 8601: a time in UTC."""
        return iso(self.updated_at)

    @property
    def gone(self) -> str | None:
        """ISO 8601: when its page was found to be gone, a time in UTC."""
        return iso(self.gone_at)

    @property
    def ahead(self) -> str | None:
        """ISO 8601 of a date that has not come: a day, or a time in UTC."""
        return iso(self.ahead_at, self.published_day)

    @property
    def published(self) -> str | None:
        """ISO 8601: a day, or a time in UTC."""
        return iso(self.published_at, self.published_day)


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article with the same text."""

    outlet: str | None  # the name given, or the address's host
    url: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its source, as search hands it on."""

    passage: Passage
    source: Source
    score: float = 0.0
    near: float = 0.0  # cosine with the question, where the search by meaning found it
    is_foreign: bool = False  # in another language than the question
    copies: tuple[Copy, ...] = ()  # of its article, that the reader may see
    part: Part = "whole"  # how much of it may be shown; its text is that part

    @property
    def is_quotable(self) -> bool:
        """Whether its words can carry a sentence: there are some, and they end where a sentence does."""
        return self.part in ("whole", "opening")

    @property
    def story(self) -> str:
        """What it is counted as: all copies of one text are one source."""
        return self.source.story or self.passage.article_id

    @property
    def is_by_meaning(self) -> bool:
        """Whether meaning alone tells what it says to a question, whose words it lacks or has otherwise."""
        return self.near > 0 and (self.is_foreign or self.source.language not in ("en", None))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: how much, from whom, from when to when."""

    articles: int
    outlets: tuple[str, ...]
    oldest: str | None
    newest: str | None
    undated: int


def iso(seconds: int | None, day_only: bool = False) -> str | None:
    """Write seconds since 1970 as ISO 8601, a day only where no more is known."""
    if seconds is None:
        return None
    moment = _EPOCH + timedelta(seconds=seconds)
    return moment.date().isoformat() if day_only else moment.isoformat().replace("+00:00", "Z")
