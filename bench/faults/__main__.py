"""Put faults into the product from outside and print what was left: `make faults`.

F1 kills (watching: of what is watched), F2 writes that fail (full: a disk that is full), F3 damage to
the index folders (graph: of an archive so large that Chroma has written its graph), F4 several
processes at once, F9 a backup while news is added, F11 the same articles again, F12 a clock that is
wrong, B1 and B2 (web) addresses that lead inside and hostile web servers. Exit 1 where anything does
not hold; the folders are kept then.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.faults import (
    clocks,
    damage,
    full,
    graph,
    kills,
    news,
    repeats,
    snapshot,
    together,
    watching,
    web,
    writes,
)
from bench.faults.commands import Fault, Place
from bench.faults.rows import Findings, Row, console, show
from ingest.embedding import model
from ingest.settings import ArchiveSettings

_ROWS = ("F1", "watching", "F2", "full", "F3", "graph", "F4", "F9", "F11", "F12", "web")
_LENGTHS = (25, 25, 60, 25, 120)  # words: short, so that embedding does not take the time


def main() -> None:
    """Run the rows asked for and exit 1 if one of them fails."""
    given = _arguments()
    models = ArchiveSettings().model_folder.absolute()
    model.prepare(models, console.print)
    folder = Path(tempfile.mkdtemp(prefix="citedesk-faults-"))
    findings = Findings()
    for name, measure in _measures(given, folder, models).items():
        if name in given.only:
            _take(findings, name, measure)
    show(findings)
    took = time.monotonic() - findings.began
    print(f"seed {given.seed}, {took / 60:.1f} minutes, every row holds: {'yes' if findings.hold else 'no'}")
    if given.json:
        report = findings.as_json(seed=given.seed, seconds=round(took))
        given.json.write_text(json.dumps(report, indent=2) + "\n")
    if not findings.hold:
        sys.exit(f"what was left lies in {folder}")
    shutil.rmtree(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=_ROWS, default=list(_ROWS))
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--articles", type=int, default=1_000, help="F4 takes a quarter of them, F9 ten times as many"
    )
    parser.add_argument("--all", action="store_true", help="F3: every harm on every kind of file")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def _measures(
    given: argparse.Namespace, folder: Path, models: Path
) -> dict[str, Callable[[], Iterable[Row]]]:
    """Each row's measurement, in the order in which they run; F3 harms what F11 has filled."""
    seed, count = given.seed, given.articles
    told = news.stories(count, seed, _LENGTHS)
    filled = Place(folder / "filled", models)

    def damaged() -> list[Row]:
        if not filled.home.exists():
            damage.fill(folder, filled, told)
        return damage.measure(folder, filled, told, given.all, console.print)

    return {
        "F11": lambda: repeats.measure(folder, filled, told, seed, console.print),
        "F3": damaged,
        "graph": lambda: graph.measure(folder, models, seed, console.print),
        "watching": lambda: watching.measure(folder, models, given.kills, seed, console.print),
        "F2": lambda: writes.measure(folder, models, given.kills, seed, console.print),
        "full": lambda: full.measure(folder, models, seed, console.print),
        "F9": lambda: snapshot.measure(folder, models, 10 * count, seed, console.print),
        "F12": lambda: clocks.measure(folder, models, seed, console.print),
        "F4": lambda: together.measure(folder, models, max(20, count // 4), seed, console.print),
        "web": lambda: web.measure(console.print),
        "F1": lambda: kills.measure(folder, models, given.kills, count, seed, console.print),
    }


def _take(findings: Findings, name: str, measure: Callable[[], Iterable[Row]]) -> None:
    """Add a measurement's rows; one that cannot go on is a row that fails."""
    try:
        for row in measure():
            findings.add(row)
    except Fault as fault:
        findings.add(Row(name, "went on to the end", "no fault", str(fault), False))


if __name__ == "__main__":
    main()
