"""Whether the numbers and dates of a sentence stand in the texts it cites.

Pure. A number is told by its value, unit, rate and bound, a date by its days; what the words of a
text imply by counting (a difference, a sum, the years until a date) counts as told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant import days, numerals, units
from assistant.days import Mention
from assistant.numerals import Quantity

_ABOUT = 0.06  # share by which "about" may miss
_BOUND = 0.35  # share by which "more than" and "fewer than" may round
_NEARLY = 0.1
_ROUND = 1e-6
_APART = 14  # letters between "two hours" and "51 minutes"
_ABOUT_SPAN = 0.18  # weeks, months and decades between two dates
_YEAR_S = 31_557_600.0
_PEOPLE = frozenset(
    "people person persons residents inhabitants citizens men women children pupils students employees "
    "workers customers users passengers patients toddlers".split()
)
_COMPARING = frozenset("as more the higher larger bigger greater that its their faster".split())
_HOUSES = frozenset("households homes families houses household home flats dwellings".split())
_DIFFERENCES = frozenset(
    "by more less fewer difference gap margin majority lead fall drop rise gain short points remaining rest left "
    "lower higher ahead behind other faster slower".split()
)
_SUMS = frozenset("total all together altogether combined overall had both".split())
_NEAR = 400  # letters between two numbers that are counted together
_PART = re.compile(r" of (?:the|its|their|our|\w+[’']s)? ?(?:[\w’'-]+ ){0,2}?[\w,.-]+(?: \w+)?")
_SHARE = 0.025
_TIMES = 0.12  # "five times" for 5.5
_STOPS = frozenset("in of at on for and to from by or as with than who that were was is are had have above below over under up down more less per about against before after last this next not but while when which because if than".split())


@dataclass(frozen=True, slots=True)
class Facts:
    """The numbers and dates of a text."""

    numbers: tuple[Quantity, ...]
    dates: tuple[Mention, ...]


@lru_cache(4_000)
def facts_of(text: str, published: date | None) -> Facts:
    """Find the numbers and dates of a text published on this day."""
    named = days.mentions(text, published)
    covered = [(m.start, m.end) for m in named if m.grain != "weekday"]
    found = [q for q in numerals.quantities(text) if not any(a < q.end and q.start < b for a, b in covered)]
    return Facts(tuple(found), tuple(named))


def holds_number(wanted: Quantity, told: Facts, published: date | None, text: str = "") -> bool:
    """Whether a text tells this number; ``text`` is the sentence that wants it."""
    return (
        any(_agrees(wanted, one) for one in _with_dimensions(told))
        or _is_difference(wanted, told, text)
        or _is_sum(wanted, told)
        or _is_span(wanted, told, published, text)
        or _is_in_all(wanted, told, text)
        or _is_frequency(wanted, told)
        or _is_hour(wanted, told)
    )


def holds_date(wanted: Mention, told: Facts, published: date | None) -> bool:
    """Whether a text tells this date, or one that lies within it."""
    if wanted.season and not wanted.has_year and any(m.season == wanted.season for m in told.dates):
        return True
    if not wanted.readings:
        return True
    strict = any(m.grain == "month" for m in told.dates) and wanted.grain == "month"
    for one in told.dates:
        if strict and one.grain == "weekday":
            continue
        if any(a <= x and y <= b for a, b in wanted.readings for x, y in one.readings):
            return True
    if wanted.grain == "year":
        values = {float(a.year) for a, _ in wanted.readings}
        if any(q.low in values for q in told.numbers):
            return True
        return bool(published) and _is_in_years(wanted, told, published)
    return False


def _is_in_years(wanted: Mention, told: Facts, published: date | None) -> bool:
    """ "2029" for "four years from now", told in 2025."""
    assert published is not None
    apart = {abs(a.year - published.year) for a, _ in wanted.readings}
    return any(
        q.unit and q.unit.dimension == "time" and round(q.low * q.unit.factor / _YEAR_S) in apart and q.low
        for q in told.numbers
        if q.unit and q.unit.factor >= _YEAR_S
    )


def _with_dimensions(told: Facts) -> Iterator[Quantity]:
    """Every number; a bare one takes the unit of the one before it: "640 euros from 655"."""
    last: units.Unit | None = None
    before: Quantity | None = None
    for one in told.numbers:
        yield one
        if before and (joined := _joined(before, one)):
            yield joined
        before = one
        if one.unit:
            last = one.unit
        elif last and not _is_counted(one):
            yield replace(one, unit=last)


def _joined(one: Quantity, other: Quantity) -> Quantity | None:
    """ "two hours and 51 minutes" as one length of time."""
    a, b = one.unit, other.unit
    if not (a and b and a.dimension == b.dimension == "time" and a.factor > b.factor):
        return None
    if not 0 <= other.start - one.end <= _APART:
        return None
    value = one.low + other.low * b.factor / a.factor
    return replace(one, low=value, high=value)


def _is_counted(one: Quantity) -> bool:
    return bool(one.noun) and one.noun not in _STOPS


def _agrees(wanted: Quantity, told: Quantity) -> bool:
    """Whether two numbers say the same of the same unit."""
    if wanted.rate and told.rate and wanted.rate != told.rate:
        return False
    if "share" in (wanted.kind, told.kind) and wanted.kind != told.kind:
        return _share_agrees(wanted, told)
    if "clock" in (wanted.kind, told.kind) and wanted.kind != told.kind:
        return False
    if told.kind == "times" and wanted.kind != told.kind:
        return False
    if wanted.kind == "times" and told.kind == "ordinal":
        return wanted.low == told.low and wanted.noun not in _COMPARING
    if wanted.kind == "times" and told.kind == "number":
        return wanted.low == told.low and told.unit is None and wanted.noun not in _COMPARING
    if wanted.kind == "times" and told.kind != "times":
        return False
    if not _same_count(wanted, told):
        return False
    one, other = _scaled(wanted, told)
    if one is None or other is None:
        return False
    return _is_within(replace(wanted, low=one[0], high=one[1]), replace(told, low=other[0], high=other[1]))


def _same_count(wanted: Quantity, told: Quantity) -> bool:
    """Households are no people, and 81 percent of toddlers are not 81 toddlers."""
    if wanted.noun in _HOUSES and told.noun in _PEOPLE or wanted.noun in _PEOPLE and told.noun in _HOUSES:
        return False
    return not (wanted.unit is None and told.unit and _is_counted(wanted) and wanted.kind == "number")


def _scaled(
    wanted: Quantity, told: Quantity
) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Both in one unit; None where they have different ones."""
    a, b = wanted.unit, told.unit
    plain = (wanted.low, wanted.high), (told.low, told.high)
    if a is None or b is None:
        return plain if a is None else (None, None)
    if a == b or units.are_one_money(a.dimension, b.dimension):
        return plain
    if a.dimension != b.dimension or a.dimension.startswith("money"):
        return None, None
    return (wanted.low * a.factor, wanted.high * a.factor), (told.low * b.factor, told.high * b.factor)


