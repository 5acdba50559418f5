"""The promises under load: a hundred readers, four hundred at once, readers who never read, 10,000 questions.

The real server runs on a copy of an archive, the chat model is a scripted one at 30 tokens a second, and
the readers are a process of their own. Other work on the machine is noise: its load is printed too.
"""

import argparse
import json
import multiprocessing
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from assistant.settings import Settings
from assistant.web.gate import PATIENCE_S
from bench import readers
from bench.goals import Goal, close, goal, memory, share
from bench.readers import Heard, Told
from ingest.split import sentences
from tests.assistant.running import Server, serving
from tests.fakes.model import Script, ScriptedModel

_TOKENS, _RATE = 100, 30  # of an answer, and a second
_READERS, _EVERY_S, _AT_ONCE = 100, 15.0, 400
_SIDE_BY_SIDE = 2  # of the 10,000 questions: one a core
PASSAGE = re.compile(r"^\[(k\w\w)\] [^\n]*\n(.+?)(?=\n\n\[k|\Z)", re.MULTILINE | re.DOTALL)
_console = Console()


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    given = parser.parse_args()
    asked, loads = questions(given.data), [os.getloadavg()[0]]
    goals: list[Goal] = []
    with copied(given.home) as home, reading() as pool, ScriptedModel(script) as model:
        with served(home, given.home, OPENAI_BASE_URL=model.url) as server:
            goals += hundred(server, asked, given.seconds, pool)
            loads.append(os.getloadavg()[0])
            goals += burst(server, asked, pool)
            goals += silent(server, asked, given.seconds, pool)
            loads.append(os.getloadavg()[0])
        with served(home, given.home) as server:
            goals += many(server, asked, given.questions, pool)
            loads.append(os.getloadavg()[0])
    around = ", ".join(f"{load:.1f}" for load in loads)
    close(f"under load (load average before, between and after: {around})", goals, given.json)


def hundred(server: Server, asked: list[str], seconds: float, pool: ProcessPoolExecutor) -> list[Goal]:
    """L1: a hundred readers, each a question every 15 s, answers of 100 tokens."""
    _console.print(f"{_READERS} readers for {seconds:.0f} s")
    heard = pool.submit(readers.paced, server.url, asked, _READERS, _EVERY_S, seconds).result()
    wrote = sum(told.mode == "written" for told in heard.told)
    alive_ms = 1000 * share(heard.alive_s, 0.99)
    return [
        *_waited(f"{_READERS} readers", heard),
        goal("/healthz beside them, p99", alive_ms, 100, "ms"),
        goal("answers written by the model", wrote, None),
    ]


def burst(server: Server, asked: list[str], pool: ProcessPoolExecutor) -> list[Goal]:
    """L2: more at once than there are places."""
    _console.print(f"{_AT_ONCE} at once")
    told = pool.submit(readers.at_once, server.url, asked, _AT_ONCE).result()
    refused = [one for one in told if one.status == 503]
    at_door = [one for one in refused if one.answered_s < PATIENCE_S / 2]
    waited_ms = [1000 * one.answered_s for one in at_door]
    whole = sum(one.ended == "done" for one in told)
    untold = sum(one.retry_after is None for one in refused)
    lost = _AT_ONCE - whole - len(refused)
    return [
        goal(f"{_AT_ONCE} at once: neither answered nor refused", lost, 0),
        goal("refused without Retry-After", untold, 0),
        goal("refusal at the door, p50", share(waited_ms, 0.5), 200, "ms"),
        goal("refusal at the door, the slowest", max(waited_ms, default=0), 200, "ms"),
        goal("refused after waiting", len(refused) - len(at_door), 0),
        goal("refused at the door", len(at_door), None),
        goal("answered to the end", whole, None),
        goal("crashed", float(server.process.poll() is not None), 0),
    ]


