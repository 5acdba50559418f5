"""The words of a sentence beside the words of the passages it cites: how near each comes to each.

Pure, given vectors: two words are near by the dictionary, or by what they mean where they stand.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.checking.entail import LITTLE, NAME_WEIGHT
from assistant.checking.evidence import Evidence, bare, folded
from assistant.checking.polarity import denials, is_hedged
from assistant.checking.quotations import quotations
from assistant.english.thesaurus import is_common, meanings, weight
from ingest.embed import InContext

Numbers = NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d[\d,.]*\d|\d")
_DERIVED, _ABOVE = 0.9, 0.6  # nearness of "resign" and "resignation", of "vessel" and "ship"
_DIMENSIONS = 384


class Meaning(Protocol):
    """What gives words their vectors."""

    def __hash__(self) -> int:
        """What is read is remembered for each giver."""
        ...

    def in_context(self, text: str) -> InContext:
        """Return a text's words with their vectors in its context."""
        ...


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text, what each weighs, and what each means where it stands."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    weights: Numbers  # 0 for words that say little
    is_plain: NDArray[np.bool_]  # no name, no number
    is_name: NDArray[np.bool_]
    vectors: NDArray[np.float16] | None

    @cached_property
    def said(self) -> NDArray[np.int_]:
        """Which words say something."""
        return np.flatnonzero(self.weights > 0)

    @cached_property
    def units(self) -> Numbers | None:
        """The vectors, each of length one."""
        if self.vectors is None:
            return None
        given: Numbers = self.vectors.astype(np.float32)
        units: Numbers = given / (np.linalg.norm(given, axis=1, keepdims=True) + 1e-9)
        return units

    @cached_property
    def by_meaning(self) -> dict[str, list[int]]:
        """Which words have a form or meaning ("="), a derived one ("~"), a more general one ("^")."""
        found: dict[str, list[int]] = defaultdict(list)
        for n, word in enumerate(self.texts):
            if self.weights[n] > 0:
                for key in _keys(word):
                    found[key].append(n)
        return found


@lru_cache(5_000)
def _keys(word: str) -> tuple[str, ...]:
    told = meanings(folded(word))
    return (
        *("=" + key for key in told.bases | told.senses),
        *("~" + key for key in told.wide),
        *("^" + key for key in told.above),
    )


@lru_cache(5_000)
def _looks_for(word: str) -> tuple[tuple[str, float], ...]:
    """What near words are found by, the nearest first; a more general meaning meets only a meaning."""
    told = meanings(folded(word))
    return (
        *(("=" + key, 1.0) for key in told.bases | told.senses),
        *(("~" + key, _DERIVED) for key in told.wide),
        *(("^" + key, _ABOVE) for key in told.wide),
        *(("~" + key, _ABOVE) for key in told.above),
    )


@lru_cache(200)
def words_of(text: str, meaning: Meaning | None) -> Words:
    """Read the words of a text; a sentence or a passage is read once."""
    found = list(_WORD.finditer(text))
    texts = tuple(bare(match.group()) for match in found)
    starts = tuple(match.start() for match in found)
    weights = np.array([_weight(word) for word in texts], dtype=np.float32)
    capital = np.array([word[0].isupper() for word in texts], dtype=np.bool_)
    is_name = np.array([_is_name(word) for word in texts], dtype=np.bool_)
    vectors = None if meaning is None else _pooled(meaning.in_context(text), [m.span() for m in found])
    return Words(texts, starts, weights, (weights > 0) & ~capital, is_name, vectors)


def _is_name(word: str) -> bool:
    low = folded(word)
    return word[0].isupper() and low not in LITTLE and not is_common(low)


def _weight(word: str) -> float:
    low = folded(word)
    if word[0].isdigit() or low in LITTLE or len(low) < 2:
        return 0.0
    return NAME_WEIGHT if word[0].isupper() else weight(low)


def _pooled(given: InContext, spans: Sequence[tuple[int, int]]) -> NDArray[np.float16]:
    """The vector of each word: the mean of its pieces'; nothing for a word after the end."""
    starts = np.array([start for start, _ in spans])
    pooled = np.zeros((len(spans), _DIMENSIONS if not len(given.vectors) else given.vectors.shape[1]))
    counts = np.zeros(len(spans))
    for (start, end), vector in zip(given.spans, given.vectors, strict=True):
        n = int(np.searchsorted(starts, start, side="right")) - 1
        if n >= 0 and start < spans[n][1] and end > start:
            pooled[n] += vector
            counts[n] += 1
    return (pooled / np.maximum(counts, 1)[:, None]).astype(np.float16)


