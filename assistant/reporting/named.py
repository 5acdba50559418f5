"""Whom and where a sentence names for what it tells, as facts that others may contradict: who won it.

Pure. A name counts by the part it has: who did it, by whom, as whom, where; who only speaks has none.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, is_common
from assistant.questions.mentions import Mention, mentions
from assistant.reporting.clauses import clause, told

_AUXILIARY = r"(?:was|were|is|are|has|have|had|been|be|being|will|would|to|also|later|then|first)"
_DOES = re.compile(rf"^,?\s(?:{_AUXILIARY}\s){{0,3}}([a-z]{{3,}})")
_BY = re.compile(r"\b([a-z]{3,}ed|won|led|made|shot|built|written|run|held|beaten) by (?:[a-z]+ ){0,3}$")
_AS = re.compile(r"\b(named|identified|known)\b[^.;]{0,40}\bas (?:[a-z]+ ){0,3}$")
_TO = re.compile(r"\b(?:went|awarded|given) to $")
_AT = re.compile(r"\b(?:in|near|at|off|outside) (?:the (?:town|city|village|island) of )?$")
_PLACED = re.compile(
    r"\b(?:[a-z]+ed|down|lay|lies|found|held|shot|began|struck|hit|seen|ashore|off|born|kept|fell|sank) $"
)
_ONE_THING = re.compile(r"^(?:The|His|Her|Its) (?:[a-z-]+ ){0,2}?(?:[a-z-]+[^s\s]|[a-z]+ss) (?:[a-z]+ )+")
_SPEAKS = listed(
    "say tell add warn call argue urge welcome praise criticise criticize condemn deny confirm ask want hope "
    "reject accuse speak meet join think believe back support oppose attend visit describe explain come have "
    "go be see declare announce respond react refuse plan expect fear vow promise blame insist note "
    "report make take get give"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and the part it has in its clause."""

    part: str  # "win", "by sign", "as", "place"
    name: frozenset[str]  # its words, in small letters
    start: int
    end: int
    about: str  # the clause without the name


@lru_cache(4_000)
def named(sentence: str) -> tuple[Named, ...]:
    """The names of a sentence that others may contradict."""
    whole = told(sentence)
    found = []
    for one in mentions(sentence):
        if one.start == 0 and " " not in one.text and is_common(folded(one.text)):
            continue  # "Search crews found"
        if whole.start <= one.start < whole.end and (part := _part(one, sentence)):
            about = clause(sentence, one.start, one.end)
            rest = sentence[about.start : one.start] + " " + sentence[one.end : about.end]
            words = frozenset(folded(word) for word in re.findall(r"[\w-]+", one.text))
            found.append(Named(part, words, one.start, one.end, rest))
    return tuple(found)


def _part(one: Mention, sentence: str) -> str:
    before, after = sentence[: one.start], sentence[one.end :]
    if _AT.search(before):
        return "place" if _is_one_place(before) else ""
    if by := _BY.search(before):
        return f"do {_base(by.group(1))}"
    if _AS.search(before):
        return "as"
    if _TO.search(before):
        return "do win"
    does = _DOES.match(after)
    verb = _base(does.group(1)) if does and bases(does.group(1)) - {does.group(1)} else ""
    if verb == "claim" and "responsibility" in after[:40]:
        return "do claim"
    is_subject = (
        not before.strip()
        or before.rstrip()[-1:] in ".,;"
        or re.search(r"\b(?:called|that|group|judge) $", before)
    )
    if not (verb and is_subject) or verb in _SPEAKS or verb.endswith("ly") or bases(verb) & _SPEAKS:
        return ""
    is_passive = bool(re.match(r"^,?\s(?:has been|had been|was|were|is|will be)\s", after))
    return f"{'had' if is_passive else 'do'} {verb}"


def _is_one_place(before: str) -> bool:
    """Whether what is placed is one thing of its kind: "the plane", not "shots"."""
    placed = _AT.sub("", before)
    return bool(_ONE_THING.match(placed) and _PLACED.search(placed)) or "epicentre" in before


@lru_cache(4_000)
def _base(word: str) -> str:
    return min(bases(word), key=lambda base: (len(base), base))
