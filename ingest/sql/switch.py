"""Which model's vectors answer, which model's are being made, and what waits for those.

While an archive goes over to another model the old vectors stay, whole, until the last new one
is made. Every step is one transaction, so a kill leaves one state or the next.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from ingest.embedding.model import covers
from ingest.schema import articles, facts, log, pending, vectors
from ingest.sql import dated

_ANSWERS, _COMES = "model", "next_model"
_BOTH = (_ANSWERS, _COMES)
# What has vectors already waits behind all that has none: no line of the log has such a number. The
# newest gets this one, the next the one after it.
_LATER = 1 << 60


def answering(connection: Connection) -> str:
    """Name the model whose vectors are searched; empty before the first is noted."""
    return _fact(connection, _ANSWERS)


def coming(connection: Connection) -> str:
    """Name the model the archive goes over to; empty where it does not."""
    return _fact(connection, _COMES)


def wanted(connection: Connection) -> str:
    """Name the model that new vectors are made with."""
    return coming(connection) or answering(connection)


def choose(connection: Connection, model: str) -> None:
    """Make vectors with this model from now on; those of another answer until all are there."""
    if wanted(connection) == model:
        return
    found = answering(connection)
    _forget(connection, keep=found)
    if found != model:
        connection.execute(insert(facts).values(name=_COMES if found else _ANSWERS, value=model))
    _queue_all(connection, model)


def finish(connection: Connection) -> bool:
    """Let the coming model answer and forget the old one's vectors; False while anything waits."""
    model = coming(connection)
    if not model or connection.execute(select(pending.c.article_id).limit(1)).first():
        return False
    connection.execute(delete(facts).where(facts.c.name.in_(_BOTH)))
    connection.execute(insert(facts).values(name=_ANSWERS, value=model))
    _forget(connection, keep=model)
    return True


def queue(connection: Connection, article_id: str, seq: int, language: str | None) -> None:
    """Let an article wait for its vectors, if the model knows its language."""
    if covers(wanted(connection), language):
        connection.execute(insert(pending).values(article_id=article_id, seq=seq))


def queue_new(connection: Connection, given: Iterable[tuple[str, str | None]]) -> None:
    """Let articles wait that have one line of the log and no vectors, if the model knows their language."""
    model = wanted(connection)
    ids = [article_id for article_id, language in given if covers(model, language)]
    lines = select(log.c.article_id, log.c.seq).where(log.c.article_id.in_(ids))
    if ids:
        connection.execute(insert(pending).from_select(["article_id", "seq"], lines))


def made(connection: Connection, article_id: str) -> list[dict[str, object]]:
    """Rows of the vectors an article has, a model each."""
    rows = connection.execute(select(vectors).where(vectors.c.article_id == article_id)).mappings()
    return [dict(row) for row in rows]


def carry(connection: Connection, rows: list[dict[str, object]], version: int) -> None:
    """Keep vectors under the next version of their article, whose words are the same."""
    connection.execute(insert(vectors), [row | {"version": version} for row in rows])


def is_made(connection: Connection, article_id: str) -> bool:
    """Whether an article has the vectors that are wanted."""
    theirs = vectors.c.article_id == article_id, vectors.c.model == wanted(connection)
    return connection.execute(select(vectors.c.model).where(*theirs)).first() is not None


def _forget(connection: Connection, keep: str) -> None:
    """Drop the vectors of any other model, and with the coming one all that waits for it."""
    connection.execute(delete(vectors).where(vectors.c.model != keep))
    connection.execute(delete(facts).where(facts.c.name == _COMES))


def _queue_all(connection: Connection, model: str) -> None:
    """Queue every article that lacks this model's vectors, newest first, behind what is yet to come.

    What has no vectors at all and waits since it came keeps its place before them.
    """
    held = connection.execute(select(pending.c.article_id, pending.c.seq).where(pending.c.seq < _LATER))
    since = {row.article_id: row.seq for row in held}
    connection.execute(delete(pending))
    made = select(vectors.c.article_id).where(vectors.c.model == model)
    lacking = select(articles.c.id, articles.c.language).where(
        articles.c.passages > 0, articles.c.id.not_in(made)
    )
    newest_first = dated.published().desc().nulls_last(), articles.c.id
    rows = connection.execute(lacking.order_by(*newest_first)).all()
    queued = [
        {"article_id": row.id, "seq": since.get(row.id, _LATER + n)}
        for n, row in enumerate(rows)
        if covers(model, row.language)
    ]
    if queued:
        connection.execute(insert(pending), queued)


def _fact(connection: Connection, name: str) -> str:
    return connection.scalar(select(facts.c.value).where(facts.c.name == name)) or ""
