"""Time words of a question to the window they mean: since, until, as of.

Knows how words stand before a period ("since", "by", "known on"); the periods themselves come from
``time_words``. Without time words nothing is narrowed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from assistant.calendar.periods import Clock, Period
from assistant.calendar.time_words import Named, joins, named

_SECOND = timedelta(seconds=1)
_EDGE = r"(?: the (?:morning|afternoon|evening|night|end|close|start|beginning|middle)(?: of)?)?(?: the)?\s*$"
_AS_OF = re.compile(
    r"\b(?:as of|as at|as things stood(?: on| at| by)?|(?:stand|stood) (?:on|at|by)"
    r"|(?:known|knew|know|clear|established)\b[^?.!]{0,40}? (?:on|by|at|as of|up to|until)"
    r"|(?:reported|published|written)(?: [a-z]+){0,2} (?:by|up to|until))" + _EDGE,
    re.IGNORECASE,
)
_LEADS = (
    ("since", re.compile(r"\b(?:since|starting|beginning|from)(?: on)?" + _EDGE, re.IGNORECASE)),
    ("before", re.compile(r"\b(?:before|prior to|ahead of|earlier than)" + _EDGE, re.IGNORECASE)),
    ("after", re.compile(r"\b(?:after|following|later than)" + _EDGE, re.IGNORECASE)),
    ("until", re.compile(r"\b(?:until|till|til|up to|through|by|no later than)" + _EDGE, re.IGNORECASE)),
)
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent|recent|recently|current(?! account)|currently|so far|at the moment"
    r"|right now|now|breaking(?-i:(?! [A-Z]))|as we speak|these days|lately|at present)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\W*(?:now|ok(?:ay)?|thanks?|right)\b\W+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """What a question says of time. Instants are in UTC and inclusive."""

    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None
    newest: bool = False  # it speaks of the present
    words: tuple[tuple[int, int], ...] = ()  # where in the text

    @property
    def is_open(self) -> bool:
        """Whether no window is named."""
        return not (self.since or self.until or self.as_of)


def when(text: str, now: datetime, zone: tzinfo = UTC) -> When:
    """Read the time words of a question asked at ``now`` by somebody whose days begin in ``zone``."""
    clock = Clock(now, zone)
    found = named(text)
    meant = When(newest=_speaks_of_the_present(text))
    n = 0
    while n < len(found):
        ends = 2 if n + 1 < len(found) and joins(text[found[n].end : found[n + 1].start]) else 1
        window = _range(found[n], found[n + 1], clock) if ends == 2 else None
        window = window or _alone(text, found[n], clock)
        ends = ends if window else 1
        if window:
            meant = _joined(meant, window, (found[n].start, found[n + ends - 1].end))
        n += ends
    return meant


def asks_for_the_newest(text: str) -> bool:
    """Whether a question asks for what is so now: "the latest", "currently", "so far"."""
    return _speaks_of_the_present(text)


def _speaks_of_the_present(text: str) -> bool:
    return bool(_NEWEST.search(text, _opening(text)))


def _opening(text: str) -> int:
    found = _OPENING.match(text)
    return found.end() if found else 0


def _joined(meant: When, window: When, words: tuple[int, int]) -> When:
    """Two expressions: each end is said by the first that names it."""
    return When(
        meant.since or (window.since if not meant.until else None),
        meant.until or (window.until if not meant.since or not window.since else None),
        meant.as_of or window.as_of,
        meant.newest,
        (*meant.words, words),
    )


def _range(first: Named, second: Named, clock: Clock) -> When | None:
    """From the first to the second, which follows it."""
    start = first.period(clock)
    if start is None:
        return None
    end = second.period(clock, after=start.first.astimezone(clock.zone).date())
    if end is None or end.last < start.first:
        return None
    return _inside(Period(start.first, end.last), clock)


def _alone(text: str, found: Named, clock: Clock) -> When | None:
    period = found.period(clock)
    if period is None:
        return None
    led = text[: found.start]
    if _AS_OF.search(led):
        return When(as_of=period.last)
    lead = next((name for name, pattern in _LEADS if pattern.search(led)), "in")
    if lead == "since":
        return When(since=period.first)
    if lead == "before":
        return When(until=period.first - _SECOND)
    if lead == "after":
        return When(since=period.last + _SECOND)
    if lead == "until":
        return When(until=period.last)
    return _inside(period, clock)


def _inside(period: Period, clock: Clock) -> When | None:
    """The period as far as it has come; none where it is still to come."""
    if period.first > clock.now:
        return None
    return When(since=period.first, until=min(period.last, clock.now))
