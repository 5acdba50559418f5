"""Outlets and dates named by questions over several articles, against those of the articles they come from.

Tuned on the half of the questions whose hash is even; the other half is only told. Questions without
articles are left out: nobody says what they name.
"""

import json
import re
from datetime import UTC, date, datetime
from zlib import crc32

from assistant.calendar.periods import Clock
from assistant.calendar.time_words import named
from assistant.questions import outlets
from bench.quality.figures import Figure, share
from bench.quality.given import Given

_TAGLINE = re.compile(r"\s+[|–—-]\s+")
_FORMS = ("{d:%B} {d.day}", "{d.day} {d:%B}", "{d:%Y-%m-%d}", "{d:%b} {d.day}", "{d:%b}. {d.day}")
Row = dict[str, list[dict[str, str]]]


def measure(given: Given) -> list[Figure]:
    """Read every question that has articles; the archive is one that holds none of their outlets."""
    rows = [
        row
        for row in json.loads((given.data / "multihop_dev.json").read_text("utf-8"))
        if row["evidence_list"]
    ]
    held = {str(row["query"]): (_outlets_meant(row), _dates_meant(row)) for row in rows}
    both = [all(pair) for pair in held.values()]
    other = [all(pair) for text, pair in held.items() if crc32(text.encode()) % 2]
    return [
        share("outlets and dates named in a question", both, least=0.95),
        share("outlets and dates: other half", other),
        share("outlets named in a question", [names for names, _ in held.values()]),
        share("dates named in a question", [dates for _, dates in held.values()]),
    ]


def _outlets_meant(row: Row) -> bool:
    """Whether the outlets found are those whose articles it is made from, as far as it names them."""
    text = str(row["query"])
    sources = {evidence["source"] for evidence in row["evidence_list"]}
    meant = {_head(source) for source in sources if _names(text, source)}
    found = {_head(place.outlet.name) for place in outlets.asked(text, outlets.known())}
    known = outlets.known().by_name
    return found == {_head(known[name].name) if name in known else name for name in meant}


def _names(text: str, source: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(_head(source))}(?!\w)", text, re.IGNORECASE) is not None


def _head(name: str) -> str:
    return _TAGLINE.split(name)[0].lower()


def _dates_meant(row: Row) -> bool:
    """Whether every day of an article that the question writes out is found, read after the last of them."""
    text = str(row["query"])
    days = {date.fromisoformat(evidence["published_at"][:10]) for evidence in row["evidence_list"]}
    written = {day for day in days if any(_stands(form.format(d=day), text) for form in _FORMS)}
    last = max(days)
    clock = Clock(datetime(last.year, last.month, last.day, 23, 59, tzinfo=UTC))
    periods = [each.period(clock) for each in named(text)]
    return written <= {period.first.date() for period in periods if period}


def _stands(day: str, text: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(day)}(?!\d)", text, re.IGNORECASE) is not None
