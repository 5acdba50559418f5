"""F1 for what is watched: kill -9 at random moments of reading feeds, a sitemap and pages, then go on.

A site publishes and corrects between the kills. In the end the home must hold each story once, as the
site has it, and nothing of it may have been read twice into another version.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.faults import commands, state
from bench.faults.commands import Place, Process
from bench.faults.rows import Row, Tell, equal
from ingest import feeds, watch
from ingest.archive import Archive
from ingest.embed import measure as measures
from ingest.errors import IngestError
from ingest.feeds import Wish
from ingest.fetch import Fetcher
from ingest.home import prepare
from ingest.secrets import Safe
from ingest.settings import FetchSettings
from ingest.visit import Web
from tests.fakes import web as fakes
from tests.fakes.newsroom import Site

BEGAN = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
_STEP = timedelta(minutes=40)  # between two rounds: each feed is due again
_STORIES = 4  # published between two kills
_CORRECTED = 3  # one is corrected after every so many
_ROUNDS = 12  # without kills at the end: pages are visited again within hours


def measure(folder: Path, models: Path, kills: int, seed: int, tell: Tell) -> list[Row]:
    """Watch a site under kills; hold what is kept against what the site says."""
    rng = random.Random(seed)  # noqa: S311 the same moments for the same seed
    place = Place(folder / "watching" / "home", models)
    with fakes.Web() as server:
        site = Site(server, BEGAN)
        begin(place.home, site)
        took = _timed(look(place, site))
        corrections = hits = 0
        for n in range(1, kills + 1):
            corrections += publish(site, n)
            lasted, is_killed = _killed(look(place, site), rng.random() * took)
            took, hits = max(took, lasted), hits + is_killed
            if n % 10 == 0:
                tell(f"F1, watching: {n}/{kills} kills, {len(site.stories)} stories published")
        finish(place, site)
        return list(rows("F1", place, site, f"after {hits} kills in the middle of watching", corrections))


def begin(home: Path, site: Site) -> None:
    """Watch the site three ways: by its feed, by its sitemap, and one page by itself."""
    site.publish(1)
    site.offer_sitemap()
    archive = Archive(prepare(home))
    for wish in (
        Wish(site.feed),
        Wish(site.web.url("/sitemap.xml"), backfill_days=3),
        Wish(site.web.url("/news/1"), "page"),
    ):
        feeds.add(archive, wish, int(BEGAN.timestamp()))
    archive.close()


def publish(site: Site, n: int) -> int:
    """Publish some stories; return how many have been corrected."""
    for k in range(_STORIES):
        site.publish(_STORIES * n + k)
    if n % _CORRECTED:
        return 0
    site.correct(_STORIES * n - 2)
    return 1


def look(place: Place, site: Site) -> Process:
    """Begin to look at all feeds at the site's next hour, in a process of its own."""
    site.now += _STEP
    return Process(place, "bench.faults.watching", place.home, place.models, site.now.isoformat())


def finish(place: Place, site: Site) -> None:
    """Look on without a fault until all pages have been visited again."""
    for _ in range(_ROUNDS):
        look(place, site).wait()


def _timed(process: Process) -> float:
    process.wait()
    return time.monotonic() - process.began


def _killed(process: Process, after_s: float) -> tuple[float, bool]:
    """Kill a look; return the seconds it took, and whether the kill came before its end."""
    commands.until(lambda: time.monotonic() - process.began >= after_s, process)
    return time.monotonic() - process.began, process.kill()


def rows(name: str, place: Place, site: Site, after: str, corrections: int) -> Iterator[Row]:
    """What the home holds beside what the site has published."""
    stories = list(site.stories.values())
    held = state.read(place.home)
    by_path = {"/news/" + str(kept.source.url).rpartition("/")[2]: kept for kept in held.articles.values()}
    lost = [story.path for story in stories if story.path not in by_path]
    old = [
        story.path
        for story in stories
        if story.path in by_path and any(each not in by_path[story.path].text for each in story.sentences)
    ]
    doubled = len(held.articles) - len(by_path)
    surplus = sum(kept.versions for kept in held.articles.values()) - len(by_path) - corrections
    wrong = {"lost": len(lost), "not as corrected": len(old), "twice": doubled, "versions too many": surplus}
    done = f"{len(stories):,} stories, {corrections} corrected, {after}"
    yield equal(name, done, "each once", {k: n for k, n in wrong.items() if n > 0}, (*lost, *old))
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