def _is_within(wanted: Quantity, told: Quantity) -> bool:
    size = abs(told.low) or 1.0
    if wanted.low != wanted.high:  # "dozens"
        return wanted.low <= told.low <= wanted.high or (wanted.low, wanted.high) == (told.low, told.high)
    same = abs(wanted.low - told.low) <= _ROUND * size or _converted(wanted, told)
    if same:
        return not wanted.bound * told.bound == -1
    apart = (told.low - wanted.low) / size
    if wanted.bound == 1:
        return 0 < apart <= _BOUND and told.bound >= 0
    if wanted.bound == -1:
        return -_BOUND <= apart < 0 and told.bound <= 0
    return wanted.is_about and abs(apart) <= _ABOUT


def _converted(wanted: Quantity, told: Quantity) -> bool:
    """Months are not of one length: "a year" is "12 months"."""
    if not (wanted.unit and told.unit and wanted.unit != told.unit and wanted.unit.dimension == "time"):
        return False
    return abs(wanted.low - told.low) <= 0.02 * abs(told.low)


def _share_agrees(wanted: Quantity, told: Quantity) -> bool:
    """ "a fifth" for 21 percent, "nearly a third" for 29, "one in three" for 33."""
    share, other = (wanted, told) if wanted.kind == "share" else (told, wanted)
    if other.unit and other.unit.dimension == "percent":
        value = other.low / 100
        slack = _SHARE if share is wanted else 0.005
        same = not wanted.bound and abs(share.low - value) <= slack
        asked, given = (share.low, value) if share is wanted else (value, share.low)
        plain = replace(wanted, low=asked, high=asked, unit=None)
        return same or _is_within(plain, replace(told, low=given, high=given, unit=None))
    if other.kind == "times":
        return abs(share.low - other.low) < _ROUND
    return other.unit is None and other.kind == "ordinal" and abs(share.low - 1 / other.low) < _ROUND


