"""Where the articles found give different values for what is asked: two figures, two dates, two names.

The value that most articles give is taken first; an article that lacks it and gives another of the same
unit, as near to the question's words and in a sentence that means much the same, differs from it.

The limits below were chosen on half of two public sets of answers with a false fact in a minority of
passages: nearer and more alike sentences lose true differences, farther and less alike ones
raise false alarms.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.kinds import spans_of
from assistant.terms import stems_of
from assistant.weigh import Candidate, Vector, Weighed
from ingest.reader import Found
from ingest.split import sentences

_COMPARED = {"number", "date", "person", "place", "name"}
_NAMES = {"person", "place", "name"}  # what a name stands for cannot be told from its letters
_SPEAKS = 0.6  # of the best passage's share of the question that a passage must hold to be heard
_SPEAKS_AT_LEAST = 0.4  # of the question
_NEAR = 0.7  # of the nearest passage's cosine
_AS_CLOSE = 0.5  # of the first value's closeness that the other must reach
_AS_CLOSE_NAMES = 0.7  # the same where names differ: many are near, and most of them may be right
_ALIKE = 0.4  # cosine of the two sentences
_ALIKE_OF_TWO = 0.6  # the same where one article stands against one
_ALIKE_NAMES = 0.65  # the same where names differ
_OVERLAP = 0.4  # share of words in common, where nothing is known of meaning
_REACH = 8  # words from a value at which a word of the question counts half
_CACHED = 2_000  # texts
_AMOUNT = re.compile(r"[$£€]?(\d[\d,.]*)")
_UNITS = frozenset(
    stems_of(
        "percent million billion trillion thousand hours days weeks months years minutes miles km metres feet"
    )
)
_ASIDE = frozenset(stems_of("the a an of in on at and but it he she they this that st nd rd th s"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A value in a passage, and how close it stands to the question's words."""

    found: Found
    value: frozenset[str]  # its stems, without those asked about
    unit: str  # of a number; the kind, of anything else
    at: int  # offset into the passage
    closeness: float

    @property
    def article(self) -> str:
        """Whose claim it is."""
        return self.found.passage.article_id


def sides(weighed: Weighed, vector: Vector | None) -> tuple[Candidate, Candidate] | None:
    """A sentence of each side where two articles give different values, or None."""
    heard = _heard(weighed)
    claims = [claim for found in heard for claim in _claims(weighed, found)]
    if not claims:
        return None
    held = _held_by_article(heard)
    first = _most_supported(claims, held)
    mine = frozenset(article for article, stems in held.items() if first.value <= stems)
    if 2 * len(mine) < len(held):
        return None
    rivals = [claim for claim in claims if _contradicts(claim, first, mine, held)]
    for rival in sorted(rivals, key=lambda claim: -claim.closeness):
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
        article = found.passage.article_id
        held[article] = held.get(article, frozenset()) | {*_stems(found), *_figures(found.passage.text)}
    return held


def _figures(text: str) -> list[str]:
    """Numbers as they are compared: without commas."""
    return [match.group(1).replace(",", "").rstrip(".") for match in _AMOUNT.finditer(text)]


def _claims(weighed: Weighed, found: Found) -> list[Claim]:
    """The values in a passage that may answer, each with its closeness."""
    text, terms = found.passage.text, weighed.terms
    asked = frozenset(stems_of(weighed.question))
    words = _words(text)
    places = {stem: [n for n, word in enumerate(words) if stem in word] for stem in terms.weights}
    claims = []
    for kind in sorted({"name" if k in _NAMES else k for k in weighed.kinds & _COMPARED}):
        for start, end in spans_of(kind, text):
            value, unit = _value(kind, text[start:end])
            if own := value - asked:
                near = _closeness(len(text[:start].split()), places, terms.weights)
                claims.append(Claim(found, own, unit, start, near))
    return claims


@lru_cache(_CACHED)
def _words(text: str) -> tuple[frozenset[str], ...]:
    """The stems of each word of a text."""
    return tuple(frozenset(stems_of(word)) for word in text.split())


def _closeness(at: int, places: dict[str, list[int]], weights: dict[str, float]) -> float:
    """Share of the question's weight near a word of the text; of a term at the reach, half."""
    near = [
        weights[stem] / (1 + min(abs(at - place) for place in found) / _REACH)
        for stem, found in places.items()
        if found
    ]
    return sum(near) / (sum(weights.values()) or 1.0)


def _value(kind: str, text: str) -> tuple[frozenset[str], str]:
    """A value's stems, and the unit in which others must be given to be compared with it."""
    stems = frozenset(stems_of(text)) - _ASIDE
    if kind == "date":
        return stems, "year" if text.isdigit() else "day" if any(map(str.isdigit, text)) else "weekday"
    if kind != "number":
        return stems, kind
    amount = _AMOUNT.match(text)
    if amount is None:
        return frozenset(stems_of(text)[:1]), " ".join(sorted(stems & _UNITS))
    figure = amount.group(1).replace(",", "").rstrip(".")
    return frozenset([figure]), text[: amount.start(1)] + ("%" if "%" in text else " ".join(stems & _UNITS))


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
) -> tuple[Candidate, Candidate] | None:
    """The two sentences, where one of the first side means much the same as the rival's."""
    if articles == 1 and first.unit == "name":
        return None  # two articles that name different people may both be right
    least = _ALIKE_NAMES if first.unit == "name" else _ALIKE if articles > 1 else _ALIKE_OF_TWO
    other = _sentence(rival)
    for claim in sorted(claims, key=lambda claim: -claim.closeness):
        one = _sentence(claim)
        likeness = _likeness(one.text, other.text, vector)
        if first.value <= claim.value and likeness >= (least if vector else _OVERLAP):
            return one, other
    return None


def _likeness(one: str, other: str, vector: Vector | None) -> float:
    if vector:
        return float(vector(one) @ vector(other))
    a, b = set(stems_of(one)), set(stems_of(other))
    return len(a & b) / max(1, min(len(a), len(b)))


def _sentence(claim: Claim) -> Candidate:
    """The sentence a claim stands in."""
    spans = sentences(claim.found.passage.text)
    start, end = next((s for s in spans if s[0] <= claim.at < s[1]), spans[0])
    return Candidate(claim.found, start, end, 0)
