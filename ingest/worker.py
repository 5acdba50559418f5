"""Embed what waits for its vectors: in the server's child process, or at once in a command.

The child watches the feeds, too.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ingest import feeds, meaning, model
from ingest.archive import Archive
from ingest.embed import Embedder, cores
from ingest.errors import IngestError
from ingest.settings import ArchiveSettings

_POLL_S = 0.3
_ARTICLES = 16  # taken at a time
_NICE = 10
_LOOK_S = 2.0  # until a first feed is watched

Announce = Callable[[int], None]


def embed_waiting(archive: Archive, embedder: Embedder, announce: Announce = lambda passages: None) -> int:
    """Embed articles until none waits; return the number of passages embedded.

    Raises OtherModel where vectors of another model are wanted.
    """
    archive.uses(embedder.name)
    done = 0
    while waiting := meaning.waiting(archive, _ARTICLES):
        for article in waiting:
            meaning.keep_vectors(archive, article, embedder.embed_all(article.texts))
            done += len(article.texts)
            announce(len(article.texts))
    return done


def run(settings: ArchiveSettings, embeds: bool = True) -> None:
    """Watch the feeds and embed for ever, at low priority, until the parent has gone: standard input closes.

    Without the model it only watches.
    """
    os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    threading.Thread(target=_watch, args=(settings,), name="watch", daemon=True).start()
    if not embeds:
        threading.Event().wait()
    archive = Archive(settings.home)
    prepared = model.prepare(settings.model_folder, embedding=settings.embedding)
    embedder = Embedder(prepared, threads=cores())
    while True:
        if embed_waiting(archive, embedder) == 0:
            time.sleep(_POLL_S)


def _watch(settings: ArchiveSettings) -> None:
    """Watch the feeds, if there are any; what reads pages is imported only then."""
    archive = Archive(settings.home)
    while not feeds.listing(archive):
        time.sleep(_LOOK_S)
    from ingest import watch

    watch.for_ever(settings, archive)


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
