"""Write what every candidate is given, out of an archive that holds the embedded pool.

The archive itself is only read: Citedesk is measured on a copy, made here.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.bootstrap import opened
from assistant.settings import Settings
from bench.peers.given import Given, Row
from bench.quality import retrieval
from bench.quality.retrieval import Asked
from ingest.archive import Archive
from ingest.embed import Embedder
from ingest.embedding.model import prepare
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.indexes import meaning


def export(home: Path, data: Path, folder: Path, passages: int | None) -> tuple[Given, list[Asked]]:
    """Fill the folder from the home's archive, with about so many passages; return the questions too."""
    settings = Settings(home=home)
    _filled(settings, data)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    given, asked = Given(folder), retrieval.questions(data)
    _copy(home / "archive.db", given.archive)
    shutil.copytree(settings.model_folder, given.model)
    with closing(Archive(folder)) as archive:
        if passages:
            _keep_only(archive, passages)
        _write_passages(archive, folder)
    _write_questions(asked, given)
    return given, asked


def found_by_id(given: Given) -> dict[str, Found]:
    """Every passage as a search returns it, for scoring."""
    with closing(Archive(given.folder)) as archive:
        return {found.passage.id: found for found in _all(archive)}


def _filled(settings: Settings, data: Path) -> None:
    with opened(settings) as house:
        if not meaning.embedded_passages(house.archive) or meaning.waiting_passages(house.archive):
            retrieval.fill(house, data)


def _copy(source: Path, target: Path) -> None:
    """Copy a database as a whole, also what its log beside it still holds."""
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


def _keep_only(archive: Archive, passages: int) -> None:
    """Remove whole articles until about so many passages are left: for trying the measurement."""
    articles = [found.passage.article_id for found in _all(archive)]  # of every passage
    spare = dict.fromkeys(articles).keys() - set(articles[:passages])
    archive.remove(track(sorted(spare), "leaving out articles", transient=True))


def _all(archive: Archive) -> Iterator[Found]:
    for part in catalogue.all_passage_ids(archive):
        found = catalogue.passages_by_id(archive, part, Reader(), Window())
        yield from (found[i] for i in part)


def _write_passages(archive: Archive, folder: Path) -> None:
    rows = [_row(found) for found in _all(archive)]
    made = meaning.vectors_of(archive, [row.id for row in rows])
    np.save(folder / "vectors.npy", np.stack([made[row.id] for row in rows]).astype(np.float32))
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(row)) + "\n" for row in rows)


def _row(found: Found) -> Row:
    source = found.source
    return Row(found.passage.id, source.article_id, str(source.url), source.title, found.passage.text)


def _write_questions(asked: list[Asked], given: Given) -> None:
    embedder = Embedder(prepare(given.model))
    texts = [question.text for question in asked]
    np.save(
        given.folder / "question_vectors.npy", np.stack([embedder.embed_question(text) for text in texts])
    )
    embedder.close()
    (given.folder / "questions.json").write_text(json.dumps(texts), encoding="utf-8")
