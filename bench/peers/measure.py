"""Run a candidate's steps, each in a process of its own, and read time and memory at each stop.

Memory is the proportional set size of the process and its children (Linux only), and the highest
resident set it has had so far.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from bench.peers.given import Given


class CandidateFailed(Exception):
    """A candidate's process ended before it had said what it measured."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes."""

    held: int
    peak: int


@dataclass(frozen=True, slots=True)
class Built:
    """An index made from nothing."""

    index_s: float
    save_s: float
    memory: Memory


@dataclass(frozen=True, slots=True)
class Searched:
    """Every question asked of the opened index, in order."""

    open_s: float
    opened: Memory
    ended: Memory
    seconds: list[float]
    found: list[list[str]]
    cpu: tuple[float, ...] = ()  # seconds of all threads; tells more than the clock on a busy machine


def build(python: Path, name: str, given: Given, saved: Path) -> Built:
    """Index everything into an empty folder."""
    with _stops(python, name, given, saved) as (process, stops):
        index_s = next(stops)["seconds"]
        memory = memory_of(process.pid)
        return Built(index_s, next(stops)["seconds"], memory)


def search(python: Path, name: str, given: Given, saved: Path, every: int) -> Searched:
    """Open the saved index and ask each question, or with ``every`` 5 only each fifth."""
    with _stops(python, name, given, saved, str(every)) as (process, stops):
        open_s = next(stops)["seconds"]
        opened = memory_of(process.pid)
        asked = next(stops)
        return Searched(
            open_s, opened, memory_of(process.pid), asked["seconds"], asked["found"], tuple(asked["cpu"])
        )


def memory_of(pid: int) -> Memory:
    """Memory of a process and its children now."""
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return Memory(sum(p.memory_full_info().pss for p in tree), sum(_peak(p.pid) for p in tree))


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


@contextmanager
def _stops(
    python: Path, name: str, given: Given, saved: Path, *asking: str
) -> Iterator[tuple[subprocess.Popen[str], Iterator[dict[str, Any]]]]:  # Any: a step's own facts
    """Start a step; each stop read lets the process go on at the next."""
    command = [str(python), "-m", f"bench.peers.{name}", str(given.folder), str(saved), *asking]
    log = saved / ("search.log" if asking else "build.log")
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            yield process, _lines(process, log)
        finally:
            _let_go(process)


def _lines(process: subprocess.Popen[str], log: Path) -> Iterator[dict[str, Any]]:
    assert process.stdin
    assert process.stdout
    for line in process.stdout:
        yield json.loads(line)
        print(file=process.stdin, flush=True)
    raise CandidateFailed(f"ended early; {log} says why")


def _let_go(process: subprocess.Popen[str]) -> None:
    """Let the last stop go; a process that hangs is ended."""
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
