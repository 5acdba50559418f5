"""Finding within and across languages: short articles and questions of our own in five of them.

Articles and questions were written apart from the code that finds. Each model embeds them anew, in an
archive that is gone afterwards.
"""

import json
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from assistant import bootstrap, decline
from assistant.bootstrap import House
from assistant.conversation import Query
from assistant.settings import Settings
from bench.quality.figures import Figure, share, told
from bench.quality.given import SETS, Given
from bench.quality.questions import looked_up
from ingest.article import Article
from ingest.care import worker
from ingest.embedding.model import Embedding
from ingest.holdings.reader import Found, Reader
from ingest.intake import keep_all
from ingest.times import moment

LEAST = 0.85  # R@10 of the multilingual model, within and across languages together
_FOUND = 10
_FIGURES = 4  # of one kind of search
Row = dict[str, str]
Search = Callable[[str], list[Found]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the addresses of the articles that answer it."""

    text: str
    right: frozenset[str]
    is_across: bool  # none of them is in the question's language


@dataclass(frozen=True, slots=True)
class Tried:
    """Of one question: whether a right article was found, and how long that took."""

    asked: Asked
    found: bool
    seconds: float


def measure(given: Given) -> list[Figure]:
    """Ask every question by each model, and by words alone."""
    articles, asked = read(SETS)
    english = of("english", articles, asked)[:-_FIGURES]  # by words alone it is the same again
    return [*of("multilingual", articles, asked, LEAST), *english]


def read(sets: Path) -> tuple[list[Row], list[Asked]]:
    """The articles, and the questions over them."""
    articles = _lines(sets / "languages_articles.jsonl")
    languages = {row["id"]: row["language"] for row in articles}
    asked = [
        Asked(
            row["question"],
            frozenset(_address(i) for i in row["right"]),
            row["language"] not in {languages[i] for i in row["right"]},
        )
        for row in _lines(sets / "languages_questions.jsonl")
    ]
    return articles, asked


def of(
    model: Embedding, articles: Iterable[Row], asked: Sequence[Asked], least: float | None = None
) -> list[Figure]:
    """Figures of one model over an archive of these articles."""
    with TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), models=Settings().model_folder, embedding=model)
        with bootstrap.opened(settings) as house:
            _fill(house, articles)
            both = house.desk.retriever
            words = both.model_copy(update={"vector": None})
            tried = ask(lambda text: both.find(Query(text), _FOUND, Reader()), asked)
            by_words = ask(lambda text: words.find(Query(text), _FOUND, Reader()), asked)
            answered = list(_answered(model, house, asked)) if least else []
    return [
        *_figures(f"languages, {model}", tried, least),
        *answered,
        *_figures("languages, words alone", by_words, None),
    ]


def ask(search: Search, asked: Iterable[Asked]) -> list[Tried]:
    """Search for each question."""
    return [_tried(search, each) for each in asked]


def _tried(search: Search, asked: Asked) -> Tried:
    began = time.perf_counter()
    found = search(asked.text)
    seconds = time.perf_counter() - began
    return Tried(asked, any(item.source.url in asked.right for item in found), seconds)


def _figures(name: str, tried: Sequence[Tried], least: float | None) -> list[Figure]:
    within = [each.found for each in tried if not each.asked.is_across]
    across = [each.found for each in tried if each.asked.is_across]
    return [
        share(f"{name}: R@10", within + across, least=least),
        share(f"{name}: R@10 within a language", within),
        share(f"{name}: R@10 across languages", across),
        told(f"{name}: ms, median", float(np.median([1000 * each.seconds for each in tried])), len(tried)),
    ]


def _answered(name: str, house: House, asked: Sequence[Asked]) -> Iterator[Figure]:
    """Of each half, and within and across: what is answered, and declined with its articles taken out."""
    for half, number in (("tuning half", 0), ("test half", 1)):
        for kind, is_across in (("within a language", False), ("across languages", True)):
            part = [
                q for q in asked if q.is_across == is_across and zlib.crc32(q.text.encode()) % 2 == number
            ]
            there = [decline.answers(looked_up(house, q.text)) for q in part]
            gone = [not decline.answers(looked_up(house, q.text, q.right)) for q in part]
            yield share(f"languages, {name}: answered {kind}, {half}", there)
            yield share(f"languages, {name}: declined without its articles, {kind}, {half}", gone)


def _fill(house: House, articles: Iterable[Row]) -> None:
    keep_all([_article(row) for row in articles], house.archive, house.cutter)
    assert house.embedder, "the embedding model is missing"
    worker.embed_waiting(house.archive, house.embedder)
    house.index.catch_up()


def _article(row: Row) -> Article:
    published, is_day = moment(row["published_at"])
    return Article(
        row["text"],
        row["title"],
        row["outlet"],
        _address(row["id"]),
        published_at=published,
        published_day=is_day,
        language=row["language"],
    )


def _address(number: str) -> str:
    return f"https://news.example/{number}"


def _lines(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
