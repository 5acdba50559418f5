"""Lengths of time between the dates of a text: "four years earlier", "two days beforehand".

Pure arithmetic over dates.
"""

from dataclasses import replace
from datetime import date

from assistant import units
from assistant.agreement import Facts, is_within
from assistant.listed import listed
from assistant.quantity import Quantity, tokens

_ABOUT_SPAN = 0.18  # weeks, months and decades between two dates
_YEAR_S = 31_557_600.0
_DAY = units.Unit("time", 86_400.0)
_ORDER = listed("after before earlier later beforehand afterwards ago since previously")
_APART_BY = 24  # letters from a length of time to what it is counted from


def is_span(wanted: Quantity, told: Facts, published: date | None) -> bool:
    """ "four years earlier" for 2021, told in 2025; "three weeks after" between two dates."""
    if not _is_long(wanted):
        return False
    # A "spring" or "Friday" that may be any of several lies any number of months from itself.
    known = {day for m in told.dates if len(m.readings) == 1 for span in m.readings for day in span}
    return _is_apart(wanted, known | ({published} if published else set()))


def is_between(wanted: Quantity, told: Facts, published: date | None, text: str) -> bool:
    """ "two days beforehand" for Friday and Sunday: of days that are left open, the nearest."""
    words = {t.low for t in tokens(text[wanted.end : wanted.end + _APART_BY])}
    if published is None or not _is_long(wanted) or not words & _ORDER:
        return False
    spans = [
        m.readings[0] if m.grain == "weekday" else min(m.readings, key=lambda days: _nearest(days, published))
        for m in told.dates
        if m.readings
    ]
    return _is_apart(wanted, {day for span in spans for day in span} | {published})


def _nearest(days: tuple[date, date], published: date) -> tuple[int, bool]:
    """How far it lies off, what has passed first."""
    return abs((days[0] - published).days), days[0] > published


def _is_long(wanted: Quantity) -> bool:
    """Whether it is a length of days or more."""
    return wanted.unit is not None and wanted.unit.dimension == "time" and wanted.unit.factor >= 86_400


def _is_apart(wanted: Quantity, known: set[date]) -> bool:
    """Whether two of the days lie as far apart."""
    unit = wanted.unit or _DAY
    if unit.factor >= _YEAR_S:
        years = sorted({day.year for day in known})
        gaps = [float(b - a) * _YEAR_S for a in years for b in years if b > a]
    else:
        gaps = [abs((a - b).days) * 86_400.0 for a in known for b in known if a != b]
    asked = replace(wanted, low=wanted.low * unit.factor, high=wanted.high * unit.factor, unit=None)
    is_round = unit.factor > 86_400 and unit.factor != _YEAR_S
    slack = _ABOUT_SPAN * asked.low if is_round else 0.002 * asked.low
    return any(
        abs(gap - asked.low) <= slack or is_within(asked, replace(asked, low=gap, bound=0)) for gap in gaps
    )
