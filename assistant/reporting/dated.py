"""The day a sentence gives for what it tells, as a fact that others may contradict.

Pure arithmetic over dates; the day on which somebody spoke is none of it.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.calendar.days import Days, Mention
from assistant.checking.entail import LITTLE
from assistant.english.listed import listed
from assistant.numbers.facts import facts_of
from assistant.reporting.clauses import Clause, clause, told

_AHEAD = re.compile(r"\b(?:will|shall|due|is to|are to|until|by|next|must|would|expected|planned)\b")
_SPOKE = re.compile(
    r"\b(?:said|told|says|announced|reported|warned)\b[^,.;]{0,24}$|\b(?:statement|announcing|post)\b[^.;]{0,40}$"
)
_PARTS_OF_DAY = listed("morning afternoon evening night noon midnight early late shortly just local next")
_PRECISE = ("day", "weekday")


@dataclass(frozen=True, slots=True)
class Day:
    """A date, and the clause it stands in."""

    days: Days
    is_precise: bool  # a day, not a month or a year
    is_ahead: bool
    start: int
    end: int
    about: str


@lru_cache(4_000)
def days(sentence: str, published: date | None) -> tuple[Day, ...]:
    """The dates of a sentence that others may contradict."""
    whole = told(sentence)
    found: list[Day] = []
    for named in facts_of(sentence, published).dates:
        is_told = whole.start <= named.start < whole.end and named.readings
        if not is_told or _SPOKE.search(sentence[whole.start : named.start]):
            continue
        if _is_of_a_thing(sentence, named.end, named.grain):
            continue
        about = clause(sentence, named.start, named.end)
        day = _day(named, about, published)
        if found and named.start - found[-1].end <= 2 and found[-1].is_precise and day.is_precise:
            found[-1] = Day(day.days, True, day.is_ahead, found[-1].start, day.end, day.about)
        else:
            found.append(day)
    return tuple(found)


def _is_of_a_thing(sentence: str, end: int, grain: str) -> bool:
    """Whether a date names a thing, as "the 19 January ceasefire" does."""
    words = re.findall(r"[^\W\d_]+", sentence[end : end + 30])[:1]
    if grain == "year" and words and sentence[end : end + 2] == f" {words[0][0]}" and words[0][0].isupper():
        return True
    follows = sentence[end : end + 1] in ("", " ") and bool(words) and words[0].islower()
    return follows and words[0] not in LITTLE and words[0] not in _PARTS_OF_DAY


def _day(named: Mention, about: Clause, published: date | None) -> Day:
    is_ahead = bool(_AHEAD.search(about.text))
    is_week = named.grain == "weekday" and is_ahead
    is_today = published is not None and named.readings[0][0] <= published <= named.readings[0][1]
    reading = named.readings[-1] if is_week and not is_today else named.readings[0]
    return Day(reading, named.grain in _PRECISE, is_ahead, named.start, named.end, about.text)


def are_apart(one: Day, other: Day) -> bool:
    """Whether no day is of both."""
    return one.days[1] < other.days[0] or other.days[1] < one.days[0]


def is_news_of_its_day(day: Day, published: date | None) -> bool:
    """Whether it happened on the day of publication or the day before: others tell of their own days."""
    return published is not None and not day.is_ahead and (published - day.days[0]).days <= 1
