"""What speaks for a passage, in three numbers, and how much each of them weighs.

Pure: scores and dates in, a chance out. Knows nothing of indexes or readers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.when import when

_WEEK = 7 * 86_400
_PRESENT = 1.5  # how much more age counts where the question speaks of the present

# Learned by `python -m bench.ranker` on one half of the measuring questions.
WEIGHTS: Mapping[str, float] = {
    "fused": 2.18,
    "held": 4.71,
    "age": -0.242,
}


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of one passage beside a question."""

    fused: float  # logarithm of its score where words and meaning are fused
    held: float  # share of the weight of the question's terms that it holds, 0 to 1
    age: float  # logarithm of the weeks before the end of the window, or before the newest found

    @property
    def weighed(self) -> float:
        """All of them in one number."""
        return sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items())


def ages(question: str, published: Sequence[int | None], end: datetime | None) -> list[float]:
    """How old each is, in logarithms of weeks; more so where the question speaks of the present.

    Without an ``end`` of its window the present is that of the newest published: of a question from
    an archive nobody feeds any more, a clock would say that all is old. What is undated is as old
    as the others are on average.
    """
    dated = [at for at in published if at is not None]
    if not dated:
        return [0.0] * len(published)
    now = end.timestamp() if end else max(dated)
    factor = _PRESENT if speaks_of_the_present(question, datetime.fromtimestamp(now, UTC)) else 1.0
    old = [factor * math.log1p(max(0.0, now - at) / _WEEK) for at in dated]
    usual = sum(old) / len(old)
    each = iter(old)
    return [usual if at is None else next(each) for at in published]


def speaks_of_the_present(question: str, now: datetime) -> bool:
    """Whether it asks for the latest, or for a time that has not ended yet: today, this week."""
    meant = when(question, now)
    return meant.newest or meant.until == now


def chances(weighed: Sequence[float]) -> list[float]:
    """What each weighs among all, adding up to 1."""
    most = max(weighed, default=0.0)
    powers = [math.exp(weight - most) for weight in weighed]
    return [power / sum(powers) for power in powers]
