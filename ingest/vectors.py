"""The index by meaning: ids and vectors in Chroma, fed from the log.

Chroma holds nothing else: text, dates and outlets live in SQL. Its range filters take a hundred
times as long as a search, so none is ever used.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from numpy.typing import NDArray
from stamina import retry_context

from ingest.embedding.model import DIMENSIONS
from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.words import Hit, ranked

BATCH = 2_000  # rows in one call; Chroma takes at most 5,461
_PATIENCE_S = 300  # a million vectors are read in one
_LOCKED_S = 20.0  # waited for Chroma's own database
_PROBED = 500  # passages searched by their own vector after a kill
_COPIES = 10  # nearest looked at for a passage itself
_SAME = 1e-5  # cosine distance of a vector to itself, with its rounding
_NAME = "passages"
# Chroma's graph: written anew in place, every so many rows, before the call that adds them returns.
WRITTEN_WHOLE = "*/*"
_FAULTS = (ChromaError, ValueError, OSError, RuntimeError, AttributeError)
# Recall of the true neighbours at 100k vectors: .71 with the defaults, .99 with these.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 300,
}


class Vectors:
    """One Chroma folder, open; only one process may ever have it open."""

    def __init__(self, folder: Path, rows: int = 0) -> None:
        """Open or make the folder; raises IndexDamaged where its files cannot be read.

        ``rows`` is about how many it is to hold.
        """
        self._folder = folder
        self._is_refused = False  # the last write, by the disk
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._open(_written_every(rows))
            if self._collection.configuration_json["hnsw"]["sync_threshold"] < _written_every(rows) // 2:
                self._write_seldom(_written_every(rows))
            self._probe()
        except (*_FAULTS, IndexDamaged) as error:
            # Chroma keeps a client that failed to open, and would hand it out again.
            SharedSystemClient.clear_system_cache()
            raise IndexDamaged(folder) from error

    def _open(self, written_every: int) -> None:
        settings = Settings(anonymized_telemetry=False, allow_reset=False)
        # The type it promises lacks close(), which the object has.
        self._client = cast(Client, chromadb.PersistentClient(str(self._folder), settings))
        hnsw: CreateHNSWConfiguration = {**_HNSW, "sync_threshold": written_every}
        self._collection = self._client.get_or_create_collection(
            _NAME, configuration={"hnsw": hnsw}, embedding_function=None
        )

    def _write_seldom(self, every: int) -> None:
        """Have the graph written every so many rows, once the client closed before lets go of its lock."""
        for attempt in retry_context(on=_is_locked, attempts=8, wait_initial=0.1, timeout=_LOCKED_S):
            with attempt:
                self._collection.modify(configuration={"hnsw": {"sync_threshold": every}})
        self.close()  # it counts from the next opening on
        self._open(every)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except _FAULTS as error:
            raise IndexDamaged(self._folder) from error

    @contextmanager
    def _writes(self) -> Iterator[None]:
        if self._is_refused:
            self._open_again()
        try:
            with self._faults():
                yield
        except IndexDamaged as error:
            self._probe()
            self._is_refused = True
            raise IndexUnwritable(self._folder, "the disk refuses") from error

    def _open_again(self) -> None:
        """Take another client: one whose write was refused may wait for its own lock for ever.

        The one before goes on answering until another can be had.
        """
        before = self._client, self._collection
        SharedSystemClient.clear_system_cache()
        try:
            self._open(_written_every(self.count()))
            self._probe()
        except (*_FAULTS, IndexDamaged) as error:
            self._client, self._collection = before
            SharedSystemClient.clear_system_cache()
            raise IndexUnwritable(self._folder, "the disk refuses") from error
        self._is_refused = False
        with suppress(*_FAULTS):  # close() would end the one that now has the same folder
            before[0]._server.stop()

    def _probe(self) -> None:
        """Search once: a damaged graph shows itself only then, and the first search is slow."""
        if self.count():
            self.search(np.ones(DIMENSIONS, dtype=np.float32), 1)

    def add(self, ids: Sequence[str], rows: NDArray[np.float16]) -> None:
        """Keep vectors, (n, 384), by passage id; the same id again replaces.

        It and ``remove`` raise IndexUnwritable where what was there before can be searched as before.
        """
        with self._writes():
            for n in range(0, len(ids), BATCH):
                self._collection.upsert(list(ids[n : n + BATCH]), rows[n : n + BATCH].astype(np.float32))

    def remove(self, passage_ids: Sequence[str]) -> None:
        """Forget vectors; unknown ids do no harm."""
        ids = list(dict.fromkeys(passage_ids))  # the same id twice in one call is an error to Chroma
        with self._writes():
            for n in range(0, len(ids), BATCH):
                # Chroma notes what it is told to delete, also where it has nothing of it.
                if held := self._collection.get(ids[n : n + BATCH], include=[])["ids"]:
                    self._collection.delete(held)

    def count(self) -> int:
        """Number of vectors held."""
        with self._faults():
            return self._collection.count()

    def rows(self, passage_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors of those of these ids that are held."""
        if not passage_ids:
            return {}
        with self._faults():
            found = self._collection.get(list(dict.fromkeys(passage_ids)), include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))

    def unfindable(self, vectors: dict[str, NDArray[np.float16]]) -> list[str]:
        """Those of these ids that a search for their own vector does not give."""
        if not vectors:
            return []
        asked = np.stack(list(vectors.values())).astype(np.float32)
        with self._faults():
            found = self._collection.query(
                query_embeddings=asked,
                n_results=min(_COPIES, self._collection.count()),
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return [
            passage_id
            for passage_id, ids, far in zip(vectors, found["ids"], distances, strict=True)
            # Where the same words stand in more articles than were asked for, any of them will do.
            if passage_id not in ids and (not far or far[-1] > _SAME)
        ]

    def search(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """Nearest passages by cosine, best first."""
        with self._faults():
            result = self._collection.query(
                query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
            )
        distances = result["distances"] or [[]]
        # Chroma returns distances; the rest of the code thinks in similarity.
        pairs = zip(result["ids"][0], distances[0], strict=True)
        return ranked(Hit(passage_id, 1 - distance) for passage_id, distance in pairs)

    def sample(self, count: int) -> dict[str, NDArray[np.float16]]:
        """Some of the vectors held, from all over."""
        step = max(1, self.count() // count)
        with self._faults():
            found = self._collection.get(include=[], limit=self.count())["ids"][::step]
        return {i: row.astype(np.float16) for i, row in self.rows(found).items()}

    def close(self) -> None:
        """Let go of the folder's files."""
        with suppress(*_FAULTS):
            self._client.close()
        SharedSystemClient.clear_system_cache()


def _is_locked(error: Exception) -> bool:
    return isinstance(error, ChromaError) and "locked" in str(error)


def _written_every(rows: int) -> int:
    """Rows after which Chroma writes its graph to disk, the whole of it.

    A tenth of all, so that a row costs the same however many there are; but what was added since is
    read again at the start, some 3,000 rows a second, so never more than a few seconds' worth.
    """
    return min(max(rows // 10, 1_000), 10_000)


def is_sound(folder: Path) -> bool:
    """Whether a process of its own can open the folder and find what is in it.

    Chroma writes its graph in place: a kill at that moment may leave one that ends the process
    which searches it.
    """
    command = [sys.executable, "-m", "ingest.vectors", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE_S).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _probe(folder: Path) -> None:
    vectors = Vectors(folder)
    if vectors.unfindable(vectors.sample(_PROBED)):
        raise IndexDamaged(folder)


if __name__ == "__main__":
    _probe(Path(sys.argv[1]))
