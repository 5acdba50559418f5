"""An archive of any size, shaped like a real one: words and vectors drawn from the measuring pool.

Each article is a real one of the pool with a third of its words drawn anew from the pool's own
frequencies, and vectors mixed of two real ones and noise, so that posting lists, lengths and
neighbourhoods grow as they would with more news. Dates lie in three years, outlets follow Zipf; news
comes in as it was published, within a day.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import Progress, track

from ingest import home as homes
from ingest.archive import Archive, Cut
from ingest.article import Article
from ingest.commands.report import Bar
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Window
from ingest.index import Index
from ingest.indexes import meaning

_REPLACED = 0.3  # share of the words drawn anew
_MIXED = (0.75, 0.35, 0.35)  # of the passage's own vector, of another's, of noise
_OUTLETS = 60
_DAYS = 3 * 365
_LAST = datetime(2026, 1, 1, tzinfo=UTC)
_TOGETHER = 50  # articles in a transaction


@dataclass(frozen=True, slots=True)
class Pool:
    """The real articles, as numbers of words, with the vectors of their passages."""

    vocabulary: list[str]
    up_to: NDArray[np.float64]  # share of all words that each word and those before it make up
    articles: list[list[NDArray[np.int64]]]  # of each article its passages' words
    vectors: list[NDArray[np.float32]]


def pool(archive: Archive) -> Pool:
    """Read an embedded archive whole: a bench may, a question never does."""
    numbers: dict[str, int] = {}
    texts, vectors = [], []
    for source in track(catalogue.listing(archive, EVERYTHING, Window(), 10**6), "reading", transient=True):
        found = meaning.of_articles(archive, [source.article_id])
        held = catalogue.passages_by_id(archive, found.ids, EVERYTHING, Window())
        if len(held) == len(found.rows) > 0:
            words = [held[i].passage.text.split() for i in found.ids]
            texts.append([np.array([numbers.setdefault(w, len(numbers)) for w in part]) for part in words])
            vectors.append(found.rows.astype(np.float32))
    counts = np.bincount(np.concatenate([part for article in texts for part in article]))
    return Pool(list(numbers), np.cumsum(counts / counts.sum()), texts, vectors)


def fill(archive: Archive, real: Pool, passages: int, seed: int = 7) -> None:
    """Add synthetic articles until the archive holds so many passages."""
    held = catalogue.count_passages(archive, EVERYTHING, Window())
    chance = np.random.default_rng([seed, held])  # a second run goes on with other articles
    with Progress(transient=True) as bar:
        task = bar.add_task("adding", total=passages, completed=held)
        while held < passages:
            came = _LAST - timedelta(days=_DAYS * (1 - held / passages))
            cuts, made = zip(*(_article(real, came, chance) for _ in range(_TOGETHER)), strict=True)
            for kept, vectors in zip(archive.add_all(cuts), made, strict=True):
                waiting = meaning.Waiting(kept.article_id, kept.version, (), archive.model)
                meaning.keep_vectors(archive, waiting, vectors)
                held += kept.passages
            bar.update(task, completed=held)


def _article(real: Pool, came: datetime, chance: np.random.Generator) -> tuple[Cut, NDArray[np.float16]]:
    n = int(chance.integers(len(real.articles)))
    texts = [" ".join(_words(real, part, chance)) for part in real.articles[n]]
    outlet = min(int(chance.zipf(1.3)), _OUTLETS)
    published = came - timedelta(minutes=int(chance.integers(24 * 60)))
    number = int(chance.integers(2**62))
    title = " ".join(texts[0].split()[:10])
    url = f"https://outlet{outlet}.example/{number}"
    article = Article("\n".join(texts), title, f"Outlet {outlet}", url, (), published, False, "en")
    return Cut(article, list(_spans(texts))), _vectors(real, n, chance)


def _words(real: Pool, part: NDArray[np.int64], chance: np.random.Generator) -> Iterator[str]:
    drawn = np.searchsorted(real.up_to[:-1], chance.random(len(part)))
    mixed = np.where(chance.random(len(part)) < _REPLACED, drawn, part)
    return (real.vocabulary[word] for word in mixed.tolist())


def _spans(texts: list[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for text in texts:
        yield start, start + len(text)
        start += len(text) + 1


def _vectors(real: Pool, n: int, chance: np.random.Generator) -> NDArray[np.float16]:
    own, other = real.vectors[n], real.vectors[int(chance.integers(len(real.vectors)))]
    paired = other[chance.integers(len(other), size=len(own))]
    noise = chance.standard_normal(own.shape).astype(np.float32) / np.sqrt(own.shape[1])
    mixed = _MIXED[0] * own + _MIXED[1] * paired + _MIXED[2] * noise
    unit: NDArray[np.float16] = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float16)
    return unit


def main() -> None:
    """Make the archive, or go on with one that was begun, and index it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, default=Path("data/quality"))
    parser.add_argument("--home", type=Path, default=Path("data/million"))
    parser.add_argument("--passages", type=int, default=1_000_000)
    given = parser.parse_args()
    home = homes.prepare(given.home)
    with closing(Archive(home)) as archive:
        if catalogue.count_passages(archive, EVERYTHING, Window()) < given.passages:
            with closing(Archive(given.real)) as real:
                archive.uses(real.model)
                fill(archive, pool(real), given.passages)
        bar = Bar("indexing", "lines of the log")
        with homes.own(home), closing(Index(archive, home)) as index:
            bar.expect(2 * archive.last_seq())  # once into the words, once into the vectors
            index.catch_up(bar.advance)
        bar.close()


if __name__ == "__main__":
    main()
