"""Who tells which part of a text: each of its verbs of saying with its subject and what is said.

Pure patterns over English text, each bounded. What nobody is named as telling belongs to no telling.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.entail import LITTLE
from assistant.evidence import Evidence, folded, words
from assistant.listed import listed
from assistant.names import is_plain, names
from assistant.quotations import without
from assistant.speakers import ACCORDING, WORD, is_person_word, is_saying, last_name, person, run_ending

_HE = frozenset(("he", "she"))
_ENDS = frozenset(".;:!?")
_OF = listed("in of at from for to on by near with against between over into")
_ARTICLES = listed("the a an his her its their this that")
# "gave assurances", "made clear", "cast doubt": what is said stands after the noun.
_PHRASE = re.compile(
    r"\b(?:g[ai]ves?|given|giving|ma[dk]es?|making|issu(?:ed|es|ing)|casts?|casting|is|was|took|takes|sounded)"
    r"\s(?:it\s|an?\s|the\s|his\s|her\s)?(?:\w+\s)?(?:assurances?|undertaking|clear|plain|known|warnings?|"
    r"doubt|adamant|certain|sure|convinced|confident|issue|plea|promise|complaint)\b"
)
_TRAILS = re.compile(
    r"(?:\s(?:of|on|in|late|early|last|this|at|to|during|after|outside)\b[^,.;:“”\"]{0,40}|\s(?:yesterday|today))?"
    r"\s*(?:[,.;:!?]|$|\b(?:as|when|while|after|before)\b)"
)
_MANY = listed("Police People Staff Management Government Some Most Many Research Several Both One")
_FAR = 16  # words between a verb and its subject
_LEAST = 3  # words that are told
_TITLE = re.compile(r"\b(?:Dr|Prof|Gen|Col|Capt|Lt|Sgt|Mr|Ms|Mrs|Rep|Sen|Gov|Rev|Hon|St)\.")
_THING = listed("it they we you i this these those there")
_BE = listed("be been being is are was were am isn’t isn't wasn’t wasn't not yet than")
# Forms that are nouns as often as verbs.
_NOUNS = listed(
    "demand call report claim answer question promise hope fear label brand vow pledge point blame credit "
    "remark comment reply voice rule note estimate calls reports claims answers questions promises hopes "
    "fears demands points remarks comments rules notes estimates finding findings accounts forecast forecasts protest protests hints"
)
_BETWEEN = listed(
    "who which that and but or also then later now has have had will would could may might must should did does do to never "
    "since already once again first only even still just both repeatedly have’nt then himself herself is was be been "
    "however meanwhile"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A stretch of a text, and who tells it: parts of the name, in small letters; empty where nobody has one."""

    start: int
    end: int
    who: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of saying: where its clause begins, what is said, and by whom."""

    first: int  # where its subject begins
    start: int
    end: int
    who: frozenset[str]
    trails: bool  # what is said stands before it


@lru_cache(512)
def told_in(evidence: Evidence) -> tuple[tuple[Telling, ...], ...]:
    """What is told in each sentence of a passage, offsets from the sentence's beginning."""
    known = frozenset(folded(name.word) for name in names(evidence.text) if not name.begins)
    told: list[tuple[Telling, ...]] = []
    last: frozenset[str] = frozenset()
    for sentence in evidence.sentences:
        here = tellings(sentence, last, known)
        told.append(here)
        named = [one.who for one in here if one.who]
        last = (named[-1] if named else person(sentence) or _first(sentence) & known) or last
    return tuple(told)


def _first(sentence: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words(sentence[:40])[:1])


