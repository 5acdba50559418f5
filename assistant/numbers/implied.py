"""Numbers that a text does not write and yet tells: differences, sums, shares, the years until a date.

Pure arithmetic over the numbers and dates of a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from assistant.english.listed import listed
from assistant.numbers import numerals, units
from assistant.numbers.agreement import Facts, is_counted, is_within
from assistant.numbers.apart import is_span
from assistant.numbers.beside import belong
from assistant.numbers.quantity import Quantity, tokens

_ABOUT = 0.06  # share by which "about" may miss
_ROUND = 1e-6
_APART = 14  # letters between "two hours" and "51 minutes"
_DIFFERENCES = listed(
    "by more less fewer difference gap margin majority lead fall drop rise gain short "
    "remaining rest left lower higher ahead behind other faster slower longer shorter older younger taller"
)
_SUMS = listed("total all together altogether combined overall had both")
_PART = re.compile(r" of (?:the|its|their|our|\w+[’']s)? ?(?:[\w’'-]+ ){0,2}?[\w,.-]+(?: \w+)?")
_BOUND = re.compile(r"\b(?:more|less|fewer) than\W*$")
_PERCENT, _NEAR_PERCENT = 0.0055, 0.02  # what a percentage that was reckoned may miss by
_TIMES = 0.12  # "five times" for 5.5


def implies(wanted: Quantity, told: Facts, published: date | None, text: str) -> bool:
    """Whether a text tells a number without writing it; ``text`` is the sentence that wants it."""
    told = Facts(tuple(number for number in told.numbers if not number.is_implied), told.dates)
    return (
        _is_difference(wanted, told, text)
        or _is_sum(wanted, told)
        or is_span(wanted, told, published, text)
        or _is_of_all_but_one(wanted, told)
        or _is_stopped(wanted, told, text)
        or _is_in_all(wanted, told, text)
        or _is_frequency(wanted, told)
        or _is_hour(wanted, told)
        or _is_rest(wanted, told, text)
        or _points_back(wanted, told, text)
    )


def with_dimensions(told: Facts) -> Iterator[Quantity]:
    """Every number; a bare one takes the unit of the one before it: "640 euros from 655"."""
    last: units.Unit | None = None
    before: Quantity | None = None
    for one in told.numbers:
        yield one
        if one.is_implied:
            continue
        if before and (joined := _joined(before, one)):
            yield joined
        before = joined or one if before else one
        if one.unit and not one.is_age:
            last = one.unit
        elif last and not is_counted(one):
            yield replace(one, unit=last)


def _joined(one: Quantity, other: Quantity) -> Quantity | None:
    """ "two hours and 51 minutes" as one length of time."""
    a, b = one.unit, other.unit
    if not (a and b and a.dimension == b.dimension == "time" and a.factor > b.factor):
        return None
    if not 0 <= other.start - one.end <= _APART:
        return None
    value = one.low * a.factor + other.low * b.factor
    return replace(one, low=value / a.factor, high=value / a.factor, end=other.end, unit=a)


def _is_difference(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "rose by 17" where the news tells 41 and 58; "a third of them", "five times" where it tells both."""
    if wanted.kind in ("times", "share") or (wanted.unit and wanted.unit.dimension == "percent"):
        pairs = _pairs(with_dimensions(told))
        return any(_is_ratio(wanted, a.low / b.low) for a, b in pairs if b.low) or any(
            _is_ratio(wanted, b.low / a.low) for a, b in pairs if b.low and wanted.kind != "times"
        )
    return _is_reckoned(wanted, told, text)


def _is_reckoned(wanted: Quantity, told: Facts, text: str) -> bool:
    """Whether numbers of one kind differ by this one or add up to it, where words around it say so."""
    pairs = [(a, b) for a, b in _pairs(told.numbers) if belong(a, b)]
    words = {t.low for t in tokens(_around(wanted, text))}
    values: list[tuple[Quantity, float]] = []
    if words & _DIFFERENCES or (wanted.unit and wanted.unit.dimension == "points"):
        values += [(a, a.low - b.low) for a, b in pairs]
    elif whole := _whole(wanted, told, text):
        values += [(a, a.low - b.low) for a, b in pairs if a.low == whole]
    if words & _SUMS:
        values += [(a, a.low + b.low) for a, b in pairs]
    return any(_is_counted_so(wanted, replace(a, low=value, high=value, noun="")) for a, value in values)


def _around(wanted: Quantity, text: str) -> str:
    """The words beside a number, without those of its bound: "more than 81" tells of no difference."""
    before = text[max(0, wanted.start - 24) : wanted.start]
    return _BOUND.sub(" ", before) + text[wanted.start : wanted.end + 36]


