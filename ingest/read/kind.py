"""Tell what a page holds of its article: all of it, a part before a paywall, or a live blog so far."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from ingest.article import Kind
from ingest.read import linked
from ingest.read.blocks import Block, around, line
from ingest.read.body import is_prose
from ingest.read.declared import Declared
from ingest.read.linked import Node

_POSTS = 6  # with a time each
_MOST_OF_IT = 0.6  # of the words the page says its article has
_STUB_WORDS, _SHORT_WORDS = 300, 150
_GATED_LETTERS = 200  # behind the paywall; fewer are a notice
_SELECTOR = re.compile(r"[.#][\w-]+$")
_MOST_GATES = 50
_SUBSCRIBE = re.compile(
    r"""(subscribe|sign\sin|log\sin|register|sign\sup)\s(now\s)?to\s(continue|keep|read|unlock|finish)
    | continue\sreading\s(this|your|with|for|by) | to\s(continue|keep)\sreading
    | to\sread\sthe\s(full|rest|whole)
    | (article|story|content)\sis\s(only\s|exclusively\s)?(available\s)?(for|to)\s.{0,30}(subscribers|members)
    | (for|to)\ssubscribers\sonly | subscriber-?\s?(only|exclusive)
    | nur\sfür\sabonnent | mit\s.{0,20}abo\s(weiter)?lesen | réservé\s.{0,20}abonnés
    | il\svous\sreste\s.{0,40}à\slire
    | (exclusivo|exclusiva)\s(para|de)\s(assinantes|suscriptores) | solo\spara\ssuscriptores
    | (только|лише|тільки)\s(для|по)\s(подписчик|передплатник) | riservato\sagli\sabbonati""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOKED_AT = 100_000  # letters of a page


def kind_of(page: HtmlElement, body: Sequence[Block], declared: Declared, words: int) -> Kind:
    """What kind of article a page of so many words holds; the plain kind unless there is good reason."""
    if declared.is_live or _posts(page, body) >= _POSTS:
        return "live"
    return "paywall" if _is_stub(page, words, declared.article) else "article"


def _posts(page: HtmlElement, body: Sequence[Block]) -> int:
    """How many parts of the body, all built alike, begin with a time of their own."""
    prose = around(block.element for block in body if is_prose(block))
    parts: dict[HtmlElement, str] = {}
    for time in page.iter("time"):
        part = next((e for e in time.iterancestors() if e in prose), None)
        if part is not None and part.tag != "p":
            parts.setdefault(part, time.get("datetime") or line(time.text_content()))
    builds: dict[tuple[str, str | None], set[str]] = {}
    for part, at in parts.items():
        builds.setdefault((str(part.tag), part.get("class")), set()).add(at)
    return max(map(len, builds.values()), default=0)


def _is_stub(page: HtmlElement, words: int, article: Node) -> bool:
    """Whether words are missing: of what the page says costs, or where it asks to subscribe for the rest."""
    if not _costs(article):
        return words < _SHORT_WORDS and bool(_SUBSCRIBE.search(line(page.text_content()[:_LOOKED_AT])))
    if (whole := _number(article.get("wordCount"))) is not None:
        return words < _MOST_OF_IT * whole
    behind = _letters_behind(page, _gates(article))
    return words < _STUB_WORDS if behind is None else behind < _GATED_LETTERS


def _costs(article: Node) -> bool:
    parts = linked.objects(article.get("hasPart"))
    said = [node.get("isAccessibleForFree") for node in (article, *parts)]
    return any(str(value).strip().lower().rpartition("/")[2] == "false" for value in said)


def _number(value: object) -> int | None:
    text = str(value).strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else None


def _gates(article: Node) -> set[str]:
    """The classes and ids, with their signs, of what is behind the paywall."""
    parts = linked.objects(article.get("hasPart"))
    said = [text for part in parts for text in linked.texts(part.get("cssSelector"))]
    return {match[0] for text in said if (match := _SELECTOR.search(text.strip()))}


def _letters_behind(page: HtmlElement, gates: set[str]) -> int | None:
    """The letters of the longest element behind the paywall; None where the page has none it names."""
    behind = (e for e in page.iter("*") if gates and gates & _signs(e))
    return max((len(line(e.text_content())) for e in islice(behind, _MOST_GATES)), default=None)


def _signs(element: HtmlElement) -> set[str]:
    names = {f".{name}" for name in element.get("class", "").split()}
    return names | {f"#{element.get('id')}"}
