"""A sentence and the passages it cites to a judgement: supported or not, what was checked, what failed.

Pure and deterministic; the story of all checks in their order, each in the file of its name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.calendar import days
from assistant.checking import edits, names, polarity, quotations, speakers
from assistant.checking.across import is_english
from assistant.checking.aligned import Meaning, align
from assistant.checking.entail import Vector, says_little
from assistant.checking.evidence import Evidence, plain
from assistant.checking.mixture import turns_a_number
from assistant.checking.signs import agreement, heaviest, is_short_and_new, signs, support
from assistant.conversation import Check
from assistant.english.addresses import ADDRESS
from assistant.numbers.agreement import Facts
from assistant.numbers.facts import facts_of, holds_date, holds_number
from assistant.numbers.quantity import Quantity

_WORD_FOR_WORD = 10.0
_SEVERAL = 2
# Between two parts of a sentence, each of which may be told by another passage.
_JOINT = re.compile(r"[,;:–—]|\b(?:and|but|while|whereas|after|before|when|which|who|since|until)\b")
LONGEST = 1_000  # letters of a sentence; a longer one cannot be read by its reader either


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of a sentence."""

    checked: tuple[Check, ...]  # those that had something to check, in their order
    failed: Check | None = None
    what: str = ""  # the words that failed
    support: float = 0.0  # what the signs weigh together

    @property
    def is_supported(self) -> bool:
        """Whether nothing failed."""
        return self.failed is None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with what it is held against."""

    text: str
    cited: Sequence[Evidence]

    @property
    def bare(self) -> str:
        """The sentence without its quotations."""
        return quotations.without(self.text)

    @property
    def sentences(self) -> list[str]:
        """All sentences of the passages."""
        return [sentence for evidence in self.cited for sentence in evidence.sentences]

    @property
    def told(self) -> Facts:
        """All numbers and dates of the passages."""
        facts = [evidence.facts for evidence in self.cited]
        return Facts(
            tuple(number for one in facts for number in one.numbers),
            tuple(day for one in facts for day in one.dates),
        )

    def is_published_in(self, named: days.Mention) -> bool:
        """Whether a month is that of one of several passages: "in January" for what was told then.

        Only of those that its part of the sentence fits best, which may be several.
        """
        if named.grain != "month" or len(self.cited) < _SEVERAL:
            return False
        part = self._part_with(named)
        fits = [float(align(part, [evidence], None).fits.max(initial=0.0)) for evidence in self.cited]
        near = [
            evidence.published for fit, evidence in zip(fits, self.cited, strict=True) if fit == max(fits)
        ]
        return any(first <= day <= last for day in near if day for first, last in named.readings)

    def _part_with(self, named: days.Mention) -> str:
        """The part of the sentence that a date stands in."""
        joints = list(_JOINT.finditer(self.bare))
        start = max((joint.end() for joint in joints if joint.end() <= named.start), default=0)
        end = min((joint.start() for joint in joints if joint.start() >= named.end), default=None)
        return self.bare[start:end]

    @property
    def wanted(self) -> Facts:
        """The numbers and dates of the sentence, read on the day of the last passage."""
        days = [evidence.published for evidence in self.cited if evidence.published]
        told = facts_of(self.bare, max(days, default=None))
        return Facts(tuple(number for number in told.numbers if not number.is_implied), told.dates)


def judge(
    text: str, cited: Sequence[Evidence], meaning: Meaning | None = None, across: Vector | None = None
) -> Judgement:
    """Hold a sentence against passages: the first fact that fails decides, then all signs together.

    Where there is a model ``across`` languages, a sentence in another one is held against what it can be.
    """
    if not cited or not text.strip() or len(text) > LONGEST or not quotations.is_paired(text):
        return Judgement((), "quote" if cited and text.strip() else "entailment", text[:80])
    if address := ADDRESS.search(text):
        return Judgement((), "name", address.group())
    cited = [evidence for evidence in cited if evidence.sentences]
    if not cited:
        return Judgement((), "entailment", text)
    claim = Claim(text, cited)
    foreign = not is_english(text, cited, across)
    tests = _TESTS[:_OF_ANY_LANGUAGE] if foreign else _TESTS
    there = tuple(test.kind for test in tests if test.applies(claim))
    if _stands(claim):
        return Judgement((*there, "entailment"), support=_WORD_FOR_WORD)
    if failed := _failed(claim, tests):
        kinds = [test.kind for test in tests]
        passed = kinds[: kinds.index(failed[0])]
        return Judgement(tuple(kind for kind in there if kind in passed), *failed)
    return Judgement(there) if foreign else _weighed(text, cited, meaning, there)


def fails_a_fact(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether a check of single facts refuses a sentence, whatever the signs say."""
    return _failed(Claim(text, cited), _TESTS) is not None


