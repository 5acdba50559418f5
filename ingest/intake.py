"""Take articles in: clean them, name their language, split them, keep them."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest import held_back
from ingest.archive import Archive, Cut, Kept
from ingest.article import Article, storable
from ingest.language import language_of
from ingest.split import split
from ingest.tokens import Measure

# A clock may be a day behind, and a day begins up to fourteen hours earlier elsewhere.
_AHEAD = timedelta(days=2)


def keep(article: Article, archive: Archive, measure: Measure) -> Kept:
    """Split an article and keep it; the same content again does no work."""
    (kept,) = keep_all([article], archive, measure)
    return kept


def keep_all(given: Sequence[Article], archive: Archive, measure: Measure) -> list[Kept]:
    """Keep articles in one transaction, in order: one wait for the disk for all of them.

    A date in the future is told in the notice, and the article is undated until it comes again later.
    """
    now = datetime.fromtimestamp(time.time(), UTC)
    named = [_named(_dated(storable(article), now)) for article in given]
    known = _known_once(named, archive)
    cuts = [_cut(article, measure) for article, held in zip(named, known, strict=True) if held is None]
    kept = iter(archive.add_all(cuts) if cuts else ())
    told = [held or next(kept) for held in known]
    until = held_back.until(archive, [one.article_id for one in told], now)
    return [
        replace(one, notice=_notice(article, now), embargo_until=until.get(one.article_id))
        for one, article in zip(told, given, strict=True)
    ]


def _latest(article: Article, now: datetime) -> datetime:
    """The latest day that can be believed: of embargoed news, when it may be told."""
    return max(now, article.embargo_until or now) + _AHEAD


def _dated(article: Article, now: datetime) -> Article:
    """Without dates that have not come: a wrong year must not be the newest of all news."""
    latest = _latest(article, now)
    if article.published_at and article.published_at > latest:
        article = replace(article, published_at=None, published_day=False, published_zone=None)
    is_ahead = article.updated_at is not None and article.updated_at > latest
    return replace(article, updated_at=None) if is_ahead else article


def _notice(article: Article, now: datetime) -> str | None:
    if article.published_at is None or article.published_at <= _latest(article, now):
        return None
    day = article.published_at.date().isoformat()
    return f"dated {day}, which is in the future: kept without a date, and searches by date leave it out"


def _known_once(given: Sequence[Article], archive: Archive) -> list[Kept | None]:
    """What is held of each; an article given a second time may have been replaced in between."""
    seen: set[str] = set()
    known = []
    for article, held in zip(given, archive.known(given), strict=True):
        known.append(None if article.id in seen else held)
        seen.add(article.id)
    return known


def _cut(article: Article, measure: Measure) -> Cut:
    return Cut(article, split(article.text, measure))


def _named(article: Article) -> Article:
    return article if article.language else replace(article, language=language_of(article.text))
