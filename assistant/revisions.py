"""What has become of cited words: whether they still stand, and what the article says now.

Pure: a quote and the versions of its article in, a state and a difference out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.conversation import Json, State
from ingest.holdings.history import Version
from ingest.split import sentences
from ingest.texts.alike import plain

Span = tuple[int, int]
_WORD = re.compile(r"\S+\s*")
_LETTERS = re.compile(r"\w+")
# Share of words in common from which a new sentence says what the cited one said, otherwise put.
_LIKE = 0.5
_SPREAD = 3  # times the length of a quote, over which its sentences may lie by now
_LOOKED_AT = 3  # of the likest sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a difference."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What the article says now where it said the cited words."""

    state: State
    version: int
    added: str
    correction: str | None
    span: Span | None  # of the newest text; None where nothing took the words' place
    says: str | None
    difference: tuple[Piece, ...]  # empty where the words still stand

    def as_json(self) -> Json:
        """As the machine interface has it."""
        start, end = self.span or (None, None)
        return {
            "version": self.version,
            "added_at": self.added,
            "correction": self.correction,
            "stands": not self.difference,
            "quote": self.says,
            "start": start,
            "end": end,
            "difference": [{"kind": piece.kind, "text": piece.text} for piece in self.difference],
        }


def revised(quote: str, start: int, cited: int, history: Sequence[Version]) -> Revision:
    """Hold cited words against the newest of these versions, which begin with the cited one.

    A correction makes them `corrected`, whether they stand or not: the reader relied on an article that was
    wrong. Words that are gone are `changed`; words that stand are `current`, whatever changed around them.
    """
    newest = history[-1]
    then = next((each for each in history if each.number == cited), None)
    span = _now(quote, start, then.text if then else "", newest.text)
    says = newest.text[slice(*span)] if span else None
    pieces = difference(quote, says or "") if says is None or plain(says) != plain(quote) else ()
    correction = _correction(then, history)
    state: State = "corrected" if correction else "changed" if pieces else "current"
    return Revision(state, newest.number, newest.added, correction, span, says, pieces)


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What is said no more and what is said now, word by word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, [plain(w) for w in before], [plain(w) for w in after], autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(after[c:d])))
            continue
        pieces += [Piece("gone", "".join(before[a:b]))] if b > a else []
        pieces += [Piece("new", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)


def edits(old: str, new: str) -> tuple[list[str], list[str]]:
    """Sentences of one version that the next has no more, and those it has that were not there."""
    before, after = _sentences(old), _sentences(new)
    return [text for key, text in before.items() if key not in after], [
        text for key, text in after.items() if key not in before
    ]


def _sentences(text: str) -> dict[str, str]:
    return {plain(text[a:b]): text[a:b] for a, b in sentences(text)}


def _correction(then: Version | None, history: Sequence[Version]) -> str | None:
    """The newest notice of a version that came after the cited one and did not have it yet."""
    known = then.correction if then else None
    later = [each.correction for each in history if then is None or each.number > then.number]
    return next((notice for notice in reversed(later) if notice and notice != known), None)


def _now(quote: str, start: int, then: str, now: str) -> Span | None:
    """Where the newest text says what the quote said: its words, or those that took their place."""
    if whole := _standing(quote, start, now):
        return whole
    parts = [(quote[a:b], start + a) for a, b in sentences(quote)] or [(quote, start)]
    spans = [_standing(part, at, now) or _successor(part, at, then, now) for part, at in parts]
    found = [span for span in spans if span]
    if not found:
        return None
    hull = min(a for a, _ in found), max(b for _, b in found)
    is_together = hull[1] - hull[0] <= _SPREAD * len(quote)
    return hull if is_together else max(found, key=lambda span: span[1] - span[0])


def _standing(quote: str, start: int, text: str) -> Span | None:
    """Where the words stand, nearest to where they stood; typographic variants are the same words."""
    found = [(at, at + len(quote)) for at in _places(quote, text)]
    if not found:
        wanted = r"\s+".join(_typed(word) for word in quote.split())
        found = [match.span() for match in re.finditer(wanted, text)] if wanted else []
    return min(found, key=lambda span: abs(span[0] - start), default=None)


def _places(quote: str, text: str) -> list[int]:
    at, places = text.find(quote), []
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _typed(word: str) -> str:
    """A word in every way its quotation marks and dashes may be written."""
    marks = {'"': '["“”„«»]', "'": "['‘’‚‛`´]", "-": "[-‐‑‒–—−]"}
    return "".join(marks.get(plain(letter), re.escape(letter)) for letter in word)


def _successor(quote: str, start: int, then: str, now: str) -> Span | None:
    """The words that took the place of a quote: of the sentences that are new, the one most like it."""
    old = _sentences(then)
    spans = [(a, b) for a, b in sentences(now) if plain(now[a:b]) not in old]
    words = Counter(_words(quote))
    likest = sorted(spans, key=lambda span: -_in_common(words, now[slice(*span)]))[:_LOOKED_AT]
    scored = [(_likeness(quote, now[slice(*span)]), -abs(span[0] - start), span) for span in likest]
    best = max(scored, default=None)
    return best[2] if best and best[0] >= _LIKE else None


def _in_common(words: Counter[str], text: str) -> float:
    others = Counter(_words(text))
    return 2 * sum((words & others).values()) / max(1, words.total() + others.total())


def _likeness(quote: str, text: str) -> float:
    return SequenceMatcher(None, _words(quote), _words(text), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return [word.lower() for word in _LETTERS.findall(text)]
