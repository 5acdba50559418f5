"""Vectors of short texts while a reader waits: made one at a time in one thread, the last ones kept."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Embedder, InContext


class TextVectors:
    """One queue of texts. Questions have one and sentences another, so that no question waits for a check."""

    def __init__(self, embedder: Embedder, kept: int) -> None:
        """``kept`` is the number of vectors that are remembered, 1.5 kB each."""
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, "vectors")
        self._cached = lru_cache(kept)(self._embed)

    def __call__(self, text: str) -> NDArray[np.float32]:
        """Return a text's unit vector, (384,)."""
        return self._cached(text)

    def in_context(self, text: str) -> InContext:
        """Return a text's words with their vectors in its context; not remembered here."""
        made: Future[InContext] = self._thread.submit(self._embedder.embed_words, text)
        return made.result()

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _embed(self, text: str) -> NDArray[np.float32]:
        made: Future[NDArray[np.float32]] = self._thread.submit(self._embedder.embed, text)
        return made.result()
