"""Numbers beside each other: "3-2" and "nine votes to four" are pairs, and each number has its sentence.

Pure and linear in its input.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.numbers.agreement import is_counted
from assistant.numbers.quantity import Quantity

_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"]?[A-Z0-9])|\n+")
_LINK = re.compile(r"\s?[-–—]\s?|(?:[ -][^\W\d_]+)?,? (?:to|against|versus) ")
_MARGIN = re.compile(
    r"\b(?:by|(?:lead|cushion|margin|majority|advantage|deficit|difference|gap) of)"
    r"(?: just| only| some| about)? $",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"[ -](?:[^\W\d_]+[ -])?(?:ahead|behind|clear|adrift|up|down|lead|cushion|advantage|deficit|margin)\b"
)
_MOVED = re.compile(
    r"\b(?:rise|rose|rising|climb|grew|grow|fell|fall|drop|increase|decrease|jump|shr[aiu]nk)\w* "
    r"(?:to|from) ",
    re.IGNORECASE,
)
_MOST_BEFORE = 60  # letters that tell a margin


def placed(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The same numbers, each with its sentence and with the other number of its pair."""
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text) + 1]
    partners = _partners(text, found)
    units = {m: found[n] for n, m in partners.items() if n < m and found[n].unit and not found[m].unit}
    return [
        replace(
            one,
            unit=units[n].unit if n in units else one.unit,
            is_age=units[n].is_age if n in units else one.is_age,
            beside=found[partners[n]].low if n in partners else None,
            sentence=text[ends[at - 1] : ends[at]].strip() if (at := bisect_right(ends, one.start)) else "",
        )
        for n, one in enumerate(found)
    ]


def _partners(text: str, found: Sequence[Quantity]) -> dict[int, int]:
    """The place of the other number of each that stands in a pair, by its own place."""
    partners: dict[int, int] = {}
    for n, (one, other) in enumerate(pairwise(found)):
        if n not in partners and _LINK.fullmatch(text, one.end, other.start) and _is_pair(one, other):
            partners |= {n: n + 1, n + 1: n}
    return partners


def _is_pair(one: Quantity, other: Quantity) -> bool:
    """ "6,000 tents to 20 towns" is none: each counts something of its own."""
    if one.kind != "number" or other.kind != "number" or one.is_year or other.is_year or one.is_implied:
        return False
    if other.start - one.end <= len(" - "):
        return True
    is_bare = other.unit is None and not is_counted(other)
    return is_bare or (one.unit is not None and one.unit == other.unit)


def contradicts(wanted: Quantity, told: Sequence[Quantity]) -> bool:
    """Whether the number is of a pair, and the text tells other pairs and not these two side by side."""
    if wanted.beside is None:
        return False
    mine = {wanted.low, wanted.beside}
    pairs = [{one.low, one.beside} for one in told if one.beside is not None]
    return bool(pairs) and mine not in pairs and not any(mine <= values for values in _by_sentence(told))


def _by_sentence(told: Sequence[Quantity]) -> Iterator[set[float]]:
    """The values that stand in one sentence, without those of pairs."""
    single = [one for one in told if one.beside is None and one.kind == "number"]
    for sentence in {one.sentence for one in single}:
        yield {one.low for one in single if one.sentence == sentence}


def is_margin(wanted: Quantity, text: str) -> bool:
    """Whether a number tells by how much somebody leads: no number of a score does."""
    if wanted.beside is not None:
        return False
    before = text[max(0, wanted.start - _MOST_BEFORE) : wanted.start]
    return bool(_MARGIN.search(before) or _AHEAD.match(text, wanted.end))


def belong(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may be counted together: bare ones count one thing, or stand in one sentence."""
    if one.beside is not None or other.beside is not None:
        return one.beside == other.low and other.beside == one.low and one.sentence == other.sentence
    if one.unit is not None:
        return True
    if is_counted(one) and is_counted(other):
        return one.noun.removesuffix("s") == other.noun.removesuffix("s")
    return one.sentence == other.sentence or any(_moves(q) for q in (one, other))


def _moves(one: Quantity) -> bool:
    """ "has risen to 58": bare, and of what another sentence counted."""
    return not is_counted(one) and bool(_MOVED.search(one.sentence))
