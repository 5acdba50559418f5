"""The vectors the archive keeps: which passages wait for theirs, and those that have them.

Knows tables and bytes; nothing about the model that makes vectors or the index that searches them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from ingest.archive import Archive
from ingest.embedding.model import DIMENSIONS
from ingest.holdings.catalogue import visible, within
from ingest.holdings.reader import EVERYTHING, Reader, Window
from ingest.schema import articles, log, passages, pending, vectors, versions
from ingest.sql import journal, switch
from ingest.sql.journal import note

Vectors = NDArray[np.float16]
_PARAMETERS = 2_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article whose passages wait for their vectors."""

    article_id: str
    version: int
    texts: tuple[str, ...]
    model: str = ""  # that is to make them


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of whole articles, one below the other."""

    stems: Sequence[str]  # of each article the id of a passage without its number
    ends: NDArray[np.int64]  # of each article the row after its last
    rows: Vectors  # (n, 384)

    def passage_id(self, row: int) -> str:
        """Id of the passage whose vector is this row."""
        n = int(np.searchsorted(self.ends, row, side="right"))
        return f"{self.stems[n]}-{row - (self.ends[n - 1] if n else 0)}"

    @property
    def ids(self) -> list[str]:
        """Ids of all rows, in order."""
        counts = np.diff(self.ends, prepend=0).tolist()
        return [f"{stem}-{n}" for stem, count in zip(self.stems, counts, strict=True) for n in range(count)]


def waiting(archive: Archive, limit: int) -> list[Waiting]:
    """Articles to embed next: what came in first, then what only another model has read, newest first."""
    with archive.reading() as connection:
        rows = connection.execute(
            select(articles.c.id, articles.c.version, versions.c.text)
            .join(pending, pending.c.article_id == articles.c.id)
            .join(
                versions,
                (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version),
            )
            .order_by(pending.c.seq)
            .limit(limit)
        ).all()
        model = switch.wanted(connection)
        return [Waiting(row.id, row.version, _texts(connection, row.id, row.text), model) for row in rows]


def is_waiting(archive: Archive) -> bool:
    """Whether any passage waits for its vector."""
    with archive.reading() as connection:
        return connection.execute(select(pending.c.article_id).limit(1)).first() is not None


def waiting_passages(archive: Archive, reader: Reader = EVERYTHING) -> int:
    """Count the passages that wait for their vectors, as far as this reader may know of them."""
    return _count(archive, articles.c.id.in_(select(pending.c.article_id)), *visible(reader))


def embedded_passages(archive: Archive, reader: Reader = EVERYTHING) -> int:
    """Count the passages that have the vectors that are searched, as far as this reader may know of them."""
    read = articles.c.id.in_(select(vectors.c.article_id).where(_of(archive.model)))
    return _count(archive, read, *visible(reader))


def keep_vectors(archive: Archive, done: Waiting, made: Vectors) -> bool:
    """Keep the vectors of an article's passages, in order.

    False if it has changed meanwhile, or vectors of another model are wanted now.
    """
    with archive.writing() as connection:
        still = select(articles.c.id).where(
            articles.c.id == done.article_id, articles.c.version == done.version
        )
        if connection.execute(still).one_or_none() is None or switch.wanted(connection) != done.model:
            return False
        mine = vectors.c.article_id == done.article_id
        connection.execute(delete(pending).where(pending.c.article_id == done.article_id))
        connection.execute(delete(vectors).where(mine, _of(done.model)))
        row = {"article_id": done.article_id, "version": done.version, "model": done.model}
        connection.execute(insert(vectors).values(vectors=made.astype("<f2").tobytes(), **row))
        note(connection, "embedded", done.article_id, done.version, len(made))
    return True


def vectors_of(archive: Archive, passage_ids: Iterable[str], model: str | None = None) -> dict[str, Vectors]:
    """Vectors of these passages, (384,) float16 each; those without one are left out."""
    wanted = dict.fromkeys(passage_ids)
    found = of_articles(archive, {stem.rpartition("-")[0] for stem in _stems(wanted)}, model)
    return {i: row for i, row in zip(found.ids, found.rows, strict=True) if i in wanted}


def of_articles(archive: Archive, article_ids: Iterable[str], model: str | None = None) -> Embedded:
    """Vectors of all passages of these articles; those that have none yet are left out.

    They are of the model that is searched, unless another is named.
    """
    mine = _of(archive.model if model is None else model)
    ids = list(article_ids)
    parts = [ids[n : n + _PARAMETERS] for n in range(0, len(ids), _PARAMETERS)]
    return _read(archive, [select(vectors).where(vectors.c.article_id.in_(part), mine) for part in parts])


def inside(archive: Archive, reader: Reader, window: Window, model: str) -> Embedded:
    """Vectors of all passages the reader may see in a window: for narrow ones only."""
    chosen = select(vectors).join(articles, articles.c.id == vectors.c.article_id)
    return _read(archive, [chosen.where(*visible(reader), *within(window), _of(model))])


def languages_of(archive: Archive, article_ids: Iterable[str]) -> dict[str, str | None]:
    """Languages of these articles."""
    named = select(articles.c.id, articles.c.language).where(articles.c.id.in_(list(article_ids)))
    with archive.reading() as connection:
        return {row.id: row.language for row in connection.execute(named)}


def waiting_among(archive: Archive, article_ids: Iterable[str]) -> set[str]:
    """Those of these articles whose passages wait for their vectors."""
    theirs = select(pending.c.article_id).where(pending.c.article_id.in_(list(article_ids)))
    with archive.reading() as connection:
        return set(connection.scalars(theirs))


def retired(archive: Archive, article_ids: Iterable[str]) -> list[journal.Entry]:
    """Lines of the log that tell of the earlier versions of these articles."""
    with archive.reading() as connection:
        return journal.retired(connection, article_ids)


def retired_of_waiting(archive: Archive) -> list[str]:
    """Ids that passages had in earlier versions of articles whose new words wait for their vectors."""
    theirs = log.c.kind == "removed", log.c.article_id.in_(select(pending.c.article_id))
    with archive.reading() as connection:
        entries = [journal.Entry(*row) for row in connection.execute(select(log).where(*theirs))]
    return [i for entry in entries for i in entry.passage_ids]


def newest_lines(archive: Archive, article_ids: Iterable[str]) -> dict[str, int]:
    """Of each article the last line of the log that tells of its vectors."""
    told = select(log.c.article_id, func.max(log.c.seq)).where(
        log.c.kind == "embedded", log.c.article_id.in_(list(article_ids))
    )
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(told.group_by(log.c.article_id))}


def _of(model: str) -> ColumnElement[bool]:
    return vectors.c.model == model


def _read(archive: Archive, queries: Iterable[Select[tuple[str, str, int, bytes]]]) -> Embedded:
    with archive.reading() as connection:
        rows = [row for query in queries for row in connection.execute(query)]
    stems = [f"{row.article_id}-{row.version}" for row in rows]
    made = np.frombuffer(b"".join([row.vectors for row in rows]), dtype="<f2").reshape(-1, DIMENSIONS)
    ends = np.cumsum([len(row.vectors) // (2 * DIMENSIONS) for row in rows], dtype=np.int64)
    return Embedded(stems, ends, made)


def _stems(passage_ids: Iterable[str]) -> set[str]:
    return {passage_id.rpartition("-")[0] for passage_id in passage_ids}


def _count(archive: Archive, *which: ColumnElement[bool]) -> int:
    with archive.reading() as connection:
        return connection.scalar(select(func.sum(articles.c.passages)).where(*which)) or 0


def _texts(connection: Connection, article_id: str, text: str) -> tuple[str, ...]:
    rows = connection.execute(
        select(passages.c.start, passages.c.stop)
        .where(passages.c.article_id == article_id)
        .order_by(passages.c.ordinal)
    )
    return tuple(text[row.start : row.stop] for row in rows)
