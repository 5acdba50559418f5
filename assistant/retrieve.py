"""A Query to ranked passages: words and vectors searched, fused, and read for one Reader.

Also a LangChain retriever, so that other chains can use the same search.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from assistant.conversation import Query
from assistant.fuse import fuse, spread
from assistant.ranking.rank import Clues, ages, chances
from assistant.ranking.stories import copies, told_by_one
from assistant.weighing.terms import terms_of
from ingest.article import article_of
from ingest.embedding.model import embedding_of, likeness
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.holdings.stories import stories_of, with_copies
from ingest.holdings.successors import successors
from ingest.index import Index
from ingest.indexes import meaning
from ingest.texts.language import language_among
from ingest.texts.tokens import Measure, roughly
from ingest.words import Hit, weight_of

_DEPTH = 120  # passages taken from each index
_POOL = 60  # best of both, of which more is learned before they are put in order
_SPARE = 10  # some may have been replaced a moment ago
_BESIDE = 2  # searches of words at once, as many as there are of questions
_CROWDING = 0.5  # each further passage of an article counts so much less
_COMPARED = 12  # of the best, that may be copies of each other
_READ_AGAIN = 16  # by the second ranker


Reranker = Callable[[str, Sequence[Found]], list[float]]  # a score for each passage, higher is better


@dataclass(frozen=True, slots=True)
class _Ranking:
    """What both indexes found: their joint scores, best first, and the cosines of what is near."""

    fused: dict[str, float]
    near: dict[str, float]
    foreign: set[str] = field(default_factory=set)  # of the near ones, those in another language

    def brought_up(self, late: Mapping[str, Found]) -> "_Ranking":
        """The same with passages that were replaced under the ids of those that took their place."""
        names = {i: item.passage.id for i, item in late.items()}
        fused: dict[str, float] = {}
        for i, score in self.fused.items():
            name = names.get(i, i)
            fused[name] = max(score, fused.get(name, 0.0))
        near = {names.get(i, i): cosine for i, cosine in sorted(self.near.items(), key=lambda item: item[1])}
        return _Ranking(fused, near, {names.get(i, i) for i in self.foreign})


class Retriever(BaseRetriever):
    """Search both indexes. Without an embedder it searches by words alone."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    reader: Reader = Reader()
    vector: Callable[[str], NDArray[np.float32]] | None = None
    reranker: Reranker | None = None
    measure: Measure = roughly
    # Words and vectors are searched side by side: both leave Python while they do.
    _beside: ThreadPoolExecutor = PrivateAttr(default_factory=lambda: ThreadPoolExecutor(_BESIDE, "words"))

    def find(self, query: Query, limit: int, reader: Reader | None = None) -> list[Found]:
        """Return the best passages this reader may see in the query's window, best first.

        Of each story one article tells, and names the copies. What repeats a better passage of another
        story comes after all others.
        """
        if limit <= 0 or not query.text.strip():
            return []
        reader = reader or self.reader
        looked_at = self.weighed(query, limit, reader)
        shares = chances([clues.weighed for _, clues in looked_at])
        found = {
            item.passage.id: replace(item, score=share)
            for (item, _), share in zip(looked_at, shares, strict=True)
        }
        ordered = sorted(found.values(), key=lambda item: (-item.score, item.passage.id))
        ordered = told_by_one(ordered)
        found = {item.passage.id: item for item in ordered}
        spaced = spread([(item.passage.id, item.score) for item in ordered], article_of, _CROWDING)
        best = [replace(found[passage_id], score=score) for passage_id, score in spaced]
        told = _told_once(self._read_again(query.text, best))[:limit]
        return with_copies(self.index.archive, told, reader, query.window)

    def weighed(self, query: Query, limit: int, reader: Reader) -> list[tuple[Found, Clues]]:
        """The passages looked at, with what speaks for each; SQL decides what this reader may see."""
        pool = max(_POOL, limit) + _SPARE
        if query.window.is_open and catalogue.is_all_seen(self.index.archive, reader):
            ranking = self._ranked(query, pool, None)
            looked_at = self._clues(query, ranking, reader)
            # Else many have been replaced a moment ago, and SQL is asked before they are ranked.
            if len(looked_at) >= min(pool - _SPARE, len(ranking.fused)):
                return looked_at
        return self._clues(query, self._ranked(query, pool, reader), reader)

    def _ranked(self, query: Query, pool: int, reader: Reader | None) -> _Ranking:
        depth = max(_DEPTH, 2 * (pool - _SPARE))
        by_words = self._beside.submit(self.index.search_words, query.text, depth, reader, query.window)
        vectors = self._near(query, depth, reader)
        words = [hit.passage_id for hit in by_words.result()]
        near = {hit.passage_id: hit.score for hit in vectors}
        unplaced = self.index.without_vectors([i for i in words if i not in near]) if self.vector else set()
        foreign = self._foreign(query.text, near)
        # What is in another language and shares a name with the question is found by that only.
        words = [i for i in words if i not in foreign]
        stories = stories_of(self.index.archive, {article_of(i) for i in (*words, *near)})
        fused = fuse(words, list(near), partial(_story_of, stories), unplaced, foreign)
        return _Ranking(dict(fused[:pool]), near, foreign)

    def _near(self, query: Query, depth: int, reader: Reader | None) -> list[Hit]:
        """Passages near in meaning; once more where another model has just begun to answer."""
        if self.vector is None:
            return []
        model = self.index.model
        hits = self.index.search_vectors(self.vector(query.text), depth, reader, query.window)
        if self.index.model != model:
            model = self.index.model
            hits = self.index.search_vectors(self.vector(query.text), depth, reader, query.window)
        if embedding_of(model) == "multilingual":
            hits = [Hit(hit.passage_id, likeness(hit.score)) for hit in hits]
        return hits

    def _foreign(self, text: str, near: Iterable[str]) -> set[str]:
        """Those of these passages that are in another language than the question."""
        if embedding_of(self.index.model) != "multilingual":
            return set()
        named = meaning.languages_of(self.index.archive, {article_of(i) for i in near})
        asked = language_among(text, frozenset(name for name in named.values() if name))
        return {i for i in near if asked and named.get(article_of(i)) not in (asked, None)}

    def _clues(self, query: Query, ranking: _Ranking, reader: Reader) -> list[tuple[Found, Clues]]:
        weights, ids = terms_of(query.text, self.rarity).weights, list(ranking.fused)
        by_words = self._beside.submit(self.index.words.weight_held, weights, ids)
        read = catalogue.passages_by_id(self.index.archive, ids, reader, query.window)
        held = by_words.result()
        if gone := [i for i in ids if i not in read]:
            late = self._successors(gone, weights, query, reader)
            ranking = ranking.brought_up(late)
            read |= {item.passage.id: item for item in late.values()}
            # The index may not know them yet.
            held = {item.passage.id: weight_of(item, weights) for item in late.values()} | held
            ids = list(ranking.fused)
        near, foreign = ranking.near, ranking.foreign
        found = [replace(read[i], near=near.get(i, 0.0), is_foreign=i in foreign) for i in ids if i in read]
        total = sum(weights.values()) or 1.0
        shares = {i: weight / total for i, weight in held.items()}
        # Where words say little, as much of the question is held as the meaning is near.
        shares |= {f.passage.id: max(shares.get(f.passage.id, 0.0), f.near) for f in found if f.is_by_meaning}
        old = ages(query.text, [item.source.published_at for item in found], query.window.last)
        return [
            (item, Clues(math.log(ranking.fused[i]), shares.get(i, 0.0), age))
            for item, i, age in zip(found, [item.passage.id for item in found], old, strict=True)
        ]

    def _successors(
        self, gone: list[str], weights: dict[str, float], query: Query, reader: Reader
    ) -> dict[str, Found]:
        """What took the place of passages that have been replaced a moment ago."""
        archive = self.index.archive
        return successors(archive, gone, lambda item: weight_of(item, weights), reader, query.window)

    def _read_again(self, question: str, found: list[Found]) -> list[Found]:
        """Put the best in the order of the second ranker, where there is one; places keep their scores."""
        if self.reranker is None:
            return found
        best = found[:_READ_AGAIN]
        marks = self.reranker(question, best)
        again = sorted(zip(marks, best, strict=True), key=lambda pair: (-pair[0], pair[1].passage.id))
        placed = [replace(item, score=place.score) for (_, item), place in zip(again, best, strict=True)]
        return placed + found[_READ_AGAIN:]

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


def _story_of(stories: Mapping[str, str], passage_id: str) -> str:
    article = article_of(passage_id)
    return stories.get(article, article)


def _told_once(found: list[Found]) -> list[Found]:
    """Put copies of what a better passage tells behind all others."""
    again = copies(found[:_COMPARED])
    first = [item for item in found if item.passage.id not in again]
    return first + [replace(item, score=0.0) for item in found if item.passage.id in again]
