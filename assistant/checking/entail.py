"""How far one text says what another says, by words and near words: a degree, 0 to 1. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.checking.evidence import Evidence, folded, words
from assistant.english.listed import listed
from assistant.english.thesaurus import Meanings, all_meanings, meanings, weight

Vector = Callable[[str], NDArray[np.float32]]
LITTLE = listed(
    "a an the and or but nor so yet if then than as at by for from in into of off on onto out over to "
    "up upon with without within under between among after before since until while during about "
    "against through is are was were be been being am has have had having do does did doing will "
    "would shall should can could may might must not no it its he she they them his her hers their "
    "theirs him we us our ours you your i my me this that these those there here which who whom whose "
    "what when where why how all any both each few more most other some such only own same too very "
    "just also now s t re ve ll said says say according because however still even much many one two "
    "though although whether anything nothing something everything anybody nobody somebody everybody "
    "everyone someone anyone hardly again roughly about nearly almost around every never yet "
    "according contrary despite unless until once twice three four five six seven eight nine ten "
    "eleven twelve dozen half hundred thousand million billion trillion next last first second third "
    "year years month months week weeks day days today yesterday tomorrow ago earlier later now "
    "another else rather per percent monday tuesday wednesday thursday friday saturday sunday january "
    "february march april june july august september october november december"
)
NAME_WEIGHT = 0.9
_FEWEST = 2  # words: "Describe today" says nothing
_SAYS = 0.6  # weight of all words; a sentence with less says nothing that could be held against anything


@dataclass(frozen=True, slots=True)
class Term:
    """A word that says something, with its weight."""

    word: str
    weight: float


@lru_cache(4_000)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text that say something."""
    found: dict[str, float] = {}
    for word in words(text.replace("-", " ")):
        low = folded(word)
        if low in LITTLE or len(low) < 2:
            continue
        found[low] = max(found.get(low, 0.0), NAME_WEIGHT if word[:1].isupper() else weight(low))
    return tuple(Term(word, size) for word, size in found.items())


def coverage(text: str, told: str) -> float:
    """Share of a text's weight that another text holds, in the same or in near words."""
    wanted = terms(text)
    total = sum(term.weight for term in wanted)
    if not total:
        return 0.0
    return sum(term.weight * nearness(term.word, told) for term in wanted) / total


@lru_cache(50_000)
def nearness(word: str, told: str) -> float:
    """How near the nearest word of a text comes to this one."""
    return meanings(word).nearness(_told(told))


@lru_cache(512)
def _told(text: str) -> Meanings:
    return all_meanings(term.word for term in terms(text))


def fits(text: str, told: Sequence[str]) -> list[float]:
    """How well each of several sentences fits a text, by words."""
    return [coverage(text, sentence) for sentence in told]


def says_little(text: str) -> bool:
    """Whether a text has too few words that could be held against anything."""
    found = terms(text)
    return len(found) < _FEWEST or sum(term.weight for term in found) < _SAYS


def nearest(text: str, passages: Sequence[Evidence]) -> list[Evidence]:
    """Passages in the order in which their words hold a text."""
    wanted = frozenset(term.word for term in terms(text))
    shared = {id(e): len(wanted & frozenset(t.word for t in terms(e.text))) for e in passages}
    return sorted((e for e in passages if shared[id(e)]), key=lambda e: -shared[id(e)])
