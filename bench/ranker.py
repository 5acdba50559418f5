"""The weights of `assistant/ranking/rank.py`, learned on one half of the questions: `python -m bench.ranker`.

Softmax over what was looked at for a question, its right passages against all others, with a
penalty on large weights. Prints the weights, and what they give on questions they have not seen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.bootstrap import House, opened
from assistant.ranking.rank import Clues
from assistant.settings import Settings
from bench.quality import retrieval
from ingest.holdings.reader import Reader

_PENALTY = 0.02
_STEPS = 300
_FOLDS, _ROUNDS = 5, 4
_LIMIT = 60
_NAMES = [field.name for field in fields(Clues)]
Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was looked at for a question: the clues of each passage, and which are right."""

    clues: Rows
    is_right: NDArray[np.bool_]


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--home", type=Path, default=Path("data/quality"))
    given = parser.parse_args()
    with opened(Settings(home=given.home)) as house:
        asked = [
            looked_at(house, one)
            for one in retrieval.questions(given.data / "realtimeqa")
            if not one.is_sealed
        ]
    pairs = [pair for pair in asked if all(one.is_right.any() for one in pair)]
    print(f"{len(asked)} questions, of {len(pairs)} a right passage was looked at")
    print(f"reciprocal rank of the right passage, cross-validated: {crossed(pairs):.3f}")
    for name, weight in zip(_NAMES, learned([one for pair in pairs for one in pair]), strict=True):
        print(f'    "{name}": {weight:.3g},')


def looked_at(house: House, asked: retrieval.Asked) -> tuple[Asked, Asked]:
    """Both ways to ask it."""
    alone, as_of = (_looked_at(house, asked, how) for how in (retrieval.ALONE, retrieval.AS_OF))
    return alone, as_of


def _looked_at(house: House, asked: retrieval.Asked, how: str) -> Asked:
    found = house.desk.retriever.weighed(asked.query(how), _LIMIT, Reader())
    right = [retrieval.is_right(asked, item) for item, _ in found]
    return Asked(np.array([astuple(clues) for _, clues in found]), np.array(right))


def learned(asked: Sequence[Asked]) -> Rows:
    """Weights that make the right passages likely, by gradient descent with momentum (Adam)."""
    every = np.concatenate([one.clues for one in asked])
    spread = every.std(axis=0) + 1e-9
    weights = np.zeros(len(spread))
    drift, size = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = sum((_slope(one, spread, weights) for one in asked), np.zeros_like(weights))
        slope = slope / len(asked) + _PENALTY * weights
        drift, size = 0.9 * drift + 0.1 * slope, 0.999 * size + 0.001 * slope**2
        weights -= 0.05 * (drift / (1 - 0.9**step)) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
    return weights / spread


def _slope(asked: Asked, spread: Rows, weights: Rows) -> Rows:
    clues = asked.clues / spread
    chances = np.exp(clues @ weights - (clues @ weights).max())
    chances /= chances.sum()
    among_right = chances * asked.is_right
    return np.asarray(clues.T @ (chances - among_right / among_right.sum()))


def crossed(pairs: Sequence[tuple[Asked, Asked]]) -> float:
    """The mean reciprocal rank of the first right passage, by weights learned without its question."""
    ranks: list[float] = []
    for turn in range(_ROUNDS):
        fold = np.random.default_rng(turn).integers(_FOLDS, size=len(pairs))
        for n in range(_FOLDS):
            weights = learned([one for pair, k in zip(pairs, fold, strict=True) if k != n for one in pair])
            ranks += [
                _reciprocal(one, weights)
                for pair, k in zip(pairs, fold, strict=True)
                if k == n
                for one in pair
            ]
    return float(np.mean(ranks))


def _reciprocal(asked: Asked, weights: Rows) -> float:
    order = np.argsort(-(asked.clues @ weights), kind="stable")
    return 1 / (1 + int(np.flatnonzero(asked.is_right[order])[0]))


if __name__ == "__main__":
    main()
