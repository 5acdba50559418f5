"""Questions to be answered by yes or no: how far a sentence speaks of what they ask, for it or against it.

"Did the council reject the plant?" is answered by who backed it as well as by who turned it down, so that
near words and contrary ones count as much as the question's own. Pure: words in, numbers out.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.checking.evidence import folded, words
from assistant.english.contraries import are_contrary
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, related
from assistant.english.word_lists import lines
from assistant.weighing.terms import Terms, stems_of

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so|or|then)\b,?\s+)?(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)"
    r"(?:n['’]t)?\b(?!\s+you\b)",
    re.IGNORECASE,
)
# What is left of a predicate whose word says little elsewhere: "Is it over?"
_ENDS = re.compile(r"\b(over)\s*\?*\s*$", re.IGNORECASE)
_OVER = "ended"
# A decision is told by how it fell, harm to people by what they suffered.
_HARM = listed("hurt injure injury harm wound kill die death dead casualty victim survive unhurt unharmed")
_TOLD_BY = (
    (
        listed("decide decision"),
        listed("vote back approve reject accept adopt agree choose pass rule refuse order ban elect"),
    ),
    (_HARM, _HARM | {"hospital"}),
)
_SAME, _NEAR = 0.9, 0.7  # nearness from which a word says the same, or something more general
_FOR_SAME, _FOR_GROUP, _FOR_NEAR = 0.9, 0.75, 0.6  # of its weight a term so met has
_NONE: frozenset[str] = frozenset()
_HELPERS = listed("have has had having been being was were are did does done got get gets")
_SHORTEST = 3  # letters of a word that has near ones


def is_polar(question: str) -> bool:
    """Whether a question is answered by yes or no."""
    return bool(_ASKS.match(question))


def spoken_of(question: str, terms: Terms, texts: Sequence[str]) -> list[float]:
    """Share of a question's weight that each text speaks of, 0 to 1."""
    asked = _asked(question, terms)
    total = sum(asked.values())
    return [sum(weight * _met(word, text) for word, weight in asked.items()) / total for text in texts]


def _asked(question: str, terms: Terms) -> dict[str, float]:
    """The words of a question that say something, each with its weight."""
    asked = {}
    for word in words(question.replace("-", " ")):
        if weight := sum(terms.weights.get(stem, 0.0) for stem in stems_of(word)):
            asked[word] = weight
    if _ENDS.search(question) and asked:
        asked[_OVER] = sum(asked.values()) / len(asked)
    return asked or {"": 1.0}


def _met(asked: str, text: str) -> float:
    """How far a text meets one word, 0 to 1: by itself, by a near word or by its contrary."""
    stems, told = _read(text)
    if set(stems_of(asked)) & stems:
        return 1.0
    low = folded(asked)
    if asked[:1].isupper() or len(low) < _SHORTEST:
        return 0.0
    if any(bases(low) & asks and any(bases(word) & answers for word in told) for asks, answers in _TOLD_BY):
        return _FOR_SAME
    best = _FOR_GROUP if _groups().get(low, _NONE) & told else 0.0
    for word in told:
        if (near := related(low, word)) >= _SAME or are_contrary(low, word):
            return _FOR_SAME
        best = max(best, _FOR_NEAR if near >= _NEAR else 0.0)
    return best


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Each word that news uses for others, with these."""
    groups = [frozenset(line.split()) for line in lines("near_words")]
    return {
        word: _NONE.union(*(group for group in groups if word in group)) for group in groups for word in group
    }


@lru_cache(200)
def _read(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a text, and its words that may be near to others."""
    told = frozenset(folded(word) for word in words(text.replace("-", " ")))
    near = frozenset(word for word in told if len(word) >= _SHORTEST and word not in _HELPERS)
    return frozenset(stems_of(text)), near
