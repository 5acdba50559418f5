"""Watches: what alerts their readers and what should, as the news of months comes again week by week.

Two sets. The questions of a news quiz, each watched for a year: an alert is right in the weeks before its
question is asked, and never later or earlier. Topics of our own wording over half a year of short items: an
alert is right where an item it cites bears one of the topics named for it here; alerts on items whose topics
nobody wrote down are not judged. Articles come in the order of their dates and have their vectors when
somebody looks, once a week; questions of the tuning half and other topics were looked at while limits were
chosen.
"""

import asyncio
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rich.progress import track
from sqlalchemy import select

from assistant.bootstrap import House, opened
from assistant.coming.alerts import look
from assistant.coming.watches import Watch, Watches
from assistant.settings import Settings
from bench.quality.figures import Figure, share, told
from bench.quality.given import Given
from bench.quality.questions import Choice, choices, is_tuning
from bench.quality.retrieval import article_of, pool
from ingest import storylines
from ingest.affairs.grouping import Grouping
from ingest.archive import Archive
from ingest.article import Article
from ingest.care import worker
from ingest.holdings.reader import Reader
from ingest.indexes import meaning
from ingest.intake import keep
from ingest.readership import deliveries
from ingest.times import moment

_WEEK = timedelta(days=7)
_QUESTIONS, _YEAR = 40, 2025
_BEFORE = timedelta(days=12)  # news of what a quiz asks appears for so long before, counted from a look
_HALF_YEAR = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
# What is watched, and words of the topics that items of it bear.
_TOPICS = {
    "war in Gaza": ("Gaza", "Rafah", "Palestinian", "Middle Eastern crisis", "hostage"),
    "fighting in Goma": ("Goma", "M23", "Kivu", "Bukavu", "Congo"),
    "Houthi attacks in the Red Sea": ("Red Sea", "Yemen", "Houthi"),
    "strikes on nuclear sites in Iran": ("Twelve-Day War", "Iran",),
    "clashes between India and Pakistan": ("India–Pakistan", "Kashmir", "Pahalgam"),
    "presidential election in Romania": ("Romania",),
    "wildfires in California": ("wildfire",),
    "Pope Francis": ("Pope", "conclave", "Papal"),
    "protests in Serbia": ("Serbia",),
    "earthquake in Myanmar": ("Myanmar",),
    "siege of El Fasher": ("Fasher", "Sudan", "Darfur"),
    "presidential election in South Korea": ("South Korea", "Yoon"),
    "Al-Shabaab in Somalia": ("Somali", "Puntland", "Shabelle", "Shabaab"),
    "Catatumbo": ("Catatumbo",),
    "trade war with Canada": ("Canada", "tariff", "trade war"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert of a watch: when, and the articles it cites."""

    watch: str
    at: datetime
    articles: tuple[str, ...]


class Replay:
    """A house in which news comes again, and somebody looks when a week of it has come."""

    def __init__(self, house: House, known: Archive | None = None) -> None:
        """``known`` is an archive that may have the vectors of what comes."""
        self._house, self._known = house, known
        self._grouping = Grouping(house.archive)
        if house.embedder:
            house.archive.uses(house.embedder.name)

    def play(self, texts: Mapping[str, str], news: Sequence[Article]) -> list[Alert]:
        """Watch these texts while dated news comes, the oldest first; tell what came of it."""
        began = min(at for each in news if (at := each.published_at))
        for name, text in texts.items():
            Watches(self._house.archive).add(Watch(name, "me", text), began)
        weeks: defaultdict[int, list[Article]] = defaultdict(list)
        for each in news:
            if each.published_at:
                weeks[(each.published_at - began) // _WEEK].append(each)
        for week in track(sorted(weeks), "weeks of news", transient=True):
            self._come(sorted(weeks[week], key=lambda each: each.published_at or began))
            asyncio.run(look(self._house.desk, Reader, began + (week + 1) * _WEEK))
        return list(self._alerts())

    def _come(self, news: Sequence[Article]) -> None:
        archive, house = self._house.archive, self._house
        ids = [keep(each, archive, house.cutter).article_id for each in news]
        if self._known:
            made = meaning.of_articles(self._known, ids)
            starts = [0, *made.ends.tolist()]
            rows = {
                stem.rpartition("-")[0]: made.rows[starts[n] : starts[n + 1]]
                for n, stem in enumerate(made.stems)
            }
            for each in meaning.waiting(archive, len(ids)):
                if len(found := rows.get(each.article_id, ())) == len(each.texts):
                    meaning.keep_vectors(archive, each, found)
        if house.embedder:
            worker.embed_waiting(archive, house.embedder)
        while self._grouping.follow(100):
            pass
        house.index.catch_up()

    def _alerts(self) -> Iterator[Alert]:
        with self._house.archive.reading() as connection:
            rows = connection.execute(
                select(deliveries).order_by(deliveries.c.made_at, deliveries.c.key)
            ).all()
        for row in rows:
            content = json.loads(row.content)
            at = datetime.fromtimestamp(row.made_at, UTC)
            yield Alert(content["watch"], at, tuple(place[0] for place in content["places"]))


def measure(given: Given) -> list[Figure]:
    """Play both sets."""
    figures = list(_of_questions(given))
    items = given.data / "current_events" / "items.jsonl"
    if not items.exists():
        print(f"watches of topics are left out: {items} is not here")
        return figures
    return [*figures, *_of_topics(items)]


def _of_questions(given: Given) -> Iterator[Figure]:
    news = [article_of(row) for row in pool(given.data / "realtimeqa")]
    dated = [each for each in news if each.published_at and each.published_at.year == _YEAR]
    asked = [one for one in choices(given.data / "realtimeqa") if one.is_strict and not is_tuning(one.id)]
    by_id = {one.id: one for one in Random(1).sample(asked, _QUESTIONS)}  # noqa: S311 (no secret)
    with tempfile.TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        texts = {name: one.text for name, one in by_id.items()}
        found = Replay(house, given.house.archive).play(texts, dated)
    texts_of = {each.id: each for each in dated}
    in_time = [_is_in_time(alert.at, by_id[alert.watch]) for alert in found]
    said = [_says(alert, by_id[alert.watch], texts_of) for alert in found]
    either = [one or other for one, other in zip(in_time, said, strict=True)]
    yield share("watched questions: alerts before they are asked, or with the answer", either, least=0.6)
    yield share("watched questions: alerts before they are asked", in_time)
    yield share("watched questions: alerts whose articles hold the answer", said)
    told_in_time = {a.watch for a, good in zip(found, in_time, strict=True) if good}
    could = [one.id for one in by_id.values() if _is_told(one, dated)]
    yield share(
        "watched questions: alerted in time, of those with an article", [i in told_in_time for i in could]
    )
    yield told(
        "watched questions: other alerts, of each in a year", either.count(False) / _QUESTIONS, most=0.5
    )


def _is_in_time(at: datetime, asked: Choice) -> bool:
    return asked.day - _BEFORE <= at <= asked.day + _WEEK


def _is_told(asked: Choice, news: Sequence[Article]) -> bool:
    """Whether an article with the answer appeared in the days before a question was asked."""
    return any(
        each.url in asked.urls
        and asked.answer.lower() in each.text.lower()
        and asked.day - _BEFORE <= (each.published_at or asked.day) <= asked.day
        for each in news
    )


def _says(alert: Alert, asked: Choice, news: Mapping[str, Article]) -> bool:
    return any(asked.answer.lower() in news[i].text.lower() for i in alert.articles if i in news)


def _of_topics(file: Path) -> Iterator[Figure]:
    rows = {row.pop("article").id: row for row in _items(file)}
    news = [each["article"] for each in _items(file)]
    with tempfile.TemporaryDirectory() as folder, opened(Settings(home=Path(folder))) as house:
        found = Replay(house).play({text: text for text in _TOPICS}, news)
        placed = storylines.storylines_of(house.archive, list(rows))
    judged = [alert for alert in found if any(rows[i]["topics"] for i in alert.articles)]
    right = [any(_bears(alert.watch, rows[i]) for i in alert.articles) for alert in judged]
    yield share("watched topics: alerts on an item that bears the topic", right, least=0.8)
    held = []
    for text in _TOPICS:
        lines = {placed[i] for i, row in rows.items() if _bears(text, row)}
        told_of = {placed[i] for alert in found if alert.watch == text for i in alert.articles}
        held += [line in told_of for line in lines]
    yield share("watched topics: stories that bear the topic told of", held)
    yield told("watched topics: alerts a week of each", len(found) / len(_TOPICS) / 26)


def _items(file: Path) -> Iterator[dict[str, object]]:
    """The items of half a year, each with its article; those without a topic are noise."""
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        at = moment(row["date"])[0]
        if _HALF_YEAR[0] <= at < _HALF_YEAR[1]:
            url, outlet = (
                f"https://events.example/{row['id']}",
                row["sources"][0]["name"] if row["sources"] else None,
            )
            article = Article(
                row["text"], "", outlet, url, published_at=at, published_day=True, language="en"
            )
            yield {**row, "article": article}


def _bears(text: str, row: Mapping[str, object]) -> bool:
    topics = " ".join(map(str, row["topics"])) if isinstance(row["topics"], list) else ""
    return any(word.casefold() in topics.casefold() for word in _TOPICS[text])
