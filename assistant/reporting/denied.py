"""Whether two clauses say yes and no to one thing, and by which words.

Pure; counts what each denies and looks for a word of one that is the contrary of a word of the other.
"""

import re
from functools import lru_cache

from assistant.checking.entail import coverage, terms
from assistant.checking.evidence import folded
from assistant.checking.polarity import denials
from assistant.english.contraries import are_contrary
from assistant.english.listed import listed
from assistant.numbers.number_words import ORDINAL
from assistant.reporting.clauses import are_elsewhere, are_other_turns

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_DENY = listed("deny denies denied denying dispute disputes disputed refute refuted reject rejects rejected")
_SURE = listed("confirm confirms confirmed admit admits admitted acknowledge acknowledged concede conceded")
_MARKS = _DENY | listed("not no never nobody none without")
_SPOKEN = listed("comment comments commented answer respond")
_CONTRARY = (("alive", "dead"), ("guilty", "acquitted"), ("found", "lost"), ("open", "closed"))
_SHORTEST = 3  # letters
_LEAST = 2  # words in common besides
_HELD, _HELD_BACK = 0.75, 0.55  # of the shorter clause by the longer one, and the other way


def apart(one: str, other: str) -> tuple[str, str] | None:
    """The words by which two clauses contradict each other, or None."""
    if are_other_turns(one, other) or are_elsewhere(one, other):
        return None
    pair = _contrary(one, other)
    is_odd = denials(one).count % 2 != denials(other).count % 2
    if bool(pair) == (is_odd and not _is_counted(pair)):
        return None
    mine, theirs = _rest(one, pair), _rest(other, pair)
    held = coverage(mine, theirs), coverage(theirs, mine)
    enough = max(held) >= _HELD and min(held) >= _HELD_BACK
    if not enough or min(len(terms(mine)), len(terms(theirs))) < _LEAST:
        return None
    return pair or (_mark(one, theirs), _mark(other, mine))


def _is_counted(pair: tuple[str, str] | None) -> bool:
    """Whether the contrary words are themselves counted as denials: "rejected", "denied"."""
    return pair is not None and any(denials(word).count for word in pair)


def _contrary(one: str, other: str) -> tuple[str, str] | None:
    """A word of each that says the contrary of the other's, in neither both."""
    mine, theirs = _words(one), _words(other)
    for a in mine:
        if a.lower() in theirs:
            continue
        for b in theirs:
            if b not in mine and (are_contrary(a, b) or (a, b) in _CONTRARY or (b, a) in _CONTRARY):
                return a, b
    return None


@lru_cache(4_000)
def _words(text: str) -> dict[str, None]:
    words = (word for word in _WORD.findall(text) if word[0].islower() and len(word) > _SHORTEST)
    return dict.fromkeys(word for word in words if word not in ORDINAL and word != "first")


@lru_cache(20_000)
def _rest(text: str, pair: tuple[str, str] | None) -> str:
    """The clause without what denies, confirms or contradicts."""
    gone = _DENY | _SURE | frozenset(pair or ())
    return " ".join(w for w in _WORD.findall(text) if folded(w) not in gone and folded(w) not in _MARKS)


def _mark(text: str, other: str) -> str:
    """The word that shows what a clause says: that denies or confirms, else the last it shares."""
    words = _WORD.findall(text)
    if marks := [w for w in words if w.lower() in _MARKS or w.lower() in _SURE or w.lower().endswith("n’t")]:
        return marks[0]
    shared = [w for w in words if len(w) > 3 and coverage(w, other) > 0]
    verbs = [w for w in shared if w.endswith("ed")]
    return (verbs or shared or words)[-1]
