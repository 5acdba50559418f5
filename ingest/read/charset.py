"""Which letters the bytes of a feed, a sitemap or a list stand for.

What the bytes themselves show goes before what is said of them: servers and generators
declare the wrong encoding more often than a text is valid UTF-8 by chance.
"""

import codecs
import re
from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
_HEAD = 400  # bytes in which a declaration must stand
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# Python knows these as encodings of text; no feed is in them, and some take quadratic time.
_REFUSED = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_WIDER = {"gb2312": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}  # what is meant by these names
# Shift and escape codes write every letter in ASCII bytes, so being valid UTF-8 says nothing of them.
_WIDE = ("utf-16", "utf-32")
_FEW = 10  # times as many letters beyond ASCII as bytes that are not UTF-8: then it is UTF-8, damaged
_ASCII_CODED = re.compile("utf-7|hz|iso2022.*", re.IGNORECASE)


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str | None]:
    """Return the text, and what was wrong with the encoding that was declared, if anything."""
    said = list(_said(data, content_type))
    for name in _tried(data, said):
        text = _decoded(data, name)
        if text is not None:
            return text, _fault(data, said, name)
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad * _FEW < sum(1 for letter in text if letter > "\x7f"):
        return text, f"{bad:,} of its bytes are not UTF-8 and were replaced"
    return data.decode("cp1252", "replace"), "its encoding cannot be told; it was read as Windows-1252"


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name, "replace" if name.startswith(_WIDE) else "strict")
    except UnicodeDecodeError as error:
        is_cut = name == "utf-8" and error.start > len(data) - 4 and error.reason == "unexpected end of data"
        return data[: error.start].decode(name) if is_cut else None
    except UnicodeError:
        return None


def _tried(data: bytes, said: list[str]) -> Iterator[str]:
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    yield from marked[:1]
    yield from (name for name in said if _ASCII_CODED.fullmatch(name) or name.startswith(("cp037", *_WIDE)))
    yield "utf-8"
    yield from said


def _said(data: bytes, content_type: str | None) -> Iterator[str]:
    """The encodings that the server and the document declare, as Python names them."""
    server = _CHARSET.search(content_type or "")
    document = _DECLARED.search(data[:_HEAD].replace(b"\x00", b""))
    for name in (server and server[1], document and document[1].decode("ascii", "replace")):
        if name and (known := _known(name)):
            yield known


def _known(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    if codec.name in _REFUSED or not getattr(codec, "_is_text_encoding", True):
        return None
    return _WIDER.get(codec.name, codec.name)


def _fault(data: bytes, said: list[str], used: str) -> str | None:
    if not said or used in said or data.isascii() or used.startswith(("utf-8-sig", *_WIDE)):
        return None
    return f"it says it is in {said[0]}, but was read as {used}"
