"""The tables of docs/performance.md, made of the files that the benches wrote with --json."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Figures = dict[str, Any]  # JSON as one of the benches wrote it


def main() -> None:
    """Print a Markdown table for each file given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    for file in parser.parse_args().files:
        kept = json.loads(file.read_text(encoding="utf-8"))
        sys.stdout.write("\n".join(table(kept)) + "\n\n")


def table(kept: Figures) -> Iterator[str]:
    """One table: what, goal, measured."""
    yield "| " + kept["title"] + f" (load {kept['load']:.1f}) | goal | measured | |"
    yield "|---|---|---|---|"
    for goal in kept["goals"]:
        word = ("met" if goal["is_met"] else "**missed**") if goal["wanted"] else ""
        yield f"| {goal['what'].strip()} | {goal['wanted']} | {goal['measured']} | {word} |"


if __name__ == "__main__":
    main()
