"""F1 for what is watched: kill -9 at random moments of reading feed, sitemap, pages and mailbox, then go on.

A site publishes and corrects between the kills, and letters come. In the end the home must hold each story
once, as the site has it, each letter once, and nothing may have been read twice into another version.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench.faults import commands, state
from bench.faults.commands import Place, Process
from bench.faults.house import House, opened
from bench.faults.rows import Row, Tell, equal
from ingest import watch
from ingest.archive import Archive
from ingest.embed import measure as measures
from ingest.errors import IngestError
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings
from ingest.watched.visit import Web
from ingest.web.secrets import Safe

_ROUNDS = 12  # without kills at the end: pages are visited again within hours


def measure(folder: Path, models: Path, kills: int, seed: int, tell: Tell) -> list[Row]:
    """Watch a house under kills; hold what is kept against what it has published."""
    rng = random.Random(seed)  # noqa: S311 the same moments for the same seed
    place = Place(folder / "watching" / "home", models)
    with opened() as house:
        house.begin(place.home)
        took = _timed(look(place, house))
        hits = 0
        for n in range(1, kills + 1):
            house.publish(n)
            lasted, is_killed = _killed(look(place, house), rng.random() * took)
            took, hits = max(took, lasted), hits + is_killed
            if n % 10 == 0:
                tell(f"F1, watching: {n}/{kills} kills, {len(house.site.stories)} stories published")
        finish(place, house)
        done = f"after {hits} kills in the middle of watching, seed {seed}"
        return list(rows("F1", place, house, done))


def look(place: Place, house: House) -> Process:
    """Begin to look at all that is watched at its next hour, in a process of its own."""
    return Process(place, "bench.faults.watching", place.home, place.models, house.later().isoformat())


def finish(place: Place, house: House) -> None:
    """Look on without a fault until all pages have been visited again."""
    for _ in range(_ROUNDS):
        look(place, house).wait()


def _timed(process: Process) -> float:
    process.wait()
    return time.monotonic() - process.began


def _killed(process: Process, after_s: float) -> tuple[float, bool]:
    """Kill a look; return the seconds it took, and whether the kill came before its end."""
    commands.until(lambda: time.monotonic() - process.began >= after_s, process)
    return time.monotonic() - process.began, process.kill()


def rows(name: str, place: Place, house: House, after: str) -> Iterator[Row]:
    """What the home holds beside what the house has published."""
    wrong = house.wrong(state.read(place.home))
    done = f"{len(house.site.stories):,} stories, {house.corrections} corrected, {len(house.letters)} letters"
    trouble = tuple(each for listed in wrong.values() for each in listed)
    yield equal(name, f"{done}, {after}", "each once", {k: len(v) for k, v in wrong.items() if v}, trouble)
    yield equal(name, "doctor afterwards", "mends 0", commands.mended(commands.doctor(place)))


def main(home: str, models: str, now: str) -> None:
    """Look at all feeds that are due at an hour; a machine of its own asks a site without a pause."""
    settings = FetchSettings(fetch_allow="127.0.0.0/8")
    archive = Archive(Path(home))
    web = Web(Fetcher(settings, pause_s=0), Safe(Path(home)), settings.inside)
    with watch.watching(Path(home)):
        try:
            watch.Watcher(archive, web, measures(None)).round(datetime.fromisoformat(now))
        except IngestError as error:
            sys.exit(str(error))
    archive.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
