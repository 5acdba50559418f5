"""How far what a sentence has somebody say is what its passages have somebody else say, quoted or not.

Pure, given aligned words: what is said is held against each thing that is told, the teller's name apart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.checking.aligned import Aligned, Meaning, Numbers, Words, mean_of, words_of
from assistant.checking.evidence import Evidence, folded, words
from assistant.checking.tellings import Telling, tellings, told_in

_HELD = 0.5  # what the share of words counts beside likeness
_NARRATED = 0.1  # by how much less what nobody is named as telling may be somebody's words
_CLEAR = 0.2  # what fit is lost where nothing more need be known
_SAYS = 0.6  # weight of all words; with less nothing is said that could be anybody's
_JOINT = re.compile(r"\b(?:because(?: of)?|due to|thanks to|after|since|while|and|but|although|even if)\b")
_LEAST = 4  # words of a sentence besides what is told in it


@dataclass(frozen=True, eq=False, slots=True)
class _Region:
    """Words of a passage that one person tells, or nobody."""

    who: frozenset[str]  # empty where nobody is named
    roles: frozenset[str]
    named: frozenset[str]  # names of its sentence
    is_told: bool  # by somebody, named or not
    at: NDArray[np.int_]
    means: Numbers


def misgiven(aligned: Aligned, cited: Sequence[Evidence], meaning: Meaning | None) -> float:
    """By how much what somebody is to have said fits best where another says it; 0 where his own fits."""
    known = frozenset().union(*(_known(evidence) for evidence in cited))
    said = tellings(aligned.text, known=known)
    if not any(one.who & known or one.roles for one in said):
        return 0.0
    before = np.cumsum([0, *(len(words_of(evidence.text, meaning).texts) for evidence in cited)])
    regions = [
        (region, int(start))
        for evidence, start in zip(cited, before, strict=False)
        for region in _regions(evidence, meaning)
    ]
    named = [one if one.who else replace(one, who=_in_role(one.roles, regions)) for one in said]
    told = [part for one in named for part in (one, *(_halves(one, aligned.text) if meaning else ()))]
    return max((_lost(one, aligned, regions) for one in told if one.who & known), default=0.0)


def _halves(told: Telling, text: str) -> list[Telling]:
    """What is told before and after a "because", an "and" or the like."""
    joint = _JOINT.search(text, told.start, told.end)
    if joint is None:
        return []
    return [replace(told, end=joint.start()), replace(told, start=joint.end())]


def _in_role(roles: frozenset[str], regions: Sequence[tuple[_Region, int]]) -> frozenset[str]:
    """Who is meant by "the coach": the only one who is called so."""
    found = [region.who for region, _ in regions if region.who and region.roles & roles]
    return frozenset().union(*found) if found and frozenset.intersection(*found) else frozenset()


def _lost(told: Telling, aligned: Aligned, regions: Sequence[tuple[_Region, int]]) -> float:
    """What fit is lost by looking only at what is his, or nobody's."""
    chosen = _content(told, aligned.mine)
    weighed = np.where(chosen, aligned.weights, 0.0)
    if weighed.sum() < _SAYS:
        return 0.0
    texts = [aligned.mine.texts[n] for n in np.flatnonzero(chosen)]
    named = frozenset(folded(word) for word in texts if word[:1].isupper())
    means = mean_of(aligned.mine, chosen)
    others, own = 0.0, 0.0
    for region, start in regions:
        near = aligned.near[:, region.at + start].max(axis=1, initial=0.0)
        held = float(weighed @ near / weighed.sum())
        fit = held if aligned.mine.vectors is None else float(region.means @ means) + _HELD * held
        if region.who and not region.who & (told.who | named):
            others = max(others, fit)
        elif told.who & (region.who or region.named):
            own = max(own, fit)
        elif not region.is_told:
            own = max(own, fit - _NARRATED)
    return min(max(0.0, others - own), _CLEAR)


def _content(told: Telling, mine: Words) -> NDArray[np.bool_]:
    """The words that are told, without the teller's name."""
    return np.array(
        [
            told.start <= start < told.end and weight > 0 and folded(word) not in told.who
            for word, start, weight in zip(mine.texts, mine.starts, mine.weights, strict=True)
        ],
        dtype=np.bool_,
    )


@lru_cache(100)
def _known(evidence: Evidence) -> frozenset[str]:
    return frozenset(folded(word) for word in words(evidence.text) if word[:1].isupper())


@lru_cache(100)
def _regions(evidence: Evidence, meaning: Meaning | None) -> tuple[_Region, ...]:
    """What a passage tells, by who tells it."""
    given = words_of(evidence.text, meaning)
    starts = np.array(given.starts)
    found: list[_Region] = []
    every = told_in(evidence)
    for n, ((start, end), told) in enumerate(zip(evidence.spans, every, strict=True)):
        speaks_for = _of_its(evidence, n + 1)
        named = frozenset(folded(word) for word in words(evidence.text[start:end]) if word[:1].isupper())
        rest = (starts >= start) & (starts < end)
        for one in told:
            here = (starts >= start + one.start) & (starts < start + one.end)
            rest &= ~here
            who = one.who | speaks_for if one.who else one.who
            found.append(_Region(who, one.roles, named, True, np.flatnonzero(here), mean_of(given, here)))
        if rest.sum() >= _LEAST:
            found.append(
                _Region(frozenset(), frozenset(), named, False, np.flatnonzero(rest), mean_of(given, rest))
            )
    return tuple(found)


def _of_its(evidence: Evidence, n: int) -> frozenset[str]:
    """Who tells a sentence that begins with "Its": "Its head, Moen, said" speaks for who spoke before."""
    if n >= len(evidence.sentences) or not evidence.sentences[n].startswith("Its "):
        return frozenset()
    return frozenset().union(*(one.who for one in told_in(evidence)[n]))
