"""Dates that a text names, as spans of days, resolved against the day it was published.

Pure and linear in its input. A date that leaves its year or week open has several readings.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "weekday", "month", "season", "year"]
Days = tuple[date, date]
_MONTHS = [month.lower() for month in calendar.month_name[1:]]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:1[5-9]\d\d|20\d\d|21\d\d)"
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9}
_LEAP_YEAR = 2024  # has every day a year may have
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_PATTERN = re.compile(
    rf"""(?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | \b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH})\b(?:,?\s(?P<y1>{_YEAR})\b)?
    | \b(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y2>{_YEAR})\b)?
    | \bbetween\s(?P<m4>{_MONTH})\sand\s(?P<m5>{_MONTH})\b(?:\s(?P<y4>{_YEAR}|(?:this|next|last)\syear)\b)?
    | \b(?P<m3>{_MONTH})\b(?:\s(?:of\s)?(?P<y3>{_YEAR}|(?:this|next|last)\syear)\b)?
    | \b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b
    | \b(?P<quarter>first|second|third|fourth)\squarter\sof\s(?P<yq>{_YEAR}|(?:this|next|last|the)\syear)\b
    | \bQ(?P<q>[1-4])\s(?P<yq2>{_YEAR})\b
    | \bfirst\s(?P<months>two|three|four|five|six|nine)\smonths\sof\s(?P<ym>{_YEAR}|(?:this|the|last)\syear)\b
    | \b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)\b(?:\s(?:of\s)?(?P<ys>{_YEAR})\b)?
    | \b(?P<decade>1[5-9]\d0|20\d0)s\b
    | \b(?P<rel>[Yy]esterday|[Tt]oday|[Tt]omorrow|(?:[Tt]his|[Nn]ext|[Ll]ast)\s(?:month|year))\b
    | (?<![\w.,$€£:-])(?P<year>{_YEAR})\b(?![,.]\d|%|\s?(?:percent|per\scent))""",
    re.VERBOSE,
)
# Before these a "May" or a "March" is a month.
_LEADS_MONTH = re.compile(
    r"\b(?:in|by|until|till|since|last|next|of|early|late|mid|from|before|after|during|this|and|to|for|"
    r"through|between|around|each|every|or)[\s-]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as a text names it."""

    start: int
    end: int
    grain: Grain
    readings: tuple[Days, ...]  # any of these may be meant
    season: str = ""
    has_year: bool = False
    names: tuple[str, ...] = ()  # "march", "march 5", "monday": what it says where no day resolves it

    def is_named(self, name: str) -> bool:
        """Whether it says this name, or a day or month within it."""
        if any(own == name or own.startswith(f"{name} ") for own in self.names):
            return True
        if name in _SEASONS:
            return any(own.split(" ")[0] in _months_in(name) for own in self.names)
        return self.grain == "day" and [name] == [_WEEKDAYS[day.weekday()] for day, _ in self.readings]


def mentions(text: str, published: date | None) -> list[Mention]:
    """Find the dates of a text; without a day of publication, those that need none are resolved."""
    found = []
    for match in _PATTERN.finditer(text):
        named = match.lastgroup and _read(match, published)
        if named and not _is_no_month(match, text):
            found.append(named)
    return found


def _is_no_month(match: re.Match[str], text: str) -> bool:
    """ "May" and "March" alone are months only after a word that leads to one."""
    if match["m3"] not in ("May", "March", "Mar", "Jan", "Dec", "June", "April", "August") or match["y3"]:
        return False
    if match["m3"] in ("June", "April", "August", "Jan", "Dec"):
        return False
    return not _LEADS_MONTH.search(text[max(0, match.start() - 10) : match.start()])


def _read(match: re.Match[str], published: date | None) -> Mention | None:
    group: dict[str, Callable[[re.Match[str], date | None], Mention | None]] = {
        "iso": _iso,
        "m1": _day,
        "m2": _day,
        "m3": _month,
        "m4": _between,
        "weekday": _weekday,
        "quarter": _quarter,
        "q": _quarter,
        "months": _months,
        "season": _season,
        "decade": _decade,
        "rel": _relative,
        "year": _year,
    }
    return next((read(match, published) for name, read in group.items() if match[name]), None)


def _made(
    match: re.Match[str], grain: Grain, *readings: Days, has_year: bool = False, names: tuple[str, ...] = ()
) -> Mention:
    return Mention(match.start(), match.end(), grain, readings, has_year=has_year, names=names)


def _iso(match: re.Match[str], _: date | None) -> Mention | None:
    try:
        day = date.fromisoformat(match["iso"])
    except ValueError:
        return None
    return _made(match, "day", (day, day), has_year=True, names=(_name(day.month, day.day),))


