"""F1 for what is watched: kill -9 at random moments of reading feeds, a sitemap and pages, then go on.

A site publishes and corrects between the kills. In the end the home must hold each story once, as the
site has it, and nothing of it may have been read twice into another version.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.faults import commands, state
from bench.faults.commands import Place, Process
from bench.faults.rows import Row, Tell, equal
from ingest import feeds, watch
from ingest.archive import Archive
from ingest.embed import measure as measures
from ingest.feeds import Wish
from ingest.fetch import Fetcher
from ingest.home import prepare
from ingest.secrets import Safe
from ingest.settings import FetchSettings
from ingest.visit import Web
from tests.fakes import web as fakes
from tests.fakes.newsroom import Site, Story

_BEGAN = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
_STEP = timedelta(minutes=40)  # between two rounds: each feed is due again
_STORIES = 4  # published between two kills
_CORRECTED = 3  # one is corrected after every so many
_ROUNDS = 12  # without kills at the end: pages are visited again within hours


def measure(folder: Path, models: Path, kills: int, seed: int, tell: Tell) -> list[Row]:
    """Watch a site under kills; hold what is kept against what the site says."""
    rng = random.Random(seed)  # noqa: S311 the same moments for the same seed
    place = Place(folder / "watching" / "home", models)
    with fakes.Web() as server:
        site = Site(server, _BEGAN)
        _watch(place.home, site)
        took, _ = _round(place, site)
        corrections = hits = 0
        for n in range(1, kills + 1):
            _publish(site, n)
            if n % _CORRECTED == 0:
                site.correct(_STORIES * n - 2)
                corrections += 1
            lasted, is_killed = _round(place, site, kill_after_s=rng.random() * took)
            took, hits = max(took, lasted), hits + is_killed
            if n % 10 == 0:
                tell(f"F1, watching: {n}/{kills} kills, {len(site.stories)} stories published")
        for _ in range(_ROUNDS):
            _round(place, site)
        return list(_rows(place, list(site.stories.values()), hits, corrections))


def _watch(home: Path, site: Site) -> None:
    """Watch the site three ways: by its feed, by its sitemap, and one page by itself."""
    site.publish(1)
    site.offer_sitemap()
    archive = Archive(prepare(home))
    for wish in (
        Wish(site.feed),
        Wish(site.web.url("/sitemap.xml"), backfill_days=3),
        Wish(site.web.url("/news/1"), "page"),
    ):
        feeds.add(archive, wish, int(_BEGAN.timestamp()))
    archive.close()


def _publish(site: Site, n: int) -> None:
    for k in range(_STORIES):
        site.publish(_STORIES * n + k)


def _round(place: Place, site: Site, kill_after_s: float | None = None) -> tuple[float, bool]:
    """One look at all feeds at the site's next hour, in a process of its own.

    Return the seconds it took, and whether the kill came before its end.
    """
    site.now += _STEP
    process = Process(place, "bench.faults.watching", place.home, place.models, site.now.isoformat())
    began = time.monotonic()
    if kill_after_s is None:
        process.wait()
        return time.monotonic() - began, False
    commands.until(lambda: time.monotonic() - began >= kill_after_s, process)
    return time.monotonic() - began, process.kill()


def _rows(place: Place, stories: Sequence[Story], kills: int, corrections: int) -> Iterator[Row]:
    """What the home holds beside what the site has published."""
    after = f"after {kills} kills in the middle of watching {len(stories):,} stories, {corrections} corrected"
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
    yield equal("F1", after, "each once", {k: n for k, n in wrong.items() if n > 0}, (*lost, *old))
    report = commands.doctor(place)
    mended = commands.mended(report)
    yield equal("F1", "doctor afterwards", "0 mended", {k: n for k, n in mended.items() if n})


def main(home: str, models: str, now: str) -> None:
    """Look at all feeds that are due at an hour; a machine of its own asks a site without a pause."""
    settings = FetchSettings(fetch_allow="127.0.0.0/8")
    archive = Archive(Path(home))
    web = Web(Fetcher(settings, pause_s=0), Safe(Path(home)), settings.inside)
    with watch.watching(Path(home)):
        watch.Watcher(archive, web, measures(None)).round(datetime.fromisoformat(now))
    archive.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
