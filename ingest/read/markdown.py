"""Markdown to one Article: the words as a reader sees them, without the marks that lay them out.

Knows CommonMark with tables; offsets are into the text that is made here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.article import Article
from ingest.errors import TooLarge
from ingest.read import byline, front
from ingest.read.piece import Piece
from ingest.read.text import ARTICLE_BYTES, TITLE_LETTERS, Details, decode, from_text

_INLINE_LETTERS = 10_000  # of one paragraph; marks in a longer one would take too long to match, and stay
_NOTE = re.compile(r"\[\^[^\]\s]{1,30}\]:?")  # the mark of a footnote, here and there
_TASK = re.compile(r"^\[[ xX]\] ")
_TEXTS = ("text", "text_special", "code_inline")
_LIST = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item or row as it is read."""

    text: str
    level: int = 0  # of a heading, 1 to 6
    is_close: bool = False  # belongs to the block before it: a further item or row


def read(data: bytes, name: str, details: Details) -> list[Piece]:
    """Read a Markdown file; its title is declared, or its first heading, which then leaves the text.

    Raises SourceUnreadable for an empty, binary or wrongly encoded text, TooLarge above 2 MB, BadField for
    front matter that names no date or no rights where it should.
    """
    if len(data) > 2 * ARTICLE_BYTES + 2:  # UTF-16 takes twice the bytes, and a mark
        raise TooLarge(name, len(data), ARTICLE_BYTES)
    return [Piece(article_of(decode(data, name), name, details))]


def article_of(text: str, name: str, details: Details) -> Article:
    """Make an article of Markdown that is already decoded; raises what read does."""
    declared, body = front.taken(text.replace("\x00", ""))
    told = front.known(declared, details)
    heading, found = _titled(blocks(body), told.title)
    article = from_text(_joined(found), name, replace(told, title=told.title or heading))
    published = declared.moment("published") if details.published_at is None else None
    updated = declared.moment("updated")
    return replace(
        article,
        authors=declared.authors or byline.authors(article.text),
        language=declared.language,
        published_zone=published.zone if published else None,
        updated_at=updated.at if updated else None,
    )


def blocks(text: str) -> list[Block]:
    """The blocks of a text in order; links without their addresses, pictures and what is struck out left."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("inline")
    env: dict[str, Any] = {}  # Any: the parser's own notes, on the addresses of links named elsewhere
    return list(_Walk(parser.parse(text, env), env).blocks())


def _titled(found: list[Block], title: str | None) -> tuple[str | None, list[Block]]:
    """Take the title off the top, or the first heading of the first level from wherever it stands."""
    heads = [n for n, block in enumerate(found) if block.level and (n == 0 or block.level == 1)]
    if not heads or len(found) == 1:
        return None, found
    at = heads[0]
    heading = " ".join(found[at].text.split())
    if title is not None and title.casefold() != heading.casefold():
        return None, found
    return heading[:TITLE_LETTERS], found[:at] + found[at + 1 :]


def _joined(found: Sequence[Block]) -> str:
    text = "".join(("\n" if block.is_close else "\n\n") + block.text for block in found).strip("\n")
    return f"{text}\n" if text else ""


class _Walk:
    """One way through the parser's tokens; open are the lists it stands in."""

    def __init__(self, tokens: Sequence[Token], env: dict[str, Any]) -> None:
        self._tokens = tokens
        self._env = env
        self._lines = MarkdownIt("commonmark").enable("strikethrough")
        self._marks: list[str] = []  # of each item that has begun, until it is written
        self._lists: list[int | None] = []  # the next number of each list, None for bullets
        self._is_close = False

    def blocks(self) -> Iterator[Block]:
        """Yield each block with its words."""
        for at, token in enumerate(self._tokens):
            if token.type in ("fence", "code_block"):
                yield from self._block(token.content)
            elif token.type == "html_block":
                yield from self._block(_without_tags(token.content))
            elif token.type == "tr_open":
                yield from self._block(" | ".join(filter(None, self._row(at))))
                self._is_close = True
            elif token.type == "inline" and self._tokens[at - 1].type not in ("th_open", "td_open"):
                level = int(token_tag[1]) if (token_tag := self._tokens[at - 1].tag)[:1] == "h" else 0
                yield from self._block(self._words(token), level)
            else:
                self._step(token)

    def _step(self, token: Token) -> None:
        """Follow lists, which say how their items begin and that these belong together."""
        if token.type in _LIST:
            start = int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None
            self._lists.append(start)
        elif token.type == "list_item_open":
            number = self._lists[-1]
            self._marks = ["- " if number is None else f"{number}. "]
            self._lists[-1] = None if number is None else number + 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
            self._is_close = bool(self._lists)
        elif token.type in ("table_open", "table_close"):
            self._is_close = False

    def _block(self, text: str, level: int = 0) -> Iterator[Block]:
        text = "\n".join(line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line)
        if not text:
            return
        mark = self._marks.pop() if self._marks else ""
        yield Block(mark + (_TASK.sub("", text) if mark else text), level, self._is_close)
        self._is_close = bool(self._lists)

    def _row(self, at: int) -> Iterator[str]:
        for token in map(self._tokens.__getitem__, count(at + 1)):
            if token.type == "tr_close":
                return
            if token.type == "inline":
                yield " ".join(self._words(token).split())

    def _words(self, token: Token) -> str:
        """The words of a paragraph."""
        if len(token.content) > _INLINE_LETTERS:
            return token.content.replace("\n", " ")
        (line,) = self._lines.parseInline(token.content, self._env)
        return _NOTE.sub("", "".join(_shown(line.children or [])))


def _shown(tokens: Sequence[Token]) -> Iterator[str]:
    """What is seen of a line; what is struck out was taken back."""
    struck = 0
    for token in tokens:
        struck += {"s_open": 1, "s_close": -1}.get(token.type, 0)
        if struck:
            continue
        if token.type in _TEXTS:
            yield token.content
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak" or (
            token.type == "html_inline" and token.content[:3].lower() == "<br"
        ):
            yield "\n"


def _without_tags(html: str) -> str:
    from ingest.read.plain import plain  # brings a parser of HTML, which most files need not

    return plain(html)
