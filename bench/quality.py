"""Retrieval on `realtimeqa` 2025, strict: how often a right passage is found, by words, by meaning, by both.

The pool and the questions lie beside the checkout and are never part of it. The first run adds
the pool to an archive under data/quality and embeds it; later runs only search.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.bootstrap import House, opened
from assistant.conversation import Query
from assistant.settings import Settings
from ingest import catalogue, meaning, worker
from ingest.article import Article
from ingest.embed import Embedder, cores
from ingest.intake import keep
from ingest.model import prepare
from ingest.reader import Found, Reader, Window
from ingest.report import Bar
from ingest.split import PASSAGE_TOKENS
from ingest.times import moment

_SHALLOW = 10
_DEPTH = 60  # passages looked at; 1,500 words are reached long before
_WORDS = 1_500
_SHORTEST_ANSWER = 4
Search = Callable[[str], list[Found]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the set, the addresses of its articles and its answer in lower case."""

    text: str
    urls: frozenset[str]
    answer: str


@dataclass(slots=True)
class Score:
    """Sums over all questions."""

    questions: int = 0
    reciprocal: float = 0.0
    hit_1: int = 0
    hit_4: int = 0
    hit_10: int = 0
    within_words: int = 0
    seconds: float = 0.0

    def add(self, asked: Asked, found: list[Found], seconds: float) -> None:
        """Count one question; a passage is right if it is of a right article and holds the answer."""
        self.questions += 1
        self.seconds += seconds
        words = 0
        for rank, passage in enumerate(found, 1):
            words += len(passage.passage.text.split())
            if passage.source.url in asked.urls and asked.answer in passage.passage.text.lower():
                self.reciprocal += 1 / rank if rank <= _SHALLOW else 0
                self.hit_1 += rank == 1
                self.hit_4 += rank <= 4
                self.hit_10 += rank <= _SHALLOW
                self.within_words += rank == 1 or words <= _WORDS
                return

    def row(self) -> list[str]:
        """The figures as the table shows them."""
        n = self.questions
        shares = (self.reciprocal, self.hit_1, self.hit_4, self.hit_10, self.within_words)
        return [*(f"{value / n:.3f}" for value in shares), f"{1000 * self.seconds / n:.1f}"]


def main() -> None:
    """Print the table; with --least, exit 1 if R@1500w of the hybrid search is below it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--least", type=float, default=0.0)
    given = parser.parse_args()
    if not given.data.exists():
        sys.exit(f"{given.data} is not here: the measuring data lies beside the checkout, in ../shared")
    with opened(Settings(home=given.home)) as house:
        fill(house, given.data)
        scores = measure(house, questions(given.data))
        show(scores, house.index.words.count())
    if scores["words and meaning"].within_words / scores["words and meaning"].questions < given.least:
        sys.exit(1)


def fill(house: House, data: Path) -> None:
    """Add the pool, embed what waits, and bring the index to its end."""
    rows = pool(data)
    for row in track(rows, "adding articles", transient=True):
        keep(article_of(row), house.archive, house.cutter)
    bar = Bar("embedding", "passages")
    bar.expect(meaning.waiting_passages(house.archive))
    embedder = Embedder(prepare(Settings().model_folder), cores())
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


def measure(house: House, asked: list[Asked]) -> dict[str, Score]:
    """Ask every question of each kind of search."""
    both, reader = house.desk.retriever, Reader()
    words = both.model_copy(update={"vector": None})
    searches: dict[str, Search] = {
        "words (BM25)": lambda text: words.find(Query(text), _DEPTH, reader),
        "meaning": lambda text: by_meaning(house, text),
        "words and meaning": lambda text: both.find(Query(text), _DEPTH, reader),
    }
    scores = {name: Score() for name in searches}
    for question in track(asked, "asking", transient=True):
        for name, search in searches.items():
            began = time.perf_counter()
            found = search(question.text)
            scores[name].add(question, found, time.perf_counter() - began)
    return scores


def by_meaning(house: House, text: str) -> list[Found]:
    """The nearest passages, without their words being searched."""
    index = house.index
    hits = index.search_vectors(house.embedder.embed(text), _DEPTH, Reader(), Window())
    found = catalogue.passages_by_id(house.archive, [hit.passage_id for hit in hits], Reader(), Window())
    return [found[hit.passage_id] for hit in hits]


def show(scores: dict[str, Score], passages: int) -> None:
    """Print the table."""
    asked = next(iter(scores.values())).questions
    size = f"{passages:,} passages of <= {PASSAGE_TOKENS} tokens"
    table = Table(title=f"realtimeqa 2025, strict: {asked} questions, {size}")
    for name in ("search", "MRR@10", "Hit@1", "Hit@4", "Hit@10", "R@1500w", "ms"):
        table.add_column(name, justify="left" if name == "search" else "right")
    for name, score in scores.items():
        table.add_row(name, *score.row())
    Console().print(table)


if __name__ == "__main__":
    main()
