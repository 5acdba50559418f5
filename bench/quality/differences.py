"""Facts told with different values, found among a few sentences of one event, and in whole affairs.

A case is right where the sides found are those that were labelled, by the words of their values. Rules were
written looking at one half of the first cases (ids by CRC-32), and then at their misses in the other half;
the last but one were written after the rules and seen once before the figure below that calls them so; the
last are the kinds of false alarms that real affairs gave, and of counts that grew, in words of our own.
"""

import json
import re
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import permutations
from typing import Any
from zlib import crc32

from assistant.briefing import Difference, Value
from assistant.conversation import Quote
from assistant.numbers.numerals import quantities
from assistant.reporting.differences import differences
from assistant.weighing.weigh import Vector
from bench.quality.figures import Figure, share, told
from bench.quality.given import SETS, Given
from ingest.article import Passage
from ingest.holdings.reader import Found, Source
from ingest.split import sentences
from ingest.times import moment

_PRECISION, _RECALL = 0.9, 0.8
_TIMED = 200  # sentences
_MOST_MS = 150
_PARTS = ("the half looked at", "the other half, its misses seen", "written last", "after real affairs")
Row = dict[str, Any]


def measure(given: Given) -> list[Figure]:
    """Find the differences of every case, and time a whole affair."""
    rows = [json.loads(line) for line in (SETS / "differences.jsonl").read_text("utf-8").splitlines()]
    vector = given.house.desk.retriever.vector
    figures: list[Figure] = []
    for n, part in enumerate(_PARTS):
        chosen = [row for row in rows if _part(row) == n]
        figures += _of(part, chosen, vector)
    return [*figures, *_of("all cases", rows, vector), _timed(vector)]


def _part(row: Row) -> int:
    written = {"s": 2, "r": 3}.get(row["id"][0])
    return crc32(row["id"].encode()) % 2 if written is None else written


def _of(part: str, rows: Sequence[Row], vector: Vector | None) -> Iterator[Figure]:
    right, wanted, silent = [], [], []
    for row in rows:
        found = differences(quotes_of(row), vector)
        right += [any(matches(sides, each) for sides in row["differences"]) for each in found]
        wanted += [any(matches(sides, each) for each in found) for sides in row["differences"]]
        silent += [not found] if not row["differences"] else []
    yield share(f"differences, {part}: found ones that are", right, least=_PRECISION)
    yield share(f"differences, {part}: told apart that are found", wanted, least=_RECALL)
    yield share(f"differences, {part}: cases without any left alone", silent)


def quotes_of(row: Row) -> list[Quote]:
    """The sentences of a case, each of an article and a story of its own."""
    return [_quote(f"{row['id']}-{n}", *one) for n, one in enumerate(row["told"])]


def matches(sides: Sequence[str], found: Difference) -> bool:
    """Whether the values found are those labelled, in any order."""
    if len(sides) != len(found.values):
        return False
    return any(
        all(_is_side(side, value) for side, value in zip(sides, order, strict=True))
        for order in permutations(found.values)
    )


def _is_side(side: str, value: Value) -> bool:
    wanted, given = quantities(side), quantities(value.text)
    if wanted and given:
        return wanted[0].low == given[0].low or _holds(value.text, side)
    if any(map(str.isdigit, side + value.text)):
        return _holds(value.text, side)
    # Of a denial any word may show the side.
    return _holds(value.text, side) or all(_holds(quote.text, side) for quote in value.quotes)


def _holds(text: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w|[.,]\d)", text, re.IGNORECASE))


def _quote(name: str, outlet: str, published: str, text: str) -> Quote:
    at, is_day = moment(published)
    seconds = int(at.timestamp()) if at else None
    source = Source(name, 1, "", outlet, None, None, (), "en", seconds, is_day)
    return Quote(Found(Passage(f"{name}-1-0", name, text, 0, len(text)), source), 0, len(text))


def _timed(vector: Vector | None) -> Figure:
    """Milliseconds for sentences of sample news that nobody has read before."""
    quotes = [quote for row in _samples() for quote in _sentences(row)][:_TIMED]
    began = time.process_time()
    differences(quotes, vector)
    spent = 1_000 * (time.process_time() - began)
    return told("differences: ms of CPU for 200 sentences", spent, len(quotes), most=_MOST_MS)


def _samples() -> list[Row]:
    text = files("ingest.samples").joinpath("stories.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if "Quillhaven" in line or "Cawdrel" in line]


def _sentences(row: Row) -> list[Quote]:
    whole = _quote(row["url"], row["outlet"], row["published_at"], row["text"])
    return [Quote(whole.found, start, end) for start, end in sentences(row["text"])]
