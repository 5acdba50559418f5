"""Retrieval on `realtimeqa` 2025, strict: how often a right passage is found, by words, by meaning, by both.

A passage is right if it comes from an article of its question and holds the answer.
"""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.bootstrap import House
from assistant.conversation import Query
from assistant.settings import Settings
from bench.quality.figures import Figure, mean, share, told
from bench.quality.given import Given
from ingest import catalogue, meaning, worker
from ingest.article import Article
from ingest.embed import Embedder, cores
from ingest.intake import keep
from ingest.model import prepare
from ingest.reader import Found, Reader, Window
from ingest.report import Bar
from ingest.times import moment

_SHALLOW = 10
_DEPTH = 60  # passages looked at; 1,500 words are reached long before
_WORDS = 1_500
_SHORTEST_ANSWER = 4
BOTH = "words and meaning"
LEAST = 0.74  # R@1500w of both
Search = Callable[[str], list[Found]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set, the addresses of its articles and its answer in lower case."""

    text: str
    urls: frozenset[str]
    answer: str


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
        if passage.source.url in asked.urls and asked.answer in passage.passage.text.lower():
            return Score(rank, rank == 1 or words <= _WORDS, seconds)
    return Score(None, False, seconds)


def measure(given: Given) -> list[Figure]:
    """Ask every question of each kind of search."""
    asked = questions(given.data / "realtimeqa")
    found: list[Figure] = []
    for name, scores in ask(given.house, asked).items():
        least = LEAST if name == BOTH else None
        found.append(mean(f"{name}: MRR@10", [s.reciprocal for s in scores]))
        found += [
            share(f"{name}: Hit@{k}", [bool(s.rank and s.rank <= k) for s in scores]) for k in (1, 4, 10)
        ]
        found.append(share(f"{name}: R@1500w", [s.within_words for s in scores], least=least))
        found.append(told(f"{name}: ms, p95", float(np.quantile([1000 * s.seconds for s in scores], 0.95))))
    return found


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
                yield Asked(row["question"], frozenset(url for url, _ in held), answer)


def ask(house: House, asked: list[Asked]) -> dict[str, list[Score]]:
    """Scores of each question by each kind of search."""
    both, reader = house.desk.retriever, Reader()
    words = both.model_copy(update={"vector": None})
    searches: dict[str, Search] = {
        "words (BM25)": lambda text: words.find(Query(text), _DEPTH, reader),
        "meaning": lambda text: by_meaning(house, text),
        BOTH: lambda text: both.find(Query(text), _DEPTH, reader),
    }
    scores: dict[str, list[Score]] = {name: [] for name in searches}
    for question in track(asked, "asking", transient=True):
        for name, search in searches.items():
            began = time.perf_counter()
            found = search(question.text)
            scores[name].append(scored(question, found, time.perf_counter() - began))
    return scores


def by_meaning(house: House, text: str) -> list[Found]:
    """The nearest passages, without their words being searched."""
    index = house.index
    hits = index.search_vectors(house.embedder.embed_question(text), _DEPTH, Reader(), Window())
    found = catalogue.passages_by_id(house.archive, [hit.passage_id for hit in hits], Reader(), Window())
    return [found[hit.passage_id] for hit in hits]
