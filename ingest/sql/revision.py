"""An article that comes again: what of it is new against what is held.

Knows one held row and its text; decides nothing about passages or vectors.
"""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Row

from ingest.article import Article
from ingest.texts.alike import is_same, plain
from ingest.texts.completed import still_held_back
from ingest.times import seconds

Held = Row[*tuple[Any, ...]]  # of the articles table. Any: the columns are named, not counted
_ADDRESS = ("url", "host")  # one page has many addresses; another one is no change of it
_STUBS = ("teaser", "paywall")


def row_of(article: Article) -> dict[str, object]:
    """The columns of an article that come from itself."""
    return {
        "content": article.content,
        "collection": article.collection,
        "embargo_until": seconds(article.embargo_until) if article.embargo_until else None,
        "url": article.url,
        "host": host_of(article.url),
        "outlet": article.outlet,
        "outlet_key": article.outlet.casefold() if article.outlet else None,
        "title": article.title,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "language": article.language,
        "published_at": seconds(article.published_at) if article.published_at else None,
        "published_day": article.published_day,
        "published_zone": article.published_zone,
        "updated_at": seconds(article.updated_at) if article.updated_at else None,
        "kind": article.kind,
        "rights": article.rights or "full",
    }


def described(article: Article) -> dict[str, object]:
    """The same without its address."""
    return {name: value for name, value in row_of(article).items() if name not in _ADDRESS}


def host_of(url: str | None) -> str | None:
    """Host of an address, without www."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def completed(article: Article, held: Held) -> Article:
    """The article, with what was known of it and is not said again, or less exactly."""
    told = still_held_back(article, held)
    if held.published_at is not None and _is_vaguer(article, held):
        told = replace(
            told,
            published_at=_moment(held.published_at),
            published_day=bool(held.published_day),
            published_zone=held.published_zone,
        )
    return replace(
        told,
        outlet=told.outlet or held.outlet,
        authors=told.authors or tuple(json.loads(held.authors)),
        updated_at=told.updated_at or (_moment(held.updated_at) if held.updated_at is not None else None),
    )


def _is_vaguer(article: Article, held: Held) -> bool:
    """Whether an article says no more of its date than is held: nothing, or that day, or no zone.

    Where the only date is that of its last change, it is no younger for that than it was.
    """
    at, known = article.published_at, _moment(held.published_at)
    if at is None or (at == article.updated_at and at > known):
        return True
    if article.published_day:
        return at.date() == known.date()
    return seconds(at) == held.published_at and article.published_zone is None and not held.published_day


def settled(article: Article, held: Held, text: str) -> Article:
    """The article as it is kept: what differs in its edges and its way of writing only stays as held."""
    told = completed(article, held)
    if is_same(text, told.text):
        told = replace(told, text=text)
    if plain(held.title) == plain(told.title):
        told = replace(told, title=held.title)
    return told


def is_unchanged(held: Held, article: Article) -> bool:
    """Whether all that is kept of an article is as it was."""
    return all(getattr(held, name) == value for name, value in described(article).items())


def is_touched(held: Held, article: Article) -> bool:
    """Whether nothing but the moment has changed at which its source says it was last touched."""
    changed = {name for name, value in described(article).items() if getattr(held, name) != value}
    return changed == {"updated_at"}


def is_stub(article: Article, held: Held) -> bool:
    """Whether it is but a part of what is held whole: a page that is behind a wall by now."""
    return article.kind in _STUBS and held.kind not in _STUBS


def would_hide(article: Article, held: Held) -> bool:
    """Whether a new text under embargo would take the place of one that everybody may see."""
    now = time.time()
    until = seconds(article.embargo_until) if article.embargo_until else 0
    return until > now and (held.embargo_until is None or held.embargo_until <= now)


def held_over(article: Article) -> str:
    """Say what became of a new text under embargo where the earlier one is published."""
    until = f"{article.embargo_until:%Y-%m-%d %H:%M} UTC"
    return f"not taken: an earlier text is published here and stays so; give this one again from {until} on"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
