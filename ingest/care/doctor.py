"""Hold both indexes against the archive, passage by passage, and mend what differs."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, field
from functools import partial

from sqlalchemy import func, select

from ingest.archive import Archive
from ingest.care import rows
from ingest.embedding.model import covers
from ingest.errors import IndexDamaged
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Window
from ingest.index import Index
from ingest.indexes import meaning
from ingest.schema import articles


@dataclass(slots=True)
class Report:
    """What was counted and mended."""

    database: str  # SQLite's own word on its file: "ok", or what is wrong
    articles: int = 0
    under_embargo: int = 0  # of them
    passages: int = 0
    waiting: int = 0
    other_languages: int = 0
    words_mended: int = 0
    vectors_mended: int = 0
    words_surplus: int = 0
    vectors_surplus: int = 0
    rebuilt: bool = False
    orphans: dict[str, int] = field(default_factory=dict)
    stale_vectors: int = 0
    queued: int = 0
    without_text: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object."""
        return asdict(self)


def examine(
    index: Index,
    guard: AbstractContextManager[object] | None = None,
    announce: Callable[[int], None] = lambda passages: None,
) -> Report:
    """Search for every passage by its own vector and by its words; mend what is not found.

    ``guard`` is held a page at a time, so that a follower goes on in between; ``announce`` is
    told how many passages each page had.
    """
    guard = guard or nullcontext()
    archive = index.archive
    report = Report(_integrity(archive))
    if report.database == "ok":
        found = rows.mend(archive)
        report.orphans, report.stale_vectors = found.orphans, found.stale_vectors
        report.queued, report.without_text = found.queued, found.without_text
    with guard:
        _sound(index, report, index.catch_up)
    covered = catalogue.coverage(archive, EVERYTHING, Window())
    report.under_embargo = _under_embargo(archive)
    report.articles, report.waiting = covered.articles, meaning.waiting_passages(archive)
    report.other_languages = _in_other_languages(archive)
    for ids in catalogue.all_passage_ids(archive):
        with guard:
            _sound(index, report, partial(_mend, index, ids, report))
        announce(len(ids))
    with guard:
        _sound(index, report, partial(_drop_surplus, index, report))
    return report


def _sound(index: Index, report: Report, step: Callable[[], object]) -> None:
    """Do a step; where it meets damage, build the index again and do it once more."""
    try:
        step()
    except IndexDamaged:
        report.rebuilt = True
        index.rebuild()
        step()


def _mend(index: Index, ids: list[str], report: Report) -> None:
    """Mend a page of passages; what still is not found then has its index built again."""
    words, vectors = index.mend_words(ids), index.mend_vectors(ids)
    if (words and index.mend_words(ids)) or (vectors and index.mend_vectors(ids)):
        report.rebuilt = True
        index.rebuild()
    report.passages += len(ids)
    report.words_mended += words
    report.vectors_mended += vectors


def _drop_surplus(index: Index, report: Report) -> None:
    """Count what an index holds beyond the archive; begin anew where it does."""
    index.catch_up()
    kept = catalogue.count_passages(index.archive, EVERYTHING, Window())
    embedded = meaning.embedded_passages(index.archive)
    report.words_surplus = max(0, index.words.count() - kept)
    # An earlier version's vectors stay until the new words have theirs.
    spared = len(index.vectors.rows(meaning.retired_of_waiting(index.archive)))
    report.vectors_surplus = max(0, index.vectors.count() - embedded - spared)
    if report.words_surplus or report.vectors_surplus:
        report.rebuilt = True
        index.rebuild()


def _integrity(archive: Archive) -> str:
    with archive.reading() as connection:
        return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())


def _under_embargo(archive: Archive) -> int:
    hidden = select(func.count()).where(articles.c.embargo_until > int(time.time()))
    with archive.reading() as connection:
        return connection.scalar(hidden) or 0


def _in_other_languages(archive: Archive) -> int:
    """Count articles that are found by their words only."""
    model = archive.model
    with archive.reading() as connection:
        counts = connection.execute(select(articles.c.language, func.count()).group_by(articles.c.language))
        return sum(count for language, count in counts if not covers(model, language))
