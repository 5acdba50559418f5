"""Embedding: CPU seconds for 100 passages, and how near indexing comes to the model alone."""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from assistant.settings import Settings
from bench.adding import source, text, written
from bench.goals import Goal, at_least, at_most, close, told
from ingest import home as homes
from ingest import pipeline
from ingest.archive import Archive
from ingest.care import worker
from ingest.embed import Embedder, cores, measure, tokenizer
from ingest.embedding.model import prepare
from ingest.index import Index
from ingest.indexes import meaning
from ingest.read.text import Details

_PASSAGE_TOKENS = 201  # with the two special ones
_PASSAGES = 100
_ARTICLES = 60


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    folder = Settings().model_folder
    texts = list(source(given.data))
    goals = [*built(), *bare(texts, folder, given.runs), *beside(texts, folder, given.runs)]
    close("embedding", goals, given.json)


def built() -> list[Goal]:
    """What the first start pays for the graph."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        prepare(Path(folder))
        return [told("building the graph at the first start", time.perf_counter() - began, "s")]


def bare(texts: list[str], folder: Path, runs: int) -> list[Goal]:
    """The model alone on one thread, passages of 201 tokens."""
    embedder = Embedder(prepare(folder))
    passages = passages_of(texts, folder)
    used = [cpu(lambda: [embedder.embed(passage) for passage in passages]) for _ in range(runs)]
    embedder.close()
    return [at_most(f"{_PASSAGES} passages of {_PASSAGE_TOKENS} tokens", median(used), 6.5, "CPU s")]


def passages_of(texts: list[str], folder: Path) -> list[str]:
    """Passages of exactly so many tokens."""
    cutter = tokenizer(prepare(folder))
    found = []
    for whole in texts:
        offsets = cutter.encode(whole, add_special_tokens=False).offsets
        if len(offsets) > _PASSAGE_TOKENS:
            found.append(whole[: offsets[_PASSAGE_TOKENS - 3][1]])
        if len(found) == _PASSAGES:
            break
    return found


def beside(texts: list[str], folder: Path, runs: int) -> list[Goal]:
    """Wall time of the same passages: by the model alone, and read from SQL, kept and indexed."""
    ratios, rates = [], []
    for run in range(runs):
        with tempfile.TemporaryDirectory() as name:
            ratio, rate = _indexed(texts, homes.prepare(Path(name) / "home"), folder, run)
            ratios.append(ratio)
            rates.append(rate)
    return [
        told("passages embedded and indexed", median(rates), "a second"),
        at_least("of the bare model's rate", 100 * median(ratios), 90, "%"),
    ]


def _indexed(texts: list[str], home: Path, folder: Path, run: int) -> tuple[float, float]:
    prepared = prepare(folder)
    with closing(Archive(home)) as archive, closing(Index(archive, home)) as index:
        file = written(texts, home / "files", _ARTICLES, run * _ARTICLES)
        list(pipeline.add(str(file), Details(), archive, measure(prepared)))
        waiting = meaning.waiting(archive, _ARTICLES)
        with closing(Embedder(prepared, cores())) as embedder:
            embedder.embed(text(texts, 0)[:500])
            alone = wall(lambda: [embedder.embed_all(article.texts) for article in waiting])

            def indexing() -> None:
                worker.embed_waiting(archive, embedder)
                index.catch_up()

            whole = wall(indexing)
    passages = sum(len(article.texts) for article in waiting)
    return alone / whole, passages / whole


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    began = resource.getrusage(resource.RUSAGE_SELF)
    work()
    ended = resource.getrusage(resource.RUSAGE_SELF)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def wall(work: Callable[[], object]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