def _day(match: re.Match[str], published: date | None) -> Mention | None:
    month = _number(match["m1"] or match["m2"])
    year = match["y1"] or match["y2"]
    number = int(match["d1"] or match["d2"])
    real = [day for y in _years(year, published) if (day := _of(y, month, number))]
    if not real and (year or published or not _of(_LEAP_YEAR, month, number)):
        return None
    if not year and published:
        real = [min(real, key=lambda day: abs((day - published).days))]
    readings = ((day, day) for day in real)
    return _made(match, "day", *readings, has_year=bool(year), names=(_name(month, number),))


def _month(match: re.Match[str], published: date | None) -> Mention | None:
    month = _number(match["m3"])
    spans = [_months_of(y, month, month) for y in _years(match["y3"], published)]
    near = _near(spans, match["y3"], published)
    return _made(match, "month", *near, has_year=bool(match["y3"]), names=(_name(month),))


def _between(match: re.Match[str], published: date | None) -> Mention | None:
    first, last = _number(match["m4"]), _number(match["m5"])
    spans = [_months_of(y, first, last) for y in _years(match["y4"], published)]
    near = _near(spans, match["y4"], published)
    return _made(match, "season", *near, has_year=bool(match["y4"]), names=(_name(first), _name(last)))


def _quarter(match: re.Match[str], published: date | None) -> Mention | None:
    number = int(match["q"]) if match["q"] else _NUMBERS[match["quarter"]]
    year = match["yq"] or match["yq2"]
    spans = [_months_of(y, 3 * number - 2, 3 * number) for y in _years(year, published)]
    return _made(match, "season", *spans, has_year=True, names=(f"quarter {number}",))


def _months(match: re.Match[str], published: date | None) -> Mention | None:
    spans = [_months_of(y, 1, _COUNT[match["months"]]) for y in _years(match["ym"], published)]
    return _made(match, "season", *spans)


def _season(match: re.Match[str], published: date | None) -> Mention:
    name = match["season"].lower()
    first, last = _SEASONS[name]
    spans = [_months_of(y, first, last) for y in _years(match["ys"], published)]
    return Mention(match.start(), match.end(), "season", tuple(spans), name, bool(match["ys"]), (name,))


def _decade(match: re.Match[str], _: date | None) -> Mention:
    year = int(match["decade"])
    return _made(match, "year", (date(year, 1, 1), date(year + 9, 12, 31)), has_year=True)


def _year(match: re.Match[str], _: date | None) -> Mention:
    year = int(match["year"])
    return _made(match, "year", (date(year, 1, 1), date(year, 12, 31)), has_year=True)


def _relative(match: re.Match[str], published: date | None) -> Mention | None:
    if published is None:
        return None
    words = match["rel"].lower()
    if " " not in words:
        day = published + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[words])
        return _made(match, "day", (day, day))
    step = {"this": 0, "next": 1, "last": -1}[words.split()[0]]
    if words.endswith("year"):
        year = published.year + step
        return _made(match, "year", (date(year, 1, 1), date(year, 12, 31)))
    month = published.month + step
    return _made(match, "month", _months_of(published.year + (month - 1) // 12, (month - 1) % 12 + 1))


def _weekday(match: re.Match[str], published: date | None) -> Mention | None:
    """The last such day up to the day of publication, or the next one."""
    wanted = next(n for n, name in enumerate(_WEEKDAYS) if name.startswith(match["weekday"].lower()))
    names = (_WEEKDAYS[wanted],)
    if published is None:
        return _made(match, "weekday", names=names)
    before = published - timedelta(days=(published.weekday() - wanted) % 7)
    after = before + timedelta(days=7)
    return _made(match, "weekday", (before, before), (after, after), names=names)


def _years(written: str | None, published: date | None) -> Iterator[int]:
    """The years that may be meant."""
    if written and written[0].isdigit():
        yield int(written)
    elif published:
        step = {"next": 1, "last": -1}.get((written or "").split(" ")[0].lower())
        only = {"this": 0, "the": 0}.get((written or "").split(" ")[0].lower(), step)
        steps = (only,) if written and only is not None else (-1, 0, 1)
        yield from (published.year + n for n in steps)


def _near(spans: list[Days], year: str | None, published: date | None) -> list[Days]:
    """Within a year of publication, where the text names no year."""
    if year or published is None:
        return spans
    return [s for s in spans if abs((s[0] - published).days) <= 366 and abs((s[1] - published).days) <= 366]


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))


def _name(month: int, day: int | None = None) -> str:
    return f"{_MONTHS[month - 1]} {day}" if day else _MONTHS[month - 1]


def _months_in(season: str) -> list[str]:
    first, _ = _SEASONS[season]
    return [_MONTHS[(first - 1 + n) % 12] for n in range(3)]


def _of(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _months_of(year: int, first: int, last: int | None = None) -> Days:
    last = last or first
    ends = year + (last < first)
    return date(year, first, 1), date(ends, last, calendar.monthrange(ends, last)[1])
