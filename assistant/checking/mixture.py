"""How far a sentence joins what passages tell of different things: what one did, and another's name.

Pure. A sentence of a passage speaks of the names it has, and of those just before it where it says
"he", "it" or "they". Each function gives a share of fit that is lost, or whether something is joined.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.checking.aligned import Aligned
from assistant.checking.entail import fits, terms
from assistant.checking.evidence import Evidence, folded, words
from assistant.checking.names import is_day, is_plain, is_title, names
from assistant.checking.quotations import without
from assistant.english.contraries import is_direction
from assistant.english.thesaurus import is_common, is_place
from assistant.numbers.agreement import Facts, agrees
from assistant.numbers.facts import facts_of, holds_number
from assistant.numbers.quantity import Quantity

_REFERS = re.compile(r"\b(?:he|she|his|her|it|they|its|their|him|them|these|those)\b", re.IGNORECASE)
_HE = re.compile(r"^[“\"]?(?:he|she|his|her)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|in response to|as a result of|in retaliation for|"
    r"led to|prompted|caused|forced|knocked|resulted in|in reaction to|"
    r"since(?! (?:\d|last|then|early|late|[A-Z])))\b",
    re.IGNORECASE,
)
_CAUSES_ELSEWHERE = re.compile(
    r"\b(?:because|due to|owing|thanks|result|led to|caus\w+|prompt\w*|blam\w+|citing|cited|"
    r"attribut\w+|reason|means|meant|that is why|so that|put down)\b",
    re.IGNORECASE,
)
_LEAST = 2  # words of a cause and of its effect
_SAME = 0.9
_BACK = 2  # sentences over which names carry
_CLOSE = 36  # letters around a number


def linked(cited: Sequence[Evidence]) -> list[frozenset[str]]:
    """The names each sentence of the passages speaks of."""
    return [named for evidence in cited for named in _linked(evidence)]


@lru_cache(200)
def _linked(evidence: Evidence) -> tuple[frozenset[str], ...]:
    own = [names_of(sentence) for sentence in evidence.sentences]
    # What an article is about stands at its beginning, and is meant further on where nobody else is named.
    subject = names_of(evidence.found.source.title) | (own[0] if own else frozenset())
    return tuple(named | _carried(evidence, own, n, subject) for n, named in enumerate(own))


def _carried(
    evidence: Evidence, own: Sequence[frozenset[str]], n: int, subject: frozenset[str]
) -> frozenset[str]:
    """The names a sentence speaks of without having them."""
    before = [named for named in own[max(0, n - _BACK) : n] if named]
    if before and _HE.search(evidence.sentences[n]):
        return before[-1]
    if all(map(is_place, own[n])):
        return subject.union(*before)
    return own[n - 1] if n and _REFERS.search(evidence.sentences[n]) else frozenset()


@lru_cache(4_000)
def names_of(text: str) -> frozenset[str]:
    """The words of a text that are names, without titles, days and what only begins the sentence."""
    return frozenset(
        folded(name.word)
        for name in names(text)
        if not is_title(name.word)
        and not is_day(name.word)
        and not (name.begins and (is_common(folded(name.word)) or is_plain(name.word)))
    )


def about(text: str, spoken_of: Sequence[frozenset[str]]) -> frozenset[str]:
    """The names of a sentence, places apart, that passages speak of."""
    known: frozenset[str] = frozenset().union(*spoken_of)
    bare = without(text)
    beginning = {folded(name.word) for name in names(bare) if name.begins}
    return frozenset(name for name in (names_of(bare) | beginning) & known if not is_place(name))


def lost_to_names(aligned: Aligned, spoken_of: Sequence[frozenset[str]]) -> tuple[float, float]:
    """What fit is lost where its names are spoken of: to any sentence, and to those of others."""
    mine = about(aligned.text, spoken_of)
    if not mine:
        return 0.0, 0.0
    named = names_of(without(aligned.text))
    is_own = np.array([bool(mine & here) for here in spoken_of])
    is_others = ~is_own & np.array([bool(here - named) for here in spoken_of])
    own = _most(aligned, is_own)
    return max(0.0, _most(aligned, ~is_own) - own), max(0.0, _most(aligned, is_others) - own)


def lost_to_subject(aligned: Aligned) -> float:
    """What fit is lost by looking only where the sentence's first word of weight is found."""
    first = next((n for n, size in enumerate(aligned.weights) if size > 0), None)
    if first is None:
        return 0.0
    while first + 1 < len(aligned.weights) and aligned.mine.is_name[first : first + 2].all():
        first += 1  # "Nora Lind" is "Lind" further on
    has = {int(n) for n in aligned.at[aligned.near[first] >= _SAME] if n >= 0}
    after = {n + 1 for n in has if n + 1 < len(aligned.told)}
    has |= {n for n in after if _REFERS.search(aligned.told[n])}
    if not has:
        return 0.0
    return max(0.0, float(aligned.fits.max() - max(aligned.fits[n] for n in has)))


