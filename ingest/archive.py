"""The archive: SQL, the source of truth. Adds, removes, and tells in its log what changed.

An article is acknowledged when SQL has committed. Knows nothing about the index made from it.
"""

import json
import time
from calendar import timegm
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from ingest import copies, database, switch
from ingest.article import Article
from ingest.errors import OtherModel
from ingest.schema import articles, facts, log, passages, pending, vectors, versions

Status = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an article given to the archive."""

    status: Status
    article_id: str
    version: int
    passages: int


@dataclass(frozen=True, slots=True)
class Cut:
    """An article cut into passages at these offsets, to be kept."""

    article: Article
    spans: Sequence[tuple[int, int]]
    meaning: bool = True  # whether its passages are queued, if the model knows their language


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    seq: int
    kind: Literal["added", "embedded", "removed"]
    article_id: str
    version: int
    passages: int

    @property
    def passage_ids(self) -> list[str]:
        """Ids of all passages of this version, also when they are gone."""
        return [f"{self.article_id}-{self.version}-{n}" for n in range(self.passages)]


class Archive:
    """The tables of one home folder, open."""

    def __init__(self, home: Path) -> None:
        """Open, and bring the tables up to date; raises ArchiveUnusable."""
        self.engine = database.connect(home / "archive.db")
        self.name = self._fact("archive", uuid4().hex)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes; raises ArchiveUnusable when the disk refuses."""
        return database.writing(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection that reads; raises ArchiveUnusable when the file is damaged."""
        return database.reading(self.engine)

    def uses(self, model: str) -> None:
        """Note the embedding model at first use; raises OtherModel if vectors of another are wanted."""
        with self.reading() as connection:
            found = switch.wanted(connection)
        if not found:
            self.chooses(model)
        elif found != model:
            raise OtherModel(found, model)

    def chooses(self, model: str) -> None:
        """Have vectors made with this model from now on; those of another answer until all are made.

        For who owns the index: two processes of different settings would undo each other's work.
        """
        with self.writing() as connection:
            switch.choose(connection, model)

    @property
    def model(self) -> str:
        """The model whose vectors are searched; empty before the first is noted."""
        with self.reading() as connection:
            return switch.answering(connection)

    @property
    def coming(self) -> str:
        """The model whose vectors are being made to be searched next; empty where none is."""
        with self.reading() as connection:
            return switch.coming(connection)

    def goes_over(self) -> bool:
        """Let the coming model's vectors be searched from now on; False while one is missing."""
        with self.writing() as connection:
            return switch.finish(connection)

    def known(self, given: Sequence[Article]) -> list[Kept | None]:
        """What is held of each article's very content, in order, before any work is done on them."""
        ids = [article.id for article in given]
        with self.reading() as connection:
            rows = connection.execute(select(articles).where(articles.c.id.in_(ids))).all()
        held = {row.id: row for row in rows}
        return [
            Kept("unchanged", i, held[i].version, held[i].passages)
            if i in held and _same(held[i], _completed(article, held[i]))
            else None
            for i, article in zip(ids, given, strict=True)
        ]

    def add(self, article: Article, spans: Sequence[tuple[int, int]], meaning: bool = True) -> Kept:
        """Keep one article; see ``add_all``."""
        (kept,) = self.add_all([Cut(article, spans, meaning)])
        return kept

    def add_all(self, cuts: Iterable[Cut]) -> list[Kept]:
        """Keep articles in one transaction: all of them or, when it fails, none.

        The same content again changes nothing; other content under the same id becomes the next
        version.
        """
        with self.writing() as connection:
            kept = [_add(connection, cut) for cut in cuts]
            copies.join(connection, [each.article_id for each in kept if each.status != "unchanged"])
            return kept

    def remove(self, article_ids: Iterable[str]) -> list[str]:
        """Remove articles with all their versions, passages and vectors; return the ids found."""
        removed = []
        given = list(article_ids)
        with self.writing() as connection:
            copies.leave(connection, given)
            for article_id in given:
                held = connection.execute(select(articles).where(articles.c.id == article_id)).one_or_none()
                if held:
                    _retire(connection, held.id, held.version, held.passages)
                    connection.execute(delete(versions).where(versions.c.article_id == held.id))
                    connection.execute(delete(articles).where(articles.c.id == held.id))
                    removed.append(held.id)
        return removed

    def log_after(self, seq: int, limit: int) -> list[Entry]:
        """Lines of the log that follow ``seq``, in order."""
        with self.reading() as connection:
            rows = connection.execute(
                select(log).where(log.c.seq > seq).order_by(log.c.seq).limit(limit)
            ).all()
        return [Entry(*row) for row in rows]

    def last_seq(self) -> int:
        """Number of the newest line of the log."""
        with self.reading() as connection:
            return connection.scalar(select(func.max(log.c.seq))) or 0

    def _fact(self, name: str, value: str) -> str:
        """Read a fact, noting ``value`` if there is none yet."""
        query = select(facts.c.value).where(facts.c.name == name)
        with self.reading() as connection:
            if found := connection.scalar(query):
                return str(found)
        with self.writing() as connection:
            if found := connection.scalar(query):
                return str(found)
            connection.execute(insert(facts), {"name": name, "value": value})
        return value


def host_of(url: str | None) -> str | None:
    """Host of an address, without www."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _add(connection: Connection, cut: Cut) -> Kept:
    held = connection.execute(select(articles).where(articles.c.id == cut.article.id)).one_or_none()
    article = _completed(cut.article, held) if held else cut.article
    if held and _same(held, article):
        return Kept("unchanged", held.id, held.version, held.passages)
    version = _next_version(connection, article.id)
    if held:
        copies.leave(connection, [held.id])
        _retire(connection, held.id, held.version, held.passages)
    _write(connection, article, version, cut.spans, is_new=held is None)
    seq = note(connection, "added", article.id, version, len(cut.spans))
    if cut.spans and cut.meaning:
        switch.queue(connection, article.id, seq, article.language)
    return Kept("updated" if held else "added", article.id, version, len(cut.spans))


def _completed(article: Article, held: Row[*tuple[Any, ...]]) -> Article:  # Any: the columns are named
    """The same words again, without an address: what was known and is not said again stays known."""
    if article.url:
        return article
    published_at, is_day = article.published_at, article.published_day
    if published_at is None and held.published_at is not None:
        published_at, is_day = datetime.fromtimestamp(held.published_at, UTC), bool(held.published_day)
    return replace(
        article,
        outlet=article.outlet or held.outlet,
        authors=article.authors or tuple(json.loads(held.authors)),
        published_at=published_at,
        published_day=is_day,
    )


def _next_version(connection: Connection, article_id: str) -> int:
    """One more than the log has seen: what was removed and comes back never reuses a passage's id."""
    last = connection.scalar(select(func.max(log.c.version)).where(log.c.article_id == article_id))
    return (last or 0) + 1


def _same(row: Row[*tuple[Any, ...]], article: Article) -> bool:  # Any: the columns are named
    return (row.content, row.collection, row.embargo_until) == (
        article.content,
        article.collection,
        _seconds(article.embargo_until),
    )


def _write(
    connection: Connection, article: Article, version: int, cut: Sequence[tuple[int, int]], is_new: bool
) -> None:
    now, article_id = int(time.time()), article.id  # which is found anew each time it is asked for
    row = _row(article) | {"version": version, "passages": len(cut)}
    if is_new:
        # Values beside the statement: it is built once, and not as long as SQLite takes to do it.
        connection.execute(insert(articles), {"id": article_id, "added_at": now, **row})
    else:
        connection.execute(update(articles).where(articles.c.id == article_id).values(**row))
    kept = {name: row[name] for name in ("version", "title", "published_at", "passages")}
    given = {"article_id": article_id, "text": article.text, "added_at": now, **kept}
    connection.execute(insert(versions), given)
    rows = [
        {"id": f"{article_id}-{version}-{n}", "article_id": article_id, "ordinal": n, "start": a, "stop": b}
        for n, (a, b) in enumerate(cut)
    ]
    if rows:
        connection.execute(insert(passages), rows)


def _row(article: Article) -> dict[str, object]:
    """The columns of an article that come from itself."""
    return {
        "content": article.content,
        "collection": article.collection,
        "embargo_until": _seconds(article.embargo_until),
        "url": article.url,
        "host": host_of(article.url),
        "outlet": article.outlet,
        "outlet_key": article.outlet.casefold() if article.outlet else None,
        "title": article.title,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "language": article.language,
        "published_at": _seconds(article.published_at),
        "published_day": article.published_day,
        "published_zone": article.published_zone,
        "updated_at": _seconds(article.updated_at),
        "kind": article.kind,
        "rights": article.rights,
    }


def _seconds(moment: datetime | None) -> int | None:
    return timegm(moment.utctimetuple()) if moment else None


def _retire(connection: Connection, article_id: str, version: int, count: int) -> None:
    """Remove what is derived from a version, and say so in the log."""
    for table in (vectors, passages, pending):
        connection.execute(delete(table).where(table.c.article_id == article_id))
    note(connection, "removed", article_id, version, count)


def note(connection: Connection, kind: str, article_id: str, version: int, count: int) -> int:
    """Write a line of the log; return its seq."""
    values = {"kind": kind, "article_id": article_id, "version": version, "passages": count}
    key = connection.execute(insert(log), values).inserted_primary_key
    return int(key[0]) if key else 0
