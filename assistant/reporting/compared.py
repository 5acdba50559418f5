"""What a number compares with, and when two numbers may be the same: rounded, vague, in other units.

Pure arithmetic over what a sentence says of a number.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.numbers.agreement import agrees
from assistant.numbers.quantity import Quantity

_MAGNITUDE = re.compile(r"\b(?:magnitude|Richter)\b", re.IGNORECASE)
_CONVERTED = 0.03  # lost by who rounds after converting: "10 miles" is "16 kilometres"
_LINKS = ("to", "-", "–", "and", "or")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_STEP = re.compile(r"\b(?:by|from) $")
_FLOOR = re.compile(r"\b(?:at least|a minimum of|no fewer than|not less than)\s(?:\w+\s)?$", re.IGNORECASE)
_CURRENCY = re.compile(r"\b([A-Z]{3}) $")
_DAILY = re.compile(r"\b(daily|weekly|monthly|yearly|annual)\b")
_AGO = re.compile(
    r"^(?:\s(?:minute|hour|day|week|month|year|decade)s?)?\s(?:ago|earlier|later|before|after|old|apart)\b|^-(?:year|month|week|day)-old"
)
_BY = re.compile(r"\bby (?:about |some |around |nearly |almost )?$")
_LEVELS = ("money", "percent", "points", "time")
_RATES = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year"}


def is_same(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may be one: in other words, rounded, vague, or converted."""
    if (one.low, one.high, one.unit) == (other.low, other.high, other.unit):
        return True
    if one.beside is not None or other.beside is not None:
        one, other = replace(one, beside=None), replace(other, beside=None)
    if one.unit and other.unit and one.unit != other.unit and one.unit.dimension == other.unit.dimension:
        sizes = one.low * one.unit.factor, other.low * other.unit.factor
        return min(sizes) >= (1 - _CONVERTED) * max(sizes)
    bare = replace(one, noun=""), replace(other, noun="")
    return any(agrees(a, b) for a, b in (bare, bare[::-1])) or _overlap(one, other)


def _overlap(one: Quantity, other: Quantity) -> bool:
    """Whether a vague number or a range takes in the other."""
    if one.low == one.high and other.low == other.high:
        return False
    return one.unit == other.unit and one.low <= other.high and other.low <= one.high


def joined(numbers: Sequence[Quantity], sentence: str) -> list[Quantity]:
    """ "between 10 and 15" as one number that is not sure."""
    found: list[Quantity] = []
    for number in numbers:
        link = sentence[found[-1].end : number.start].strip() if found else ""
        leads = sentence[: found[-1].start] if found else ""
        is_range = link in _LINKS and found[-1].low == found[-1].high < number.low
        if (
            is_range
            and (link != "and" or _BETWEEN.search(leads))
            and not (link == "to" and _STEP.search(leads))
        ):
            number = replace(number, low=found[-1].low, start=found[-1].start)
            found.pop()
        found.append(number)
    return found


def comparable(number: Quantity, sentence: str, about: str) -> tuple[str, Quantity]:
    """What a number compares with, and the number; "at least 12" is a count as far as it goes."""
    is_floor = bool(_FLOOR.search(sentence[max(0, number.start - 24) : number.start]))
    number = replace(number, bound=0) if is_floor else number
    if number.is_age:
        return "" if _AGO.match(sentence[number.end :]) else "age", number
    if number.unit is None and number.low == number.high and number.low < 10 and _MAGNITUDE.search(about):
        return ("magnitude", number) if "." in sentence[number.start : number.end] else ("", number)
    if number.kind == "share":
        return "percent", number
    if code := _CURRENCY.search(sentence[max(0, number.start - 5) : number.start]):
        return f"money:{code.group(1).lower()}/", replace(number, unit=None)
    if number.unit is None:
        return ("pair" if number.beside is not None else "count"), number
    if number.unit.dimension == "time" and _AGO.match(sentence[number.end :]):
        return "", number
    led = _DAILY.search(sentence[max(0, number.start - 40) : number.start])
    rate = number.rate or (led.group(1) if led else "")
    dimension = number.unit.dimension
    is_level = dimension.split(":")[0] in _LEVELS
    is_step = not is_level and bool(_BY.search(sentence[max(0, number.start - 20) : number.start]))
    if dimension.startswith("money"):
        number = replace(number, unit=None)
    return f"{dimension}/{_RATES.get(rate, rate)}{'/by' * is_step}", number
