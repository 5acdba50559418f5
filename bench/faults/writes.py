"""F2: the Nth write of the database fails, for ever more N: of `add`, of the watcher, and of a server.

strace makes the system refuse, as a full disk or a broken one does. What was acknowledged must be
there, the command must say why it failed, and in the end all is as without faults.
"""

import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import httpx
import psutil

from bench.faults import answers, commands, news, state, watching
from bench.faults.commands import Fault, Place, Process, Server
from bench.faults.feed import Feed, items
from bench.faults.house import opened
from bench.faults.rows import Row, Tell, equal
from bench.faults.trouble import integrity, unsaid

# The call that fails, as strace names it, with the error; which of its times: one, every seventh, or all on.
_REFUSALS = ("pwrite64:error=ENOSPC", "fdatasync:error=EIO", "pwrite64:error=EIO")
_TIMES = ("{}", "{}+7", "{}+")
_CALLS = ("pwrite64", "fdatasync")
_TURN, _STORIES, _LENGTHS = 6, 48, (25, 60, 250)
_MADE = 4  # every so manieth add is one that makes the database
_SERVED_S = 12.0


@dataclass(slots=True)
class _Found:
    """What was counted of one row."""

    turns: int = 0
    hit: int = 0  # turns in which a call was refused
    refused: int = 0  # calls
    wrong: Counter[str] = field(default_factory=Counter)
    heard: list[str] = field(default_factory=list)


def measure(folder: Path, models: Path, turns: int, seed: int, tell: Tell) -> Iterator[Row]:
    """Three rows, each of about so many turns; none without strace."""
    if not shutil.which("strace"):
        tell("F2 is left out: there is no strace here")
        return
    folder = folder / "writes"
    folder.mkdir()
    rng = random.Random(seed)  # noqa: S311 the same writes for the same seed
    yield from _added(Place(folder / "added", models), turns, rng, seed)
    yield from _watched(Place(folder / "watched", models), turns, rng)
    yield from _served(Place(folder / "served", models), rng, seed)


