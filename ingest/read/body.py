"""Find the article among the blocks of its page.

Three things are held together: where trafilatura finds the article, where the page's paragraphs
stand close together with few links, and what elements and lines say of themselves.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from ingest.read.blocks import Block, blocks
from ingest.read.furniture import is_furniture, is_notice

_PARAGRAPH, _ITEM = 60, 100  # letters from which on a block is likely to be prose
_FEW_LINKS, _ALL_LINKS = 0.4, 0.8
_ITEM_LINKS = 0.15  # an item that begins with a link to the story it tells of is another article's
_DOUBTED = 0.3  # weight of a paragraph that trafilatura leaves out
_NEARLY_ALL = 0.75  # of the prose; an element that holds so much holds the article
_TOO_MUCH = 0.5  # of the prose; what is called furniture and holds so much is none
_RUN = 4  # words
_MOSTLY = 0.6
# Of trafilatura's own code, on pages that are odd.
_FAULTS = (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError)
_ENDS = tuple(".!?…:;\"”»’')。！？")
_WORD = re.compile(r"\w+")
_SIGN = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]")
_REPEATED = 50  # letters; shorter lines may stand twice
_MOST_ELEMENTS, _MOST_LETTERS = 6_000, 400_000  # of a page for trafilatura; with more it takes seconds
Runs = frozenset[tuple[str, ...]]
# It warns of every page in which it finds nothing, on standard error unless somebody listens.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Found:
    """What trafilatura takes for the article: its runs of words, and its lines."""

    runs: Runs
    lines: frozenset[str]


def body(page: HtmlElement, titles: Iterable[str] = ()) -> list[Block]:
    """The blocks of the page's article, in order, without its title; none where it has no article."""
    found = _by_trafilatura(page)
    seen = blocks(page, _furniture(page, blocks(page), found))
    inside = _inside(seen, page, found)
    return _tidy(inside, {_key(title) for title in titles})


def text_of(body: Sequence[Block]) -> str:
    """The text of blocks: paragraphs apart, items and rows on lines of their own."""
    parts: list[str] = []
    for before, block in zip([None, *body], body, strict=False):
        if before:
            is_run = block.kind == before.kind and block.kind in ("item", "row")
            parts.append("\n" if is_run else "\n\n")
        parts.append(f"- {block.text}" if block.kind == "item" else block.text)
    return "".join(parts)


def is_prose(block: Block) -> bool:
    """Whether a block is long enough, with few enough links, to be told as part of an article."""
    if block.kind == "item":
        return _size(block.text) >= _ITEM and block.link_share < _ITEM_LINKS
    return (
        block.kind not in ("head", "row")
        and _size(block.text) >= _PARAGRAPH
        and block.link_share < _FEW_LINKS
    )


def _size(text: str) -> int:
    """The letters of a text; a sign that is a word, as in Chinese, counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_SIGN.findall(text))


def _by_trafilatura(page: HtmlElement) -> Found:
    """Ask trafilatura; it finds nothing where it fails, or where it would take seconds."""
    text = None
    if sum(1 for _ in page.iter()) <= _MOST_ELEMENTS and len(page.text_content()) <= _MOST_LETTERS:
        with suppress(*_FAULTS):
            text = trafilatura.extract(copy(page), include_comments=False, fast=True)
    return Found(_runs(text or ""), frozenset(map(_key, (text or "").split("\n"))))


def _furniture(page: HtmlElement, seen: Sequence[Block], found: Found) -> set[HtmlElement]:
    """Elements that say they are not the article, and do not hold it all the same."""
    weights = _weights(seen, page, found)
    most = _TOO_MUCH * max(weights.values(), default=0.0)
    return {e for e in page.iter("*") if is_furniture(e) and weights.get(e, 0.0) <= most}


def _weights(seen: Iterable[Block], page: HtmlElement, found: Found) -> dict[HtmlElement, float]:
    """How much prose each element holds."""
    weights: dict[HtmlElement, float] = {}
    for block in filter(is_prose, seen):
        weight = 1.0 if not found.runs or _is_among(block, found) else _DOUBTED
        weights[block.element] = weights.get(block.element, 0.0) + weight * len(block.text)
    if weights:
        for element in reversed(list(page.iter("*"))):  # those inside before those around them
            if (inner := weights.get(element)) and (above := element.getparent()) is not None:
                weights[above] = weights.get(above, 0.0) + inner
    return weights


def _inside(seen: Sequence[Block], page: HtmlElement, found: Found) -> list[Block]:
    """The blocks within the smallest element that holds nearly all prose, as far as it reaches."""
    weights = _weights(seen, page, found)
    if not weights:  # a page of short lines only
        short = [block for block in seen if _is_among(block, found)]
        return short if sum(_size(block.text) for block in short) >= _PARAGRAPH else []
    element = page
    while (best := max(element, key=lambda e: weights.get(e, 0.0), default=None)) is not None:
        if weights.get(best, 0.0) < _NEARLY_ALL * weights[element]:
            break
        element = best
    inner, beside = set(element.iter("*")), element.getparent()
    within = [
        block
        for block in seen
        # Or a paragraph beside it: the first often stands before what a subscriber sees.
        if block.element in inner or (block.element.tag == "p" and block.element.getparent() is beside)
    ]
    return _reach(within, found)


def _reach(within: list[Block], found: Found) -> list[Block]:
    """From the first to the last prose that trafilatura found, with its neighbours, and what is built so."""
    known = [_is_among(block, found) for block in within]
    sure = [n for n, block in enumerate(within) if known[n] and is_prose(block)]
    if not sure:
        return [block for n, block in enumerate(within) if known[n]] or within
    first, last = sure[0], sure[-1]
    while first > 0 and known[first - 1] and _is_sentence(within[first - 1]):
        first -= 1
    while last + 1 < len(within) and known[last + 1]:
        last += 1
    alike = {_build(within[n]) for n in sure}
    return [block for n, block in enumerate(within) if first <= n <= last or _build(block) in alike]


def _is_sentence(block: Block) -> bool:
    """Before the first paragraph stand the title, the day and the author, which end in no full stop."""
    return block.kind in ("item", "row") or block.text.endswith(_ENDS)


def _build(block: Block) -> tuple[tuple[str, str | None], ...]:
    """What an element and its parent are: those of an article's paragraphs are the same."""
    parent = block.element.getparent()
    both = (block.element,) if parent is None else (block.element, parent)
    return tuple((str(element.tag), element.get("class")) for element in both)


def _tidy(inside: Sequence[Block], titles: set[str]) -> list[Block]:
    """Leave out the title, what stands twice, mere links, and lines about the page."""
    kept: list[Block] = []
    told: set[str] = set()
    for block in inside:
        key = _key(block.text)
        if not key or key in titles or block.link_share > _ALL_LINKS or is_notice(block.text):
            continue
        if len(key) < _REPEATED or key not in told:
            kept.append(block)
            told.add(key)
    return list(_without_end(kept))


def _without_end(kept: list[Block]) -> Iterator[Block]:
    """A heading with nothing behind it led to what was left out."""
    last = max((n for n, block in enumerate(kept) if block.kind != "head"), default=-1)
    yield from kept[: last + 1]


def _key(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()


def _runs(text: str) -> Runs:
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))


def _is_among(block: Block, found: Found) -> bool:
    """Whether most runs of words of a block are in what was found."""
    runs = _runs(block.text)
    return len(runs & found.runs) >= _MOSTLY * len(runs) if runs else _key(block.text) in found.lines
