"""Whom and what a text names: persons, groups and places, with gender and role where it shows them.

Knows capitals, titles and first names; nothing of questions.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Gender = Literal["she", "he"]

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ]['’])?[A-ZÀ-ÖØ-Þ][\w-]*"
_PARTICLE = r"(?:de|van|von|der|den|del|della|la|al|el|bin|ibn|da|dos|du)"
NAME = re.compile(rf"\b{_CAPITAL}(?:[ ](?:{_PARTICLE}[ ])*{_CAPITAL})*")
# Words with a capital at the head of a sentence that are no name, or no part of one.
_OPENERS = """
a about after again all also although an and another any are as asked at back because been before both but by can could
did do does each earlier either enough even every few five following for four from given good had has have he her here
his how i if in inside is it its just last later many may maybe more most much near neither never no nobody none not now
ok okay on once one only or other our over please right several she should since six so some soon such ten tell than
thanks that the their them then there these they this those three thus to two under until up was we were what when where
which while who whom whose why will with within without would yes yesterday today tomorrow yet you your
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
"""
_TITLES = """
judge senator president minister chancellor premier governor mayor secretary ambassador general colonel captain king
queen prince princess pope bishop archbishop cardinal rabbi imam dr professor mr mrs ms sir dame lord lady commissioner
congressman congresswoman representative sheriff justice
"""
_PERSONS = """
accountant activist actor actress admiral adviser advisor ambassador analyst artist astronaut athlete author banker
bishop boss captain chair chairman chairwoman chancellor chef chief clerk coach colonel comedian commander commissioner
conductor councillor critic curator cyclist dealer defender deputy developer diplomat director doctor driver economist
editor engineer envoy executive expert farmer fighter founder general goalkeeper governor head historian husband
inspector investigator journalist judge keeper lawmaker lawyer leader manager mayor midfielder minister mother father
musician negotiator novelist nurse officer official owner painter pilot player poet policeman politician premier
president priest prosecutor rapper rector reporter researcher rival scientist secretary senator sheriff singer
spokesman spokesperson spokeswoman sprinter striker successor surgeon swimmer teacher tenor treasurer victim warden
widow wife winner writer candidate suspect defendant tenant opponent
"""
_GROUPS = """
ag ltd inc plc corp gmbh llc co bank group party court university college council commission committee ministry
department agency company union association federation institute hospital parliament congress club fc united airlines
airways motors fund trust army church hotel festival prize cup river lake mount north south east west new san los
street bridge airport port island islands sea bay city
"""
_SHE = frozenset(
    ["queen", "princess", "mrs", "ms", "dame", "lady", "chairwoman", "congresswoman", "spokeswoman", "actress", "mother", "wife", "widow"]
)
_HE = frozenset(
    ["king", "prince", "pope", "mr", "sir", "lord", "chairman", "congressman", "spokesman", "husband", "father", "policeman"]
)
_AT = frozenset(["in", "at", "near", "off", "on", "from", "to", "of", "across", "around", "inside", "outside", "over", "through"])
_BEFORE = re.compile(r"((?:[\w’'-]+[ ]+){0,3})$")
_AFTER = re.compile(
    r"^,[ ]+(?:(?:the|an?|his|her|its|their|a former|former)[ ]+)((?:[a-z-]+[ ]+){0,4}[a-z-]+)"
)
_WHO = re.compile(r"^,? who\b")
_SAYS = re.compile(
    r"^ (?:said|says|told|called|warned|denied|announced|added|argued|resigned|won|beat|wrote|wants|promised)\b"
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


def is_opener(word: str) -> bool:
    """Whether a word with a capital may only begin a sentence."""
    return word.lower() in _openers()


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
    opens = not before or before[-1] in ".?!:"
    return (
        opens and " " not in name and name[-1] == "s" and text[start + len(name) :][:2].strip(" ").islower()
    )


def _mention(text: str, name: str, start: int) -> Mention:
    before, after = text[:start], text[start + len(name) :]
    title, rest = _without_title(name)
    roles = [part for part in (_role_before(before), title, _role_after(after)) if part]
    role = " ".join(roles)
    gender = _gender(rest, role, after)
    words = name.lower().split()
    previous = before.split()[-1].lower() if before.split() else ""
    is_group = any(word in _words("groups") for word in words) or name.isupper()
    has_part = any(word in _words("persons") for word in role.split())
    known = rest.split(" ")[0] in _first_names()
    is_place = previous in _AT and not role
    is_person = not is_group and (
        bool(title) or known or has_part or (" " in name and previous not in ("the", *_AT) and not is_place)
    )
    certain = is_group or bool(title) or known or has_part or bool(_WHO.search(after) or _SAYS.search(after))
    return Mention(
        name, start, is_person, certain, gender, tuple(part.split()[-1] for part in roles), is_place
    )


def _without_title(name: str) -> tuple[str, str]:
    """A title, or where somebody is from, apart from the name: "Judge", "Dutchman"."""
    first, _, rest = name.partition(" ")
    is_title = first.lower() in _words("titles")
    is_from = first not in _first_names() and rest.split(" ")[0] in _first_names()
    return (first.lower(), rest) if rest and (is_title or is_from) else ("", name)


def _role_before(before: str) -> str:
    """Words right before a name that say what it is: "clerk", "chief executive"; no verb or preposition."""
    found = _BEFORE.search(before)
    words = found.group(1).lower().split() if found else []
    role: list[str] = []
    for word in reversed(words):
        bare = word.strip("’'")
        if bare in _openers() or bare in _AT or not bare.isalpha() or bare.endswith("ed"):
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
    if parts & _SHE or any(part.endswith("woman") for part in parts):
        return "she"
    if parts & _HE:
        return "he"
    if known := _first_names().get(name.split(" ")[0]):
        return known
    spoken = _SPOKEN_OF.match(after)
    return ("she" if spoken.group(1).lower() in ("she", "her") else "he") if spoken else None


@cache
def _openers() -> frozenset[str]:
    return frozenset(_OPENERS.split())


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset({"titles": _TITLES, "persons": _PERSONS, "groups": _GROUPS}[kind].split())


@cache
def _first_names() -> dict[str, Gender]:
    lines = (files("assistant") / "lists" / "first_names.txt").read_text("utf-8").splitlines()
    genders: dict[str, Gender] = {}
    for line in lines:
        if line.startswith(("she ", "he ")):
            gender: Gender = "she" if line.startswith("she") else "he"
            genders |= dict.fromkeys(line.split()[1:], gender)
    return genders
