"""txtai: BM25 and Faiss side by side (`hybrid=True`), texts kept, vectors handed over by a function."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from txtai import Embeddings

from bench.peers.candidate import Candidate, Search
from bench.peers.given import LIMIT, Given, Vector


def build(given: Given, _saved: Path) -> Embeddings:
    """Index texts and vectors; all but the vectors' origin is left at the defaults."""
    rows: dict[int, Vector] = {}

    def vectors_of(texts: list[str]) -> Vector:
        return np.stack([rows[hash(text)] for text in texts])

    def passages() -> Iterator[tuple[str, dict[str, str]]]:
        for row, vector in given.passages():
            rows[hash(row.text)] = vector
            yield row.id, {"text": row.text, "url": row.url, "title": row.title}

    index = Embeddings(method="external", transform=vectors_of, hybrid=True, content=True)
    index.index(passages())
    rows.clear()  # the memory read next is to be txtai's alone
    return index


def save(index: Embeddings, saved: Path) -> None:
    """Write the index; it keeps its database open."""
    index.save(str(saved / "index"))


def opened(_given: Given, saved: Path) -> Search:
    """Load the saved index; the question's vector is handed over like the passages'."""
    asked: list[Vector] = []

    def vector_of(_texts: list[str]) -> Vector:
        return asked[-1][None]

    index = Embeddings()
    index.load(str(saved / "index"), config={"transform": vector_of})

    def search(text: str, vector: Vector) -> list[str]:
        asked[:] = [vector]
        return [str(row["id"]) for row in index.search(text, LIMIT)]

    return search


if __name__ == "__main__":
    Candidate(build, save, opened).run()