def numbers_apart(
    aligned: Aligned, cited: Sequence[Evidence], spoken_of: Sequence[frozenset[str]]
) -> tuple[float, bool]:
    """What fit is lost by looking only where its numbers stand; whether one is told of other names."""
    bare = without(aligned.text)
    mine, lost, is_others = about(aligned.text, spoken_of), 0.0, False
    for number in facts_of(bare, cited[0].published).numbers:
        if number.is_implied or number.kind == "clock" or not (places := _places(number, cited, bare)):
            continue
        own = max(float(aligned.likeness[n]) for n in places)
        lost = max(lost, float(aligned.likeness.max()) - own)
        is_others = is_others or (bool(mine) and not any(mine & spoken_of[n] for n in places))
    return lost, is_others


def tells_another_number(aligned: Aligned, cited: Sequence[Evidence]) -> bool:
    """Whether its best sentence tells another number of the unit of one that is told elsewhere."""
    bare, best = without(aligned.text), aligned.told[aligned.best]
    mine = facts_of(bare, cited[0].published).numbers
    # What the sentence tells too is no other number.
    there = [
        one for one in facts_of(best, cited[0].published).numbers if not any(agrees(own, one) for own in mine)
    ]
    for number in mine:
        if number.is_implied or number.unit is None:
            continue
        is_here = aligned.best in (places := _places(number, cited, bare))
        same = (
            one.unit and one.unit.dimension == number.unit.dimension for one in there if not one.is_implied
        )
        if places and not is_here and any(same):
            return True
    return False


def turns_a_number(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether a number rises in the text and falls, wherever the passages tell it, or the reverse."""
    for number in facts_of(text, cited[0].published).numbers:
        if number.is_implied or number.unit is None:
            continue
        told = [
            _around(one, sentence)
            for evidence in cited
            for sentence in evidence.sentences
            for one in _facts(sentence, evidence).numbers
            if not one.is_implied and agrees(number, one)
        ]
        mine = _around(number, text)
        if told and all(_is_turned(mine, theirs) for theirs in told):
            return True
    return False


def _around(number: Quantity, text: str) -> list[str]:
    """The words close to a number."""
    return words(text[max(0, number.start - _CLOSE) : number.start]) + words(
        text[number.end : number.end + _CLOSE]
    )


def _is_turned(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    return is_direction([(folded(one), folded(other)) for one in mine for other in theirs])


def _places(number: Quantity, cited: Sequence[Evidence], text: str) -> list[int]:
    """The sentences that tell a number."""
    told = [(sentence, evidence) for evidence in cited for sentence in evidence.sentences]
    return [
        n
        for n, (sentence, evidence) in enumerate(told)
        if holds_number(number, _facts(sentence, evidence), evidence.published, text)
    ]


def has_unsaid_cause(text: str, told: Sequence[str]) -> bool:
    """Whether a text says "because" between two things that the news tells apart."""
    match = _CAUSE.search(text)
    if not match:
        return False
    halves = [half for half in (text[: match.start()], text[match.end() :]) if len(terms(half)) >= _LEAST]
    if len(halves) < _LEAST and "," in text:
        halves = [half for half in text.split(",", 1) if len(terms(half)) >= _LEAST]
    if len(halves) < _LEAST:
        return False
    best = [_nearest(half, told) for half in halves]
    if best[0] == best[1]:
        return False
    # "Resigned after an audit" gives a cause of its own, and none that another sentence tells of.
    return not any(_CAUSES_ELSEWHERE.search(told[n]) for n in best)


def _nearest(text: str, told: Sequence[str]) -> int:
    scores = fits(text, told)
    return max(range(len(told)), key=scores.__getitem__, default=0)


def _most(aligned: Aligned, chosen: NDArray[np.bool_]) -> float:
    return float(aligned.content[chosen].max(initial=0.0))


def _facts(sentence: str, evidence: Evidence) -> Facts:
    return facts_of(sentence, evidence.published)
