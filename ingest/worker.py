"""Embed what waits for its vectors: in the server's child process, or at once in a command."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ingest import meaning, model
from ingest.archive import Archive
from ingest.embed import Embedder, cores
from ingest.errors import IngestError

_POLL_S = 0.3
_ARTICLES = 16  # taken at a time
_NICE = 10

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


def run(home: Path, models: Path, embedding: model.Embedding) -> None:
    """Embed for ever, at low priority, until standard input closes: the parent has gone then."""
    os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    archive = Archive(home)
    embedder = Embedder(model.prepare(models, embedding=embedding), threads=cores())
    while True:
        if embed_waiting(archive, embedder) == 0:
            time.sleep(_POLL_S)


def _end_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # a buffered read would hold the exit up
        pass
    os._exit(0)


if __name__ == "__main__":
    # Ctrl+C and a service's stop reach the whole group; the parent decides when this process ends.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    try:
        wanted: model.Embedding = "multilingual" if "multilingual" in sys.argv[3:] else "english"
        run(Path(sys.argv[1]), Path(sys.argv[2]), wanted)
    except IngestError as trouble:
        sys.exit(f"embedding stopped: {trouble}")
