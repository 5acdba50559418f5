"""Who tells which part of a text: what is said by each of its verbs of saying.

Pure patterns over English text, each bounded. What nobody tells belongs to no telling.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.entail import LITTLE
from assistant.checking.evidence import Evidence, folded, words
from assistant.checking.names import names
from assistant.checking.quotations import without
from assistant.checking.speakers import ACCORDING, last_name, person
from assistant.checking.subjects import verbs

_TITLE = re.compile(r"\b(?:Dr|Prof|Gen|Col|Capt|Lt|Sgt|Mr|Ms|Mrs|Rep|Sen|Gov|Rev|Hon|St)\.")


@dataclass(frozen=True, slots=True)
class Telling:
    """A stretch of a text, and who tells it."""

    start: int
    end: int
    who: frozenset[str]  # parts of the name, in small letters; empty where nobody is named
    roles: frozenset[str] = frozenset()  # "coach", "spokesman": nouns that stand for who tells it


@lru_cache(512)
def told_in(evidence: Evidence) -> tuple[tuple[Telling, ...], ...]:
    """Read what is told in each sentence of a passage; offsets count from the sentence's beginning."""
    known = frozenset(folded(name.word) for name in names(evidence.text) if not name.begins)
    told: list[tuple[Telling, ...]] = []
    last: frozenset[str] = frozenset()
    for sentence in evidence.sentences:
        here = tellings(sentence, last, known)
        told.append(here)
        named = [one.who for one in here if one.who]
        last = (named[-1] if named else person(sentence) or _first(sentence) & known) or last
    return tuple(told)


def _first(sentence: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words(sentence[:40])[:1])


@lru_cache(2_000)
def tellings(
    text: str, last: frozenset[str] = frozenset(), known: frozenset[str] = frozenset()
) -> tuple[Telling, ...]:
    """Read what is told in a sentence.

    "He" is who was named ``last``; names that are ``known`` need not look like one where a sentence begins.
    """
    bare = _TITLE.sub(lambda match: match.group()[:-1] + " ", without(text))
    if (told := ACCORDING.search(bare)) and (who := _without_article(told.group(1))):
        return tuple(
            Telling(start, end, who)
            for start, end in ((0, told.start()), (told.end(), len(text)))
            if _says_something(text[start:end])
        )
    found = verbs(bare, last, known)
    given: list[Telling] = []
    begins = 0
    for n, verb in enumerate(found):
        ends = found[n + 1].first if n + 1 < len(found) and not found[n + 1].trails else len(text)
        parts = [(begins, verb.first)] if verb.trails else []
        if not (parts and verb.first == verb.start and _says_something(text[begins : verb.first])):
            parts.append((verb.end, ends))  # what follows "said Moen" tells of Moen
        start, end = max(parts, key=lambda part: part[1] - part[0])
        if _says_something(text[start:end]):
            given.append(Telling(start, end, verb.who, verb.roles))
        begins = ends
    return tuple(given)


def _without_article(text: str) -> frozenset[str]:
    """The name of a person; what has an article, as "the Crown", is none."""
    return frozenset() if text.startswith(("the ", "a ", "an ")) else last_name(text)


def _says_something(text: str) -> bool:
    return any(folded(word) not in LITTLE for word in words(text))
