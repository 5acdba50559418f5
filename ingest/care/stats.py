"""What an archive holds and how much room it takes, told from SQL and the folders alone."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, FromClause, Select, func, select

from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window, iso
from ingest.indexes import meaning
from ingest.schema import articles, entries, feeds, passages, versions
from ingest.texts.counted import counted

_READER = Reader()


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes on disk."""

    database: int
    words: int
    vectors: int
    model: int
    free: int  # where the home is


@dataclass(frozen=True, slots=True)
class Failing:
    """A feed that fails, and why."""

    url: str
    trouble: str
    since: str | None
    is_paused: bool


@dataclass(frozen=True, slots=True)
class Stats:
    """What is held; ``by_…`` counts articles, the most first."""

    articles: int
    under_embargo: int  # more, which nobody sees yet, and which no other figure counts
    passages_under_embargo: int
    versions: int
    passages: int
    vectors: int  # passages that have the vectors that are searched
    waiting: int  # passages without
    stories: int  # articles, copies of one another counted once
    undated: int
    oldest: str | None
    newest: str | None
    by_outlet: Mapping[str, int]
    by_language: Mapping[str, int]
    by_collection: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_rights: Mapping[str, int]
    feeds: int
    feed_entries_waiting: int
    failing: Sequence[Failing]
    room: Room

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object."""
        return asdict(self)


def count(archive: Archive, home: Path, models: Path, top: int) -> Stats:
    """Count everything; of outlets and the like the ``top`` most."""
    covered = catalogue.coverage(archive, _READER, Window())
    everything = _number(archive, articles)
    shown_passages = catalogue.count_passages(archive, _READER, Window())
    name = func.coalesce(articles.c.outlet, articles.c.host, "unnamed")
    return Stats(
        articles=covered.articles,
        under_embargo=everything - covered.articles,
        passages_under_embargo=_number(archive, passages) - shown_passages,
        versions=_versions(archive),
        passages=shown_passages,
        vectors=meaning.embedded_passages(archive, _READER),
        waiting=meaning.waiting_passages(archive, _READER),
        stories=_stories(archive),
        undated=covered.undated,
        oldest=covered.oldest,
        newest=covered.newest,
        by_outlet=_by(archive, name, top),
        by_language=_by(archive, func.coalesce(articles.c.language, "unknown"), top),
        by_collection=_by(archive, articles.c.collection, top),
        by_kind=_by(archive, articles.c.kind, top),
        by_rights=_by(archive, articles.c.rights, top),
        feeds=_number(archive, feeds),
        feed_entries_waiting=_number(archive, entries, entries.c.next_at.isnot(None)),
        failing=_failing(archive),
        room=room(home, models),
    )


def room(home: Path, models: Path) -> Room:
    """Measure the folders."""
    database = sum(_bytes(file) for file in home.glob("archive.db*"))
    near = sum(_bytes(folder) for folder in home.glob("vectors*"))
    return Room(database, _bytes(home / "words"), near, _bytes(models), shutil.disk_usage(home).free)


def _bytes(place: Path) -> int:
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    total = 0
    for file in files:
        try:
            total += file.stat().st_size
        except FileNotFoundError:  # whoever owns the index has just merged it into another
            continue
    return total


def _number(archive: Archive, table: FromClause, *conditions: ColumnElement[bool]) -> int:
    return _scalar(archive, select(func.count()).select_from(table).where(*conditions))


def _versions(archive: Archive) -> int:
    seen = select(articles.c.id).where(*catalogue.visible(_READER))
    return _number(archive, versions, versions.c.article_id.in_(seen))


def _stories(archive: Archive) -> int:
    story = func.count(func.distinct(func.coalesce(articles.c.story, articles.c.id)))
    return _scalar(archive, select(story).where(*catalogue.visible(_READER)))


def _by(archive: Archive, what: ColumnElement[str], top: int) -> dict[str, int]:
    many = func.count()
    query = select(what, many).where(*catalogue.visible(_READER)).group_by(what)
    with archive.reading() as connection:
        rows = connection.execute(query.order_by(many.desc(), what).limit(top)).all()
    return {row[0]: row[1] for row in rows}


def _failing(archive: Archive) -> list[Failing]:
    fails = feeds.c.trouble.isnot(None) | feeds.c.failing_since.isnot(None)
    with archive.reading() as connection:
        rows = connection.execute(select(feeds).where(fails).order_by(feeds.c.failing_since, feeds.c.url))
        return [Failing(row.url, row.trouble or "", iso(row.failing_since), row.paused) for row in rows]


def _scalar(archive: Archive, query: Select[int]) -> int:
    with archive.reading() as connection:
        return connection.scalar(query) or 0


def shown(stats: Stats) -> str:
    """Put the counts into lines."""
    between = f", {stats.oldest[:10]} to {stats.newest[:10]}" if stats.oldest and stats.newest else ""
    waiting = f"{stats.vectors:,} with vectors, {stats.waiting:,} still without"
    kept = stats.room
    parts = (
        ("database", kept.database),
        ("words", kept.words),
        ("vectors", kept.vectors),
        ("model", kept.model),
    )
    lines = [
        f"{counted(stats.articles, 'article')} in {counted(stats.stories, 'story', 'stories')}{between}; "
        f"{stats.undated:,} undated",
        f"{counted(stats.versions, 'version')}, {counted(stats.passages, 'passage')}, {waiting}",
        f"under embargo: {counted(stats.under_embargo, 'article')}, "
        f"{counted(stats.passages_under_embargo, 'passage')}",
        *_counted("outlets", stats.by_outlet),
        *_counted("languages", stats.by_language),
        *_counted("collections", stats.by_collection),
        *_counted("kinds", stats.by_kind),
        *_counted("rights", stats.by_rights),
        f"feeds: {stats.feeds:,}, {len(stats.failing):,} failing, "
        f"{counted(stats.feed_entries_waiting, 'entry', 'entries')} named and not read yet",
        *(f"  {feed.url}: {feed.trouble}, since {feed.since or 'now'}" for feed in stats.failing),
        "disk: " + ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in parts),
        f"free: {kept.free / 1e6:,.0f} MB",
    ]
    return "\n".join("".join(c if c.isprintable() else " " for c in line) for line in lines)


def _counted(what: str, counts: Mapping[str, int]) -> list[str]:
    return [f"{what}: " + ", ".join(f"{name} {many:,}" for name, many in counts.items())] if counts else []
