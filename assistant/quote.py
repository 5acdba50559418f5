"""Passages to the best sentences, verbatim: what is answered where no model writes.

Chosen by the question's rare words and by meaning, told in the order of their article, each with
what a reader needs to know whom "he" or "she" is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.conversation import Checked, Quote
from assistant.terms import Terms, stems_of
from ingest.reader import Found
from ingest.split import sentences

PASSAGES = 8  # looked at
MOST = 5  # sentences quoted
_WORDS = 100  # of all sentences together; the best one may be longer
_KEEP = 0.8  # of the best score a further sentence must reach
_SAME = 0.8  # share of words from which two sentences are copies
_MEANING = 0.5  # weight of the cosine beside the weight 1 of the words
_RANK = 0.1  # weight of the passage's place in the search
_SHORTEST = 4  # words; less is a heading or a caption
_MEASURED = 24  # sentences whose meaning is compared

_LEAD = r"^[“\"‘'(\[]*(?:(?:but|and|so|yet|still|also|then|later|earlier|meanwhile|however|instead)\b,?\s+)?"
_PRONOUN = re.compile(
    _LEAD + r"(?:he|she|they|it|his|her|their|its|him|them|this|these|those)\b"
    r"(?!\s+(?:of|is\s+why)\b)",
    re.IGNORECASE,
)
_HE_SAID = re.compile(
    r"[”\"],?\s+(?:he|she|they)\s+\w+|(?:^|[\s,])(?:he|she)\s+(?:said|added|told|wrote|says|continued)\b",
    re.IGNORECASE,
)
_NAME = r"((?:[A-ZÀ-ÖØ-Þ][\w’'-]+\.?\s+){0,3}[A-ZÀ-ÖØ-Þ][\w’'-]+)"
_SAID = r"(?:said|says|told|added|wrote|argued|warned|announced|explained|insisted|described|denied)"
_SPEAKER = re.compile(rf"{_NAME}(?:,[^.“”\"]{{0,120}},)?\s+{_SAID}\b|\b{_SAID}\s+{_NAME}")

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
    chosen = _chosen(candidates)
    told: list[Checked] = []
    for candidate in _in_order(chosen):
        for sentence in _introduced(candidate, before, [q.key for c in told for q in c.quotes]):
            if sentence.quotes[0].key not in {q.key for c in told for q in c.quotes}:
                told.append(sentence)
    return told[:MOST]


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
    by_words = sorted(
        (replace(c, score=_fit(c, terms)) for c in candidates), key=lambda c: (-c.score, c.rank, c.start)
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


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The article of the best sentence first, and each article from its beginning on."""
    articles = list(dict.fromkeys(c.found.passage.article_id for c in chosen))
    return sorted(
        chosen, key=lambda c: (articles.index(c.found.passage.article_id), c.found.passage.start + c.start)
    )


def _introduced(candidate: Candidate, before: Before, told: Sequence[tuple[str, int, int]]) -> list[Checked]:
    """The sentence, led by the one its pronoun looks back to, or by the speaker in brackets."""
    text = candidate.text
    sentence = _as_checked(candidate)
    if not needs_antecedent(text):
        return [sentence]
    earlier = _earlier(candidate, before)
    if earlier and _as_checked(earlier[-1]).quotes[0].key in told:
        return [sentence]  # what it looks back to has just been told
    if earlier and not needs_antecedent(earlier[-1].text):
        return [_as_checked(earlier[-1]), sentence]
    if speaker := _speaker(earlier):
        return [replace(sentence, text=f"[{speaker}] {text}")]
    return [*(_as_checked(c) for c in earlier[-2:]), sentence]


def needs_antecedent(text: str) -> bool:
    """Whether a sentence leaves open whom it speaks of."""
    return bool(_PRONOUN.search(text) or _HE_SAID.search(text))


def _earlier(candidate: Candidate, before: Before) -> list[Candidate]:
    """Up to three sentences that stand right before this one in its article."""
    found = candidate.found
    spans = [(found, s, e) for s, e in sentences(found.passage.text) if s < candidate.start]
    if len(spans) < 3 and (previous := before(found)):
        spans = [(previous, s, e) for s, e in sentences(previous.passage.text)] + spans
    return [Candidate(f, start, end, candidate.rank) for f, start, end in spans[-3:]]


def _speaker(earlier: Sequence[Candidate]) -> str | None:
    """The person last named as speaking."""
    for candidate in reversed(earlier):
        if matches := list(_SPEAKER.finditer(candidate.text)):
            return next(group for group in matches[-1].groups() if group)
    return None


def _as_checked(candidate: Candidate) -> Checked:
    base = candidate.found.passage.start
    quote = Quote(candidate.found, base + candidate.start, base + candidate.end)
    return Checked(candidate.text, (quote,), "quoted", ("quote",))
