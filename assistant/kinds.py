"""The kind of answer a question asks for, and whether a sentence holds one of that kind."""

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|yesterday|today|tomorrow"
_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion"
_FIGURES = "cost|price|damage|levy|penalty|fine|turnout|result|score|share|percentage|number"
_BECAUSE = "because|since|due to|after|so that|in order to|too little|in protest"
_ASKS = {
    "number": rf"\bhow\s+(?:many|much|old|long|far|big|high|large)\b|\bwhat\b.{{0,30}}\b(?:{_FIGURES})\b",
    "date": r"\bwhen\b|\bwhat\s+(?:day|date|month|year|time)\b|\bhow\s+long\s+ago\b",
    "person": r"\bwho(?:m|se)?\b",
    "reason": r"\bwhy\b",
}
_HOLDS = {
    "number": rf"\d|\b(?:{_NUMBERS})\b",
    "date": rf"\b(?:{_DAYS}|{_MONTHS}|noon|midnight)\b|\b\d{{4}}\b|\b\d+[ap]m\b",
    "person": r"\b[A-ZÀ-ÖØ-Þ][\w’'-]+ [A-ZÀ-ÖØ-Þ][\w’'-]+\b",
    "reason": rf"\b(?:{_BECAUSE})\b",
}


def kinds_of(question: str) -> frozenset[str]:
    """The kinds of answer asked for; empty where any sentence may do."""
    return frozenset(kind for kind, pattern in _ASKS.items() if re.search(pattern, question, re.IGNORECASE))


def share_held(kinds: frozenset[str], sentence: str) -> float:
    """Share of these kinds that a sentence holds, 0 to 1."""
    return sum(bool(re.search(_HOLDS[kind], sentence)) for kind in kinds) / len(kinds) if kinds else 0.0
