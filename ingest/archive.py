"""The archive: SQL, the source of truth. Adds, removes, and tells in its log what changed.

An article is acknowledged when SQL has committed. Knows nothing about the index made from it.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, Select, insert, select, update

from ingest import copies
from ingest.article import Article
from ingest.errors import OtherModel
from ingest.schema import articles, facts, passages, versions
from ingest.sql import database, journal, removal, reports, revision, switch
from ingest.sql.journal import Entry, note, note_all
from ingest.sql.revision import Held
from ingest.sql.writes import Version, are_new, write

Status = Literal["added", "updated", "unchanged"]
Check = Callable[[Connection], None]  # raises where nothing is to be kept
_TOGETHER = 500  # articles removed in one transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an article given to the archive."""

    status: Status
    article_id: str
    version: int
    passages: int
    notice: str | None = None  # what was not kept as it came
    correction: str | None = None  # the notice in a new text that says what was wrong before
    embargo_until: str | None = None  # in ISO 8601, where nobody may see it yet


@dataclass(frozen=True, slots=True)
class Cut:
    """An article cut into passages at these offsets, to be kept."""

    article: Article
    spans: Sequence[tuple[int, int]]
    meaning: bool = True  # whether its passages are queued, if the model knows their language


class Archive:
    """The tables of one home folder, open."""

    def __init__(self, home: Path) -> None:
        """Open, and bring the tables up to date; raises ArchiveUnusable."""
        self.engine = database.connect(home / "archive.db")
        self.name = self._fact("archive", uuid4().hex)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes; raises ArchiveUnusable when the disk refuses."""
        return database.writing(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection that reads; raises ArchiveUnusable when the file is damaged."""
        return database.reading(self.engine)

    def uses(self, model: str) -> None:
        """Note the embedding model at first use; raises OtherModel if vectors of another are wanted."""
        with self.reading() as connection:
            found = switch.wanted(connection)
        if not found:
            self.chooses(model)
        elif found != model:
            raise OtherModel(found, model)

    def chooses(self, model: str) -> None:
        """Have vectors made with this model from now on; those of another answer until all are made.

        For who owns the index: two processes of different settings would undo each other's work.
        """
        with self.writing() as connection:
            switch.choose(connection, model)

    @property
    def model(self) -> str:
        """The model whose vectors are searched; empty before the first is noted."""
        with self.reading() as connection:
            return switch.answering(connection)

    @property
    def coming(self) -> str:
        """The model whose vectors are being made to be searched next; empty where none is."""
        with self.reading() as connection:
            return switch.coming(connection)

    def goes_over(self) -> bool:
        """Let the coming model's vectors be searched from now on; False while one is missing."""
        with self.writing() as connection:
            return switch.finish(connection)

    def known(self, given: Sequence[Article]) -> list[Kept | None]:
        """What is held of each article's very content, in order, before any work is done on them."""
        ids = [article.id for article in given]
        with self.reading() as connection:
            rows = connection.execute(select(articles).where(articles.c.id.in_(ids))).all()
        held = {row.id: row for row in rows}
        return [
            Kept("unchanged", i, held[i].version, held[i].passages)
            if i in held and revision.is_unchanged(held[i], revision.completed(article, held[i]))
            else None
            for i, article in zip(ids, given, strict=True)
        ]

    def add(self, article: Article, spans: Sequence[tuple[int, int]], meaning: bool = True) -> Kept:
        """Keep one article; see ``add_all``."""
        (kept,) = self.add_all([Cut(article, spans, meaning)])
        return kept

    def add_all(self, cuts: Iterable[Cut], check: Check = lambda connection: None) -> list[Kept]:
        """Keep articles in one transaction: all of them or, when it fails, none.

        ``check`` is made first, in the same transaction: where it raises, nothing is kept.

        The same text again changes nothing, whatever stands around it on its page; what has changed
        beside the text is noted; another text under the same id becomes the next version.
        """
        with self.writing() as connection:
            check(connection)
            kept = _add_all(connection, list(cuts))
            removal.take_back(connection, [each.article_id for each in kept])
            copies.join(connection, [each.article_id for each in kept if each.status != "unchanged"])
            return kept

    def remove(
        self,
        article_ids: Iterable[str],
        announce: Callable[[int], None] = lambda articles: None,
        is_replaced: bool = False,
    ) -> list[str]:
        """Remove articles with all that is kept of them, also in answers; return the ids found.

        Nothing that is watched brings them back, unless each ``is_replaced`` by another article.
        So many go in one transaction; ``announce`` is told how many each had.
        """
        ids, removed = list(article_ids), []
        for n in range(0, len(ids), _TOGETHER):
            with self.writing() as connection:
                copies.leave(connection, ids[n : n + _TOGETHER])
                reports.leave(connection, ids[n : n + _TOGETHER])
                removed += removal.remove(connection, ids[n : n + _TOGETHER], is_replaced)
            announce(len(ids[n : n + _TOGETHER]))
        return removed

    def vacuum(self) -> None:
        """Leave no byte of what was removed in the files of the database; raises ArchiveUnusable."""
        database.vacuum(self.engine)

    def log_after(self, seq: int, limit: int) -> list[Entry]:
        """Lines of the log that follow ``seq``, in order; one more where two tell of one change."""
        with self.reading() as connection:
            return journal.after(connection, seq, limit)

    def last_seq(self) -> int:
        """Number of the newest line of the log."""
        with self.reading() as connection:
            return journal.last_seq(connection)

    def _fact(self, name: str, value: str) -> str:
        """Read a fact, noting ``value`` if there is none yet."""
        query = select(facts.c.value).where(facts.c.name == name)
        with self.reading() as connection:
            if found := connection.scalar(query):
                return str(found)
        with self.writing() as connection:
            if found := connection.scalar(query):
                return str(found)
            connection.execute(insert(facts), {"name": name, "value": value})
        return value


