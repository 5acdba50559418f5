"""What is known of an article that comes again: completed from what is held of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from ingest.article import Article


def completed(article: Article, held: Row[*tuple[Any, ...]]) -> Article:  # Any: the columns are named
    """What was known and is not said again stays known: rights and embargo, without an address all."""
    article = _still_held_back(article, held)
    if article.url:
        return article
    published_at, is_day = article.published_at, article.published_day
    if published_at is None and held.published_at is not None:
        published_at, is_day = _moment(held.published_at), bool(held.published_day)
    return replace(
        article,
        outlet=article.outlet or held.outlet,
        authors=article.authors or tuple(json.loads(held.authors)),
        published_at=published_at,
        published_day=is_day,
    )


def _still_held_back(article: Article, held: Row[*tuple[Any, ...]]) -> Article:  # Any: as above
    """Silence lifts nothing; nor does it give words that are held back away as a title."""
    known = replace(article, embargo_until=article.embargo_until or _moment(held.embargo_until))
    if article.rights or held.rights == "full":
        return known
    is_of_text = " ".join(article.text.split()).startswith(article.title.removesuffix(" …"))
    return replace(known, rights=held.rights, title=held.title if is_of_text else article.title)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
