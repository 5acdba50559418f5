"""The parts of a message: which hold its words, and which are attachments, pictures or other messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from ingest.read import footers, markup
from ingest.read.charset import decode, of_document
from ingest.read.envelope import readable
from ingest.read.markup import Markup

MOST = 1_000  # parts that are looked at
_NAME_LETTERS = 80
_SIGNED = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
# Words of the HTML that are enough beside those of the plain part, which may repeat each address.
_ENOUGH = 0.5


@dataclass(slots=True)
class Body:
    """What the parts of one message hold."""

    paragraphs: list[str] = field(default_factory=list)
    markups: list[Markup] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    pictures: int = 0
    parts: int = 0
    is_encrypted: bool = False
    left: int = markup.MOST_BYTES  # of words, that may still be read of the file


@dataclass(slots=True)
class _Choice:
    """The same words twice: as plain text and as HTML."""

    plain: list[str] = field(default_factory=list)
    html: list[Markup] = field(default_factory=list)


def body(message: Message, left: int = markup.MOST_BYTES) -> Body:
    """Sort the parts of a message; of those that say the same the better one is taken."""
    made = Body(left=left)
    for choice in _choices(message, made):
        shown = [paragraph for each in choice.html for paragraph in each.paragraphs]
        is_enough = _words(shown) >= _ENOUGH * _words(choice.plain)
        made.paragraphs += shown if shown and is_enough else choice.plain
        made.markups += choice.html
    made.pictures = max(made.pictures, sum(each.pictures for each in made.markups))
    return made


def _choices(part: Message, made: Body) -> Iterator[_Choice]:
    made.parts += 1
    if made.parts > MOST:
        return
    kind = part.get_content_type()
    if kind == "message/rfc822":
        made.messages += [each for each in _inside(part) if isinstance(each, Message)]
    elif kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        made.is_encrypted = True
    elif part.is_multipart():
        inner = (choice for each in _inside(part) for choice in _choices(each, made))
        yield from [_merged(inner)] if kind == "multipart/alternative" else inner
    elif _is_attached(part, kind):
        _name_attachment(part, kind, made)
    elif kind == "text/html":
        yield _Choice(html=[markup.read(_text(part, made))])
    else:
        yield _Choice(plain=footers.paragraphs(_text(part, made)))


def _merged(choices: Iterator[_Choice]) -> _Choice:
    merged = _Choice()
    for choice in choices:
        merged.plain += choice.plain
        merged.html += choice.html
    return merged


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _is_attached(part: Message, kind: str) -> bool:
    is_text = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
    return not is_text or part.get_content_disposition() == "attachment"


def _name_attachment(part: Message, kind: str, made: Body) -> None:
    if kind in _SIGNED or kind == "text/x-amp-html":  # beside the words, not more of them
        return
    if kind.startswith("image/") and part.get_content_disposition() != "attachment":
        made.pictures += 1
        return
    try:
        given = readable(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        given = ""
    printable = "".join(letter for letter in given if letter.isprintable())
    made.attachments.append(printable[:_NAME_LETTERS] or kind)


def _text(part: Message, made: Body) -> str:
    try:
        data = part.get_payload(decode=True)
        charset = part.get_content_charset()
        is_flowed = part.get_param("format") == "flowed"
        is_spaced = part.get_param("delsp") == "yes"
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if not isinstance(data, bytes):
        return ""
    charset = charset or (of_document(data) if part.get_content_subtype() == "html" else None)
    data, made.left = data[: max(0, made.left)], made.left - len(data)
    text = decode(data, charset, trusts=True)[0].replace("\x00", "")
    return _unflowed(text, is_spaced) if is_flowed else text


def _unflowed(text: str, is_spaced: bool) -> str:
    """Join the lines that "format=flowed" has broken; the mark is a space at the end."""
    made: list[str] = []
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        piece = line[:-1] if is_soft and is_spaced else line
        if is_open and line != "-- ":
            made.append(piece)
        else:
            made.append(("\n" if made else "") + piece)
        is_open = is_soft
    return "".join(made)


def _words(paragraphs: list[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)
