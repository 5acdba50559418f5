"""Citedesk: both indexes made from the archive, then searched as the assistant searches them."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from assistant.bootstrap import opened as opened_house
from assistant.conversation import Query
from assistant.retrieve import Retriever
from assistant.settings import Settings
from bench.peers.candidate import Candidate, Search
from bench.peers.given import LIMIT, Given, Vector
from ingest.archive import Archive
from ingest.holdings.reader import Reader
from ingest.index import Index

_open = ExitStack()


def build(given: Given, saved: Path) -> Index:
    """Copy the archive and bring both indexes to the end of its log; nothing is embedded."""
    shutil.copy(given.archive, saved)
    index = Index(Archive(saved), saved)
    index.catch_up()
    return index


def save(index: Index, _saved: Path) -> None:
    """Close: everything is on the disk already."""
    index.close()
    index.archive.close()


def opened(given: Given, saved: Path) -> Search:
    """Open the whole house, its embedding model too, though the question's vector is handed over."""
    house = _open.enter_context(opened_house(Settings(home=saved, models=given.model)))
    asked: list[Vector] = []
    retriever = Retriever(index=house.index, vector=lambda _text: asked[-1])
    reader = Reader()

    def search(text: str, vector: Vector) -> list[str]:
        asked[:] = [vector]
        return [found.passage.id for found in retriever.find(Query(text), LIMIT, reader)]

    return search


if __name__ == "__main__":
    with _open:
        Candidate(build, save, opened).run()
