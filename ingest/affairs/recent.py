"""The reports around a day, in memory: how near each is to an article, and how many have a word.

Read from SQL a day at a time, when one is first asked for; knows nothing of what is decided by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from ingest.affairs.signature import Signature, of_bytes
from ingest.embedding.model import DIMENSIONS, embedding_of
from ingest.sql import reports

SPAN = 14  # days before and after: what is told again later is another affair
_MOST = 40_000  # reports remembered beside those around the last article: 120 MB
_DAY_S = 86_400
_MEANING, _WORDS = 0.3, 0.7
_WORDS_ALONE = 1.6  # where one of two has no vector, so that what is near is as near as with both
# Cosines of two articles' mean vectors by the multilingual model, on the English model's scale: the medians
# of pairs of one affair (.955) and of two (.874) become the English model's, .82 and .25.
_ENGLISH, _MULTILINGUAL = (1.0, 0.0), (7.0, -5.87)
_AWAY = 0.03  # less near for each e-fold of days between


class _Day:
    """The reports of one day; the words of all of them lie in ascending order, each with its report's row."""

    def __init__(self) -> None:
        self.vectors = np.zeros((0, DIMENSIONS), "f4")
        self.has_vector = np.zeros(0, "?")
        self.lines = np.zeros(0, "i8")
        self.words = np.zeros(0, "u4")
        self.rows = np.zeros(0, "i4")
        self.weights = np.zeros(0, "f4")

    def add(self, signatures: Sequence[Signature], lines: Sequence[int]) -> None:
        first = len(self.lines)
        rows = [np.full(len(s.words), first + n, "i4") for n, s in enumerate(signatures)]
        words = np.concatenate([self.words, *(s.words for s in signatures)])
        order = np.argsort(words, kind="stable")
        self.words = words[order]
        self.rows = np.concatenate([self.rows, *rows])[order]
        self.weights = np.concatenate([self.weights, *(s.weights for s in signatures)])[order]
        self.vectors = np.concatenate([self.vectors, *(s.vector[None] for s in signatures)])
        has_vector = np.array([s.vector.any() for s in signatures], "?")
        self.has_vector = np.concatenate([self.has_vector, has_vector])
        self.lines = np.concatenate([self.lines, np.array(lines, "i8")])

    def found(self, words: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where each of these words begins, and how many reports have it."""
        begin = np.searchsorted(self.words, words, "left")
        return begin, np.searchsorted(self.words, words, "right") - begin

    def nearness(self, signature: Signature, scale: tuple[float, float]) -> NDArray[np.float64]:
        """How near each report is by its words and its meaning."""
        begin, many = self.found(signature.words)
        places = np.repeat(begin - np.cumsum(many) + many, many) + np.arange(many.sum())
        shared = self.weights[places] * np.repeat(signature.weights, many)
        words = np.bincount(self.rows[places], shared, len(self.lines))
        known = np.clip(scale[0] * (self.vectors @ signature.vector).astype("f8") + scale[1], -1, 1)
        is_known = self.has_vector & bool(signature.vector.any())
        alone = np.minimum(1, _WORDS_ALONE * words)
        near: NDArray[np.float64] = np.where(is_known, _WORDS * words + _MEANING * known, alone)
        return near


@dataclass(frozen=True, slots=True)
class Around:
    """The reports of the days around one."""

    days: tuple[tuple[int, _Day], ...]  # how many days away, and those reported then

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(day.lines) for _, day in self.days)

    def holding(self, words: Sequence[int]) -> dict[int, int]:
        """How many of them have each of these words."""
        wanted = np.array(words, "u4")
        total = sum((day.found(wanted)[1] for _, day in self.days), np.zeros(len(wanted), "i8"))
        return dict(zip(words, total.tolist(), strict=True))

    def nearness(self, signature: Signature, model: str = "") -> dict[int, float]:
        """How near an article is to each storyline told around it: to its nearest report and to all."""
        if not self.days:
            return {}
        scale = _MULTILINGUAL if embedding_of(model) == "multilingual" else _ENGLISH
        near = np.concatenate([day.nearness(signature, scale) - _AWAY * np.log1p(n) for n, day in self.days])
        lines, of = np.unique(np.concatenate([day.lines for _, day in self.days]), return_inverse=True)
        nearest = np.full(len(lines), -1.0)
        np.maximum.at(nearest, of, near)
        mean = np.bincount(of, near) / np.bincount(of)
        # Rounded, because the sum of many parts hangs on their order.
        return dict(zip(lines.tolist(), np.round((nearest + mean) / 2, 5).tolist(), strict=True))


class Recent:
    """The days that have been asked for, each read once."""

    def __init__(self) -> None:
        self._days: dict[int, _Day] = {}
        self._count = 0  # of their reports: counting them for each article would cost more than the rest

    def forget(self) -> None:
        """Read all again when it is asked for."""
        self._days.clear()
        self._count = 0

    def around(self, connection: Connection, at: int) -> Around:
        """The reports of the days around a moment."""
        middle = at // _DAY_S
        span = range(middle - SPAN, middle + SPAN + 1)
        if self._count > _MOST:
            self._days = {n: day for n, day in self._days.items() if n in span}
            self._count = sum(len(day.lines) for day in self._days.values())
        self._read(connection, [n for n in span if n not in self._days])
        told = ((n, self._days[n]) for n in span)
        return Around(tuple((abs(n - middle), day) for n, day in told if len(day.lines)))

    def add(self, connection: Connection, at: int, signature: Signature, line: int) -> None:
        """Remember a report that is about to be kept."""
        number = at // _DAY_S
        self._read(connection, [number] if number not in self._days else [])
        self._days[number].add([signature], [line])
        self._count += 1

    def merge(self, kept: int, younger: int) -> None:
        """Count the reports of one storyline to another."""
        for day in self._days.values():
            day.lines[day.lines == younger] = kept

    def _read(self, connection: Connection, missing: Sequence[int]) -> None:
        """Read the days that are missing, all at once."""
        if not missing:
            return
        found: dict[int, list[tuple[Signature, int]]] = {number: [] for number in missing}
        for row in reports.between(connection, missing[0] * _DAY_S, (missing[-1] + 1) * _DAY_S):
            if (number := row.at // _DAY_S) in found:
                found[number].append((of_bytes(row.signature), row.number))
        for number, told in found.items():
            day = self._days[number] = _Day()
            if told:
                day.add([signature for signature, _ in told], [line for _, line in told])
            self._count += len(told)
