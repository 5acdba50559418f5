"""Fit the weights of assistant/signs.py: `python -m bench.fit_signs`, and copy what it prints.

Only the tuning halves of our own pairs are seen (ids whose CRC-32 is even), and of these only the sentences
that every check of single facts lets through. Each kind of wrong sentence weighs as much as the others; all
of them together as much as the true ones. So that nearness to the words of a passage never speaks against
a sentence, halves of the passages' own sentences count as true, and every weight keeps the sign its name
has: a sign that would turn is left out. Logistic regression with a ridge, by Newton's method; the base is
then set so that a share of the true ones would be refused.
"""

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from assistant.aligned import Meaning
from assistant.evidence import read
from assistant.judge import fails_a_fact
from assistant.signs import Signs, signs
from assistant.text_vectors import TextVectors
from bench.quality.claims import passages_of
from bench.quality.given import SETS
from ingest import model
from ingest.embed import Embedder

_RIDGE, _STEPS = 3.0, 60
_REFUSED = 0.06  # of the true ones whose facts were found
_HALVES = 0.5  # what all halves of sentences weigh beside the true paraphrases
_FOR = {"likeness"}  # signs that speak for a sentence; all others speak against it
_KINDS = ("wrong_passage", "merged", "negation", "speaker")
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence's signs, and what it is."""

    kind: str
    told: tuple[float, ...]


def main() -> None:
    """Read the pairs, then fit with and without meaning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("data/quality/model"))
    prepared = model.prepare(parser.parse_args().models)
    vectors = TextVectors(Embedder(prepared), 1)
    for name, meaning in (("by words and meaning", vectors), ("by words alone", None)):
        Console().print(name)
        told(list(examples(meaning)))
    vectors.close()


def examples(meaning: Meaning | None) -> Iterator[Example]:
    """The pairs of the tuning halves whose facts were found, and halves of the passages' sentences."""
    for name in ("open", "more"):
        for line in (SETS / f"claims_{name}.jsonl").read_text("utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            if zlib.crc32(row["id"].encode()) % 2 or row["kind"] not in ("true", *_KINDS):
                continue
            cited = [read(found) for found in passages_of(row).values()]
            if not fails_a_fact(row["sentence"], cited):
                yield Example(row["kind"], astuple(signs(row["sentence"], cited, meaning)))
            if row["kind"] == "true":
                halves = [half for e in cited for text in e.sentences if (half := _half(text))]
                yield from (Example("half", astuple(signs(half, cited, meaning))) for half in halves[:2])


def _half(sentence: str) -> str:
    """The longest stretch between commas of a sentence without quotations."""
    parts = [] if re.search(r"[“\"]", sentence) else sentence.rstrip(".").split(", ")
    longest = max(parts, key=len, default="")
    return longest[:1].upper() + longest[1:] + "." if longest.count(" ") > 4 else ""


def told(given: Sequence[Example]) -> None:
    """Print the weights in the order of Signs, and what they would refuse of each kind."""
    counts = Counter(example.kind for example in given)
    share = {"true": 1.0, "half": _HALVES * counts["true"] / counts["half"]}
    share |= {kind: counts["true"] / len(_KINDS) / counts[kind] for kind in _KINDS}
    rows = np.array([example.told for example in given])
    is_true = np.array([float(example.kind in ("true", "half")) for example in given])
    weights, base = signed(rows, is_true, np.array([share[example.kind] for example in given]))
    held = rows @ weights + base
    least = np.quantile([h for h, e in zip(held, given, strict=True) if e.kind == "true"], _REFUSED)
    refused = {
        kind: round(
            float(np.mean([h < least for h, e in zip(held, given, strict=True) if e.kind == kind])), 2
        )
        for kind in counts
    }
    Console().print(f"({', '.join(f'{w:.2f}' for w in weights)}), {base - least:.2f}; refused {refused}")


def signed(rows: Rows, is_true: Rows, counted: Rows) -> tuple[Rows, float]:
    """Weights whose signs are as they should be; those that would turn are left out, the heaviest first."""
    names = [field.name for field in fields(Signs)]
    kept = list(range(len(names)))
    while True:
        weights, base, size = fitted(rows[:, kept], is_true, counted)
        turned = [(abs(size[n]), i) for n, i in enumerate(kept) if (size[n] < 0) == (names[i] in _FOR)]
        if not turned:
            full = np.zeros(len(names))
            full[kept] = weights
            return full, base
        kept.remove(max(turned)[1])


def fitted(rows: Rows, is_true: Rows, counted: Rows) -> tuple[Rows, float, Rows]:
    """Weights and base of a logistic model, and the weights of its standardised columns."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    given = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ridge = np.diag([_RIDGE] * rows.shape[1] + [0.0])
    found = np.zeros(given.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-given @ found))
        slope = given.T @ (counted * (is_true - chance)) - ridge @ found
        curve = (given.T * (counted * chance * (1 - chance))) @ given + ridge
        found = found + np.linalg.solve(curve, slope)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean), found[:-1]


if __name__ == "__main__":
    main()
