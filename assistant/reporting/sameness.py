"""Whether one sentence of the news says what another said, or the same with another value.

Pure: by words and near words, numbers, dates, denials and quotations; by vectors too, where there are any.
The limits below were chosen on the tuning half of tests/sets/changes.jsonl.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.calendar.days import Mention
from assistant.checking.entail import LITTLE, coverage, nearness, says_little, terms
from assistant.checking.evidence import folded
from assistant.checking.polarity import denials, doubts_strongly
from assistant.checking.quotations import quotations, without
from assistant.checking.speakers import WORD, is_saying
from assistant.english.listed import listed
from assistant.english.thesaurus import are_opposite, bases
from assistant.english.verbs import bases as irregular
from assistant.numbers import units
from assistant.numbers.agreement import agrees, is_counted
from assistant.numbers.facts import holds_date, holds_number
from assistant.numbers.quantity import Quantity
from assistant.reporting.claim import Claim, is_against
from ingest.words import terms as stems

Vector = Callable[[str], NDArray[np.float32]]
Relation = Literal["same", "updated", "other"]

_SAME = 0.72  # of the words' weight that must have been said
_SAME_BY_MEANING = 0.5  # the same where the vectors are as near as that:
_NEAR = 0.8
_LACKED = 0.3  # share of the words that may be others
_NEAR_WORD = 0.8  # from which a word says what another says
_DONE = 0.5  # the same of a deed, which is what news is
_ONE_FACT = 0.5  # of the words' weight, from which another value is one of the same fact
_QUOTED = 0.8  # of a quotation's words
_TRIED = 8  # earlier sentences that a new one is held against, the likest first
_JOINED = 3  # of them, that may say together what it says
_CONTEXT = 28  # letters around a number that say of what it is the number
# What says that a value is another one by now, not what it is the value of.
_MOVING = listed(
    "rise raise climb increase grow jump double fall drop cut reduce lower shrink decrease revise put "
    "total toll number figure count tally reach stand now new latest least update confirm estimate amount "
    "sum expect postpone delay move shift bring set reschedule hold take place happen begin start come go "
    "mark be become date day time deadline schedule forward back early late previous initial original people "
    "person"
)


class Known:
    """Claims that were made before, to hold others against."""

    def __init__(self, vector: Vector | None = None) -> None:
        self._vector = vector
        self._claims: list[tuple[str, Claim]] = []
        self._by_digest: dict[str, str] = {}

    def add(self, name: str, claim: Claim | None) -> None:
        """Remember a claim under a name, which is a digest: it tells the same words where there are none."""
        if claim is None:
            self._by_digest.setdefault(name, name)
        elif claim.digest not in self._by_digest:
            self._by_digest[claim.digest] = name
            self._claims.append((name, claim))

    def relation(self, claim: Claim) -> tuple[Relation, str | None]:
        """Whether a claim was made, or made with another value, and under which name."""
        if name := self._by_digest.get(claim.digest):
            return "same", name
        near = self._nearest(claim)
        for name, other in near:
            if is_same(claim, other, self._vector):
                return "same", name
        if len(near) > 1 and is_same(claim, _joined([other for _, other in near[:_JOINED]]), None):
            return "same", near[0][0]
        for name, other in near:
            if is_updated(claim, other):
                known = next((one for one, third in near if _is_known(claim, third, other)), None)
                return ("same", known) if known else ("updated", name)
        return "other", None

    def _nearest(self, claim: Claim) -> list[tuple[str, Claim]]:
        shared = [(len(claim.words & other.words), name, other) for name, other in self._claims]
        near = sorted((item for item in shared if item[0]), key=lambda item: -item[0])
        return [(name, other) for _, name, other in near[:_TRIED]]


def relation(claim: Claim, other: Claim, vector: Vector | None = None) -> Relation:
    """How one claim stands to another that was made before."""
    if claim.digest == other.digest or is_same(claim, other, vector):
        return "same"
    return "updated" if is_updated(claim, other) else "other"


def says_nothing(claim: Claim) -> bool:
    """Whether a sentence has too little in it to be news."""
    return says_little(claim.text) and not claim.facts.numbers


def is_same(claim: Claim, other: Claim, vector: Vector | None) -> bool:
    """Whether another says all that a claim says."""
    if _is_turned(claim, other) or _has_other_speaker(claim, other) or _has_new_quotation(claim, other):
        return False
    if not all(_is_told(number, claim, other) for number in claim.numbers):
        return False
    if _dates_apart(claim, other):
        return False
    if _lacking(claim, other) > _LACKED or has_new_deed(claim, other):
        return False
    said = coverage(claim.text, other.text)
    if said >= _SAME or vector is None or said < _SAME_BY_MEANING:
        return said >= _SAME
    return float(vector(claim.text) @ vector(other.text)) >= _NEAR


def _lacking(claim: Claim, other: Claim) -> float:
    """Share of a claim's words that another has in no sense: of each alike, since small ones tell deeds."""
    each = [nearness(term.word, other.text) for term in terms(claim.text)]
    return sum(near < _NEAR_WORD for near in each) / max(1, len(each))


def has_new_deed(claim: Claim, other: Claim) -> bool:
    """Whether somebody did, or suffered, what the other does not tell: "have ended their strike"."""
    tokens = list(WORD.finditer(without(claim.text)))
    done = {
        folded(token.group())
        for at, token in enumerate(tokens)
        if _is_past(token.group()) and not is_saying(tokens, at) and not bases(token.group()) & _MOVING
    }
    return any(nearness(term.word, other.text) < _DONE for term in terms(claim.text) if term.word in done)


