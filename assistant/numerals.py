"""Quantities in English text: "$1.2bn", "two dozen", "a fifth", "12-kilometre", with unit and qualifier.

Pure and linear in its input. Dates are not its business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant import units

_TOKEN = re.compile(
    r"(?:[A-Z]{1,3})?[$€£¥]|[0-9]{1,2}:[0-9]{2}(?:[.:][0-9]+)?|[0-9]{1,30}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,30})?"
    r"|[0-9]{1,30}(?:\.[0-9]{1,30})?"
    r"|[^\W\d_]+(?:[’'][^\W\d_]{1,3})?|[%‰°.,;:!?()“”\"-]"
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINAL = {word: float(n) for n, word in enumerate(_ONES)} | {
    word: 10.0 * n for n, word in enumerate(_TENS, 2)
}
_SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "dozen": 12.0,
}
_VAGUE = {
    "dozens": (20.0, 120.0),
    "scores": (20.0, 200.0),
    "hundreds": (100.0, 2e3),
    "thousands": (1e3, 1e5),
    "millions": (1e6, 1e9),
    "billions": (1e9, 1e12),
}
_ORDINAL_WORDS = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = {word: float(n) for n, word in enumerate(_ORDINAL_WORDS, 2)}
_FRACTION = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3} | {
    f"{word}": 1 / n for word, n in _ORDINAL.items() if n > 3
}
_FRACTION |= {f"{word}s": share for word, share in _FRACTION.items()} | {"halves": 1 / 2}
_GROUP = {"trio": 3.0, "threesome": 3.0, "quartet": 4.0, "foursome": 4.0, "quintet": 5.0}
_TIMES = {
    "twice": 2.0,
    "double": 2.0,
    "doubled": 2.0,
    "doubles": 2.0,
    "doubling": 2.0,
    "twofold": 2.0,
    "triple": 3.0,
    "tripled": 3.0,
    "treble": 3.0,
    "trebled": 3.0,
    "threefold": 3.0,
    "quadruple": 4.0,
    "quadrupled": 4.0,
    "fourfold": 4.0,
    "fivefold": 5.0,
    "tenfold": 10.0,
    "halved": 0.5,
    "halve": 0.5,
    "halving": 0.5,
}
_HALVES = frozenset("first second other better".split())
_ABOUT = frozenset("about around roughly some approximately approx circa near".split())
_UNDER = frozenset("nearly almost under below nearing approaching within".split())
_OVER = frozenset("over above exceeding beyond past".split())
_LESS, _MORE = frozenset("less fewer lower".split()), frozenset("more higher greater longer".split())
_ONE_MORE = frozenset((("and", "a"), ("and", "an"), ("and", "one"), ("and", "another")))
_FILLING = frozenset("a an the just slightly well".split())
# What may stand between "a fifth" and what it is a part of.
_AFTER_FRACTION = frozenset(
    "of less more lower higher cheaper fewer larger smaller faster slower as in from to since . , ; : ! ? )".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in small letters."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it."""

    low: float
    high: float  # the same as ``low`` unless the text is vague
    start: int
    end: int
    unit: units.Unit | None = None
    bound: int = 0  # 1 is "more than", -1 is "fewer than"
    is_about: bool = False
    kind: str = "number"  # number, ordinal, share, times, clock
    noun: str = ""  # the word that says what is counted
    rate: str = ""  # "day" in "900 kilograms a day"
    has_one_more: bool = False  # "three soldiers and a guard"

    @property
    def is_year(self) -> bool:
        """Whether this may as well be a year."""
        return self.kind == "number" and 1500 <= self.low <= 2199 and self.low == int(self.low)


def tokens(text: str) -> list[Token]:
    """Cut a text into words, numbers and signs."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def quantities(text: str) -> list[Quantity]:
    """Find every quantity of a text, in order."""
    given = tokens(text)
    found: list[Quantity] = []
    at = 0
    while at < len(given):
        read = _read(given, at)
        if read is None:
            at += 1
            continue
        quantity, after = read
        found.append(_qualified(_measured(quantity, given, at, after), given, at))
        at = after
    return found


def _read(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """The bare number that begins here, and the token after it."""
    for reader in (_clock, _group, _share, _times, _vague, _ordinal, _cardinal):
        if read := reader(given, at):
            return read
    return None


def _clock(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "9:40", "10:15pm", "5am"."""
    half = _words(given, at + 1, 1)
    if half and half[0] in ("am", "pm") and (value := _value(given[at].low)) is not None:
        return _made(60 * (value % 12 + 12 * (half[0] == "pm")), given, at, at + 2, "clock"), at + 2
    if ":" not in given[at].text or len(given[at].text) < 3:
        return None
    hours, _, rest = given[at].text.partition(":")
    value = float(hours) * 60 + float(rest.replace(":", "."))
    value += 720 if half and half[0] == "pm" and value < 720 else 0
    return _made(value, given, at, at + 1, "clock"), at + 1


