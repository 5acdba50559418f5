"""Lengths of time between the dates of a text: "four years earlier", "two days beforehand".

Pure arithmetic over dates.
"""

import re
from dataclasses import replace
from datetime import date

from assistant.calendar.days import Mention
from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.agreement import Facts, is_within
from assistant.numbers.quantity import Quantity, tokens

_ABOUT_SPAN = 0.18  # weeks, months and decades between two dates
_HALF = 0.5  # of a unit; a length further off would be told as the next one
_DAY_S, _MONTH_S, _YEAR_S = 86_400.0, 2_629_800.0, 31_557_600.0
_DAY = units.Unit("time", _DAY_S)
_SEASON = 92  # days; from a longer stretch nobody counts months
_ORDER = listed("after before earlier later beforehand afterwards ago since previously")
_TO_NOW = listed("ago since now")
_LEADS_TO_NOW = listed("in next coming past last")
_STILL_TO_COME = listed("come live")
_APART_BY = 24  # letters from a length of time to what it is counted from
_CLAUSE = re.compile(r"[.,;:]")
_Days = tuple[date, date]


def is_span(wanted: Quantity, told: Facts, published: date | None, text: str) -> bool:
    """ "two days after" where the text names both days, "four years ago" for 2021, told in 2025.

    Of days left open it takes the nearest; the day of publication counts where the words reach to it.
    """
    if not _is_long(wanted):
        return False
    before = _words(text[max(0, wanted.start - _APART_BY) : wanted.start])[-1:]
    after = _words(_CLAUSE.split(text[wanted.end : wanted.end + _APART_BY])[0])
    to_now = _counts_to_now(wanted, before, after)
    if not (to_now or _ORDER & {*before, *after}):
        return False
    known = {_meant(named, published) for named in told.dates if named.readings}
    return _is_apart(wanted, known | ({(published, published)} if published and to_now else set()))


def _words(text: str) -> list[str]:
    return [token.low for token in tokens(text)]


def _counts_to_now(wanted: Quantity, before: list[str], after: list[str]) -> bool:
    """Whether it reaches to or from the day of publication: "a week ago", "in five months"."""
    if _TO_NOW & set(after):
        return True
    # "In four days" is mostly how long something took, and some day or other lies four days off.
    is_months = wanted.unit is not None and wanted.unit.factor >= _MONTH_S
    return is_months and bool(_LEADS_TO_NOW & set(before) or _STILL_TO_COME & set(after))


def _meant(named: Mention, published: date | None) -> _Days:
    if named.grain == "weekday" or published is None:
        return named.readings[0]
    return min(named.readings, key=lambda days: _nearest(days, published))


def _nearest(days: _Days, published: date) -> tuple[int, bool]:
    """How far it lies off, what has passed first."""
    return abs((days[0] - published).days), days[0] > published


def _is_long(wanted: Quantity) -> bool:
    """Whether it is a length of days or more."""
    return wanted.unit is not None and wanted.unit.dimension == "time" and wanted.unit.factor >= _DAY_S


def _is_apart(wanted: Quantity, known: set[_Days]) -> bool:
    """Whether two of the days lie as far apart."""
    unit = wanted.unit or _DAY
    gaps = _gaps(known, unit.factor)
    asked = replace(wanted, low=wanted.low * unit.factor, high=wanted.high * unit.factor, unit=None)
    is_round = unit.factor > _DAY_S and unit.factor != _YEAR_S
    slack = min(_ABOUT_SPAN * asked.low, _HALF * unit.factor) if is_round else 0.002 * asked.low
    return any(
        abs(gap - asked.low) <= slack or is_within(asked, replace(asked, low=gap, bound=0)) for gap in gaps
    )


def _gaps(known: set[_Days], unit_s: float) -> list[float]:
    """Seconds between each two: years by their number, months from middle to middle, days from day to day."""
    if unit_s >= _YEAR_S:
        years = {day.year for days in known for day in days}
        return [float(b - a) * _YEAR_S for a in years for b in years if b > a]
    longest = _SEASON if unit_s >= _MONTH_S else 0
    middles = {(a.toordinal() + b.toordinal()) / 2 for a, b in known if (b - a).days <= longest}
    return [(b - a) * _DAY_S for a in middles for b in middles if b > a]
