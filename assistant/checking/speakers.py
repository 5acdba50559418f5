"""Who says what: in a passage sentence by sentence, and in the sentence that is checked.

Pure patterns over English text, each bounded; a pronoun means the person last named as speaking.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.evidence import Evidence, folded, words
from assistant.checking.names import is_day, is_title
from assistant.checking.quotations import place, quotations, without
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, is_common, is_place

_SAYING = listed(
    "say tell add write announce argue warn claim call describe explain insist deny reject urge "
    "promise complain note recall joke remark comment observe declare concede admit acknowledge "
    "confirm report estimate predict expect believe think hope fear suggest stress emphasise "
    "emphasize maintain contend caution praise criticise criticize ask answer reply respond lament "
    "grumble vow pledge propose quip recount relate reason state assert hail dismiss dispute question "
    "accept thank congratulate characterise characterize concede reveal disclose testify agree "
    "disagree repeat reiterate point underline underscore conclude find rule consider deem see voice "
    "demand call mock scoff label brand liken compare remind assure reassure allege attribute blame "
    "credit calculate put retort muse confess advise recommend speak talk "
    "accuse cite express hint imply protest forecast"
)
_NAME = r"(?:[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:[’'.-][^\W\d_]+)*\.?)"
_RUN = re.compile(rf"{_NAME}(?:[ -](?:(?:de|la|van|von|der|bin|al|el)\s)?{_NAME}){{0,4}}")
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|[.;:!?,“”\"]")
_HE = frozenset(("he", "she"))
_VIEW = re.compile(
    r"\b(?:according to|in the (?:view|words|opinion|judgement|judgment) of|[Aa]s|[Tt]o|[Ff]or|[Ii]n)\s"
    r"(?P<name>[^,.;:“”\"]{2,80}?)(?P<after>[’']s (?:view|words|opinion|judgement|judgment|eyes|account|"
    r"telling|assessment|estimation)|\s(?:put|puts|sees|saw|sees)\s(?:it|things)?|,|$)"
)
ACCORDING = re.compile(r"\b[Aa]ccording to\s([^,.;:“”\"]{2,100})")
_NOBODY = listed("the a an this that these those it in on at by for but and")
_FAR = 14  # words between a name and its verb


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a passage, or half of one, with the person who says it."""

    sentence: int
    text: str
    speaker: frozenset[str]  # parts of the name, in small letters; empty where nobody is named
    has_verb: bool


@lru_cache(512)
def statements(evidence: Evidence) -> tuple[Statement, ...]:
    """Each sentence of a passage with who says it, as far as it names somebody."""
    told: list[Statement] = []
    last: frozenset[str] = frozenset()
    for number, sentence in enumerate(evidence.sentences):
        who, has_verb = speaker(sentence)
        if not who and has_verb and _HE & {w.lower() for w in words(without(sentence))}:
            who = last
        if not who and not has_verb and _is_bare(sentence):
            who = last
        told.append(Statement(number, sentence, who, has_verb))
        last = who or person(sentence) or last
    return tuple(told)


def _is_bare(sentence: str) -> bool:
    quoted = quotations(sentence)
    return bool(quoted) and sum(q.end - q.start for q in quoted) >= 0.85 * len(sentence.strip())


def person(sentence: str) -> frozenset[str]:
    """Return the person a sentence is about: its first name of two parts."""
    for run in _RUN.finditer(without(sentence)):
        parts = _parts(run.group())
        # A first name may be a word, as "Mark": then the last tells.
        is_name = any(not is_common(part) and not is_place(part) for part in parts)
        if len(parts) >= 2 or (is_name and " " in run.group().removeprefix("The ")):
            return parts
    return frozenset()


def speaker(text: str) -> tuple[frozenset[str], bool]:
    """Whom a sentence names as speaking, and whether it has a verb of saying at all."""
    bare = without(text)
    if (told := ACCORDING.search(bare)) and (parts := last_name(told.group(1))):
        return parts, True
    tokens = list(WORD.finditer(bare))
    verbs = [n for n, t in enumerate(tokens) if is_saying(tokens, n)]
    best: tuple[int, frozenset[str]] | None = None
    for verb in verbs:
        found = _subject(bare, tokens, verb)
        if found and (best is None or found[0] < best[0]):
            best = found
    if best:
        return best[1], True
    for view in _VIEW.finditer(bare):
        begins = view.group().split(" ")[0].lower()
        if (view["after"].strip() not in (",", "") or begins == "to") and (parts := last_name(view["name"])):
            return parts, True
    return frozenset(), bool(verbs)


