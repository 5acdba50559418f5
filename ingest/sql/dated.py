"""Which dates have come: one that lies ahead is told as such, and is nobody's age.

A date lies ahead until its moment has come in every zone that it may have been said in: a day, or an hour
without a zone, begins up to fourteen hours earlier in the far east than in UTC.
"""

import time
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, case, or_

from ingest.article import Article
from ingest.schema import articles
from ingest.times import seconds

FAR_EAST_S = 14 * 3_600  # the zone that is farthest ahead of UTC


def is_ahead(at: int | None, is_day: bool, zone: int | None, now: int) -> bool:
    """Whether a date has not come yet."""
    return at is not None and at > now + (FAR_EAST_S if is_day or zone is None else 0)


def lies_ahead(article: Article, now: datetime) -> bool:
    """Whether an article bears a date that has not come yet."""
    at = seconds(article.published_at) if article.published_at else None
    return is_ahead(at, article.published_day, article.published_zone, seconds(now))


def has_come(now: int | None = None) -> ColumnElement[bool]:
    """The condition that the date of an article has come: by ``now``, or by the time the query is run."""
    at = articles.c.published_at
    loose = or_(articles.c.published_day, articles.c.published_zone.is_(None))
    return and_(at <= _moment(now, FAR_EAST_S), or_(at <= _moment(now), loose))


def published(now: int | None = None) -> ColumnElement[int | None]:
    """The date of an article where it has come, else null."""
    return case((has_come(now), articles.c.published_at))


def _moment(now: int | None, more_s: int = 0) -> ColumnElement[int]:
    if now is not None:
        return bindparam(None, now + more_s, BigInteger)
    return bindparam(None, type_=BigInteger, callable_=lambda: int(time.time()) + more_s)
