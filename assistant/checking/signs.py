"""What speaks for and against a sentence whose facts were found: signs, and what they weigh together.

Pure arithmetic; the weights were fitted by bench/fit_signs.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.checking.aligned import Aligned, Meaning, align
from assistant.checking.entail import terms
from assistant.checking.evidence import Evidence, folded
from assistant.checking.misgiven import misgiven
from assistant.checking.mixture import (
    has_unsaid_cause,
    linked,
    lost_to_names,
    lost_to_subject,
    numbers_apart,
    tells_another_number,
)
from assistant.checking.polarity import denials, doubts, doubts_strongly, softening
from assistant.checking.quotations import without
from assistant.conversation import Check
from assistant.english.contraries import are_contrary
from assistant.english.thesaurus import related

_NEAR = 0.5  # a word with none so near says something new
_SURELY = 0.6  # of the first word it denies
_ALIGNED = 0.45  # nearness from which a word speaks of another
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d\d")
_ASIDE = re.compile(r",\s(?:who|which)\b[^,.;]{1,80},")  # "..., who was not there, ..."
_SAME = 0.9
_FARTHEST = 3  # words
_FEW, _STRANGE = 3, 0.4  # words of a short sentence; nearness
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
    on_affirmed: float  # share of its weight on words that it denies and that are affirmed there
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


def is_short_and_new(text: str, cited: Sequence[Evidence], meaning: Meaning | None) -> bool:
    """Whether a sentence of few words has one that nothing there comes near: "Three ships sank".

    Its other words are names and things, which passages share that tell something else of them.
    A figure that was found there speaks for it.
    """
    if meaning is None or _FIGURE.search(text):
        return False
    aligned = align(text, cited, meaning)
    plain = aligned.mine.is_plain
    return 0 < int(plain.sum()) <= _FEW and float(aligned.nearest[plain].min()) < _STRANGE


def _new(aligned: Aligned) -> tuple[float, float]:
    """Share of the weight that is new, and how near any come to the farthest words."""
    plain = aligned.mine.is_plain
    total = float(aligned.weights[plain].sum()) or 1.0
    new = float(aligned.weights[plain & (aligned.nearest < _NEAR)].sum()) / total
    farthest = np.sort(aligned.nearest[plain])[:_FARTHEST]
    return new, float(farthest.mean()) if farthest.size else 1.0


def _turns(aligned: Aligned) -> tuple[float, ...]:
    """What the sentence and its best one deny and doubt, and what lies on the words they do so of."""
    bare, best = without(aligned.text), aligned.told[aligned.best]
    # What a sentence quotes it repeats; of what it does not, a quotation there may be what it tells.
    best = best if bare == aligned.text else without(best)
    bare, best = _ASIDE.sub(",", bare), _ASIDE.sub(",", best)
    here, there = denials(bare), denials(best)
    lies = _lies(aligned)
    says_as_much = _says_as_much(bare, best)
    return (
        float(there.count > 0 and not here.count and not says_as_much),
        lies.on_denied * (not says_as_much),
        float(here.count % 2 != there.count % 2),
        lies.on_affirmed,
        float(doubts_strongly(best) and not doubts(bare)),
        lies.on_doubted * (not doubts(bare)),
    )


@dataclass(frozen=True, slots=True)
class _Lies:
    """Where the words of a sentence lie among those of the sentences that fit best."""

    on_denied: float
    on_affirmed: float
    on_doubted: float


def _lies(aligned: Aligned) -> _Lies:
    """Shares of the weight whose nearest word is denied or doubted there and not here, or the reverse."""
    if not aligned.near.size:
        return _Lies(0.0, 0.0, 0.0)
    near = np.isin(aligned.at, np.flatnonzero(aligned.fits >= aligned.fits.max() - _NEARLY_BEST))
    masked = np.where(near, aligned.near, 0.0)
    at, size = masked.argmax(axis=1), masked.max(axis=1, initial=0.0)
    here = denials(aligned.text)
    is_denied = np.array([start in here.starts for start in aligned.mine.starts], dtype=np.bool_)
    is_first = np.array([start in here.heads for start in aligned.mine.starts], dtype=np.bool_)
    core = aligned.mine.is_plain & ~aligned.is_quoted
    weighed = (
        np.where(core & (size >= _ALIGNED), aligned.weights, 0.0) * size / (aligned.weights.sum() or 1.0)
    )
    affirmed = is_first & core & (size >= _SURELY) & ~aligned.is_denied[at]
    return _Lies(
        float(weighed[aligned.is_denied[at] & ~is_denied].sum()),
        float(weighed[affirmed].sum()),
        float(weighed[aligned.is_hedged[at]].sum()),
    )


def _says_as_much(text: str, best: str) -> bool:
    """Whether a text says without a "not" what the best sentence says with one: "open" for "not closed".

    A word that is denied there, as "shut" for "not closed", turns it around instead.
    """
    there = denials(best)
    denied = [folded(m.group()) for start in there.starts - there.verbs if (m := _WORD.match(best, start))]
    soft = {word for word in softening(text) if all(related(word, other) < _SAME for other in denied)}
    if soft and len(soft) >= there.count:
        return True
    mine = [term.word for term in terms(text)]
    return any(are_contrary(word, other) for word in mine for other in denied)


@dataclass(frozen=True, slots=True)
class Weights:
    """What signs weigh, and a base; below zero together a sentence is refused."""

    of: dict[str, float]
    base: float


SUPPORT = Weights({"likeness": 9.04, "new": -1.83, "farthest": 4.64}, -2.53)
AGREEMENT = Weights(
    {
        "from_names": -5.41,
        "to_others": -8.33,
        "from_subject": -4.87,
        "from_numbers": -10.08,
        "numbers_of_others": -0.93,
        "another_number": -2.42,
        "unsaid_cause": -2.37,
        "misgiven": -25.53,
        "denied_there": -1.96,
        "on_denied": -5.61,
        "unequal": -0.68,
        "on_affirmed": -1.19,
        "undoubted": -3.03,
        "on_doubted": -4.26,
    },
    2.45,
)
SUPPORT_BY_WORDS = Weights({"likeness": 0.70, "new": -4.31, "farthest": 1.75}, 3.02)
AGREEMENT_BY_WORDS = Weights(
    {
        "from_names": -0.45,
        "to_others": -3.57,
        "from_subject": -3.10,
        "from_numbers": -2.84,
        "numbers_of_others": -1.26,
        "another_number": -1.54,
        "unsaid_cause": -1.88,
        "misgiven": -21.73,
        "denied_there": -1.35,
        "on_denied": -4.80,
        "unequal": -0.57,
        "on_affirmed": -7.77,
        "undoubted": -2.30,
        "on_doubted": -2.46,
    },
    2.31,
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
    "on_affirmed": "negation",
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
