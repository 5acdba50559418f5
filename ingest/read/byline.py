"""Tell the line that names who wrote a text, and the date under it, from the text itself.

Knows plain text only; a line that may be a sentence or a headline is left to be one.
"""

import re
from itertools import islice

_LOOKED_AT = 4  # lines from the top
_OPENING = 2_000  # letters
_LONGEST = 120  # letters of a byline
_PARTICLES = r"(?:d[aeiu]|del|der|van|von|den|la|le|bin|ibn|al|el|ter|ten|dos|st\.?)"
_WORD = r"[^\W\d_a-z][\w'’-]*\.?"
_NAME = rf"{_WORD}(?: (?:{_PARTICLES} ){{0,2}}{_WORD}){{1,3}}"
_AND = r",? (?:and|und|et|y|e|та|и|&) "
_BYLINE = re.compile(
    rf"(?i:by|von|par|por|di|автор:?|текст:?)\s+(?P<names>{_NAME}(?:(?:, {_NAME}){{0,5}}{_AND}{_NAME})?)"
    r"(?:(?:, | \| | [-–—] | for | in )[^.!?]{2,60})?"
)
# What is done by a day is no byline.
_TIME = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august"
    r"|september|october|november|december|christmas|easter|night|morning|noon|midnight)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:published|updated|posted|last updated)(?: on)?:?\s+)?(?:[^\W\d_]{2,12},?\s+)?"
    r"(?:\d{1,2}\.?\s+[^\W\d_]{3,12}\.?,?\s+\d{4}|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:[\s,|T].{0,30})?",
    re.IGNORECASE,
)


def authors(text: str) -> tuple[str, ...]:
    """Who wrote a text, where one of its first lines says so; else nobody."""
    for line in islice((line.strip() for line in text[:_OPENING].splitlines() if line.strip()), _LOOKED_AT):
        if names := _names(line):
            return names
    return ()


def end(text: str) -> int:
    """Where a text begins behind a byline and a date at its top; 0 where it has none, or nothing else."""
    at = stop = 0
    for line in islice(text[:_OPENING].splitlines(keepends=True), 2 * _LOOKED_AT):
        at += len(line)
        if _names(line.strip()) or (stop and _DATE.fullmatch(line.strip())):
            stop = at
        elif line.strip():
            break
    return stop if text[stop:].strip() else 0


def _names(line: str) -> tuple[str, ...]:
    found = _BYLINE.fullmatch(line) if len(line) <= _LONGEST else None
    if found is None or _TIME.search(found["names"]):
        return ()
    return tuple(dict.fromkeys(re.split(rf"{_AND}|, ", found["names"])))
