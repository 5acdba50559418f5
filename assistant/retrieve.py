"""A Query to ranked passages: words and vectors searched, fused, and read for one Reader.

Also a LangChain retriever, so that other chains can use the same search.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from assistant.conversation import Query
from assistant.fuse import fuse
from ingest import catalogue, meaning
from ingest.article import article_of
from ingest.embed import Embedder
from ingest.index import Index
from ingest.language import language_of, likeliest
from ingest.model import embedding_of, likeness
from ingest.reader import Found, Reader, Window
from ingest.words import Hit

_DEPTH = 100  # passages taken from each index
_SPARE = 10  # some may have been replaced a moment ago
_BESIDE = 2  # searches of words at once, as many as there are of questions
_CACHED_QUESTIONS = 1_000


class Retriever(BaseRetriever):
    """Search both indexes. Without an embedder it searches by words alone."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    reader: Reader = Reader()
    vector: Callable[[str], NDArray[np.float32]] | None = None
    # Words and vectors are searched side by side: both leave Python while they do.
    _beside: ThreadPoolExecutor = PrivateAttr(default_factory=lambda: ThreadPoolExecutor(_BESIDE, "words"))

    def find(self, query: Query, limit: int, reader: Reader | None = None) -> list[Found]:
        """Return the best passages this reader may see in the query's window, best first."""
        reader = reader or self.reader
        if limit <= 0 or not query.text.strip():
            return []
        if query.window.is_open and catalogue.is_all_seen(self.index.archive, reader):
            ranked, near = self._ranked(query, limit, None)
            found = self._read(ranked[: limit + _SPARE], near, query, reader)
            # Else many have been replaced a moment ago, and SQL is asked before they are ranked.
            if len(found) >= min(limit, len(ranked)):
                return found[:limit]
        ranked, near = self._ranked(query, limit, reader)
        return self._read(ranked[:limit], near, query, reader)

    def _ranked(
        self, query: Query, limit: int, reader: Reader | None
    ) -> tuple[list[tuple[str, float]], dict[str, float]]:
        """Passages in one ranking, and the cosine of those that are near in meaning."""
        depth = max(_DEPTH, 2 * limit)
        by_words = self._beside.submit(self.index.search_words, query.text, depth, reader, query.window)
        vectors = self._near(query, depth, reader)
        words = [hit.passage_id for hit in by_words.result()]
        near = {hit.passage_id: hit.score for hit in vectors}
        unplaced = self.index.without_vectors([i for i in words if i not in near]) if self.vector else set()
        foreign = self._foreign(query.text, near)
        # What is in another language and shares a name with the question is found by that only.
        words = [i for i in words if i not in foreign]
        return fuse(words, list(near), article_of, unplaced, foreign), near

    def _near(self, query: Query, depth: int, reader: Reader | None) -> list[Hit]:
        """Passages near in meaning; once more where another model has just begun to answer."""
        vector = self.vector
        if vector is None:
            return []
        model = self.index.model
        hits = self.index.search_vectors(vector(query.text), depth, reader, query.window)
        if self.index.model != model:
            model = self.index.model
            hits = self.index.search_vectors(vector(query.text), depth, reader, query.window)
        return [Hit(hit.passage_id, likeness(model, hit.score)) for hit in hits]

    def _foreign(self, text: str, near: Iterable[str]) -> set[str]:
        """Those of these passages that are in another language than the question."""
        if embedding_of(self.index.model) != "multilingual":
            return set()
        named = meaning.languages_of(self.index.archive, {article_of(i) for i in near})
        asked = language_of(text) or likeliest(text, {name for name in named.values() if name})
        return {i for i in near if asked and named.get(article_of(i)) not in (asked, None)}

    def _read(
        self, ranked: Sequence[tuple[str, float]], near: dict[str, float], query: Query, reader: Reader
    ) -> list[Found]:
        """The passages themselves; SQL decides what this reader may see."""
        ids = [passage_id for passage_id, _ in ranked]
        found = catalogue.passages_by_id(self.index.archive, ids, reader, query.window)
        return [
            Found(found[passage_id].passage, found[passage_id].source, score, near.get(passage_id, 0.0))
            for passage_id, score in ranked
            if passage_id in found
        ]

    def close(self) -> None:
        """End the threads, before the index is closed."""
        self._beside.shutdown()

    def before(self, found: Found, reader: Reader) -> Found | None:
        """The passage that stands right before this one in its article."""
        stem, _, number = found.passage.id.rpartition("-")
        if number == "0":
            return None
        earlier = f"{stem}-{int(number) - 1}"
        return catalogue.passages_by_id(self.index.archive, [earlier], reader, Window()).get(earlier)

    def rarity(self, term: str) -> tuple[int, int]:
        """In how many passages a term occurs, and the number of all passages."""
        return self.index.words.rarity(term)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                id=f.passage.id, page_content=f.passage.text, metadata={"article_id": f.source.article_id}
            )
            for f in self.find(Query(query), 10)
        ]


class QuestionVectors:
    """Questions embedded one at a time in a thread of their own, the last thousand kept."""

    def __init__(self, embedder: Embedder, *others: Embedder, answering: Callable[[], str] = str) -> None:
        """``answering`` names the model whose vectors are searched; the first stands for any unknown."""
        self._embedders = {each.name: each for each in (*others, embedder)}
        self._first = embedder.name
        self._answering = answering
        self._thread = ThreadPoolExecutor(1, "question")
        self._cached = lru_cache(_CACHED_QUESTIONS)(self._embed)

    def __call__(self, text: str) -> NDArray[np.float32]:
        """Return the question's vector by the model that answers, (384,)."""
        model = self._answering()
        return self._cached(text, model if model in self._embedders else self._first)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _embed(self, text: str, model: str) -> NDArray[np.float32]:
        embed = self._embedders[model].embed_question
        made: Future[NDArray[np.float32]] = self._thread.submit(embed, text)
        return made.result()
