"""The archive at work for a command: opened here, with the index owned by us or by a running server."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest import home, pipeline
from ingest.affairs.grouping import Grouping
from ingest.archive import Archive
from ingest.care import checkup, doctor, stats, worker
from ingest.care.stats import Stats
from ingest.commands.report import Bar, Teller, tell
from ingest.embed import Embedder, cores, measure
from ingest.embedding import model
from ingest.embedding.model import Model
from ingest.errors import FolderOwned
from ingest.holdings import catalogue, stories
from ingest.holdings.reader import EVERYTHING, Reader, Source, Window
from ingest.index import Index
from ingest.indexes import meaning
from ingest.outcome import Outcome
from ingest.read.text import Details
from ingest.settings import ArchiveSettings
from ingest.sql import removal
from ingest.sql.removal import Selection

if TYPE_CHECKING:
    from ingest.watched.visit import Web

_READER = Reader()
_TOGETHER = 100  # articles whose copies or storylines are found in one transaction
_LOCK_WAIT_S = 10  # another command holds the index for moments only
_POLL_S = 0.2
_PATIENCE_S = 120.0
_LONG_S = 3_600.0  # of a server that looks at every passage


class Desk:
    """An open archive, and what a command does with it."""

    def __init__(self, settings: ArchiveSettings) -> None:
        self._settings = settings
        self._home = home.prepare(settings.home)
        self.archive = Archive(self._home)

    def add(self, sources: Iterable[str], details: Details, teller: Teller) -> Iterator[Outcome]:
        """Add every source; yield what became of each article."""
        cutter = measure(self._model)
        found = list(pipeline.files(sources, teller.skipped))
        if any(map(pipeline.is_address, found)):
            _ = self._web  # a setting that cannot be is told before anything is added
        for source in found:
            teller.expect(pipeline.count_lines(source))
        for source in found:
            yield from pipeline.add(source, details, self.archive, cutter, lambda: self._web)

    def listing(self, limit: int) -> list[Source]:
        """Newest arrivals."""
        return catalogue.listing(self.archive, _READER, Window(), limit)

    def chosen(self, selection: Selection) -> list[str]:
        """Ids of the articles meant that are held."""
        with self.archive.reading() as connection:
            return removal.chosen(connection, selection)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles with all that is kept of them; return the ids found."""
        bar = Bar("removing", "articles")
        bar.expect(len(ids))
        try:
            return self.archive.remove(ids, bar.advance)
        finally:
            bar.close()

    def vacuum(self) -> None:
        """Leave no byte of what was removed: the database and both indexes are written anew."""
        tell("writing the archive anew")
        self.archive.vacuum()
        self.reindex()

    def wait_for_index(self, teller: Teller) -> None:
        """Return when everything kept is found by words and by meaning; without the model, by words."""
        bar = teller.waiting(meaning.waiting_passages(self.archive))
        try:
            if owner := home.owner(self._home):
                has_model = self._wait_for(owner, bar)
            else:
                has_model = self._catch_up(bar)
        finally:
            bar.close()
        if not has_model:
            tell("found by words only: without the embedding model nothing is found by meaning")

    def doctor(self) -> dict[str, object]:
        """Hold the index against the archive and mend it; the owner does it where there is one."""
        report = self._examined()
        beside = self._home, self._settings.model_folder, self._settings.embedding
        report |= checkup.surroundings(self.archive, *beside)
        return report | {"advice": checkup.advice(report)}

    def _examined(self) -> dict[str, object]:
        if owner := home.owner(self._home):
            return _asked(owner, "/internal/doctor", Bar("examining", "passages"))
        bar = Bar("examining", "passages")
        bar.expect(catalogue.count_passages(self.archive, EVERYTHING, Window()))
        try:
            with self._index() as index:
                report = doctor.examine(index, announce=bar.advance)
                return report.as_json() | {"words_only": self._model is None}
        finally:
            bar.close()

    def stats(self, top: int) -> Stats:
        """Count what is held."""
        return stats.count(self.archive, self._home, self._settings.model_folder, top)

    def reindex(self) -> int:
        """Build both indexes again; return the number of passages."""
        if owner := home.owner(self._home):
            bar = Bar("indexing", "lines of the log")
            return int(_asked(owner, "/internal/reindex", bar)["passages"])
        bar = Bar("indexing", "lines of the log")
        bar.expect(2 * self.archive.last_seq())  # once into the words, once into the vectors
        try:
            with self._index() as index:
                index.rebuild(bar.advance)
                return index.words.count()
        finally:
            bar.close()

    @cached_property
    def _model(self) -> Model | None:
        """The embedding model, or None where it is missing, which is said at the first look."""
        return model.at_hand(self._settings.model_folder, tell, self._settings.embedding)

    @cached_property
    def _web(self) -> "Web":
        """The door to the web, opened for the first address."""
        from ingest.watched.visit import open_web

        return open_web(self._home)

    def _catch_up(self, bar: Bar) -> bool:
        """Embed and index all that is kept; False where the model is missing."""
        with self._index(self._model) as index:
            if self._model:
                embedder = Embedder(self._model, cores())
                worker.embed_waiting(self.archive, embedder, bar.advance)
            while stories.find(self.archive, _TOGETHER):
                pass
            grouping = Grouping(self.archive)
            while grouping.follow(_TOGETHER):
                pass
            index.catch_up()
        return self._model is not None

    @contextmanager
    def _index(self, chosen: Model | None = None) -> Iterator[Index]:
        with home.own(self._home, _LOCK_WAIT_S, tell):
            if chosen:
                self.archive.chooses(chosen.name)
            index = Index(self.archive, self._home)
            try:
                yield index
            finally:
                index.close()

    def _wait_for(self, owner: home.Owner, bar: Bar) -> bool:
        """Watch the owner's progress; False where it has no model.

        Raises FolderOwned when there is none for two minutes.
        """
        seen, since = None, time.monotonic()
        while not (now := owner.ask("GET", "/internal/progress"))["is_current"]:
            if now != seen:
                bar.advance((seen or now)["waiting"] - now["waiting"])
                seen, since = now, time.monotonic()
            if time.monotonic() - since > _PATIENCE_S:
                raise FolderOwned(f"the server at {owner.url} gets nowhere with the index; see its log")
            time.sleep(_POLL_S)
        return not now.get("words_only")


def _asked(owner: home.Owner, path: str, bar: Bar) -> dict[str, Any]:  # Any: JSON
    """Have the server do what takes long, and show how far it is."""
    seen = total = 0
    with ThreadPoolExecutor(1) as beside:
        given = beside.submit(owner.ask, "POST", path, timeout_s=_LONG_S)
        try:
            while not wait([given], timeout=_POLL_S).done:
                now = owner.ask("GET", "/internal/work")
                bar.expect(now["total"] - total)
                bar.advance(max(0, now["done"] - seen))
                seen, total = max(seen, now["done"]), now["total"]
        finally:
            bar.close()
    return given.result()


@contextmanager
def opened() -> Iterator[Desk]:
    """Open the archive of the settings for one command."""
    desk = Desk(ArchiveSettings())
    try:
        yield desk
    finally:
        desk.archive.close()
