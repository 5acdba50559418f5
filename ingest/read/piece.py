"""What a file gave: an article or the reason there is none, and what of it was not read."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.article import Article


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a file, or the place where one was to be."""

    article: Article | None = None
    reason: str | None = None  # why there is no article
    notes: tuple[str, ...] = ()  # what was not read, fit for the reader
    ignored: tuple[str, ...] = ()  # fields that mean nothing here
    number: int | None = None  # from 1, of a line or of one of several articles


def numbers(given: Sequence[int]) -> str:
    """Put ascending numbers in few letters: 2, 5-9."""
    runs: list[list[int]] = []
    for number in given:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def counted(number: int, noun: str) -> str:
    """One picture, 1,200 pictures."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
