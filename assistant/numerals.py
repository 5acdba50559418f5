"""Quantities in English text: "$1.2bn", "two dozen", "a fifth", "12-kilometre", with unit and qualifier.

Pure and linear in its input. Dates are not its business.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant import units
from assistant.listed import listed
from assistant.number_words import CARDINAL, FRACTION, GROUP, ORDINAL, SCALE, TIMES, VAGUE
from assistant.quantity import Quantity, Token, qualified, tokens

_HALVES = listed("first second other better")
_ONE_MORE = frozenset((("and", "a"), ("and", "an"), ("and", "one"), ("and", "another")))
_FILLING = listed("a an the just slightly well")
# What may stand between "a fifth" and what it is a part of.
_AFTER_FRACTION = listed(
    "of less more lower higher cheaper fewer larger smaller faster slower as in from to since . , ; : ! ? )"
)


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
        found.append(qualified(_measured(quantity, given, at, after), given, at))
        at = after
    return found


def _read(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """The bare number that begins here, and the token after it."""
    for reader in (_clock, _group, _and_a_half, _share, _times, _vague, _ordinal, _cardinal):
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
    if low in GROUP:
        return _made(GROUP[low], given, at, at + 1), at + 1
    if low == "half" and _words(given, at + 1, 2) == ["a", "dozen"]:
        return _made(6.0, given, at, at + 3), at + 3
    return None


def _and_a_half(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "a year and a half"; "a third of a year", "three quarters of an hour"."""
    words = _words(given, at, 6)
    if words[2:5] == ["and", "a", "half"] and words[0] in ("a", "an", "one"):
        unit, used = units.after(words[1:2])
        return (replace(_made(1.5, given, at, at + 5), unit=unit), at + 5) if used else None
    many = CARDINAL.get(words[0], 1.0 if words[0] == "a" else 0.0)
    if not many or len(words) < 5 or words[1] not in FRACTION or words[2] != "of" or words[3] not in ("a", "an"):
        return None
    unit, used = units.after(words[4:5])
    return (replace(_made(many * FRACTION[words[1]], given, at, at + 5), unit=unit), at + 5) if used else None


def _share(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "a fifth", "two thirds", "half", "one in five", "every sixth"."""
    words = _words(given, at, 5)
    low = words[0]
    many = CARDINAL.get(low, 1.0 if low == "a" else 0.0)
    if len(words) > 2 and words[1] == "in" and many and (of := _value(words[2])) and of > many:
        return _made(many / of, given, at, at + 3, "share"), at + 3
    if low == "every" and len(words) > 1 and words[1] in ORDINAL:
        return _made(1 / ORDINAL[words[1]], given, at, at + 2, "share"), at + 2
    skip = 0 if low == "half" else 1
    dashed = len(words) > 2 and words[1] == "-"
    if low == "half" and (_words(given, at + 1, 2) == ["-", "time"] or (at and given[at - 1].low in _HALVES)):
        return None
    part = words[skip + dashed] if len(words) > skip + dashed else ""
    if part not in FRACTION or (skip and not many):
        return None
    after = at + skip + dashed + 1
    if _is_of_a_scale(given, after):
        scale = SCALE[given[after + 2].low]
        return _made(many * FRACTION[part] * scale, given, at, after + 3), after + 3
    if (
        low == "half"
        and _words(given, after, 2)[:1] == ["a"]
        and _words(given, after, 2)[1:]
        and (scale := SCALE.get(_words(given, after, 2)[1], 0.0))
    ):
        return _made(scale / 2, given, at, after + 2), after + 2
    follows = _words(given, after, 1)
    if follows and follows[0] in ("a", "an") and (unit := units.after(_words(given, after + 1, 3)))[1]:
        made = replace(_made((many or 1.0) * FRACTION[part], given, at, after), unit=unit[0])
        return made, after + 1  # "half an hour"
    if (
        part in ("half", "quarter", "quarters")
        or part.endswith("s")
        or not follows
        or follows[0] in _AFTER_FRACTION
    ):
        return _made((many or 1.0) * FRACTION[part], given, at, after, "share"), after
    return None


def _is_of_a_scale(given: Sequence[Token], at: int) -> bool:
    words = _words(given, at, 3)
    return len(words) == 3 and words[:2] == ["of", "a"] and words[2] in SCALE


def _times(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in TIMES:
        return _made(TIMES[low], given, at, at + 1, "times"), at + 1
    value = _value(low)
    if value and _words(given, at + 1, 1) == ["times"]:
        return _made(value, given, at, at + 2, "times"), at + 2
    return None


def _vague(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in VAGUE:
        least, most = VAGUE[low]
        return replace(_made(least, given, at, at + 1), high=most), at + 1
    return None


def _ordinal(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    led = given[at - 1].low if at else ""
    if low == "second" and led in ("a", "per", "each", "every"):
        return None  # of time
    if low in ORDINAL and _words(given, at + 1, 1) != ["of"]:
        return _made(ORDINAL[low], given, at, at + 1, "ordinal"), at + 1
    follows = given[at + 1] if at + 1 < len(given) else None
    if (
        low.isascii()
        and low.isdigit()
        and follows
        and follows.start == given[at].end
        and follows.low in ("st", "nd", "rd", "th")
    ):
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
    if value is None and low in ("a", "an") and scaled and scaled[0] in SCALE and len(scaled[0]) > 2:
        value = 1.0
    if value is None or (currency is None and low == "one" and not (scaled and scaled[0] in SCALE | _JOINS)):
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
    more = CARDINAL.get(words[skip], 0.0) if len(words) > skip else 0.0
    if value in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < more < 10 and given[at - 1].text.isalpha():
        return value + more, at + skip + 1
    return value, at


def _scaled(value: float, given: Sequence[Token], at: int) -> tuple[float, int]:
    """ "two hundred and fifty", "1.2bn", "one and a quarter million"."""
    total = 0.0
    for _ in range(4):
        words = _words(given, at, 4)
        if len(words) == 4 and words[:2] == ["and", "a"] and words[2] in FRACTION and words[3] in SCALE:
            value, at = (value + FRACTION[words[2]]) * SCALE[words[3]], at + 4
            continue
        if words[:3] in (["and", "a", "half"], ["and", "a", "quarter"]) and units.after(words[3:])[1]:
            return value + FRACTION[words[2]], at + 3  # "two and a half hours"
        skip = 1 if words[:1] == ["-"] and words[1:2] and words[1] in SCALE else 0
        if len(words) <= skip or words[skip] not in SCALE or not _is_scale(given, at + skip):
            break
        value, at = value * SCALE[words[skip]], at + skip + 1
        rest = _words(given, at, 2)
        joined = 1 if rest[:1] == ["and"] else 0
        more = CARDINAL.get(rest[joined]) if len(rest) > joined else None
        if more is None or not given[at - 1].text.isalpha():
            break
        total, (value, at) = total + value, _tens(more, given, at + joined + 1)
    return total + value, at


def _is_scale(given: Sequence[Token], at: int) -> bool:
    """Whether a lone "m" or "k" stands right after its digits; "5 m" may be metres."""
    return (
        len(given[at].text) > 1
        or (given[at].start == given[at - 1].end and given[at].low != "m")
        or (given[at].low == "m" and given[at].start == given[at - 1].end)
    )


def _value(word: str) -> float | None:
    if word[0] in "0123456789" and ":" not in word:
        return float(word.replace(",", ""))
    return CARDINAL.get(word)


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
