"""Parts of a whole in English text: "a fifth", "two thirds", "one in five", "a third of a year".

Pure and linear in its input.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.number_words import CARDINAL, FRACTION, ORDINAL, SCALE
from assistant.numbers.quantity import Quantity, Token, lows, made, valued

_NO_SHARE = listed("first second other better -")  # "the first half", "fly-half"
# What may stand between "a fifth" and what it is a part of.
_AFTER_FRACTION = listed(
    "of less more lower higher cheaper fewer larger smaller faster slower as in from to since have has had "
    "are were is was after before when while because by with at on over between than during until and or "
    "though although but compared this last next . , ; : ! ? )"
)
_MOST_OF = 1_000


def of_a_unit(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "a year and a half"; "a third of a year", "three quarters of an hour"."""
    told = lows(given, at, 6)
    if told[2:5] == ["and", "a", "half"] and told[0] in ("a", "an", "one"):
        unit, used = units.after(told[1:2])
        return (replace(made(1.5, given, at, at + 5), unit=unit), at + 5) if used else None
    many = CARDINAL.get(told[0], 1.0 if told[0] == "a" else 0.0)
    if not many or len(told) < 5 or told[1] not in FRACTION or told[2] != "of" or told[3] not in ("a", "an"):
        return None
    unit, used = units.after(told[4:5])
    return (replace(made(many * FRACTION[told[1]], given, at, at + 5), unit=unit), at + 5) if used else None


def share(given: Sequence[Token], at: int) -> tuple[Quantity, int] | None:
    """ "a fifth", "two thirds", "half", "one in five", "every sixth"."""
    told = lows(given, at, 5)
    low = told[0]
    many = CARDINAL.get(low, 1.0 if low == "a" else 0.0)
    if every := _of_every(told):
        return made(every[0], given, at, at + every[1], "share"), at + every[1]
    if low == "every" and len(told) > 1 and told[1] in ORDINAL:
        return made(1 / ORDINAL[told[1]], given, at, at + 2, "share"), at + 2
    skip = 0 if low == "half" else 1
    dashed = len(told) > 2 and told[1] == "-"
    if low == "half" and (lows(given, at + 1, 2) == ["-", "time"] or (at and given[at - 1].low in _NO_SHARE)):
        return None
    part = told[skip + dashed] if len(told) > skip + dashed else ""
    if part not in FRACTION or (skip and not many):
        return None
    after = at + skip + dashed + 1
    if _is_of_a_scale(given, after):
        scale = SCALE[given[after + 2].low]
        return made(many * FRACTION[part] * scale, given, at, after + 3), after + 3
    if (
        low == "half"
        and lows(given, after, 2)[:1] == ["a"]
        and lows(given, after, 2)[1:]
        and (scale := SCALE.get(lows(given, after, 2)[1], 0.0))
    ):
        return made(scale / 2, given, at, after + 2), after + 2
    follows = lows(given, after, 1)
    if follows and follows[0] in ("a", "an") and (unit := units.after(lows(given, after + 1, 3)))[1]:
        whole = replace(made((many or 1.0) * FRACTION[part], given, at, after), unit=unit[0])
        return whole, after + 1  # "half an hour"
    if (
        part in ("half", "quarter", "quarters")
        or part.endswith("s")
        or not follows
        or follows[0] in _AFTER_FRACTION
    ):
        return made((many or 1.0) * FRACTION[part], given, at, after, "share"), after
    return None


def _of_every(told: Sequence[str]) -> tuple[float, int] | None:
    """ "one in five", "three out of four", "nine out of every ten", with the number of told."""
    for link in (["out", "of", "every"], ["in", "every"], ["of", "every"], ["out", "of"], ["in"]):
        if list(told[1 : 1 + len(link)]) == link and len(told) > 1 + len(link):
            many, of = valued(told[0]), valued(told[1 + len(link)])
            return (many / of, 2 + len(link)) if many and of and many < of <= _MOST_OF else None
    return None


def _is_of_a_scale(given: Sequence[Token], at: int) -> bool:
    told = lows(given, at, 3)
    return len(told) == 3 and told[:2] == ["of", "a"] and told[2] in SCALE
