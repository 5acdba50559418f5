"""Where it is not said who speaks: words for somebody that name nobody, and words in marks that are a term.

Pure; a speaker that is not sure is left out, since a wrong one is worse than none.
"""

import re

from assistant.checking.names import is_day
from assistant.english.listed import listed
from assistant.english.word_lists import words
from assistant.reporting.frames import Frame
from assistant.reporting.people import Voice, head_of
from assistant.reporting.runs import ARTICLES
from ingest.split import Span

_LONGEST = 8  # words for somebody; more are a clause that was read as one
_TERM = 3  # words of a term in marks
_PERSONS = words("persons") | words("titles") | words("people")
_ROLES = listed(
    "worker teenager woman man girl boy monarch king queen spokesperson spokesman spokeswoman suspect judge "
    "official officer prosecutor minister president governor mayor chairman leader senator student author "
    "lawmaker candidate singer actor mother father reporter"
)
_VAGUE = listed("sides ones things others")
_BEFORE = re.compile(
    r"(?<!\bis)(?<!\bas)(?<!\bwas)(?<!\bbe)(?<!\bit)\s(?:an?|the|this|its|their|his|her|any|no)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s(?!(?:of|in|on|at|to|for|with|by|from|and|but|or|that|when|as|while|because|if|unless|though|than|who|which)\b)[a-z]"
)


def is_nobody(voice: Voice) -> bool:
    """Whether who speaks is told by words that name nobody: "the worker", "a statement", "Leith’s"."""
    given = voice.name.split()
    if not given or given[-1].endswith(("’s", "'s")) or is_day(given[-1]) or len(given) > _LONGEST:
        return True
    head = head_of(voice.name)
    if not voice.is_named:
        return not voice.is_person and head not in _PERSONS
    if _is_role(given) and not given[-1].startswith("spokes"):
        return True
    is_bare = not any(word[:1].isupper() for word in given[1:]) and (
        given[0].islower() or given[0].lower() in ARTICLES
    )
    is_this = given[0].lower() in ("this", "that") and head not in _PERSONS
    return is_bare and (is_this or _is_role(given) or head in _VAGUE or head.endswith("ed"))


def _is_role(given: list[str]) -> bool:
    """Whether it is a role and nothing that tells whose: "the tall judge", but not "the club’s coach"."""
    is_whose = any(word.endswith(("’s", "'s")) for word in given)
    return not is_whose and given[0].lower() in ("the", "that", "this") and given[-1].lower() in _ROLES


def is_term(frame: Frame, span: Span) -> bool:
    """Whether a few words in marks are a part of a phrase of the article: "a “ghost” gun"."""
    text = frame.text[span[0] : span[1]]
    is_short = len(text.split()) <= _TERM and text[:1].islower()
    before = frame.bare[: max(0, span[0] - 1 - frame.start)]
    after = frame.bare[span[1] + 1 - frame.start :]
    return is_short and bool(_BEFORE.search(before)) and bool(_AFTER.match(after))
