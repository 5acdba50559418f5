"""One table of quality: `python -m bench.quality`, or `make quality`. Exits 1 where a goal is missed.

The pool and the questions lie beside the checkout and are never part of it. The first run adds the
pool to an archive under data/quality and embeds it (ten minutes); later runs only ask.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from assistant.bootstrap import opened
from assistant.settings import Settings
from bench.quality import figures
from bench.quality.given import Given
from bench.quality.retrieval import fill

PARTS = (  # files of this folder, in the order of the table
    *("retrieval", "times", "followups", "multihop", "languages"),
    *("claims", "injections", "quotes", "decline", "forms", "added", "said", "spoken"),
    *("extraction", "feeds", "versions", "copies", "storylines", "changes", "differences"),
    "watches",
)


def main() -> None:
    """Measure the parts wanted and print their table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts only")
    parser.add_argument("--sealed", action="store_true", help="score the sealed pairs too, once, at the end")
    parser.add_argument("--fill", action="store_true", help="only make the archive, for other measurements")
    given = parser.parse_args()
    if not given.data.exists():
        sys.exit(f"{given.data} is not here: the measuring data lies beside the checkout, in ../shared")
    with opened(Settings(home=given.home)) as house:
        fill(house, given.data / "realtimeqa")
        if given.fill:
            return
        told = Given(given.data, house, given.sealed)
        measured = [
            figure for part in given.only for figure in import_module(f"bench.quality.{part}").measure(told)
        ]
    figures.show("Quality", measured, given.home.parent / "quality.json")
    sys.exit(not all(figure.is_met for figure in measured))


if __name__ == "__main__":
    main()
