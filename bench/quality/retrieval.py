"""Retrieval on `realtimeqa` 2025, strict: how often a right passage is found, by words, by meaning, by both.

A passage is right if it comes from an article of its question and holds the answer. Asked twice: from
the question alone, and as of the day it was asked. What is ranked was tuned on one half of the
questions; the other is only reported.
"""

import gzip
import json
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.bootstrap import House
from assistant.conversation import Query
from assistant.settings import Settings
from bench.quality.figures import Figure, gain, mean, share, told
from bench.quality.given import Given
from ingest.article import Article
from ingest.care import worker
from ingest.commands.report import Bar
from ingest.embed import Embedder, cores
from ingest.embedding.model import prepare
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.indexes import meaning
from ingest.intake import keep
from ingest.times import moment
from ingest.words import Hit

_SHALLOW = 10
_DEPTH = 60  # passages looked at; 1,500 words are reached long before
_WORDS = 1_500
_SHORTEST_ANSWER = 4
_TUNED, _SEALED = "tuning half", "sealed half"
_PLAIN = "BM25"
BOTH = "ranked"
ALONE, AS_OF = "question alone", "as of its day"
LEAST_WORDS = {ALONE: 0.77, AS_OF: 0.80}  # R@1500w
LEAST_RANK = {ALONE: 0.54, AS_OF: 0.58}  # MRR@10
_MOST_MS = 50.0
Search = Callable[[Query], list[Found]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set, the addresses of its articles and its answer in lower case."""

    text: str
    urls: frozenset[str]
    answer: str
    day: datetime
    is_sealed: bool  # never tuned on

    def query(self, how: str) -> Query:
        """What is searched for it."""
        end = self.day + timedelta(days=1, seconds=-1)
        return Query(self.text, Window(as_of=end) if how == AS_OF else Window())


@dataclass(frozen=True, slots=True)
class Score:
    """Of one question: the rank of the first right passage, and whether it lies within 1,500 words."""

    rank: int | None
    within_words: bool
    seconds: float

    @property
    def reciprocal(self) -> float:
        """One over the rank, if it is among the first ten."""
        return 1 / self.rank if self.rank and self.rank <= _SHALLOW else 0.0


def scored(asked: Asked, found: list[Found], seconds: float) -> Score:
    """Look for the first right passage; the first of all always counts as within the words."""
    words = 0
    for rank, passage in enumerate(found, 1):
        words += len(passage.passage.text.split())
        if is_right(asked, passage):
            return Score(rank, rank == 1 or words <= _WORDS, seconds)
    return Score(None, False, seconds)


def is_right(asked: Asked, found: Found) -> bool:
    """Whether a passage comes from an article of the question and holds the answer."""
    return found.source.url in asked.urls and asked.answer in found.passage.text.lower()


def measure(given: Given) -> list[Figure]:
    """Ask every question of each kind of search, both ways."""
    asked = questions(given.data / "realtimeqa")
    return [figure for how in (ALONE, AS_OF) for figure in _figures(how, asked, ask(given.house, asked, how))]


def _figures(how: str, asked: list[Asked], scores: dict[str, list[Score]]) -> Iterator[Figure]:
    for name, found in scores.items():
        least_rank = LEAST_RANK[how] if name == BOTH else None
        least_words = LEAST_WORDS[how] if name == BOTH else None
        title = f"{how}, {name}"
        yield mean(f"{title}: MRR@10", [s.reciprocal for s in found], least=least_rank)
        for k in (1, 4, 10):
            yield share(f"{title}: Hit@{k}", [bool(s.rank and s.rank <= k) for s in found])
        yield share(f"{title}: R@1500w", [s.within_words for s in found], least=least_words)
        for half, is_sealed in ((_TUNED, False), (_SEALED, True)) if name == BOTH else ():
            part = [s for s, question in zip(found, asked, strict=True) if question.is_sealed == is_sealed]
            yield mean(f"{title}: MRR@10, {half}", [s.reciprocal for s in part])
            yield share(f"{title}: R@1500w, {half}", [s.within_words for s in part])
        slow = float(np.quantile([1000 * s.seconds for s in found], 0.95))
        yield told(f"{title}: ms, p95", slow, most=_MOST_MS if name == BOTH else None)
    ranked, plain = scores[BOTH], scores[_PLAIN]
    yield gain(f"{how}: MRR@10 above {_PLAIN}", [s.reciprocal for s in ranked], [s.reciprocal for s in plain])
    yield gain(
        f"{how}: R@1500w above {_PLAIN}", [s.within_words for s in ranked], [s.within_words for s in plain]
    )


def fill(house: House, data: Path) -> None:
    """Add the pool, embed what waits, and bring the index to its end."""
    rows = pool(data)
    for row in track(rows, "adding articles", transient=True):
        keep(article_of(row), house.archive, house.cutter)
    bar = Bar("embedding", "passages")
    bar.expect(meaning.waiting_passages(house.archive))
    embedder = Embedder(prepare(Settings().model_folder, embedding=Settings().embedding), cores())
    worker.embed_waiting(house.archive, embedder, bar.advance)
    embedder.close()
    bar.close()
    house.index.catch_up()


def pool(data: Path) -> list[dict[str, str]]:
    """All articles of the set."""
    with gzip.open(data / "articles-2025.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article_of(row: dict[str, str]) -> Article:
    """One article of the set as ours."""
    published = moment(row["publish_date"].replace("/", "-"))[0] if row["publish_date"] else None
    return Article(row["text"], row["title"] or row["url"], None, row["url"], (), published, True, "en")


def questions(data: Path) -> list[Asked]:
    """The questions whose answer stands in one of their articles."""
    texts = {row["id"]: (row["url"], row["text"].lower()) for row in pool(data)}
    return list(_strict(data, texts))


def _strict(data: Path, texts: dict[str, tuple[str, str]]) -> Iterator[Asked]:
    with (data / "questions-2025.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            answer = row["answer"][0].lower() if row["answer"] else ""
            held = [texts[i] for i in row["google_ids"] if i in texts]
            if len(answer) >= _SHORTEST_ANSWER and any(answer in text for _, text in held):
                urls = frozenset(url for url, _ in held)
                day = datetime.fromisoformat(row["date"].replace("/", "-")).replace(tzinfo=UTC)
                is_sealed = zlib.crc32(row["id"].encode()) % 2 == 1
                yield Asked(row["question"], urls, answer, day, is_sealed)


def ask(house: House, asked: list[Asked], how: str) -> dict[str, list[Score]]:
    """Scores of each question by each kind of search."""
    both, reader = house.desk.retriever, Reader()
    words = both.model_copy(update={"vector": None})
    searches: dict[str, Search] = {
        _PLAIN: lambda query: by_words(house, query),
        "meaning": lambda query: by_meaning(house, query),
        "ranked, words only": lambda query: words.find(query, _DEPTH, reader),
        BOTH: lambda query: both.find(query, _DEPTH, reader),
    }
    scores: dict[str, list[Score]] = {name: [] for name in searches}
    for question in track(asked, "asking", transient=True):
        for name, search in searches.items():
            began = time.perf_counter()
            found = search(question.query(how))
            scores[name].append(scored(question, found, time.perf_counter() - began))
    return scores


def by_words(house: House, query: Query) -> list[Found]:
    """The best by BM25 and nothing else."""
    return _read(house, house.index.search_words(query.text, _DEPTH, Reader(), query.window))


def by_meaning(house: House, query: Query) -> list[Found]:
    """The nearest passages, without their words being searched."""
    assert house.embedder, "the model is missing: this part needs it"
    vector = house.embedder.embed_question(query.text)
    return _read(house, house.index.search_vectors(vector, _DEPTH, Reader(), query.window))


def _read(house: House, hits: list[Hit]) -> list[Found]:
    found = catalogue.passages_by_id(house.archive, [hit.passage_id for hit in hits], Reader(), Window())
    return [found[hit.passage_id] for hit in hits]
