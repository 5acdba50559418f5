"""Lines of a text that no answer quotes: headings, bylines, datelines, captions, questions over a paragraph.

Pure: a passage's text in, spans out.
"""

import re
from functools import lru_cache

from ingest.split import Span, sentences

_LONGEST = 160  # letters of a heading
_CACHED = 2_000  # passages
_ENDS = re.compile(r"[.!?…:;。！？；।؟»”\"’')\]]$")
_ITEM = re.compile(r"(?:[-–•*·]|\d{1,3}[.)])\s+")
_MARK = re.compile(r"\d{1,3}[.)]")  # of an item, cut off as if it were a sentence
_ROW = " | "
_ASKS = re.compile(r"\?[”\"’')]?$")
_ASKING = 15  # words of a question that is a heading
_ABOUT = re.compile(
    r"(?:by|text|words|reporting by|from our \w+) [A-Z][^.!?]{1,80}\.?$"
    r"|(?:photo|picture|image|video|graphic|caption|credit|source|illustration)s?\s?(?::|by\b|/)"
    r"|(?:published|posted|updated|last updated|first published|date|time)\s?(?::|on\b|at\b|\d)"
    r"|.{1,160}[(\[](?:photo|picture|image|pic|credit|source|file photo)s?(?:\s?:|\sby\b)[^()]{1,60}[)\]]\.?$"
    r"|.{1,160}[.!?]\s(?:photo|picture|image|credit)s?\s?(?::|by\b|/)[^.!?]{1,60}\.?$",
    re.IGNORECASE,
)


@lru_cache(_CACHED)
def told(text: str) -> tuple[Span, ...]:
    """The sentences of a passage that may be quoted, items without the marks before them."""
    bare = (_bare(text, span) for span in sentences(text) if not is_heading(text, span))
    return tuple(span for span in bare if span[0] < span[1])


@lru_cache(_CACHED)
def headings(text: str) -> tuple[Span, ...]:
    """The lines of a passage that are no sentences of the story."""
    return tuple(span for span in sentences(text) if is_heading(text, span))


def is_heading(text: str, span: Span) -> bool:
    """Whether a stretch is, or is in, a line of its own that stands over, under or beside the story."""
    words, line = text[slice(*span)], _line(text, span)
    if len(line) > _LONGEST or "\n" in words:
        return False
    if _ABOUT.match(line) or _MARK.fullmatch(words):
        return True
    if words != line:
        return False
    is_question = bool(_ASKS.search(line)) and len(line.split()) <= _ASKING
    return is_question or not (_ENDS.search(line) or _ITEM.match(line) or _ROW in line)


def _line(text: str, span: Span) -> str:
    """The whole line, or lines, that a stretch is in."""
    before, after = text[: span[0]].rpartition("\n")[2], text[span[1] :].partition("\n")[0]
    return f"{before}{text[slice(*span)]}{after}".strip()


def _bare(text: str, span: Span) -> Span:
    mark = _ITEM.match(text, span[0], span[1])
    return (mark.end(), span[1]) if mark else span
