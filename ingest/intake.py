"""Take articles in: clean them, name their language, split them, keep them."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ingest.archive import Archive, Check, Cut, Kept
from ingest.article import Article, storable
from ingest.holdings import addresses, held_back
from ingest.split import split
from ingest.sql.dated import lies_ahead
from ingest.texts.language import language_of
from ingest.texts.tokens import Measure


def keep(
    article: Article, archive: Archive, measure: Measure, check: Check = lambda connection: None
) -> Kept:
    """Split an article and keep it; the same content again does no work."""
    (kept,) = keep_all([article], archive, measure, check)
    return kept


def keep_all(
    given: Sequence[Article], archive: Archive, measure: Measure, check: Check = lambda connection: None
) -> list[Kept]:
    """Keep articles in one transaction, in order: one wait for the disk for all of them.

    Where there is something to write, ``check`` is made in that transaction first. A date in the future
    is told in the notice; the article counts as undated until then.
    """
    named = [_named(article) for article in addresses.settled(map(storable, given), archive)]
    known = _known_once(named, archive)
    cuts = [_cut(article, measure) for article, held in zip(named, known, strict=True) if held is None]
    kept = iter(archive.add_all(cuts, check) if cuts else ())
    told = [held or next(kept) for held in known]
    now = datetime.fromtimestamp(time.time(), UTC)
    until = held_back.until(archive, [one.article_id for one in told], now)
    return [
        replace(one, notice=one.notice or _notice(article, now), embargo_until=until.get(one.article_id))
        for one, article in zip(told, given, strict=True)
    ]


def _notice(article: Article, now: datetime) -> str | None:
    """Say that a date lies ahead; embargoed news may well be dated when it is lifted."""
    if article.published_at is None or not lies_ahead(article, max(now, article.embargo_until or now)):
        return None
    day = article.published_at.date().isoformat()
    return f"dated {day}, which is in the future: it counts as undated until then"


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
