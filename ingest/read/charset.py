"""Which letters the bytes of a page, a feed, a sitemap or a message stand for.

What the bytes themselves show goes before what is said of them: servers and generators
declare the wrong encoding more often than a text is valid UTF-8 by chance.
"""

import codecs
import re
from collections.abc import Iterator, Sequence

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
_HEAD = 4_096  # bytes in which a document must name its encoding
_WIDE_HEAD = 64  # bytes among which a text of two or four bytes a letter has one that is zero
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})")
_META = re.compile(rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
# What is meant by these names: Windows programs fill up their bytes with letters of their own.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# Python knows others, which are no charsets of text or take quadratic time (punycode, unicode_escape).
_OF_TEXT = re.compile(
    r"(utf-(7|8|16|32)(-[lb]e)?|utf-8-sig|ascii|iso8859-\d+|iso2022_\w+|cp\d+|koi8-[rut]|gb\w+|hz|big5\w*"
    r"|euc_\w+|shift_jis\w*|johab|mac-\w+|hp-roman8|tis-620|kz1048|ptcp154)"
)
_WIDE = ("utf-16", "utf-32")
# Shift and escape codes write every letter in ASCII bytes, so being valid UTF-8 says nothing of them.
_ASCII_CODED = ("utf-7", "hz", "iso2022", "cp037")
# Where one byte is a letter, every text is valid.
_ONE_BYTE = ("ascii", "iso8859-", "cp12", "cp874", "koi8", "mac-", "utf-8", "hp-", "kz", "ptcp")
_LAST_RESORT = "cp1252"  # reads anything


def decode(data: bytes, *said: str | None, trusts: bool = False) -> tuple[str, str | None]:
    """Return the text, and what was wrong with the encoding that was declared, if anything.

    ``said`` are names of charsets, the most reliable first. With ``trusts`` one in which few texts are
    valid goes before UTF-8, as which a short word of it may be valid by chance.
    """
    names = list(dict.fromkeys(name for each in said if (name := _known(each))))
    for name in _tried(data, names, trusts):
        text = _decoded(data, name)
        if text is not None:
            return text, _fault(data, names, name)
    return _mended(data, names)


def of_header(content_type: str | None) -> str | None:
    """The charset that a header named Content-Type says."""
    found = _HEADER.search(content_type or "")
    return found[1] if found else None


def of_document(data: bytes) -> str | None:
    """The charset that XML or HTML itself says at its beginning."""
    head = data[:_HEAD].replace(b"\x00", b"")
    found = _XML.search(head) or _META.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _known(name: str | None) -> str | None:
    """The encoding as Python names it; None for one of which no text is."""
    try:
        known = codecs.lookup(name.strip("\"' ")).name if name else ""
    except (LookupError, ValueError):
        return None
    return _WIDER.get(known, known) if _OF_TEXT.fullmatch(known) else None


def _tried(data: bytes, said: Sequence[str], trusts: bool) -> Iterator[str]:
    yield from [name for mark, name in _MARKS if data.startswith(mark)][:1]
    is_wide = b"\x00" in data[:_WIDE_HEAD]
    told = [name for name in said if is_wide or not name.startswith(_WIDE)]
    yield from (name for name in told if name.startswith((*_ASCII_CODED, *_WIDE)))
    if trusts:
        yield from (name for name in told if not name.startswith(_ONE_BYTE))
    yield "utf-8"
    yield from told


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name, "replace" if name.startswith(_WIDE) else "strict")
    except UnicodeDecodeError as error:
        is_cut = name == "utf-8" and error.start > len(data) - 4 and error.reason == "unexpected end of data"
        return data[: error.start].decode(name) if is_cut else None
    except UnicodeError:
        return None


def _mended(data: bytes, said: Sequence[str]) -> tuple[str, str]:
    """The text with its bad bytes replaced, in the first encoding in which it has more good letters."""
    for name in ("utf-8", *(name for name in said if not name.startswith(_WIDE))):
        text = data.decode(name, "replace").removeprefix("\ufeff")
        bad = text.count("\ufffd")
        if sum(1 for letter in text if letter > "\x7f") > 2 * bad:
            return text, f"{bad:,} of its bytes are not {name.upper()} and were replaced"
    return data.decode(_LAST_RESORT, "replace"), "its encoding cannot be told; it was read as Windows-1252"


def _fault(data: bytes, said: Sequence[str], used: str) -> str | None:
    if not said or used in said or data.isascii() or used.startswith(("utf-8-sig", *_WIDE)):
        return None
    return f"it says it is in {said[0]}, but was read as {used}"
