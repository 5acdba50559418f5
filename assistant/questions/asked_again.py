"""The last question with another question word, and its subject without what is now gainsaid.

Pure text; whether a question goes on from another is found out in ``follow_up``.
"""

import re

from assistant.english.contraries import are_contrary
from assistant.questions.pointing import content_words

# Nothing but a question word: "Why?", "And how many?", "By whom?", "Why so many?"
_ONLY_ASKS = re.compile(
    r"^(?:(?:and|but|so|or|then)\b[, ]+)?"
    r"((?:by |for |to |with |from |since |until )?"
    r"(?:who(?:m|se)?|what|when|where|why|how(?: many| much| long| far| often)?)"
    r"(?: so (?:many|few|much|long|late|early|far))?(?: exactly| not)?)\s*\?*$",
    re.IGNORECASE,
)
_WH = re.compile(
    r"^(?:(?:by|for|to|with|from|since|until)\s+)?(?:who(?:m|se)?|what|when|where|why|which"
    r"|how(?: (?:many|much|long|far|often|old|big|high|deep|fast|strong))?)\b",
    re.IGNORECASE,
)


def asked_again(text: str, core: str) -> str:
    """The last question with another question word, or nothing: "Why did it begin?" after "When did …?"."""
    asks, last = _ONLY_ASKS.match(text), _WH.match(core)
    if asks is None or last is None or not core[last.end() :].strip(" ?"):
        return ""
    return f"{asks.group(1)} {core[last.end() :].strip()}"


def without_contraries(phrase: str, core: str) -> str:
    """What was spoken of without the words that a question now says the contrary of: it began, did it end?"""
    own = content_words(core)
    kept = [word for word in phrase.split() if not any(are_contrary(word.lower(), mine) for mine in own)]
    return " ".join(kept)
