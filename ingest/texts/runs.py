"""A text as the runs of its words: what two texts share is counted in runs, and a few stand for all of them.

Words are told apart and hashed as arrays of numbers, twenty times as fast as one by one. In scripts that
write no spaces each character counts as a word. Knows nothing about articles.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

LENGTH = 3  # words of a run; more are broken by edits, fewer are shared by chance
_KEPT_LENGTH = 5  # the same of runs that are looked up: a tenth as many other articles have one
_CHARACTERS = 2  # that are one word in a run
_MOST_LETTERS = 200_000  # of a text that are looked at
# Runs kept of each text, at least; twice as many at most. Of a copy cut to 40 % with every tenth word
# edited a fifth are found again: of 27 five, and two are enough.
_KEPT = 18
_BITS = 48  # of a run's number: two texts of a million share none by chance, and SQL keeps six bytes

Numbers = NDArray[np.uint64]
_NONE, _LETTER, _DIGIT, _ALONE = range(4)  # what a character is; one alone is a whole word
_ALONE_FROM_TO = (  # Thai and Lao, Burmese, Khmer, kana, Han and compatibility forms
    *((0x0E01, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3041, 0x30FF)),
    *((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9D)),
)
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The words of a text as numbers, and each run of them in its place."""

    words: Numbers
    figures: NDArray[np.bool_]  # which words are numbers
    told: NDArray[np.bool_]  # which are numbers or begin with a capital letter
    places: Numbers  # the run that begins at each word
    length: int  # words of a run


def runs_of(text: str) -> Runs:
    """Read the words of a text and their runs; what stands beyond its 200,000th letter is left out."""
    codes = np.frombuffer(text[:_MOST_LETTERS].encode("utf-32-le", "replace"), np.uint32)
    codes = np.minimum(codes, 0xFFFF)
    small, what = _tables()
    folded, kinds = small[codes], what[codes]
    starts, ends = _bounds(kinds)
    words = _hashed(folded, starts, ends)
    figures = kinds[starts] == _DIGIT
    told = figures | (codes[starts] != folded[starts])
    times = 1 if 2 * int((kinds == _ALONE).sum()) <= len(words) else _CHARACTERS
    return Runs(words, figures, told, joined(words, times * LENGTH), times * LENGTH)


def sample(runs: Runs) -> list[int]:
    """The runs that stand for a text, the same ones in each text that has them.

    Of a longer text a smaller part is kept; what is kept of it is kept of any shorter one too.
    """
    places = joined(runs.words, _KEPT_LENGTH * runs.length // LENGTH)
    if len(places) == 0:
        return []
    part = 1
    while len(places) >= 2 * _KEPT * part:
        part *= 2
    return sorted(set(places[places & np.uint64(part - 1) == 0].tolist()))


def _bounds(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words begin, and where they end."""
    is_word, is_alone = kinds != _NONE, kinds == _ALONE
    parts = ~is_word[1:] | ~is_word[:-1] | is_alone[1:] | is_alone[:-1]
    edge = np.ones(1, np.bool_)
    starts = is_word & np.concatenate((edge, parts))
    ends = is_word & np.concatenate((parts, edge))
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def _hashed(letters: NDArray[np.uint32], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Numbers:
    """A number for each word: the difference of two sums of powers, wherever it stands."""
    powers, inverses = _powers()
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverses[starts]


def joined(words: Numbers, length: int) -> Numbers:
    """A number for each run of so many words."""
    if len(words) < length:
        return np.empty(0, np.uint64)
    places = len(words) - length + 1
    joined = words[:places]
    for n in range(1, length):
        joined = joined * np.uint64(_BASE) + words[n : n + places]
    return _mixed(joined)


def _mixed(numbers: Numbers) -> Numbers:
    """Spread them, so that any of their bits is as good as another."""
    numbers = (numbers ^ (numbers >> np.uint64(29))) * _MIX
    return (numbers ^ (numbers >> np.uint64(32))) & np.uint64((1 << _BITS) - 1)


@cache
def _powers() -> tuple[Numbers, Numbers]:
    """The powers of the base and of its inverse, one for each letter."""
    return _series(_BASE), _series(pow(_BASE, -1, 1 << 64))


def _series(number: int) -> Numbers:
    factors = np.full(_MOST_LETTERS, number, np.uint64)
    factors[0] = 1
    return np.cumprod(factors)


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Each character in small letters, and what it is; those beyond the first 65,535 are no words."""
    folded = np.zeros(0x10000, np.uint32)
    kinds = np.zeros(0x10000, np.uint8)
    for code in range(0xFFFF):
        character = chr(code)
        if character.isalnum():
            small = character.lower()
            folded[code] = ord(small) if len(small) == 1 else code
            kinds[code] = _DIGIT if character.isdigit() else _LETTER
    for first, last in _ALONE_FROM_TO:
        alone = np.arange(first, last + 1)
        folded[alone] = alone
        kinds[alone] = _ALONE
    return folded, kinds
