"""Cut a text into passages at sentence ends, with offsets.

Knows sentences and tokens; nothing about storage or vectors.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries
from tokenizers import Tokenizer

# Tokens of the embedding model in a passage: 256 with the two special ones. Of 128 to 256,
# longer passages ranked better by words (docs/decisions.md), and overlap gained nothing.
PASSAGE_TOKENS = 254
# A "word" of more than 100 letters is one token however long it is: bound the letters too.
PASSAGE_CHARACTERS = 4_000
# The sentence cutter takes time in the square of its input on a run of quotation marks.
_BLOCK_CHARACTERS = 8_000
_LINE = re.compile(r"[^\n]+")
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?![^\S\n]*\n))*")
_OPEN_END = re.compile(r"[^\s.!?…:;”’\"')\]]\s*$")

Span = tuple[int, int]


def split(text: str, tokenizer: Tokenizer, limit: int = PASSAGE_TOKENS) -> list[Span]:
    """Cut a text into passages of whole sentences, of at most ``limit`` tokens each.

    Returns their offsets in code points, in order, none overlapping. A sentence over the limit
    is cut between words.
    """
    packed: list[Span] = []
    room = 0
    for (start, end), size in _units(text, tokenizer, limit):
        if packed and size <= room and end - packed[-1][0] <= PASSAGE_CHARACTERS:
            packed[-1] = (packed[-1][0], end)
            room -= size
        else:
            packed.append((start, end))
            room = limit - size
    return packed


def sentences(text: str) -> list[Span]:
    """Find the sentences of a text: trimmed, in order, none overlapping."""
    found: list[Span] = []
    for start, end in _blocks(text):
        for boundary in get_sentence_boundaries("en", text[start:end]):
            span = _trim(text, start + boundary["start_index"], start + boundary["end_index"])
            if span:
                found.append(span)
    return found


def _units(text: str, tokenizer: Tokenizer, limit: int) -> Iterator[tuple[Span, int]]:
    """Yield each sentence with its number of tokens, cutting those that are too long."""
    spans = sentences(text)
    encoded = tokenizer.encode_batch_fast([text[a:b] for a, b in spans], add_special_tokens=False)
    for (start, end), encoding in zip(spans, encoded, strict=True):
        if len(encoding) <= limit and end - start <= PASSAGE_CHARACTERS:
            yield (start, end), len(encoding)
            continue
        for piece in _cut(text, start, end):
            yield from _halve(text, piece, tokenizer, limit)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a long sentence between words, into stretches of at most a few hundred letters."""
    while start < end:
        stop = min(end, start + 400)
        if stop < end:
            stop = max(text.rfind(" ", start + 1, stop), text.rfind("\n", start + 1, stop)) + 1 or stop
        if span := _trim(text, start, stop):
            yield span
        start = stop


def _halve(text: str, span: Span, tokenizer: Tokenizer, limit: int) -> Iterator[tuple[Span, int]]:
    size = len(tokenizer.encode(text[slice(*span)], add_special_tokens=False))
    if size <= limit:
        yield span, size
        return
    middle = (span[0] + span[1]) // 2
    for half in ((span[0], middle), (middle, span[1])):
        if trimmed := _trim(text, *half):
            yield from _halve(text, trimmed, tokenizer, limit)


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
