"""Asking: from a question to its ranked passages, where each millisecond goes, and over HTTP.

Runs on an archive filled by `make quality` and, with --million, on one made by `bench.synthetic`.
Every question is new to the caches. One reader asks at a time.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import numpy as np

from assistant.bootstrap import House, opened
from assistant.conversation import Query
from assistant.fuse import fuse
from assistant.ranking.stories import copies
from assistant.settings import Settings
from assistant.weighing.terms import terms_of
from bench.goals import Goal, at_most, close, memory, share, told
from bench.load import copied, questions, served
from ingest.article import article_of
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window

_LIMIT = 40
_RANKED, _COMPARED = 70, 12  # passages put in order, and compared for copies: as retrieve.py does
_IDLE_S = 8.0
_EACH_ROUND = 200  # questions
_READER = Reader()


@dataclass(frozen=True, slots=True)
class Promise:
    """What a size of archive is held to, in milliseconds."""

    name: str
    p50: float
    p95: float
    windowed: float


SMALL = Promise("55k", 15, 35, 50)
LARGE = Promise("1 million", 80, 80, 120)


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--million", action="store_true", help="hold it to what a million passages are")
    parser.add_argument("--runs", type=int, default=5, help="rounds, of which the median counts")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = questions(given.data)
    goals = ranked(given.home, asked, LARGE if given.million else SMALL, given.runs)
    if not given.million:
        goals += over_http(given.home, asked)
    close(f"asking, {goals[0].value:,.0f} passages", goals, given.json)


def ranked(home: Path, asked: list[str], promise: Promise, runs: int) -> list[Goal]:
    """Ask in this process: plain, in windows, and step by step."""
    with opened(Settings(home=home)) as house:
        house.index.catch_up()
        goals = [told("passages", house.index.words.count())]
        plain = [rounds(house, asked, lambda n: Window(), n) for n in range(runs)]
        goals += [
            at_most("question to passages, p50", median(share(r, 0.5) for r in plain), promise.p50, "ms"),
            at_most("question to passages, p95", median(share(r, 0.95) for r in plain), promise.p95, "ms"),
        ]
        for name, window in windows(house).items():
            times = [rounds(house, asked, window, runs + n) for n in range(runs)]
            goals.append(told(f"{name}, p50", median(share(r, 0.5) for r in times), "ms"))
            goals.append(
                at_most(f"{name}, p95", median(share(r, 0.95) for r in times), promise.windowed, "ms")
            )
        return [*goals, *steps(house, asked)]


def rounds(house: House, asked: list[str], window: Callable[[int], Window], run: int) -> list[float]:
    """Milliseconds of each question; a word more makes it new to the caches."""
    retriever, times = house.desk.retriever, []
    first = run * _EACH_ROUND % max(1, len(asked) - _EACH_ROUND)
    for n, question in enumerate(asked[first : first + _EACH_ROUND]):
        query = Query(f"{question} ({run})", window(n))
        began = time.perf_counter()
        retriever.find(query, _LIMIT, _READER)
        times.append(1_000 * (time.perf_counter() - began))
    return times


def windows(house: House) -> dict[str, Callable[[int], Window]]:
    """Windows of each kind, another for each question."""
    chance = np.random.default_rng(3)
    covered = catalogue.coverage(house.archive, _READER, Window())
    first, last = (datetime.fromisoformat(str(day)) for day in (covered.oldest, covered.newest))
    first = max(first, last - timedelta(days=3 * 365))
    days = (last - first).days
    starts = [first + timedelta(days=int(n)) for n in chance.integers(0, days, 1_000)]
    outlets = [str(n) for n in chance.choice(covered.outlets, 1_000)]

    def lasting(width: int) -> Callable[[int], Window]:
        return lambda n: Window(since=starts[n % 1_000], until=starts[n % 1_000] + timedelta(days=width))

    return {
        "in a week": lasting(7),
        "in a month": lasting(30),
        "in half of all time": lambda n: Window(since=first + timedelta(days=days // 2 + n % 9)),
        "as of a day": lambda n: Window(as_of=starts[n % 1_000].astimezone(UTC)),
        "in one outlet": lambda n: Window(outlets=(outlets[n % 1_000],)),
    }


def steps(house: House, asked: list[str]) -> list[Goal]:
    """Each step alone, in the order in which a question takes them."""
    taken: dict[str, list[float]] = defaultdict(list)
    for question in asked[:_EACH_ROUND]:
        for name, seconds in _step_by_step(house, f"{question} (again)"):
            taken[name].append(1_000 * seconds)
    return [told(f"  {name}", median(times), "ms") for name, times in taken.items()]


def _step_by_step(house: House, question: str) -> Iterator[tuple[str, float]]:
    index, depth, embedder = house.index, 120, house.embedder
    assert embedder, "the model is missing: this bench needs it"

    def timed(step: Callable[[], Any]) -> tuple[Any, float]:  # Any: whatever the step gives
        began = time.perf_counter()
        return step(), time.perf_counter() - began

    vector, seconds = timed(lambda: embedder.embed_question(question))
    yield "embedding the question", seconds
    words, seconds = timed(lambda: index.words.search(question, depth, Window()))
    yield "words (tantivy), beside the next", seconds
    near, seconds = timed(lambda: index.vectors.search(vector, depth))
    yield "vectors (Chroma)", seconds
    ids = [[hit.passage_id for hit in hits] for hits in (words, near)]
    _, seconds = timed(lambda: index.without_vectors([i for i in ids[0] if i not in ids[1]]))
    yield "which wait for their vectors (SQL)", seconds
    best, seconds = timed(lambda: [i for i, _ in fuse(*ids, article_of)[:_RANKED]])
    yield "fusing", seconds
    found, seconds = timed(lambda: catalogue.passages_by_id(house.archive, best, _READER, Window()))
    yield f"text and dates of {_RANKED} passages (SQL)", seconds
    weights = terms_of(question, house.desk.retriever.rarity).weights
    _, seconds = timed(lambda: index.words.weight_held(weights, best))
    yield "what they hold of the question (tantivy), beside the last", seconds
    _, seconds = timed(lambda: copies(list(found.values())[:_COMPARED]))
    yield "copies of one story", seconds


def over_http(home: Path, asked: list[str]) -> list[Goal]:
    """A real server on a copy: its memory at rest, and how soon the sources come."""
    with copied(home) as copy, served(copy, home) as server, httpx.Client(timeout=60) as http:
        time.sleep(_IDLE_S)
        rest = memory(server.process.pid)
        waits = [_until_sources(http, f"{server.url}/v1/chat", question) for question in asked[:_EACH_ROUND]]
        after = memory(server.process.pid)
    return [
        at_most("server at rest, both processes (PSS)", rest / 1e6, 900, "MB"),
        at_most(f"the same after {_EACH_ROUND} questions", after / 1e6, 900, "MB"),
        told("first `sources` over HTTP, p50", share(waits, 0.5), "ms"),
        at_most("first `sources` over HTTP, p95", share(waits, 0.95), 50, "ms"),
    ]


def _until_sources(http: httpx.Client, url: str, question: str) -> float:
    began = time.perf_counter()
    waited = float("inf")
    headers = {"Accept": "text/event-stream"}
    with http.stream("POST", url, json={"question": question}, headers=headers) as reply:
        for line in reply.iter_lines():
            if line == "event: sources":
                waited = min(waited, 1_000 * (time.perf_counter() - began))
            if line.startswith("data:") and '"answer"' in line:
                json.loads(line.removeprefix("data:"))
    return waited


if __name__ == "__main__":
    main()
