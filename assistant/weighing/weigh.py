"""What the passages found say to a question, sentence by sentence, in numbers.

Quoting chooses by them and declining judges by them, so that both see the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.conversation import Checked
from assistant.weighing.headings import headings, told
from assistant.weighing.hindsight import could_know, year_asked
from assistant.weighing.kinds import kinds_of, share_held
from assistant.weighing.terms import Terms, stems_of
from ingest.embedding.model import likeness
from ingest.holdings.reader import Found
from ingest.split import Span

PASSAGES = 8  # looked at
_SHORTEST = 4  # words; less is a heading or a caption
_MEASURED = 8  # sentences whose meaning is compared, 2 ms each; 24 answered and declined no better
_MEASURED_BESIDES = 24  # more of those whose words say nothing
_TITLE = 0.3  # weight of what only the title says, beside the weight 1 of the sentence's own words
_KIND = 0.2  # weight of holding the kind of answer that is asked for
_RANK = 0.1  # weight of the passage's place in the search
_MEANING = 0.5  # weight of the cosine

Vector = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a retrieved passage, and how well it fits the question."""

    found: Found
    start: int  # offsets into the passage's text
    end: int
    rank: int  # of its passage in the search
    held: float = 0.0  # share of the question's weight in its own words
    titled: float = 0.0  # the same with its title and outlet
    kind: float = 0.0  # share of the kinds asked for that it holds, beyond the question's own words
    near: float | None = None  # cosine with the question, where it was measured
    fit: float = 0.0  # how well it suits the form of the question (assistant/weighing/suit.py)

    @property
    def text(self) -> str:
        """The sentence."""
        return self.found.passage.text[self.start : self.end]

    @property
    def by_words(self) -> float:
        """How well it fits, nothing of its meaning being known."""
        implied = _TITLE * (self.titled - self.held)
        return self.held + implied + _KIND * self.kind + _RANK / (1 + self.rank)

    @property
    def score(self) -> float:
        """How well it fits."""
        return self.by_words + _MEANING * (self.near or 0.0) + self.fit


Lean = Callable[[Candidate], Candidate]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question, the passages that can know of it, and their sentences, best first."""

    question: str
    terms: Terms
    passages: tuple[Found, ...]
    candidates: tuple[Candidate, ...]
    kinds: frozenset[str]  # of answer asked for
    by_meaning: bool  # whether meaning was compared
    says: bool | None = None  # whether the form of the question alone tells that they answer, or do not
    told: tuple[Checked, ...] = ()  # what the form of the question alone says is the answer, as it is told


def weigh(
    question: str,
    terms: Terms,
    passages: Sequence[Found],
    vector: Vector | None,
    across: Vector | None = None,
    meant: str = "",
    lean: Lean | None = None,
) -> Weighed:
    """Weigh the sentences of the best passages: all by their words, the best of these by meaning too.

    ``across`` gives the meaning of what is not in English, ``vector`` of the rest; either does alone.
    ``meant`` is the question with what it goes on from, whose meaning is compared where it is given;
    ``lean`` gives each sentence its fit for the form of the question before the best are chosen.
    """
    year = year_asked(question)
    looked_at = tuple(found for found in passages[:PASSAGES] if could_know(found, year))
    asked, kinds = frozenset(stems_of(question)), kinds_of(question)
    every = [_weighed(candidate, terms, kinds, asked) for candidate in _candidates(looked_at)]
    every = [lean(candidate) for candidate in every] if lean else every
    # What a question's form speaks against still shows that the news speaks of it.
    by_words = sorted(every, key=lambda c: (-c.by_words - max(c.fit, 0.0), c.rank, c.start))
    if vector is None and across is None:
        return Weighed(question, terms, looked_at, tuple(by_words), kinds, False)
    besides = [c for c in by_words[_MEASURED:] if c.found.is_by_meaning][:_MEASURED_BESIDES]
    whole = meant or question
    near = [replace(c, near=_near(whole, c, vector, across)) for c in [*by_words[:_MEASURED], *besides]]
    return ordered(Weighed(question, terms, looked_at, tuple(near), kinds, True))


def _near(question: str, candidate: Candidate, vector: Vector | None, across: Vector | None) -> float:
    if across and (vector is None or candidate.found.is_by_meaning):
        return likeness(float(across(candidate.text) @ across(question)))
    return float(vector(candidate.text) @ vector(question)) if vector else 0.0


def _candidates(passages: Sequence[Found]) -> list[Candidate]:
    """The sentences of the passages; what are headings only where there is nothing else."""
    return _spoken(passages, told) or _spoken(passages, headings)


def _spoken(passages: Sequence[Found], spans: Callable[[str], Sequence[Span]]) -> list[Candidate]:
    return [
        Candidate(found, start, end, rank)
        for rank, found in enumerate(passages)
        for start, end in spans(found.passage.text)
        if len(found.passage.text[start:end].split()) >= _SHORTEST
    ]


def _weighed(candidate: Candidate, terms: Terms, kinds: frozenset[str], asked: frozenset[str]) -> Candidate:
    stems, source = stems_of(candidate.text), candidate.found.source
    return replace(
        candidate,
        held=terms.coverage(stems),
        titled=terms.coverage([*stems, *stems_of(f"{source.title}\n{source.outlet or ''}")]),
        kind=share_held(kinds, candidate.text, asked),
    )


def ordered(weighed: Weighed) -> Weighed:
    """The same sentences, best first."""
    ranked = sorted(weighed.candidates, key=lambda c: (-c.score, c.rank, c.start))
    return replace(weighed, candidates=tuple(ranked))


def fitted(weighed: Weighed, fits: Sequence[float], says: bool | None = None) -> Weighed:
    """The same sentences, the first of them suiting so much better; ``says`` where their form tells more."""
    spare = [0.0] * (len(weighed.candidates) - len(fits))
    given = zip(weighed.candidates, [*fits, *spare], strict=True)
    candidates = tuple(replace(c, fit=c.fit + fit) if fit else c for c, fit in given)
    return replace(weighed, candidates=candidates, says=weighed.says if says is None else says)
