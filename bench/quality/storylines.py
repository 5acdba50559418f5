"""Storylines: short items grouped by their topic, and articles grouped as a person grouped them; by B-cubed.

An item's label is the most specific of its topics, the last one; items without a topic are there as noise
and not scored. Many topics are no affair but a subject ("Libyan crisis"), told of again after months. So told
beside it are how it stands within each week, which is what a briefing is made from, by the narrowest and by
the widest topic; where a topic that rests for more than two weeks comes back as another label; what each
would be if every article stood alone; how far the two labels of the same items agree; and how much of a
storyline shares any topic. Of the articles, groups of 2 to 10 and single ones were labelled by their titles
and texts among all that is dated 2025; the set holds their ids only, and the other articles are there as
noise. Of each set the earlier half by date was tuned on.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypedDict

import numpy as np
from rich.progress import track
from sqlalchemy import select

from bench.quality.figures import Figure, told
from bench.quality.given import SETS, Given
from ingest import storylines
from ingest.affairs.grouping import Grouping
from ingest.archive import Archive, Cut
from ingest.article import Article
from ingest.care import worker
from ingest.embed import Embedder
from ingest.holdings.reader import Reader, Window
from ingest.schema import articles
from ingest.times import moment

_REST_DAYS = 14
_DAY_S = 86_400
_MONDAY = 4  # days from the beginning of 1970
_TOGETHER = 100  # lines of the log, articles in one transaction
_TIMED = 100  # windows whose top is asked for


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An article, the group it is said to be in, and when it was published."""

    id: str
    label: Hashable
    at: int


class _Row(TypedDict):
    """A line of the items."""

    id: str
    date: str
    text: str
    topics: list[str]  # from the widest to the narrowest
    sources: list[dict[str, str]]


def measure(given: Given) -> list[Figure]:
    """Group both sets and score them; tell how fast that is, and how fast the top stories are told."""
    archive = given.house.archive
    _grouped(archive)
    made = list(_articles(archive))
    placed = storylines.storylines_of(archive, [each.id for each in made])
    figures = _scored("storylines of articles", made, placed, least=0.8)
    figures.append(told("storylines: top of a week in ms, p95", *_asked(archive), most=100))
    items = given.data / "current_events" / "items.jsonl"
    if not items.exists() or given.house.embedder is None:
        print(f"storylines of short items are left out: {items} or the embedding model is not here")
        return figures
    return [*figures, *_of_items(items, given.house.embedder)]


