"""Hold both indexes against the archive, passage by passage, and mend what differs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import select

from ingest import catalogue, meaning
from ingest.archive import Archive
from ingest.errors import IndexDamaged
from ingest.index import EVERYTHING, Index
from ingest.reader import Window
from ingest.schema import articles, passages

_PAGE = 1_000


@dataclass(slots=True)
class Report:
    """What was counted and mended."""

    database: str  # SQLite's own word on its file: "ok", or what is wrong
    articles: int = 0
    passages: int = 0
    waiting: int = 0
    other_languages: int = 0
    words_mended: int = 0
    vectors_mended: int = 0
    words_surplus: int = 0
    vectors_surplus: int = 0

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object."""
        return asdict(self)


def examine(index: Index) -> Report:
    """Look for every passage in both indexes; add those that are missing, drop those that are gone."""
    try:
        index.catch_up()
    except IndexDamaged:
        index.rebuild()
    archive = index.archive
    covered = catalogue.coverage(archive, EVERYTHING, Window())
    report = Report(_integrity(archive), covered.articles, waiting=meaning.waiting_passages(archive))
    report.other_languages = _in_other_languages(archive)
    for ids in _pages(archive):
        report.passages += len(ids)
        report.words_mended += index.mend_words(ids)
        report.vectors_mended += index.mend_vectors(ids)
    report.words_surplus, report.vectors_surplus = _surplus(index, report)
    if report.words_surplus or report.vectors_surplus:
        index.rebuild()
    return report


def _surplus(index: Index, report: Report) -> tuple[int, int]:
    """Count what an index holds beyond the archive."""
    return (
        max(0, index.words.count() - report.passages),
        max(0, index.vectors.count() - meaning.embedded_passages(index.archive)),
    )


def _pages(archive: Archive) -> Iterator[list[str]]:
    """Yield the ids of all passages, a page at a time."""
    last = ""
    while True:
        query = select(passages.c.id).where(passages.c.id > last).order_by(passages.c.id).limit(_PAGE)
        with archive.reading() as connection:
            ids = list(connection.scalars(query))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _integrity(archive: Archive) -> str:
    with archive.reading() as connection:
        return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())


def _in_other_languages(archive: Archive) -> int:
    """Count articles that are found by their words only."""
    other = articles.c.language.isnot(None) & (articles.c.language != "en")
    with archive.reading() as connection:
        return len(connection.execute(select(articles.c.id).where(other)).all())
