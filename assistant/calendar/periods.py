"""Words that name a stretch of time to that stretch: "Tuesday", "late March", "the past 48 hours".

Knows the calendar and a clock; nothing of what a question wants with the stretch (``when``).
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the first of three months
_HOLIDAYS = {
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "nye": (12, 31),
    "boxing day": (12, 26),
}
_DAYS_IN = {"d": 1, "w": 7, "f": 14}  # by the first letter of the unit
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}  # days of a month
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_VAGUE = {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "": 1}
_COUNTS = {word: n for n, word in enumerate(_NUMBERS)} | _VAGUE


Given = Mapping[str, str]  # the parts of an expression by name; "" where one is missing


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends inclusive, to the second."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment from which words are understood, and where days begin."""

    now: datetime
    zone: tzinfo = UTC

    @property
    def today(self) -> date:
        """The present day, there."""
        return self.now.astimezone(self.zone).date()

    def at(self, day: date, hour: int = 0) -> datetime:
        """An hour of a day, in UTC."""
        return datetime.combine(day, time(hour), self.zone).astimezone(UTC)

    def days(self, first: date, last: date) -> Period:
        """Whole days; the last one ends where the next begins, however long it is."""
        return Period(self.at(first), self.at(last + _DAY) - _SECOND)


def month_number(name: str) -> int:
    """1 to 12 of a month's name or its short form."""
    return _MONTH_NAMES.index(name[:3].lower()) + 1


def weekday(given: Given, clock: Clock, after: date | None) -> Period:
    """The latest such weekday, today included."""
    wanted = _DAY_NAMES.index((given["weekday"] or given["short"])[:3].lower())
    if given["week"]:
        day = clock.today - timedelta(days=clock.today.weekday() + 7 - wanted)
    elif after:
        day = after + timedelta(days=(wanted - after.weekday()) % 7)
    else:
        today = clock.today - (_DAY if given["earlier"] else timedelta())
        day = today - timedelta(days=(today.weekday() - wanted) % 7)
    return clock.days(day, day)


def _yearly(clock: Clock, after: date | None, span: Callable[[int], tuple[date, date]]) -> Period:
    """The latest one that has begun, or the first from ``after`` on, of what comes once a year."""
    for year in range(after.year, after.year + 9) if after else range(clock.today.year, 0, -1):
        try:
            first, last = span(year)
        except ValueError:  # 29 February
            continue
        if (first >= after) if after else (first <= clock.today):
            return clock.days(first, last)
    raise ValueError("no such day")


def dated(given: Given, clock: Clock, after: date | None) -> Period:
    """A day of a month."""
    number, day = month_number(given["month"]), int(given["day"])
    if given["year"]:
        exact = date(int(given["year"]), number, day)
        return clock.days(exact, exact)
    return _yearly(clock, after, lambda year: (date(year, number, day), date(year, number, day)))


def days_of_month(given: Given, clock: Clock, after: date | None) -> Period:
    """Some days of one month: 3 to 9 December."""
    number, first, last = month_number(given["month"]), int(given["day"]), int(given["until"])
    if given["year"]:
        year = int(given["year"])
        return clock.days(date(year, number, first), date(year, number, last))
    return _yearly(clock, after, lambda year: (date(year, number, first), date(year, number, last)))


def iso_date(given: Given, clock: Clock, _: date | None) -> Period:
    """A day as in 2026-03-10."""
    exact = date.fromisoformat(given["iso"])
    return clock.days(exact, exact)


def day_of_month(given: Given, clock: Clock, after: date | None) -> Period | None:
    """The latest such day of a month: "the 3rd"."""
    day, today = int(given["day"]), after or clock.today
    for back in range(12):
        month = today.year * 12 + today.month - 1 + (back if after else -back)
        year, number = divmod(month, 12)
        if day <= calendar.monthrange(year, number + 1)[1]:
            exact = date(year, number + 1, day)
            if (exact >= today) if after else (exact <= today):
                return clock.days(exact, exact)
    return None


def month(given: Given, clock: Clock, after: date | None) -> Period:
    """A month, or the early, middle or late part of it."""
    number = month_number(given["month"])
    part = (given["part"] or "").lower()

    def span(year: int) -> tuple[date, date]:
        end = calendar.monthrange(year, number)[1]
        first, last = _PARTS.get(part, (1, end))
        return date(year, number, first), date(year, number, min(last, end))

    if given["year"]:
        return clock.days(*span(int(given["year"])))
    if given["whose"]:
        return clock.days(*span(clock.today.year - (given["whose"].lower() == "last")))
    return _yearly(clock, after, span)


def year(given: Given, clock: Clock, _: date | None) -> Period:
    """A year."""
    number = int(given["year"])
    return clock.days(date(number, 1, 1), date(number, 12, 31))