def _is_past(word: str) -> bool:
    if not word.islower():
        return False
    return (word.endswith("ed") and bases(word) != {word}) or bool(set(stems(word)) & irregular().keys())


def is_updated(claim: Claim, other: Claim) -> bool:
    """Whether another says the same of one thing with another value, of a number or a date."""
    if max(coverage(claim.text, other.text), coverage(other.text, claim.text)) < _ONE_FACT:
        return False
    if _has_other_speaker(claim, other):
        return False
    return any(_is_other_value(number, claim, other) for number in claim.numbers) or _is_other_day(
        claim, other
    )


def _is_known(claim: Claim, third: Claim, other: Claim) -> bool:
    """Whether what a claim has otherwise than another was told by a third, and nothing else is new in it."""
    both = _joined([third, other])
    if not all(_is_told(number, claim, third) for number in claim.numbers) or _dates_apart(claim, third):
        return False
    if _has_other_speaker(claim, third) or _has_new_quotation(claim, both) or has_new_deed(claim, both):
        return False
    if _is_turned(claim, third) or coverage(claim.text, both.text) < _SAME_BY_MEANING:
        return False
    return is_updated(third, other)


def _is_told(number: Quantity, claim: Claim, other: Claim) -> bool:
    return holds_number(number, other.facts, other.published, claim.text)


def _is_other_value(number: Quantity, claim: Claim, other: Claim) -> bool:
    """Whether a number takes the place of one that another has, of the same thing."""
    if _is_told(number, claim, other):
        return False
    rivals = [told for told in other.numbers if _are_of_one_kind(number, told)]
    return any(
        not agrees(number, told)
        and not _is_told(told, other, claim)
        and _are_of_one_thing(number, told, claim, other)
        for told in rivals
    )


def _are_of_one_kind(one: Quantity, told: Quantity) -> bool:
    if one.kind != told.kind or units.are_other_rates(one.rate, told.rate) or one.is_age != told.is_age:
        return False
    a, b = one.unit, told.unit
    if a is None or b is None:
        return a is b
    return a.dimension == b.dimension or units.are_one_money(a.dimension, b.dimension)


def _are_of_one_thing(one: Quantity, told: Quantity, claim: Claim, other: Claim) -> bool:
    """Whether what stands around a number is said of the other one too, or only that it has moved."""
    if _is_counted(one) and _is_counted(told) and nearness(one.noun, told.noun) == 0:
        return False
    if has_new_deed(Claim(_around(one, claim), claim.published), other):
        return False
    return _fits(one, claim, other.text) or _fits(told, other, claim.text)


def _is_counted(number: Quantity) -> bool:
    return is_counted(number) and number.noun not in LITTLE


def _around(number: Quantity, claim: Claim) -> str:
    """The words around a number, none of them cut."""
    text, first, last = claim.text, number.start - _CONTEXT, number.end + _CONTEXT
    start = text.rfind(" ", 0, first) + 1 if first > 0 else 0
    end = text.find(" ", last)
    return text[start : end if end >= 0 else len(text)]


def _fits(number: Quantity, claim: Claim, text: str) -> bool:
    said = [term for term in terms(_around(number, claim)) if not bases(term.word) & _MOVING]
    total = sum(term.weight for term in said)
    return not total or sum(t.weight * nearness(t.word, text) for t in said) >= _ONE_FACT * total


def _dates_apart(claim: Claim, other: Claim) -> bool:
    """Whether both name days, and the claim one that the other does not know."""
    told = [one for one in other.facts.dates if one.readings]
    return bool(told) and any(_is_unknown(one, other) for one in claim.facts.dates)


def _is_unknown(day: Mention, other: Claim) -> bool:
    if not day.readings or holds_date(day, other.facts, other.published):
        return False
    told = [
        one for one in other.facts.dates if one.grain == day.grain and not (one.has_year and day.has_year)
    ]
    # Where one says no year, neither's own guess of it tells them apart.
    return day.grain not in ("day", "month") or not any(set(one.names) & set(day.names) for one in told)


def _is_other_day(claim: Claim, other: Claim) -> bool:
    if not _dates_apart(claim, other):
        return False
    return any(_is_unknown(one, claim) for one in other.facts.dates)


def _is_turned(claim: Claim, other: Claim) -> bool:
    """Whether one denies or doubts what the other says, or says the contrary."""
    if _denies(claim, other) != _denies(other, claim):
        return True
    if doubts_strongly(other.text) and not doubts_strongly(claim.text):
        return True
    mine, theirs = ({term.word for term in terms(one.text)} for one in (claim, other))
    return any(are_opposite(a, b) for a in mine - theirs for b in theirs - mine)


def _denies(claim: Claim, other: Claim) -> bool:
    """Whether a claim has a "not", an "against", or a verb that denies and is not one of the other's."""
    bare = without(claim.text)
    found = denials(bare)
    verbs = [match.group() for start in found.verbs if (match := WORD.match(bare, start))]
    is_not = found.count > len(verbs) or is_against(bare)
    return is_not or any(nearness(verb.lower(), other.text) < _NEAR_WORD for verb in verbs)


def _has_other_speaker(claim: Claim, other: Claim) -> bool:
    return bool(claim.speaker and other.speaker) and not claim.speaker & other.speaker


def _has_new_quotation(claim: Claim, other: Claim) -> bool:
    quoted = [Claim(one.text, claim.published) for one in quotations(claim.text)]
    return any(coverage(one.text, other.text) < _QUOTED or _lacking(one, other) > _LACKED for one in quoted)


def _joined(claims: Sequence[Claim]) -> Claim:
    return Claim(" ".join(one.text for one in claims), claims[0].published)
