"""What a reader has been told of a topic: where it stands, never its words, and what has become of it."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from ingest.archive import Archive
from ingest.article import Passage, digest
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window, iso
from ingest.readership import told as table
from ingest.schema import articles, passages, versions

_LONGEST_TOPIC = 180  # letters of the key that are the topic's own; a digest tells longer ones apart
_MOST = 2_000  # places of a topic that are remembered, the last told first
_TO = "\x1f"  # no topic has it: it counts as a space there
_TOGETHER = 500  # ids in one statement
_OWED = 0  # stands for the time at which something was told that is still to be told


@dataclass(frozen=True, slots=True)
class Told:
    """A place where something stands that a reader was told."""

    claim: str  # digest of what it says, as it was first told
    article_id: str
    version: int
    start: int
    end: int
    is_settled: bool = False  # the reader knows that it does not stand there any more
    is_owed: bool = False  # it was left out for want of room: the reader has still to be told

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it begins: its article, the version of that and the letter."""
        return self.article_id, self.version, self.start


@dataclass(frozen=True, slots=True)
class Recalled:
    """Something told, with its words, to be compared with: what may be shown is read for a Reader."""

    told: Told
    text: str | None  # None where that version is not held any more
    published: str | None  # the day its article was published
    newest: int | None  # version of its article; None where that is removed


def topic_key(topic: str | None) -> str:
    """What a topic is remembered under, in whatever case and spacing it is spelled; "" for none."""
    parts = unicodedata.normalize("NFKC", topic or "").casefold().split(_TO)
    key = _TO.join(" ".join(part.split()) for part in parts)
    return key if len(key) <= _LONGEST_TOPIC else f"{key[:_LONGEST_TOPIC]} {digest(key)}"


def addressed(topic: str | None, address: str | None) -> str | None:
    """The topic as what is told at an address is remembered: who reads there is not who reads here."""
    return f"{address}{_TO}{topic or ''}" if address else topic


def recalled(archive: Archive, topic: str | None, reader: Reader) -> list[Recalled]:
    """All a reader was told of a topic, the last told first."""
    words = func.substr(versions.c.text, table.c.start + 1, table.c.stop - table.c.start).label("words")
    of_version = and_(versions.c.article_id == table.c.article_id, versions.c.version == table.c.version)
    query = (
        select(table, words, articles.c.version.label("newest"), articles.c.published_at)
        .outerjoin(articles, articles.c.id == table.c.article_id)
        .outerjoin(versions, of_version)
        .where(_of(topic, reader), table.c.told_at != _OWED)
        .order_by(table.c.told_at.desc(), table.c.claim, table.c.article_id)
        .limit(_MOST)
    )
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Recalled(
            Told(row.claim, row.article_id, row.version, row.start, row.stop, row.gone_at is not None),
            row.words,
            iso(row.published_at, day_only=True),
            row.newest,
        )
        for row in rows
    ]


def owed(archive: Archive, topic: str | None, reader: Reader) -> frozenset[tuple[str, int, int]]:
    """Where it begins what a reader has still to be told of a topic."""
    query = select(table.c.article_id, table.c.version, table.c.start)
    with archive.reading() as connection:
        rows = connection.execute(query.where(_of(topic, reader), table.c.told_at == _OWED).limit(_MOST))
        return frozenset((row.article_id, row.version, row.start) for row in rows)


def keep(connection: Connection, topic: str | None, reader: Reader, told: Iterable[Told], now: int) -> None:
    """Note what a reader was told; of what was told before, where it stands now and whether it does."""
    mine = _of(topic, reader)
    held = {(row.claim, row.article_id): row for row in connection.execute(select(table).where(mine))}
    for one in {(each.claim, each.article_id): each for each in told}.values():
        values: dict[str, int | None] = {
            "version": one.version,
            "start": one.start,
            "stop": one.end,
            "told_at": _OWED if one.is_owed else now,
        }
        before = held.get((one.claim, one.article_id))
        if before and one.is_owed:
            continue
        known = before.gone_at if before else None
        values["gone_at"] = (known or now) if one.is_settled else None
        if before:
            this = mine & (table.c.claim == one.claim) & (table.c.article_id == one.article_id)
            connection.execute(update(table).where(this).values(**values))
        else:
            key = {"reader": reader.name, "topic_key": topic_key(topic), "claim": one.claim}
            connection.execute(insert(table).values(**key, article_id=one.article_id, **values))


def forget(connection: Connection, key: str, reader: Reader) -> None:
    """Forget what a reader was told under a key of a topic."""
    mine = (table.c.reader == reader.name) & (table.c.topic_key == key)
    connection.execute(delete(table).where(mine))


def _of(topic: str | None, reader: Reader) -> ColumnElement[bool]:
    return (table.c.reader == reader.name) & (table.c.topic_key == topic_key(topic))


def arrivals(archive: Archive, places: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], int]:
    """When each of these versions of articles could first be read, in seconds since 1970."""
    wanted = set(places)
    ids = sorted({article_id for article_id, _ in wanted})
    columns = versions.c.article_id, versions.c.version, versions.c.added_at, articles.c.embargo_until
    query = select(*columns).join(articles, articles.c.id == versions.c.article_id)
    found: dict[tuple[str, int], int] = {}
    with archive.reading() as connection:
        for n in range(0, len(ids), _TOGETHER):
            chosen = query.where(versions.c.article_id.in_(ids[n : n + _TOGETHER]))
            for row in connection.execute(chosen):
                found[row.article_id, row.version] = max(int(row.added_at), int(row.embargo_until or 0))
    return {place: at for place, at in found.items() if place in wanted}


def standing(archive: Archive, article_id: str, span: tuple[int, int], reader: Reader) -> Found | None:
    """The passage of the newest version that holds a stretch; None where the reader may not be shown it all.

    Of a stretch over several passages it is a passage of its own, under the name of the first.
    """
    start, end = span
    first = (
        select(passages.c.id)
        .where(passages.c.article_id == article_id, passages.c.start <= start)
        .order_by(passages.c.start.desc())
        .limit(1)
    )
    with archive.reading() as connection:
        ids: Sequence[str] = connection.scalars(first).all()
        found = catalogue.read_passages(connection, ids, reader, Window())
    if not found:
        return None
    (one,) = found.values()
    if end <= one.passage.end and one.is_quotable:
        return one
    text = catalogue.article(archive, article_id, reader).text
    if end > len(text):
        return None
    return Found(Passage(one.passage.id, article_id, text[start:end], start, end), one.source)
