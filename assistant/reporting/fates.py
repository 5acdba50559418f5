"""What befalls those who are counted, and who they are: killed, hurt, missing; soldiers, children.

Pure lists and one pass over the words.
"""

import re
from functools import lru_cache

from assistant.english.listed import listed
from assistant.english.thesaurus import bases

_FATES = {
    word: fate
    for fate, words in {
        "killed": "killed kill kills killing dead died die dies dying death deaths toll fatalities fatality "
        "lives perished perish drowned corpses bodies slain",
        "hurt": "injured injure injures injuring injuries injury wounded wound wounding hurt hurting",
        "missing": "missing unaccounted",
        "moved": "evacuated evacuate evacuating displaced displacing homeless fled flee fleeing evacuees",
        "held": "arrested arrest arrests arresting detained detain detaining detentions",
        "ill": "ill sick sickened sickening infected infections",
        "saved": "rescued rescue rescuing saved survivors survived",
        "trapped": "trapped trapping stranded",
    }.items()
    for word in words.split()
}
_MOVED = re.compile(
    r"\b(?:(?:leave|left|leaving|driven from|forced from|driven out of|out of) (?:their )?homes?|"
    r"(?:told|ordered) to leave|have had to leave|had now left|people had left)\b"
)
# Who is picked out by these is only part of all; they differ with none but their own.
_PARTS = {
    word: group
    for group, words in {
        "children": "child children kids minors toddlers babies infants boys girls teenagers",
        "adults": "adults",
        "women": "women woman",
        "men": "men",
        "police": "officers policemen",
        "soldiers": "soldiers troops servicemen",
        "fighters": "fighters rebels militants gunmen insurgents",
        "civilians": "civilians",
        "crew": "crew sailors",
        "rescuers": "firefighters rescuers",
        "foreigners": "foreigners tourists",
        "prisoners": "prisoners hostages",
        "medics": "medics nurses doctors paramedics",
    }.items()
    for word in words.split()
}
_PEOPLE = listed(
    "people persons person residents inhabitants passengers workers miners marchers villagers students "
    "pupils patients victims survivors others protesters demonstrators citizens customers climbers "
    "employees staff members employee jobs places posts"
)
_JOBS = listed("jobs places posts positions")
_HOUSES = listed("homes houses households properties dwellings buildings")


def people(noun: str) -> bool:
    """Whether a noun counts people of no group in particular."""
    return noun in _PEOPLE and noun not in _JOBS


@lru_cache(4_000)
def counted_as(noun: str) -> str:
    """The name under which nouns count the same: houses and homes."""
    low = noun.lower()
    if low in _PARTS:
        return _PARTS[low]
    for name, nouns in (("jobs", _JOBS), ("houses", _HOUSES), ("people", _PEOPLE)):
        if low in nouns:
            return name
    return min(bases(low), key=lambda base: (len(base), base))


def part(words: list[str]) -> str:
    """The group that a count picks out, or nothing."""
    return next((_PARTS[word] for word in words if word in _PARTS), "")


def fate(words: list[str]) -> str:
    """What the first of these words that tells it says befell them, or nothing."""
    return next((_FATES[word] for word in words if word in _FATES), "")


def is_moved(text: str) -> bool:
    """Whether a text tells of people who left their homes."""
    return bool(_MOVED.search(text))
