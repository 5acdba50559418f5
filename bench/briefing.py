"""Briefing: how long one takes without a model, on a topic and on the top stories of a day.

Runs on an archive filled by `make quality`. Topics are the questions' own names, new to the caches; one
reader asks at a time.
"""

import argparse
import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.bootstrap import House, opened
from assistant.brief import whole
from assistant.briefing import Briefing, Order
from assistant.questions.mentions import mentions
from assistant.settings import Settings
from bench.goals import Goal, at_most, close, share, told
from bench.load import questions
from ingest.care import worker
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window

_TOPICS, _DAYS = 100, 30
_TOPIC_MS, _DAY_MS = 1_500, 3_000
_READER = Reader()


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with opened(Settings(home=given.home)) as house:
        if house.embedder:
            worker.embed_waiting(house.archive, house.embedder)
        house.index.catch_up()
        goals = [
            told("passages", house.index.words.count()),
            *on_topics(house, topics(questions(given.data))),
            *on_days(house),
        ]
    close(f"briefing, {goals[0].value:,.0f} passages", goals, given.json)


def topics(asked: list[str]) -> list[str]:
    """What questions name, each once, in their order."""
    named = (m.text for question in asked for m in mentions(question) if len(m.text.split()) > 1)
    return list(dict.fromkeys(named))[:_TOPICS]


def on_topics(house: House, names: list[str]) -> list[Goal]:
    """Brief on each, as a reader does who never was told of it."""
    whole_ms, cpu_ms = [], []
    steps, modes = defaultdict[str, list[float]](list), defaultdict[str, int](int)
    for topic in names:
        began = time.process_time()
        made, spent = _timed(house, Order(topic))
        cpu_ms.append(1_000 * (time.process_time() - began))
        modes[made.mode] += 1
        whole_ms.append(spent)
        for step, until in made.timings_ms.items():
            steps[step].append(until)
    return [
        told("topics", len(names)),
        told("  of them quoted", modes["quoted"]),
        told("on a topic, p50", share(whole_ms, 0.5), "ms"),
        at_most("on a topic, p95", share(whole_ms, 0.95), _TOPIC_MS, "ms"),
        told("  processor time, p95", share(cpu_ms, 0.95), "ms"),
        *(told(f"  until {step}, p95", share(times, 0.95), "ms") for step, times in steps.items()),
    ]


def on_days(house: House) -> list[Goal]:
    """The top stories of each of the last days with news."""
    times = [_timed(house, Order(window=day))[1] for day in _days(house)]
    return [
        told("top stories of a day, p50", share(times, 0.5), "ms"),
        at_most("top stories of a day, p95", share(times, 0.95), _DAY_MS, "ms"),
    ]


def _days(house: House) -> Iterator[Window]:
    newest = catalogue.coverage(house.archive, _READER, Window()).newest
    last = datetime.fromisoformat(str(newest)).replace(hour=0, minute=0, second=0, tzinfo=UTC)
    for n in range(_DAYS):
        since = last - timedelta(days=n)
        yield Window(since=since, until=since + timedelta(days=1, seconds=-1))


def _timed(house: House, order: Order) -> tuple[Briefing, float]:
    began = time.perf_counter()
    made = asyncio.run(whole(order, _READER, house.desk))
    return made, 1_000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
