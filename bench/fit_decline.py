"""Fit the weights of assistant/decline.py: `python -m bench.fit_decline`, and copy what it prints.

Only the tuning halves are seen. Answerable: strict questions of `realtimeqa` 2025 with the answer among
their passages. Not answerable: the same questions with their articles hidden, where the answer is gone with
them; our off-topic questions; our not yet happened ones. Each of these three kinds weighs together as
one third of the answerable ones. Logistic regression with a ridge, by Newton's method; the threshold is then
set so that of all strict questions, answer found or not, .09 would be declined.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from assistant.bootstrap import House, opened
from assistant.decline import Evidence, evidence
from assistant.settings import Settings
from assistant.weighing.weigh import Weighed
from bench.quality import questions

_RIDGE = 3.0
_STEPS = 50
_REFUSED = 0.09  # of the strict questions
_MEANING = {"passage_near", "sentence_near"}
Rows = NDArray[np.float64]


def main() -> None:
    """Collect the evidence once, then fit with and without meaning."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    given = parser.parse_args()
    with opened(Settings(home=given.home)) as house:
        answerable, strict, sets = collected(house, given.data / "realtimeqa")
    Console().print("by words and meaning")
    told(answerable, strict, sets, [field.name for field in fields(Evidence)])
    Console().print("by words alone")
    told(answerable, strict, sets, [f.name for f in fields(Evidence) if f.name not in _MEANING])


def collected(house: House, data: Path) -> tuple[Rows, Rows, list[Rows]]:
    """Evidence of the answerable questions, of all strict ones, and of three kinds not answerable."""
    answerable, strict, hidden = [], [], []
    for choice in track([c for c in questions.choices(data) if c.is_strict and questions.is_tuning(c.id)]):
        seen = questions.looked_up(house, choice.text)
        strict.append(_row(seen))
        if questions.holds(seen, choice.answer):
            answerable.append(_row(seen))
        left = questions.looked_up(house, choice.text, choice.urls)
        if not questions.holds(left, choice.answer):
            hidden.append(_row(left))
    own = [
        [
            _row(questions.looked_up(house, text))
            for id_, text in questions.own(name)
            if questions.is_tuning(id_)
        ]
        for name in ("offtopic", "after_newest")
    ]
    return np.array(answerable), np.array(strict), [np.array(rows) for rows in (hidden, *own)]


def _row(weighed: Weighed) -> tuple[float, ...]:
    return astuple(evidence(weighed))


def told(answerable: Rows, strict: Rows, sets: Sequence[Rows], names: Sequence[str]) -> None:
    """Print the weights by these kinds of evidence, in the order of Evidence, and what they decline."""
    every = [field.name for field in fields(Evidence)]
    used = [every.index(name) for name in names]
    rows = np.concatenate([answerable, *sets])[:, used]
    is_answered = np.array([1.0] * len(answerable) + [0.0] * sum(map(len, sets)))
    shares = [np.full(len(s), len(answerable) / len(sets) / len(s)) for s in sets]
    weights, base = fitted(rows, is_answered, np.concatenate([np.ones(len(answerable)), *shares]))
    least = np.quantile(strict[:, used] @ weights + base, _REFUSED)
    shown = ", ".join(f"{dict(zip(names, weights, strict=True)).get(name, 0.0):.2f}" for name in every)
    declined = [float(np.mean(s[:, used] @ weights + base < least)) for s in sets]
    Console().print(f"base {base - least:.2f}; weights {shown}; declined of the kinds {declined}")


def fitted(rows: Rows, is_answered: Rows, counted: Rows) -> tuple[Rows, float]:
    """Weights and base of a logistic model, the ridge on standardised columns."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    given = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ridge = np.diag([_RIDGE] * rows.shape[1] + [0.0])
    found = np.zeros(given.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-given @ found))
        slope = given.T @ (counted * (is_answered - chance)) - ridge @ found
        curve = (given.T * (counted * chance * (1 - chance))) @ given + ridge
        found = found + np.linalg.solve(curve, slope)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


if __name__ == "__main__":
    main()
