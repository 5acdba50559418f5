"""A written sentence and the passages it cites, to what may be shown: it with the words it rests on.

Pure: text and passages in, verdicts out. A passage nobody retrieved is never cited; a missing or wrong
citation is repaired where another passage that was retrieved passes every check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.checking.across import LEAST_NEAR, is_foreign, nearness
from assistant.checking.aligned import Meaning
from assistant.checking.entail import Vector, fits, nearest
from assistant.checking.evidence import Evidence, read
from assistant.checking.judge import LONGEST, Judgement, judge, narrowed
from assistant.conversation import Check, Checked, Quote, Verdict
from ingest.holdings.reader import Found

_REPAIRS = 3  # passages tried in place of the cited ones, the nearest first
# Support, as it is weighed; a citation the model gave needs none. Without vectors only near words count.
_LEAST_TO_REPAIR, _LEAST_BY_WORDS = 1.5, 3.0
_FACTS = frozenset(("quote", "number", "date", "name"))
_LEAST_FIT = 0.12  # of a cited passage's best sentence; with less it says nothing of the matter


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence as a model wrote it, with the keys it gave."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence that may not be shown, and why, in words a model can mend it by."""

    draft: Draft
    check: Check
    what: str


def check(
    draft: Draft, passages: Mapping[str, Found], meaning: Meaning | None = None, across: Vector | None = None
) -> Checked | Failed:
    """Return the sentence with the words that carry it, or what failed.

    ``passages`` is the closed set of what was retrieved, by key: a key outside it counts for nothing.
    ``meaning`` gives words their vectors; without it the dictionary alone decides. ``across`` gives a text's
    meaning whatever the language; without it a sentence in another language than its passage rests on what
    both spell alike.
    """
    given = [read(passages[key]) for key in dict.fromkeys(draft.keys) if key in passages]
    cited = [evidence for evidence in given if _says_something(draft.text, evidence, across)]
    judged = judge(draft.text, cited, meaning, across)
    if judged.is_supported:
        return _shown(draft.text, cited, judged, (meaning, across))
    least = _LEAST_BY_WORDS if meaning is None else _LEAST_TO_REPAIR
    if len(draft.text) <= LONGEST:
        for evidence in nearest(draft.text, [read(found) for found in passages.values()])[:_REPAIRS]:
            again = judge(draft.text, [evidence], meaning, across)
            # Likeness alone is no ground for a citation: a fact must be there that was found.
            if again.is_supported and again.support >= least and _FACTS & set(again.checked):
                return _shown(draft.text, [evidence], again, (meaning, across))
    return Failed(draft, judged.failed or "entailment", judged.what)


def narrow(text: str, found: Found) -> Quote | None:
    """Find the sentence of a passage that carries a text best; None if none shares enough with it."""
    evidence = read(found)
    chosen = narrowed(text, evidence, None)
    return _quote(evidence, chosen[0]) if chosen and _says_something(text, evidence) else None


def _says_something(text: str, evidence: Evidence, across: Vector | None = None) -> bool:
    if len(text) > LONGEST:
        return False
    if across and is_foreign(text, evidence, across):
        return max(nearness(text, evidence, across), default=0.0) >= LEAST_NEAR
    return max(fits(text, evidence.sentences), default=0.0) >= _LEAST_FIT


def _shown(
    text: str, cited: Sequence[Evidence], judged: Judgement, by: tuple[Meaning | None, Vector | None]
) -> Checked:
    """The sentence with the sentences of each passage that carry it."""
    meaning, across = by
    quotes = []
    for evidence in cited:
        scores = nearness(text, evidence, across) if across and is_foreign(text, evidence, across) else None
        quotes += [_quote(evidence, n) for n in narrowed(text, evidence, meaning, scores)]
    return Checked(text, tuple(quotes), _verdict(text, cited, judged, across), judged.checked)


def _verdict(text: str, cited: Sequence[Evidence], judged: Judgement, across: Vector | None) -> Verdict:
    """Supported is what stands in its passages' own language, and whose meaning was checked there."""
    crosses = any(is_foreign(text, evidence, across) for evidence in cited)
    return "not_checkable" if crosses or "entailment" not in judged.checked else "supported"


def _quote(evidence: Evidence, number: int) -> Quote:
    start, end = evidence.spans[number]
    base = evidence.found.passage.start
    return Quote(evidence.found, base + start, base + end)
