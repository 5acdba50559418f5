"""Whether a sentence turns what a passage says around: denied for said, certain for possible, rose for fell.

Pure. A word that is denied there and not here, or that stands here as its contrary, is turned around;
so is a claim made without the "may" or "allegedly" that it has there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.contraries import are_contrary, is_direction
from assistant.entail import LITTLE, Vector, fits, terms
from assistant.evidence import Evidence, folded
from assistant.listed import listed
from assistant.names import names
from assistant.numerals import quantities
from assistant.quotations import without
from assistant.thesaurus import bases, is_common, related, weight

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|[.;:!?,()—–“”\"]")
_NOT = listed(
    "not no never without nobody none neither nor cannot nothing deny denies denied denying reject "
    "rejects rejected rejecting refuse refuses refused refusing decline declines declined declining "
    "unlikely doubt doubts doubted dismiss dismissed dismisses lacks lacked lack avoid avoided avoids "
    "averted averting avert prevent prevented excluded excludes exclude escaped escapes spared free"
)
_NOT_PHRASES = (
    ("ruled", "out"),
    ("rule", "out"),
    ("rules", "out"),
    ("ruling", "out"),
    ("failed", "to"),
    ("fails", "to"),
    ("fail", "to"),
    ("yet", "to"),
    ("still", "to"),
    ("instead", "of"),
    ("rather", "than"),
    ("far", "from"),
    ("stop", "short"),
    ("called", "off"),
)
_NOT_NEGATED = (
    ("not", "only"),
    ("no", "fewer"),
    ("no", "less"),
    ("no", "more"),
    ("no", "later"),
    ("not", "just"),
    ("no", "doubt"),
    ("no", "one"),
)
_HEDGES = listed(
    "may might could possibly possible perhaps reportedly allegedly alleged apparently supposedly "
    "suspected suspect suspects believed thought likely probably potential potentially plan plans "
    "planned planning consider considers considering proposed proposes propose propose mulling risk "
    "risks danger fear fears feared threatens threaten accused accuses charged chance seems seem "
    "appears appear unconfirmed rumoured rumored claims claimed claim hopes hope hoped aims aim wants "
    "want would should expected expects expect maintain maintains maintained maintaining insists "
    "insisted pleaded argues argued contends contended intends intend if unless whether said-to "
    "prospect conceivable doubt speculation tentative"
)
STRONG = listed("may might could reportedly allegedly alleged accused possibly perhaps unconfirmed suspected")
_BREAKS = frozenset(".;:!?()—–")
_CLAUSE = re.compile(
    r"[;:—–!?,]|\b(?:but|and|while|although|though|because|after|before|when|which|who|whose|that|as|since|yet|"
    r"until)\b"
)
_TAIL = 12  # letters before a "that" in which a denial governs it
_LEAST = 2  # words of a clause that say something
_ALIGNED = 0.45  # fit from which two clauses speak of one thing
_CLOSE = 0.4
_SAME_THING = 0.55
_MOST_CLAUSES = 400
_HEAVY = 0.3
_LOST = 2
_UNTIL = ("before", "until")
_SOFT = listed(
    "only until till still remain remains remained remaining wait waits waiting await awaits awaiting "
    "pending hold holds holding held banned bans ban barred blocked blocks halted stopped scrapped "
    "cancelled canceled overturned vetoed lost loses lose losing missed misses missing without less "
    "fewer few little least slightly minor last former late later delayed delay limited except alone "
    "must should keep keeps kept close closed closes shut cleared acquitted negative zero void end "
    "ended ends ceased unless despite disputed disputes gone longer absent failed fails fail empty "
    "left impossible illegal"
)
_REACH = 7  # words a negation reaches over
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """A word with whether it is denied."""

    word: str
    is_denied: bool
    is_at_once: bool  # the first such word after a "not"


@lru_cache(4_000)
def said(text: str) -> tuple[Said, ...]:
    """The words of a text that say something, each denied or not."""
    found: list[Said] = []
    denied, is_first = 0, False
    tokens = [match.group().lower() for match in _TOKEN.finditer(text)]
    for at, word in enumerate(tokens):
        if word in _BREAKS or word in ("but", "and", "while"):
            denied = 0
        elif word == ",":
            denied = min(denied, 2)
        if _denies(tokens, at):
            denied, is_first = _REACH, True
        elif word[0].isalpha() and folded(word) not in LITTLE:
            found.append(Said(folded(word), denied > 0, denied > 0 and is_first))
            denied, is_first = max(0, denied - 1), False
    return tuple(found)


def _denies(tokens: list[str], at: int) -> bool:
    pair = tuple(tokens[at : at + 2])
    if pair in _NOT_NEGATED or (tokens[at] == "not" and "until" in tokens[at : at + 2 + _REACH]):
        return False
    return tokens[at] in _NOT or tokens[at].endswith(("n't", "n’t")) or pair in _NOT_PHRASES


def is_turned(text: str, cited: Sequence[Evidence], vector: Vector | None) -> bool:
    """Whether passages say the contrary of a sentence, or say as possible what it says as certain."""
    text = without(text)
    told = [Clause(clause, without(s)) for e in cited for s in e.sentences for clause in clauses(without(s))]
    if not told or len(told) > _MOST_CLAUSES:
        return False
    denials = sum(denied(clause) for clause in clauses(text))
    for clause in clauses(text):
        # Comparing meanings takes most of the time, and most passages turn nothing.
        if not any(_turns(text, clause, one, denials, 1.0) for one in told):
            continue
        asked = _with_subject(clause, text)
        scores = fits(asked, [one.text for one in told], vector)
        near = max(range(len(told)), key=scores.__getitem__)
        if _turns(text, clause, told[near], denials, scores[near]):
            return True
    return not denials and not _softens(text) and _only_denied(text, cited)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a passage and the sentence it is part of."""

    text: str
    sentence: str


