"""Copies made of real articles, found among real news that is none: through the archive, as it takes them in.

Each article of 150 words or more is cut to its first 40 %, given a head and a foot of our own writing, has a
tenth of its words edited, and all of it at once. The copies come after all the news there is, of other
outlets and without a date. Goals are of the articles whose address has an odd CRC-32; what was changed after
these figures were first seen was chosen on the others. What the pool itself holds twice is told apart: it is
one report that an outlet ran under two addresses, or as it went on.
"""

import gzip
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from rich.progress import track
from sqlalchemy import select

from bench.quality.figures import Figure, share, told
from bench.quality.given import Given
from ingest import copies
from ingest.archive import Archive, Cut
from ingest.article import Article
from ingest.schema import articles
from ingest.times import moment

_LEAST_WORDS = 150
_ORIGINALS = 2_400  # of which copies are made
_CUT, _EDITED = 0.4, 0.1
_TOGETHER, _AS_ADDED = 500, 32  # articles in one transaction, and as the command for lines has them
_TIMED = 2_000
_KINDS = ("cut to 40 %", "with a head and a foot", "with 10 % of words edited", "all three")
_HEADS = (
    "From our own desk. This report reached us overnight and stands here with small changes of style.",
    "Listen to this story, or keep it for later. Four minutes. Our newsroom adds what readers ask for.",
    "VELM. Reported by partners of this paper and checked by its night editor before it went to print.",
)
_FEET = (
    "Write to us if you know more. All rights reserved by this paper and by those who work for it.",
    "More in this section: the week ahead, letters, the crossword. Become a member and read all of it.",
    "Material of agencies may not be printed or sent elsewhere without their leave, nor changed in it.",
)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy that was made, and of what."""

    kind: str
    article: Article
    of: Article
    is_tuning: bool


def measure(given: Given) -> list[Figure]:
    """Take in the news, then its copies, and tell which were found, and what else was taken for one."""
    pool = list(_pool(given.data / "realtimeqa" / "articles-2025.jsonl.gz"))
    events = list(_events(given.data / "current_events" / "items.jsonl"))
    made = _made(pool)
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        _add(archive, [*pool, *events])
        before = _stories(archive)
        rate = _rate(archive, pool[:_TIMED])
        _add(archive, [copy.article for copy in made])
        after = _stories(archive)
        archive.close()
    return [
        *_found(made, after),
        share(
            "copies: what is called one is one, short items beside",
            _called(made, events, before, after),
            least=0.99,
        ),
        told("copies: of the pool in a story already", sum(a.id in before for a in pool), len(pool)),
        told("copies: short items in a story", sum(a.id in before for a in events), len(events)),
        told("copies: articles a second of CPU, SQL and all", rate, _TIMED, least=1_500),
    ]


def _found(made: Sequence[_Copy], after: dict[str, str]) -> Iterator[Figure]:
    for kind in _KINDS:
        held = {
            half: [_is_found(c, after) for c in made if c.kind == kind and c.is_tuning is half]
            for half in (False, True)
        }
        yield share(f"copies found, {kind}", held[False], least=0.97)
        yield share(f"copies found, {kind}, tuning half", held[True])


def _is_found(copy: _Copy, stories: dict[str, str]) -> bool:
    return copy.article.id in stories and stories[copy.article.id] == stories.get(copy.of.id)


def _called(
    made: Sequence[_Copy], events: Sequence[Article], before: dict[str, str], after: dict[str, str]
) -> list[bool]:
    """Of each copy and short item that was put into a story: whether it belongs there."""
    test = [copy for copy in made if not copy.is_tuning and copy.article.id in after]
    items = [a for a in events if crc32(str(a.url).encode()) % 2 and a.id in before]
    return [*(_is_found(copy, after) for copy in test), *(False for _ in items)]


def _rate(archive: Archive, some: Sequence[Article]) -> float:
    """How many articles a second of processor find their story again, in an archive that holds all."""
    spent = 0.0
    for n in track(range(0, len(some), _AS_ADDED), "timing", transient=True):
        ids = [article.id for article in some[n : n + _AS_ADDED]]
        with archive.writing() as connection:
            copies.leave(connection, ids)
            began = time.process_time()
            copies.join(connection, ids)
            spent += time.process_time() - began
    return len(some) / spent


def _stories(archive: Archive) -> dict[str, str]:
    with archive.reading() as connection:
        rows = connection.execute(
            select(articles.c.id, articles.c.story).where(articles.c.story.is_not(None))
        )
        return {row.id: row.story for row in rows}


def _add(archive: Archive, given: Sequence[Article]) -> None:
    for n in track(range(0, len(given), _TOGETHER), "adding", transient=True):
        archive.add_all([Cut(a, [(0, len(a.text))], meaning=False) for a in given[n : n + _TOGETHER]])


def _pool(file: Path) -> Iterator[Article]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            day = (row["publish_date"] or "").replace("/", "-")
            at = moment(day)[0] if day else None
            yield Article(row["text"], row["title"], None, row["url"], published_at=at, published_day=True)


def _events(file: Path) -> Iterator[Article]:
    """Short items; their topics are their titles, their first source their outlet."""
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        outlet = row["sources"][0]["name"] if row["sources"] else None
        title, url = ", ".join(row["topics"]), f"https://events.example/{row['id']}"
        yield Article(
            row["text"], title, outlet, url, published_at=moment(row["date"])[0], published_day=True
        )


def _made(pool: Sequence[Article]) -> list[_Copy]:
    chance = random.Random(1)  # noqa: S311 (no secret)
    long = [article for article in pool if len(article.text.split()) >= _LEAST_WORDS]
    words = [word for article in chance.sample(long, 300) for word in article.text.split()]
    made = []
    for n, article in enumerate(chance.sample(long, min(_ORIGINALS, len(long)))):
        is_tuning = crc32(str(article.url).encode()) % 2 == 0
        for kind, text in zip(_KINDS, _copies(article.text.split(), words, chance), strict=True):
            url = f"https://copies{len(made) % 40}.example/{n}/{len(kind)}"
            made.append(_Copy(kind, Article(text, "A copy", None, url), article, is_tuning))
    return made


def _copies(text: list[str], words: Sequence[str], chance: random.Random) -> Iterator[str]:
    short = text[: int(_CUT * len(text))]
    yield " ".join(short)
    yield _dressed(text, chance)
    yield " ".join(_edited(text, words, chance))
    yield _dressed(list(_edited(short, words, chance)), chance)


def _dressed(text: Sequence[str], chance: random.Random) -> str:
    return f"{chance.choice(_HEADS)}\n\n{' '.join(text)}\n\n{chance.choice(_FEET)}"


def _edited(text: Sequence[str], words: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Of ten words one is another, three in five times; else it is left out, or another comes after it."""
    for word in text:
        drawn = chance.random() / _EDITED
        if drawn >= 0.6:
            if not 0.6 <= drawn < 0.8:
                yield word
            if 0.8 <= drawn < 1:
                yield chance.choice(words)
        else:
            yield chance.choice(words)
