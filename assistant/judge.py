"""A sentence and the passages it cites to a judgement: supported or not, what was checked, what failed.

Pure and deterministic; the story of all checks in their order, each in the file of its name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import days, names, polarity, quotations, speakers
from assistant.agreement import Facts
from assistant.conversation import Check
from assistant.entail import Vector, fits, likeness, support
from assistant.evidence import Evidence
from assistant.facts import facts_of, holds_date, holds_number
from assistant.mixture import is_mixed
from assistant.quantity import Quantity

# Nothing a model writes needs an address: its citations open the sources.
_ADDRESS = re.compile(
    r"https?:|www\.|[\w.+-]{1,64}@[\w-]{1,64}\.\w|\b[\w-]{1,64}\.(?:com|org|net|info|biz|xyz|io|co|app|ru|cn|gov|edu|me|"
    r"tv|ly|to|link|click|site|online|shop|uk|de|fr|eu|us)\b(?![\w’'])",
    re.IGNORECASE,
)
LONGEST = 1_000  # letters of a sentence; a longer one cannot be read by its reader either
# Chosen on half of our own pairs so that few true paraphrases are refused.
LEAST_SUPPORT = 0.43
LEAST_BY_WORDS = 0.25  # without vectors, when only near words count


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of a sentence."""

    checked: tuple[Check, ...]  # those that had something to check, in their order
    failed: Check | None = None
    what: str = ""  # the words that failed
    support: float = 0.0

    @property
    def is_supported(self) -> bool:
        """Whether nothing failed."""
        return self.failed is None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with what it is held against."""

    text: str
    cited: Sequence[Evidence]
    vector: Vector | None

    @property
    def bare(self) -> str:
        """The sentence without its quotations."""
        return quotations.without(self.text)

    @property
    def told(self) -> Facts:
        """All numbers and dates of the passages."""
        facts = [evidence.facts for evidence in self.cited]
        return Facts(
            tuple(number for one in facts for number in one.numbers),
            tuple(day for one in facts for day in one.dates),
        )

    @property
    def wanted(self) -> Facts:
        """The numbers and dates of the sentence, read on the day of the last passage."""
        days = [evidence.published for evidence in self.cited if evidence.published]
        return facts_of(self.bare, max(days, default=None))


def judge(text: str, cited: Sequence[Evidence], vector: Vector | None = None) -> Judgement:
    """Hold a sentence against passages; the first check that fails decides."""
    if not cited or not text.strip() or len(text) > LONGEST or not quotations.is_paired(text):
        return Judgement((), "quote" if cited and text.strip() else "entailment", text[:80])
    if address := _ADDRESS.search(text):
        return Judgement((), "name", address.group())
    claim = Claim(text, cited, vector)
    checked: list[Check] = []
    foreign = any(evidence.found.source.language not in ("en", None) for evidence in cited)
    for check in _CHECKS[:_OF_ANY_LANGUAGE] if foreign else _CHECKS:
        kind, is_there, failed = check(claim)
        if failed is not None:
            return Judgement(tuple(checked), kind, failed, 0.0)
        if is_there and kind not in checked:
            checked.append(kind)
    if foreign:
        return Judgement(tuple(checked))
    held = support(text, cited, vector)
    least = LEAST_BY_WORDS if vector is None else LEAST_SUPPORT
    if held < least and "quote" not in checked:
        return Judgement(tuple(checked), "entailment", text, held)
    return Judgement((*checked, "entailment"), support=held)


Outcome = tuple[Check, bool, str | None]  # the kind, whether there was anything to check, what failed


def _quotes(claim: Claim) -> Outcome:
    found = quotations.quotations(claim.text)
    lost = [q.text for q in found if all(quotations.place(q.text, e) is None for e in claim.cited)]
    return "quote", bool(found), lost[0] if lost else None


def _numbers(claim: Claim) -> Outcome:
    wanted, told, day = claim.wanted.numbers, claim.told, _day(claim)
    lost = [n for n in wanted if not holds_number(n, told, day, claim.bare)]
    return "number", bool(wanted), claim.text[lost[0].start : lost[0].end] if lost else None


def _dates(claim: Claim) -> Outcome:
    wanted, told, day = claim.wanted.dates, claim.told, _day(claim)
    lost = [d for d in wanted if not holds_date(d, told, day)]
    return "date", bool(wanted), claim.text[lost[0].start : lost[0].end] if lost else None


def _names(claim: Claim) -> Outcome:
    there = any(not name.begins for name in names.names(claim.bare))
    return "name", there, names.missing(claim.bare, claim.cited)


def _speaker(claim: Claim) -> Outcome:
    given, says = speakers.speaker(claim.text)
    wrong = speakers.misattributed(claim.text, claim.cited)
    wrong = wrong or speakers.is_someone_elses(claim.text, claim.cited, claim.vector)
    return "speaker", bool(given and says), " ".join(sorted(given)) or claim.text if wrong else None


def _negation(claim: Claim) -> Outcome:
    turned = polarity.is_turned(claim.text, claim.cited, claim.vector)
    return "negation", polarity.has_turns(claim.bare), claim.text if turned else None


def _mixture(claim: Claim) -> Outcome:
    mixed = is_mixed(claim.text, claim.cited, claim.vector)
    return "entailment", False, claim.text if mixed else None


_CHECKS: tuple[Callable[[Claim], Outcome], ...] = (
    _quotes,
    _numbers,
    _dates,
    _names,
    _speaker,
    _negation,
    _mixture,
)
_OF_ANY_LANGUAGE = 3  # quotations, numbers and dates; the rest knows English only


def _day(claim: Claim) -> date | None:
    return max((e.published for e in claim.cited if e.published), default=None)


def graded(text: str, evidence: str, vector: Vector | None) -> float:
    """How far any text supports a sentence, 0 to 1: a degree, for texts that are no passages."""
    return likeness(text, evidence, vector)


def narrowed(text: str, evidence: Evidence, vector: Vector | None) -> list[int]:
    """Numbers of the sentences of a passage that carry a text: the best, and those whose facts it needs."""
    scores = fits(text, evidence, vector)
    if not scores:
        return []
    quoted = [quotations.place(q.text, evidence) for q in quotations.quotations(text)]
    chosen = {n for n in quoted if n is not None and n >= 0} or {
        max(range(len(scores)), key=scores.__getitem__)
    }
    wanted = facts_of(quotations.without(text), evidence.published)
    needed: list[days.Mention | Quantity] = [*wanted.numbers, *wanted.dates]
    for fact in needed:
        holds = [n for n, sentence in enumerate(evidence.sentences) if _holds(fact, sentence, evidence, text)]
        if holds and not chosen & set(holds) and len(chosen) < _MOST_SENTENCES:
            chosen.add(max(holds, key=scores.__getitem__))
    return sorted(chosen)


_MOST_SENTENCES = 3  # cited of one passage for one sentence


def _holds(fact: days.Mention | Quantity, sentence: str, evidence: Evidence, text: str) -> bool:
    told = facts_of(sentence, evidence.published)
    if isinstance(fact, days.Mention):
        return holds_date(fact, told, evidence.published)
    return holds_number(fact, told, evidence.published, text)