def _pairs(numbers: Iterable[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Numbers of one unit that a text tells, the greater one first; only a score has a nought."""
    plain = [
        q for q in numbers if q.kind == "number" and q.low == q.high and (q.low > 0 or q.beside is not None)
    ][:_MOST]
    return [(a, b) for a in plain for b in plain if a.low > b.low and _same_unit(a, b)]


_MOST = 60  # numbers that are counted together


def _is_ratio(wanted: Quantity, ratio: float) -> bool:
    value = wanted.low / 100 if wanted.unit else wanted.low
    asked = replace(wanted, low=value, high=value, unit=None)
    if wanted.unit and not wanted.bound:
        return abs(ratio - value) <= (_NEAR_PERCENT if wanted.is_about else _PERCENT)
    exact = wanted.kind == "times" and abs(ratio - value) <= _TIMES * value
    return exact or is_within(
        replace(asked, is_about=wanted.is_about or not wanted.bound), replace(asked, low=ratio, bound=0)
    )


def _whole(wanted: Quantity, told: Facts, text: str) -> float:
    """Seven of "five of the seven", where the news tells seven; else nought."""
    match = _PART.match(text, wanted.end)
    rest = numerals.quantities(match.group()) if match else []
    return rest[0].low if rest and any(q.low == rest[0].low for q in told.numbers) else 0.0


def _is_counted_so(wanted: Quantity, counted: Quantity) -> bool:
    """Whether a difference or a sum is the number wanted; percentages differ by points."""
    if wanted.unit and wanted.unit.dimension == "points":
        is_percent = counted.unit is not None and counted.unit.dimension == "percent"
        return is_percent and is_within(wanted, replace(counted, unit=wanted.unit))
    return wanted.unit == counted.unit and is_within(wanted, counted)


def _same_unit(a: Quantity, b: Quantity) -> bool:
    return (a.unit.dimension if a.unit else "") == (b.unit.dimension if b.unit else "")


def _is_sum(wanted: Quantity, told: Facts) -> bool:
    """ "four" for "three soldiers and one guard": numbers that stand side by side."""
    if wanted.unit or wanted.kind != "number":
        return False
    if any(q.low + 1 == wanted.low and q.has_one_more for q in told.numbers):
        return True
    for a, b in zip(told.numbers, told.numbers[1:], strict=False):
        is_beside = a.kind == b.kind == "number" and not a.unit and not b.unit and 0 <= b.start - a.end <= 24
        if is_beside and abs(a.low + b.low - wanted.low) < _ROUND and is_counted(a):
            return True
    return False


def _is_of_all_but_one(wanted: Quantity, told: Facts) -> bool:
    """ "16 colleagues" of one of 17 teachers."""
    if wanted.kind != "number" or wanted.unit or wanted.noun not in _COMPANIONS:
        return False
    return any(q.low == wanted.low + 1 and is_counted(q) and q.kind == "number" for q in told.numbers)


def _is_stopped(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "2:04:15" for two hours, four minutes and 15 seconds."""
    if wanted.kind != "clock" or not (parts := _CLOCK.fullmatch(text[wanted.start : wanted.end])):
        return False
    numbers = [float(part) for part in parts.groups() if part]
    seconds = sum(value * 60**n for n, value in enumerate(reversed(numbers)))
    lengths = (q.low * q.unit.factor for q in with_dimensions(told) if q.unit and q.unit.dimension == "time")
    return any(abs(length - seconds) < _HUNDREDTH for length in lengths)


def _is_in_all(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "four in all" for "three others"."""
    words = {t.low for t in tokens(text)}
    if not words & {"all", "total", "altogether"}:
        return False
    return any(
        q.noun in ("other", "others", "more", "further") and q.low + 1 == wanted.low for q in told.numbers
    )


def _is_frequency(wanted: Quantity, told: Facts) -> bool:
    """ "three times a month" for "every ten days"."""
    if wanted.kind != "times" or wanted.rate not in ("week", "month", "year"):
        return False
    length = {"week": 7, "month": 30, "year": 365}[wanted.rate]
    gaps = [
        q.low * q.unit.factor / 86_400
        for q in told.numbers
        if q.unit and q.unit.dimension == "time" and q.low > 0
    ]
    return any(gap and abs(length / gap - wanted.low) <= _ABOUT * wanted.low for gap in gaps)


def _is_hour(wanted: Quantity, told: Facts) -> bool:
    """ "shortly after ten" for 10:15pm, "10pm" for 22:00."""
    if (
        wanted.kind != "number"
        or wanted.unit
        or not 1 <= wanted.low <= 12
        or (is_counted(wanted) and wanted.noun not in ("pm", "am"))
    ):
        return False
    clocks = [q.low / 60 for q in told.numbers if q.kind == "clock"]
    return any(int(hour) % 12 == wanted.low % 12 for hour in clocks)


def _is_rest(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "two in three lack it" for "only a third has it"."""
    if not {t.low for t in tokens(text)} & _OTHERS or (mine := _part(wanted)) is None:
        return False
    return any(abs(1 - mine - other) < _REST for q in told.numbers if (other := _part(q)) is not None)


def _part(quantity: Quantity) -> float | None:
    if quantity.kind == "share":
        return quantity.low
    return quantity.low / 100 if quantity.unit and quantity.unit.dimension == "percent" else None


def _points_back(wanted: Quantity, told: Facts, text: str) -> bool:
    """ "the two companies", "a year ago" as "twelve months ago": numbers that tell nothing new."""
    if wanted.unit:
        after = [t.low for t in tokens(text[wanted.end : wanted.end + 30])]
        return wanted.low * wanted.unit.factor == 12 * _MONTH_S and "ago" in after[:2]
    if wanted.kind != "number" or wanted.low not in (2, 3) or not is_counted(wanted):
        return False
    before = text[: wanted.start].split()
    is_known = bool(before) and before[-1].lower() in _KNOWN and not text[wanted.start].isdigit()
    return is_known and not any(q.noun == wanted.noun for q in told.numbers)


_COMPANIONS = listed(
    "colleagues comrades companions peers teammates classmates neighbours fellow other others"
)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
_HUNDREDTH = 0.01  # of a second
_OTHERS = listed(
    "lack lacks lacked lacking without not no fail fails failed rest remaining others other never opposed "
    "against rejected elsewhere"
)
_KNOWN = listed("the these those its their his her both")
_MONTH_S = 2_629_800.0
_REST = 0.005