def silent(server: Server, asked: list[str], seconds: float, pool: ProcessPoolExecutor) -> list[Goal]:
    """A hundred who read, beside a hundred who have asked and never read."""
    _console.print(f"{_READERS} readers beside {_READERS} who never read")
    given = (server.url, asked, _READERS, _READERS, _EVERY_S, max(_EVERY_S, seconds / 5))
    heard = pool.submit(readers.beside_silent, *given).result()
    return _waited(f"beside {_READERS} silent ones", heard)


def many(server: Server, asked: list[str], count: int, pool: ProcessPoolExecutor) -> list[Goal]:
    """Ten thousand questions, quoted: the memory of the server and its child stays flat."""
    _console.print(f"{count:,} questions, quoted")
    began, sampled = time.monotonic(), []
    asking = pool.submit(readers.in_turn, server.url, asked, count, _SIDE_BY_SIDE)
    while not asking.done():
        sampled.append(memory(server.process.pid))
        time.sleep(1)
    told, tenth = asking.result(), max(1, len(sampled) // 10)
    rate = count / (time.monotonic() - began)
    # The first tenth fills caches that have a bound.
    early, late = median(sampled[tenth : 2 * tenth] or sampled), median(sampled[-tenth:])
    return [
        goal(f"{count:,} questions: not answered to the end", _unfinished(told), 0),
        goal("memory at the end over that after a tenth", 100 * (late / early - 1), 10, "%"),
        goal("memory at the end (PSS)", late / 1e6, None, "MB"),
        goal("questions answered", rate, None, "/s"),
    ]


def _waited(name: str, heard: Heard) -> list[Goal]:
    sources = [1000 * one.sources_s for one in heard.told if one.sources_s is not None]
    return [
        goal(f"{name}: failures of {len(heard.told):,}", _unfinished(heard.told), 0),
        goal(f"{name}: first sources, p50", share(sources, 0.5), 150, "ms"),
        goal(f"{name}: first sources, p95", share(sources, 0.95), 500, "ms"),
    ]


def _unfinished(told: list[Told]) -> int:
    return sum(one.status != 200 or one.ended != "done" for one in told)


def script(request: dict[str, Any]) -> Script:
    """What the model says: sentences of the first passages, each with its marker, 100 tokens in all."""
    told: list[str] = []
    for key, text in PASSAGE.findall(request["messages"][-1]["content"]):
        told += [f"{text[start:end]} [{key}]" for start, end in sentences(text)]
        if len(" ".join(told)) > 4 * _TOKENS:
            break
    words = " ".join(told)
    return Script(words, chunk=max(1, -(-len(words) // _TOKENS)), delay_s=1 / _RATE)


def questions(data: Path) -> list[str]:
    """The questions of the measuring data; without it, questions about the sample news."""
    file = data / "questions-2025.jsonl"
    if file.exists():
        return [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines()]
    _console.print(f"{file} is not here: asking about the titles of the sample news")
    lines = (files("ingest.samples") / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    return [f"What is the news on “{json.loads(line)['title']}”?" for line in lines]


@contextmanager
def copied(home: Path) -> Iterator[Path]:
    """A copy of a home: what is asked here is not kept in the original. Without one, an empty home."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        if (home / "archive.db").exists():
            shutil.copytree(home, copy, ignore=shutil.ignore_patterns("*.lock", "model"))
        else:
            _console.print(f"{home} is not here: asking the sample news")
        yield copy


@contextmanager
def served(copy: Path, home: Path, **variables: str) -> Iterator[Server]:
    """The server on the copy, with the embedding model of the original."""
    settings, samples = (Settings(home=home), ()) if copy.exists() else (Settings(), ("--samples",))
    with serving(copy, settings.model_folder.absolute(), *samples, **variables) as server:
        yield server


@contextmanager
def reading() -> Iterator[ProcessPoolExecutor]:
    """The process of the readers."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


if __name__ == "__main__":
    main()
