"""Time words of a question to the window they mean: since, until, as of.

Knows how words stand before a period ("since", "by", "known on"); the periods themselves come from
``time_words``. Without time words nothing is narrowed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from assistant.calendar import periods
from assistant.calendar.periods import Clock, Period
from assistant.calendar.tense import is_past, is_to_come
from assistant.calendar.time_words import Named, joins, named

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_YEARLY = (periods.dated, periods.days_of_month, periods.month, periods.holiday, periods.day_of_month)
_FOR = re.compile(r"\bfor(?: the)?\s*$", re.IGNORECASE)
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
    # Days to come, first and last: news of them is out before. Empty where several are named apart.
    ahead: tuple[date, ...] = ()
    is_ahead: bool = False  # it names a time to come

    @property
    def is_open(self) -> bool:
        """Whether no window is named."""
        return not (self.since or self.until or self.as_of or self.is_ahead)


def when(text: str, now: datetime, zone: tzinfo = UTC) -> When:
    """Read the time words of a question asked at ``now`` by somebody whose days begin in ``zone``."""
    clock = Clock(now, zone)
    found = named(text)
    meant = When(newest=_speaks_of_the_present(text))
    n = 0
    while n < len(found):
        second = found[n + 1] if n + 1 < len(found) else None
        if second and not joins(text[found[n].end : second.start]):
            second = None
        window = _until(text, found[n], second, clock) if second else None
        ends = 2 if window else 1
        window = window or _ahead(text, found[n], clock) or _alone(text, found[n], clock)
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
        () if meant.is_ahead and window.is_ahead else meant.ahead or window.ahead,
        meant.is_ahead or window.is_ahead,
    )


def _until(text: str, first: Named, second: Named, clock: Clock) -> When | None:
    """The range that two expressions make, to come or begun."""
    return _ahead(text, first, clock, second) or _range(first, second, clock)


def _range(first: Named, second: Named, clock: Clock) -> When | None:
    """From the first to the second, which follows it."""
    start = first.period(clock)
    if start is None:
        return None
    end = second.period(clock, after=start.first.astimezone(clock.zone).date())
    if end is None or end.last < start.first:
        return None
    return _inside(Period(start.first, end.last), clock)


def _ahead(text: str, found: Named, clock: Clock, last: Named | None = None) -> When | None:
    """The time to come that is meant, up to ``last`` where it is a range; None where it has begun."""
    led, past = text[: found.start], found.period(clock)
    is_coming = past is not None and past.first > clock.now
    if _AS_OF.search(led) or not (is_coming or _may_come(text, found)):
        return None
    coming = past if is_coming else found.period(clock, after=clock.today + _DAY)
    if coming is None or (not is_coming and past and _is_nearer(past, coming, found, clock)):
        return None
    first = coming.first.astimezone(clock.zone).date()
    end = last.period(clock, after=first) if last else coming
    if end is None or end.last < coming.first:
        return None
    is_edge = any(name in ("before", "after", "until") and pattern.search(led) for name, pattern in _LEADS)
    days = () if is_edge else (first, end.last.astimezone(clock.zone).date())
    return When(ahead=days, is_ahead=True)


def _is_nearer(past: Period, coming: Period, found: Named, clock: Clock) -> bool:
    """Whether the last such time is nearer than the next; a weekday always is near."""
    return found.make is not periods.weekday and coming.first - clock.now > clock.now - past.last


def _may_come(text: str, found: Named) -> bool:
    """Whether a time without a year may be the next such, not the last: nothing is told as having been."""
    if any(found.given[name] for name in ("year", "whose", "which", "week", "earlier")):
        return False
    if found.make is periods.weekday:
        return is_to_come(text)
    led = text[: found.start]
    is_since = _LEADS[0][1].search(led) and not re.search(r"\bfrom\b[^.?!]*$", led, re.IGNORECASE)
    return found.make in _YEARLY and not is_since and (not is_past(text) or bool(_FOR.search(led)))


def _alone(text: str, found: Named, clock: Clock) -> When | None:
    period = found.period(clock)
    if period is None:
        return None
    led = text[: found.start]
    if _AS_OF.search(led):
        return When(as_of=period.last)
    lead = next((name for name, pattern in _LEADS if pattern.search(led)), "in")
    if lead == "since" and found.make is not periods.days_of_month:
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
