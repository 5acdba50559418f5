"""The tables of storylines: which article reports which; articles leave, storylines begin and merge.

Knows tables only; each function works in the transaction it is given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, exists, func, insert, select, update

from ingest.schema import articles, facts, reports, storylines

# Facts: how far the log has been followed, and by which rules; how often reports have gone since.
_FOLLOWED, _LEFT = "storylines", "storylines_left"
_TOGETHER = 500  # ids in one statement
_among = reports.c.article_id.in_(bindparam("ids", expanding=True))
_of_day = (
    select(reports.c.at, reports.c.signature, storylines.c.number)
    .join(storylines, storylines.c.id == reports.c.storyline_id)
    .where(reports.c.at >= bindparam("since"), reports.c.at < bindparam("until"))
    .order_by(reports.c.number)
)
_of_copies = (
    select(func.min(storylines.c.number))
    .join(reports, reports.c.storyline_id == storylines.c.id)
    .join(articles, articles.c.id == reports.c.article_id)
    .where(articles.c.story == bindparam("story"))
)


@dataclass(frozen=True, slots=True)
class Place:
    """How far the archive's log has been followed."""

    rules: str  # by which articles are grouped: of other rules and vectors nothing is kept
    seq: int


def leave(connection: Connection, article_ids: Sequence[str]) -> None:
    """Take articles out of their storylines; those that nothing reports any more go."""
    left: set[str] = set()
    for n in range(0, len(article_ids), _TOGETHER):
        given = {"ids": article_ids[n : n + _TOGETHER]}
        left.update(connection.scalars(select(reports.c.storyline_id).where(_among), given))
        connection.execute(delete(reports).where(_among), given)
    for storyline in sorted(left):
        is_told = exists().where(reports.c.storyline_id == storylines.c.id)
        connection.execute(delete(storylines).where(storylines.c.id == storyline, ~is_told))
    if left:
        _note(connection, _LEFT, str(times_left(connection) + 1))


def times_left(connection: Connection) -> int:
    """How often articles have been taken out: who remembers reports has to read them again."""
    return int(connection.scalar(select(facts.c.value).where(facts.c.name == _LEFT)) or 0)


def place(connection: Connection) -> Place:
    """How far the log has been followed."""
    seq, _, rules = (
        connection.scalar(select(facts.c.value).where(facts.c.name == _FOLLOWED)) or "0 "
    ).partition(" ")
    return Place(rules, int(seq))


def move(connection: Connection, to: Place) -> None:
    """Note how far the log has been followed."""
    _note(connection, _FOLLOWED, f"{to.seq} {to.rules}")


def forget(connection: Connection) -> None:
    """Drop all storylines, to be found anew."""
    connection.execute(delete(reports))
    connection.execute(delete(storylines))


def between(connection: Connection, since: int, until: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Reports of a span of time, in the order they came, each with its storyline's number."""
    return connection.execute(_of_day, {"since": since, "until": until}).all()


def of_copies(connection: Connection, story: str | None) -> int | None:
    """The storyline of other copies of the same text, by its number."""
    return connection.scalar(_of_copies, {"story": story}) if story else None


def begin(connection: Connection, article_id: str, seq: int) -> int:
    """Begin a storyline with an article; return its number."""
    is_taken = connection.scalar(select(storylines.c.id).where(storylines.c.id == article_id))
    named = blake2b(f"{article_id} {seq}".encode(), digest_size=8).hexdigest() if is_taken else article_id
    key = connection.execute(insert(storylines), {"id": named}).inserted_primary_key
    return int(key[0]) if key else 0


def merge(connection: Connection, kept: int, younger: int) -> None:
    """Tell as one what two storylines told."""
    older = select(storylines.c.id).where(storylines.c.number == kept).scalar_subquery()
    gone = select(storylines.c.id).where(storylines.c.number == younger).scalar_subquery()
    connection.execute(update(reports).where(reports.c.storyline_id == gone).values(storyline_id=older))
    connection.execute(delete(storylines).where(storylines.c.number == younger))


def keep(connection: Connection, article_id: str, number: int, at: int, signature: bytes) -> None:
    """Keep that an article reports a storyline."""
    name = connection.scalar(select(storylines.c.id).where(storylines.c.number == number))
    row = {"article_id": article_id, "storyline_id": name, "at": at, "signature": signature}
    connection.execute(insert(reports), row)


def _note(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.name == name))
    connection.execute(insert(facts), {"name": name, "value": value})