def _group(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in _GROUP:
        return _made(_GROUP[low], given, at, at + 1), at + 1
    if low == "half" and _words(given, at + 1, 2) == ["a", "dozen"]:
        return _made(6.0, given, at, at + 3), at + 3
    return None


def _share(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "a fifth", "two thirds", "half", "one in five", "every sixth"."""
    words = _words(given, at, 5)
    low = words[0]
    many = _CARDINAL.get(low, 1.0 if low == "a" else 0.0)
    if len(words) > 2 and words[1] == "in" and many and (of := _value(words[2])) and of > many:
        return _made(many / of, given, at, at + 3, "share"), at + 3
    if low == "every" and len(words) > 1 and words[1] in _ORDINAL:
        return _made(1 / _ORDINAL[words[1]], given, at, at + 2, "share"), at + 2
    skip = 0 if low == "half" else 1
    dashed = len(words) > 2 and words[1] == "-"
    if low == "half" and (_words(given, at + 1, 2) == ["-", "time"] or at and given[at - 1].low in _HALVES):
        return None
    part = words[skip + dashed] if len(words) > skip + dashed else ""
    if part not in _FRACTION or (skip and not many):
        return None
    after = at + skip + dashed + 1
    if _is_of_a_scale(given, after):
        scale = _SCALE[given[after + 2].low]
        return _made(many * _FRACTION[part] * scale, given, at, after + 3), after + 3
    if low == "half" and _words(given, after, 2)[:1] == ["a"] and _words(given, after, 2)[1:] and (
        scale := _SCALE.get(_words(given, after, 2)[1], 0.0)
    ):
        return _made(scale / 2, given, at, after + 2), after + 2
    follows = _words(given, after, 1)
    if follows and follows[0] in ("a", "an") and (unit := units.after(_words(given, after + 1, 3)))[1]:
        made = replace(_made((many or 1.0) * _FRACTION[part], given, at, after), unit=unit[0])
        return made, after + 1  # "half an hour"
    if part in ("half", "quarter", "quarters") or part.endswith("s") or not follows or follows[0] in _AFTER_FRACTION:
        return _made((many or 1.0) * _FRACTION[part], given, at, after, "share"), after
    return None


def _is_of_a_scale(given: Sequence[Token], at: int) -> bool:
    words = _words(given, at, 3)
    return len(words) == 3 and words[:2] == ["of", "a"] and words[2] in _SCALE


def _times(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in _TIMES:
        return _made(_TIMES[low], given, at, at + 1, "times"), at + 1
    value = _value(low)
    if value and _words(given, at + 1, 1) == ["times"]:
        return _made(value, given, at, at + 2, "times"), at + 2
    return None


def _vague(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in _VAGUE:
        least, most = _VAGUE[low]
        return replace(_made(least, given, at, at + 1), high=most), at + 1
    return None


def _ordinal(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    led = given[at - 1].low if at else ""
    if low == "second" and led in ("a", "per", "each", "every"):
        return None  # of time
    if low in _ORDINAL and _words(given, at + 1, 1) != ["of"]:
        return _made(_ORDINAL[low], given, at, at + 1, "ordinal"), at + 1
    follows = given[at + 1] if at + 1 < len(given) else None
    if low.isascii() and low.isdigit() and follows and follows.start == given[at].end and follows.low in ("st", "nd", "rd", "th"):
        return _made(float(low), given, at, at + 2, "ordinal"), at + 2
    return None


def _cardinal(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """Digits or words, with "hundred", "and", "million" and "a half" after them."""
    start = at
    currency = units.sign(given[at].text)
    at += 1 if currency else 0
    if at >= len(given):
        return None
    low = given[at].low
    value = _value(low)
    scaled = _words(given, at + 1, 1)
    if value is None and low in ("a", "an") and scaled and scaled[0] in _SCALE and len(scaled[0]) > 2:
        value = 1.0
    if value is None or (currency is None and low == "one" and not (scaled and scaled[0] in _SCALE | _JOINS)):
        return _one_unit(given, start) if value else None
    at += 1
    value, at = _tens(value, given, at)
    value, at = _scaled(value, given, at)
    return replace(_made(value, given, start, at), unit=currency), at


_JOINS = {"and": 0.0}


def _one_unit(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "one" is a quantity only where a unit follows: "one kilometre", "one percent"."""
    unit, after = units.after([t.low for t in given[at + 1 : at + 5]])
    if given[at].low == "one" and unit and after:
        return _made(1.0, given, at, at + 1), at + 1
    return None


def _tens(value: float, given: Sequence[Token], at: int) -> tuple[float, int]:
    """ "twenty-five"."""
    words = _words(given, at, 2)
    skip = 1 if words[:1] == ["-"] else 0
    more = _CARDINAL.get(words[skip], 0.0) if len(words) > skip else 0.0
    if value in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < more < 10 and given[at - 1].text.isalpha():
        return value + more, at + skip + 1
    return value, at


def _scaled(value: float, given: Sequence[Token], at: int) -> tuple[float, int]:
    """ "two hundred and fifty", "1.2bn", "one and a quarter million"."""
    total = 0.0
    for _ in range(4):
        words = _words(given, at, 4)
        if len(words) == 4 and words[:2] == ["and", "a"] and words[2] in _FRACTION and words[3] in _SCALE:
            value, at = (value + _FRACTION[words[2]]) * _SCALE[words[3]], at + 4
            continue
        if words[:3] in (["and", "a", "half"], ["and", "a", "quarter"]) and units.after(words[3:])[1]:
            return value + _FRACTION[words[2]], at + 3  # "two and a half hours"
        skip = 1 if words[:1] == ["-"] and words[1:2] and words[1] in _SCALE else 0
        if len(words) <= skip or words[skip] not in _SCALE or not _is_scale(given, at + skip):
            break
        value, at = value * _SCALE[words[skip]], at + skip + 1
        rest = _words(given, at, 2)
        joined = 1 if rest[:1] == ["and"] else 0
        more = _CARDINAL.get(rest[joined]) if len(rest) > joined else None
        if more is None or not given[at - 1].text.isalpha():
            break
        total, (value, at) = total + value, _tens(more, given, at + joined + 1)
    return total + value, at


def _is_scale(given: Sequence[Token], at: int) -> bool:
    """Whether a lone "m" or "k" stands right after its digits; "5 m" may be metres."""
    return len(given[at].text) > 1 or (given[at].start == given[at - 1].end and given[at].low != "m") or (
        given[at].low == "m" and given[at].start == given[at - 1].end
    )


def _value(word: str) -> float | None:
    if word[0] in "0123456789" and ":" not in word:
        return float(word.replace(",", ""))
    return _CARDINAL.get(word)


def _words(given: Sequence[Token], at: int, count: int) -> list[str]:
    return [token.low for token in given[at : at + count]]


def _made(value: float, given: Sequence[Token], at: int, after: int, kind: str = "number") -> Quantity:
    return Quantity(value, value, given[at].start, given[after - 1].end, kind=kind)


def _measured(quantity: Quantity, given: Sequence[Token], at: int, after: int) -> Quantity:
    """Read the unit, the thing counted and the rate that follow."""
    words = _words(given, after, 8)
    unit, used = units.after(words)
    if quantity.kind == "clock" or (quantity.kind in ("ordinal", "times") and unit):
        unit, used = None, 0
    minus = quantity.kind == "number" and given[at - 1].low in ("minus",) if at else False
    noun = next((w for w in words[used:] if w.isalpha() and w not in _FILLING), "") if not used else ""
    sign = -1 if minus else 1
    return replace(
        quantity,
        low=sign * quantity.low,
        high=sign * quantity.high,
        unit=quantity.unit or unit,
        noun="" if words[:1] and not words[0].isalpha() and words[0] != "-" else noun,
        rate=units.rate(words),
        has_one_more=any(pair in _ONE_MORE for pair in pairwise(words[:5])) and quantity.kind == "number",
    )


def _qualified(quantity: Quantity, given: Sequence[Token], at: int) -> Quantity:
    """Read "about", "more than", "nearly" and the like before a number."""
    before = [t.low for t in given[max(0, at - 4) : at]]
    while before and before[-1] in _FILLING:
        before.pop()
    last = before[-1] if before else ""
    two = before[-2:] if len(before) > 1 else ["", last]
    negated = len(before) > 2 and before[-3] in ("no", "not")
    if last == "than" and two[0] in _MORE:
        return replace(quantity, bound=-1 if negated else 1)
    if last == "than" and two[0] in _LESS:
        return replace(quantity, bound=1 if negated else -1)
    if last in _UNDER or two == ["close", "to"] or two == ["up", "to"] or two == ["at", "most"]:
        return replace(quantity, bound=-1)
    if last in _OVER or two == ["at", "least"] or two == ["minimum", "of"]:
        return replace(quantity, bound=1)
    return replace(quantity, is_about=last in _ABOUT or two == ["or", "so"])
