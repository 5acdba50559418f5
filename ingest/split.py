"""Cut a text into passages at sentence ends, with offsets.

Knows sentences and tokens; nothing about storage or vectors.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from ingest.texts.tokens import Measure

# Tokens of the embedding model in a passage: 256 with the two special ones. Of 128 to 256,
# longer passages ranked better by words (docs/decisions.md), and overlap gained nothing.
PASSAGE_TOKENS = 254
# A "word" of more than 100 letters is one token however long it is: bound the letters too.
PASSAGE_CHARACTERS = 4_000
# The sentence cutter takes time in the square of its input on a run of quotation marks.
_BLOCK_CHARACTERS = 8_000
_LINE = re.compile(r"[^\n]+")
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?![^\S\n]*\n))*")
_ABBREVIATED = re.compile(r"\b[ap]\.m\.$")
_AFTER_HOUR = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|(?:[A-Z]{1,2}[SD]?T|GMT|UTC)\b")
_OPEN_END = re.compile(r"[^\s.!?…:;”’\"')\]]\s*$")

Span = tuple[int, int]


def split(text: str, measure: Measure, limit: int = PASSAGE_TOKENS) -> list[Span]:
    """Cut a text into passages of whole sentences, of at most ``limit`` tokens each by this measure.

    Returns their offsets in code points, in order, none overlapping. A sentence over the limit
    is cut between words.
    """
    packed: list[Span] = []
    used = 0
    for (start, end), size in _units(text, measure, limit):
        if packed and end - packed[-1][0] <= PASSAGE_CHARACTERS:
            # Between words tokens add up; two parts of a word may make more than both alone.
            is_apart = text[packed[-1][1] : start] != ""
            joined = used + size if is_apart else _count(measure, text[packed[-1][0] : end])
            if joined <= limit:
                packed[-1], used = (packed[-1][0], end), joined
                continue
        packed.append((start, end))
        used = size
    return packed


def _count(measure: Measure, text: str) -> int:
    (tokens,) = measure([text])
    return tokens


def sentences(text: str) -> list[Span]:
    """Find the sentences of a text: trimmed, in order, none overlapping."""
    found: list[Span] = []
    for start, end in _blocks(text):
        for boundary in get_sentence_boundaries("en", text[start:end]):
            span = _trim(text, start + boundary["start_index"], start + boundary["end_index"])
            if span and found and _goes_on(text, found[-1], span):
                found[-1] = (found[-1][0], span[1])
            elif span:
                found.append(span)
    return found


def _goes_on(text: str, one: Span, other: Span) -> bool:
    """Whether a sentence was cut after an abbreviation: "5 p.m. Monday", "11 a.m. ET"."""
    between = text[one[1] : other[0]]
    return bool(
        "\n" not in between
        and _ABBREVIATED.search(text[max(one[0], one[1] - 12) : one[1]])
        and _AFTER_HOUR.match(text[other[0] : other[0] + 12])
    )


def _units(text: str, measure: Measure, limit: int) -> Iterator[tuple[Span, int]]:
    """Yield each sentence with its number of tokens, cutting those that are too long."""
    spans = sentences(text)
    measured = measure([text[a:b] for a, b in spans])
    for (start, end), size in zip(spans, measured, strict=True):
        if size <= limit and end - start <= PASSAGE_CHARACTERS:
            yield (start, end), size
            continue
        for piece in _cut(text, start, end):
            yield from _halve(text, piece, measure, limit)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a long sentence between words, into stretches of at most a few hundred letters."""
    while start < end:
        stop = min(end, start + 400)
        if stop < end:
            stop = max(text.rfind(" ", start + 1, stop), text.rfind("\n", start + 1, stop)) + 1 or stop
        if span := _trim(text, start, stop):
            yield span
        start = stop


def _halve(text: str, span: Span, measure: Measure, limit: int) -> Iterator[tuple[Span, int]]:
    size = _count(measure, text[slice(*span)])
    if size <= limit:
        yield span, size
        return
    middle = (span[0] + span[1]) // 2
    for half in ((span[0], middle), (middle, span[1])):
        if trimmed := _trim(text, *half):
            yield from _halve(text, trimmed, measure, limit)


def _blocks(text: str) -> Iterator[Span]:
    """Yield stretches no sentence crosses: lines, or paragraphs where lines are wrapped."""
    pattern = _PARAGRAPH if _is_wrapped(text) else _LINE
    for match in pattern.finditer(text):
        start, end = match.span()
        while end - start > _BLOCK_CHARACTERS:
            stop = text.rfind(" ", start + 1, start + _BLOCK_CHARACTERS) + 1
            stop = stop or start + _BLOCK_CHARACTERS
            yield start, stop
            start = stop
        yield start, end


def _is_wrapped(text: str) -> bool:
    """Tell text broken at a column from text with one paragraph a line."""
    lines = text.split("\n")
    inner = [a for a, b in pairwise(lines) if a.strip() and b.strip()]
    wrapped = sum(1 for line in inner if 40 <= len(line) <= 100 and _OPEN_END.search(line[-20:]))
    return len(inner) >= 3 and wrapped > 0.6 * len(inner)


def _trim(text: str, start: int, end: int) -> Span | None:
    stretch = text[start:end]
    if not stretch.strip():
        return None
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
