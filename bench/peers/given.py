"""What every candidate is given, read back: passages with their vectors, questions with theirs.

Standard library and numpy only, since it also runs in the peers' own environments. Knows nothing
about candidates or about how the folder was filled.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LIMIT = 40  # passages asked for
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it lies in the folder."""

    id: str
    article_id: str
    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """The folder, and its files."""

    folder: Path

    @property
    def archive(self) -> Path:
        """Citedesk's own archive of the same passages, without its indexes."""
        return self.folder / "archive.db"

    @property
    def model(self) -> Path:
        """Folder of the prepared embedding model."""
        return self.folder / "model"

    def passages(self) -> Iterator[tuple[Row, Vector]]:
        """Yield each passage with its vector; neither is kept."""
        vectors = self.vectors()
        with (self.folder / "passages.jsonl").open(encoding="utf-8") as lines:
            for line, vector in zip(lines, vectors, strict=True):
                yield Row(**json.loads(line)), vector

    def vectors(self) -> Vector:
        """The passages' vectors in the passages' order, read from the file as they are used."""
        vectors: Vector = np.load(self.folder / "vectors.npy", mmap_mode="r")
        return vectors

    def questions(self) -> list[tuple[str, Vector]]:
        """Each question with its vector."""
        texts = json.loads((self.folder / "questions.json").read_text(encoding="utf-8"))
        return list(zip(texts, np.load(self.folder / "question_vectors.npy"), strict=True))
