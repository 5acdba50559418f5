"""A quantity and the tokens it is read from, with what "about" and "more than" before it mean.

Pure and linear in its input.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.number_words import CARDINAL

_TOKEN = re.compile(
    r"(?:[A-Z]{1,3})?[$€£¥]|[0-9]{1,2}:[0-9]{2}(?:[.:][0-9]+)?|[0-9]{1,30}(?:,[0-9]{3}){1,9}(?:\.[0-9]{1,30})?"
    r"|[0-9]{1,30}(?:\.[0-9]{1,30})?"
    r"|[^\W\d_]+(?:[’'][^\W\d_]{1,3})?|[%‰°.,;:!?()“”\"-]"
)
_ABOUT = listed("about around roughly some approximately approx circa near")
_ABOUT |= listed("barely hardly scarcely")
_UNDER = listed("nearly almost under below nearing approaching within")
_SHORT = (["short", "of"], ["shy", "of"], ["close", "to"], ["up", "to"], ["at", "most"], ["not", "even"])
_BEYOND = (["at", "least"], ["minimum", "of"], ["upwards", "of"], ["excess", "of"])
_OVER = listed("over above exceeding beyond past")
_LONGEST = 14  # words of a number and what follows it
_ODD = (["or", "so"], ["-", "odd"])
_FILLING = listed("a an the just slightly well")
_LESS, _MORE = listed("less fewer lower"), listed("more higher greater longer")


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
    is_implied: bool = False  # "both", "a week": a text may be held against it, but not to it
    is_age: bool = False  # of somebody or something: "24-year-old", "aged 24", "Lund, 24,"
    beside: float | None = None  # the other number of "3-2", of "nine votes to four"
    sentence: str = ""  # where it stands

    @property
    def is_year(self) -> bool:
        """Whether this may as well be a year."""
        return self.kind == "number" and 1500 <= self.low <= 2199 and self.low == int(self.low)


def tokens(text: str) -> list[Token]:
    """Cut a text into words, numbers and signs."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def qualified(quantity: Quantity, given: Sequence[Token], at: int) -> Quantity:
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
    if last in _UNDER or two in _SHORT:
        return replace(quantity, bound=-1)
    if last in _OVER or two in _BEYOND:
        return replace(quantity, bound=1)
    after = [t.low for t in given[at : at + _LONGEST] if quantity.end <= t.start][:2]
    return replace(quantity, is_about=last in _ABOUT or after in _ODD)


def valued(word: str) -> float | None:
    """Read a number in digits or one word."""
    if word[0] in "0123456789" and ":" not in word:
        return float(word.replace(",", ""))
    return CARDINAL.get(word)


def lows(given: Sequence[Token], at: int, count: int) -> list[str]:
    """Some of the words, in small letters."""
    return [token.low for token in given[at : at + count]]


def made(value: float, given: Sequence[Token], at: int, after: int, kind: str = "number") -> Quantity:
    """A bare number read from some tokens."""
    return Quantity(value, value, given[at].start, given[after - 1].end, kind=kind)