def _add_all(connection: Connection, cuts: Sequence[Cut]) -> list[Kept]:
    """Keep articles in order, those that follow each other and are new together."""
    kept: list[Kept] = []
    new = zip(are_new(connection, [cut.article.id for cut in cuts]), cuts, strict=True)
    for is_new, pairs in groupby(new, key=itemgetter(0)):
        some = [cut for _, cut in pairs]
        kept += _keep_new(connection, some) if is_new else [_add(connection, cut) for cut in some]
    return kept


def _keep_new(connection: Connection, cuts: Sequence[Cut]) -> list[Kept]:
    """Keep articles of ids under which nothing was ever kept."""
    notices = write(connection, [Version(cut.article, 1, cut.spans) for cut in cuts], are_held=False)
    kept = [
        Kept("added", cut.article.id, 1, len(cut.spans), correction=notice)
        for cut, notice in zip(cuts, notices, strict=True)
    ]
    note_all(connection, "added", [(each.article_id, each.version, each.passages) for each in kept])
    queued = [each for each in cuts if each.spans and each.meaning]
    switch.queue_new(connection, [(cut.article.id, cut.article.language) for cut in queued])
    return kept


def _add(connection: Connection, cut: Cut) -> Kept:
    held = connection.execute(select(articles).where(articles.c.id == cut.article.id)).one_or_none()
    if held is None:
        return _keep(connection, cut, None)
    text = str(connection.scalar(_text_of(held)))
    article = revision.settled(cut.article, held, text)
    if revision.is_unchanged(held, article) or revision.is_stub(article, held):
        return Kept("unchanged", held.id, held.version, held.passages)
    if article.text != text and revision.would_hide(article, held):
        return Kept("unchanged", held.id, held.version, held.passages, notice=revision.held_over(article))
    if article.text != text:
        return _keep(connection, replace(cut, article=article), held)
    if (article.title, article.language) == (held.title, held.language):
        return _describe(connection, article, held)
    return _keep(
        connection, replace(cut, article=article, spans=_spans(connection, held)), held, is_same=True
    )


def _describe(connection: Connection, article: Article, held: Held) -> Kept:
    """Note what has changed beside the words: passages and vectors stay."""
    told = revision.described(article)
    connection.execute(update(articles).where(articles.c.id == held.id).values(**told))
    if revision.is_touched(held, article):  # many pages say with each visit that they were
        return Kept("unchanged", held.id, held.version, held.passages)
    copies.leave(connection, [held.id])  # whose copy it is may hang on its outlet and date
    reports.leave(connection, [held.id])
    current = (versions.c.article_id == held.id) & (versions.c.version == held.version)
    connection.execute(update(versions).where(current).values(published_at=told["published_at"]))
    note(connection, "added", held.id, held.version, held.passages)  # words are indexed with outlet and date
    return Kept("updated", held.id, held.version, held.passages)


def _keep(connection: Connection, cut: Cut, held: Held | None, is_same: bool = False) -> Kept:
    """Keep a first or the next version; under a new headline the same words keep their vectors."""
    article, version = cut.article, journal.last_version(connection, cut.article.id) + 1
    is_read = is_same and held is not None and held.language == article.language
    made = switch.made(connection, article.id) if is_read else []
    if held:
        copies.leave(connection, [held.id])
        reports.leave(connection, [held.id])
        removal.retire(connection, held.id, held.version, held.passages)
    (correction,) = write(connection, [Version(article, version, cut.spans)], are_held=held is not None)
    seq = note(connection, "added", article.id, version, len(cut.spans))
    if made:
        switch.carry(connection, made, version)
        note(connection, "embedded", article.id, version, len(cut.spans))
    if cut.spans and cut.meaning and not switch.is_made(connection, article.id):
        switch.queue(connection, article.id, seq, article.language)
    status: Status = "updated" if held else "added"
    return Kept(status, article.id, version, len(cut.spans), correction=correction)


def _text_of(held: Held) -> Select[tuple[str]]:
    return select(versions.c.text).where(versions.c.article_id == held.id, versions.c.version == held.version)


def _spans(connection: Connection, held: Held) -> list[tuple[int, int]]:
    theirs = select(passages.c.start, passages.c.stop).where(passages.c.article_id == held.id)
    return [(row.start, row.stop) for row in connection.execute(theirs.order_by(passages.c.ordinal))]
