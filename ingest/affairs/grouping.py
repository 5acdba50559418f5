"""Give each article to the storyline it reports, in the order of the archive's log.

What is decided hangs on the log alone: not on how many lines are followed together, nor on what was
interrupted, since a report and how far the log was followed are one transaction.
"""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, Select, bindparam, func, select

from ingest.affairs.recent import Recent
from ingest.affairs.signature import Vector, sign, words_of
from ingest.archive import Archive
from ingest.embedding.model import DIMENSIONS, covers
from ingest.schema import articles, log, vectors, versions
from ingest.schema import reports as kept
from ingest.sql import journal, reports, switch
from ingest.sql.journal import Entry
from ingest.sql.reports import Place

_RECIPE = "1"  # of these rules: with another one all storylines are found anew
_JOINS = 0.3  # so near a storyline an article reports it
_MERGES = 0.4  # so near two, both are one
_theirs: Select[tuple[str, int, str | None, str | None, int, str, str]] = (
    select(
        articles.c.id,
        articles.c.version,
        articles.c.language,
        articles.c.story,
        func.coalesce(articles.c.published_at, articles.c.added_at).label("at"),
        versions.c.title,
        versions.c.text,
    )
    .join(versions, (versions.c.article_id == articles.c.id) & (versions.c.version == articles.c.version))
    .outerjoin(kept, kept.c.article_id == articles.c.id)
    .where(
        articles.c.id == bindparam("id"), articles.c.version == bindparam("version"), kept.c.number.is_(None)
    )
)
_made = select(vectors.c.vectors).where(
    vectors.c.article_id == bindparam("id"), vectors.c.model == bindparam("model")
)
_embedded_before = select(log.c.seq).where(
    log.c.article_id == bindparam("id"),
    log.c.version == bindparam("version"),
    log.c.kind == "embedded",
    log.c.seq < bindparam("seq"),
)


@dataclass(frozen=True, slots=True)
class _Unplaced:
    """An article that no storyline has yet."""

    id: str
    story: str | None
    at: int
    title: str
    text: str
    vectors: Vector


class Grouping:
    """Follows the log, with the reports of the weeks it is at in memory."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._recent = Recent()
        self._stands: tuple[Place, int] | None = None  # where SQL stood when ``_recent`` was right

    def follow(self, count: int) -> bool:
        """Place the articles that so many lines of the log tell of; False where there was none.

        Raises ArchiveUnusable.
        """
        with self._archive.reading() as connection:
            if _started(connection).seq >= journal.last_seq(connection):
                return False
        with self._archive.writing() as connection:
            stands = self._follow(connection, count)
        self._stands = stands
        return True

    def _follow(self, connection: Connection, count: int) -> tuple[Place, int]:
        place, left = _started(connection), reports.times_left(connection)
        if place != reports.place(connection):
            reports.forget(connection)
        if self._stands != (place, left):
            self._recent.forget()
        self._stands = None  # until it is committed
        model = switch.answering(connection)
        entries = journal.after(connection, place.seq, count)
        for entry in entries:
            if (article := _unplaced(connection, entry, model)) is not None:
                self._place(connection, article, entry.seq, model)
        to = Place(place.rules, entries[-1].seq if entries else place.seq)
        reports.move(connection, to)
        return to, left

    def _place(self, connection: Connection, article: _Unplaced, seq: int, model: str) -> None:
        around = self._recent.around(connection, article.at)
        words = words_of(article.title, article.text)
        signature = sign(words, around.holding(list(words)), around.count, article.vectors)
        number = self._storyline(connection, article, around.nearness(signature, model), seq)
        self._recent.add(connection, article.at, signature, number)
        reports.keep(connection, article.id, number, article.at, signature.as_bytes())

    def _storyline(self, connection: Connection, article: _Unplaced, near: dict[int, float], seq: int) -> int:
        """The storyline an article reports, of those it shows to be one the oldest, or a new one."""
        if (copied := reports.of_copies(connection, article.story)) is not None:
            near = near | {copied: 1.0}
        nearest = max(near, key=lambda number: (near[number], -number), default=None)
        if nearest is None or near[nearest] < _JOINS:
            return reports.begin(connection, article.id, seq)
        one = {nearest, *(number for number, how in near.items() if how >= _MERGES)}
        oldest = min(one)
        for younger in sorted(one - {oldest}):
            reports.merge(connection, oldest, younger)
            self._recent.merge(oldest, younger)
        return oldest


def _started(connection: Connection) -> Place:
    """Where to go on; at the beginning where other rules were followed, or another model's vectors."""
    place, rules = reports.place(connection), f"{_RECIPE} {switch.answering(connection)}"
    return place if place.rules == rules else Place(rules, 0)


def _unplaced(connection: Connection, entry: Entry, model: str) -> _Unplaced | None:
    """The article of a line that tells it can be placed now; None where it is already, or has gone."""
    if entry.kind == "removed":
        return None
    given = {"id": entry.article_id, "version": entry.version}
    row = connection.execute(_theirs, given).one_or_none()
    if row is None or (entry.kind == "added" and not _is_ready(connection, entry, row.language, model)):
        return None
    made = connection.scalar(_made, {"id": row.id, "model": model})
    if made is None and entry.kind == "embedded":
        return None  # another model has read it, which does not answer yet
    read = np.frombuffer(made or b"", "<f2").reshape(-1, DIMENSIONS).astype("f4")
    return _Unplaced(row.id, row.story, row.at, row.title, row.text, read)


def _is_ready(connection: Connection, entry: Entry, language: str | None, model: str) -> bool:
    """Whether an article that has come, or is told of anew, has its vectors, or never gets any.

    What is embedded later has a line of its own then; so the order of placing is that of the log.
    """
    if not model or not covers(model, language):
        return True
    given = {"id": entry.article_id, "version": entry.version, "seq": entry.seq}
    return connection.scalar(_embedded_before, given) is not None