@dataclass(frozen=True, eq=False)
class Aligned:
    """A sentence's words against those of all sentences it is held against."""

    text: str
    mine: Words
    told: tuple[str, ...]  # the sentences
    theirs: tuple[str, ...]  # their words
    at: NDArray[np.int_]  # the sentence each of their words stands in
    is_denied: NDArray[np.bool_]
    is_hedged: NDArray[np.bool_]
    near: Numbers  # (my words, their words)
    alike: Numbers  # how near the whole comes to each sentence in meaning, names apart; 0 without vectors

    @property
    def weights(self) -> Numbers:
        """What each of the sentence's words weighs."""
        return self.mine.weights

    @cached_property
    def is_quoted(self) -> NDArray[np.bool_]:
        """Whether each of the sentence's words stands in quotation marks."""
        quoted = quotations(self.text)
        return np.array([any(q.start <= s < q.end for q in quoted) for s in self.mine.starts], dtype=np.bool_)

    @cached_property
    def nearest(self) -> Numbers:
        """How near the nearest of their words comes to each of mine."""
        nearest: Numbers = self.near.max(axis=1, initial=0.0)
        return nearest

    @cached_property
    def by_sentence(self) -> Numbers:
        """How near each of my words comes to the nearest word of each sentence."""
        given = [self.near[:, self.at == n].max(axis=1, initial=0.0) for n in range(len(self.told))]
        return np.stack(given, axis=1) if given else np.zeros((len(self.mine.texts), 0), np.float32)

    @cached_property
    def held(self) -> Numbers:
        """Share of my words' weight that each sentence holds."""
        held: Numbers = self.weights @ self.by_sentence / (self.weights.sum() + 1e-9)
        return held

    @cached_property
    def likeness(self) -> Numbers:
        """How like each sentence is, names apart: in meaning, or by words where nothing is known of that."""
        if self.mine.vectors is not None:
            return self.alike
        return self._held_plain

    @cached_property
    def _held_plain(self) -> Numbers:
        plain = np.where(self.mine.is_plain, self.weights, 0.0).astype(np.float32)
        held: Numbers = plain @ self.by_sentence / (plain.sum() + 1e-9)
        return held

    @cached_property
    def content(self) -> Numbers:
        """How well each sentence fits, names apart: in meaning, and word by word."""
        content: Numbers = self.likeness + 0.5 * self._held_plain
        return content

    @cached_property
    def fits(self) -> Numbers:
        """How well each sentence fits as a whole."""
        fits: Numbers = self.likeness + 0.5 * self.held
        return fits

    @cached_property
    def best(self) -> int:
        """Number of the sentence that fits best."""
        return int(self.fits.argmax())


def align(text: str, cited: Sequence[Evidence], meaning: Meaning | None) -> Aligned:
    """Hold each word of a sentence against each word of the passages."""
    return _aligned(text, tuple(cited), meaning)


@lru_cache(16)
def _aligned(text: str, cited: tuple[Evidence, ...], meaning: Meaning | None) -> Aligned:
    mine = words_of(text, meaning)
    parts = [_read(evidence, meaning) for evidence in cited]
    told = tuple(sentence for evidence in cited for sentence in evidence.sentences)
    before = np.cumsum([0, *(len(evidence.sentences) for evidence in cited)])
    at = [np.where(p.at < 0, -1, p.at + offset) for p, offset in zip(parts, before, strict=False)]
    return Aligned(
        text,
        mine,
        told,
        tuple(word for part in parts for word in part.words.texts),
        np.concatenate(at),
        np.concatenate([part.is_denied for part in parts]),
        np.concatenate([part.is_hedged for part in parts]),
        np.concatenate([_near(mine, part.words) for part in parts], axis=1),
        np.concatenate([_likeness(mine, part) for part in parts]),
    )


@dataclass(frozen=True, eq=False)
class _Read:
    """A passage's words, with the sentence each stands in and whether it is denied or doubted there."""

    words: Words
    at: NDArray[np.int_]
    is_denied: NDArray[np.bool_]
    is_hedged: NDArray[np.bool_]
    sentences: int

    @cached_property
    def means(self) -> Numbers:
        """What each sentence means, without its names."""
        return np.stack([mean_of(self.words, self.at == n) for n in range(self.sentences)])


@lru_cache(100)
def _read(evidence: Evidence, meaning: Meaning | None) -> _Read:
    words = words_of(evidence.text, meaning)
    at = np.full(len(words.texts), -1)
    denied, hedged = np.zeros((2, len(words.texts)), dtype=np.bool_)
    starts = np.array(words.starts)
    for n, (start, end) in enumerate(evidence.spans):
        here = np.flatnonzero((starts >= start) & (starts < end))
        own = [int(starts[i]) - start for i in here]
        text = evidence.text[start:end]
        where = denials(text).starts
        at[here] = n
        denied[here] = [s in where for s in own]
        hedged[here] = is_hedged(text, own)
    return _Read(words, at, denied, hedged, len(evidence.spans))


def mean_of(words: Words, chosen: NDArray[np.bool_]) -> Numbers:
    """Return the direction of the words chosen that are no names, or of all of them."""
    if words.vectors is None:
        return np.zeros(1, np.float32)
    kept = chosen & ~words.is_name
    given = words.vectors[kept if kept.any() else chosen].astype(np.float32)
    total: Numbers = given.sum(axis=0)
    return total / (np.linalg.norm(total) + 1e-9)


def _likeness(mine: Words, part: _Read) -> Numbers:
    return part.means @ mean_of(mine, np.ones(len(mine.texts), np.bool_))


def _near(mine: Words, theirs: Words) -> Numbers:
    """How near the words come: by their vectors, and by the dictionary where that is more."""
    near = np.zeros((len(mine.texts), len(theirs.texts)), np.float32)
    if mine.units is not None and theirs.units is not None:
        # Not by BLAS, whose threads wait for each other longer than these few products take.
        near[mine.said] = np.einsum("ik,jk->ij", mine.units[mine.said], theirs.units)
    for n, word in enumerate(mine.texts):
        found: dict[int, float] = {}
        if word[0].isdigit():
            found = {m: 1.0 for m, other in enumerate(theirs.texts) if other == word}
        elif mine.weights[n] > 0:
            for key, size in _looks_for(word):
                for m in theirs.by_meaning.get(key, ()):
                    found.setdefault(m, size)
        if found:
            at = list(found)
            near[n, at] = np.maximum(near[n, at], list(found.values()))
    return near
