"""A row of the result: what was done, what must hold, what was measured."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

console = Console(stderr=True, highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that must hold."""

    name: str  # F1 kills, F3 damage, F4 at once, F11 repeats
    done: str
    goal: str
    measured: str
    holds: bool
    trouble: tuple[str, ...] = ()  # what to look at where it does not hold


@dataclass(slots=True)
class Findings:
    """Rows as they come, told at once."""

    rows: list[Row] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def add(self, row: Row) -> None:
        """Keep a row and say it."""
        self.rows.append(row)
        word = "[green]holds[/]" if row.holds else "[red]fails[/]"
        passed = time.monotonic() - self.began
        console.print(f"{passed:6.0f} s  {row.name:4} {word}  {row.done}: {row.measured}")
        for line in row.trouble[:20]:
            console.print(f"              {line}", markup=False)

    @property
    def hold(self) -> bool:
        """Whether every row holds, and there is one."""
        return bool(self.rows) and all(row.holds for row in self.rows)

    def as_json(self, **more: object) -> dict[str, Any]:
        """All rows with what else is worth keeping."""
        return {**more, "holds": self.hold, "rows": [asdict(row) for row in self.rows]}


def equal(name: str, done: str, goal: str, wrong: dict[str, int], trouble: tuple[str, ...] = ()) -> Row:
    """A row that holds where nothing was counted as wrong."""
    measured = ", ".join(f"{n:,} {what}" for what, n in wrong.items()) or "0"
    return Row(name, done, goal, measured, not wrong, trouble)


def show(findings: Findings) -> None:
    """Print the table."""
    table = Table(title="Faults", title_justify="left")
    for name in ("row", "done", "goal", "measured", ""):
        table.add_column(name, overflow="fold")
    for row in findings.rows:
        word = "[green]holds[/]" if row.holds else "[red]fails[/]"
        table.add_row(row.name, row.done, row.goal, row.measured, word)
    Console().print(table)


Tell = Callable[[str], None]