@lru_cache(2_000)
def tellings(
    text: str, last: frozenset[str] = frozenset(), known: frozenset[str] = frozenset()
) -> tuple[Telling, ...]:
    """Read what is told in a sentence.

    "He" is who was named ``last``; names that are ``known`` need not look like one where a sentence begins.
    """
    bare = _TITLE.sub(lambda match: match.group()[:-1] + " ", without(text))
    if (told := ACCORDING.search(bare)) and (who := _without_article(told.group(1))):
        return tuple(
            Telling(start, end, who)
            for start, end in ((0, told.start()), (told.end(), len(text)))
            if _says_something(text[start:end])
        )
    verbs = _verbs(bare, last, known)
    given: list[Telling] = []
    begins = 0
    for n, verb in enumerate(verbs):
        ends = verbs[n + 1].first if n + 1 < len(verbs) and not verbs[n + 1].trails else len(text)
        parts = [(begins, verb.first)] if verb.trails else []
        start, end = max([*parts, (verb.end, ends)], key=lambda part: part[1] - part[0])
        if _says_something(text[start:end]):
            given.append(Telling(start, end, verb.who))
        begins = ends
    return tuple(given)


def _without_article(text: str) -> frozenset[str]:
    """The name of a person; what has an article, as "the Crown", is none."""
    return frozenset() if text.startswith(("the ", "a ", "an ")) else last_name(text)


def _says_something(text: str) -> bool:
    return len(re.findall(r"\w+", text)) >= _LEAST or bool(re.search(r"[“\"]", text))


def _verbs(bare: str, last: frozenset[str], known: frozenset[str]) -> list[_Verb]:
    """The verbs of saying of a sentence in their order."""
    tokens = list(WORD.finditer(bare))
    phrases = {match.start(): match.end() for match in _PHRASE.finditer(bare)}
    found: list[_Verb] = []
    for n, token in enumerate(tokens):
        end = phrases.get(token.start()) or (token.end() if _says(tokens, n) else 0)
        if not end or (found and token.start() < found[-1].end):
            continue
        place = _Place(bare, tokens, n, end)
        verb = _read(place, found, last, known)
        if found and verb.first <= found[-1].start and not verb.trails:
            if place.word(n - 1) not in ("and", "but", ","):
                continue
            verb = _Verb(verb.start, verb.start, verb.end, found[-1].who, False)
        found.append(verb)
    return found


def _says(tokens: list[re.Match[str]], at: int) -> bool:
    before = tokens[at - 1].group() if at else ""
    if before.lower() in _BE or not is_saying(tokens, at) or (at < 2 and tokens[at].group().endswith("ing")):
        return False
    after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    if not before[:1].isupper() and before.lower() not in (*_HE, "and", "but", ",") and (
        after in ("to", "with", "by") or (after, tokens[at].group()) == ("of", "accused")
    ):
        return False  # "a contract thought to be", "compared with"
    return tokens[at].group() not in _NOUNS or before.lower() in (*_HE, *_THING, "who") or before[:1].isupper()


@dataclass(frozen=True, slots=True)
class _Place:
    """A verb of saying where it stands."""

    bare: str
    tokens: list[re.Match[str]]
    at: int
    end: int

    def word(self, at: int) -> str:
        """The token at a place, "" outside of the sentence."""
        return self.tokens[at].group() if 0 <= at < len(self.tokens) else ""


def _read(place: _Place, before: list[_Verb], last: frozenset[str], known: frozenset[str]) -> _Verb:
    """A verb of saying with its subject: before it, right after it, or that of the verb before."""
    start = place.tokens[place.at].start()
    trails = bool(_TRAILS.match(place.bare, place.end))
    if (who := _inverted(place)) is not None:
        return _Verb(start, start, _after_name(place), who, True)
    at = _subject(place, known)
    if at is None:
        goes_on = before and place.word(place.at - 1) in ("and", "but", ",")
        return _Verb(start, start, place.end, before[-1].who if goes_on else frozenset(), trails and not goes_on)
    if place.word(at).lower() in _HE:
        who = next((verb.who for verb in reversed(before) if verb.who), last)
        return _Verb(place.tokens[at].start(), start, place.end, who, trails)
    if place.word(at - 1) == "The":  # "The Kenyan" is no name
        return _Verb(start, start, place.end, frozenset(), trails)
    who = run_ending(place.bare, place.tokens[at].end()) or frozenset((folded(place.word(at)),))
    return _Verb(_begins(place, at), start, place.end, who, trails)


