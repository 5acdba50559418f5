"""What speaks for and against a sentence whose facts were found: signs, and what they weigh together.

Pure arithmetic; the weights were fitted by bench/fit_signs.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.aligned import Aligned, Meaning, align
from assistant.contraries import are_contrary
from assistant.conversation import Check
from assistant.entail import terms
from assistant.evidence import Evidence, folded
from assistant.misgiven import misgiven
from assistant.mixture import (
    has_unsaid_cause,
    linked,
    lost_to_names,
    lost_to_subject,
    numbers_apart,
    tells_another_number,
)
from assistant.polarity import denials, doubts, doubts_strongly, softening
from assistant.quotations import without
from assistant.thesaurus import related

_NEAR = 0.5  # a word with none so near says something new
_ALIGNED = 0.45  # nearness from which a word speaks of another
_WORD = re.compile(r"[^\W\d_]+")
_SAME = 0.9
_FARTHEST = 3  # words
_NEARLY_BEST = 0.15  # fit


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a sentence held against passages; shares, likenesses, and 1 for yes."""

    likeness: float  # to the passages' sentence that is most like it
    new: float  # share of its weight in words to which none comes near
    farthest: float  # how near the nearest words come to its three farthest
    from_names: float  # likeness lost where its names are spoken of
    to_others: float  # likeness lost to what others are spoken of
    from_subject: float  # fit lost where its first word stands
    from_numbers: float  # likeness lost where its numbers stand
    numbers_of_others: float
    another_number: float  # its best sentence tells another number of one unit
    unsaid_cause: float
    misgiven: float  # fit lost by whom it gives what is said to
    denied_there: float  # its best sentence denies, it does not
    on_denied: float  # share of its weight on words that are denied there
    unequal: float  # it denies an odd number of times, its best sentence an even one, or the reverse
    denied_here: float  # it denies, its best sentence does not
    undoubted: float  # its best sentence says "may", it does not
    on_doubted: float  # share of its weight on words that are doubted there


def signs(text: str, cited: Sequence[Evidence], meaning: Meaning | None) -> Signs:
    """Read the signs of a sentence."""
    aligned = align(text, cited, meaning)
    spoken_of = linked(cited)
    from_numbers, of_others = numbers_apart(aligned, cited, spoken_of)
    new, farthest = _new(aligned)
    return Signs(
        float(aligned.likeness.max()),
        new,
        farthest,
        *lost_to_names(aligned, spoken_of),
        lost_to_subject(aligned),
        from_numbers,
        float(of_others),
        float(tells_another_number(aligned, cited)),
        float(has_unsaid_cause(without(text), aligned.told)),
        misgiven(aligned, cited, meaning),
        *_turns(aligned),
    )


def _new(aligned: Aligned) -> tuple[float, float]:
    """Share of the weight that is new, and how near any come to the farthest words."""
    plain = aligned.mine.is_plain
    total = float(aligned.weights[plain].sum()) or 1.0
    new = float(aligned.weights[plain & (aligned.nearest < _NEAR)].sum()) / total
    farthest = np.sort(aligned.nearest[plain])[:_FARTHEST]
    return new, float(farthest.mean()) if farthest.size else 1.0


def _turns(aligned: Aligned) -> tuple[float, ...]:
    """What the sentence and its best one deny and doubt, and what lies on the words they do so of."""
    bare, best = without(aligned.text), without(aligned.told[aligned.best])
    here, there = denials(bare).count, denials(best).count
    is_plain = not here and not _says_as_much(bare, best)
    on_denied, on_doubted = _lies_on(aligned)
    return (
        float(there > 0 and is_plain),
        on_denied * is_plain,
        float(here % 2 != there % 2),
        float(here > 0 and not there),
        float(doubts_strongly(best) and not doubts(bare)),
        on_doubted * (not doubts(bare)),
    )


