"""What was wanted beside what was measured: the same table and the same file for every bench."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, what it should be, and whether it is."""

    what: str
    wanted: str
    measured: str
    is_met: bool
    value: float


def at_most(what: str, value: float, most: float, unit: str = "") -> Goal:
    """A goal that is met by any value up to ``most``."""
    return Goal(what, f"≤ {most:g} {unit}".rstrip(), _shown(value, unit), value <= most, value)


def at_least(what: str, value: float, least: float, unit: str = "") -> Goal:
    """A goal that is met by any value from ``least`` on."""
    return Goal(what, f"≥ {least:g} {unit}".rstrip(), _shown(value, unit), value >= least, value)


def told(what: str, value: float, unit: str = "") -> Goal:
    """A figure without a goal."""
    return Goal(what, "", _shown(value, unit), True, value)


def _shown(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"
    return f"{number} {unit}".rstrip()


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of the values lies; not a number without any."""
    return float(np.quantile(values, part)) if len(values) else float("nan")


def memory(pid: int) -> float:
    """Bytes of a process and its children (PSS): what they share is counted once."""
    first = psutil.Process(pid)
    total = 0.0
    for process in [first, *first.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:  # ended meanwhile
            continue
    return total


def close(title: str, goals: Sequence[Goal], file: Path | None = None) -> None:
    """Print the table, write the figures to a file, and exit 1 if a goal is missed."""
    load = os.getloadavg()[0]
    table = Table(title=title, caption=f"{os.cpu_count()} cores, load average {load:.1f}")
    for column in ("", "goal", "measured", ""):
        table.add_column(column, justify="right" if column else "left")
    for goal in goals:
        word = ("met" if goal.is_met else "[bold red]missed[/]") if goal.wanted else ""
        table.add_row(goal.what, goal.wanted, goal.measured, word)
    Console().print(table)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        kept = {"title": title, "load": load, "goals": [asdict(goal) for goal in goals]}
        file.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not all(goal.is_met for goal in goals):
        sys.exit(1)