def _failed(claim: Claim, tests: Sequence["_Test"]) -> tuple[Check, str] | None:
    """The first check that fails, with the words that did."""
    tried = ((test.kind, test.failed(claim)) for test in tests)
    return next(((kind, what) for kind, what in tried if what is not None), None)


def _weighed(
    text: str, cited: Sequence[Evidence], meaning: Meaning | None, there: tuple[Check, ...]
) -> Judgement:
    """What the signs say of a sentence whose facts were found."""
    told = signs(text, cited, meaning)
    held = support(told, meaning is not None)
    if held < 0 or says_little(text) or is_short_and_new(text, cited, meaning):
        return Judgement(there, "entailment", text, held)
    if agreement(told, meaning is not None) < 0:
        return Judgement(there, heaviest(told, meaning is not None), text, held)
    return Judgement((*there, "entailment"), support=held)


@dataclass(frozen=True, slots=True)
class _Test:
    """One check: whether a claim has anything of its kind, and the words of it that fail, if any."""

    kind: Check
    applies: Callable[[Claim], bool]
    failed: Callable[[Claim], str | None]


def _stands(claim: Claim) -> bool:
    """Whether the sentence is one of the passages', word for word, and not somebody's in them."""
    return any(
        _same(claim.text, e) is not None and not quotations.is_quoted(claim.text, e) for e in claim.cited
    )


def _same(text: str, evidence: Evidence) -> int | None:
    """Number of the sentence of a passage that is this one, word for word."""
    wanted = plain(text)
    return next((n for n, told in enumerate(evidence.sentences) if plain(told) == wanted), None)


def _lost_quote(claim: Claim) -> str | None:
    found = quotations.quotations(claim.text)
    lost = (q.text for q in found if all(quotations.place(q.text, e) is None for e in claim.cited))
    return next(lost, None)


def _lost_number(claim: Claim) -> str | None:
    told, day = claim.told, _day(claim)
    lost = (n for n in claim.wanted.numbers if not holds_number(n, told, day, claim.bare))
    return next((claim.text[n.start : n.end] for n in lost), None)


def _lost_date(claim: Claim) -> str | None:
    told, day = claim.told, _day(claim)
    lost = (d for d in claim.wanted.dates if not (holds_date(d, told, day) or claim.is_published_in(d)))
    return next((claim.text[d.start : d.end] for d in lost), None)


def _names_someone(claim: Claim) -> bool:
    return any(not name.begins for name in names.names(claim.bare))


def _wrong_speaker(claim: Claim) -> str | None:
    if any(quotations.is_quoted(claim.text, evidence) for evidence in claim.cited):
        return claim.text  # told as if nobody had said it
    wrong = speakers.misattributed(claim.text, claim.cited)
    return " ".join(sorted(speakers.speaker(claim.text)[0])) or claim.text if wrong else None


def _turned(claim: Claim) -> str | None:
    if turns_a_number(claim.bare, claim.cited):
        return claim.text
    return edits.turned(claim.text, claim.sentences)


def _lost_name(claim: Claim) -> str | None:
    if lost := names.missing(claim.bare, claim.cited):
        return lost
    # Whose quotation it is is told by what stands around it there.
    return None if quotations.quotations(claim.text) else edits.renamed(claim.text, claim.sentences)


_TESTS = (
    _Test("quote", lambda claim: bool(quotations.quotations(claim.text)), _lost_quote),
    _Test("number", lambda claim: bool(claim.wanted.numbers), _lost_number),
    _Test("date", lambda claim: bool(claim.wanted.dates), _lost_date),
    _Test("name", _names_someone, _lost_name),
    _Test("speaker", lambda claim: all(speakers.speaker(claim.text)), _wrong_speaker),
    _Test("negation", lambda claim: polarity.has_turns(claim.bare), _turned),
    _Test("entailment", lambda claim: False, lambda claim: edits.exchanged(claim.text, claim.sentences)),
)
_OF_ANY_LANGUAGE = 3  # quotations, numbers and dates; the rest knows English only


def _day(claim: Claim) -> date | None:
    return max((e.published for e in claim.cited if e.published), default=None)


def narrowed(
    text: str, evidence: Evidence, meaning: Meaning | None, scores: Sequence[float] | None = None
) -> list[int]:
    """Numbers of the sentences of a passage that carry a text: the best, and those whose facts it needs.

    ``scores`` says how well each fits, where that is known otherwise than by their words.
    """
    if (same := _same(text, evidence)) is not None:
        return [same]
    if not evidence.sentences or not text.strip():
        return []
    scores = align(text, [evidence], meaning).fits.tolist() if scores is None else scores
    quoted = [quotations.place(q.text, evidence) for q in quotations.quotations(text)]
    chosen = {n for n in quoted if n is not None and n >= 0} or {
        max(range(len(scores)), key=scores.__getitem__)
    }
    wanted = facts_of(quotations.without(text), evidence.published)
    numbers = [number for number in wanted.numbers if not number.is_implied]
    needed: list[days.Mention | Quantity] = [*numbers, *wanted.dates]
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
