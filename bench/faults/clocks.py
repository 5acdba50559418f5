"""F12: the clock of a running server set back a day, then ten years ahead, then right again.

The clock is that of the processes alone, through a library of 50 lines put in front of the system's own.
"""

import struct
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bench.faults import commands, news, state
from bench.faults.commands import Fault, Place, Server
from bench.faults.news import Story
from bench.faults.rows import Row, Tell, equal
from bench.faults.trouble import integrity
from tests.fakes.newsroom import Site
from tests.fakes.newsroom import Story as Published
from tests.fakes.web import Web

_DAY = timedelta(days=1)
_SETTINGS = (("a day behind", -_DAY), ("ten years ahead", 3_653 * _DAY), ("right again", timedelta(0)))
_STORIES, _LENGTHS = 24, (25, 60)
_DUE_S = 40.0  # the server looks every 5 s which feeds are due
_TIDIED_S = 3.0
_KEPT_DAYS = 3_000  # nothing expires by a clock that is right, all by one that is ten years ahead
_FILLED, _ASKED = _STORIES + 2, 6
_HELD = "ferry of Zellwick"


@dataclass(slots=True)
class _Clock:
    """The clock that processes started under it see."""

    file: Path
    library: Path

    def settings(self) -> tuple[tuple[str, str], ...]:
        """Variables that put a process under this clock."""
        return (("LD_PRELOAD", str(self.library)), ("CLOCK_AHEAD", str(self.file)))

    def set(self, ahead: timedelta) -> None:
        """Set it ahead or behind, also for who runs."""
        with self.file.open("r+b") as stream:
            stream.write(struct.pack("=q", int(ahead.total_seconds())))


@dataclass(slots=True)
class _Turning:
    """A home whose clock turns, and what was noticed."""

    place: Place
    site: Site
    told: list[Story]
    asked: int = 0
    wrong: dict[str, int] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def note(self, what: str, times: int, when: str) -> None:
        """Count what is wrong."""
        if times:
            self.wrong[f"{what}, {when}"] = self.wrong.get(f"{what}, {when}", 0) + times


def measure(folder: Path, models: Path, seed: int, tell: Tell) -> list[Row]:
    """Turn the clock of a server; none where no library can be compiled."""
    try:
        clock = _made(folder / "clock")
    except (OSError, subprocess.CalledProcessError) as error:
        tell(f"F12 is left out: no library can be compiled here ({error})")
        return []
    settings = (*clock.settings(), ("CITEDESK_FETCH_ALLOW", "127.0.0.0/8"))
    place = Place(folder / "clock" / "home", models, settings=settings)
    told = news.stories(_STORIES, seed, _LENGTHS)
    with Web() as web:
        turning = _Turning(place, Site(web, datetime.now(UTC).replace(microsecond=0)), told)
        _fill(turning)
        for n, (when, ahead) in enumerate(_SETTINGS, 2):
            tell(f"F12: the clock is {when}")
            with commands.serving(place) as server:
                turning.site.now += timedelta(minutes=1)
                story = turning.site.publish(n)
                clock.set(ahead)  # while it runs
                _turned(turning, server, story, when)
            with commands.serving(place) as server:  # once more from its start, where retention is looked at
                _ask(turning, server, when)
                time.sleep(_TIDIED_S)
                turning.note("removed", _FILLED + 2 * (n - 1) - len(state.names(place.home)), when)
    return list(_rows(turning))


def _made(folder: Path) -> _Clock:
    """Compile the library, and have a clock that is right."""
    folder.mkdir(parents=True)
    library, file = folder / "clock.so", folder / "ahead"
    source = Path(__file__).with_name("clock.c")
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(bytes(8))
    return _Clock(file, library)


def _fill(turning: _Turning) -> None:
    """Dated news, one article under embargo until tomorrow, a feed, and a rule of years."""
    place, folder = turning.place, turning.place.home.parent
    commands.add(place, news.write_lines(folder / "first.jsonl", turning.told), wait=True)
    held = folder / "held.txt"
    held.write_text(f"The {_HELD} will be sold.\n\nThe buyer of the {_HELD} is named in this notice.")
    until = (datetime.now(UTC) + _DAY).isoformat()
    commands.run(place, "ingest", "add", "--embargo-until", until, held)
    turning.site.publish(1)
    commands.run(place, "ingest", "feeds", "add", turning.site.feed)
    commands.run(place, "ingest", "retain", "--days", str(_KEPT_DAYS))


def _turned(turning: _Turning, server: Server, story: Published, when: str) -> None:
    """Ask and add under the clock as it stands now, and wait for a story to be read from its feed."""
    place = turning.place
    _ask(turning, server, when)
    undated = place.home.parent / f"undated-{story.number}.txt"
    undated.write_text(
        f"Harl's mill turns again.\n\nThe {story.number}th wheel of the mill was set in motion."
    )
    (row,) = commands.acknowledged(commands.add(place, undated))
    dates = _dates_once_read(place.home, story.path)
    turning.note("feeds not read", story.path not in dates, when)
    turning.note("dates of pages lost", dates.get(story.path) not in (None, int(story.at.timestamp())), when)
    guessed = state.read(place.home).articles[row["article_id"]].source.published_at
    turning.note("dates guessed", guessed is not None, when)
    _ask(turning, server, when)


def _dates_once_read(home: Path, path: str) -> dict[str, int | None]:
    """Dates of the site's pages that are kept, once this page is one of them or it has taken too long."""
    end, dates = time.monotonic() + _DUE_S, dict[str, int | None]()
    while path not in dates and time.monotonic() < end:
        time.sleep(1)
        sources = [kept.source for kept in state.read(home).articles.values()]
        dates = {urlsplit(each.url or "").path: each.published_at for each in sources}
    return dates


def _ask(turning: _Turning, server: Server, when: str) -> None:
    """Search and ask; what is under embargo is found by nobody whose clock has not passed it."""
    for n, story in enumerate(turning.told[:_ASKED]):
        turning.asked += 1
        try:
            is_told = bool(server.search(story.question)) if n % 2 else server.ask(story.question)["text"]
            turning.note("questions without an answer", not is_told, when)
        except (Fault, httpx.HTTPError) as error:
            turning.note("questions failed", 1, when)
            turning.heard.append(str(error)[:200])
    told = any(_HELD in hit["text"] for hit in server.search(f"buyer of the {_HELD}"))
    turning.note("told before its time", told and "ahead" not in when, when)
    turning.heard += [line for line in server.err if "Traceback" in line]


def _rows(turning: _Turning) -> Iterator[Row]:
    """What was noticed, and whether the home is sound."""
    turning.note("unforeseen errors", sum("Traceback" in line for line in turning.heard), "in all")
    turning.note("integrity", integrity(turning.place.home) != "ok", "in the end")
    settings = ", ".join(when for when, _ in _SETTINGS)
    done = f"the clock of a running server {settings}: {turning.asked} questions, news added and watched"
    goal = "no crash; no date from the clock; feeds read; nothing removed; embargo kept"
    yield equal("F12", done, goal, turning.wrong, tuple(turning.heard[-5:]))
    yield equal("F12", "doctor afterwards", "mends 0", commands.mended(commands.doctor(turning.place)))
