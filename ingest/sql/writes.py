"""Write versions of articles as rows, those of many articles in as many statements as of one.

Works in the transaction it is given; decides nothing about what is kept.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from ingest.article import Article
from ingest.schema import articles, log, passages, versions
from ingest.sql import revision
from ingest.texts.corrections import notice

_VERSION = ("version", "title", "published_at", "passages")  # what a version has of its article's row
Row = dict[str, Any]  # columns of several types


@dataclass(frozen=True, slots=True)
class Version:
    """A text of an article, cut into passages at these offsets."""

    article: Article
    number: int
    spans: Sequence[tuple[int, int]]


def are_new(connection: Connection, ids: Sequence[str]) -> list[bool]:
    """Tell of each id whether nothing was ever kept under it; of two that are equal the second is not new."""
    seen = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(ids))))
    seen.update(connection.scalars(select(log.c.article_id).where(log.c.article_id.in_(ids))))
    new = []
    for each in ids:
        new.append(each not in seen)
        seen.add(each)
    return new


def write(connection: Connection, given: Sequence[Version], are_held: bool) -> list[str | None]:
    """Write what an article is now, its version and its passages; of none that has passages already.

    Returns for each the notice in its text that says what was wrong before.
    """
    now = int(time.time())
    rows = [(version.article.id, version, _row(version)) for version in given]
    if are_held:
        for article_id, _, row in rows:
            connection.execute(update(articles).where(articles.c.id == article_id).values(**row))
    else:
        connection.execute(insert(articles), [{"id": i, "added_at": now, **row} for i, _, row in rows])
    texts = [_text(i, version, row) | {"added_at": now} for i, version, row in rows]
    connection.execute(insert(versions), texts)
    if cut := [passage for article_id, version, _ in rows for passage in _passages(article_id, version)]:
        connection.execute(insert(passages), cut)
    return [text["correction"] for text in texts]


def _row(version: Version) -> Row:
    own: Row = {"version": version.number, "passages": len(version.spans)}
    return revision.row_of(version.article) | own


def _text(article_id: str, version: Version, row: Row) -> Row:
    text = version.article.text
    own: Row = {"article_id": article_id, "text": text, "correction": notice(text)}
    return own | {name: row[name] for name in _VERSION}


def _passages(article_id: str, version: Version) -> Iterator[Row]:
    for n, (start, stop) in enumerate(version.spans):
        own = f"{article_id}-{version.number}-{n}"
        yield {"id": own, "article_id": article_id, "ordinal": n, "start": start, "stop": stop}