@dataclass(frozen=True, slots=True)
class _Refusing:
    """Which calls of a command are refused: one of those it really makes, each turn a later one."""

    calls: Counter[str]  # how often it makes each
    turns: int
    rng: random.Random

    def at(self, place: Place, turn: int) -> tuple[Place, Path]:
        """The place with commands whose calls fail, and where strace tells of them."""
        refusal = _REFUSALS[turn % len(_REFUSALS)]
        call = refusal.partition(":")[0]
        first = 1 + int((turn + self.rng.random()) / self.turns * self.calls[call])
        when = _TIMES[turn // len(_REFUSALS) % len(_TIMES)].format(first)
        return _traced(place, (call,), f"-einject={refusal}:when={when}")


def _traced(place: Place, calls: Sequence[str], *more: str) -> tuple[Place, Path]:
    """The place with commands whose writes to the database strace sees, and where it tells of them."""
    told = place.home.parent / "strace.txt"
    files = [f"-P{place.home / name}" for name in ("archive.db", "archive.db-wal")]
    trace = ("-f", "-qq", "-o", str(told), *files, f"-etrace={','.join(calls)}")
    return replace(place, under=("strace", *trace, *more)), told


def _counted(place: Place, begin: Callable[[Place], Process]) -> Counter[str]:
    """How often a command really makes each call."""
    seen, told = _traced(place, _CALLS)
    begin(seen).wait()
    lines = told.read_text(errors="replace").splitlines()
    return Counter({call: sum(f" {call}(" in line for line in lines) for call in _CALLS})


def _added(place: Place, turns: int, rng: random.Random, seed: int) -> Iterator[Row]:
    """Add a few articles a turn while a write fails; what is left is added in the end."""
    told = news.stories(_TURN * turns, seed, _LENGTHS)
    feed = Feed(place.home.parent / "feed", rng, items(told))
    found = _Found()
    trials = [
        news.write_lines(place.home.parent / f"trial-{n}.jsonl", news.stories(_TURN, seed + n, _LENGTHS))
        for n in (1, 2)
    ]
    tried = place.at(place.home.parent / "tried")
    made, calls = [_counted(tried, partial(_adding, sources=[trial])) for trial in trials]
    first, later = _Refusing(made, turns, rng), _Refusing(calls, turns, rng)
    for turn in range(turns):
        if turn % _MADE == _MADE - 1:
            _made(place.at(place.home.parent / f"made-{turn}"), trials[0], first, turn, found)
        failing, heard = later.at(place, turn)
        given = feed.turn(_TURN)
        process = _adding(failing, given.sources)
        process.wait()
        feed.note(given, process)
        _judge(process, heard, place, found)
        found.wrong["acknowledged and lost"] += len(set(feed.kept.values()) - _held(place))
    given = feed.everything()
    feed.note(given, commands.add(place, *given.sources, wait=True))
    calm = place.at(place.home.parent / "calm")
    given = Feed(place.home.parent / "calm-feed", rng, items(told)).everything()
    commands.add(calm, *given.sources, wait=True)
    done = f"{found.turns} x add, {found.hit} of them with {found.refused:,} refused writes"
    yield _row(done, "says why; 0 lost; sound", found)
    wrong = state.differences(state.read(place.home), state.read(calm.home))
    wrong |= commands.mended(commands.doctor(place))
    yield equal(
        "F2", f"{len(feed.kept)} articles then, without faults", "as without faults; doctor mends 0", wrong
    )


def _adding(place: Place, sources: Sequence[Path]) -> Process:
    return Process(place, "ingest", "add", "--json", *sources)


def _made(place: Place, trial: Path, refusing: _Refusing, turn: int, found: _Found) -> None:
    """Refuse a write of an add that makes the database; the next one has to do."""
    failing, heard = refusing.at(place, turn)
    process = _adding(failing, [trial])
    process.wait()
    _judge(process, heard, place, found)
    kept = {row["article_id"] for row in commands.acknowledged(process) if "article_id" in row}
    commands.add(place, trial)
    held = _held(place)
    found.wrong["acknowledged and lost"] += len(kept - held)
    found.wrong["missing after another add"] += _TURN - len(held)


def _watched(place: Place, turns: int, rng: random.Random) -> Iterator[Row]:
    """Watch a house while a write fails; each round is of a process of its own."""
    found = _Found()
    with opened() as house:
        house.begin(place.home)
        calls = _counted(place, partial(watching.look, house=house))
        refusing = _Refusing(calls, turns, rng)
        for turn in range(1, turns + 1):
            house.publish(turn)
            failing, heard = refusing.at(place, turn - 1)
            process = watching.look(failing, house)
            process.wait()
            _judge(process, heard, place, found)
        watching.finish(place, house)
        done = f"{found.turns} rounds of watching, {found.hit} with {found.refused:,} refused writes"
        yield _row(done, "says why; sound", found)
        yield from watching.rows("F2", place, house, "after them")


def _judge(process: Process, heard: Path, place: Place, found: _Found) -> None:
    """A command whose write was refused ends well or says why; the file is sound."""
    refused = heard.read_text(errors="replace").count("(INJECTED)")
    found.turns, found.hit = found.turns + 1, found.hit + bool(refused)
    found.refused += refused
    if process.code:
        found.wrong["that do not say why"] += unsaid(process)
        found.wrong["that failed without a fault"] += not refused
        found.heard += process.err[-2:]
    if (place.home / "archive.db").exists():
        found.wrong["unsound"] += integrity(place.home) != "ok"


def _held(place: Place) -> set[str]:
    return state.names(place.home)


def _served(place: Place, rng: random.Random, seed: int) -> Iterator[Row]:
    """Refuse every third write of a running server, of its indexes too, while it is asked and given news."""
    told = news.stories(_STORIES, seed, _LENGTHS)
    feed = Feed(place.home.parent / "served-feed", rng, items(told))
    first = feed.turn(_STORIES // 2)
    feed.note(first, commands.add(place, *first.sources, wait=True))
    asked = answers.questions(told[: _STORIES // 2])[:8]
    found = _Found()
    with commands.serving(place) as server:
        for refusal in _REFUSALS:
            strace = _attached(server, place, f"{refusal}:when=3+3")
            given = feed.turn(_STORIES // 6)
            process = Process(place, "ingest", "add", "--json", *given.sources)
            _ask_for(server, asked, _SERVED_S, found)
            process.wait()
            feed.note(given, process)
            strace.send_signal(signal.SIGINT)  # it lets go of the server, which goes on
            strace.wait()
            found.refused += (
                (place.home.parent / "server.txt").read_text(errors="replace").count("(INJECTED)")
            )
        began = time.monotonic()
        given = feed.everything()
        feed.note(given, commands.add(place, *given.sources, wait=True))
        took = time.monotonic() - began
        _ask_for(server, asked, 1, found)
        found.heard += server.err
    found.wrong["lost"] += len(set(feed.kept.values()) - _held(place))
    found.wrong["unsound"] += integrity(place.home) != "ok"
    found.wrong |= Counter(commands.mended(commands.doctor(place)))
    done = (
        f"{found.turns} questions to a server with {found.refused:,} refused writes; well {took:.0f} s later"
    )
    yield _row(done, "all answered; sound; doctor mends 0", found)


def _attached(server: Server, place: Place, refusal: str) -> "subprocess.Popen[bytes]":
    """Hold on to a running server and its child, and refuse what they write."""
    told = place.home.parent / "server.txt"
    pids = [server.pid, *(child.pid for child in psutil.Process(server.pid).children(recursive=True))]
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(told),
        f"-etrace={refusal.partition(':')[0]}",
        f"-einject={refusal}",
    ]
    strace = subprocess.Popen([*command, *(f"-p{pid}" for pid in pids)])
    time.sleep(1)
    return strace


def _ask_for(server: Server, asked: list[str], seconds: float, found: _Found) -> None:
    """Search and ask for some seconds; anything but something found and said is a failure."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        question = asked[found.turns % len(asked)]
        is_search = found.turns % 2
        found.turns += 1
        try:
            is_told = server.search(question) if is_search else server.ask(question)["text"]
            found.wrong["questions without an answer"] += not is_told
        except (Fault, httpx.HTTPError) as error:
            found.wrong["questions failed"] += 1
            found.heard.append(str(error)[:200])


def _row(done: str, goal: str, found: _Found) -> Row:
    wrong = dict(+found.wrong)
    return equal("F2", done, goal, wrong, tuple(line.rstrip() for line in found.heard[-12:]) if wrong else ())
