"""The measure a question asks for, speed, weight, money, and whether a sentence gives one.

Pure: patterns over English questions and the quantities of a text.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.numbers.numerals import quantities
from assistant.numbers.quantity import Quantity

Gives = Callable[[Quantity], bool]

_LARGE = 100_000  # from which a number with the name of an unknown coin, "florins", may be money
_SPEED = re.compile(r"\b(?:km/h|kmh|m/s|mach \d)", re.IGNORECASE)
_CACHED = 10_000  # sentences


def _dimension(quantity: Quantity) -> str:
    return quantity.unit.dimension if quantity.unit else ""


def _is_money(quantity: Quantity) -> bool:
    is_named = bool(quantity.noun) and quantity.low >= _LARGE and not quantity.is_year
    return _dimension(quantity).startswith("money:") or (quantity.unit is None and is_named)


def _is_amount(quantity: Quantity) -> bool:
    """Of money, a share, a mass: what "how much" asks for, if it says no more."""
    return _is_money(quantity) or _dimension(quantity) not in ("", "time")


def _is_count(quantity: Quantity) -> bool:
    """Whether it counts things or people."""
    return quantity.unit is None and quantity.kind == "number" and not quantity.is_year


def _is_speed(quantity: Quantity) -> bool:
    is_covered = _dimension(quantity) in ("length", "nautical length") and quantity.rate in (
        "hour",
        "second",
        "minute",
    )
    return is_covered or _dimension(quantity) == "speed"


def _of(*dimensions: str) -> Gives:
    return lambda quantity: _dimension(quantity) in dimensions


_is_mass = _of("mass", "money:gbp")
_is_degree = _of("degree", "fahrenheit")
_is_length = _of("length", "nautical length", "light length")
# What none of these has is told by no other number.
_ONLY_SO = (_is_speed, _is_mass, _is_degree, _is_length)


def _is_age(quantity: Quantity) -> bool:
    return quantity.is_age or quantity.is_year or _dimension(quantity) == "time"


def _is_time(quantity: Quantity) -> bool:
    return _dimension(quantity) == "time" or quantity.kind == "clock"


_PAID = r"costs?|pay|pays|paid|spend|spent|worth|priced?|earn|earned|owes?|raised?|invest|fine|reward|damage"
_MEASURED = r"seconds?|minutes?|hours?|days?|weeks?|months?|years?"
_FAR = r"(?:kilo|centi|milli)?met(?:re|er)s?|km|miles?|feet|inches"
# What a question measures, the narrower first; the words of it say nothing of what it is about.
_ASKED: tuple[tuple[str, Gives], ...] = (
    (r"how (?:fast|quickly|quick)|(?:at )?what speed", _is_speed),
    (r"how (?:heavy)|how much (?=.{1,60}\bweigh)|what weight", _is_mass),
    (r"how (?:old)|what age", _is_age),
    (r"how (?:hot|cold|warm)|what temperature", _is_degree),
    (r"how (?:wide|tall|deep|thick|far|broad)", _is_length),
    (r"how high", _of("length", "nautical length", "percent")),
    (r"how (?:expensive|costly|dear)|how much (?:money|cash)|what price", _is_money),
    (r"how much (?:more|less|higher|lower)", _is_amount),
    (rf"how much(?=\b.{{1,120}}\b(?:{_PAID})\b)", _is_money),
    (r"how (?:effective)|what (?:share|percentage|proportion)|how likely", _of("percent")),
    (rf"how many (?:{_MEASURED})", _is_time),
    (rf"how many (?:{_FAR})", _of("length")),
    (r"how long ago", _is_age),
    (r"how long", _is_time),
    (r"how much", _is_amount),
    (r"how many(?: more| other)?(?: people| persons)?", _is_count),
    (r"how (?:strong|big|large|powerful|loud|bright|small)", lambda quantity: quantity.unit is not None),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), gives) for words, gives in _ASKED)


def measure(question: str) -> tuple[Gives | None, str]:
    """What tells the quantities asked for, and the question without the words that ask for them."""
    for pattern, gives in _PATTERNS:
        if found := pattern.search(question):
            return gives, question[: found.start()] + question[found.end() :]
    return None, question


def is_only_so(gives: Gives) -> bool:
    """Whether nothing but such a quantity can answer."""
    return gives in _ONLY_SO


def gives_one(gives: Gives, text: str) -> bool:
    """Whether a text gives such a quantity."""
    return any(gives(quantity) for quantity in _read(text)) or (
        gives is _is_speed and bool(_SPEED.search(text))
    )


@lru_cache(_CACHED)
def _read(text: str) -> tuple[Quantity, ...]:
    return tuple(quantity for quantity in quantities(text) if not quantity.is_implied)