def _is_difference(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "rose by 17" where the news tells 41 and then 58; "a third of them" and "five times" where it tells both."""
    pairs = _pairs(told)
    if wanted.kind in ("times", "share") or (wanted.unit and wanted.unit.dimension == "percent"):
        return any(_is_ratio(wanted, a.low / b.low) for a, b in pairs if b.low) or any(
            _is_ratio(wanted, b.low / a.low) for a, b in pairs if wanted.kind != "times"
        )
    words = {t.low for t in numerals.tokens(text[max(0, wanted.start - 24) : wanted.end + 36])}
    values: list[tuple[Quantity, float]] = []
    if words & _DIFFERENCES or _is_part(wanted, told, text):
        values += [(a, a.low - b.low) for a, b in pairs]
    if words & _SUMS:
        values += [(a, a.low + b.low) for a, b in pairs]
    return any(_is_counted_so(wanted, replace(a, low=value, high=value, noun="")) for a, value in values)


def _pairs(told: Facts) -> list[tuple[Quantity, Quantity]]:
    """Numbers of one unit that a text tells near each other, the greater one first."""
    plain = [q for q in told.numbers if q.kind == "number" and q.low == q.high and q.low > 0][:_MOST]
    return [(a, b) for a in plain for b in plain if a.low > b.low and _same_unit(a, b)]


_MOST = 60  # numbers that are counted together


def _is_ratio(wanted: Quantity, ratio: float) -> bool:
    value = wanted.low / 100 if wanted.unit else wanted.low
    asked = replace(wanted, low=value, high=value, unit=None)
    exact = wanted.kind == "times" and abs(ratio - value) <= _TIMES * value
    return exact or _is_within(replace(asked, is_about=wanted.is_about or not wanted.bound), replace(asked, low=ratio, bound=0))


def _is_part(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "five of the seven", where the news tells seven."""
    match = _PART.match(text, wanted.end)
    rest = numerals.quantities(match.group()) if match else []
    return bool(rest) and any(q.low == rest[0].low for q in told.numbers)


def _is_counted_so(wanted: Quantity, counted: Quantity) -> bool:
    """Whether a difference or a sum is the number wanted; percentages differ by points."""
    if wanted.unit and wanted.unit.dimension == "points":
        is_percent = counted.unit is not None and counted.unit.dimension == "percent"
        return is_percent and _is_within(wanted, replace(counted, unit=wanted.unit))
    return wanted.unit == counted.unit and _is_within(wanted, counted)


def _same_unit(a: Quantity, b: Quantity) -> bool:
    return (a.unit.dimension if a.unit else "") == (b.unit.dimension if b.unit else "")


def _is_sum(wanted: Quantity, told: Facts) -> bool:
    """ "four" for "three soldiers and one guard": numbers that stand side by side."""
    if wanted.unit or wanted.kind != "number":
        return False
    if any(q.low + 1 == wanted.low and q.has_one_more for q in told.numbers):
        return True
    for a, b in zip(told.numbers, told.numbers[1:], strict=False):
        if a.kind == b.kind == "number" and not a.unit and not b.unit and 0 <= b.start - a.end <= 24:
            if abs(a.low + b.low - wanted.low) < _ROUND and _is_counted(a):
                return True
    return False


def _is_span(wanted: Quantity, told: Facts, published: date | None, text: str) -> bool:
    """ "four years earlier" for 2021, told in 2025; "three weeks after" between two dates."""
    if not wanted.unit or wanted.unit.dimension != "time" or wanted.unit.factor < 86_400:
        return False
    known = {day for m in told.dates for span in m.readings for day in span}
    known |= {published} if published else set()
    if wanted.unit.factor >= _YEAR_S:
        years = sorted({day.year for day in known})
        gaps = [float(b - a) * _YEAR_S for a in years for b in years if b > a]
    else:
        gaps = [abs((a - b).days) * 86_400.0 for a in known for b in known if a != b]
    asked = replace(wanted, low=wanted.low * wanted.unit.factor, high=wanted.high * wanted.unit.factor, unit=None)
    is_round = wanted.unit.factor > 86_400 and wanted.unit.factor != _YEAR_S
    slack = _ABOUT_SPAN * asked.low if is_round else 0.002 * asked.low
    return any(abs(gap - asked.low) <= slack or _is_within(asked, replace(asked, low=gap, bound=0)) for gap in gaps)


def _is_in_all(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "four in all" for "three others"."""
    words = {t.low for t in numerals.tokens(text)}
    if not words & {"all", "total", "altogether"}:
        return False
    return any(q.noun in ("other", "others", "more", "further") and q.low + 1 == wanted.low for q in told.numbers)


def _is_frequency(wanted: Quantity, told: Facts) -> bool:
    """ "three times a month" for "every ten days"."""
    if wanted.kind != "times" or wanted.rate not in ("week", "month", "year"):
        return False
    length = {"week": 7, "month": 30, "year": 365}[wanted.rate]
    gaps = [q.low * q.unit.factor / 86_400 for q in told.numbers if q.unit and q.unit.dimension == "time" and q.low > 0]
    return any(gap and abs(length / gap - wanted.low) <= _ABOUT * wanted.low for gap in gaps)


def _is_hour(wanted: Quantity, told: Facts) -> bool:
    """ "shortly after ten" for 10:15pm, "10pm" for 22:00."""
    if wanted.kind != "number" or wanted.unit or not 1 <= wanted.low <= 12 or _is_counted(wanted) and wanted.noun not in ("pm", "am"):
        return False
    clocks = [q.low / 60 for q in told.numbers if q.kind == "clock"]
    return any(int(hour) % 12 == wanted.low % 12 for hour in clocks)
