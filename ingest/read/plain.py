"""Readable plain text out of HTML: paragraphs, quotations, lists and tables kept, scripts never."""

import re
from collections.abc import Iterator

from lxml import etree

from ingest.read.elements import BLOCKS

LETTERS = 600_000  # of markup read of one text
# fmt: off
# Nothing in them is for reading, or it is not the article's: captions and credits of pictures, forms.
_LEFT_OUT = {
    "audio", "button", "canvas", "figcaption", "form", "frame", "frameset", "head", "input", "link", "math",
    "meta", "noembed", "noframes", "noscript", "param", "script", "select", "style", "svg", "template",
    "textarea", "title", "video",
}
# fmt: on
_BARE = ("", "-", "|")  # a line that says nothing
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"<!\[CDATA\[|\]\]>|[\x1e\x1f]")
_UNCLOSED = re.compile(r"<!--[^>]*+>?")
_NO_DECLARATION = re.compile(r"<!(?!--|DOCTYPE[^>]{0,300}>)", re.IGNORECASE)
# Stand for the beginnings of items and cells until it is known what they hold.
_ITEM, _CELL = "\x1e", "\x1f"
_ITEMS = re.compile(rf"{_ITEM}\s*")


def plain(html: str) -> str:
    """Turn markup into lines, one a paragraph, item or row of a table."""
    root = _parsed(html)
    if root is None:
        return ""
    cells = _ITEMS.sub("- ", "".join(_pieces(root))).split(_CELL)
    return lines(" | ".join(cell.strip() for cell in cells) if len(cells) > 1 else cells[0])


def line(html: str) -> str:
    """Turn markup into one line, as of a title."""
    return " ".join(plain(html).split())


def lines(text: str) -> str:
    """Tidy what is plain text already: its lines, without blank ones."""
    return "\n".join(
        tidy for tidy in (" ".join(raw.split()) for raw in text.splitlines()) if tidy not in _BARE
    )


def _parsed(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True)
    try:
        return etree.fromstring(f"<html><body>{_prepared(html[:LETTERS])}", parser)
    except etree.XMLSyntaxError:
        return None


def _prepared(html: str) -> str:
    """Save what a parser of HTML would take for a comment that has no end."""
    closed, end, tail = html.rpartition("-->")
    whole = f"{closed}{end}{_UNCLOSED.sub('', tail)}" if "<!--" in tail else html
    return _NO_DECLARATION.sub("&lt;!", _MARKS.sub("", whole))


def _pieces(root: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _LEFT_OUT:
                walk.skip_subtree()
            else:
                yield _before(element)
                yield _text(element.text, element)
        else:
            if element.tag not in _LEFT_OUT:
                yield _after(element)
            yield _text(element.tail, element.getparent())


def _before(element: etree._Element) -> str:
    if element.tag == "li":
        return f"\n{_ITEM}"
    if element.tag in ("td", "th"):
        return "" if element.getprevious() is None else _CELL
    if element.tag == "br":
        return "\n"
    return "“" if element.tag == "q" else "\n" * (element.tag in BLOCKS)


def _after(element: etree._Element) -> str:
    return "”" if element.tag == "q" else "\n" * (element.tag in BLOCKS)


def _text(text: str | None, inside: etree._Element | None) -> str:
    if not text or (inside is not None and inside.tag == "pre"):
        return text or ""
    return _SPACES.sub(" ", text)
