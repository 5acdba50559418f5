"""What speaks for and against a sentence whose facts were found: signs, and what they weigh together.

Pure arithmetic; the weights were fitted by bench/fit_signs.py.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from assistant.aligned import Aligned, Meaning, align
from assistant.conversation import Check
from assistant.evidence import Evidence
from assistant.mixture import has_unsaid_cause, linked, lost_to_names, lost_to_subject, numbers_apart
from assistant.polarity import denials, doubts, doubts_strongly, softens
from assistant.quotations import without

_NEAR = 0.5  # a word with none so near says something new
_ALIGNED = 0.45  # nearness from which a word speaks of another
_NEARLY_BEST = 0.15  # fit


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a sentence held against passages, each 0 to 1."""

    likeness: float  # to the passages' sentence that is most like it
    new: float  # share of its weight in words to which none comes near
    scattered: float  # share of its weight that its best sentence lacks and others have
    from_names: float  # likeness lost where its names are spoken of
    to_others: float  # likeness lost to what others are spoken of
    from_subject: float  # fit lost where its first word stands
    from_numbers: float  # likeness lost where its numbers stand
    numbers_of_others: float
    unsaid_cause: float
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
    new, scattered = _shares(aligned)
    return Signs(
        float(aligned.likeness.max()),
        new,
        scattered,
        *lost_to_names(aligned, spoken_of),
        lost_to_subject(aligned),
        from_numbers,
        float(of_others),
        float(has_unsaid_cause(without(text), aligned.told)),
        *_turns(aligned),
    )


def _shares(aligned: Aligned) -> tuple[float, float]:
    """Share of the weight that is new, and share that only several sentences hold."""
    plain = aligned.mine.is_plain
    total = float(aligned.weights[plain].sum()) or 1.0
    new = float(aligned.weights[plain & (aligned.nearest < _NEAR)].sum()) / total
    whole = float(aligned.weights @ aligned.nearest) / (float(aligned.weights.sum()) or 1.0)
    return new, whole - float(aligned.held.max())


def _turns(aligned: Aligned) -> tuple[float, ...]:
    """What the sentence and its best one deny and doubt, and what lies on the words they do so of."""
    bare, best = without(aligned.text), without(aligned.told[aligned.best])
    here, there = denials(bare).count, denials(best).count
    is_plain = not here and not softens(bare)
    on_denied, on_doubted = _lies_on(aligned)
    return (
        float(there > 0 and is_plain),
        on_denied * is_plain,
        float(here % 2 != there % 2),
        float(here > 0 and not there),
        float(doubts_strongly(best) and not doubts(bare)),
        on_doubted * (not doubts(bare)),
    )


def _lies_on(aligned: Aligned) -> tuple[float, float]:
    """Share of the weight whose nearest word, in one of the sentences that fit best, is denied or doubted."""
    near = np.isin(aligned.at, np.flatnonzero(aligned.fits >= aligned.fits.max() - _NEARLY_BEST))
    masked = np.where(near, aligned.near, 0.0)
    at, size = masked.argmax(axis=1), masked.max(axis=1, initial=0.0)
    core = aligned.mine.is_plain & ~aligned.is_quoted & (size >= _ALIGNED)
    weighed = np.where(core, aligned.weights, 0.0)
    total = float(weighed.sum()) or 1.0
    on_denied = float((weighed * size)[aligned.is_denied[at]].sum()) / total
    return on_denied, float((weighed * size)[aligned.is_hedged[at]].sum()) / total


WEIGHTS, BASE = (2.36, -1.93, -5.98, -4.01, -7.79, -0.43, 0.00, -1.72, -3.62, -2.27, -3.90, -0.40, -0.34, -4.13, -1.57), 3.05
WEIGHTS_BY_WORDS, BASE_BY_WORDS = (0.41, -2.15, -2.96, 0.00, -1.41, -3.93, -2.71, -1.67, -3.11, -1.39, -4.17, -0.00, -0.52, -4.15, -2.18), 3.70
# What a reader is told where this sign weighs most.
_TOLD: dict[str, Check] = {
    "to_others": "speaker",
    "from_names": "speaker",
    "denied_there": "negation",
    "on_denied": "negation",
    "unequal": "negation",
    "denied_here": "negation",
    "undoubted": "negation",
    "on_doubted": "negation",
}


def total(told: Signs, with_meaning: bool) -> float:
    """What all signs weigh together; below zero they speak against the sentence."""
    weights, base = (WEIGHTS, BASE) if with_meaning else (WEIGHTS_BY_WORDS, BASE_BY_WORDS)
    return base + float(np.dot(astuple(told), weights))


def heaviest(told: Signs, with_meaning: bool) -> Check:
    """The check that the signs against a sentence belong to."""
    weights = WEIGHTS if with_meaning else WEIGHTS_BY_WORDS
    weighed = {
        field.name: size * weight
        for field, size, weight in zip(fields(told), astuple(told), weights, strict=True)
    }
    return _TOLD.get(min(weighed, key=weighed.__getitem__), "entailment")
