"""The verbs of saying of a sentence, each with its subject: a person, whoever is named by a role, or nobody.

Pure patterns over English text, each bounded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.checking.entail import LITTLE
from assistant.checking.evidence import folded
from assistant.checking.names import is_plain
from assistant.checking.speakers import WORD, comma_before, is_person_word, is_saying, last_name, run_ending
from assistant.english.listed import listed
from assistant.english.thesaurus import is_common, is_place

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
_TO = listed("told tells tell informed assured reminded warned")
_TOLD_TO = re.compile(r"\s(?!that\b)[^,.;:“”\"]{1,40}[.;!?]?\s*$")
_PASSIVE = listed("to with by")
_QUOTED = 4  # letters of a quotation that was left out
_FAR = 16  # words between a verb and its subject
_THING = listed("it they we you i this these those there")
_BE = listed("be been being is are was were am isn’t isn't wasn’t wasn't not yet than")
# Forms that are nouns as often as verbs.
_NOUNS = listed(
    "demand call report claim answer question promise hope fear label brand vow pledge point blame credit "
    "remark comment reply voice rule note estimate calls reports claims answers questions promises hopes "
    "fears demands points remarks comments rules notes estimates finding findings accounts "
    "forecast forecasts protest protests hints"
)
_BETWEEN = listed(
    "who which that and but or also then later now has have had will would could may might must should did "
    "does do to never since already once again first only even still just both himself herself is was be "
    "been however meanwhile"
)

# "..., said the club's coach, Moen", but not "said the coach was".
_AFTER = re.compile(
    r"\s(?:(?:the|its|her|his|their)\s[^.,;:!?“”\"]{2,60},\s)?[^.,;:!?“”\"]{2,80}",
)
_CLAUSE = re.compile(r"\s(?:that|he|she|it|they|the\s\w+\s(?:was|is|had|would))\b")
_AUXILIARY = _BETWEEN - {"and", "but", "who", "that"}


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying: where the words for its subject begin, where what is said does, and who says it."""

    first: int
    start: int
    end: int
    who: frozenset[str] = frozenset()  # parts of the name, in small letters; empty where nobody is named
    roles: frozenset[str] = frozenset()  # "coach", "spokesman": nouns that stand for the one who speaks
    trails: bool = False  # what is said stands before it


def verbs(bare: str, last: frozenset[str], known: frozenset[str]) -> list[Verb]:
    """Read the verbs of saying of a sentence, without its quotations, in their order.

    "He" is who was named ``last``; names that are ``known`` need not look like one where a sentence begins.
    """
    tokens = list(WORD.finditer(bare))
    phrases = {match.start(): match.end() for match in _PHRASE.finditer(bare)}
    found: list[Verb] = []
    for n, token in enumerate(tokens):
        end = phrases.get(token.start()) or (token.end() if says(tokens, n) else 0)
        if not end or (found and token.start() < found[-1].end):
            continue
        place = _Place(bare, tokens, n, end)
        verb = _read(place, found, last, known)
        if found and verb.first <= found[-1].start and not verb.trails:
            if place.word(n - 1) not in ("and", "but", ","):
                continue
            verb = replace(verb, first=verb.start, who=found[-1].who, roles=found[-1].roles)
        found.append(verb)
    return found


