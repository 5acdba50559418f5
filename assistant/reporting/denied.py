"""Whether two clauses say yes and no to one thing, and by which words.

Pure; counts what each denies and looks for a word of one that is the contrary of a word of the other.
"""

import re
from functools import lru_cache
from itertools import pairwise

from assistant.checking.entail import coverage, terms
from assistant.checking.evidence import folded
from assistant.checking.polarity import denials
from assistant.english.contraries import are_contrary
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, related
from assistant.numbers.number_words import ORDINAL
from assistant.reporting.clauses import are_elsewhere, are_other_turns
from assistant.reporting.lines import leaves_open

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_DENY = listed("deny denies denied denying dispute disputes disputed refute refuted reject rejects rejected")
_SURE = listed("confirm confirms confirmed admit admits admitted acknowledge acknowledged concede conceded")
_WHO_SAYS = re.compile(
    r"^[^;“”\"]{2,90}? (?:den(?:y|ies|ied)|disputed?s?|confirm(?:s|ed)?|admit(?:s|ted)?|acknowledged?s?|"
    r"conceded?s?)(?: on \w+day)? that "
)
_MARKS = _DENY | listed("not no never nobody none without")
_SPOKEN = listed("comment comments commented answer respond")
_CONTRARY = (("alive", "dead"), ("guilty", "acquitted"), ("found", "lost"), ("open", "closed"))
_BEFORE, _ABOUT = 4, 0.5  # words before a word, and the share of them that the other clause holds
_PLAINLY = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were|is|are|will|would|could|can|must|may) (?:not|never)\b|"
    r"n[’']t\b|\bnever\b|"
    r"\b[Dd]en(?:y|ies|ied) (?:that|[a-z]+ing|any)\b|\b(?:[Dd]isputed?s?|[Rr]efuted?s?) that\b|"
    r"\bno\b|\bnone\b",
)
_BESIDE = re.compile(
    r"\b(?:so|while|because|although|though|as|if|who|which|whose|unless|until)\b", re.IGNORECASE
)
_TRADE = listed("sold sell sells buy buys bought purchased purchase")  # of one deal either is told
_SHORTEST = 3  # letters
_LEADS = listed("before after over under above below early late earlier later likely more less defeat")
_GOES_ON = frozenset(".") | listed(
    "a an the any all that by in at on of to for from with and but as when since because again its his her "
    "their this"
)
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\w\s]|\d+")
_SAME = 0.9
_DENIED_HELD = 0.75
_LEAST = 2  # words in common besides
_HELD_BACK_OF_SPEECH = 0.25  # the same where one denies and the other admits
_HELD, _HELD_BACK = 0.75, 0.7  # of the shorter clause by the longer one, and the other way


def apart(one: str, other: str) -> tuple[str, str] | None:
    """The words by which two clauses contradict each other, or None."""
    if leaves_open(one) or leaves_open(other):
        return None  # "It is not known who fired" denies nothing
    if are_other_turns(one, other) or are_elsewhere(one, other):
        return None
    pair = _contrary(one, other)
    is_odd = denials(one).count % 2 != denials(other).count % 2
    if not pair and _has_contraries(one, other):
        return None  # "is closed", "is not open"
    if pair and {*pair} & _TRADE:
        return None
    if bool(pair) == (is_odd and not _is_counted(pair)):
        return None
    mine, theirs = _rest(one, pair), _rest(other, pair)
    held = (
        max(coverage(mine, theirs), coverage(_plain(mine), theirs)),
        max(coverage(theirs, mine), coverage(_plain(theirs), mine)),
    )
    back = _HELD_BACK if not pair or not {*pair} <= _DENY | _SURE else _HELD_BACK_OF_SPEECH
    back = back if pair else _HELD
    enough = max(held) >= _HELD and min(held) >= back
    if not enough or min(len(terms(mine)), len(terms(theirs))) < _LEAST:
        return None
    if not pair and min(_denied_held(one, other), _denied_held(other, one)) < _DENIED_HELD:
        return None
    if not pair and not (_says_not(one) or _says_not(other)):
        return None
    marks = pair or (_mark(one, theirs), _mark(other, mine))
    return marks if not bases(marks[0].lower()) & bases(marks[1].lower()) else None