def _begins(place: _Place, at: int) -> int:
    """Where the words for a person begin: after the mark or the "but" before them."""
    while at and place.word(at - 1) not in (*_ENDS, ",", "but", "and", "while", "as", "that"):
        at -= 1
    return place.tokens[at].start()


def _inverted(place: _Place) -> frozenset[str] | None:
    """Who is named right after the verb: "..., said Moen"."""
    before = place.bare[: place.tokens[place.at].start()].rstrip()
    quoted = place.bare[len(before) : place.tokens[place.at].start()].count(" ") > 1
    if not (quoted or before.endswith(",") or not before):
        return None
    after = re.match(r"\s(?:(?:the|its|her|his|their)\s[^.,;:!?“”\"]{2,60},\s)?[^.,;:!?“”\"]{2,80}", place.bare[place.end :])
    if after is None or re.match(r"\s(?:that|he|she|it|they|the\s\w+\s(?:was|is|had|would))\b", after.group()):
        return None
    first = re.split(r"\s(?:of|from|at|in|on|after|who)\s", after.group(), maxsplit=1)[0]
    name = last_name(first)
    ends = first.rstrip()
    return name if name and folded(ends.split()[-1]) in name else None


def _after_name(place: _Place) -> int:
    mark = re.compile(r"[.,;:!?]|$").search(place.bare, place.end)
    return mark.start() if mark else place.end


def _subject(place: _Place, known: frozenset[str]) -> int | None:
    """The last word of the subject before the verb; over what stands between two commas."""
    n = place.at - 1
    while n >= 0 and (place.word(n) in _BETWEEN - {"and", "but", "who", "that"} or place.word(n).endswith("ly")):
        n -= 1
    if re.match(r"[a-z]", place.word(n)) and place.word(n) not in (*_BETWEEN, *_HE):
        return None  # "researchers said"
    if place.word(n) == "," and (comma := _comma_before(place, n)) is not None:
        n = comma - 1
    found = None
    for at in range(n, max(-1, n - _FAR), -1):
        word = place.word(at)
        if word in _ENDS or word.lower() in _THING:
            return found
        if word.lower() in _HE:
            return at
        if folded(word) in LITTLE:
            continue
        is_known = at == 0 and (folded(word) in known or _is_alone(place, at))
        if (is_known or is_person_word(word, place.tokens, at)) and not _is_object(place, at):
            if place.word(place.at - 1) not in ("and", "but"):
                return at
            found = found if _is_next(place, at, found) else at  # "Adeyemi met Brandt and said"
    return found


def _is_alone(place: _Place, at: int) -> bool:
    """ "Bell said", "Stone warned": a name that is a word, where a sentence begins with it."""
    word = place.word(at)
    return place.at == at + 1 and word[:1].isupper() and word[-1] != "s" and not is_plain(word) and word not in _MANY


def _is_next(place: _Place, at: int, found: int | None) -> bool:
    return found is not None and all(place.word(n)[:1].isupper() for n in range(at, found))


def _comma_before(place: _Place, at: int) -> int | None:
    """The comma that opens what the one here closes, if it follows a name."""
    for n in range(at - 1, max(0, at - 2 * _FAR), -1):
        if place.word(n) in _ENDS:
            return None
        if place.word(n) == "," and place.word(n - 1)[:1].isupper():
            return n
    return None


def _is_object(place: _Place, at: int) -> bool:
    """ "of the University of Leith": a name after a preposition is no subject."""
    while at and place.word(at - 1)[:1].isupper():
        at -= 1
    if place.word(at - 1).lower() in _ARTICLES:
        at -= 1
    return place.word(at - 1).lower() in _OF
