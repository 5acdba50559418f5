"""Where a text names periods: the words, each with what makes a Period of them.

Knows English words for time; what they amount to is in ``periods``.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.calendar import periods
from assistant.calendar.periods import Clock, Given, Period

Make = Callable[[Given, Clock, date | None], Period | None]
_JOINS = ("and", "to", "through", "until", "till", "-", "–")  # what may stand between the ends of a range

# Parts of expressions. A part of that name is "" to the function where it is missing.
_MONTH = (
    r"(?P<month>(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_FULL_DAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
_WEEKDAY = rf"(?:{_FULL_DAY}|(?P<short>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_UNTIL = r"(?P<until>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_OF_YEAR = rf"(?:,? (?:of )?{_YEAR}| (?:of )?(?P<whose>this|last) year\b)"
_TO = r"\s?(?:to|and|until|till|through|-|–)\s?"
_COUNT = (
    r"(?P<count>\d{1,4}|an?|(?:a )?couple of|(?:a )?few"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_UNITS = r"(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|fortnights?|months?|mths?|years?|yrs?)\b"
_UNIT = r"(?P<unit>week|wk|month|mth|year|yr)\b"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)\b"
_FEAST = (
    r"(?P<holiday>New Year['’]s (?:Eve|Day)|NYE|Valentine['’]s Day|Halloween|Boxing Day"
    r"|(?:Christmas|Xmas) (?:Eve|Day))\b"
)
_WHICH_QUARTER = r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|last|previous|this)"
_TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
_HOUR = r"T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_ENDS = r"(?=\s*(?:[?.,;:!)]|$))"
# A capital right behind makes a name: the Sunday Times, the Friday Group.
_NO_NAME = r"(?-i:(?! [A-Z]))"
# What may be a name or a verb (May, March, the Sun, sat) is a time only behind one of these.
_BEFORE_MONTH = (
    "(?:in|since|until|till|before|after|by|during|through|throughout|between|from|and|to|over|as of"
    "|(?:end|start|beginning|middle|course) of)"
)
_BEFORE_DAY = (
    "(?:on|since|until|till|before|after|by|during|through|between|from|and|to|of|over|for|as of|at|this)"
)
_BEFORE_YEAR = (
    "(?:in|during|since|before|after|until|till|throughout|from|by|between|and|to|over|through|of|for)"
)

# (what makes it, what must stand before, the words); the first that matches a place keeps it.
_TABLE: tuple[tuple[Make, str, str], ...] = (
    (periods.iso_date, "", rf"(?P<iso>\d{{4}}-\d\d-\d\d)(?:{_HOUR})?(?!\w)"),
    (periods.relative_day, "", r"(?P<relative>(?:the )?day before yesterday|yesterday|yday|today)\b"),
    (periods.relative_day, "", r"earlier (?P<relative>today)\b"),
    (periods.relative_day, "(?:since|from|until)", r"(?P<relative>midnight)\b"),
    (periods.part_of_day, "", rf"(?P<hours>this {_TIME_OF_DAY}|tonight|tonite|last night|overnight)\b"),
    (periods.past, "", rf"(?:the )?(?:past|last|previous) {_COUNT}[\s-]*{_UNITS}"),
    (periods.past, "", r"(?:the )?past (?P<unit>hour|day|week|wk|fortnight|month|mth|year)\b"),
    (periods.past, "", r"(?:the )?last (?P<unit>hour|fortnight)\b"),
    (periods.ago, "", rf"{_COUNT}[\s-]*{_UNITS} (?:ago|back)\b"),
    (periods.to_date, "", r"(?:ytd|(?:the )?year to date)\b"),
    (periods.days_of_month, "", rf"(?:the )?{_DAY}{_TO}(?:the )?{_UNTIL}(?: of)? {_MONTH}{_OF_YEAR}?"),
    (periods.days_of_month, "", rf"{_MONTH} {_DAY}{_TO}{_UNTIL}{_OF_YEAR}?"),
    (periods.dated, "", rf"(?:the )?{_DAY}(?: of)? {_MONTH}{_OF_YEAR}?{_NO_NAME}"),
    (periods.dated, "", rf"{_MONTH} (?:the )?{_DAY}(?!\d){_OF_YEAR}?"),
    (periods.month, "", rf"(?:(?P<part>early|mid|late)[\s-])?{_MONTH}{_OF_YEAR}"),
    (periods.month, "", rf"(?P<part>early|mid|late)[\s-]{_MONTH}"),
    (periods.month, _BEFORE_MONTH, rf"{_MONTH}{_NO_NAME}"),
    (periods.quarter, "", rf"(?:the )?{_WHICH_QUARTER} quarter\b{_OF_YEAR}?"),
    (periods.quarter, "", rf"Q(?P<ordinal>[1-4])\b{_OF_YEAR}?"),
    (periods.season, "", rf"(?P<which>last|this|past) {_SEASON}{_OF_YEAR}?"),
    (
        periods.season,
        "(?:over|in|during|since|through|throughout|from)",
        rf"(?:the )?{_SEASON}(?! of the){_OF_YEAR}?{_NO_NAME}",
    ),
    (periods.weekend, "", r"(?:the )?(?P<which>last|past|previous|this) (?:weekend|wkend)\b"),
    (periods.weekend, "(?:over|at|on|during|since)", r"(?:the )?(?:weekend|wkend)\b"),
    (periods.holiday, "", rf"{_FEAST}{_OF_YEAR}?"),
    (periods.holiday, _BEFORE_DAY, rf"(?P<holiday>Christmas|Xmas)\b{_OF_YEAR}?{_NO_NAME}"),
    (periods.weekday, "", rf"{_WEEKDAY},? (?:of )?(?P<week>last|previous) (?:week|wk)\b"),
    (periods.calendar_unit, "", rf"(?:the )?(?P<which>this|last|previous|current) {_UNIT}"),
    (periods.calendar_unit, "(?:start|beginning) of", r"the (?P<unit>week|month|year)\b(?! of)"),
    (periods.weekday, "", rf"(?P<earlier>last|previous|past) {_WEEKDAY}{_NO_NAME}"),
    (periods.weekday, _BEFORE_DAY, rf"{_WEEKDAY}{_NO_NAME}"),
    (periods.weekday, "", rf"{_WEEKDAY}(?={_TO}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)"),
    (periods.weekday, "", rf"(?<=-){_WEEKDAY}"),
    (periods.weekday, "", rf"{_WEEKDAY}(?=['’]s)"),
    (periods.weekday, "", rf"{_FULL_DAY}(?:(?= {_TIME_OF_DAY}\b)|{_ENDS})"),
    (
        periods.day_of_month,
        _BEFORE_DAY,
        rf"the (?P<day>\d{{1,2}})(?:st|nd|rd|th)(?:{_ENDS}|(?= (?:and|to)\b))",
    ),
    (periods.year, _BEFORE_YEAR, rf"{_YEAR}(?!\s?(?:%|[-–]\d))"),
)
_TO_COME = re.compile(r"\b(?:next|coming)\s+$", re.IGNORECASE)
_PROPER = re.compile(r"\b[A-Z][\w’'-]*\s+$")  # Super Tuesday, Good Friday, USA Today
_LOWER_CASE = (
    "today",
    "yesterday",
    "tonight",
    "last",
    "this",
    "past",
    "overnight",
    "spring",
    "summer",
    "fall",
)


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names a period, and what it names."""

    start: int
    end: int
    given: Given
    make: Make

    def period(self, clock: Clock, after: date | None = None) -> Period | None:
        """The latest such period that has begun; with ``after`` the first from that day on."""
        try:
            return self.make(self.given, clock, after)
        except (ValueError, OverflowError):  # 31 November
            return None


