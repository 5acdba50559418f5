"""Numbers told by the words before them: ages ("Lund, 24, said", "aged 24") and places in time ("week 12").

Pure and linear in its input.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.quantity import Quantity, Token, lows

_OLDEST = 120
_YEARS = units.Unit("time", 31_557_600.0)
_NUMBERED = listed("minute hour day week month year")
_LEADS = listed("in at by on from since until till around about of after before during to")
_AGED = listed("aged age ages")
_TO_AGE = listed("of from to at")
_FAR = 5  # words from "age" to its number
_AFTER_AGE = listed("and or to - , . ; : ) when who said was is has had who in on at from")


def led(quantity: Quantity, given: Sequence[Token], at: int, after: int) -> Quantity:
    """The number, with what the words before it make of it."""
    words = lows(given, after, 4)
    if quantity.kind != "number" or quantity.low != int(quantity.low) or not 1 <= quantity.low <= _OLDEST:
        return quantity
    if quantity.unit == _YEARS and (words[1:2] == ["old"] or words[2:] == ["-", "old"]):
        return replace(quantity, is_age=True)
    if quantity.unit is None and _is_age(given, at, words):
        return replace(quantity, unit=_YEARS, noun="", is_age=True)
    if quantity.unit is None and (unit := _place(given, at)):
        return replace(quantity, unit=unit, noun="")
    return quantity


def _is_age(given: Sequence[Token], at: int, words: Sequence[str]) -> bool:
    """ "Lund, 24, said", "aged 24", "the age of 24", "the pension age from 65"."""
    before = lows(given, max(0, at - _FAR), min(at, _FAR))
    if before and (before[-1] in _AGED or (before[-1] in _TO_AGE and _AGED & set(before))):
        return not words or words[0] in _AFTER_AGE
    is_named = len(before) > 1 and given[at - 2].text[0].isupper() and before[-1] in (",", "(")
    return is_named and given[at].text.isdigit() and bool(words) and words[0] in (",", ")", ".")


def _place(given: Sequence[Token], at: int) -> units.Unit | None:
    """The unit of "in week 12"; in "this week 12 people" it is none."""
    before = lows(given, max(0, at - 2), min(at, 2))
    if not before or before[-1] not in _NUMBERED:
        return None
    return units.after(before[-1:])[0] if len(before) == 1 or before[0] in _LEADS else None
