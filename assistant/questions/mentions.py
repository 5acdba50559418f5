"""Whom and what a text names: persons, groups and places, with gender and role where it shows them.

Knows capitals, titles and first names; nothing of questions.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.english.word_lists import lines, words

Gender = Literal["she", "he"]

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ]['’])?[A-ZÀ-ÖØ-Þ][\w-]*"
_PARTICLE = r"(?:de|van|von|der|den|del|della|la|al|el|bin|ibn|da|dos|du)"
NAME = re.compile(rf"\b{_CAPITAL}(?:[ ](?:{_PARTICLE}[ ])*{_CAPITAL})*")
_AT = re.compile(r"(?:in|at|near|off|on|from|to|of|across|around|inside|outside|over|through)$")
_BEFORE = re.compile(r"((?:[\w’'-]+[ ]+){0,3})$")
_AFTER = re.compile(
    r"^,[ ]+(?:(?:the|an?|his|her|its|their|a former|former)[ ]+)((?:[a-z-]+[ ]+){0,4}[a-z-]+)"
)
_WHO = re.compile(r"^,? who\b")
_SAYS = re.compile(
    r"^ (?:said|says|told|called|warned|denied|announced|added|argued|resigned|won|beat|wrote|wants"
    r"|promised)\b"
)
_SPOKEN_OF = re.compile(r"^[^.?!]{0,60}?\b(she|her|he|his|him)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text."""

    text: str
    start: int
    is_person: bool
    is_certain: bool  # that it is a person, or none
    gender: Gender | None = None
    heads: tuple[str, ...] = ()  # what it is called: "minister" of "transport minister"
    is_place: bool = False  # it stands where a place would

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def mentions(text: str) -> list[Mention]:
    """Every name of a text, in order."""
    return [_mention(text, name, start) for name, start in _names(text)]


def gender_of(first_name: str) -> Gender | None:
    """What a first name tells of who has it."""
    return _first_names().get(first_name)


def is_opener(word: str) -> bool:
    """Whether a word with a capital may only begin a sentence."""
    return word.lower() in words("openers")


def _names(text: str) -> list[tuple[str, int]]:
    found = []
    for match in NAME.finditer(text):
        name, start = match.group(), match.start()
        while name and is_opener(name.split(" ")[0]):
            cut = len(name.split(" ")[0]) + 1
            name, start = name[cut:], start + cut
        if name and not _only_opens(text, name, start):
            found.append((name, start))
    return found


def _only_opens(text: str, name: str, start: int) -> bool:
    """A plural that begins a sentence: "Herders say" names nobody."""
    before = text[:start].rstrip()
    opens = (not before or before[-1] in ".?!:") and " " not in name and name not in _places()
    goes_on = text[start + len(name) :][:2].strip(" ").islower()
    return opens and goes_on and name.endswith(("s", "ed", "ing"))


def _mention(text: str, name: str, start: int) -> Mention:
    before, after = text[:start], text[start + len(name) :]
    title, rest = _without_title(name)
    roles = [part for part in (_role_before(before), title, _role_after(after)) if part]
    role = " ".join(roles)
    gender = _gender(rest, role, after)
    parts = name.lower().split()
    previous = before.split()[-1].lower() if before.split() else ""
    is_group = any(part in words("groups") for part in parts) or name.isupper()
    has_part = any(word in words("persons") for word in role.split())
    known = rest.split(" ")[0] in _first_names()
    is_place = bool(_AT.match(previous)) and not role
    at_home = name in _places()
    is_place = is_place or at_home
    is_person = not (is_group or at_home) and (
        bool(title) or known or has_part or (previous != "the" and not is_place)
    )
    certain = (
        is_group
        or at_home
        or bool(title)
        or known
        or has_part
        or bool(_WHO.search(after) or _SAYS.search(after))
    )
    return Mention(
        name, start, is_person, certain, gender, tuple(part.split()[-1] for part in roles), is_place
    )


def _without_title(name: str) -> tuple[str, str]:
    """A title, or where somebody is from, apart from the name: "Judge", "Dutchman"."""
    first, _, rest = name.partition(" ")
    is_title = first.lower() in words("titles")
    is_from = first not in _first_names() and rest.split(" ")[0] in _first_names()
    return (first.lower(), rest) if rest and (is_title or is_from) else ("", name)


def _role_before(before: str) -> str:
    """Words right before a name that say what it is: "clerk", "chief executive"; no verb or preposition."""
    found = _BEFORE.search(before)
    role: list[str] = []
    for word in reversed(found.group(1).lower().split() if found else []):
        bare = word.strip("’'")
        if bare in words("openers") or _AT.match(bare) or not bare.isalpha() or bare.endswith("ed"):
            break
        role.insert(0, bare)
    if not role and before.endswith(", ") and (found := re.search(r"([a-z]+(?: [a-z]+)?), $", before)):
        role = found.group(1).split()
    return " ".join(role) if role and not (len(role) == 1 and role[0].endswith("ing")) else ""


def _role_after(after: str) -> str:
    found = _AFTER.match(after)
    return found.group(1) if found else ""


def _gender(name: str, role: str, after: str) -> Gender | None:
    parts = set(role.split())
    if parts & words("women") or any(part.endswith("woman") for part in parts):
        return "she"
    if parts & words("men"):
        return "he"
    if known := _first_names().get(name.split(" ")[0]):
        return known
    spoken = _SPOKEN_OF.match(after)
    return ("she" if spoken.group(1).lower() in ("she", "her") else "he") if spoken else None


@cache
def _places() -> frozenset[str]:
    return frozenset(place for line in lines("places") for place in line.split(";"))


@cache
def _first_names() -> dict[str, Gender]:
    genders: dict[str, Gender] = {}
    for line in lines("first_names"):
        gender: Gender = "she" if line.startswith("she") else "he"
        genders |= dict.fromkeys(line.split()[1:], gender)
    return genders
