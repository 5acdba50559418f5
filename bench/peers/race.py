"""The race: every candidate in every round, each step alone in a process of its own."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console

from bench.peers import export, measure, report, server, venvs
from bench.peers.given import Given
from bench.peers.measure import Built, Searched
from bench.peers.report import MB, OURS, Figures
from bench.peers.venvs import Peer
from bench.quality import retrieval
from bench.quality.retrieval import Asked

_LATER = 5
_SLOW_MS = 200
_console = Console(stderr=True, highlight=False)


class Race:
    """The candidates with their interpreters, what they are given, and where they keep their indexes."""

    def __init__(self, given: Given, asked: list[Asked], work: Path, peers: Sequence[Peer]) -> None:
        """Install the peers where they are not yet."""
        self._given, self._asked, self._work = given, asked, work
        self._by_id = export.found_by_id(given)
        self._pythons = {OURS: Path(sys.executable)}
        self._searches = {OURS: "words and meaning"}
        for peer in peers:
            _console.print(f"preparing {peer.package}")
            self._pythons[peer.name] = venvs.python(peer, work / "venvs")
            self._searches[peer.name] = peer.searches
        self.pins = {name: venvs.pins(python) for name, python in self._pythons.items()}

    @property
    def passages(self) -> int:
        """How many passages each is given."""
        return len(self._by_id)

    def run(self, rounds: int) -> list[Figures]:
        """Let every candidate run in every round; return the medians of each.

        Every question is asked in the first round, which alone is scored; the next ones time each
        fifth. Who takes long for a question runs in the first round only.
        """
        names = list(self._pythons)
        kept: dict[str, list[Figures]] = {name: [] for name in names}
        for n in range(rounds):
            for name in names[n % len(names) :] + names[: n % len(names)]:
                if kept[name] and kept[name][0].p50_ms > _SLOW_MS:
                    continue
                _console.print(f"round {n + 1}: {name}")
                kept[name].append(self._once(name, every=_LATER if n else 1))
        return [_together(each) for each in kept.values()]

    def served(self) -> Searched:
        """Ask the server, on the index the last round left."""
        _console.print("the server")
        return server.asked_over_http(self._given, self._work / "saved" / OURS)

    def _once(self, name: str, every: int) -> Figures:
        saved = self._work / "saved" / name
        shutil.rmtree(saved, ignore_errors=True)
        saved.mkdir(parents=True)
        python = self._pythons[name]
        built = measure.build(python, name, self._given, saved)
        asked = measure.search(python, name, self._given, saved, every)
        return self._figures(name, built, asked, self._asked[::every])

    def _figures(self, name: str, built: Built, asked: Searched, questions: list[Asked]) -> Figures:
        scores = [
            retrieval.scored(question, [self._by_id[i] for i in ids], seconds)
            for question, ids, seconds in zip(questions, asked.found, asked.seconds, strict=True)
        ]
        p50, p95 = np.percentile(asked.seconds, (50, 95))
        return Figures(
            name,
            self.release(name),
            self._searches[name],
            float(1000 * p50),
            float(1000 * p95),
            float(1000 * np.median(asked.cpu)),
            built.index_s,
            built.save_s,
            asked.open_s,
            built.memory.held / MB,
            built.memory.peak / MB,
            asked.opened.held / MB,
            asked.ended.held / MB,
            asked.ended.peak / MB,
            float(np.mean([score.within_words for score in scores])),
            float(np.mean([score.reciprocal for score in scores])),
        )

    def release(self, name: str) -> str:
        """The version a candidate was installed in."""
        package = next((peer.package for peer in venvs.PEERS if peer.name == name), None)
        return self.pins[name][package] if package else "this tree"


def _together(rounds: Sequence[Figures]) -> Figures:
    first = rounds[0]
    return replace(report.median(rounds), r_1500w=first.r_1500w, mrr_10=first.mrr_10)
