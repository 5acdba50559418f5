"""Whether the numbers and dates of a sentence stand in the texts it cites.

Pure. A number is told by its value, unit, rate and bound, a date by its days; what the words of a
text imply by counting (a difference, a sum, the years until a date) counts as told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from assistant.calendar import days
from assistant.calendar.days import Mention
from assistant.numbers import numerals
from assistant.numbers.agreement import Facts, agrees
from assistant.numbers.beside import contradicts, is_margin, placed
from assistant.numbers.implied import implies, with_dimensions
from assistant.numbers.quantity import Quantity
from assistant.numbers.units import Unit

_YEAR_S = 31_557_600.0
_METRES = re.compile(r"\dm$")
_MILLION = 1e6


@lru_cache(4_000)
def facts_of(text: str, published: date | None) -> Facts:
    """Find the numbers and dates of a text published on this day."""
    named = days.mentions(text, published)
    covered = [(m.start, m.end) for m in named if m.grain != "weekday"]
    read = placed(text, numerals.quantities(text))
    found = [q for q in read if not any(a < q.end and q.start < b for a, b in covered)]
    return Facts(tuple(found), tuple(named))


def holds_number(wanted: Quantity, told: Facts, published: date | None, text: str = "") -> bool:
    """Whether a text tells this number; ``text`` is the sentence that wants it."""
    if contradicts(wanted, told.numbers):
        return False
    if _METRES.search(text[wanted.start : wanted.end]) and any(
        _is_length(wanted, one) for one in told.numbers
    ):
        return True
    is_of_score = is_margin(wanted, text)
    counted = (one for one in with_dimensions(told) if one.beside is None or not is_of_score)
    if any(agrees(wanted, one) for one in counted) or implies(wanted, told, published, text):
        return True
    years = [day.year for mention in told.dates for span in mention.readings for day in span]
    if wanted.kind == "ordinal" and wanted.noun in ("century", "centuries"):
        return any(wanted.low == (year - 1) // 100 + 1 for year in years)
    return wanted.is_year and wanted.unit is None and wanted.low in years


def _is_length(wanted: Quantity, told: Quantity) -> bool:
    """ "128m" may be millions or metres."""
    metres = replace(wanted, low=wanted.low / _MILLION, high=wanted.high / _MILLION, unit=Unit("length"))
    return wanted.unit is None and told.unit is not None and agrees(metres, told)


def holds_date(wanted: Mention, told: Facts, published: date | None) -> bool:
    """Whether a text tells this date, or one that lies within it."""
    if wanted.season and not wanted.has_year and any(m.season == wanted.season for m in told.dates):
        return True
    if not wanted.readings:
        return _is_named(wanted, told.dates)
    strict = any(m.grain == "month" for m in told.dates) and wanted.grain == "month"
    if (
        wanted.grain == "year"
        and wanted.has_year
        and any(m.grain == "year" and m.has_year for m in told.dates)
    ):
        strict = True
    for one in told.dates:
        if strict and one.grain == "weekday":
            continue
        if any(a <= x and y <= b for a, b in wanted.readings for x, y in one.readings):
            return True
    if wanted.grain == "year":
        values = {float(a.year) for a, _ in wanted.readings}
        if any(q.low in values for q in told.numbers):
            return True
        return published is not None and _is_in_years(wanted, told, published)
    left_open = [one for one in told.dates if not one.readings]
    return bool(wanted.names and left_open) and not wanted.has_year and _is_named(wanted, left_open)


def _is_named(wanted: Mention, told: Sequence[Mention]) -> bool:
    """Whether all that a date says is said by others, where no day of publication resolves them."""
    return all(any(one.is_named(name) for one in told) for name in wanted.names)


def _is_in_years(wanted: Mention, told: Facts, published: date) -> bool:
    """ "2029" for "four years from now", told in 2025."""
    apart = {abs(a.year - published.year) for a, _ in wanted.readings}
    return any(
        q.unit and q.unit.dimension == "time" and round(q.low * q.unit.factor / _YEAR_S) in apart and q.low
        for q in told.numbers
        if q.unit and q.unit.factor >= _YEAR_S and not q.is_age
    )