def _turns(text: str, clause: str, near: Clause, denials: int, score: float) -> bool:
    """Whether a clause turns what one of a passage says that fits it so well."""
    if score >= _ALIGNED and _is_against(text, clause, near, denials, score):
        return True
    if score >= _CLOSE and _is_the_other_way(clause, near):
        return True
    return bool(denied(clause) % 2 and score >= _ALIGNED and _is_invented(clause, near))


def _is_against(text: str, clause: str, near: Clause, denials: int, score: float) -> bool:
    """Whether a clause says what the one of a passage that fits it best denies, or holds for possible."""
    there = denied(near.text)
    if there and there % 2 == 0 and denied(clause) % 2:
        return True  # "could not be ruled out" against "ruled out"
    if not denials and there % 2 and not _contraries(clause, near.text) and not _softens(text, near.text):
        return True
    if not denials and near.text.lstrip().startswith(_UNTIL) and denied(near.sentence) % 2:
        return True  # "will not travel before" against "will travel before"
    return score >= _SAME_THING and bool(_hedges(near.text) & STRONG) and not _hedges(text)


def _is_the_other_way(clause: str, near: Clause) -> bool:
    """Whether one number rose there and fell here."""
    alike = denied(clause) % 2 == denied(near.text) % 2
    return alike and _share_a_number(clause, near.text) and is_direction(_contraries(clause, near.text))


def _is_invented(clause: str, near: Clause) -> bool:
    """Whether a clause denies the very thing that the passage says, and nothing there says otherwise."""
    if denied(near.sentence) or _contraries(clause, near.text) or _softens(near.sentence):
        return False
    at_once = [word.word for word in said(clause) if word.is_at_once]
    return any(related(word, there.word) >= _SURE for word in at_once for there in said(near.text))


def _softens(text: str, told: str = "") -> bool:
    """Whether a text says by a single word what another says by "not": "only", "until", "unchanged".

    The very word that is denied there, as "shut" for "not closed", says the contrary instead.
    """
    there = [word.word for word in said(told) if word.is_denied]
    tokens = [t.lower() for t in _TOKEN.findall(text)]
    tokens = [t for t in tokens if not any(related(t, word) >= _SURE for word in there)]
    return any(t in _SOFT or (t.startswith("un") and is_common(t[2:]) and len(t) > 5) for t in tokens)


def _only_denied(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether a word of weight stands in the passages only under a "not"."""
    there: dict[str, list[bool]] = {}
    for word in (w for e in cited for s in e.sentences for w in said(without(s))):
        for base in bases(word.word):
            there.setdefault(base, []).append(word.is_denied)
    told = "".join(e.head.lower() for e in cited)
    lost = [
        here.word
        for here in said(text)
        if here.word not in told
        and (found := [d for base in bases(here.word) for d in there.get(base, [])])
        and all(found)
        and weight(here.word) >= _HEAVY
    ]
    return len(lost) >= _LOST


def _with_subject(clause: str, text: str) -> str:
    """A clause without a name, led by the first name of its sentence."""
    has = [name.word for name in names(clause)]
    if has or clause == text:
        return clause
    first = next(
        (name.word for name in names(text) if not name.begins or not is_common(folded(name.word))), ""
    )
    return f"{first} {clause}"


@lru_cache(4_000)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text, each with two words at least that say something."""
    edges = [0, *(m.start() for m in _CLAUSE.finditer(text)), len(text)]
    found: list[str] = []
    for start, end in pairwise(edges):
        piece = text[start:end]
        is_denied = bool(found) and piece.startswith("that") and denied(found[-1][-_TAIL:]) > 0
        if found and (is_denied or min(len(terms(found[-1])), len(terms(piece))) < _LEAST):
            found[-1] += piece
        else:
            found.append(piece)
    return tuple(found)


@lru_cache(8_000)
def denied(text: str) -> int:
    """How many times a text denies."""
    tokens = [match.group().lower() for match in _TOKEN.finditer(text)]
    return sum(_denies(tokens, at) for at in range(len(tokens)))


def _hedges(text: str) -> frozenset[str]:
    tokens = _TOKEN.findall(text)
    return frozenset(t.lower() for t in tokens if not (t == "May" and text.strip()[:3] != "May")) & _HEDGES


def _contraries(one: str, other: str) -> list[tuple[str, str]]:
    return [(a.word, b.word) for a in said(one) for b in said(other) if are_contrary(a.word, b.word)]


def _share_a_number(one: str, other: str) -> bool:
    told = {quantity.low for quantity in quantities(other)}
    return any(quantity.low in told for quantity in quantities(one))


def has_turns(text: str) -> bool:
    """Whether a text denies anything or says it as possible only."""
    return bool(denied(text) or _hedges(text))
