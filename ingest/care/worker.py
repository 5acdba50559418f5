"""Embed what waits for its vectors."""

from collections.abc import Callable

from ingest.archive import Archive
from ingest.embed import Embedder
from ingest.indexes import meaning

_ARTICLES = 16  # taken at a time

Announce = Callable[[int], object]


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
