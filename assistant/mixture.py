"""Whether a sentence joins what a passage tells of different things: the number of one, the name of another.

Pure. A number belongs to the names of the sentence it stands in, or to those just before it where
that sentence says "he", "it" or "the company".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.agreement import Facts
from assistant.entail import Vector, fit, fits, terms
from assistant.evidence import Evidence, folded
from assistant.facts import facts_of, holds_number
from assistant.names import is_day, is_title, names
from assistant.polarity import clauses
from assistant.quantity import Quantity
from assistant.quotations import without
from assistant.speakers import speaker
from assistant.thesaurus import is_common, is_place, is_same_place

_REFERS = re.compile(r"\b(?:it|they|its|their|him|them|these|those)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|his|her)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|in response to|as a result of|in retaliation for|"
    r"led to|prompted|caused|forced|knocked|resulted in|in reaction to|"
    r"since(?! (?:\d|last|then|early|late|[A-Z])))\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:because|due to|owing|thanks|response|result|led|caused?|prompt\w*|forc\w+|blam\w+|citing|"
    r"over|after|since|so that|attribut\w+|reason|as|means?|meant|turned|put down)\b",
    re.IGNORECASE,
)
_BACK = 2  # sentences over which a pronoun carries
_BETTER = 0.2  # fit by which another sentence must win
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a passage: its passage and its number."""

    passage: int
    sentence: int


def is_mixed(text: str, cited: Sequence[Evidence], vector: Vector | None) -> bool:
    """Whether a number of the text is told of another thing, or a reason is given that nobody gives."""
    bare = without(text)
    named = _names(bare) - speaker(text)[0]
    wanted = [n for n in facts_of(bare, cited[0].published).numbers if n.kind not in ("ordinal", "clock")]
    told = {number: _places(number, cited, bare) for number in wanted}
    has_thing = bool(named) and not all(map(is_place, named))
    if has_thing and any(ps and not any(_belongs(p, named, cited) for p in ps) for ps in told.values()):
        return True
    taken = {place for places in told.values() for place in places}
    return any(_fits_another(n, places, taken, bare, cited, vector) for n, places in told.items()) or (
        _has_invented_cause(bare, cited, vector)
    )


def _nearest(text: str, told: Sequence[str], vector: Vector | None) -> int:
    """Number of the sentence that fits a text best."""
    scores = fits(text, told, vector)
    return max(range(len(told)), key=scores.__getitem__, default=0)


def _places(number: Quantity, cited: Sequence[Evidence], text: str) -> list[Place]:
    """The sentences that tell a number."""
    return [
        Place(p, n)
        for p, evidence in enumerate(cited)
        for n, sentence in enumerate(evidence.sentences)
        if holds_number(number, _facts(sentence, evidence), evidence.published, text)
    ]


def _fits_another(
    number: Quantity,
    places: list[Place],
    taken: set[Place],
    text: str,
    cited: Sequence[Evidence],
    vector: Vector | None,
) -> bool:
    """Whether the text is about a sentence that tells another number of the same unit."""
    if not places or number.unit is None:
        return False
    clause = next((c for c in clauses(text) if text[number.start : number.end] in c), text)
    own = max(fit(clause, cited[p.passage].sentences[p.sentence], vector) for p in places)
    for p, evidence in enumerate(cited):
        for n, sentence in enumerate(evidence.sentences):
            if Place(p, n) in taken or not _has_unit(number, _facts(sentence, evidence)):
                continue
            if fit(clause, sentence, vector) > own + _BETTER:
                return True
    return False


def _has_unit(number: Quantity, told: Facts) -> bool:
    return any(q.unit == number.unit for q in told.numbers)


def _has_invented_cause(text: str, cited: Sequence[Evidence], vector: Vector | None) -> bool:
    """Whether the text says "because" between two things that the news tells apart."""
    match = _CAUSE.search(text)
    if not match:
        return False
    halves = [half for half in (text[: match.start()], text[match.end() :]) if len(terms(half)) >= _LEAST]
    if len(halves) < 2 and "," in text:
        halves = [half for half in text.split(",", 1) if len(terms(half)) >= _LEAST]
    if len(halves) < 2:
        return False
    told = [s for e in cited for s in e.sentences]
    best = [_nearest(half, told, vector) for half in halves]
    if best[0] == best[1]:
        return False
    return not any(_CAUSES.search(told[n]) for n in best)


def _belongs(place: Place, named: frozenset[str], cited: Sequence[Evidence]) -> bool:
    """Whether the sentence has one of the names, or has none of its own and follows one that has."""
    evidence = cited[place.passage]
    if _meet(named, _names(evidence.found.source.title + ". " + evidence.sentences[0])):
        return True  # what an article is about stands at its beginning, and is meant further on
    here = _names(evidence.sentences[place.sentence])
    if _meet(named, here) or not here:
        return True
    before = evidence.sentences[max(0, place.sentence - _BACK) : place.sentence]
    sentence = evidence.sentences[place.sentence]
    if not here - speaker(sentence)[0] and not _HE.search(sentence):
        return True  # only the speaker is named, who tells of somebody else
    carried = not here - speaker(sentence)[0] and bool(_REFERS.search(sentence))
    return carried and any(_meet(named, _names(earlier)) for earlier in before)


@lru_cache(4_000)
def _names(text: str) -> frozenset[str]:
    return frozenset(
        folded(name.word)
        for name in names(text)
        if not is_title(name.word)
        and not is_day(name.word)
        and not (name.begins and is_common(folded(name.word)))
    )


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(is_same_place(a, b) for a in one for b in other)


def _facts(sentence: str, evidence: Evidence) -> Facts:
    return facts_of(sentence, evidence.published)