def is_saying(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether the word at a place is a verb of saying."""
    word = tokens[at].group()
    if not word[0].islower() or not bases(word) & _SAYING:
        return False
    return not (
        at and tokens[at - 1].group().lower() in ("to", "the", "a", "an", "his", "her", "its", "their")
    )


def _subject(text: str, tokens: list[re.Match[str]], verb: int) -> tuple[int, frozenset[str]] | None:
    """The nearest name before a verb of saying, else the one right after it; with its distance."""
    since = 0
    begins = comma_before(tokens, verb - 1) if verb and tokens[verb - 1].group() == "," else None
    last = verb - 1 if begins is None else begins - 1
    for n in range(last, max(-1, last - _FAR), -1):
        word = tokens[n].group()
        if word in ".;:!?":
            since = n + 1
            break
        if word.lower() in _HE:
            return None
        if is_person_word(word, tokens, n):
            name = run_ending(text, tokens[n].end())
            if name and not _is_object(tokens, n):
                return verb - n, name
    after = text[tokens[verb].end() : tokens[verb].end() + 120]
    clause = re.split(r"[.,;:!?“”\"]| that | of ", after, maxsplit=1)[0]
    inverted = text[: tokens[verb].start()].rstrip()[-1:] in ("", ",", '"', "”", "?", "!") or since == verb
    if inverted and (name := last_name(clause)):
        return _FAR + 1, name
    return None


def comma_before(tokens: list[re.Match[str]], at: int) -> int | None:
    """Find the comma that opens what the one at a place closes, if it follows a name."""
    for n in range(at - 1, max(0, at - 2 * _FAR), -1):
        if tokens[n].group() in ".;:!?":
            return None
        if tokens[n].group() == "," and tokens[n - 1].group()[0].isupper():
            return n
    return None


def _is_object(tokens: list[re.Match[str]], at: int) -> bool:
    """ "in Tor Kala", "of Poland": a name after a preposition is no subject."""
    first = at
    while first and tokens[first - 1].group()[0].isupper():
        first -= 1
    return (
        first > 0
        and tokens[first - 1].group().lower()
        in (
            "in",
            "of",
            "at",
            "from",
            "for",
            "to",
            "on",
            "by",
            "near",
            "with",
            "against",
            "between",
            "over",
            "and",
        )
        and tokens[first - 1].group().lower() != "and"
    )


def is_person_word(token: str, tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a word at a place may be part of somebody's name."""
    if not token[0].isupper() or is_title(token):
        return False
    # What follows a quotation at once begins no sentence.
    begins = tokens[at - 1].group() in ".!?:" if at else tokens[0].start() == 0
    return not (begins and is_common(folded(token)))


def run_ending(text: str, end: int) -> frozenset[str]:
    """Return the parts of the name that ends at a letter."""
    start = max(0, end - 80)
    runs = [run for run in _RUN.finditer(text[start:end]) if start + run.end() == end]
    return _parts(runs[-1].group()) if runs else frozenset()


def last_name(text: str) -> frozenset[str]:
    """Return the parts of the last name in a text."""
    runs = [parts for run in _RUN.finditer(text) if (parts := _parts(run.group()))]
    return runs[-1] if runs else frozenset()


def _parts(name: str) -> frozenset[str]:
    given = [word for word in words(name) if word[:1].isupper() and not is_title(word) and not is_day(word)]
    kept = [word for n, word in enumerate(given) if n == len(given) - 1 or not is_common(folded(word))]
    return frozenset(folded(word) for word in kept) - _NOBODY


def misattributed(text: str, cited: Sequence[Evidence]) -> bool:
    """Whether a quotation is given to somebody other than the person whose words it is there."""
    given, _ = speaker(text)
    named = frozenset(folded(word) for word in words(without(text)) if word[:1].isupper())
    for quotation in quotations(text):
        owners = [
            told[number].speaker
            for e in cited
            if (number := place(quotation.text, e)) is not None
            and 0 <= number < len(told := statements(e))
            and told[number].speaker
        ]
        if owners and not any(_is_hers(owner, given, named, cited) for owner in owners):
            return True
    return False


def _is_hers(
    owner: frozenset[str], given: frozenset[str], named: frozenset[str], cited: Sequence[Evidence]
) -> bool:
    others = frozenset().union(*(s.speaker for e in cited for s in statements(e))) - owner
    if given:
        if named & owner:  # both are named: only another speaker takes the words away
            return bool(given & owner) or not given & others
        return not given & (others | _known(cited))
    return bool(named & owner) or not named & others


def _known(cited: Sequence[Evidence]) -> frozenset[str]:
    return frozenset(folded(w) for e in cited for w in words(e.text) if w[:1].isupper())
