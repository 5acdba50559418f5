"""The clause of a sentence a value stands in, without who tells it, and what marks it as of another thing.

Pure patterns over English text, each bounded.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.checking.entail import LITTLE, coverage, terms
from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, related
from assistant.numbers.number_words import CARDINAL, ORDINAL

_SAID = r"(?:said|says|say|reported|reports|announced|estimated|told [^,.;]{2,40}|wrote|added|conceded)"
_LEADS = re.compile(rf"^[^,;“”\"]{{2,70}}? {_SAID}(?: on \w+day| in [A-Z]\w+)?(?: that)? ")
_LEADS_BY_COMMA = re.compile(rf"^[A-Z][^,;]{{2,40}}, [^,;]{{2,60}}, {_SAID} (?:that )?")
_TRAILS = re.compile(
    rf",? (?:according to [^;]{{2,120}}|(?<=, )[^,;“”\"]{{2,60}}? {_SAID}(?: [^,;]{{2,40}})?)\.?$"
)
_PUTS = re.compile(r"^[^;“”\"]{2,120}? (?:put|puts|set|gave) (?=(?:the|a) )")
_CUT = re.compile(
    r"[;:—]\s|,? (?:while|whereas|but|including|although|though|against the(?= [$€£\d])|up from|"
    r"down from)(?= )"
    r"|, (?:as|and|where|among them|after|when|which|who|whose|of whom|of which) |\s[–-]\s|[“”\"]"
)
_PREPOSITION = re.compile(
    r"\b(for|with|in|at|among|against)\s(?:the\s|a\s|an\s|its\s|their\s|his\s|her\s)?([\w’-]+)"
)
_SCOPE = re.compile(
    r"\b(?:in|on|at|near|off|across|through|below|above|around)\s(?:the\s)?"
    r"(?:(?:town|city|village|island)\sof\s|(?:northern|southern|eastern|western|central)\s)?"
    r"([A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ ][A-ZÀ-ÖØ-Þ][\w’'-]*)*)"
)
_NAMES = re.compile(r"(?<=[a-z,;] )[A-ZÀ-ÖØ-Þ][\w’'-]*")
_EVERYWHERE = re.compile(r"\b(?:worldwide|nationwide|globally|nationally)\b")
_EVENTS = re.compile(
    r"(?P<water>\b(?:flood\w*|rains?|rainfall|storms?|cyclones?|typhoons?|hurricanes?)\b)|"
    r"(?P<slide>\b(?:land|mud)slides?\b)|(?P<quake>\b(?:earth)?quakes?\b)|(?P<shots>\b(?:gunfire|gunmen)\b)|"
    r"(?P<air>\b(?:air ?strikes?|air raids?|drones?|missiles?|bombardment)\b)|(?P<heat>\bheat ?waves?\b)|"
    r"(?P<illness>\b(?:outbreak|measles|cholera|ebola|virus)\b)"
)
_PART = re.compile(r"\b(North|South|East|West|Central|Northern|Southern|Eastern|Western) ([A-Z]\w+)")
_DAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december"
)
_OF_PLACES = listed(
    "san santa saint st al el new north south east west port river lake mount city municipality province "
    "state county district region governorate oblast prefecture sea gulf bay northern southern eastern "
    "western central"
)
_OF_GROUPS = listed("men women boys girls adults children")
_ORDINALS = frozenset(ORDINAL) | {"first", "last"}
_WHICH = listed("this next previous")
_PERIODS = listed("season year month week weekend summer winter spring autumn term")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_LEAD_TO_NOUN = listed("the a an for of with in at on against by to from its their his her all")
_NEAR, _ANOTHER = 0.4, 0.7  # nearness of two words below which they are of other things
_LONGEST = 2  # words by which two clauses told alike may differ and speak of two things


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence."""

    start: int
    end: int
    text: str


@lru_cache(4_000)
def told(sentence: str) -> Clause:
    """The sentence without who tells it."""
    start, end = 0, len(sentence)
    if match := _TRAILS.search(sentence):
        end = match.start()
    for pattern in (_LEADS_BY_COMMA, _LEADS, _PUTS):
        if (match := pattern.match(sentence, 0, end)) and match.end() < end:
            start = match.end()
            break
    return Clause(start, end, sentence[start:end])


@lru_cache(4_000)
def clause(sentence: str, start: int, end: int) -> Clause:
    """The clause around a span, without who tells it; more of the sentence where it says too little."""
    whole = told(sentence)
    if not whole.start <= start < whole.end:
        whole = Clause(0, len(sentence), sentence)
    first, last = whole.start, whole.end
    for cut in _CUT.finditer(sentence, whole.start, whole.end):
        if cut.end() <= start:
            first = cut.end()
        elif cut.start() >= end:
            last = cut.start()
            break
    text = sentence[first:last]
    return Clause(first, last, text) if terms(text) else whole


@lru_cache(20_000)
def scopes(text: str) -> frozenset[str]:
    """The names that say where, each by its words."""
    names = [match.group(1) for match in _SCOPE.finditer(text)] + _EVERYWHERE.findall(text)
    return frozenset(
        word
        for name in names
        for word in map(folded, name.split())
        if word not in _DAYS and word not in _OF_PLACES
    )


