"""Whom a sentence speaks of: does it leave that open, does the one before it tell.

Pure patterns over English text; every one is linear in its input.
"""

import re
from itertools import dropwhile

_LEAD = r"^[“\"‘'(\[]*(?:(?:but|and|so|yet|still|also|then|later|earlier|meanwhile|however|instead)\b,?\s+)?"
_PRONOUN = re.compile(
    _LEAD + r"(?:he|she|they|it|his|her|their|its|him|them|this|these|those)\b(?!\s+(?:of|is\s+why)\b)",
    re.IGNORECASE,
)
_HE_SAID = re.compile(
    r"[”\"],?\s+(?:he|she|they)\s+\w+|(?:^|[\s,])(?:he|she)\s+(?:said|added|told|wrote|says|continued)\b",
    re.IGNORECASE,
)
# A quotation and nothing else: nobody is named as saying it.
_BARE_QUOTE = re.compile(r"^[“\"][^“”\"]*[”\"]$")
_NAME = r"((?:[A-ZÀ-ÖØ-Þ][\w’'-]{1,40}\.?\s+){0,3}[A-ZÀ-ÖØ-Þ][\w’'-]{1,40})"
_SAID = r"(?:said|says|told|added|wrote|argued|warned|announced|explained|insisted|described|denied|called)"
_SPEAKER = re.compile(rf"{_NAME}(?:,[^,.“”\"]{{1,120}},)?\s+{_SAID}\b|\b{_SAID}\s+{_NAME}")
_TWO_WORDS = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]+\s+[A-ZÀ-ÖØ-Þ][\w’'-]+")
# Words with a capital that begin a sentence or name a day, not a person.
_BEGINNINGS = (
    "He She They It The A An But And In On At For From By With When While As After Before Since Until Last "
    "This That Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December"
)
_NOT_NAMES = frozenset(_BEGINNINGS.split())
_PERSON = re.compile(r"\b(?:he|she|his|hers?|him)\b", re.IGNORECASE)


def is_open(text: str) -> bool:
    """Whether a sentence leaves open whom it speaks of or who speaks."""
    return bool(_PRONOUN.search(text) or _HE_SAID.search(text) or _BARE_QUOTE.match(text.strip()))


def answers_for(earlier: str, later: str) -> bool:
    """Whether the sentence before says whom the later one means: a person by name, a thing by any noun."""
    if is_open(earlier):
        return False
    if _PERSON.search(later) or _BARE_QUOTE.match(later.strip()):
        return bool(_TWO_WORDS.search(earlier) or speaker(earlier))
    return True


def speaker(text: str) -> str | None:
    """The person last named as speaking in a sentence, or None."""
    for match in reversed(list(_SPEAKER.finditer(text))):
        words = next(group for group in match.groups() if group).split()
        if name := " ".join(dropwhile(_NOT_NAMES.__contains__, words)):
            return name
    return None
