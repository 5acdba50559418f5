"""Adding: articles a second as a command acknowledges them, memory meanwhile, and what an article costs.

The articles are cut from the measuring pool to about 700 words, again with some words exchanged
where more are wanted than there are; without the data, from the sample news.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
from rich.progress import track

from assistant.settings import Settings
from bench.goals import Goal, at_least, at_most, close, memory, share, told
from ingest import home as homes
from ingest import pipeline
from ingest.archive import Archive
from ingest.embed import measure
from ingest.embedding import model
from ingest.index import Index
from ingest.read.text import Details
from tests.assistant.running import serving

_WORDS = 700
_POOL = 5_347  # articles of the memory measurement
_STEP = 1_000
_LONGEST_S = 3_600
_EXCHANGED = 0.1  # share of an article's words, where it is used again


def main() -> None:
    """Print the table; exit 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/realtimeqa"))
    parser.add_argument("--articles", type=int, default=50_000, help="up to which the cost is measured")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--plot", type=Path, help="picture of the cost of an article")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    texts = list(source(given.data))
    with tempfile.TemporaryDirectory() as folder:
        goals = [
            *acknowledged(texts, Path(folder), given.runs),
            *beside_a_server(texts, Path(folder)),
            *cost(texts, Path(folder) / "cost", given.articles, given.plot),
        ]
    close("adding", goals, given.json)


def source(data: Path) -> Iterator[str]:
    """Texts of about 700 words."""
    file = data / "articles-2025.jsonl.gz"
    if file.exists():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            read = [json.loads(line)["text"] for line in lines]
    else:
        print(f"{file} is not here: adding the sample news again and again")
        lines = (files("ingest.samples") / "stories.jsonl").read_text(encoding="utf-8").splitlines()
        read = [" ".join(json.loads(line)["text"] for line in lines)]
    for text in read:
        words = text.split(" ")
        for n in range(0, len(words) - _WORDS, _WORDS):
            yield " ".join(words[n : n + _WORDS])


def written(texts: list[str], folder: Path, count: int, first: int = 0) -> Path:
    """Write articles ``first`` to ``first + count`` as JSON lines."""
    file = folder / f"{first}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as stream:
        for n in range(first, first + count):
            row = {
                "url": f"https://outlet{n % 60}.example/{n}",
                "title": f"Story {n}",
                "text": text(texts, n),
            }
            stream.write(json.dumps(row | {"published_at": f"2025-{1 + n % 12:02}-{1 + n % 28:02}"}) + "\n")
    return file


def text(texts: list[str], n: int) -> str:
    """Text of the nth article: one of the pool, past its end with words exchanged."""
    if n < len(texts):
        return texts[n]
    chance = np.random.default_rng(n)
    words, other = texts[n % len(texts)].split(" "), texts[int(chance.integers(len(texts)))].split(" ")
    for place in chance.integers(0, len(words), int(_EXCHANGED * len(words))).tolist():
        words[place] = other[place % len(other)]
    return " ".join(words)


def acknowledged(texts: list[str], folder: Path, runs: int) -> list[Goal]:
    """`python -m ingest add FILE --json` on an empty home, from its first line to its last."""
    file, rates = written(texts, folder / "files", _STEP), []
    for n in range(runs):
        home = homes.prepare(folder / f"alone{n}")
        times = list(_lines(home, file))
        rates.append((len(times) - 1) / (times[-1] - times[0]))
    return [at_least("acknowledged, no server", share(rates, 0.5), 100, "articles/s")]


def beside_a_server(texts: list[str], folder: Path) -> list[Goal]:
    """The same beside a server that indexes and embeds meanwhile; memory of all processes together."""
    file, home = written(texts, folder / "pool", _POOL), homes.prepare(folder / "served")
    with serving(home, Settings().model_folder.absolute()) as server:
        command = _add(home, file)
        began, peak = time.monotonic(), 0.0
        while command.poll() is None:
            peak = max(peak, memory(server.process.pid) + memory(command.pid))
            time.sleep(0.5)
        seconds = time.monotonic() - began
        with server.client() as http:  # the embedding goes on for some minutes
            for _ in track(range(_LONGEST_S), "embedding", transient=True):
                peak = max(peak, memory(server.process.pid))
                reply = http.get("/readyz")
                if reply.status_code == 200 and not reply.json()["waiting"]:
                    break
                time.sleep(1)
            else:
                raise TimeoutError(f"not embedded within {_LONGEST_S} s")
        embedded = time.monotonic() - began
    return [
        at_least(f"{_POOL:,} articles beside a server that embeds", _POOL / seconds, 100, "articles/s"),
        told("until the last passage is found by its meaning", embedded, "s"),
        at_most("peak memory of all processes until then (PSS)", peak / 1e6, 1_200, "MB"),
    ]


def _add(home: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "ingest", "add", str(file), "--json"]
    settings = {"CITEDESK_HOME": str(home), "CITEDESK_MODELS": str(Settings().model_folder.absolute())}
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE if "alone" in home.name else subprocess.DEVNULL,
        env={**psutil.Process().environ(), **settings},
    )


def _lines(home: Path, file: Path) -> Iterator[float]:
    """When each line of the command came."""
    with _add(home, file) as command:
        assert command.stdout
        for _ in islice(command.stdout, _STEP):
            yield time.perf_counter()
        command.wait()


def cost(texts: list[str], home: Path, articles: int, plot: Path | None) -> list[Goal]:
    """What 1,000 articles cost to keep and to index by words, with ever more held."""
    cutter = measure(model.prepare(Settings().model_folder))
    kept, indexed = [], []
    homes.prepare(home)
    with closing(Archive(home)) as archive, closing(Index(archive, home)) as index:
        for first in track(range(0, articles, _STEP), "adding", transient=True):
            file = written(texts, home / "files", _STEP, first)
            began = time.process_time()
            for _ in pipeline.add(str(file), Details(), archive, cutter):
                pass
            middle = time.process_time()
            index.catch_up()
            kept.append(middle - began)
            indexed.append(time.process_time() - middle)
            file.unlink()
    shutil.rmtree(home)
    if plot:
        draw(kept, indexed, plot)
    tenth = max(1, len(kept) // 10)
    return [
        told("CPU to keep an article, first tenth", share(kept[1 : tenth + 1], 0.5), "ms"),
        at_most(
            "last tenth over first tenth, kept",
            share(kept[-tenth:], 0.5) / share(kept[1 : tenth + 1], 0.5),
            1.2,
        ),
        told("CPU to index an article by words, first tenth", share(indexed[1 : tenth + 1], 0.5), "ms"),
        at_most(
            "last tenth over first tenth, indexed",
            share(indexed[-tenth:], 0.5) / share(indexed[1 : tenth + 1], 0.5),
            1.5,
        ),
    ]


def draw(kept: list[float], indexed: list[float], file: Path) -> None:
    """Draw both costs over the number of articles held."""
    import matplotlib.pyplot as plt

    held = [_STEP * (n + 1) for n in range(len(kept))]
    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    axes.plot(held, kept, label="read, cut and keep")
    axes.plot(held, indexed, label="index by words")
    axes.set(
        xlabel="articles held", ylabel="CPU ms an article", ylim=(0, None), title="What an article costs"
    )
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(file, dpi=110)


if __name__ == "__main__":
    main()
