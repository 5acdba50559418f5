"""The kind of answer a question asks for, and the values of that kind a sentence holds.

Patterns over English text, each linear in its input; a value that the question already names is no answer.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from assistant.questions.mentions import is_opener
from assistant.weighing.terms import stems_of

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow"
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
_FIGURES = (
    "cost|price|damage|levy|penalty|fine|turnout|result|score|share|percentage|percent|number|age|rate|revenue|"
    "amount|magnitude|size|sum|toll"
)
_SIZES = "many|much|old|long|far|big|high|large|tall|deep|heavy|fast|strong|wide"
_PLACES = (
    "country|countries|city|cities|state|town|nation|region|island|continent|place|location|province|venue"
)
_PEOPLE = (
    "person|politician|president|minister|leader|actor|actress|singer|musician|artist|player|star|author|"
    "director|official|athlete|celebrity|king|queen|prince|princess|coach|driver|figure"
)
_BECAUSE = (
    r"because|since|due to|owing to|thanks to|after|so that|in order to|too little|in protest|amid|over|"
    r"caus(?:e|ed|ing|es)|led to|blamed?|for [a-z]+ing"
)
_VERBS = "did|does|do|will|is|was|were|has|have|had|are|can|could|would|should"
_WHICH = rf"\b(?:what|which)\s+(?:(?!(?:{_VERBS})\b)[\w’'-]+\s+){{0,3}}"
_SAY = "say|said|tell|told|announce|announced|claim|promise|warn|warned|think|call|called|reply"
# What a question names outright ("which city") says more than a bare "who" or "where" in it.
_NAMES_ITS_KIND = {
    "number": rf"\bhow\s+(?:{_SIZES})\b|{_WHICH}(?:{_FIGURES})\b|"
    rf"\bwhat\s+(?:is|was)\s.{{0,40}}\b(?:{_FIGURES})\b",
    "date": rf"{_WHICH}(?:day|date|month|year|time)\b|\bhow\s+long\s+ago\b|"
    r"\b(?:release|premiere|opening) date\b",
    "person": rf"{_WHICH}(?:{_PEOPLE})\b",
    "place": rf"{_WHICH}(?:{_PLACES})\b|\blocation\b",
    "speech": rf"\bwhat\s+(?:did|does|do|has|have|had)\b.{{1,200}}\b(?:{_SAY})\b",
}
_ASKS_BARELY = {
    "date": rf"^when\b|\bwhen\s+(?:{_VERBS})\b",
    "person": r"\bwho(?:m|se)?\b",
    "place": r"\bwhere\b",
    "reason": r"\bwhy\b|\bwhat\s+(?:caused|prompted|led)\b",
    "name": r"\bwhich\b|\bname\b|\bnamed\b",
}
_DATE = (
    rf"\b(?:\d{{1,2}}\s+(?:{_MONTHS}|{_SHORT_MONTHS})|(?:{_MONTHS}|{_SHORT_MONTHS})(?:\s+\d{{1,2}})?)"
    rf"(?!\w)(?:,?\s+\d{{4}}\b)?|\b(?:{_DAYS}|noon|midnight)\b|\b(?:1[89]|20)\d\d\b|\b\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b"
)
_NUMBER = (
    r"[$£€]?\d[\d,.]*(?:\s?(?:%|percent|per cent|million|billion|trillion|thousand|[a-z]+))?|"
    rf"\b(?:{_NUMBERS})\b(?:\s[a-z]+)?"
)
_CACHED = 10_000  # sentences
_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
_NAME = rf"{_WORD}(?:\s(?:(?:of|de|van|von|der|the|al|bin|la)\s)?{_WORD}){{0,4}}"
_HOLDS = {
    "number": _NUMBER,
    "date": _DATE,
    "person": rf"\b{_WORD}(?:\s[A-Z]\.)?(?:\s(?:(?:de|van|von|der|al|bin|la)\s)?{_WORD}){{1,3}}\b",
    "place": rf"\b(?:in|at|near|from|of|to|outside|across|off)\s(?:the\s)?({_NAME})",
    "name": _NAME,
    "reason": rf"\b(?:{_BECAUSE})\b",
    "speech": r"[“\"]|\b(?:said|says|told|added|announced|warned|promised|claimed|wrote|called)\b",
}
_MARKS = {"reason", "speech"}  # what shows an answer of these kinds is no part of it


def kinds_of(question: str) -> frozenset[str]:
    """The kinds of answer asked for; empty where any sentence may do."""
    return _matching(_NAMES_ITS_KIND, question) or _matching(_ASKS_BARELY, question)


def _matching(patterns: dict[str, str], question: str) -> frozenset[str]:
    return frozenset(
        kind for kind, pattern in patterns.items() if re.search(pattern, question, re.IGNORECASE)
    )


def spans_of(kind: str, sentence: str) -> tuple[tuple[int, int], ...]:
    """Where the values of a kind stand in a sentence."""
    # The day of a date is no number of anything.
    text = _without_dates(sentence) if kind == "number" else sentence
    spans = (match.span(match.lastindex or 0) for match in re.finditer(_HOLDS[kind], text))
    return tuple(span for span in spans if kind != "name" or not is_opener(text[slice(*span)]))


def _without_dates(sentence: str) -> str:
    return re.sub(_DATE, lambda match: " " * len(match.group()), sentence)


@lru_cache(_CACHED)
def _stems_held(kind: str, sentence: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems_of(sentence[start:end])) for start, end in spans_of(kind, sentence))


def share_held(kinds: Collection[str], sentence: str, asked: Collection[str] = ()) -> float:
    """Share of these kinds of which a sentence holds a value that was not asked about, 0 to 1.

    ``asked`` are the stems of the question.
    """
    given = frozenset(asked)
    held = [any(kind in _MARKS or value - given for value in _stems_held(kind, sentence)) for kind in kinds]
    return sum(held) / len(held) if held else 0.0
