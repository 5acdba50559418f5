"""One step of one candidate in a process of its own: build its index, or open it and be asked.

Talks to the process that measures by lines of JSON on standard output, and after each waits for a
line on standard input, so that memory is read while nothing happens. Standard library and numpy
only, since it also runs in the peers' own environments.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from bench.peers.given import Given, Vector

_WARM_UP = 10  # questions asked before the clock runs
Search = Callable[[str, Vector], list[str]]
Index = TypeVar("Index")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Index]):
    """What a candidate has to be able to do, as its own users would do it."""

    build: Callable[[Given, Path], Index]  # index all passages; the folder is for the index's own files
    save: Callable[[Index, Path], None]
    opened: Callable[[Given, Path], Search]  # ids of the passages found, best first

    def run(self) -> None:
        """Do what the command line says: GIVEN SAVED builds, GIVEN SAVED N asks each N-th question."""
        given, saved, told = Given(Path(sys.argv[1])), Path(sys.argv[2]), _own_output()
        if len(sys.argv) > 3:
            self._search(given, saved, told, int(sys.argv[3]))
        else:
            self._build(given, saved, told)

    def _build(self, given: Given, saved: Path, told: TextIO) -> None:
        began = time.perf_counter()
        index = self.build(given, saved)
        _tell(told, "built", seconds=time.perf_counter() - began)
        began = time.perf_counter()
        self.save(index, saved)
        _tell(told, "saved", seconds=time.perf_counter() - began)

    def _search(self, given: Given, saved: Path, told: TextIO, every: int) -> None:
        questions = given.questions()[::every]
        began = time.perf_counter()
        search = self.opened(given, saved)
        _tell(told, "opened", seconds=time.perf_counter() - began)
        for text, vector in questions[:_WARM_UP]:
            search(text, vector)
        found, seconds, cpu = [], [], []
        for text, vector in questions:
            began, busy = time.perf_counter(), time.process_time()
            found.append(search(text, vector))
            seconds.append(time.perf_counter() - began)
            cpu.append(time.process_time() - busy)
        _tell(told, "asked", found=found, seconds=seconds, cpu=cpu)


def _own_output() -> TextIO:
    """Keep standard output for ourselves; what a library prints goes where errors go."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return ours


def _tell(told: TextIO, step: str, **facts: object) -> None:
    """Say what was done, and wait until the memory has been read."""
    print(json.dumps({"step": step, **facts}), file=told, flush=True)
    sys.stdin.readline()
