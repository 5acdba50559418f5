"""Passages to the best sentences, verbatim: what is answered where no model writes.

Chosen by the question's rare words and by meaning, told in the order of their article, each with
what a reader needs to know whom "he" or "she" is.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.conversation import Checked, Quote
from assistant.english import antecedent
from assistant.weighing.headings import told as told_in
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Candidate, Weighed
from ingest.holdings.reader import Found

MOST = 5  # sentences quoted
_EACH_SIDE = 2  # of them, where sources differ
_WORDS = 80  # of all sentences together; the best one may be longer
_KEEP = 0.7  # of the best score a further sentence must reach
_SAME = 0.8  # share of words from which two sentences are copies
_LEADING = 8  # words; a sentence as short may only lead up to the next
_BACK = 4  # sentences looked back over for whom a pronoun means

Key = tuple[str, int, int]
Before = Callable[[Found], Found | None]


def quote(weighed: Weighed, before: Before, apart: Sequence[Candidate] = ()) -> list[Checked]:
    """Return one to five sentences word for word, in an order that reads; none for no passages.

    What is ``apart`` is quoted in any case: a sentence of each side where sources differ.
    """
    candidates = weighed.candidates
    told: dict[Key, Checked] = {}
    chosen = _chosen(candidates, apart)
    for candidate in chosen:
        group = _introduced(candidate, before)
        if group is None and candidate not in (chosen[0], *apart):
            continue  # another sentence is good enough, and says whom it means
        group = [*(group or [*_earlier(candidate, before), candidate])[:-1], *_followed(candidate)]
        most = _EACH_SIDE if candidate in apart else MOST
        new = {sentence.quotes[0].key: sentence for sentence in map(_as_checked, group[-most:])}
        if len(told.keys() | new.keys()) <= MOST:
            told = new | told
    return _in_order(list(told.values()), candidates[0].found if candidates else None)


def side(candidate: Candidate, before: Before) -> list[Checked]:
    """Return a sentence of one side word for word, with the one before it where that says whom it means."""
    group = _introduced(candidate, before) or [candidate]
    return [_as_checked(each) for each in [*group[:-1], *_followed(candidate)][-_EACH_SIDE:]]


def _chosen(ranked: Sequence[Candidate], apart: Sequence[Candidate]) -> list[Candidate]:
    chosen = list(apart)
    words = sum(len(candidate.text.split()) for candidate in apart)
    for candidate in ranked:
        length = len(candidate.text.split())
        if chosen and (candidate.score < _KEEP * ranked[0].score or words + length > _WORDS):
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
    spans = [span for span in told_in(candidate.found.passage.text) if span[0] >= candidate.end]
    return [candidate, *(replace(candidate, start=start, end=end) for start, end in spans[:1])]


def _earlier(candidate: Candidate, before: Before) -> list[Candidate]:
    """Up to four sentences that stand right before this one in its article."""
    found = candidate.found
    spans = [(found, s, e) for s, e in told_in(found.passage.text) if s < candidate.start]
    if len(spans) < _BACK and (previous := before(found)):
        spans = [(previous, s, e) for s, e in told_in(previous.passage.text)] + spans
    return [Candidate(f, start, end, candidate.rank) for f, start, end in spans[-_BACK:]]


def _as_checked(candidate: Candidate) -> Checked:
    base = candidate.found.passage.start
    quote = Quote(candidate.found, base + candidate.start, base + candidate.end)
    return Checked(candidate.text, (quote,), "quoted", ("quote",))
