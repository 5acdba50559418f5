"""Passages to the best sentences, verbatim: what is answered where no model writes.

Chosen by the question's rare words and by meaning, told in the order of their article, each with
what a reader needs to know whom "he" or "she" is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant import antecedent
from assistant.conversation import Checked, Quote
from assistant.kinds import kinds_of, share_held
from assistant.terms import Terms, stems_of
from ingest.reader import Found
from ingest.split import sentences

PASSAGES = 8  # looked at
MOST = 5  # sentences quoted
_WORDS = 80  # of all sentences together; the best one may be longer
_KEEP = 0.7  # of the best score a further sentence must reach
_SAME = 0.8  # share of words from which two sentences are copies
_MEANING = 0.5  # weight of the cosine beside the weight 1 of the words
_RANK = 0.1  # weight of the passage's place in the search
_SHORTEST = 4  # words; less is a heading or a caption
_KIND = 0.2  # weight of holding the kind of answer that is asked for
_LEADING = 8  # words; a sentence as short may only lead up to the next
_BACK = 4  # sentences looked back over for whom a pronoun means
_MEASURED = 24  # sentences whose meaning is compared

Key = tuple[str, int, int]
Vector = Callable[[str], NDArray[np.float32]]
Before = Callable[[Found], Found | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a retrieved passage, and how well it fits the question."""

    found: Found
    start: int  # offsets into the passage's text
    end: int
    rank: int  # of its passage in the search
    score: float = 0.0

    @property
    def text(self) -> str:
        """The sentence."""
        return self.found.passage.text[self.start : self.end]


def quote(
    question: str, terms: Terms, passages: Sequence[Found], vector: Vector | None, before: Before
) -> list[Checked]:
    """Return one to five sentences word for word, in an order that reads; none for no passages."""
    candidates = _scored(question, terms, _candidates(passages), vector)
    told: dict[Key, Checked] = {}
    chosen = _chosen(candidates)
    for candidate in chosen:
        group = _introduced(candidate, before)
        if group is None and candidate is not chosen[0]:
            continue  # another sentence is good enough, and says whom it means
        group = [*(group or [*_earlier(candidate, before), candidate])[:-1], *_followed(candidate)]
        new = {sentence.quotes[0].key: sentence for sentence in map(_as_checked, group[-MOST:])}
        if len(told.keys() | new.keys()) <= MOST:
            told = new | told
    return _in_order(list(told.values()), candidates[0].found if candidates else None)


def _candidates(passages: Sequence[Found]) -> list[Candidate]:
    return [
        Candidate(found, start, end, rank)
        for rank, found in enumerate(passages[:PASSAGES])
        for start, end in sentences(found.passage.text)
        if len(found.passage.text[start:end].split()) >= _SHORTEST
    ]


def _scored(
    question: str, terms: Terms, candidates: list[Candidate], vector: Vector | None
) -> list[Candidate]:
    """Score by the question's words, then the best of these by meaning too; best first."""
    kinds = kinds_of(question)
    by_words = sorted(
        (replace(c, score=_fit(c, terms) + _KIND * share_held(kinds, c.text)) for c in candidates),
        key=lambda c: (-c.score, c.rank, c.start),
    )
    if vector is None:
        return by_words
    asked = vector(question)
    nearest = [
        replace(c, score=c.score + _MEANING * float(vector(c.text) @ asked)) for c in by_words[:_MEASURED]
    ]
    return sorted(nearest, key=lambda c: (-c.score, c.rank, c.start))


def _fit(candidate: Candidate, terms: Terms) -> float:
    """Share of the question the sentence holds; its title says what it need not repeat."""
    stems = stems_of(candidate.text)
    titled = stems_of(candidate.found.source.title)
    held = terms.coverage(stems)
    implied = terms.coverage([*stems, *titled]) - held
    return held + 0.3 * implied + _RANK / (1 + candidate.rank)


def _chosen(ranked: Sequence[Candidate]) -> list[Candidate]:
    chosen: list[Candidate] = []
    words = 0
    for candidate in ranked:
        length = len(candidate.text.split())
        if chosen and (candidate.score < _KEEP * chosen[0].score or words + length > _WORDS):
            continue
        if any(_is_copy(candidate.text, other.text) for other in chosen):
            continue
        chosen.append(candidate)
        words += length
        if len(chosen) == MOST:
            break
    return chosen


def _is_copy(one: str, other: str) -> bool:
    """Whether the shorter of two sentences is nearly all in the other."""
    a, b = set(stems_of(one)), set(stems_of(other))
    return len(a & b) >= _SAME * min(len(a), len(b))


def _in_order(told: Sequence[Checked], best: Found | None) -> list[Checked]:
    """The article of the best sentence first, and each article from its beginning on."""
    first = [best.passage.article_id] if best else []
    articles = list(dict.fromkeys([*first, *(c.quotes[0].found.passage.article_id for c in told)]))
    return sorted(
        told,
        key=lambda c: (articles.index(c.quotes[0].found.passage.article_id), c.quotes[0].start),
    )


def _introduced(candidate: Candidate, before: Before) -> list[Candidate] | None:
    """The sentence, led by those before it as far back as one says whom its pronoun means.

    They are quoted without a gap, so that nobody is given words that are not theirs. None where
    no sentence near enough says whom.
    """
    if not antecedent.is_open(candidate.text):
        return [candidate]
    earlier = _earlier(candidate, before)
    for n, lead in enumerate(reversed(earlier), 1):
        if antecedent.answers_for(lead.text, candidate.text):
            return [*earlier[-n:], candidate]
    return None


def _followed(candidate: Candidate) -> list[Candidate]:
    """The sentence, with the next one where it only leads up to it, or tells what was wrong before."""
    text = candidate.text
    leads = len(text.split()) <= _LEADING or text.endswith(":") or "earlier version of this" in text
    if not leads:
        return [candidate]
    spans = [span for span in sentences(candidate.found.passage.text) if span[0] >= candidate.end]
    return [candidate, *(replace(candidate, start=start, end=end) for start, end in spans[:1])]


def _earlier(candidate: Candidate, before: Before) -> list[Candidate]:
    """Up to four sentences that stand right before this one in its article."""
    found = candidate.found
    spans = [(found, s, e) for s, e in sentences(found.passage.text) if s < candidate.start]
    if len(spans) < _BACK and (previous := before(found)):
        spans = [(previous, s, e) for s, e in sentences(previous.passage.text)] + spans
    return [Candidate(f, start, end, candidate.rank) for f, start, end in spans[-_BACK:]]


def _as_checked(candidate: Candidate) -> Checked:
    base = candidate.found.passage.start
    quote = Quote(candidate.found, base + candidate.start, base + candidate.end)
    return Checked(candidate.text, (quote,), "quoted", ("quote",))
