"""Fit the weights of assistant/checking/signs.py: `python -m bench.fit_signs`, and copy what it prints.

All pairs of our own but the sealed ones are seen, and of these only the sentences that every check of single
facts lets through. Two models are fitted, each against its kinds of wrong
sentences: each kind weighs as much as the others, all of them together as much as the true ones. Two more
kinds are made here: true sentences held against the passage of another pair, and true sentences with the
name of another speaker of their passage. So that nearness to the words of a passage never speaks against a
sentence, halves of the passages' own sentences count as true, and every weight keeps the sign its name
has: one that would turn is left out. Logistic regression with a ridge, by Newton's method; the base is
then set so that a share of the true ones would be refused.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from assistant.checking.aligned import Meaning
from assistant.checking.evidence import Evidence, read
from assistant.checking.judge import fails_a_fact
from assistant.checking.signs import Signs, signs
from assistant.checking.speakers import statements
from assistant.text_vectors import TextVectors
from bench.quality.claims import passages_of
from bench.quality.given import SETS
from ingest.embed import Embedder
from ingest.embedding import model

_RIDGE, _STEPS = 3.0, 60
_HALVES = 0.5  # what all halves of sentences weigh beside the true paraphrases
_FOR = {"likeness", "farthest"}  # signs that speak for a sentence; all others speak against it
_TURNS = "denied_there on_denied unequal on_affirmed undoubted on_doubted"
_OTHERS = (
    "misgiven from_names to_others from_subject from_numbers numbers_of_others another_number unsaid_cause"
)
# What is fitted: the signs that count, and the kinds they tell from true ones.
_FITS = {
    "support": ("likeness new farthest", ("wrong_passage", "unrelated")),
    "agreement": (f"{_OTHERS} {_TURNS}", ("merged", "negation", "speaker", "swapped")),
}
# The share of the true ones whose facts were found that is given up; more where meaning is not known.
_REFUSED = {
    ("support", True): 0.02,
    ("agreement", True): 0.10,
    ("support", False): 0.1,
    ("agreement", False): 0.1,
}
_PAIRS = ("true", "wrong_passage", "merged", "negation", "speaker")
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
        given = list(examples(meaning))
        for fit in _FITS:
            told(given, fit, _REFUSED[fit, meaning is not None])
    vectors.close()


def examples(meaning: Meaning | None) -> Iterator[Example]:
    """The pairs whose facts were found, and what is made of them."""
    for name in ("open", "more", "third", "fourth"):
        lines = (SETS / f"claims_{name}.jsonl").read_text("utf-8").splitlines()
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
        for n, row in enumerate(rows):
            text, cited = row["sentence"], [read(found) for found in passages_of(row).values()]
            if row["kind"] in _PAIRS and not fails_a_fact(text, cited):
                yield Example(row["kind"], astuple(signs(text, cited, meaning)))
            if row["kind"] != "true":
                continue
            other = [read(found) for found in passages_of(rows[(n + len(rows) // 2) % len(rows)]).values()]
            yield Example("unrelated", astuple(signs(text, other, meaning)))
            if (swapped := _swapped(text, cited)) and not fails_a_fact(swapped, cited):
                yield Example("swapped", astuple(signs(swapped, cited, meaning)))
            halves = [half for e in cited for sentence in e.sentences if (half := _half(sentence))]
            yield from (Example("half", astuple(signs(half, cited, meaning))) for half in halves[:2])


def _swapped(text: str, cited: Sequence[Evidence]) -> str | None:
    """The sentence with the name of another speaker of its passages in place of one it names."""
    told = [statement.speaker for e in cited for statement in statements(e) if statement.speaker]
    for word in re.findall(r"[^\W\d_]+", text):
        mine = [speaker for speaker in told if word.lower() in speaker]
        others = sorted(min(other) for other in told if mine and not any(other & one for one in mine))
        if word[0].isupper() and others:
            return text.replace(word, others[0].capitalize())
    return None


def _half(sentence: str) -> str:
    """The longest stretch between commas of a sentence without quotations."""
    parts = [] if re.search(r"[“\"]", sentence) else sentence.rstrip(".").split(", ")
    longest = max(parts, key=len, default="")
    return longest[:1].upper() + longest[1:] + "." if longest.count(" ") > 4 else ""


def told(every: Sequence[Example], name: str, refused: float) -> None:
    """Print the weights, and what they would refuse of each kind."""
    used, kinds = _FITS[name]
    given = [example for example in every if example.kind in ("true", "half", *kinds)]
    counts = Counter(example.kind for example in given)
    share = {"true": 1.0, "half": _HALVES * counts["true"] / counts["half"]}
    share |= {kind: counts["true"] / len(kinds) / counts[kind] for kind in kinds}
    is_true = np.array([float(example.kind in ("true", "half")) for example in given])
    counted = np.array([share[example.kind] for example in given])
    weights, base = signed(np.array([example.told for example in given]), is_true, counted, used.split())
    held = [(example.kind, float(np.dot(example.told, weights)) + base) for example in every]
    least = float(np.quantile([size for kind, size in held if kind == "true"], refused))
    lost = {
        kind: f"{np.mean([size < least for one, size in held if one == kind]):.2f}"
        for kind in Counter(kind for kind, _ in held)
    }
    names = [field.name for field in fields(Signs)]
    listed = ", ".join(f'"{n}": {w:.2f}' for n, w in zip(names, weights, strict=True) if w)
    Console().print(f"{name} = Weights({{{listed}}}, {base - least:.2f})  # refused {lost}", soft_wrap=True)


def signed(rows: Rows, is_true: Rows, counted: Rows, used: Sequence[str]) -> tuple[Rows, float]:
    """Weights whose signs are as they should be; those that would turn are left out, the heaviest first."""
    names = [field.name for field in fields(Signs)]
    kept = [names.index(name) for name in used]
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
