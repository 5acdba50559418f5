"""A message (.eml, or one of a mailbox) to Articles: a newsletter, or the messages it forwards.

The standard library's older policy parses it: the newer one takes minutes for a long header, and raises
on some that are broken.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser

from ingest.article import clean
from ingest.errors import IngestError, SourceUnreadable
from ingest.read import envelope, footers, parts
from ingest.read.markup import MOST_BYTES
from ingest.read.parts import Body
from ingest.read.piece import Piece, counted
from ingest.read.text import Details, from_text
from ingest.times import Stamp

_HEADER_LETTERS = 8_000  # of one header, the rest is cut
# How deep parts can lie in each other is bounded by how often they could begin to; each line is held
# against every boundary around it.
_DEEPEST = 100
_BOUNDARY = re.compile(rb"boundary[*0-9]*\s?=", re.IGNORECASE)
_NESTED = re.compile(rb"content-type:\s{0,9}message/", re.IGNORECASE)
_MOST_LINES, _MOST_WORK = 1_000_000, 10_000_000  # the second of lines times boundaries: some seconds
_MOST_HEADERS = 20_000  # lines of them
_BLANK = re.compile(rb"\r?\n\r?\n")
_MESSAGES = 100  # of one file
_HEADERS = ("From", "Subject", "Date", "Received", "Message-ID", "Content-Type")
_OF_ONE = "the title and address given are not used: they are one article's, and this holds several"
_SHORT = 400  # letters beside a picture are its caption, before forwarded messages a covering note
_NAMED = 5


class _Capped(policy.Compat32):
    """Reads each header as far as it can matter."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name[:_HEADER_LETTERS], value[:_HEADER_LETTERS]


def read(data: bytes, name: str, details: Details) -> list[Piece]:
    """Read a message and those it forwards; each is an article with its own subject, sender and date.

    Attachments and pictures are not read, which is noted. Raises SourceUnreadable where nothing in it
    is an article.
    """
    first = _parsed(data, name)
    bodies = list(_bodies(first))
    if len(bodies) > 1 and len("".join(bodies[0][1].paragraphs)) < _SHORT:
        bodies = bodies[1:]  # what is said to hand something on is no news
    if len(bodies) == 1:
        return [_piece(*bodies[0], name, details)]
    shared = replace(details, title=None, url=None)  # those are one article's
    given = (_tried(message, body, name, shared) for message, body in bodies)
    unused = (_OF_ONE,) if details.title or details.url else ()
    return [replace(piece, number=n, notes=unused + piece.notes) for n, piece in enumerate(given, 1)]


def _parsed(data: bytes, name: str) -> Message:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    boundaries = sum(1 for _ in _BOUNDARY.finditer(data))
    nested = sum(1 for _ in _NESTED.finditer(data))
    if boundaries > _DEEPEST or nested > _DEEPEST:
        raise SourceUnreadable(
            f"{name} may have {boundaries + nested:,} parts in each other; at most {_DEEPEST} are taken"
        )
    if (lines := data.count(b"\n")) > _MOST_LINES or lines * boundaries > _MOST_WORK:
        raise SourceUnreadable(f"{name} has {lines:,} lines and {boundaries} boundaries: cut it into parts")
    if (lines := _BLANK.split(data, 1)[0].count(b"\n")) > _MOST_HEADERS:
        raise SourceUnreadable(f"{name} has {lines:,} lines of headers; at most {_MOST_HEADERS:,} are taken")
    try:
        message = BytesParser(policy=_Capped()).parsebytes(data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SourceUnreadable(f"{name} is no message that can be read") from error
    if not any(key in message for key in _HEADERS):
        raise SourceUnreadable(f"{name} is no message: it has none of the headers {', '.join(_HEADERS)}")
    return message


def _bodies(message: Message) -> Iterator[tuple[Message, Body]]:
    """Each message with what it holds, in the order in which they lie in each other."""
    waiting, left = [message], MOST_BYTES
    for _ in range(_MESSAGES):
        if not waiting:
            return
        message = waiting.pop(0)
        body = parts.body(message, left)
        yield message, body
        waiting, left = body.messages + waiting, body.left


def _tried(message: Message, body: Body, name: str, details: Details) -> Piece:
    try:
        return _piece(message, body, name, details)
    except IngestError as error:
        return Piece(reason=str(error))


def _piece(message: Message, body: Body, name: str, details: Details) -> Piece:
    """Make the article of one message; raises SourceUnreadable where it has no text."""
    text = clean("\n\n".join(footers.without(body.paragraphs)))
    if not text.strip():
        raise SourceUnreadable(f"{name} holds no text{_instead(body)}")
    sent = (
        Stamp(details.published_at, details.published_day) if details.published_at else envelope.sent(message)
    )
    known = replace(
        details,
        title=details.title or envelope.title(message),
        outlet=details.outlet or envelope.outlet(message),
        url=details.url or envelope.address(message, body.markups),
        published_at=sent.at if sent else None,
        published_day=sent is not None and sent.is_day,
    )
    article = replace(from_text(text, name, known), published_zone=sent.zone if sent else None)
    return Piece(article, notes=tuple(_notes(text, body)))


def _instead(body: Body) -> str:
    if body.is_encrypted:
        return ": it is encrypted; decrypt it and add it again"
    held = [counted(body.pictures, "picture")] if body.pictures else []
    held += [f"the attachments {_named(body.attachments)}"] if body.attachments else []
    return f"; {' and '.join(held)} not read" if held else ""


def _notes(text: str, body: Body) -> Iterator[str]:
    if body.attachments:
        yield f"attachments not read: {_named(body.attachments)}"
    if body.pictures and len(text) < _SHORT:
        yield f"{counted(body.pictures, 'picture')}, which may hold most of it, not read"
    if body.parts > parts.MOST:
        yield f"only the first {parts.MOST:,} parts read"
    if body.left < 0:
        yield f"only the first {MOST_BYTES:,} bytes of its words read"
    if body.is_encrypted:
        yield "an encrypted part not read"


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