def _says_as_much(text: str, best: str) -> bool:
    """Whether a text says without a "not" what the best sentence says with one: "open" for "not closed".

    A word that is denied there, as "shut" for "not closed", turns it around instead.
    """
    where = denials(best).starts - denials(best).verbs
    denied = [folded(match.group()) for start in where if (match := _WORD.match(best, start))]
    if any(all(related(word, other) < _SAME for other in denied) for word in softening(text)):
        return True
    mine = [term.word for term in terms(text)]
    return any(are_contrary(word, other) for word in mine for other in denied)


def _lies_on(aligned: Aligned) -> tuple[float, float]:
    """Share of the weight whose nearest word, in one of the sentences that fit best, is denied or doubted."""
    if not aligned.near.size:
        return 0.0, 0.0
    near = np.isin(aligned.at, np.flatnonzero(aligned.fits >= aligned.fits.max() - _NEARLY_BEST))
    masked = np.where(near, aligned.near, 0.0)
    at, size = masked.argmax(axis=1), masked.max(axis=1, initial=0.0)
    core = aligned.mine.is_plain & ~aligned.is_quoted & (size >= _ALIGNED)
    weighed = np.where(core, aligned.weights, 0.0)
    total = float(weighed.sum()) or 1.0
    on_denied = float((weighed * size)[aligned.is_denied[at]].sum()) / total
    return on_denied, float((weighed * size)[aligned.is_hedged[at]].sum()) / total


@dataclass(frozen=True, slots=True)
class Weights:
    """What signs weigh, and a base; below zero together a sentence is refused."""

    of: dict[str, float]
    base: float


SUPPORT = Weights({"likeness": 6.65, "new": -3.28, "farthest": 3.50}, -0.56)
AGREEMENT = Weights(
    {
        "from_names": -4.73,
        "to_others": -6.59,
        "from_subject": -4.06,
        "from_numbers": -10.19,
        "numbers_of_others": -0.24,
        "another_number": -2.77,
        "unsaid_cause": -1.08,
        "misgiven": -22.36,
        "denied_there": -1.29,
        "on_denied": -5.09,
        "unequal": -0.71,
        "undoubted": -3.68,
        "on_doubted": -2.47,
    },
    2.14,
)
SUPPORT_BY_WORDS = Weights({"likeness": 1.50, "new": -3.83, "farthest": 1.62}, 2.46)
AGREEMENT_BY_WORDS = Weights(
    {
        "from_names": -0.02,
        "to_others": -2.07,
        "from_subject": -3.89,
        "from_numbers": -4.27,
        "numbers_of_others": -0.62,
        "another_number": -1.10,
        "unsaid_cause": -1.49,
        "misgiven": -16.63,
        "denied_there": -0.04,
        "on_denied": -3.04,
        "unequal": -0.84,
        "undoubted": -1.95,
        "on_doubted": -1.93,
    },
    1.88,
)
# What a reader is told where this sign weighs most.
_TOLD: dict[str, Check] = {
    "misgiven": "speaker",
    "to_others": "speaker",
    "from_names": "speaker",
    "from_subject": "speaker",
    "denied_there": "negation",
    "on_denied": "negation",
    "unequal": "negation",
    "denied_here": "negation",
    "undoubted": "negation",
    "on_doubted": "negation",
}


def support(told: Signs, with_meaning: bool) -> float:
    """How far the passages say such a thing at all; below zero they do not."""
    return _weighed(told, SUPPORT if with_meaning else SUPPORT_BY_WORDS)


def agreement(told: Signs, with_meaning: bool) -> float:
    """How far they say just that, and do not tell it of others or deny it; below zero they do not."""
    return _weighed(told, AGREEMENT if with_meaning else AGREEMENT_BY_WORDS)


def _weighed(told: Signs, weights: Weights) -> float:
    return weights.base + sum(weight * float(getattr(told, name)) for name, weight in weights.of.items())


def heaviest(told: Signs, with_meaning: bool) -> Check:
    """The check that what speaks most against a sentence belongs to."""
    weighed: dict[Check, float] = {}
    for name, weight in (AGREEMENT if with_meaning else AGREEMENT_BY_WORDS).of.items():
        check = _TOLD.get(name, "entailment")
        weighed[check] = weighed.get(check, 0.0) + weight * float(getattr(told, name))
    return min(weighed, key=weighed.__getitem__)
