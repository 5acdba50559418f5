"""F4: two `add` with overlapping sources, and a server that answers, all at once.

The end must be that of one serial run, and nobody may have been told that something is locked.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.faults import answers, commands, forms, news, state
from bench.faults.commands import Fault, Place, Process, Server
from bench.faults.news import Story
from bench.faults.rows import Row, Tell, equal

_CORRECTED = 5


@dataclass(slots=True)
class Asking:
    """A reader who keeps asking until told to stop."""

    server: Server
    asked: Sequence[str]
    replies: int = 0
    failures: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Search and ask in turn; anything but an answer is a failure."""
        while not self.stopping.is_set():
            question = self.asked[self.replies % len(self.asked)]
            try:
                self.server.ask(question) if self.replies % 3 == 0 else self.server.search(question)
            except (Fault, httpx.HTTPError) as error:
                self.failures.append(str(error)[:200])
            self.replies += 1


def measure(folder: Path, models: Path, count: int, seed: int, tell: Tell) -> list[Row]:
    """Add all at once beside a server, the same one after the other without, and compare."""
    told = news.stories(count, seed, (60, 120, 250))
    one, two = sources(folder, told)
    asked = answers.questions(told)
    beside, serial = Place(folder / "beside", models), Place(folder / "serial", models)
    tell(f"F4: two adds of {count * 3 // 4} articles, half of them the same, beside a server")
    troubles = all_at_once(beside, one, two, asked)
    commands.add(serial, *one)
    commands.add(serial, *two, wait=True)
    tell("F4: the same, one after the other")
    held, wanted = state.read(beside.home), state.read(serial.home)
    size = f"{len(held.articles):,} articles, {held.passages:,} passages, {len(held.vectors):,} vectors"
    mends = commands.mended(commands.doctor(beside))
    differing = state.differences(held, wanted)
    found, right = _reindexed(beside, asked), _reindexed(serial, asked)
    wrong, shown = answers.differences(found, right), answers.examples(found, right)
    return [
        *troubles,
        equal("F4", f"{size} against one serial run", "0 differ", differing),
        equal("F4", f"{len(asked)} searches of 40, both indexed anew", "as after a serial run", wrong, shown),
        equal("F4", "doctor afterwards", "mends 0", mends),
    ]


def sources(folder: Path, told: Sequence[Story]) -> tuple[list[Path], list[Path]]:
    """Two lists of sources that share half the articles; the first ends with corrections of its own."""
    quarter = len(told) // 4
    mine, ours, yours = told[:quarter], told[quarter : 3 * quarter], told[3 * quarter :]
    corrections = [news.corrected(story, 4) for story in mine[::_CORRECTED]]
    files = forms.write(folder / "both", ours[::4])
    lines = [story for n, story in enumerate(ours) if n % 4]
    first = news.write_lines(folder / "one.jsonl", [*mine, *lines])
    second = news.write_lines(folder / "two.jsonl", [*reversed(lines), *yours])
    last = news.write_lines(folder / "corrections.jsonl", corrections)
    return [first, files, last], [files, second]


def all_at_once(place: Place, one: Sequence[Path], two: Sequence[Path], asked: Sequence[str]) -> list[Row]:
    """Run two adds beside a server that is being asked; what anyone was told of trouble."""
    with commands.serving(place) as server:
        asking = Asking(server, asked)
        reader = threading.Thread(target=asking.run, daemon=True)
        reader.start()
        adding = [Process(place, "ingest", "add", "--json", *sources) for sources in (one, two)]
        codes = [process.wait() for process in adding]
        commands.settle(place)
        asking.stopping.set()
        reader.join(60)
        heard = [*server.err, *(line for process in adding for line in process.err), *asking.failures]
    statuses = Counter(row["status"] for process in adding for row in commands.acknowledged(process))
    wrong = Counter(
        {
            "commands failed": sum(code != 0 for code in codes),
            "refused": statuses["refused"],
            "questions failed": len(asking.failures),
            "told of a lock": sum("locked" in line for line in heard),
        }
    )
    done = f"two adds ({statuses.total():,} sources) and {asking.replies:,} questions at once"
    return [equal("F4", done, "0 fail, 0 told of a lock", dict(+wrong), tuple(heard[-5:]) if +wrong else ())]


def _reindexed(place: Place, asked: Sequence[str]) -> answers.Answers:
    """What is found once removed passages count no more: their words are counted until then."""
    commands.run(place, "ingest", "reindex")
    return answers.of(place, asked)
