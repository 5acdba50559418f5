"""Quantities in English text: "$1.2bn", "two dozen", "a fifth", "12-kilometre", with unit and qualifier.

Pure and linear in its input. Dates are not its business.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.ages import led
from assistant.numbers.fractions import of_a_unit, share
from assistant.numbers.number_words import (
    CARDINAL,
    FRACTION,
    GROUP,
    IMPLIED,
    ORDINAL,
    PLACES,
    SCALE,
    TIMES,
    VAGUE,
)
from assistant.numbers.quantity import Quantity, Token, lows, made, qualified, tokens, valued

_ONE_MORE = frozenset((("and", "a"), ("and", "an"), ("and", "one"), ("and", "another")))
_FILLING = listed("a an the just slightly well")
_SPANS = listed("hour day week month year decade century fortnight")
_HUNDRED = 100
_HUNDRED_THOUSAND = 100_000
_FEW = 10  # "hundreds of millions" are fewer than a thousand


_FIGURES = (["-", "figure"], ["-", "digit"])  # "a six-figure sum" is no six


_COUNTED = (*CARDINAL, *GROUP, *TIMES, *VAGUE, *ORDINAL, *FRACTION, *IMPLIED, *PLACES)
_BEGINS = frozenset(_COUNTED) | listed("a an every half first")


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
        if lows(given, after, 2) in _FIGURES:
            at = after
            continue
        found.append(qualified(_measured(quantity, given, at, after), given, at))
        at = after
    return found


def _read(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """The bare number that begins here, and the token after it."""
    low = given[at].low
    if low[0].isalpha() and low not in _BEGINS and units.sign(given[at].text) is None:
        return None
    for reader in (_clock, _group, of_a_unit, share, _times, _vague, _ordinal, _cardinal, _implied):
        if read := reader(given, at):
            return read
    return None


def _clock(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "9:40", "10:15pm", "5am"."""
    half = lows(given, at + 1, 1)
    if half and half[0] in ("am", "pm") and (value := valued(given[at].low)) is not None:
        return made(60 * (value % 12 + 12 * (half[0] == "pm")), given, at, at + 2, "clock"), at + 2
    dotted = lows(given, at + 1, 3)
    if dotted[1:] == [".", "m"] and dotted[0] in ("a", "p") and (value := valued(given[at].low)) is not None:
        return made(60 * (value % 12 + 12 * (dotted[0] == "p")), given, at, at + 4, "clock"), at + 4
    if ":" not in given[at].text or len(given[at].text) < 3:
        return None
    hours, _, rest = given[at].text.partition(":")
    value = float(hours) * 60 + float(rest.replace(":", "."))
    value += 720 if half and half[0] == "pm" and value < 720 else 0
    return made(value, given, at, at + 1, "clock"), at + 1