def _of_items(file: Path, embedder: Embedder) -> list[Figure]:
    rows: list[_Row] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    given = [_article(row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        archive.uses(embedder.name)
        for n in track(range(0, len(given), _TOGETHER), "embedding items", transient=True):
            archive.add_all([Cut(a, [(0, len(a.text))]) for a in given[n : n + _TOGETHER]])
            worker.embed_waiting(archive, embedder)
        rate = len(given) / _grouped(archive)
        placed = storylines.storylines_of(archive, [each.id for each in given])
        archive.close()
    figures = _of_topics(given, rows, placed)
    return [*figures, told("storylines: articles a second of CPU, SQL and all", rate, len(given))]


def _of_topics(given: Sequence[Article], rows: Sequence[_Row], placed: Mapping[str, str]) -> list[Figure]:
    """How storylines of items stand by their topics, and how far topics can say."""
    made, general = _by_topic(given, rows, -1), _by_topic(given, rows, 0)
    weekly = _in_weeks(made, placed)
    figures = _scored("storylines of items, by topic", made, placed, least=0.75)
    figures += _scored("storylines of items, by topic until it rests", list(_resting(made)), placed)
    figures += _scored("storylines of items within a week, by topic", _weeks(made), weekly)
    figures += _scored("storylines of items within a week, by the widest topic", _weeks(general), weekly)
    agreed = _bcubed(made, {each.id: str(each.label) for each in general})[2]
    sharing, many = _sharing(given, rows, placed)
    return [
        *figures,
        told("storylines of items: F1 of the widest topic by the narrowest", agreed, len(made)),
        told("storylines of items: how much of one shares a topic", sharing, many),
    ]


def _by_topic(given: Sequence[Article], rows: Sequence[_Row], which: int) -> list[_Labelled]:
    """The items that have topics, by one of these: the first is the widest, the last the narrowest."""
    pairs = zip(given, rows, strict=True)
    return [_Labelled(a.id, row["topics"][which], _day(row["date"])) for a, row in pairs if row["topics"]]


def _weeks(made: Sequence[_Labelled]) -> list[_Labelled]:
    """The same, but each week has labels of its own."""
    return [replace(each, label=(each.label, _week(each.at))) for each in made]


def _week(at: int) -> int:
    return (at // _DAY_S - _MONDAY) // 7


def _in_weeks(made: Sequence[_Labelled], placed: Mapping[str, str]) -> dict[str, str]:
    """Storylines as each week alone shows them."""
    return {each.id: f"{placed.get(each.id, each.id)} {_week(each.at)}" for each in made}


def _sharing(given: Sequence[Article], rows: Sequence[_Row], placed: Mapping[str, str]) -> tuple[float, int]:
    """How large a part of an item's storyline shares a topic with it, on average; itself is part of it."""
    lines = defaultdict[str, list[frozenset[str]]](list)
    for article, row in zip(given, rows, strict=True):
        if row["topics"]:
            lines[placed.get(article.id, article.id)].append(frozenset(row["topics"]))
    shares = [sum(bool(one & other) for other in line) / len(line) for line in lines.values() for one in line]
    return float(np.mean(shares)), len(shares)


def _grouped(archive: Archive) -> float:
    """Place whatever waits; return the seconds of processor it took."""
    grouping, began = Grouping(archive), time.process_time()
    while grouping.follow(_TOGETHER):
        pass
    return time.process_time() - began


def _scored(
    what: str, made: Sequence[_Labelled], placed: Mapping[str, str], least: float | None = None
) -> list[Figure]:
    """Precision, recall and F1 of all, F1 of each half, and of articles that all stand alone."""
    middle = sorted(each.at for each in made)[len(made) // 2]
    halves = [each for each in made if each.at < middle], [each for each in made if each.at >= middle]
    precision, recall, both = _bcubed(made, placed)
    return [
        told(f"{what}: B-cubed F1", both, len(made), least=least),
        told(f"{what}: precision", precision, len(made)),
        told(f"{what}: recall", recall, len(made)),
        *(
            told(f"{what}: F1 of the {name} half", _bcubed(half, placed)[2], len(half))
            for name, half in zip(("tuned", "other"), halves, strict=True)
        ),
        told(f"{what}: F1 if each stood alone", _bcubed(made, {})[2], len(made)),
    ]


def _bcubed(made: Sequence[_Labelled], placed: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 (Bagga and Baldwin, 1998); what is not placed stands alone."""
    labels, lines = defaultdict[Hashable, set[str]](set), defaultdict[str, set[str]](set)
    for each in made:
        labels[each.label].add(each.id)
        lines[placed.get(each.id, each.id)].add(each.id)
    pairs = [(labels[each.label], lines[placed.get(each.id, each.id)]) for each in made]
    precision = sum(len(wanted & found) / len(found) for wanted, found in pairs) / len(pairs)
    recall = sum(len(wanted & found) / len(wanted) for wanted, found in pairs) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _resting(made: Sequence[_Labelled]) -> Iterator[_Labelled]:
    """The same, but a topic that rests is another one when it comes back."""
    last: dict[Hashable, tuple[int, int]] = {}
    for each in sorted(made, key=lambda each: each.at):
        before, times = last.get(each.label, (each.at, 0))
        times += each.at - before > _REST_DAYS * _DAY_S
        last[each.label] = each.at, times
        yield _Labelled(each.id, (each.label, times), each.at)


def _articles(archive: Archive) -> Iterator[_Labelled]:
    """The labelled articles of the pool; the number of its line is the label of each group."""
    groups = [json.loads(line) for line in (SETS / "storylines.jsonl").read_text("utf-8").splitlines()]
    ids = [article_id for group in groups for article_id in group]
    with archive.reading() as connection:
        dates = dict(
            connection.execute(
                select(articles.c.id, articles.c.published_at).where(articles.c.id.in_(ids))
            ).all()
        )
    for n, group in enumerate(groups):
        for article_id in group:
            yield _Labelled(article_id, n, dates[article_id])


def _asked(archive: Archive) -> tuple[float, int]:
    """How many milliseconds the top of a week takes, in 95 of 100 weeks of 2025 at most."""
    chance, took = Random(1), []  # noqa: S311 (no secret)
    for _ in range(_TIMED):
        since = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(350))
        began = time.perf_counter()
        storylines.top(archive, Reader(), Window(since=since, until=since + timedelta(days=7)), 10)
        took.append(1_000 * (time.perf_counter() - began))
    return float(np.quantile(took, 0.95)), _TIMED


def _article(row: _Row) -> Article:
    """A short item, without its topics."""
    outlet = row["sources"][0]["name"] if row["sources"] else None
    address, day = f"https://events.example/{row['id']}", moment(row["date"])[0]
    return Article(row["text"], "", outlet, address, published_at=day, published_day=True, language="en")


def _day(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
