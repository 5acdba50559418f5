"""A sentence that repeats one of a passage nearly word for word: what was changed in it.

Pure; what is changed in a near copy says what was meant to be different, however like the two are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.checking.entail import LITTLE
from assistant.checking.evidence import bare, folded
from assistant.checking.mixture import names_of
from assistant.checking.polarity import denials, doubted, doubts_strongly
from assistant.english.contraries import are_contrary
from assistant.english.thesaurus import tells_of_place

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d[\d,.]*\d|\d")
# Share of the words that say something, from which a sentence is a copy; at .35 a true one is refused.
_COPIED = 0.45
_FEWEST = 3  # of them
_NEARLY_ALL = 0.75  # of the words of a copy whose names are exchanged
_JOINING = frozenset(("and", "or", "with", "the"))  # "A and B" is "B and A"
_MOST = 40_000  # pairs of words that are compared


Word = tuple[str, int]  # as it is compared, and where it begins


@dataclass(frozen=True, slots=True)
class Edits:
    """Where the words of a copy stand, here and there, and what was put in place of what."""

    same: dict[int, int]  # where a word begins here, and where there
    replaced: tuple[tuple[Word, Word], ...]  # each word of a change here with each word there


@lru_cache(4_000)
def edits(text: str, told: str) -> Edits | None:
    """What was changed of a sentence; None unless a text is a copy of it, or of a part of it."""
    mine, theirs = _words(text), _words(told)
    if len(mine) * len(theirs) > _MOST:
        return None
    match = SequenceMatcher(None, [word for word, _ in mine], [word for word, _ in theirs], autojunk=False)
    same = {block.a + n: block.b + n for block in match.get_matching_blocks() for n in range(block.size)}
    said = [n for n, (word, _) in enumerate(mine) if word not in LITTLE]
    if len(said) < _FEWEST or sum(n in same for n in said) < _COPIED * len(said):
        return None
    hunks = [(mine[a:b], theirs[c:d]) for step, a, b, c, d in match.get_opcodes() if step == "replace"]
    replaced = tuple((here, there) for ours, others in hunks for here in ours for there in others)
    return Edits({mine[a][1]: theirs[b][1] for a, b in same.items()}, replaced)


def _words(text: str) -> list[Word]:
    return [(folded(bare(match.group())), match.start()) for match in _WORD.finditer(text)]


def turned(text: str, told: Sequence[str]) -> str | None:
    """The word of a copy that its sentence has otherwise: denied, surer, or its contrary."""
    for sentence in told:
        copy = edits(text, sentence)
        if copy and (starts := _turned(text, sentence, copy)):
            return text[min(starts) :].split(" ")[0].strip(".,")
    return None


def renamed(text: str, told: Sequence[str]) -> str | None:
    """The name that a copy puts in place of another one."""
    for sentence in told:
        copy = edits(text, sentence)
        if copy and (starts := _renamed(text, sentence, copy)):
            return text[min(starts) :].split(" ")[0].strip(".,")
    return None


def exchanged(text: str, told: Sequence[str]) -> str | None:
    """The name or number that a copy has where its sentence has another, and the reverse: who beat whom."""
    return next((name for sentence in told if (name := _exchanged(text, sentence))), None)


def _exchanged(text: str, told: str) -> str | None:
    """The first of two words that must be exchanged to make a text the copy of a sentence."""
    mine, theirs = [word for word, _ in _words(text)], [word for word, _ in _words(told)]
    if len(mine) * len(theirs) > _MOST:
        return None
    both = names_of(text) & names_of(told) | {word for word in mine if word[0].isdigit()}
    once = [word for word in mine if word in both and mine.count(word) == theirs.count(word) == 1]
    before = _matched(mine, theirs)
    for n, one in enumerate(once):
        for other in once[n + 1 :]:
            between = mine[mine.index(one) + 1 : mine.index(other)]
            if theirs.index(one) < theirs.index(other) or all(word in _JOINING for word in between):
                continue
            turned = [other if word == one else one if word == other else word for word in mine]
            after = _matched(turned, theirs)
            if after > before and after >= _NEARLY_ALL * len(mine):
                return one
    return None


def _matched(mine: list[str], theirs: list[str]) -> int:
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _renamed(text: str, told: str, copy: Edits) -> set[int]:
    mine, theirs = names_of(text), names_of(told)
    new = {a: word for (word, a), _ in copy.replaced if word in mine - theirs}
    return {
        start
        for start, word in new.items()
        if (old := {b for (_, a), (b, _) in copy.replaced if a == start and b in theirs - mine})
        and not any(tells_of_place(other, word) for other in old)
    }


def _turned(text: str, told: str, copy: Edits) -> set[int]:
    here, there = denials(text), denials(told)
    back = {b: a for a, b in copy.same.items()}
    starts = {a for a in here.heads & copy.same.keys() if copy.same[a] not in there.starts}
    starts |= {back[b] for b in there.heads & back.keys() if back[b] not in here.starts}
    if not doubts_strongly(text):
        starts |= {back[b] for b in doubted(told) & back.keys()}
    for (mine, a), (theirs, b) in copy.replaced:
        if are_contrary(mine, theirs) and (a in here.starts) == (b in there.starts):
            starts.add(a)
    return starts
