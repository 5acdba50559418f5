"""Bytes of a web page to a tree, in the encoding they are really in."""

import codecs
import re
from itertools import islice

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.article import clean
from ingest.errors import SourceUnreadable, TooLarge

PAGE_BYTES = 10_000_000
_MOST_ELEMENTS = 15_000  # several times what a long article's page has; what comes after is let go
_HEAD = 4_096  # bytes in which a page names its encoding
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Other names for what browsers read: pages that say Latin-1 are in Windows' superset of it, and so on.
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Python knows others that no browser reads.
_OF_THE_WEB = re.compile(
    r"utf-(8|16|32)(-[lb]e)?|cp(125\d|866|874|932|949|950)|iso8859-\d+|koi8-[ru]|mac-.*|gb18030|big5.*"
    r"|euc_jp|iso2022_jp.*|tis-620"
)
_LAST_RESORT = "cp1252"
# What XML trees cannot hold.
_UNHOLDABLE = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def parse(data: bytes, name: str, content_type: str | None = None) -> HtmlElement:
    """Parse a page; what is broken in it is mended as browsers do.

    ``content_type`` is the header that came with it. Raises SourceUnreadable where nothing is left, and
    TooLarge.
    """
    if len(data) > PAGE_BYTES:
        raise TooLarge(name, len(data), PAGE_BYTES)
    text = _UNHOLDABLE.sub(" ", clean(decode(data, content_type)))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise SourceUnreadable(f"{name} is not a page: it holds no element and no text") from error
    if not isinstance(tree, HtmlElement) or tree.tag != "html":
        raise SourceUnreadable(f"{name} is not a page: it holds no element and no text")
    _cut(tree)
    return tree


def _cut(tree: HtmlElement) -> None:
    """Let go of what comes after so many elements that looking at all would take seconds."""
    last = next(islice(tree.iter(), _MOST_ELEMENTS, None), None)
    while last is not None and (above := last.getparent()) is not None:
        del above[above.index(last) + 1 :]
        last = above


def decode(data: bytes, content_type: str | None = None) -> str:
    """Decode a page; what bytes say of themselves goes before what is said of them.

    A mark at the beginning, then UTF-8 where all of it is that, then the header, the page's own word, and
    Windows-1252, which reads anything.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    said = [name for name in (_said(content_type or ""), _said(_head(data))) if name]
    is_wide = any(name.startswith(("utf-16", "utf-32", "iso2022")) for name in said) and b"\x00" in data[:64]
    if not is_wide and not any(name.startswith("iso2022") for name in said):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass  # cut short or not UTF-8: the next names decide
    if not is_wide:
        said = [name for name in said if not name.startswith(("utf-16", "utf-32"))]
    return data.decode(said[0] if said else _LAST_RESORT, "replace")


def _head(data: bytes) -> str:
    return data[:_HEAD].replace(b"\x00", b"").decode("latin-1")


def _said(text: str) -> str | None:
    """The encoding that a header or the head of a page names, if there is one of that name."""
    if not (match := _CHARSET.search(text)):
        return None
    try:
        known = codecs.lookup(match[1])
    except (LookupError, ValueError):
        return None
    name = _READ_AS.get(known.name, known.name)
    return name if _OF_THE_WEB.fullmatch(name) else None
