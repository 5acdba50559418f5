"""What is quoted in an answer, and what a reader is owed where sources differ: each side in its own words.

Knows what was weighed and what is told already; nothing about models.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.differ import claims_apart, sentence_of
from assistant.answering.draft import Draft
from assistant.conversation import Checked
from assistant.numbers.agreement import agrees
from assistant.numbers.facts import facts_of
from assistant.quote import Before, quote, side
from assistant.weighing.claims import Claim, figures
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Vector, Weighed
from assistant.when import asks_for_the_newest


def quoted(draft: Draft, weighed: Weighed, before: Before, vector: Vector | None) -> list[Checked]:
    """The best sentences, and both sides where sources differ, without what is told already."""
    if weighed.told:
        return [each for each in weighed.told if not {q.key for q in each.quotes} <= draft.citations.keys()]
    apart = _apart(draft, weighed, vector)
    found = quote(weighed, before, [sentence_of(claim) for claim in apart])
    return [sentence for sentence in found if not {q.key for q in sentence.quotes} <= draft.citations.keys()]


def lacking(draft: Draft, weighed: Weighed, before: Before, vector: Vector | None) -> list[Checked]:
    """A sentence of each side whose value the sentences so far do not tell, where sources differ."""
    if weighed.told:
        return []
    told = [sentence.text for sentence in draft.sentences]
    apart = _apart(draft, weighed, vector)
    untold = [
        claim for claim, other in zip(apart, apart[::-1], strict=True) if not _tells(told, claim, other)
    ]
    return [sentence for claim in untold for sentence in side(sentence_of(claim), before)]


def _apart(draft: Draft, weighed: Weighed, vector: Vector | None) -> tuple[Claim, ...]:
    """The two values that stand against each other, or none; the reader is told where they do."""
    apart = claims_apart(_of_its_time(weighed), vector) or ()
    if apart:
        draft.notices.append("sources_differ")
    return apart


def _of_its_time(weighed: Weighed) -> Weighed:
    """Where the latest is asked for, what is older does not stand against it."""
    if not asks_for_the_newest(weighed.question):
        return weighed
    new = {candidate.found.passage.article_id for candidate in weighed.candidates if candidate.score > 0}
    return replace(weighed, passages=tuple(f for f in weighed.passages if f.passage.article_id in new))


def _tells(told: Sequence[str], claim: Claim, other: Claim) -> bool:
    """Whether a sentence tells a value, as it is written there or in other words for the same."""
    return any(_holds(text, claim, other) or _counts(text, claim) for text in told)


def _holds(text: str, claim: Claim, other: Claim) -> bool:
    stems = {*stems_of(text), *figures(text)}
    if claim.unit == "name":  # a surname is enough, where it is not both of theirs
        return bool((claim.value - other.value) & stems)
    return claim.value <= stems


def _counts(text: str, claim: Claim) -> bool:
    """Whether a text has the number that stands in a claim's place: "twelve" for "12"."""
    sentence = sentence_of(claim)
    at = claim.at - sentence.start
    wanted = [q for q in facts_of(sentence.text, None).numbers if q.start <= at + 1 and at < q.end]
    return any(agrees(one, given) for one in wanted for given in facts_of(text, None).numbers)
