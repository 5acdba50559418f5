"""Vectors of short texts while a reader waits: made one at a time in one thread, the last ones kept."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Embedder, InContext


class TextVectors:
    """One queue of texts. Questions have one and sentences another, so that no question waits for a check."""

    def __init__(
        self, embedder: Embedder, kept: int, *others: Embedder, answering: Callable[[], str] = str
    ) -> None:
        """``kept`` is the number of vectors that are remembered, 1.5 kB each.

        ``answering`` names the model to embed by; the first stands for any that is not given.
        """
        self._embedders = {each.name: each for each in (*others, embedder)}
        self._first = embedder.name
        self._answering = answering
        self._thread = ThreadPoolExecutor(1, "vectors")
        self._cached = lru_cache(kept)(self._embed)

    def __call__(self, text: str) -> NDArray[np.float32]:
        """Return a text's unit vector, (384,)."""
        model = self._answering()
        return self._cached(text, model if model in self._embedders else self._first)

    def in_context(self, text: str) -> InContext:
        """Return a text's words with the first model's vectors in its context; not remembered here."""
        embed = self._embedders[self._first].embed_words
        made: Future[InContext] = self._thread.submit(embed, text)
        return made.result()

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _embed(self, text: str, model: str) -> NDArray[np.float32]:
        embed = self._embedders[model].embed_question
        made: Future[NDArray[np.float32]] = self._thread.submit(embed, text)
        return made.result()
