"""The vectors the archive keeps: which passages wait for theirs, and those that have them.

Knows tables and bytes; nothing about the model that makes vectors or the index that searches them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select

from ingest.archive import Archive, note
from ingest.schema import articles, passages, pending, vectors, versions

Vectors = NDArray[np.float16]
_PARAMETERS = 2_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article whose passages wait for their vectors."""

    article_id: str
    version: int
    texts: tuple[str, ...]


def waiting(archive: Archive, limit: int) -> list[Waiting]:
    """Articles to embed next, oldest first."""
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
        return [Waiting(row.id, row.version, _texts(connection, row.id, row.text)) for row in rows]


def waiting_passages(archive: Archive) -> int:
    """Count the passages that wait for their vectors."""
    with archive.reading() as connection:
        waits = articles.c.id.in_(select(pending.c.article_id))
        return connection.scalar(select(func.sum(articles.c.passages)).where(waits)) or 0


def embedded_passages(archive: Archive) -> int:
    """Count the passages that have their vectors."""
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(vectors)) or 0


def keep_vectors(archive: Archive, done: Waiting, made: Vectors) -> bool:
    """Keep the vectors of an article's passages, in order; False if it has changed meanwhile."""
    with archive.writing() as connection:
        still = select(articles.c.id).where(
            articles.c.id == done.article_id, articles.c.version == done.version
        )
        if connection.execute(still).one_or_none() is None:
            return False
        connection.execute(delete(pending).where(pending.c.article_id == done.article_id))
        rows = [
            {
                "passage_id": f"{done.article_id}-{done.version}-{n}",
                "vector": vector.tobytes(),
            }
            for n, vector in enumerate(made.astype("<f2"))
        ]
        mine = select(passages.c.id).where(passages.c.article_id == done.article_id)
        connection.execute(delete(vectors).where(vectors.c.passage_id.in_(mine)))
        connection.execute(insert(vectors), rows)
        note(connection, "embedded", done.article_id, done.version, len(rows))
    return True


def vectors_of(archive: Archive, passage_ids: Sequence[str]) -> dict[str, Vectors]:
    """Vectors of these passages, (384,) float16 each; those without one are left out."""
    found = {}
    with archive.reading() as connection:
        for n in range(0, len(passage_ids), _PARAMETERS):
            part = passage_ids[n : n + _PARAMETERS]
            for row in connection.execute(select(vectors).where(vectors.c.passage_id.in_(part))):
                found[row.passage_id] = np.frombuffer(row.vector, dtype="<f2")
    return found


def _texts(connection: Connection, article_id: str, text: str) -> tuple[str, ...]:
    rows = connection.execute(
        select(passages.c.start, passages.c.stop)
        .where(passages.c.article_id == article_id)
        .order_by(passages.c.ordinal)
    )
    return tuple(text[row.start : row.stop] for row in rows)
