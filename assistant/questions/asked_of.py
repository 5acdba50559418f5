"""Questions for what somebody said: whom they ask about, on what, and in which manner it was said.

Pure patterns over English text; knows nothing of what was found.
"""

import re
from dataclasses import dataclass

from assistant.briefing import Label
from assistant.conversation import Query

_AND = r"^\W*(?:(?:and|but|so|then|exactly)\b,?\s+)*"
_SAY = (
    r"(?:says?|said|saying|tells?|told|telling|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)|warn(?:s|ed|ing)?|"
    r"promis(?:e|es|ed|ing)|comment(?:s|ed|ing)?|stat(?:e|ed)|announc(?:e|ed)|respond(?:s|ed)?|repl(?:y|ied)|"
    r"den(?:y|ies|ied)|confirm(?:s|ed)?|admit(?:s|ted)?|acknowledge[sd]?|alleg(?:e|es|ed)|explain(?:s|ed)?|"
    r"think|thinks)"
)
_WHAT = re.compile(
    rf"{_AND}(?:what|how) (?:did|does|do|has|have|had|is|are|was|were) (?P<who>.+?)"
    rf"(?: (?:just|recently|ever|actually|already|since|publicly|to))* (?P<verb>{_SAY})\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_DID = re.compile(
    rf"{_AND}(?:did|does|do|has|have|had|is|are) (?P<who>.+?)"
    r"(?: (?:just|recently|ever|actually|already|not|publicly))* "
    r"(?P<verb>den(?:y|ies|ied|ying)|confirm(?:ed|ing)?|admit(?:ted|ting)?|acknowledged?|claim(?:ed|ing)?|"
    r"alleged?|say|said|saying|comment(?:ed)?)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# Who warned, denied or confirmed something is asked for a deed (assistant/weighing/acts.py).
_WHO = re.compile(
    rf"{_AND}who (?:has |have |else )?(?P<verb>said|says|say|claimed|claims|alleged|told)\b(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LEADS = re.compile(
    r"^(?:\W*\b(?:about|on|of|regarding|concerning|over|that|whether|if|when asked about|"
    r"to (?:reporters|journalists|the press|parliament)|anything|something|so far|"
    r"in (?:response|reply) to|to)\b)+",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:\b(?:so far|lately|recently|since|today|now|publicly)\b|[\s?.!,])+$", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:he|she|they|it|we|you|i|this|that|these|those|there|people|everyone|everybody|anyone|anybody|"
    r"someone|(?:the )?(?:others?|news|articles?|reports?|papers?|press|media|sources?|law|study|survey|"
    r"poll|report))$",
    re.IGNORECASE,
)
_LABELS: dict[str, Label] = {"den": "denied", "con": "confirmed", "adm": "confirmed", "ack": "confirmed"}
_LONGEST = 8  # words for somebody


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of somebody's words."""

    who: str  # empty where the question is who said it
    about: str  # empty where all they said is asked for
    label: Label | None = None  # "denied" where it is asked whether they denied it


def asked_of(query: Query) -> Wanted | None:
    """Read whose words a question asks for; None where it asks for something else."""
    text = query.asks.strip()
    if query.outlets or query.carried:
        return None
    if (found := _WHO.match(text)) and len(found["rest"].split()) > 1:
        return Wanted("", _about(found["rest"]))
    for pattern in (_WHAT, _DID):
        if found := pattern.match(text):
            return _wanted(found)
    return None


def _wanted(found: re.Match[str]) -> Wanted | None:
    who = found["who"].strip(" ,")
    if _NOBODY.match(who) or len(who.split()) > _LONGEST or " and " in who:
        return None
    return Wanted(who, _about(found["rest"]), _LABELS.get(found["verb"].lower()[:3]))


def _about(rest: str) -> str:
    return _LEADS.sub("", _ENDS.sub("", rest)).strip(" ,?.!")
