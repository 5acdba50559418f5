"""Whether an article can know what a question asks: nothing is reported before it has happened.

Pure patterns over English text; every one is linear in its input.
"""

import re
from datetime import UTC, datetime

from ingest.holdings.reader import Found

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_RESULTS = (
    "won|wins?|winners?|winning|champions?|elected|beat|scored?|gained?|lost|headlined|finished|result|turnout|"
    "revenue"
)
_PAST = re.compile(
    r"\b(?:did|was|were|had|won|became|beat|broke|made|found|left|took|hit|died|[a-z]{2,20}ed)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|would|going to|next|plan\w*|schedul\w+|expect\w*|upcoming|ahead of|forecast\w*|until)\b",
    re.IGNORECASE,
)
# "in 2027", "of May 2026": when it happened. "the 2026 World Cup" is spoken of years before.
_WHEN = re.compile(
    rf"\b(?:in|of|on|during|since|after|by|at)\s(?:the\s)?(?:\w+\s){{0,3}}?(?:{_MONTH}\s)?((?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_WON = re.compile(rf"\b(?:{_RESULTS})\b", re.IGNORECASE)


def year_asked(question: str) -> int | None:
    """The year in which what is asked has happened, where the question says so."""
    if _AHEAD.search(question) or not (_PAST.search(question) or _WON.search(question)):
        return None
    years = _YEAR.findall(question) if _WON.search(question) else _WHEN.findall(question)
    return max(map(int, years), default=None)


def could_know(found: Found, year: int | None) -> bool:
    """Whether a passage was published in or after that year; one without a date may have been."""
    if year is None or found.source.published_at is None:
        return True
    return datetime.fromtimestamp(found.source.published_at, UTC).year >= year
