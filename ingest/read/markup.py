"""HTML of a message to paragraphs: newsletters lay out with tables, which extractors of pages take for data.

Knows nothing about mail: markup in, paragraphs, links and the number of pictures out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

from ingest.read.elements import BLOCKS

MOST_BYTES = 2_000_000  # of all the words of a message: many times what mail programs show
_UNSEEN = {"head", "script", "style", "title", "template", "noscript", "select", "textarea", "object", "svg"}
_BLOCKS = BLOCKS | {
    "figcaption",
    "form",
    "td",
    "th",
}  # cells are laid out as paragraphs, forms hold whole letters
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|font-size:[01](px|pt)?(;|$)|max-height:0|opacity:0(;|$)"
)
# What hides the rest of a preview line, and marks where a word may be broken: nobody sees them.
_PADDING = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]|(?<!\\S)[\u200c\u200d\u2007\u2800]+(?!\\S)")
_CELL_LETTERS = 80  # of a table that holds data
_LINKS, _LINK_LETTERS = 2_000, 200


@dataclass(slots=True)
class Markup:
    """What the HTML of a message shows."""

    paragraphs: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # words and address
    declared: str | None = None  # the address it says it has itself
    pictures: int = 0


def read(text: str) -> Markup:
    """Read HTML, however broken it is."""
    made = Markup()
    root = _root(text)
    if root is None:
        return made
    made.declared = _declared(root)
    words: list[str] = []
    for node, is_start in _walked(root):
        _take(node, is_start, words, made)
    _end_block(words, made)
    return made


def _root(text: str) -> html.HtmlElement | None:
    data = text.encode("utf-8", "ignore")[:MOST_BYTES]
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.LxmlError, ValueError):  # nothing in it
        return None


def _walked(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Every element that is shown, at its start and at its end."""
    walk = etree.iterwalk(root, events=("start", "end"))
    unseen: list[html.HtmlElement] = []
    for event, node in walk:
        if not isinstance(node.tag, str):
            continue
        if event == "start" and (node.tag in _UNSEEN or _is_hidden(node)):
            unseen.append(node)
            walk.skip_subtree()
        elif event == "start" and node.tag == "table" and _rows(node):
            yield node, True
            unseen.append(node)  # its rows are taken whole
            walk.skip_subtree()
        elif unseen and unseen[-1] is node:
            unseen.pop()
            yield node, False
        else:
            yield node, event == "start"


def _take(node: html.HtmlElement, is_start: bool, words: list[str], made: Markup) -> None:
    """Add what an element shows to the words of its block, which ends where a block begins or ends."""
    if node.tag in _BLOCKS:
        _end_block(words, made)
    if not is_start:
        words.append(_spaced(node.tail))
        return
    if node.tag == "table" and (rows := _rows(node)):
        made.paragraphs.append("\n".join(rows))
        return
    if node.tag == "br":
        words.append("\n")
    elif node.tag == "li":
        words.append("- ")
    elif node.tag == "img":
        made.pictures += not _is_tracker(node)
    elif node.tag == "a" and (address := node.get("href")) and len(made.links) < _LINKS:
        made.links.append((_link_words(node), address.strip()))
    words.append((node.text or "") if node.tag == "pre" else _spaced(node.text))


def _end_block(words: list[str], made: Markup) -> None:
    if not any(words) or not (text := "".join(words)).strip():
        words.clear()
        return
    lines = [" ".join(line.split()) for line in _PADDING.sub("", text).split("\n")]
    words.clear()
    for paragraph in re.split(r"\n{2,}", "\n".join(lines)):
        if paragraph.strip("\n -"):
            made.paragraphs.append(paragraph.strip("\n"))


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _is_hidden(node: html.HtmlElement) -> bool:
    style = node.get("style")
    return "hidden" in node.attrib or (
        style is not None and bool(_HIDDEN.search(re.sub(r"\s+", "", style[:2_000]).lower()))
    )


def _is_tracker(picture: html.HtmlElement) -> bool:
    return any(
        (picture.get(side) or "").strip().removesuffix("px") in ("0", "1", "2")
        for side in ("width", "height")
    )


def _link_words(link: html.HtmlElement) -> str:
    return " ".join("".join(islice(link.itertext(), _LINK_LETTERS)).split())[:_LINK_LETTERS]


def _rows(table: html.HtmlElement) -> list[str]:
    """The rows of a table that holds data and not the layout: several rows of several short cells."""
    if table.find(".//table") is not None:
        return []
    rows = []
    for row in table.iter("tr"):
        cells = [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
        if any(len(cell) > _CELL_LETTERS for cell in cells):
            return []
        rows.append([cell for cell in cells if cell])
    filled = [row for row in rows if row]
    is_data = len(filled) > 1 and all(len(row) > 1 for row in filled)
    return [" | ".join(row) for row in filled] if is_data else []


def _declared(root: html.HtmlElement) -> str | None:
    for link in root.iter("link"):
        if (link.get("rel") or "").strip().lower() == "canonical":
            return str(link.get("href") or "") or None
    for meta in root.iter("meta"):
        if (meta.get("property") or "").strip().lower() == "og:url":
            return str(meta.get("content") or "") or None
    return None