def is_of_speech(words: tuple[str, str]) -> bool:
    """Whether two words tell what is denied and what is admitted."""
    return {word.lower() for word in words} <= _DENY | _SURE


def _says_not(text: str) -> bool:
    """Whether a clause denies in so many words, and not beside what it tells: "so he was not tempted"."""
    found = _PLAINLY.search(text)
    return found is not None and not _BESIDE.search(text[: found.start()])


def _denied_held(one: str, other: str) -> float:
    """How far what a clause denies is told by the other."""
    told = denials(one)
    words = [
        m.group() for m in _WORD.finditer(one) if m.start() in told.starts and m.start() not in told.verbs
    ]
    return coverage(" ".join(words), other) if words else 1.0


@lru_cache(20_000)
def _plain(text: str) -> str:
    """The words without names."""
    return " ".join(word for word in text.split() if word[0].islower())


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
            if (
                b not in mine
                and _is_said(a, one)
                and _is_said(b, other)
                and related(a, b) < _SAME
                and ({a, b} <= _DENY | _SURE or _are_of_one(a, one, b, other))
                and (are_contrary(a, b) or (a, b) in _CONTRARY or (b, a) in _CONTRARY)
            ):
                return a, b
    return None


def _are_of_one(a: str, one: str, b: str, other: str) -> bool:
    """Whether what stands before two words is about one thing, or before one of them nothing is said."""
    mine, theirs = (
        " ".join(text.split(word, 1)[0].split()[-_BEFORE:]) for word, text in ((a, one), (b, other))
    )
    return not terms(mine) or not terms(theirs) or max(coverage(mine, other), coverage(theirs, one)) >= _ABOUT


def _has_contraries(one: str, other: str) -> bool:
    """Whether a word of each is the contrary of the other's, whatever it says."""
    mine, theirs = _words(one), _words(other)
    return any(are_contrary(a, b) or (a, b) in _CONTRARY or (b, a) in _CONTRARY for a in mine for b in theirs)


def _is_said(word: str, text: str) -> bool:
    """Whether a word says something of its thing: "is unsafe", and not only names it: "safe water"."""
    if re.search(rf"\b(?:an?|the|of|which|who) {re.escape(word)}\b", text):
        return False
    return word not in _LEADS and _follows(text).get(word, ".") in _GOES_ON


@lru_cache(4_000)
def _follows(text: str) -> dict[str, str]:
    """What comes after each word of a text: a word, or "." for a mark or the end."""
    found = [*_TOKEN.findall(text.lower()), "."]
    return {one: other if other[0].isalpha() else "." for one, other in pairwise(found)}


@lru_cache(4_000)
def _words(text: str) -> dict[str, None]:
    words = (word for word in _WORD.findall(text) if word[0].islower() and len(word) > _SHORTEST)
    return dict.fromkeys(word for word in words if word not in ORDINAL and word != "first")


@lru_cache(20_000)
def _rest(text: str, pair: tuple[str, str] | None) -> str:
    """The clause without what denies, confirms or contradicts."""
    text = _WHO_SAYS.sub(" ", text)
    gone = _DENY | _SURE | frozenset(pair or ())
    return " ".join(w for w in _WORD.findall(text) if folded(w) not in gone and folded(w) not in _MARKS)


def _mark(text: str, other: str) -> str:
    """The word that shows what a clause says: that denies or confirms, else the last it shares."""
    words: list[str] = _WORD.findall(text)
    if marks := [w for w in words if w.lower() in _MARKS or w.lower() in _SURE or w.lower().endswith("n’t")]:
        return marks[0]
    shared = [w for w in words if len(w) > 3 and coverage(w, other) > 0]
    verbs = [w for w in shared if w.endswith("ed")]
    return (verbs or shared or words)[-1]
