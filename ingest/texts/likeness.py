"""Whether two texts are one: a copy, cut, edited or with a head and a foot of another outlet.

A copy shares the runs of its words with the other nearly without a gap, apart from what stands before and
after. Two tellings of one event share a sentence here and there; a form filled in anew has other figures and
names in it; a report that quotes has words of its own between. The limits were chosen on half of the
measuring news (bench/quality/copies.py). Knows two texts, and no archive.
"""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.texts.runs import Numbers, Runs

LEAST_WORDS = 20  # of a text whose likeness says anything; a shorter one is a copy of its equal only
LEAST_EQUAL = 12
_GLANCE = 0.2  # of every eighth run, that both must have before they are looked at closely
_DENSE = 0.35  # of the runs of a stretch that is shared: every tenth word edited leaves .73
_HELD = 0.58  # of the runs of the whole stretch
_STRETCH = 0.58  # of the shorter text that is shared: the rest is a head and a foot
_GAP, _GAPS = 15, 0.05  # words in a row that the other lacks, and their share of the stretch
_CHANGED, _AT_LEAST = 0.3, 2  # of the numbers and names of the stretch
_FIGURES, _FIGURES_AT_LEAST = 0.5, 3  # of its numbers alone
_MOST = 0.6  # of the longer text; a copy that is cut more begins where it begins, or is long
_PART, _LONG = 0.25, 150  # least share of the longer text; words that nobody quotes
_OPENING_WORDS, _OPENING = 40, 0.1  # words, or share of the text, that may stand before where it begins
_SHORT = 60  # words of a text that must be a copy word by word: it may be a form with one figure
_HELD_SHORT, _STRETCH_SHORT = 0.82, 0.85
_OWN_WORDS, _END_WORDS = 12, 10  # of both texts before what they end with alike, and after it
_UNTITLED = 100  # words of texts of one outlet that may be no more than what every page of it says
_TITLES = 0.5  # of the words of one title that the other has
_APART_S = 14 * 86_400  # an outlet that tells the same later than that tells it anew
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text, and what is known about it."""

    runs: Runs
    outlet: str | None
    title: str
    published_at: int | None


@dataclass(frozen=True, slots=True)
class _Shared:
    """The longest stretch of a text that another has nearly whole."""

    start: int
    end: int
    held: float  # share of its runs that the other has
    gaps: float  # share of its words that stand in long rows which the other lacks
    words: int  # of the whole text
    covered: NDArray[np.bool_]  # which of those stand in a run that the other has

    @property
    def part(self) -> float:
        """How much of the text it is."""
        return (self.end - self.start) / self.words

    @property
    def stretch(self) -> slice:
        """Where its words stand."""
        return slice(self.start, self.end)


def is_copy(one: Text, other: Text) -> bool:
    """Whether one text is the other, whole or cut to no less than a quarter."""
    short, long = sorted((one.runs, other.runs), key=lambda runs: len(runs.words))
    is_one_outlet = one.outlet is not None and one.outlet == other.outlet
    if is_one_outlet and len(short.words) < _UNTITLED and not _are_titled_alike(one.title, other.title):
        return False
    if np.array_equal(short.words, long.words):
        return len(short.words) >= LEAST_EQUAL
    if is_one_outlet and _are_apart(one.published_at, other.published_at):
        return False
    if len(short.words) < LEAST_WORDS or short.length != long.length or not _may_be(short, long):
        return False
    return _is_held(short, long, is_one_outlet)


def _is_held(short: Runs, long: Runs, is_one_outlet: bool) -> bool:
    mine = _shared(short, long)
    is_short = len(short.words) < _SHORT
    held, stretch = (_HELD_SHORT, _STRETCH_SHORT) if is_short else (_HELD, _STRETCH)
    if mine.held < held or mine.part < stretch or mine.gaps > _GAPS:
        return False
    theirs = _shared(long, short)
    if is_one_outlet and _is_foot(mine) and _is_foot(theirs):
        return False
    return _is_most(mine, theirs) and not _has_other_figures(short, long, mine, theirs)


def _may_be(short: Runs, long: Runs) -> bool:
    """Look at an eighth of the runs of long texts first."""
    if len(short.words) < 2 * _LONG:
        return True
    few, many = (set(runs.places[runs.places & np.uint64(7) == 0].tolist()) for runs in (short, long))
    return len(few & many) >= _GLANCE * len(few)


def _shared(runs: Runs, of: Runs) -> _Shared:
    is_held = _are_among(runs.places, of.places)
    sums = np.concatenate(([0.0], np.cumsum(is_held - _DENSE)))
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    start = int(np.argmin(sums[: end + 1]))
    if start == end:
        return _Shared(0, 0, 0.0, 0.0, len(runs.words), np.zeros(len(runs.words), np.bool_))
    held = np.flatnonzero(is_held[start:end])
    rows = np.diff(held) - runs.length  # words between two runs that the other has
    gaps = float(rows[rows >= _GAP].sum()) / (end - start)
    covered = np.convolve(is_held, np.ones(runs.length)) > 0
    return _Shared(start, end + runs.length - 1, len(held) / (end - start), gaps, len(covered), covered)


def _is_most(mine: _Shared, theirs: _Shared) -> bool:
    if theirs.part >= _MOST:
        return True
    opens = theirs.start <= max(_OPENING_WORDS, _OPENING * theirs.words)
    return theirs.part >= _PART and (opens or mine.end - mine.start >= _LONG)


def _is_foot(shared: _Shared) -> bool:
    """Whether a text has words of its own and then ends with what is shared."""
    return shared.start >= _OWN_WORDS and shared.words - shared.end <= _END_WORDS


def _has_other_figures(short: Runs, long: Runs, mine: _Shared, theirs: _Shared) -> bool:
    """Whether the numbers and names of the stretch are others: a form has been filled in anew."""
    if len(short.words) < _SHORT:
        return bool(_lacking(short.words[short.told], long) or _lacking(_told(long, theirs), short))
    told, figures = _told(short, mine), mine.covered[mine.stretch][short.figures[mine.stretch]]
    changed, others = _lacking(told, long), int((~figures).sum())
    is_other = changed >= _AT_LEAST and changed > _CHANGED * len(told)
    return is_other or (others >= _FIGURES_AT_LEAST and others > _FIGURES * len(figures))


def _told(runs: Runs, shared: _Shared) -> Numbers:
    return np.unique(runs.words[shared.stretch][runs.told[shared.stretch]])


def _lacking(told: Numbers, runs: Runs) -> int:
    """How many of these words a text lacks."""
    return int((~_are_among(told, runs.words)).sum())


def _are_among(numbers: Numbers, those: Numbers) -> NDArray[np.bool_]:
    """Which of the numbers are among those, of which there is one at least; half the time of np.isin."""
    ordered = np.sort(those)
    places = np.searchsorted(ordered, numbers)
    held: NDArray[np.bool_] = np.take(ordered, places, mode="clip") == numbers
    return held


def _are_titled_alike(one: str, other: str) -> bool:
    few, many = sorted((set(_WORD.findall(title.casefold())) for title in (one, other)), key=len)
    return len(few & many) >= _TITLES * len(few)


def _are_apart(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > _APART_S
