"""Where the articles found give different values for what is asked: two figures, two dates, two names.

The value that most articles give is taken first; an article that lacks it and gives another of the same
unit, as near to the question's words and in a sentence that means much the same, differs from it.

The limits below were chosen on half of two public sets of answers with a false fact in a minority of
passages: nearer and more alike sentences lose true differences, farther and less alike ones
raise false alarms.
"""

from collections.abc import Sequence

from assistant.weighing.claims import Claim, claims_in, figures
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Candidate, Vector, Weighed
from ingest.holdings.reader import Found
from ingest.split import sentences

_SPEAKS = 0.6  # of the best passage's share of the question that a passage must hold to be heard
_SPEAKS_AT_LEAST = 0.4  # of the question
_NEAR = 0.7  # of the nearest passage's cosine
_AS_CLOSE = 0.5  # of the first value's closeness that the other must reach
_AS_CLOSE_NAMES = 0.7  # the same where names differ: many are near, and most of them may be right
_ALIKE = 0.4  # cosine of the two sentences
_ALIKE_OF_TWO = 0.6  # the same where one article stands against one
_ALIKE_NAMES = 0.65  # the same where names differ
_TRIED = 3  # claims of each side; comparing meaning takes 2 ms a sentence
_OVERLAP = 0.4  # share of words in common, where nothing is known of meaning


def sides(weighed: Weighed, vector: Vector | None) -> tuple[Candidate, Candidate] | None:
    """A sentence of each side where two articles give different values, or None."""
    apart = claims_apart(weighed, vector)
    return (sentence_of(apart[0]), sentence_of(apart[1])) if apart else None


def claims_apart(weighed: Weighed, vector: Vector | None) -> tuple[Claim, Claim] | None:
    """A value of each side where two articles give different ones, the more supported first, or None."""
    heard = _heard(weighed)
    claims = [claim for found in heard for claim in claims_in(weighed, found)]
    if not claims:
        return None
    held = _held_by_article(heard)
    first = _most_supported(claims, held)
    mine = frozenset(article for article, stems in held.items() if first.value <= stems)
    if 2 * len(mine) < len(held):
        return None
    rivals = [claim for claim in claims if _contradicts(claim, first, mine, held)]
    for rival in sorted(rivals, key=lambda claim: -claim.closeness)[:_TRIED]:
        if pair := _alike(first, rival, [c for c in claims if c.article in mine], len(mine), vector):
            return pair
    return None


def _heard(weighed: Weighed) -> list[Found]:
    """The passages that speak of what is asked."""
    shares = [weighed.terms.coverage(_stems(found)) for found in weighed.passages]
    least = max(_SPEAKS_AT_LEAST, _SPEAKS * max(shares, default=0.0))
    nearest = max((found.near for found in weighed.passages), default=0.0)
    return [
        found
        for found, share in zip(weighed.passages, shares, strict=True)
        if share >= least and (found.near == 0 or found.near >= _NEAR * nearest)
    ]


def _stems(found: Found) -> tuple[str, ...]:
    return stems_of(f"{found.passage.text}\n{found.source.title}")


def _held_by_article(heard: Sequence[Found]) -> dict[str, frozenset[str]]:
    held: dict[str, frozenset[str]] = {}
    for found in heard:
        article = found.story
        held[article] = held.get(article, frozenset()) | {*_stems(found), *figures(found.passage.text)}
    return held


def _most_supported(claims: Sequence[Claim], held: dict[str, frozenset[str]]) -> Claim:
    """The closest claim of the value that most articles hold closely."""

    def support(claim: Claim) -> float:
        closest: dict[str, float] = {}
        for other in claims:
            if claim.value <= other.value and claim.unit == other.unit:
                closest[other.article] = max(closest.get(other.article, 0.0), other.closeness)
        elsewhere = sum(claim.value <= stems for stems in held.values()) - len(closest)
        return sum(closest.values()) + elsewhere * claim.closeness / 2

    return max(claims, key=lambda claim: (support(claim), claim.closeness))


def _contradicts(claim: Claim, first: Claim, mine: frozenset[str], held: dict[str, frozenset[str]]) -> bool:
    """Whether a claim is of the same unit, close enough, and unknown to the other side."""
    least = _AS_CLOSE_NAMES if first.unit == "name" else _AS_CLOSE
    if claim.article in mine or claim.unit != first.unit or claim.closeness < least * first.closeness:
        return False
    return not any(claim.value <= held[article] for article in mine)


def _alike(
    first: Claim, rival: Claim, claims: Sequence[Claim], articles: int, vector: Vector | None
) -> tuple[Claim, Claim] | None:
    """The two claims, where one of the first side means much the same as that of the rival."""
    if articles == 1 and first.unit == "name":
        return None  # two articles that name different people may both be right
    least = _ALIKE_NAMES if first.unit == "name" else _ALIKE if articles > 1 else _ALIKE_OF_TWO
    other = sentence_of(rival)
    same = [claim for claim in claims if first.value <= claim.value]
    for claim in sorted(same, key=lambda claim: -claim.closeness)[:_TRIED]:
        one = sentence_of(claim)
        if _likeness(one.text, other.text, vector) >= (least if vector else _OVERLAP):
            return claim, rival
    return None


def _likeness(one: str, other: str, vector: Vector | None) -> float:
    if vector:
        return float(vector(one) @ vector(other))
    a, b = set(stems_of(one)), set(stems_of(other))
    return len(a & b) / max(1, min(len(a), len(b)))


def sentence_of(claim: Claim) -> Candidate:
    """The sentence a claim stands in."""
    spans = sentences(claim.found.passage.text)
    start, end = next((s for s in spans if s[0] <= claim.at < s[1]), spans[0])
    return Candidate(claim.found, start, end, 0)