def are_elsewhere(one: str, other: str) -> bool:
    """Whether each says where, and names a place that the other has nothing of: in Lesko and in Orawa."""
    if bool(_EVERYWHERE.search(one)) != bool(_EVERYWHERE.search(other)) or _are_other_parts(one, other):
        return True
    mine, theirs = scopes(one), scopes(other)
    if not mine or not theirs:
        return False
    left = mine - theirs - frozenset(map(folded, _words(other)))
    rest = theirs - mine - frozenset(map(folded, _words(one)))
    return bool(left and rest)


def _are_other_parts(one: str, other: str) -> bool:
    """ "West Velm", "Central Velm"."""
    mine, theirs = ({b: a for a, b in _PART.findall(text)} for text in (one, other))
    return any(theirs.get(place, part) != part for place, part in mine.items())


def are_other_events(one: str, other: str) -> bool:
    """Whether both tell by what it came, and not by the same: a flood, an earthquake."""
    mine, theirs = _events(one), _events(other)
    return bool(mine and theirs) and not mine & theirs


@lru_cache(20_000)
def _events(text: str) -> frozenset[str]:
    return frozenset(found.lastgroup or "" for found in _EVENTS.finditer(text))


def are_other_things(one: str, other: str) -> bool:
    """Whether two clauses say by a word that they speak of two things: the second vote, the men's race."""
    return are_other_turns(one, other) or _is_one_replaced(one, other)


def are_other_turns(one: str, other: str) -> bool:
    """Whether two clauses number their thing, or say whose it is, otherwise: "the second vote"."""
    return _are_other_turns(one, other) or _are_other_groups(one, other)


def are_filled_otherwise(one: str, other: str) -> bool:
    """Whether a preposition of both leads to things far apart: with burns, with smoke poisoning."""
    mine, theirs = _fillers(one), _fillers(other)
    return any(
        mine[lead]
        and theirs.get(lead)
        and all(_are_far(a, b) for a in mine[lead] for b in theirs[lead])
        and not any(a in other.lower() for a in mine[lead])
        and not any(b in one.lower() for b in theirs[lead])
        for lead in mine
    )


@lru_cache(20_000)
def _fillers(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for match in _PREPOSITION.finditer(text):
        word = match.group(2).lower()
        if word[0].isalpha() and match.group(2)[0].islower() and len(word) > 2:
            found[match.group(1)] = found.get(match.group(1), frozenset()) | {word}
    return found


def _are_far(one: str, other: str) -> bool:
    return related(one, other) < _NEAR


@lru_cache(20_000)
def _words(text: str) -> tuple[str, ...]:
    found = (match.group().removesuffix("’s").removesuffix("'s") for match in _WORD.finditer(text))
    return tuple(word for word in found if word.lower() not in CARDINAL)


@lru_cache(20_000)
def _turns(text: str) -> dict[str, str]:
    words = [word.lower() for word in _words(text)]
    before = {b: a for a, b in pairwise(words) if a in _ORDINALS or (a in _WHICH and b in _PERIODS)}
    return before | {f"came {a}": b for a, b in pairwise(words) if b in _ORDINALS}


def _are_other_turns(one: str, other: str) -> bool:
    mine, theirs = _turns(one), _turns(other)
    return any(theirs.get(word, turn) != turn for word, turn in mine.items())


def _are_other_groups(one: str, other: str) -> bool:
    mine = {word.lower() for word in _words(one)} & _OF_GROUPS
    theirs = {word.lower() for word in _words(other)} & _OF_GROUPS
    return bool(mine and theirs and not mine & theirs)


def _is_one_replaced(one: str, other: str) -> bool:
    """ "Nurses will get a rise", "Doctors will get a rise": told alike but for a noun."""
    mine, theirs = list(_words(one)), list(_words(other))
    leads = ""
    while mine and theirs and _is_same(mine[0], theirs[0]):
        leads = mine.pop(0).lower()
        del theirs[0]
    if leads and leads not in _LEAD_TO_NOUN:
        return False
    while mine and theirs and _is_same(mine[-1], theirs[-1]):
        del mine[-1], theirs[-1]
    left = [_saying(words) for words in (mine, theirs)]
    if not all(0 < len(words) <= _LONGEST for words in left) or len(mine) > 3 or len(theirs) > 3:
        return False
    return all(related(a.lower(), b.lower()) < _ANOTHER for a in left[0] for b in left[1])


def _saying(words: list[str]) -> list[str]:
    return [word for word in words if folded(word) not in LITTLE]


def _is_same(one: str, other: str) -> bool:
    return one == other or bool(bases(one.lower()) & bases(other.lower()))


def likeness(one: str, other: str) -> float:
    """How far two clauses say the same of the value they hold, 0 to 1, with their names and without."""
    return min(_mean(one, other), _mean(_plain(one), _plain(other)))


def _mean(one: str, other: str) -> float:
    return (coverage(one, other) + coverage(other, one)) / 2


@lru_cache(20_000)
def names(text: str) -> frozenset[str]:
    """The words with a capital, days apart, in small letters."""
    found = (folded(match.group()) for match in re.finditer(r"\b[A-ZÀ-ÖØ-Þ][\w-]+", text))
    return frozenset(word for word in found if word not in _DAYS and word not in LITTLE)


@lru_cache(20_000)
def _plain(text: str) -> str:
    """A clause without its names; all of it where it says nothing else."""
    rest = _NAMES.sub(" ", text)
    return rest if terms(rest) else text