def quarter(given: Given, clock: Clock, _: date | None) -> Period:
    """A quarter of a year."""
    name = given["ordinal"].lower()
    today = clock.today
    present = today.year * 4 + (today.month - 1) // 3
    if name in ("last", "previous", "this"):
        return _three_months(clock, present - (name != "this"))
    number = _ORDINALS.get(name) or int(name)
    if given["year"] or given["whose"]:
        year = int(given["year"] or today.year - (given["whose"].lower() == "last"))
        return _three_months(clock, year * 4 + number - 1)
    latest = today.year * 4 + number - 1
    return _three_months(clock, latest if latest <= present else latest - 4)


def _three_months(clock: Clock, quarter: int) -> Period:
    year, number = divmod(quarter, 4)
    return clock.days(date(year, 3 * number + 1, 1), _month_end(year, 3 * number + 3))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def season(given: Given, clock: Clock, after: date | None) -> Period:
    """A season: its first month and the two after it."""
    month = _SEASONS[given["season"].lower()]

    def span(year: int) -> tuple[date, date]:
        ends_in = year + (month == 12)
        return date(year, month, 1), _month_end(ends_in, (month + 1) % 12 + 1)

    if given["year"]:
        return clock.days(*span(int(given["year"])))
    found = _yearly(clock, after, span)
    if given["which"].lower() == "last" and found.last >= clock.now:
        first = found.first.astimezone(clock.zone)
        return clock.days(*span(first.year - 1))
    return found


def holiday(given: Given, clock: Clock, after: date | None) -> Period:
    """A feast on a fixed day."""
    month, day = _HOLIDAYS[given["holiday"].lower().replace("’", "'").replace("xmas", "christmas")]
    if given["year"]:
        exact = date(int(given["year"]), month, day)
        return clock.days(exact, exact)
    return _yearly(clock, after, lambda year: (date(year, month, day), date(year, month, day)))


def weekend(given: Given, clock: Clock, _: date | None) -> Period:
    """A Saturday and Sunday that have begun."""
    today = clock.today
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if given["which"].lower() in ("last", "previous", "past") and saturday + _DAY >= today:
        saturday -= timedelta(days=7)
    return clock.days(saturday, saturday + _DAY)


def calendar_unit(given: Given, clock: Clock, _: date | None) -> Period:
    """The present week, month or year, or the whole one before."""
    return _unit_back(clock, given["unit"], int(given["which"].lower() in ("last", "previous")))


def _unit_back(clock: Clock, unit: str, back: int) -> Period:
    today, kind = clock.today, unit[0].lower()
    if kind == "f":
        kind, back = "w", 2 * back
    if kind == "d":
        return clock.days(today - back * _DAY, today - back * _DAY)
    if kind == "w":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return clock.days(monday, monday + timedelta(days=6))
    if kind == "m":
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        return clock.days(date(year, month + 1, 1), _month_end(year, month + 1))
    return clock.days(date(today.year - back, 1, 1), date(today.year - back, 12, 31))


def past(given: Given, clock: Clock, _: date | None) -> Period:
    """So many hours, days, weeks, months or years up to now."""
    many, kind = _count(given["count"]), given["unit"][0].lower()
    if kind == "h":
        return Period(clock.now - timedelta(hours=many), clock.now)
    return Period(clock.at(_back(clock.today, kind, many)), clock.now)


def _back(today: date, kind: str, many: int) -> date:
    if kind in _DAYS_IN:
        return today - timedelta(days=many * _DAYS_IN[kind])
    year, month = divmod(today.year * 12 + today.month - 1 - many * (12 if kind == "y" else 1), 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def ago(given: Given, clock: Clock, _: date | None) -> Period:
    """The whole day, week, month or year so far back."""
    many = _count(given["count"])
    if given["unit"][0].lower() == "h":
        moment = clock.now - timedelta(hours=many)
        return Period(moment, clock.now)
    return _unit_back(clock, given["unit"], many)


def _count(words: str) -> int:
    word = " ".join(words.lower().split())
    return int(word) if word.isdecimal() else _COUNTS[word]


def relative_day(given: Given, clock: Clock, _: date | None) -> Period:
    """Today, yesterday or the day before."""
    back = {"today": 0, "midnight": 0, "yesterday": 1, "yday": 1}.get(given["relative"].lower(), 2)
    return _unit_back(clock, "day", back)


def part_of_day(given: Given, clock: Clock, _: date | None) -> Period:
    """A part of today or of last night."""
    today, word = clock.today, " ".join(given["hours"].lower().split())
    first, last = {
        "this morning": (0, 12),
        "this afternoon": (12, 18),
        "this evening": (18, 24),
        "tonight": (18, 24),
        "tonite": (18, 24),
        "this night": (18, 24),
        "last night": (-6, 6),
        "overnight": (-6, 6),
    }[word]
    start = clock.at(today - _DAY, 24 + first) if first < 0 else clock.at(today, first)
    end = clock.at(today + _DAY) if last == 24 else clock.at(today, last)
    return Period(start, end - _SECOND if last == 24 else end)


def to_date(given: Given, clock: Clock, _: date | None) -> Period:
    """The year up to now."""
    return Period(_unit_back(clock, "year", 0).first, clock.now)


_MONTH_NAMES = [name.lower() for name in calendar.month_abbr[1:]]
_DAY_NAMES = [name.lower() for name in calendar.day_abbr]
