"""The last question asked again of another: "And in Malawi?", "What about the unions?", "And unemployment?".

Pure: the words to put in, and the last question, to a new question.
"""

import re
from collections.abc import Sequence

from assistant.calendar.time_words import named
from assistant.questions.mentions import is_opener, mentions
from assistant.questions.pointing import own_names

_LEAD = re.compile(
    r"^(?:(?:and|but|or|so|then)\b[, ]*)?(?:(?:what|how) about\b\s*)?(?:(in|for|at|on|from|with|to|of"
    r"|by)\s+)?",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"^(?:who|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|will|would|can|could"
    r"|should|any)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:do|does|did|has|have|had|will|would|can|could|should|is|are|was|were) ((?:the |all |some )?"
    r"(?:[\w’'-]+ ){1,4}?)(?=(?:say|said|think|want|do|make|propose|offer|plan|mean|believe|expect"
    r"|expected|call|get|need|"
    r"demand|ask|claim|report|decide|react|respond|support|oppose|accept|reject|agree|know|see|find|win"
    r"|won|lose|lost|"
    r"die|died|go|pay|paid|copy|store|ban|banned|approve|approved|vote|voted|reported|sign|signed|recall)\b)",
)
_LAST_WORD = re.compile(r"(?<![\w-])([a-z][\w-]*)(?=\s*\?*$)")
_DANGLING = re.compile(
    r"\b(?:in|on|since|until|before|after|by|during|between|from|over|through|at)\s*$", re.IGNORECASE
)
_ACTS = re.compile(
    r"\w+(?:ed|ing)$|(?:say|want|do|make|happen|mean|know|cost|work|win|die|go|pay|vote|open|end)$"
)
_MOST = 6  # words put in
_LONG_AGO = 3


def substituted(text: str, core: str, phrases: Sequence[str]) -> tuple[str, list[str]] | None:
    """The last question with new words for old ones, and what it was about; None where it is no such."""
    lead = _LEAD.match(text)
    put = text[lead.end() :].strip(" ?.!") if lead else ""
    is_led = bool(lead and lead.group())
    if put and any(text[each.start : each.end] == put for each in named(text)):
        return without_times(core), [*phrases]
    if not put or "," in put or len(put.split()) > _MOST or _VERBS.match(put):
        return None
    if not is_led and not (own_names(put)):
        return None
    old = _replaced(put, lead.group(1) if lead else None, core, phrases)
    if old is None:
        return None
    swapped = core.replace(old, put, 1)
    kept = [p.replace(old, put, 1) for p in phrases]
    if swapped == core and kept == list(phrases):
        return None
    return swapped, kept


def without_times(text: str) -> str:
    """The text without its time words, which meant another time."""
    for each in reversed(named(text)):
        text = f"{_DANGLING.sub('', text[: each.start])} {text[each.end :].lstrip()}"
    return " ".join(text.split()).replace(" ?", "?")


def _replaced(put: str, place: str | None, core: str, phrases: Sequence[str]) -> str | None:
    """The words of the last question in whose stead others are put."""
    new = own_names(put)
    head = put.split()[-1].lower()
    if len(put.split()) > 1 and (same := _with_head(head, core)):
        return same
    if new:
        return _name(place, [core, *phrases], new[0].is_place)
    if put.lower().startswith(("the ", "his ", "her ", "its ", "their ")):
        subject = _SUBJECT.search(core)
        return subject.group(1).strip() if subject and head.endswith("s") else None
    last = _LAST_WORD.search(core)
    if last is None or len(last.group(1)) <= _LONG_AGO or _ACTS.match(last.group(1)):
        return None
    return last.group(1)


def _with_head(head: str, core: str) -> str:
    """The noun phrase of the same noun: "the Quebec premier" for "Alberta's premier"."""
    words = core.rstrip(" ?").split()
    at = next((n for n, word in enumerate(words) if word.lower() == head), 0)
    first = next(
        (n for n in range(at, max(at - 4, -1), -1) if words[n].lower() in ("the", "a", "an")), at - 1
    )
    while first < at and is_opener(words[first]) and words[first].lower() != "the":
        first += 1
    return " ".join(words[max(first, 0) : at + 1]) if at else ""


def _name(place: str | None, texts: Sequence[str], at_home: bool) -> str | None:
    """The name to be replaced: behind the same preposition, or a place, or the last."""
    for text in texts:
        names = mentions(text)
        if not place and at_home and (places := [m for m in names if m.is_place]):
            return places[-1].text
        if place:
            behind = [m for m in names if text[: m.start].lower().endswith(f"{place.lower()} ")]
            names = behind or [m for m in names if not (m.is_person and m.is_certain)]
        if names:
            return names[0].text if not place else names[-1].text
    return None
