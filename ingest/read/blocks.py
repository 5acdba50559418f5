"""A page's tree to the blocks of text a reader sees: paragraphs, headings, items, quotations, rows.

Knows HTML's elements; nothing about which blocks are the article. Goes down by calling itself: libxml2 nests
no more than 255 elements.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

Kind = Literal["p", "head", "item", "quote", "pre", "row"]

_UNSEEN = frozenset(
    (
        *("head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed"),
        *("form", "button", "select", "textarea", "input", "datalist", "label", "dialog", "link", "meta"),
        *("title", "audio", "video", "source", "track", "canvas", "map", "area", "frameset"),
    )
)
_INLINE = frozenset(
    (
        *(
            "a",
            "abbr",
            "acronym",
            "b",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
        ),
        *("i", "img", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_KINDS: dict[str, Kind] = {"li": "item", "dt": "item", "dd": "item", "blockquote": "quote", "pre": "pre"}
_KEPT: frozenset[str] = frozenset(("item", "quote", "pre"))  # what a paragraph within one stays
_CELL = 300  # letters; a table with longer cells lays out a page
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
_BREAK = "\x1e"  # a line broken within a paragraph; no page's text holds it, the parser took it out


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A stretch of text that stands on its own lines."""

    kind: Kind
    text: str
    links: int  # letters of it that are part of a link
    element: HtmlElement  # the block element it stands in

    @property
    def link_share(self) -> float:
        """Which part of its letters is link."""
        return self.links / max(1, letters(self.text))


def letters(text: str) -> int:
    """Count what is not space."""
    return len(text) - sum(map(text.count, " \n\t\r\u00a0"))


def line(text: str) -> str:
    """On one line, with single spaces."""
    return _SPACE.sub(" ", text).strip()


def blocks(root: HtmlElement, without: Container[HtmlElement] = ()) -> list[Block]:
    """Cut a tree into its blocks, in order, leaving out some elements with all they hold."""
    walk = _Walk(without)
    walk.into(root, "p", False, root)
    return walk.blocks


def around(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """Elements with all that they stand in."""
    found: set[HtmlElement] = set()
    for element in elements:
        above: HtmlElement | None = element
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return found


class _Walk:
    """A walk through a tree, with the text gathered since the last block ended."""

    def __init__(self, without: Container[HtmlElement]) -> None:
        self.blocks: list[Block] = []
        self._without = without
        self._text: list[str] = []
        self._links = 0

    def into(self, element: HtmlElement, kind: Kind, in_link: bool, block: HtmlElement) -> None:
        """Take an element in, then what follows it in its parent is the caller's."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or element in self._without:
            return
        if tag == "br":
            self._break(element, kind, block)
        elif tag in _INLINE:
            self._children(element, kind, in_link or tag == "a", block)
        elif tag == "table" and (rows := _rows(element)):
            self._end(kind, block)
            self.blocks.extend(rows)
        else:
            self._end(kind, block)
            own = "head" if tag in _HEADS else _KINDS.get(tag) or (kind if kind in _KEPT else "p")
            self._children(element, own, in_link, element)
            self._end(own, element)

    def _children(self, element: HtmlElement, kind: Kind, in_link: bool, block: HtmlElement) -> None:
        self._add(element.text, in_link)
        for child in element:
            self.into(child, kind, in_link, block)
            self._add(child.tail, in_link)

    def _add(self, text: str | None, in_link: bool) -> None:
        if text:
            self._text.append(text)
            self._links += letters(text) if in_link else 0

    def _break(self, element: HtmlElement, kind: Kind, block: HtmlElement) -> None:
        """One break is a new line, two are a new paragraph."""
        after = element.getnext()
        if after is not None and after.tag == "br" and not (element.tail or "").strip():
            self._end(kind, block)
        else:
            self._text.append(_BREAK)

    def _end(self, kind: Kind, block: HtmlElement) -> None:
        lines = map(line, "".join(self._text).split(_BREAK))
        if text := "\n".join(filter(None, lines)):
            self.blocks.append(Block(kind, text, self._links, block))
        self._text.clear()
        self._links = 0


def _rows(table: HtmlElement) -> list[Block]:
    """The rows of a table of data; none where a table only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = list(table.iter("tr"))
    cells = [[line(_text(cell)) for cell in row if cell.tag in ("td", "th")] for row in rows]
    if len(rows) < 2 or max(map(len, cells)) < 2 or any(len(cell) > _CELL for row in cells for cell in row):
        return []
    told = [(" | ".join(filter(None, each)), row) for each, row in zip(cells, rows, strict=True)]
    return [Block("row", text, _linked(row), row) for text, row in told if text]


def _linked(element: HtmlElement) -> int:
    return sum(letters(_text(link)) for link in element.iter("a"))


def _text(element: HtmlElement) -> str:
    return " ".join(_seen(element))


def _seen(element: HtmlElement) -> Iterator[str]:
    """The texts in an element but those no reader sees."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _seen(child)
        if child.tail:
            yield child.tail
