"""Find what in the multilingual vectors tells only the language: `python -m bench.directions CARRIER`.

The same sentences of our own in eight languages; where the means of the languages differ, the language
is meant and nothing else. Writes the numbers that `ingest/embedding/e5.py` builds into the graph.
"""

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ingest.embed import Embedder
from ingest.embedding import e5, graph, model

_SENTENCES = Path("bench/sets/parallel.jsonl")
_DECIMALS = 4


def main() -> None:
    """Embed every sentence by the model as it came, and write the directions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("carrier", type=Path, help="folder of the unpacked package, with e5-small-q4.bin")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        made = model.of("multilingual", Path(folder))
        found = e5.read(given.carrier / "e5-small-q4.bin")
        made.graph.write_bytes(graph.build(found.weights, replace(found.shape, removed=())))
        made.tokenizer.write_text(e5.tokenizer(found), encoding="utf-8")
        rows = directions(Embedder(made, len(os.sched_getaffinity(0))))
    e5.DIRECTIONS.write_text(
        json.dumps(np.round(rows.astype(float), _DECIMALS).tolist()) + "\n", encoding="utf-8"
    )


def directions(embedder: Embedder) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """One direction fewer than there are languages, in order of how much they tell."""
    rows = [json.loads(line) for line in _SENTENCES.read_text("utf-8").splitlines()]
    ways = (embedder.embed, embedder.embed_question)
    means = np.stack([np.mean([way(row[name]) for row in rows for way in ways], axis=0) for name in rows[0]])
    return np.linalg.svd(means - means.mean(axis=0), full_matrices=False)[2][: len(means) - 1]


if __name__ == "__main__":
    main()