def _group(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in GROUP:
        return made(GROUP[low], given, at, at + 1), at + 1
    if low == "half" and lows(given, at + 1, 2) == ["a", "dozen"]:
        return made(6.0, given, at, at + 3), at + 3
    return None


def _times(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in TIMES:
        return made(TIMES[low], given, at, at + 1, "times"), at + 1
    value = valued(low)
    if value and lows(given, at + 1, 1) == ["times"]:
        return made(value, given, at, at + 2, "times"), at + 2
    return None


def _vague(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    if low in VAGUE:
        least, most = VAGUE[low]
        after = lows(given, at + 1, 2)
        if len(after) == 2 and after[0] == "of" and (scale := SCALE.get(after[1].removesuffix("s"))):
            most = most if scale < _HUNDRED_THOUSAND else _FEW * least  # "hundreds of millions"
            after_of = at + 3 + (lows(given, at + 3, 1) == ["of"])  # "of crowns"
            return replace(made(least * scale, given, at, at + 3), high=most * scale), after_of
        return replace(made(least, given, at, at + 1), high=most), at + 1 + (after[:1] == ["of"])
    return None


def _ordinal(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    low = given[at].low
    led = given[at - 1].low if at else ""
    if low == "second" and led in ("a", "per", "each", "every"):
        return None  # of time
    if low in ORDINAL and lows(given, at + 1, 1) != ["of"]:
        return made(ORDINAL[low], given, at, at + 1, "ordinal"), at + 1
    follows = given[at + 1] if at + 1 < len(given) else None
    if (
        low.isascii()
        and low.isdigit()
        and follows
        and follows.start == given[at].end
        and follows.low in ("st", "nd", "rd", "th")
    ):
        return made(float(low), given, at, at + 2, "ordinal"), at + 2
    return None


def _cardinal(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """Digits or words, with "hundred", "and", "million" and "a half" after them."""
    start = at
    currency = units.sign(given[at].text)
    at += 1 if currency else 0
    if at >= len(given):
        return None
    low = given[at].low
    value = valued(low)
    scaled = lows(given, at + 1, 1)
    if value is None and low in ("a", "an") and scaled and scaled[0] in SCALE and len(scaled[0]) > 2:
        value = 1.0
    if value is None or (currency is None and low == "one" and not (scaled and scaled[0] in SCALE | _JOINS)):
        return _one_unit(given, start) if value else None
    at += 1
    value, at = _tens(value, given, at)
    value, at = _scaled(value, given, at)
    kind = "times" if lows(given, at, 1) == ["times"] else "number"
    return replace(made(value, given, start, at, kind), unit=currency), at


_JOINS = {"and": 0.0}


def _one_unit(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "one" is a quantity only where a unit follows: "one kilometre", "one percent"."""
    unit, after = units.after([t.low for t in given[at + 1 : at + 5]])
    if given[at].low == "one" and unit and after:
        return made(1.0, given, at, at + 1), at + 1
    return None


def _tens(value: float, given: Sequence[Token], at: int) -> tuple[float, int]:
    """ "twenty-five"."""
    words = lows(given, at, 2)
    skip = 1 if words[:1] == ["-"] else 0
    more = CARDINAL.get(words[skip], 0.0) if len(words) > skip else 0.0
    if value in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < more < 10 and given[at - 1].text.isalpha():
        return value + more, at + skip + 1
    return value, at


def _scaled(value: float, given: Sequence[Token], at: int) -> tuple[float, int]:
    """ "two hundred and fifty", "1.2bn", "one and a quarter million"."""
    total = 0.0
    for _ in range(4):
        words = lows(given, at, 4)
        if len(words) == 4 and words[:2] == ["and", "a"] and words[2] in FRACTION and words[3] in SCALE:
            value, at = (value + FRACTION[words[2]]) * SCALE[words[3]], at + 4
            continue
        if words[:3] in (["and", "a", "half"], ["and", "a", "quarter"]) and _takes_half(words[3:], value):
            if value >= _HUNDRED:
                return value * (1 + FRACTION[words[2]] / (value / SCALE[given[at - 1].low])), at + 3
            return value + FRACTION[words[2]], at + 3  # "two and a half hours"
        skip = 1 if words[:1] == ["-"] and words[1:2] and words[1] in SCALE else 0
        if len(words) <= skip or words[skip] not in SCALE or not _is_scale(given, at + skip):
            break
        value, at = value * SCALE[words[skip]], at + skip + 1
        rest = lows(given, at, 2)
        joined = 1 if rest[:1] == ["and"] else 0
        more = CARDINAL.get(rest[joined]) if len(rest) > joined else None
        if more is None or not given[at - 1].text.isalpha():
            continue
        total, (value, at) = total + value, _tens(more, given, at + joined + 1)
    return total + value, at


def _takes_half(after: Sequence[str], value: float) -> bool:
    """ "two and a half hours", "two and a half times", "a million and a half"."""
    return bool(units.after(after)[1]) or list(after[:1]) == ["times"] or value in (1e6, 1e9, 1e12)


def _implied(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "both", "a week", "runner-up": told by a word, so that nobody need be held to it."""
    low, after = given[at].low, lows(given, at + 1, 1)
    if low in IMPLIED:
        return replace(made(IMPLIED[low], given, at, at + 1), is_implied=True), at + 1
    if low in PLACES:
        return replace(made(PLACES[low], given, at, at + 1, "ordinal"), is_implied=True), at + 1
    if low in ("a", "an", "one", "first") and after and after[0] in _SPANS:
        unit, _ = units.after(after)
        return replace(made(1.0, given, at, at + 1), unit=unit, is_implied=True), at + 1
    return None


def _is_scale(given: Sequence[Token], at: int) -> bool:
    """Whether a lone "m" or "k" stands right after its digits; "5 m" may be metres."""
    return (
        len(given[at].text) > 1
        or (given[at].start == given[at - 1].end and given[at].low != "m")
        or (given[at].low == "m" and given[at].start == given[at - 1].end)
    )


def _measured(quantity: Quantity, given: Sequence[Token], at: int, after: int) -> Quantity:
    """Read the unit, the thing counted and the rate that follow."""
    words = lows(given, after, 8)
    unit, used = units.after(words)
    if quantity.kind == "clock" or (quantity.kind in ("ordinal", "times") and unit):
        unit, used = None, 0
    minus = quantity.kind == "number" and given[at - 1].low in ("minus",) if at else False
    noun = next((w for w in words[used:] if w.isalpha() and w not in _FILLING), "") if not used else ""
    sign = -1 if minus else 1
    read = replace(
        quantity,
        low=sign * quantity.low,
        high=sign * quantity.high,
        unit=quantity.unit or unit,
        noun="" if words[:1] and not words[0].isalpha() and words[0] != "-" else noun,
        rate=units.rate(words),
        has_one_more=any(pair in _ONE_MORE for pair in pairwise(words[:5])) and quantity.kind == "number",
    )
    return led(read, given, at, after)
