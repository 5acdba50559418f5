"""The questions that quoting and declining are measured on, and the passages each is given.

Half of every set tunes, half is only reported: by a hash of the question's id, so that it stays so.
"""

import json
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.bootstrap import House
from assistant.conversation import Query
from assistant.ranking.choose import at_most
from assistant.weighing.suit import lean, suited
from assistant.weighing.terms import terms_of
from assistant.weighing.weigh import PASSAGES, Weighed, weigh
from bench.quality.given import SETS
from bench.quality.retrieval import pool
from ingest.article import Passage
from ingest.holdings.reader import Found, Reader, Source, Window

_SHORTEST_ANSWER = 4
_EACH_ARTICLE = 3
_HANDED = 4  # passages
_DEEP = 400  # passages found, where those of some articles are then hidden


@dataclass(frozen=True, slots=True)
class Choice:
    """A question of the news quiz with its options, and the addresses of the articles that answer it."""

    id: str
    text: str
    day: datetime  # its end
    options: tuple[str, ...]
    answer: str
    urls: frozenset[str]
    is_strict: bool  # the answer stands in one of these articles


def is_tuning(question_id: str) -> bool:
    """Whether a question may be tuned on; the others are only reported."""
    return zlib.crc32(question_id.encode()) % 2 == 0


def choices(data: Path) -> list[Choice]:
    """All questions of the quiz, with their own options (never "none of the above")."""
    texts = {row["id"]: (row["url"], row["text"].lower()) for row in pool(data)}
    with (data / "questions-2025.jsonl").open(encoding="utf-8") as lines:
        return [_choice(row, texts) for row in map(json.loads, lines)]


def _choice(row: dict[str, list[str]], texts: dict[str, tuple[str, str]]) -> Choice:
    answer = row["answer"][0]
    held = [texts[i] for i in row["google_ids"] if i in texts]
    strict = len(answer) >= _SHORTEST_ANSWER and any(answer.lower() in text for _, text in held)
    day = datetime.fromisoformat(str(row["date"]).replace("/", "-")).replace(tzinfo=UTC) + timedelta(days=1)
    urls = frozenset(url for url, _ in held)
    return Choice(str(row["id"]), str(row["question"]), day, tuple(row["choices"]), answer, urls, strict)


def own(name: str) -> Iterator[tuple[str, str]]:
    """Ids and questions of a set of our own."""
    for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["question"]


def looked_up(
    house: House, question: str, hidden: Collection[str] = (), as_of: datetime | None = None
) -> Weighed:
    """What answering looks at: the passages found but those of hidden articles, weighed."""
    retriever = house.desk.retriever
    depth = _DEEP if hidden else 4 * PASSAGES
    found = retriever.find(Query(question, Window(as_of=as_of)), depth, Reader())
    seen = at_most(_EACH_ARTICLE, [one for one in found if one.source.url not in hidden])
    desk, terms = house.desk, terms_of(question, retriever.rarity)
    query = Query(question)
    weighed = weigh(question, terms, seen[:PASSAGES], desk.meaning, desk.across, lean=lean(query, terms))
    return suited(weighed, query)


def answered_or_not(file: Path) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Of each row its id, its question, passages that answer it, and as many that do not, four at most."""
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        count = min(_HANDED, len(row["positive"]), len(row["negative"]))
        yield str(row["id"]), row["query"], row["positive"][:count], row["negative"][:count]


def holds(weighed: Weighed, answer: str) -> bool:
    """Whether a passage that is looked at holds the answer, word for word."""
    return any(answer.lower() in found.passage.text.lower() for found in weighed.passages)


def handed(house: House, question: str, texts: list[str]) -> Weighed:
    """The same for passages that are handed over, each as an article of its own."""
    vector = house.desk.retriever.vector
    assert vector is not None  # the measuring archive has its vectors
    aim = vector(question)
    found = [_found(n, text, float(vector(text) @ aim)) for n, text in enumerate(texts)]
    return weigh(question, terms_of(question, house.desk.retriever.rarity), found, vector)


def _found(number: int, text: str, near: float) -> Found:
    article = f"handed{number}"
    source = Source(article, 1, "", f"Outlet {number}", None, None, (), "en", None, True)
    return Found(Passage(f"{article}-1-0", article, text, 0, len(text)), source, near=near)
