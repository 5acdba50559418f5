"""The values in a passage that may answer a question, and how close each stands to the question's words.

A value is a number, a date or a name of the kind that is asked for, none that the question names itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.weighing.kinds import spans_of
from assistant.weighing.terms import days, stems_of
from assistant.weighing.weigh import Weighed
from ingest.holdings.reader import Found

_COMPARED = {"number", "date", "person", "place", "name"}
_NAMES = {"person", "place", "name"}  # what a name stands for cannot be told from its letters
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
        """Whose claim it is; the copies of one text are one source."""
        return self.found.story


def asks_for_values(weighed: Weighed) -> bool:
    """Whether a question asks for something of which two can be compared."""
    return bool(weighed.kinds & _COMPARED)


def figures(text: str) -> list[str]:
    """The numbers of a text as they are compared: without commas."""
    return [match.group(1).replace(",", "").rstrip(".") for match in _AMOUNT.finditer(text)]


def claims_in(weighed: Weighed, found: Found) -> list[Claim]:
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
        return stems - days(), kind
    amount = _AMOUNT.match(text)
    if amount is None:
        return frozenset(stems_of(text)[:1]), " ".join(sorted(stems & _UNITS))
    figure = amount.group(1).replace(",", "").rstrip(".")
    return frozenset([figure]), text[: amount.start(1)] + ("%" if "%" in text else " ".join(stems & _UNITS))
