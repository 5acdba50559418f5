"""What is held back of an article, when it comes again without a word of it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from ingest.article import Article


def still_held_back(article: Article, held: Row[*tuple[Any, ...]]) -> Article:  # Any: the columns are named
    """Silence lifts neither rights nor embargo; nor does it give words that are held back away as a title."""
    known = replace(article, embargo_until=article.embargo_until or _moment(held.embargo_until))
    if article.rights or held.rights == "full":
        return known
    is_of_text = " ".join(article.text.split()).startswith(article.title.removesuffix(" …"))
    return replace(known, rights=held.rights, title=held.title if is_of_text else article.title)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
