"""Bytes of a web page to a tree."""

import re
from itertools import islice

from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.article import clean
from ingest.errors import SourceUnreadable, TooLarge
from ingest.read.charset import decode, of_document, of_header

PAGE_BYTES = 10_000_000
_MOST_ELEMENTS = 15_000  # several times what a long article's page has; what comes after is let go
# What XML trees cannot hold.
_UNHOLDABLE = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")


def parse(data: bytes, name: str, content_type: str | None = None) -> HtmlElement:
    """Parse a page; what is broken in it is mended as browsers do.

    ``content_type`` is the header that came with it. Raises SourceUnreadable where nothing is left, and
    TooLarge.
    """
    if len(data) > PAGE_BYTES:
        raise TooLarge(name, len(data), PAGE_BYTES)
    text, _ = decode(data, of_header(content_type), of_document(data))
    text = _UNHOLDABLE.sub(" ", clean(text))
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
