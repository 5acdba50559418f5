"""The JSON-LD of a page: the object that describes its article, out of all that it holds."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

Node = dict[str, Any]  # Any: as sites write it, whatever schema.org says

_ARTICLE = re.compile(r"(Article|BlogPosting|Report|Review|PressRelease|LiveBlogPosting)$")
_MOST_NODES = 5_000
_BEFORE, _AFTER = ("//", "<!--", "<![CDATA[", "/*", "*/"), ("-->", "]]>", "//", "/*", "*/", ";")
_LONGEST = 1_000_000  # letters of all scripts together
# Of a script that is not JSON, what can be told all the same.
_FIELD = re.compile(r'"(@type|headline|datePublished|dateModified)"\s{0,9}:\s{0,9}"([^"\\<>]{1,300})"')
_LAST_COMMA = re.compile(r",\s*(?=[}\]])")


def nodes(page: HtmlElement) -> list[Node]:
    """Every object of a page's JSON-LD, the outer ones first; what is not JSON is left out."""
    found: list[Node] = []
    left = _LONGEST
    for script in page.iter("script"):
        if "ld+json" in script.get("type", "").lower() and len(found) < _MOST_NODES:
            text = (script.text or "")[:left]
            left -= len(text)
            found.extend(islice(_flat(_value(text)), _MOST_NODES))
    return found[:_MOST_NODES]


def article(page: HtmlElement, among: Sequence[Node], addresses: Sequence[str]) -> Node:
    """The object that describes the page's article; empty where there is none.

    Of several, the one whose address is the page's, else the first: a page may describe others it links to.
    """
    articles = [node for node in among if any(_ARTICLE.search(kind) for kind in kinds(node))]
    own = (node for node in articles if addresses and set(_addresses(node)) & set(addresses))
    return next(own, articles[0] if articles else {})


def kinds(node: Node) -> list[str]:
    """The types of an object, without their vocabulary."""
    return [re.split(r"[/#:]", kind)[-1] for kind in texts(node.get("@type"))]


def texts(value: object) -> list[str]:
    """The strings of a value that may be one, or a list; escapes undone."""
    each = value if isinstance(value, list) else [value]
    plain = (html.unescape(html.unescape(text)).strip() for text in each if isinstance(text, str))
    return [text for text in plain if text]


def objects(value: object, among: Sequence[Node] = ()) -> list[Node]:
    """The objects of a value that may be one, or a list; a mere reference is looked up."""
    each = value if isinstance(value, list) else [value]
    found = [node for node in each if isinstance(node, dict)]
    return [_looked_up(node, among) if set(node) == {"@id"} else node for node in found]


def names(value: object, among: Sequence[Node] = ()) -> list[str]:
    """What is named by strings, or by objects with a name."""
    return texts(value) + [name for node in objects(value, among) for name in texts(node.get("name"))]


def _addresses(node: Node) -> list[str]:
    page = node.get("mainEntityOfPage")
    said = texts(node.get("url")) + texts(node.get("@id")) + texts(page)
    return said + [address for inner in objects(page) for address in texts(inner.get("@id"))]


def _looked_up(reference: Node, among: Sequence[Node]) -> Node:
    wanted = reference["@id"]
    return next((node for node in among if node.get("@id") == wanted and len(node) > 1), reference)


def _value(text: str) -> object:
    """Parse what a script holds; comments around it and commas too many are forgiven."""
    bare = _bare(text)
    for tried in (bare, _LAST_COMMA.sub("", bare)):
        try:
            return json.loads(tried, strict=False)
        except (ValueError, RecursionError):
            continue
    return dict(reversed(_FIELD.findall(text)))  # the first of each name


def _bare(text: str) -> str:
    """A script without the marks that hide it from browsers of old."""
    text = text.strip()
    while mark := next((mark for mark in _BEFORE if text.startswith(mark)), None):
        text = text[len(mark) :].lstrip()
    while mark := next((mark for mark in _AFTER if text.endswith(mark)), None):
        text = text[: -len(mark)].rstrip()
    return text


def _flat(value: object) -> Iterator[Node]:
    """Every object within a value, level by level."""
    level = [value]
    while level:
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):
                yield each
                inner.extend(each.values())
            elif isinstance(each, list):
                inner.extend(each)
        level = [each for each in inner if isinstance(each, dict | list)]
