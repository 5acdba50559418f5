"""A PDF to one Article, by pypdf; pages that are pictures of text are not read, and are named.

Meant for a process of its own: a hostile PDF can take any time and memory.
"""

import io
import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.errors import IngestError, SourceUnreadable
from ingest.read.columns import joined
from ingest.read.piece import Piece, counted, numbers
from ingest.read.text import Details, from_text

if TYPE_CHECKING:
    from pypdf import PageObject

_PAGES = 500  # that are read
_LETTERS = 20  # a page with fewer is a picture with a number under it
_SOFT = "\u00ad"  # marks where a word may be broken
_UNSEEN = re.compile("\u00ad+(?!\n) ?")  # the next letters stand so far off as the space is wide
_TITLE_LETTERS = (8, 200)
# What programs put into the title of a file nobody has given one.
_NO_TITLE = re.compile(
    r"untitled|unbenannt|document\d*|layout\s*\d|slide\s*\d|microsoft|powerpoint|print|.*\.\w{2,5}$",
    re.IGNORECASE,
)


def read(data: bytes, name: str, details: Details) -> list[Piece]:
    """Read the text of the pages; undated unless told, for a PDF knows only when it was made.

    Raises SourceUnreadable where it is encrypted, damaged or holds no text.
    """
    pages, declared, left = _opened(data, name)
    empty = [number for number, page in enumerate(pages, 1) if len(page.strip()) < _LETTERS]
    if len(empty) == len(pages):
        raise SourceUnreadable(
            f"{name} holds no text on its {counted(len(pages), 'page')} (scanned?): not read"
        )
    text = joined(pages)
    if declared and text.startswith(f"{declared} "):
        text = f"{declared}\n\n{text[len(declared) :].lstrip()}"
    article = from_text(text, name, _titled(details, declared, text))
    return [Piece(article, notes=tuple(_notes(empty, left)))]


def _notes(empty: Sequence[int], left: int) -> Iterator[str]:
    if empty:
        pages, hold = ("page", "holds") if len(empty) == 1 else ("pages", "hold")
        yield f"{pages} {numbers(empty)} {hold} no text (scanned?): not read"
    if left:
        yield f"only the first {_PAGES} pages read, {left:,} left out"


def _opened(data: bytes, name: str) -> tuple[list[str], str, int]:
    """The text of each page, the title that is declared, and how many pages are left out."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise IngestError(
            f"{name}: PDFs are read by pypdf, which is not installed: pip install 'citedesk[pdf]'"
        ) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each fault that it gets over
    # Damaged files lead it to any of these; no memory left is told by who started this process.
    faults = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceUnreadable(f"{name} is encrypted and needs a password; save it without one")
        pages = [_text(page) for page in reader.pages[:_PAGES]]
        declared = " ".join(str(reader.metadata.title or "").split()) if reader.metadata else ""
        return pages, declared, max(0, len(reader.pages) - _PAGES)
    except (*faults, zlib.error, OSError, NotImplementedError, AssertionError) as error:
        raise SourceUnreadable(f"{name} is no PDF that can be read, or is damaged") from error


def _text(page: "PageObject") -> str:
    """The text of a page, without the spaces that browsers draw where a word might be broken."""
    is_soft = False

    def soften(operator: bytes, operands: list[Any], _: object, __: object) -> None:  # Any: of many kinds
        nonlocal is_soft
        if operator in (b"BDC", b"BMC", b"EMC"):
            is_soft = operator == b"BDC" and _stands_for(operands) in (
                _SOFT,
                f"\ufeff{_SOFT}".encode("utf-16-be"),
            )
        elif operator == b"Tj" and is_soft:
            operands[:] = [_SOFT]

    return _UNSEEN.sub("", page.extract_text(visitor_operand_before=soften))


def _stands_for(operands: Sequence[object]) -> object:
    """What marked content is to be read as, where the page says it."""
    named = operands[1] if len(operands) > 1 else None
    return named.get("/ActualText") if isinstance(named, dict) else None


def _titled(details: Details, declared: str, text: str) -> Details:
    """Take the declared title where it is one, else the heading the text begins with, if it does."""
    start = text[:5_000].lower()
    words = [word for word in re.findall(r"\w{3,}", declared.lower()) if word in start]
    is_told = len(words) * 2 >= len(declared.split()) > 1
    if (
        not (_TITLE_LETTERS[0] <= len(declared) <= _TITLE_LETTERS[1])
        or _NO_TITLE.fullmatch(declared)
        or not is_told
    ):
        declared = text.partition("\n\n")[0]
        is_heading = len(declared) <= _TITLE_LETTERS[1] and not re.search(r"[.!?:;,]\W*$", declared)
        declared = " ".join(declared.split()) if is_heading else ""
    return replace(details, title=details.title or declared or None)
