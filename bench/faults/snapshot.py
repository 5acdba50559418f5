"""F9: a backup while news is added and embedded, the home wiped, the backup restored.

What is restored must be one moment of the home: all that was acknowledged before, and of what came
during the backup a beginning, each as the home had it.
"""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from bench.faults import answers, commands, news, state
from bench.faults.commands import Place, Process
from bench.faults.rows import Row, Tell, equal
from bench.faults.trouble import integrity

_LAST = 10  # one article of so many comes during the backup
_MOST_S = 60
_ASKED = 12


@dataclass(frozen=True, slots=True)
class _Copied:
    """A backup, and what the home held around it."""

    file: Path
    before: set[str]  # ids of the articles acknowledged when it began
    seconds: float
    live: state.State  # the home once all was added and embedded


def measure(folder: Path, models: Path, articles: int, seed: int, tell: Tell) -> list[Row]:
    """Back up a home of so many articles beside a server and an `add`, wipe it, restore it, compare."""
    place = Place(folder / "copied", models)
    tell(f"F9: {articles:,} articles, a tenth of them added during the backup")
    told = news.stories(articles, seed, (25,))
    copied = _copied(folder, place, told)
    shutil.rmtree(place.home)
    began = time.monotonic()
    commands.run(place, "ingest", "restore", copied.file)
    restored_s = time.monotonic() - began
    held = state.read(place.home)
    wrong = state.differences(held, copied.live.of(held.articles.keys()))
    wrong.pop("vectors lost", None)  # those of the live home were made after the backup
    wrong["acknowledged before and not in it"] = len(copied.before - held.articles.keys())
    wrong["integrity"] = int(integrity(place.home) != "ok")
    mended = commands.mended(commands.doctor(place))
    wrong |= {f"by doctor: {what}": n for what, n in mended.items()}
    first = answers.of(place, [story.question for story in told[:_ASKED]])
    wrong["searches that find nothing"] = sum(not ids for ids in first.found.values())
    during = len(held.articles) - len(copied.before)
    took = copied.seconds + restored_s
    spent = f"backup while adding ({copied.seconds:.0f} s), wipe, restore with its index ({restored_s:.0f} s)"
    size = f"{len(held.articles):,} articles ({during:,} came during it), {len(held.vectors):,} vectors"
    done = f"{spent}: {size}"
    return [
        equal("F9", done, "equal at the snapshot", {what: n for what, n in wrong.items() if n}),
        Row(
            "F9",
            f"backup and restore of {len(held.articles):,} articles",
            f"<= {_MOST_S} s",
            f"{took:.0f} s",
            took <= _MOST_S,
        ),
    ]


def _copied(folder: Path, place: Place, told: list[news.Story]) -> _Copied:
    """Fill a home, then back it up while a server embeds and the rest is added."""
    cut = len(told) - len(told) // _LAST
    first = news.write_lines(folder / "copied-first.jsonl", told[:cut])
    rest = news.write_lines(folder / "copied-rest.jsonl", told[cut:])
    commands.add(place, first)
    file = folder / "copied.zip"
    with commands.serving(place) as server:
        adding = Process(place, "ingest", "add", "--json", rest)
        commands.until(lambda: len(adding.out) > len(told) // _LAST // 10, adding)
        before = state.names(place.home)
        began = time.monotonic()
        commands.run(place, "ingest", "backup", file)
        seconds = time.monotonic() - began
        if adding.wait() or server.code is not None:
            raise commands.Fault(f"beside a backup: {adding.err[-3:]} {server.err[-3:]}")
    return _Copied(file, before, seconds, state.read(place.home))
