"""What a name or words for somebody tell by themselves: a group, an outlet, a role, he or she.

Pure; knows nothing of who was heard.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.word_lists import words
from assistant.questions.mentions import Gender, gender_of
from assistant.questions.outlets import known
from assistant.reporting.following import runs
from assistant.reporting.frames import Frame
from assistant.reporting.runs import TOKEN

BESIDE = 60  # letters after a name in which its role is looked for
_GROUPS = words("groups") | words("no_persons")
_LONGEST = 4  # words of a person's name
OUTLETS = listed(
    "paper newspaper outlet site magazine broadcaster website tabloid daily publication network mag force"
)
_OFFICES = words("persons") | words("titles") | {"monarch", "suspect", "mp", "spokesperson"}
_SOME = listed("a an one some several many two three four other another most few")
_ONE = listed("woman man girl boy mother father teenager resident neighbour neighbor victim person student")
_PERSONAL = re.compile(
    r", (?:\d|who\b|whose\b|an?\s|the\s)| [–—-] (?:an?|the)\s| who\b| (?:spoke|met|smiled|laughed|resigned|"
    r"wept|recalled|remembers|grew up|was born|lives|lived|worked|works|joined|founded|owns|owned|runs|ran)\b"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: what they are called, and where."""

    name: str
    start: int  # offsets into the text
    end: int
    is_named: bool = True
    is_person: bool = True

    @property
    def last(self) -> str:
        """The word that tells one from another."""
        return folded(self.name.split()[-1]) if self.name.split() else ""


def is_told_of(text: str, name: str, start: int) -> bool:
    """Whether what stands beside a name is an office, an age or what people do."""
    end = start + len(name)
    before = text[max(0, start - BESIDE) : start].split()[-1:]
    has_office = bool(before) and before[0].lower() in words("persons") | words("titles") | words("roles")
    return has_office or bool(_PERSONAL.match(text[end : end + BESIDE]))


def has_role(text: str, start: int, end: int, role: str) -> bool:
    """Whether a role stands right before a name, or after it between commas."""
    if text[max(0, start - len(role) - 1) : start].lower().strip() == role:
        return not text[:start].lower().rstrip().endswith(("vice " + role, "deputy " + role))
    after = text[end : end + BESIDE].lower()
    return after.startswith(",") and role in after[1:].split(",")[0].split()


def holders(
    names: Sequence[Sequence[tuple[int, str, bool]]], text: str, role: str, before: int
) -> Iterator[tuple[int, str]]:
    """The names before a place that a role stands beside, the nearest first."""
    for start, name, _ in (one for frame in reversed(names) for one in reversed(frame)):
        if start < before and has_role(text, start, start + len(name), role):
            yield start, name


def fullest(names: Iterable[str]) -> dict[str, str]:
    """The fullest name with each last word, of persons; two who share it are told apart by first names."""
    found: dict[str, set[str]] = {}
    for name in names:
        if 1 < len(name.split()) <= _LONGEST and not is_group(name):
            found.setdefault(folded(name.split()[-1]), set()).add(name)
    firsts = {key: {name.split()[0] for name in same} for key, same in found.items()}
    return {key: max(same, key=len) for key, same in found.items() if len(firsts[key]) == 1}


def head_of(text: str) -> str:
    """The noun of a phrase: "official" of "a company official in Leith"."""
    parts = re.split(r"\s(?:of|in|at|from|for|to|on|with|who|that)\s", text.lower(), maxsplit=1)[0].split()
    return parts[-1].rstrip("’'") if parts else ""


def has_office(head: str) -> bool:
    """Whether a noun is what somebody does or is: "coach"."""
    return head in _OFFICES


def is_one(head: str) -> bool:
    """Whether a noun is that of one person."""
    return has_office(head) or head in _ONE


def is_unnamed(text: str) -> bool:
    """Whether words for somebody are not for somebody told of before: "an official", "officials"."""
    first = text.split()[0].lower()
    has_name = any(part[:1].isupper() for part in text.split()[1:])
    is_some = first in _SOME or (first != "the" and not has_name)
    return first in ("a", "an", "another", "others", "one") or (head_of(text) in words("people") and is_some)


def is_group(name: str) -> bool:
    """Whether a name is that of a group, a firm or a thing."""
    # Park and Bill are somebody's names where they come first.
    parts = name.split()
    begins = len(parts) > 1 and (parts[0] == "Park" or gender_of(parts[0]) is not None)
    return any(part.lower() in _GROUPS for part in parts[begins:])


def is_outlet(name: str) -> bool:
    """Whether a name is that of a well-known outlet."""
    named = known().by_name
    return name.lower() in named or f"the {name.lower()}" in named


def fits(name: str, gender: Gender) -> bool:
    """Whether a name does not speak against "he" or "she"."""
    told = gender_of(name.split()[0])
    return told is None or told == gender


def names_of(frame: Frame) -> list[tuple[int, str, bool]]:
    """The names of a frame: where each stands, and whether it may be a subject."""
    tokens = list(TOKEN.finditer(frame.bare))
    return [(frame.start + p.start, p.text, is_subject) for p, is_subject in runs(frame.bare, tokens)]
