"""What a text denies, what it says as possible only, and whether its words say by themselves what "not" says.

Pure lists and one pass over the words; knows nothing of passages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.entail import LITTLE
from assistant.checking.evidence import folded
from assistant.english.listed import listed
from assistant.english.thesaurus import are_opposite, bases, is_common

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d[\d,.]*\d|\d|[.;:!?,()—–]")
_NOT = listed("not no never nobody none neither nor cannot nothing without")
# Verbs and adjectives that deny what follows; in their base forms.
_DENYING = listed(
    "deny refuse reject decline dismiss doubt lack avoid avert prevent exclude escape unlikely impossible "
    "fail spare unable refute miss withhold halt abandon scrap cancel oppose unaware"
)
_PHRASES = frozenset(
    (
        ("rule", "out"),
        ("turn", "down"),
        ("call", "off"),
        ("give", "up"),
        ("hold", "off"),
        ("yet", "to"),
        ("still", "to"),
        ("instead", "of"),
        ("rather", "than"),
        ("far", "from"),
        ("away", "from"),
        ("short", "of"),
        ("free", "of"),
        ("free", "from"),
        ("no", "longer"),
    )
)
_PARTED = listed("rule turn call still")  # of these, verbs that let words come between: "turned it down"
_NOT_NEGATED = frozenset(
    (
        ("not", "only"),
        ("not", "just"),
        ("no", "fewer"),
        ("no", "less"),
        ("no", "more"),
        ("no", "later"),
        ("no", "doubt"),
        ("no", "one"),
    )
)
_HEDGES = listed(
    "may might could possibly possible perhaps reportedly allegedly alleged apparently supposedly "
    "suspected suspect suspects believed thought likely probably potential potentially plan plans "
    "planned planning consider considers considering proposed proposes propose propose mulling risk "
    "risks danger fear fears feared threatens threaten accused accuses charged chance seems seem "
    "appears appear unconfirmed rumoured rumored claims claimed claim hopes hope hoped aims aim wants "
    "want would should expected expects expect maintain maintains maintained maintaining insists "
    "insisted pleaded argues argued contends contended intends intend if unless whether said-to "
    "prospect conceivable doubt speculation tentative possibility maybe conceivably presumed presumably "
    "seemingly estimated predicts predicted forecast envisages contemplating weighing option unclear "
    "uncertain unsure undecided thinks think thinking suggests suggested suggesting hint hints likelihood "
    "capable vulnerable tentatively suspicion suspicions jeopardy"
)
_STRONG = listed(
    "may might could reportedly allegedly alleged accused possibly perhaps unconfirmed suspected"
)
_HEDGING = re.compile(
    r"\b(?:may|might|could(?! not|n.t)|possibly|perhaps|reportedly|allegedly|alleged|unconfirmed|suspected|"
    r"apparently|likely|probably|planned|proposed|considering|potential|if|unless|would)\b(?! \d)"
)
_COULD_NOT = re.compile(r"\bcould(?= not\b|n.t\b)")
_SOFT = listed(
    "only until till still remain remains remained remaining wait waits waiting await awaits awaiting "
    "pending hold holds holding held banned bans ban barred blocked blocks halted stopped scrapped "
    "cancelled canceled overturned vetoed lost loses lose losing missed misses missing without less "
    "fewer few little least slightly minor last former late later delayed delay limited except alone "
    "must should keep keeps kept close closed closes shut cleared acquitted negative zero void end "
    "ended ends ceased unless despite disputed disputes gone longer absent failed fails fail empty "
    "left impossible illegal silent mum intact innocent vain stalled deadlock hardly barely scarcely "
    "rarely seldom opposed resist resisted refrain refrained forgo withheld exempt eluded baseless sit "
    "stay stays stayed survive survived innocence blameless against broke breaks broken breakdown thwarted "
    "foiled quit quits quitting abandons abandoned abandoning bogus fake false falsely frozen froze lag lags "
    "lagged lagging contest contests contested suspended shelved postponed shortfall shortage scant undone"
)
_TURNING_PREFIXES = ("un", "non", "in", "im", "ir", "il", "dis")
_BREAKS = frozenset(".;:!?()—–")
_TURNING = listed("but and while although though because whether")
_REACH = 7  # words a denial reaches over
_AFTER_COMMA = 1
_HEDGE_REACH = 60  # letters
_APART = 3  # words


@dataclass(frozen=True, slots=True)
class Denials:
    """What a text denies: where the denied words begin, and how often it denies."""

    starts: frozenset[int]
    verbs: frozenset[int]  # of these, the words that deny
    heads: frozenset[int]  # the first word each of them denies
    count: int


@lru_cache(4_000)
def denials(text: str) -> Denials:
    """Find what a text denies; a verb that denies is itself denied."""
    tokens = [(match.group().lower(), match.start()) for match in _TOKEN.finditer(text)]
    starts: set[int] = set()
    verbs: set[int] = set()
    heads: set[int] = set()
    count = reach = 0
    is_first = False
    for at, (word, start) in enumerate(tokens):
        if word in _BREAKS or word in _TURNING:
            reach = 0
        elif word == ",":
            reach = min(reach, _AFTER_COMMA)
        is_not, is_verb = _denies([token for token, _ in tokens[at : at + 2 + _REACH]])
        if is_verb and is_first and reach:
            heads.add(start)  # "not excluded"
        if is_not or is_verb:
            count, reach, is_first = count + 1, _REACH, True
        says = word[0].isalpha() and folded(word) not in LITTLE
        if is_verb:
            verbs.add(start)
        elif reach and says and not is_not:
            starts.add(start)
            heads |= {start} if is_first else set()
            is_first = False
        if says and not is_not and not is_verb:
            reach = max(0, reach - 1)
    return Denials(frozenset(starts | verbs), frozenset(verbs), frozenset(heads), count)


def _denies(tokens: Sequence[str]) -> tuple[bool, bool]:
    """Whether the first of these words is a "not", and whether it is a verb or phrase that denies."""
    word, after = tokens[0], tokens[1] if len(tokens) > 1 else ""
    if (word, after) in _NOT_NEGATED or (word == "not" and "until" in tokens):
        return False, False
    if word in _NOT or word.endswith(("n't", "n’t")):
        return True, False
    if not word[0].isalpha():
        return False, False
    forms = bases(word) | {word}
    far = _APART if forms & _PARTED else 1
    follows = tokens[1 : 1 + far]
    is_phrase = any((form, token) in _PHRASES for form in forms for token in follows)
    return False, bool(forms & _DENYING) or is_phrase


def is_hedged(text: str, starts: Sequence[int]) -> list[bool]:
    """Whether the words that begin at these places follow a "may", "allegedly" or the like closely."""
    ends = [match.end() for match in _HEDGING.finditer(text)]
    breaks = [at for at, letter in enumerate(text) if letter in ".;"]
    return [
        any(0 <= start - end < _HEDGE_REACH and not _between(breaks, end, start) for end in ends)
        for start in starts
    ]


@lru_cache(4_000)
def doubted(text: str) -> frozenset[int]:
    """Where the first word begins that each "may", "allegedly" or the like surely speaks of."""
    says = [
        m.start() for m in _TOKEN.finditer(text) if m.group()[0].isalpha() and folded(m.group()) not in LITTLE
    ]
    hedging = [m for m in _HEDGING.finditer(text) if m.group() in _STRONG]
    after = (next((start for start in says if start >= match.end()), None) for match in hedging)
    return frozenset(start for start in after if start is not None)


def _between(breaks: Sequence[int], start: int, end: int) -> bool:
    return any(start <= at < end for at in breaks)


@lru_cache(4_000)
def doubts(text: str) -> frozenset[str]:
    """The words by which a text says things as possible only."""
    tokens = _TOKEN.findall(_COULD_NOT.sub("", text))
    return frozenset(t.lower() for t in tokens if not (t == "May" and text.strip()[:3] != "May")) & _HEDGES


def doubts_strongly(text: str) -> bool:
    """Whether a text has a "may", "allegedly" or the like."""
    return bool(doubts(text) & _STRONG)


@lru_cache(4_000)
def softening(text: str) -> tuple[str, ...]:
    """The words by which a text says what another says by "not": "only", "until", "unchanged"."""
    return tuple(token.lower() for token in _TOKEN.findall(text) if _is_soft(token.lower()))


def _is_soft(word: str) -> bool:
    if word in _SOFT or (word.endswith("less") and len(word) > 6):
        return True
    bases_of_it = [word[len(prefix) :] for prefix in _TURNING_PREFIXES if word.startswith(prefix)]
    if any(word.startswith(("un", "non")) and len(rest) >= 4 and is_common(rest) for rest in bases_of_it):
        return True
    return any(are_opposite(word, rest) for rest in bases_of_it)


def has_turns(text: str) -> bool:
    """Whether a text denies anything or says it as possible only."""
    return bool(denials(text).count or doubts(text))
