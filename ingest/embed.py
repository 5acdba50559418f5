"""Texts to vectors, by the prepared model, each text alone.

An int8 model scales its activations by all it is given at once, so a text's vector would depend
on its neighbours in a batch. Alone, the same text always has the same vector.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ingest.embedding.model import Model
from ingest.embedding.runtime import inner_graph, onnxruntime
from ingest.texts.tokens import Measure, exactly, roughly


def tokenizer(model: Model) -> Tokenizer:
    """Load the tokenizer, without the padding and the cut at 128 its file asks for."""
    loaded: Tokenizer = Tokenizer.from_file(str(model.tokenizer))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def measure(model: Model | None) -> Measure:
    """Measure passages by the model's tokenizer; roughly where the model is missing."""
    return exactly(tokenizer(model)) if model else roughly


@dataclass(frozen=True, slots=True)
class InContext:
    """The pieces of a text's words, each with its vector in the context of the whole text."""

    spans: list[tuple[int, int]]
    vectors: NDArray[np.float32]


class Embedder:
    """A model in memory: about 60 MB, the multilingual one 190, one core a text."""

    def __init__(self, model: Model, threads: int = 1) -> None:
        """Load the graph; ``threads`` texts are embedded side by side."""
        self.name = model.name
        self._graph = model.graph
        self._session = _session(str(model.graph))
        self._tokenizer = tokenizer(model)
        self._tokenizer.enable_truncation(model.longest)
        self._asks, self._tells = model.asks, model.tells
        self._pool = ThreadPoolExecutor(threads, "embed")

    def embed(self, text: str) -> NDArray[np.float32]:
        """Embed one passage: a unit vector, (384,)."""
        return self._vector(self._tells + text)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """Embed one question: a unit vector near those of passages that answer it, (384,)."""
        return self._vector(self._asks + text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        tokens = np.array([self._tokenizer.encode(text).ids], dtype=np.int32)
        (vectors,) = self._session.run(None, {"tokens": tokens})
        vector: NDArray[np.float32] = vectors[0]
        return vector

    def embed_words(self, text: str) -> InContext:
        """Embed the pieces of a text's words, without its vector; the text is cut where the model ends."""
        encoded = self._tokenizer.encode(text)
        tokens = np.array([encoded.ids], dtype=np.int32)
        (inner,) = self._inner.run(None, {"tokens": tokens})
        kept = [n for n, (start, end) in enumerate(encoded.offsets) if end > start]
        return InContext([encoded.offsets[n] for n in kept], inner[0][kept])

    @cached_property
    def _inner(self) -> onnxruntime.InferenceSession:
        """The same graph up to its last layer; opened at the first call, because only checks need it."""
        return _session(inner_graph(self._graph))

    def embed_all(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Embed passages each alone, as many at a time as there are threads: (n, 384)."""
        return np.stack(list(self._pool.map(self.embed, texts))).astype(np.float16)

    def close(self) -> None:
        """End the threads and let go of the model, whoever still holds this; nothing is embedded any more."""
        self._pool.shutdown()
        del self._session
        self.__dict__.pop("_inner", None)


def _session(graph: str | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