@lru_cache(1_000)  # a question is read for its time when it is understood, split and ranked
def named(text: str) -> tuple[Named, ...]:
    """Every period a text names, in order, none inside another."""
    taken: list[Named] = []
    for make, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            given = defaultdict(str, {name: part for name, part in match.groupdict().items() if part})
            found = Named(*match.span("it"), given, make)
            if not any(found.start < other.end and other.start < found.end for other in taken):
                taken.append(found)
    return tuple(sorted((n for n in taken if not _is_title(text, n)), key=lambda n: n.start))


def joins(between: str) -> bool:
    """Whether these words between two periods make a range of them."""
    return between.strip().lower() in _JOINS


def _is_title(text: str, found: Named) -> bool:
    """Whether it is still to come, or a part of a name: "next Tuesday", "Super Tuesday", "USA Today"."""
    before, words = text[: found.start], text[found.start : found.end]
    if _TO_COME.search(before):
        return True
    opens = not before.strip() or before.rstrip()[-1] in ".?!:;,"
    is_capital = words[0].isupper() and not words.isupper() and not opens
    if is_capital and words.lower().startswith(_LOWER_CASE):
        return True
    behind_a_name = _PROPER.search(before) and not before.rstrip().lower().endswith((" on", " in"))
    return bool(is_capital and behind_a_name and found.make is periods.weekday and " " in before.strip())


def _compiled(behind: str, words: str) -> re.Pattern[str]:
    lead = rf"\b{behind}\s+" if behind else r"(?<!\w)"
    return re.compile(rf"{lead}(?P<it>{words})", re.IGNORECASE)


_PATTERNS = tuple((make, _compiled(behind, words)) for make, behind, words in _TABLE)
