"""The server's child process, at low priority: it watches the feeds, and embeds and groups what comes."""

import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from ingest.affairs.grouping import Grouping
from ingest.archive import Archive
from ingest.care import retention
from ingest.care.worker import embed_waiting
from ingest.embed import Embedder, cores
from ingest.embedding import model
from ingest.errors import ArchiveUnusable, IngestError
from ingest.settings import ArchiveSettings
from ingest.watched import feeds

_POLL_S = 0.3
_NICE = 10
_TIDY_S = 600.0
_FULL_S = 5.0
_GROUPED = 20  # lines of the log at a time: a tenth of a second in which nobody else can write
_LOOK_S = 2.0  # until a first feed is watched
_log = logging.getLogger(__name__)


def run(settings: ArchiveSettings, embeds: bool = True) -> None:
    """Watch, embed and group for ever, at low priority, until the parent has gone: standard input closes.

    Without the model nothing is embedded.
    """
    os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.Thread(target=_watch, args=(settings,), name="watch", daemon=True).start()
    threading.Thread(target=_tidy, args=(settings,), name="retention", daemon=True).start()
    archive = Archive(settings.home)
    embedder = _loaded(settings) if embeds else None
    grouping = Grouping(archive)
    while True:
        if not _worked(archive, embedder, grouping):
            time.sleep(_POLL_S)


def _loaded(settings: ArchiveSettings) -> Embedder:
    prepared = model.prepare(settings.model_folder, embedding=settings.embedding)
    return Embedder(prepared, threads=cores())


def _worked(archive: Archive, embedder: Embedder | None, grouping: Grouping) -> bool:
    """Embed what waits and group what has been; False where there was nothing, or while the disk is full."""
    try:
        if embedder and embed_waiting(archive, embedder, lambda passages: _group(grouping)):
            return True
        began = time.monotonic()
        is_more = _group(grouping)
        if is_more:
            time.sleep(time.monotonic() - began)  # others can write half of the time
        return is_more
    except ArchiveUnusable as error:
        _log.error("what has come cannot be embedded and grouped: %s", error)
        time.sleep(_FULL_S)
        return False


def _group(grouping: Grouping) -> bool:
    return grouping.follow(_GROUPED)


def _tidy(settings: ArchiveSettings) -> None:
    """Remove once a day what is not to be kept any longer."""
    archive = Archive(settings.home)
    while True:
        try:
            retention.apply_daily(archive, datetime.now(UTC))
        except IngestError as error:
            _log.error("what has expired cannot be removed: %s", error)
        time.sleep(_TIDY_S)


def _watch(settings: ArchiveSettings) -> None:
    """Watch the feeds, if there are any; what reads pages is imported only then."""
    archive = Archive(settings.home)
    while not _is_watching(archive):
        time.sleep(_LOOK_S)
    from ingest import watch

    watch.for_ever(settings, archive)


def _is_watching(archive: Archive) -> bool:
    """Whether there is a feed; no while the archive cannot be read."""
    try:
        return bool(feeds.listing(archive))
    except IngestError as error:
        _log.error("the feeds cannot be watched: %s", error)
        return False


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # a buffered read would hold the exit up
        pass
    os._exit(0)


def _settings(home: str, models: str, embedding: str = "english", *_: str) -> ArchiveSettings:
    """Settings as the parent read them; what it does not say is read as it read it."""
    wanted: model.Embedding = "multilingual" if embedding == "multilingual" else "english"
    return ArchiveSettings(home=Path(home), models=Path(models), embedding=wanted)


if __name__ == "__main__":
    # Ctrl+C and a service's stop reach the whole group; the parent decides when this process ends.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        run(_settings(*sys.argv[1:]), embeds="words" not in sys.argv[3:])
    except IngestError as trouble:
        sys.exit(f"embedding stopped: {trouble}")
