"""Figures of quality with their 95 % intervals, beside their goals and what was measured last time."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

_Z = 1.96  # of the normal distribution, for 95 %
_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, its interval and goal; without a goal it is only told."""

    what: str
    value: float
    low: float
    high: float
    count: int  # of what it was measured on
    wanted: str = ""
    is_met: bool = True


def share(what: str, held: Sequence[bool], least: float | None = None, most: float | None = None) -> Figure:
    """How many of these hold, with Wilson's interval (1927)."""
    n = len(held)
    value = sum(held) / n if n else float("nan")
    centre = (value + _Z**2 / (2 * n)) / (1 + _Z**2 / n) if n else value
    half = _Z * np.sqrt(value * (1 - value) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n) if n else value
    return _judged(what, value, (centre - half, centre + half), n, least, most)


def mean(what: str, values: Sequence[float], least: float | None = None, most: float | None = None) -> Figure:
    """Their mean, with the interval of 10,000 bootstrap draws."""
    given = np.asarray(values, dtype=float)
    chance = np.random.default_rng(1)
    drawn = [given[chance.integers(len(given), size=len(given))].mean() for _ in range(_DRAWS)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return _judged(what, float(given.mean()), (float(low), float(high)), len(given), least, most)


def gain(what: str, one: Sequence[float], other: Sequence[float]) -> Figure:
    """How much the first is above the second, thing by thing; met if its whole interval is above 0."""
    found = mean(what, (np.asarray(one, dtype=float) - np.asarray(other, dtype=float)).tolist())
    return replace(found, wanted="> 0", is_met=found.low > 0)


def auc(what: str, above: Sequence[float], below: Sequence[float], least: float | None = None) -> Figure:
    """Chance that one of ``above`` scores higher than one of ``below``, ties counting half (Mann-Whitney)."""
    one, other = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    chance = np.random.default_rng(1)

    def area(
        a: "np.ndarray[tuple[int], np.dtype[np.float64]]", b: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    ) -> float:
        ordered = np.sort(b)
        under = np.searchsorted(ordered, a, "left") + np.searchsorted(ordered, a, "right")
        return float(under.sum() / (2 * len(a) * len(b)))

    drawn = [area(chance.choice(one, len(one)), chance.choice(other, len(other))) for _ in range(1_000)]
    low, high = np.quantile(drawn, (0.025, 0.975))
    return _judged(what, area(one, other), (float(low), float(high)), len(one) + len(other), least, None)


def told(
    what: str, value: float, count: int = 0, least: float | None = None, most: float | None = None
) -> Figure:
    """A figure that has no interval."""
    return _judged(what, value, (value, value), count, least, most)


def show(title: str, figures: Sequence[Figure], kept: Path) -> None:
    """Print the table with the last values, and keep these for the next time."""
    last = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    table = Table(title=title)
    for column in ("", "figure", "95 %", "n", "goal", "last", ""):
        table.add_column(column, justify="right" if column else "left")
    for figure in figures:
        word = ("met" if figure.is_met else "[bold red]missed[/]") if figure.wanted else ""
        before = f"{last[figure.what]['value']:.3f}" if figure.what in last else ""
        between = f"{figure.low:.3f} to {figure.high:.3f}" if figure.low != figure.high else ""
        table.add_row(
            figure.what, f"{figure.value:.3f}", between, str(figure.count or ""), figure.wanted, before, word
        )
    Console().print(table)
    kept.parent.mkdir(parents=True, exist_ok=True)
    now = last | {figure.what: asdict(figure) for figure in figures}
    kept.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _judged(
    what: str, value: float, between: tuple[float, float], n: int, least: float | None, most: float | None
) -> Figure:
    wanted = f"≥ {least:g}" if least is not None else f"≤ {most:g}" if most is not None else ""
    is_met = (least is None or value >= least) and (most is None or value <= most)
    return Figure(what, float(value), *(float(end) for end in between), n, wanted, is_met)
