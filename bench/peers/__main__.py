"""Run the race: `python -m bench.peers`, or `make bench-peers`. Exits 1 where a goal is missed.

Every candidate gets the passages of the measuring archive with the vectors Citedesk made, then each
question with its vector, one at a time, and gives back 40 passages; embedding the question is left
out for everyone. The peers come from PyPI, each into an environment of its own.
"""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CalledProcessError

import numpy as np
from rich.console import Console

from bench.peers import export, report
from bench.peers.given import LIMIT
from bench.peers.measure import CandidateFailed, Searched
from bench.peers.race import Race
from bench.peers.report import MB, Figures, Goal
from bench.peers.venvs import PEERS

_NAMED = ("chromadb", "faiss-cpu", "numpy", "tantivy", "torch", "transformers")  # pins shown; JSON has all


def main() -> None:
    """Fill the work folder, run, and show; exit 1 where a goal is missed."""
    given = _arguments()
    if not given.data.exists():
        sys.exit(f"{given.data} is not here: the measuring data lies beside the checkout, in ../shared")
    machine = _machine()
    folder, asked = export.export(given.home, given.data, given.work / "given", given.passages)
    try:
        race = Race(folder, asked, given.work, [peer for peer in PEERS if peer.name in given.peers])
        figures = race.run(given.rounds)
        served = race.served()
    except (CandidateFailed, CalledProcessError) as failed:
        sys.exit(f"bench-peers: {failed}")
    title = f"{race.passages:,} passages, {len(asked)} questions, k = {LIMIT}"
    held = report.goals(figures)
    report.show(figures, held, title)
    _show_notes(race, served, machine, given.rounds)
    if given.json:
        facts = {
            "machine": machine,
            "rounds": given.rounds,
            "passages": race.passages,
            "questions": len(asked),
        }
        given.json.write_text(json.dumps(facts | _results(race, figures, held, served), indent=1) + "\n")
    if given.plot:
        report.plot(figures, given.plot, title)
    sys.exit(not all(goal.is_met for goal in held))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--home", type=Path, default=Path("data/quality"), help="archive with the pool")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path("data/peers"),
        help="environments and indexes; remove it for newer peers",
    )
    parser.add_argument("--passages", type=int, help="about so many passages only, to try it")
    names = [peer.name for peer in PEERS]
    parser.add_argument("--peers", nargs="+", choices=names, default=names, help="race these only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and versions there")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them there, .svg or .png")
    return parser.parse_args()


def _machine() -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load": round(os.getloadavg()[0], 2),
        "cores": len(os.sched_getaffinity(0)),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _show_notes(race: Race, served: Searched, machine: dict[str, object], rounds: int) -> None:
    p50, p95 = np.percentile(served.seconds, (50, 95)) * 1000
    lines = [
        f"The Citedesk server, child and HTTP and the question's embedding included: p50 {p50:.1f} ms, "
        f"p95 {p95:.1f} ms, {served.ended.held / MB:.0f} MB.",
        f"{machine['cores']} cores, load {machine['load']} at the start, median of {rounds} rounds.",
    ]
    for name, pins in race.pins.items():
        named = [f"{package} {pins[package]}" for package in _NAMED if package in pins]
        lines.append(f"{name}: {race.release(name)}; {', '.join(named)}")
    for line in lines:
        Console().print(line, highlight=False, soft_wrap=True)


def _results(race: Race, figures: list[Figures], held: list[Goal], served: Searched) -> dict[str, object]:
    p50, p95 = np.percentile(served.seconds, (50, 95)) * 1000
    return {
        "k": LIMIT,
        "candidates": [asdict(each) for each in figures],
        "goals": [asdict(goal) for goal in held],
        "server": {"p50_ms": p50, "p95_ms": p95, "mb": served.ended.held / MB},
        "pins": race.pins,
    }


if __name__ == "__main__":
    main()