def says(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether the word at a place is a verb of saying, and no noun."""
    before = tokens[at - 1].group() if at else ""
    if before.lower() in _BE or not is_saying(tokens, at) or (at < 2 and tokens[at].group().endswith("ing")):
        return False
    after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    is_after_noun = not before[:1].isupper() and before.lower() not in (*_HE, "and", "but", ",")
    if is_after_noun and (after in _PASSIVE or (after, tokens[at].group()) == ("of", "accused")):
        return False  # "a contract thought to be", "compared with"
    return (
        tokens[at].group() not in _NOUNS or before.lower() in (*_HE, *_THING, "who") or before[:1].isupper()
    )


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


def _read(place: _Place, before: list[Verb], last: frozenset[str], known: frozenset[str]) -> Verb:
    """A verb of saying with its subject: before it, right after it, or that of the verb before."""
    start = place.tokens[place.at].start()
    verb = Verb(start, start, place.end, trails=_trails(place))
    if (who := _inverted(place)) is not None:
        return replace(verb, end=_after_name(place), who=who, trails=True)
    at = _subject(place, known)
    if at is None and before and place.word(place.at - 1) in ("and", "but", ","):
        return replace(verb, who=before[-1].who, roles=before[-1].roles, trails=False)
    if at is None:
        return replace(verb, roles=_noun(place))
    if place.word(at).lower() in _HE:
        who = next((one.who for one in reversed(before) if one.who), last)
        return replace(verb, first=place.tokens[at].start(), who=who)
    if place.word(at - 1) == "The":  # "The Kenyan" is no name, but stands for who has one
        return replace(verb, who=last if is_place(folded(place.word(at))) else frozenset())
    who = run_ending(place.bare, place.tokens[at].end()) or frozenset((folded(place.word(at)),))
    return replace(verb, first=_begins(place, at), who=who, roles=_roles(place, at))


def _trails(place: _Place) -> bool:
    """Whether nothing is said after a verb: "..., Moen said on Monday.", "..., Moen told the court."."""
    if _TRAILS.match(place.bare, place.end):
        return True
    n = next((n for n in range(place.at, max(0, place.at - _FAR), -1) if place.word(n) in (*_ENDS, ",")), 0)
    is_after = n > 0 or place.bare[:_QUOTED].isspace()
    return bool(is_after and place.word(place.at) in _TO and _TOLD_TO.match(place.bare, place.end))


def _noun(place: _Place) -> frozenset[str]:
    """The noun right before a verb: "the coach said"."""
    n = _before_verb(place)
    is_noun = place.word(n)[:1].islower() and place.word(n) not in _BETWEEN
    return frozenset((folded(place.word(n)),)) if is_noun else frozenset()


def _roles(place: _Place, at: int) -> frozenset[str]:
    """What the one named is called: "Union president Moen", "Her manager, Moen", "Moen, the coach of X,"."""
    first = at
    while first and place.word(first - 1)[:1].isupper():
        first -= 1
    title = place.word(first) if first < at and is_common(folded(place.word(first))) else ""
    before = place.word(first - 2 if place.word(first - 1) == "," else first - 1)
    given = {title, before if before[:1].islower() else ""}
    if place.word(at + 1) == ",":
        ends = next((n for n in range(at + 2, len(place.tokens)) if place.word(n) in (*_OF, ",", "who")), 0)
        given.add(place.word(ends - 1) if ends > at + 2 else "")
    return frozenset(folded(word) for word in given if word) - LITTLE


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
    after = _AFTER.match(place.bare, place.end)
    if after is None or _CLAUSE.match(after.group()):
        return None
    first = re.split(r"\s(?:of|from|at|in|on|after|who)\s", after.group(), maxsplit=1)[0]
    name = last_name(first)
    ends = first.rstrip()
    return name if name and folded(ends.split()[-1]) in name else None


def _after_name(place: _Place) -> int:
    mark = re.compile(r"[.,;:!?]|$").search(place.bare, place.end)
    return mark.start() if mark else place.end


def _before_verb(place: _Place) -> int:
    """The word before a verb, its auxiliaries and adverbs left out."""
    n = place.at - 1
    while n >= 0 and (place.word(n) in _AUXILIARY or place.word(n).endswith("ly")):
        n -= 1
    return n


def _subject(place: _Place, known: frozenset[str]) -> int | None:
    """The last word of the subject before the verb; over what stands between two commas."""
    n = _before_verb(place)
    if re.match(r"[a-z]", place.word(n)) and place.word(n) not in (*_BETWEEN, *_HE):
        return None  # "researchers said"
    if place.word(n) == "," and (comma := comma_before(place.tokens, n)) is not None:
        n = comma - 1
    found = None
    for at in range(n, max(-1, n - _FAR), -1):
        word = place.word(at)
        if word in _ENDS or word.lower() in _THING:
            return found
        if word.lower() in _HE:
            return at
        if folded(word) in LITTLE or word.endswith(("'s", "’s")):
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
    return (
        place.at == at + 1
        and word[:1].isupper()
        and word[-1] != "s"
        and not is_plain(word)
        and word not in _MANY
    )


def _is_next(place: _Place, at: int, found: int | None) -> bool:
    return found is not None and all(place.word(n)[:1].isupper() for n in range(at, found))


def _is_object(place: _Place, at: int) -> bool:
    """ "of the University of Leith": a name after a preposition is no subject."""
    while at and place.word(at - 1)[:1].isupper():
        at -= 1
    if place.word(at - 1).lower() in _ARTICLES:
        at -= 1
    return place.word(at - 1).lower() in _OF
