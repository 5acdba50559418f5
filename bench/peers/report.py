"""What the race came to: each candidate's figures, and the goals held against them, as table and picture."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.peers.given import LIMIT

OURS = "citedesk"
_TIMES_FASTER = 3.0
MB = 1e6
_WIDTH = 136  # of the table, also where the output is no terminal
_BAR, _OTHER_BAR = "#1f5fa8", "#b4bcc6"


@dataclass(frozen=True, slots=True)
class Figures:
    """One candidate, the median of its rounds. Memory in megabytes of 10^6 bytes."""

    name: str
    release: str
    searches: str
    p50_ms: float
    p95_ms: float
    cpu_ms: float  # median of all threads together
    index_s: float
    save_s: float
    open_s: float
    indexing_mb: float  # held when everything is indexed
    indexing_peak_mb: float
    opened_mb: float
    searching_mb: float  # held when every question has been asked
    searching_peak_mb: float
    r_1500w: float
    mrr_10: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What was promised, and what it came to."""

    text: str
    value: str
    is_met: bool


def median(rounds: Sequence[Figures]) -> Figures:
    """The middle of every figure over the rounds."""
    facts = [asdict(figures) for figures in rounds]
    middle: dict[str, Any] = {  # Any: names stay names, the rest are figures
        name: float(np.median([fact[name] for fact in facts])) if isinstance(value, float) else value
        for name, value in facts[0].items()
    }
    return Figures(**middle)


def goals(all_figures: Sequence[Figures]) -> list[Goal]:
    """Hold ours against every peer."""
    ours = next(figures for figures in all_figures if figures.name == OURS)
    peers = [figures for figures in all_figures if figures.name != OURS]
    fastest = min(peers, key=lambda peer: peer.p50_ms)
    lightest = min(peers, key=lambda peer: peer.searching_mb)
    best = max(peers, key=lambda peer: peer.r_1500w)
    ratio = fastest.p50_ms / ours.p50_ms
    return [
        Goal(f"{_TIMES_FASTER:.0f} x as fast as {fastest.name}", f"{ratio:.1f} x", ratio >= _TIMES_FASTER),
        Goal(
            f"less memory than {lightest.name}",
            f"{ours.searching_mb:.0f} MB to {lightest.searching_mb:.0f}",
            ours.searching_mb < lightest.searching_mb,
        ),
        Goal(
            f"R@1500w no lower than {best.name}",
            f"{ours.r_1500w:.3f} to {best.r_1500w:.3f}",
            ours.r_1500w >= best.r_1500w,
        ),
    ]


def show(all_figures: Sequence[Figures], held: Sequence[Goal], title: str) -> None:
    """Print the table, then the goals."""
    table = Table(title=title, caption="MB: held at the end / the most there was")
    names = (
        "",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "index s",
        "open s",
        "MB indexing",
        "MB searching",
        "R@1500w",
        "MRR@10",
    )
    for name in names:
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    for figures in sorted(all_figures, key=lambda figures: figures.p50_ms):
        table.add_row(*_cells(figures), style="bold" if figures.name == OURS else None)
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(table)
    for goal in held:
        console.print(f"{'met   ' if goal.is_met else 'MISSED'}  {goal.text}: {goal.value}", highlight=False)


def _cells(figures: Figures) -> list[str]:
    return [
        f"{figures.name} {figures.release}" + ("" if "words" in figures.searches else ", vectors only"),
        f"{figures.p50_ms:,.1f}",
        f"{figures.p95_ms:,.1f}",
        f"{figures.cpu_ms:,.1f}",
        f"{figures.index_s:.1f}",
        f"{figures.open_s:.1f}",
        f"{figures.indexing_mb:,.0f} / {figures.indexing_peak_mb:,.0f}",
        f"{figures.searching_mb:,.0f} / {figures.searching_peak_mb:,.0f}",
        f"{figures.r_1500w:.3f}",
        f"{figures.mrr_10:.3f}",
    ]


def plot(all_figures: Sequence[Figures], file: Path, title: str) -> None:
    """Draw four small charts, ours marked; the kind of picture is the file's ending."""
    from matplotlib.figure import Figure

    panels = (
        ("median search, ms (log scale)", "p50_ms", ",.1f", True),
        ("memory while searching, MB", "searching_mb", ",.0f", False),
        ("seconds to index", "index_s", ",.0f", False),
        (f"right passage within 1,500 words, of {LIMIT} passages", "r_1500w", ".3f", False),
    )
    ordered = sorted(all_figures, key=lambda figures: figures.p50_ms, reverse=True)
    figure = Figure(figsize=(10, 5.2), facecolor="white", layout="constrained")
    figure.suptitle(title, fontsize=11)
    for axes, (name, field, form, is_log) in zip(figure.subplots(2, 2).flat, panels, strict=True):
        values = [getattr(figures, field) for figures in ordered]
        colours = [_BAR if figures.name == OURS else _OTHER_BAR for figures in ordered]
        bars = axes.barh([figures.name for figures in ordered], values, color=colours, log=is_log)
        axes.bar_label(bars, [f"{value:{form}}" for value in values], padding=3, fontsize=9)
        axes.set_title(name, fontsize=10, loc="left")
        axes.margins(x=0.15)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(axis="x", which="both", bottom=False, labelbottom=False)
        axes.tick_params(axis="y", length=0)
    figure.savefig(file, dpi=150)
