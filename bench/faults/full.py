"""F2 on a disk that is full: what is asked, added and watched meanwhile, and what goes on once there is room.

The disk is a tmpfs in a mount namespace of its own, so this runs as a process of its own:
`unshare -m python -m bench.faults.full FOLDER MODELS SEED` prints the rows as JSON.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx

from bench.faults import answers, commands, news, state
from bench.faults.commands import Fault, Place, Process, Server
from bench.faults.feed import Feed, items
from bench.faults.rows import Row, Tell, equal
from bench.faults.trouble import integrity, unsaid
from tests.fakes.newsroom import Site
from tests.fakes.web import Web

_REPOSITORY = Path(__file__).parents[2]
_DISK, _TINY = "48m", "1m"
_TOO_MANY = 300  # for the smaller disk
_STORIES, _AT_ONCE, _LENGTHS = 60, 12, (25, 60, 250)
_LEFT = (0, 100_000, 400_000, 1_500_000, 4_000_000)  # bytes: enough for some files and not for others
_BLOCK = 1 << 12
_FOLLOWED_S = 8.0  # the follower comes to what was kept, and the watcher to the feed, or they fail to
_LOOPBACK = (("CITEDESK_FETCH_ALLOW", "127.0.0.0/8"),)


def measure(folder: Path, models: Path, seed: int, tell: Tell) -> list[Row]:
    """All rows of a full disk; none where no tmpfs can be mounted."""
    command = ["unshare", "-m" if os.geteuid() == 0 else "-rm", sys.executable, "-m", "bench.faults.full"]
    given = [str(folder / "full"), str(models), str(seed)]
    try:
        done = subprocess.run(
            [*command, *given], cwd=_REPOSITORY, stdout=subprocess.PIPE, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        tell(f"F2 on a full disk is left out: no tmpfs can be mounted here ({error})")
        return []
    return [Row(**row) for row in json.loads(done.stdout)]


def main(folder: str, models: str, seed: str) -> None:
    """Mount both disks, run the rows, print them."""
    rows: list[Row] = []
    for name, size, run in (("tiny", _TINY, _tiny), ("small", _DISK, _served)):
        disk = Path(folder) / name
        disk.mkdir(parents=True)
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk))
        try:
            rows += run(Path(folder), Place(disk / "home", Path(models)), int(seed))
        except Fault as fault:
            rows.append(Row("F2", f"on a {size} disk", "no fault", str(fault), False))
    print(json.dumps([asdict(row) for row in rows]))


def _mount(*given: str) -> None:
    command = ["mount", *given]
    subprocess.run(command, check=True)


def _tiny(folder: Path, place: Place, seed: int) -> list[Row]:
    """Add to a disk that is too small; then make it larger and add the same again."""
    file = news.write_lines(folder / "tiny.jsonl", news.stories(_TOO_MANY, seed, _LENGTHS))
    first = Process(place, "ingest", "add", "--json", file)
    wrong = {"add that did not fail": int(first.wait() == 0), "that do not say why": unsaid(first)}
    kept = {row["article_id"] for row in commands.acknowledged(first) if "article_id" in row}
    _mount("-o", "remount,size=64m", str(place.home.parent))
    wrong["acknowledged and lost"] = len(kept - state.names(place.home))
    commands.add(place, file)
    wrong["not there once there was room"] = _TOO_MANY - len(state.names(place.home))
    wrong["integrity"] = int(integrity(place.home) != "ok")
    done = f"add of {_TOO_MANY} articles to a disk of 1 MB ({len(kept)} were kept), then again with room"
    return [_row(done, "says why; 0 lost; sound", wrong, first.err[-3:])]


@dataclass(slots=True)
class _Served:
    """A server on a disk that fills up, and what was noticed meanwhile."""

    server: Server
    place: Place
    feed: Feed
    asked: list[str]
    questions: int = 0
    adds: int = 0
    wrong: dict[str, int] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def note(self, what: str, times: int) -> None:
        """Count what is wrong."""
        self.wrong[what] = self.wrong.get(what, 0) + times

    def ask(self) -> None:
        """Search and ask; anything but passages found and an answer is a failure."""
        for n, question in enumerate(self.asked):
            self.questions += 1
            try:
                if n % 2:
                    self.note("searches that found nothing", not self.server.search(question))
                else:
                    self.note("questions declined", self.server.ask(question)["mode"] == "declined")
            except (Fault, httpx.HTTPError) as error:
                self.note("questions failed", 1)
                self.heard.append(str(error)[:200])

    def add(self, size: int) -> None:
        """Add articles; a command that fails says why, and loses nothing it has acknowledged."""
        turn = self.feed.turn(size)
        process = Process(self.place, "ingest", "add", "--json", *turn.sources)
        process.wait()
        self.feed.note(turn, process)
        self._judge(process)
        self.note("lost", len(set(self.feed.kept.values()) - state.names(self.place.home)))

    def _judge(self, process: Process) -> None:
        self.adds += 1
        if process.code:
            self.note("commands that do not say why", unsaid(process))
            self.heard += process.err[-2:]


def _served(folder: Path, place: Place, seed: int) -> list[Row]:
    """A server on a disk that fills up several times, each time with a little more left."""
    told = news.stories(_STORIES + _AT_ONCE * len(_LEFT), seed, _LENGTHS)
    rng = random.Random(seed)  # noqa: S311 the same news for the same seed
    place = replace(place, settings=_LOOPBACK)
    with Web() as web, commands.serving(place) as server:
        site = Site(web, datetime.now(UTC))
        served = _Served(server, place, Feed(folder / "feed", rng, items(told)), answers.questions(told)[:12])
        site.publish(1)
        commands.run(place, "ingest", "feeds", "add", site.feed)
        turn = served.feed.turn(_STORIES)
        served.feed.note(turn, commands.add(place, *turn.sources, wait=True))
        for n, left in enumerate(_LEFT, 2):
            site.publish(n)
            commands.run(place, "ingest", "feeds", "resume", site.feed)  # the server's child looks at it soon
            with _filled(place.home.parent, left):
                served.ask()
                served.add(_AT_ONCE)
                time.sleep(_FOLLOWED_S)
                served.ask()
        took = _recovered(served)
        served.heard += server.err
    return [*_rows(folder, served, site, took)]


def _recovered(served: _Served) -> float:
    """Give what is left to the same server now that there is room; return the seconds until all is found."""
    began = time.monotonic()
    served.ask()
    turn = served.feed.everything()
    served.feed.note(turn, commands.add(served.place, *turn.sources, wait=True))
    wanted = len(served.feed.kept) + len(_LEFT) + 1
    commands.run(served.place, "ingest", "feeds", "resume", "1")
    with suppress(Fault):  # what is missing is counted at the end
        commands.until(lambda: len(state.names(served.place.home)) >= wanted, served.server)
    served.heard += commands.run(served.place, "ingest", "feeds", "list").out
    commands.settle(served.place)
    served.ask()
    return time.monotonic() - began


def _rows(folder: Path, served: _Served, site: Site, took: float) -> Iterator[Row]:
    """What was noticed, and what the home holds in the end."""
    place, given = served.place, len(served.feed.kept) + len(site.stories)
    done = f"{served.questions} questions, {served.adds} commands on a disk filled {len(_LEFT)} times"
    yield _row(done, "all answered; each says why", served.wrong, served.heard[-12:])
    held = state.read(place.home)
    calm = Place(folder / "calm", place.models)
    turn = Feed(folder / "calm-feed", served.feed.rng, served.feed.done).everything()
    commands.add(calm, *turn.sources, wait=True)
    wanted = state.read(calm.home)
    wrong = state.differences(held.of(wanted.articles.keys()), wanted)
    wrong |= {"of the feed missing": given - len(held.articles), "integrity": integrity(place.home) != "ok"}
    done = f"{len(held.articles)} articles with room again, the same server, {took:.0f} s until all is found"
    yield _row(done, "as without faults; sound", wrong)
    yield _row("doctor afterwards", "mends 0", commands.mended(commands.doctor(place)))


def _row(done: str, goal: str, wrong: dict[str, int], heard: Sequence[str] = ()) -> Row:
    some = {what: int(n) for what, n in wrong.items() if n}
    return equal("F2", done, goal, some, tuple(line.rstrip() for line in heard) if some else ())


@contextmanager
def _filled(disk: Path, left: int) -> Iterator[None]:
    """Fill a disk but for some bytes; room comes back in the end."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(bytes(_BLOCK))
    os.truncate(ballast, max(0, ballast.stat().st_size - left))
    try:
        yield
    finally:
        ballast.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
