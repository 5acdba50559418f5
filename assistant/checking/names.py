"""Whether the names of a sentence stand in the passages it cites.

Pure. A name is a word with a capital that does not merely begin the sentence; it may stand there as
a people's name for a place's, as initials, or without its accents.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.checking.evidence import Evidence, folded, words
from assistant.english.listed import listed
from assistant.english.thesaurus import bases, is_common, is_place, related, tells_of_place

_CAPITAL = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*\.?")
_TITLES = listed(
    "mr mrs ms miss dr prof professor sir dame lord lady judge justice president minister prime "
    "premier chancellor senator governor mayor general gen colonel col captain capt sergeant chief "
    "king queen prince princess pope bishop archbishop father sister saint st secretary ambassador "
    "congressman congresswoman representative rep sen gov speaker commissioner director chair "
    "chairman chairwoman foreign finance defence defense interior i"
)
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter q1 q2 q3 q4"
)
_ROLES = listed(
    "minister president mayor governor judge justice lawyer coach manager captain commander chief "
    "head leader chair chairman chairwoman director spokesman spokeswoman spokesperson senator "
    "lawmaker economist analyst professor researcher scientist biologist physicist geologist engineer "
    "doctor nurse surgeon officer secretary commissioner ambassador envoy negotiator prosecutor actor "
    "actress singer author novelist farmer trader teacher trainer striker goalkeeper founder owner "
    "curator editor"
)
_REGIONS = listed(
    "western eastern northern southern mediterranean alpine himalayan andean pacific atlantic african asian "
    "european"
)
_COUNTRIES = {
    "gulf": listed("qatar kuwait bahrain oman uae emirates saudi iran iraq"),
    "nordic": listed("denmark sweden norway finland iceland"),
    "scandinavian": listed("denmark sweden norway"),
    "baltic": listed("estonia latvia lithuania"),
    "balkan": listed(
        "serbia croatia bosnia albania kosovo macedonia montenegro bulgaria greece romania slovenia"
    ),
    "arab": listed(
        "egypt morocco algeria tunisia libya sudan syria iraq jordan lebanon palestine qatar kuwait bahrain "
        "oman uae emirates saudi yemen mauritania"
    ),
    "caribbean": listed("cuba jamaica haiti barbados bahamas trinidad tobago grenada dominica antigua"),
}
_SIDES = listed("north south east west central")
_SAME = 0.9
# What news calls by letters or by a short name, and a word that the passage may have in its place.
_ABBREVIATED = {
    short: frozenset(told.split())
    for short, told in {
        "gp": "doctor physician",
        "gps": "doctor physician",
        "ceo": "executive boss chief",
        "mp": "lawmaker legislator parliamentarian",
        "mps": "lawmaker legislator parliamentarian parliament",
        "mep": "lawmaker legislator parliamentarian",
        "meps": "lawmaker legislator parliamentarian",
        "pm": "premier minister",
        "tv": "television broadcaster",
        "ai": "artificial",
        "dna": "genetic genome",
        "covid": "pandemic coronavirus",
        "internet": "online web",
        "xmas": "christmas",
        "hq": "headquarters",
        "phd": "doctorate",
        "suv": "car vehicle",
        "suvs": "car vehicle",
        "cctv": "camera",
    }.items()
}
_PARTICLES = re.compile(
    r" (?:(?:de|del|della|der|den|di|da|dos|du|la|le|van|von|ter|bin|ibn|al|el)[ -]){0,2}"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A word with a capital, and whether it only may be one because it begins the sentence."""

    word: str
    start: int
    begins: bool


def names(text: str) -> list[Name]:
    """Find the words of a text that are names, or may be."""
    return list(_names(text))


def _names(text: str) -> Iterator[Name]:
    begins = True
    for match in _CAPITAL.finditer(text):
        before = text[max(0, match.start() - 2) : match.start()].strip()
        begins = begins or before[-1:] in (":", "“", '"', ".", "?", "!")
        word = match.group().rstrip(".")
        for bare in words(word):
            if bare[:1].isupper() and folded(bare) not in _CALENDAR:
                yield Name(bare, match.start(), begins)
        begins = False


def missing(text: str, cited: Sequence[Evidence]) -> str | None:
    """The first name of a text that none of the passages has; None where all are there."""
    told = [_vocabulary(evidence.text + " " + evidence.head) for evidence in cited]
    found = names(text)
    for at, name in enumerate(found):
        if not _is_name(name, found, at, told):
            continue
        if not any(_is_told(name, found, at, vocabulary) for vocabulary in told):
            return name.word
    return _mixed(text, found, cited) or _other_role(text, found, cited)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    capitals: frozenset[str]  # without accents
    lemmas: frozenset[str]
    words: frozenset[str]  # in small letters, without the "s" of several
    initials: frozenset[str]
    short: frozenset[str]  # written in capitals: "UN"


@lru_cache(512)
def _vocabulary(text: str) -> _Vocabulary:
    all_words = words(text.replace("-", " "))
    capitals = frozenset(folded(w) for w in all_words if w[:1].isupper())
    lemmas = frozenset(base for w in all_words for base in bases(folded(w)))
    short = frozenset(folded(w) for w in all_words if w.isupper() and len(w) > 1)
    plain = frozenset(folded(w) for w in all_words)
    return _Vocabulary(
        capitals, lemmas, plain | {w.removesuffix("s") for w in plain}, _initials(all_words), short
    )


def _initials(all_words: list[str]) -> frozenset[str]:
    """First letters of runs of words with capitals: "United Nations" is "un"."""
    runs: set[str] = set()
    run = ""
    for word in [*all_words, "end"]:
        if word[:1].isupper():
            run = (run + word[0].lower())[-6:]
            runs |= {run[n:] for n in range(len(run) - 1)}
        elif word not in ("of", "for", "the", "and"):
            run = ""
    return frozenset(runs)


def _is_name(name: Name, found: list[Name], at: int, told: Sequence[_Vocabulary]) -> bool:
    """A word that begins the sentence is a name if English has no such word, or a name follows it."""
    low = folded(name.word)
    if low in _TITLES:
        return False
    if not name.begins:
        return True
    follows = at + 1 < len(found) and found[at + 1].start == name.start + len(name.word) + 1
    if follows and not is_common(low) and low not in _PLAIN:
        return True
    return not is_common(low) and low not in _PLAIN and not any(low in v.lemmas for v in told)


_PLAIN = listed(
    "the this that these those he she it they we you i his her its their our my your a an and but or "
    "nor so yet if when while where who what which whose whom why how although though because since "
    "unless until despite during among amongst towards toward upon onto into without within against "
    "between beyond everybody everyone somebody someone nobody anybody anyone everything something "
    "nothing anything others another each both either neither whoever whatever whether than as at by "
    "for from in of on to with could would should might must shall cannot youngsters "
    "whereas whilst albeit lest amid amidst alongside besides beside versus via per till atop aboard once "
    "notwithstanding regardless throughout underneath beneath across along around like unlike minus plus "
    "pre post non anti pro ex co sub semi multi inter intra ultra mid self re un"
)


def _is_told(name: Name, found: list[Name], at: int, told: _Vocabulary) -> bool:
    low = folded(name.word)
    parts = [part for part in re.split(r"[-’']", low) if part]
    if all(_is_in(part, told) for part in parts):
        return True
    if (known := _ABBREVIATED.get(low)) and any(bases(word) & told.lemmas for word in known):
        return True
    if name.word.isupper() and len(low) > 1:
        return low in told.initials
    if _initial_run(found, at) & told.short:
        return True
    if any(tells_of_place(other, name.word) for other in told.capitals):
        return True
    if _is_region(found, at, told):
        return True  # "the Gulf state" for Qatar, "the West African nation" for Ghana
    # "Parliament" for "the assembly": a common word with a capital of its own accord.
    return _stands_alone(found, at) and is_common(low) and any(related(low, w) >= _SAME for w in told.lemmas)


def _is_region(found: list[Name], at: int, told: _Vocabulary) -> bool:
    low, after = folded(found[at].word), found[at + 1] if at + 1 < len(found) else None
    if low in _COUNTRIES:
        return any(tells_of_place(other, name) for other in told.capitals for name in _COUNTRIES[low])
    if low in _REGIONS:
        return any(map(is_place, told.capitals))
    return (
        low in _SIDES
        and after is not None
        and after.start == found[at].start + len(found[at].word) + 1
        and (folded(after.word) in _REGIONS or any(tells_of_place(c, after.word) for c in told.capitals))
    )


def _stands_alone(found: list[Name], at: int) -> bool:
    starts = [name.start for name in found]
    end = starts[at] + len(found[at].word)
    return end + 1 not in starts and not any(n.start + len(n.word) + 1 == starts[at] for n in found)


def _is_in(part: str, told: _Vocabulary) -> bool:
    singular = part.removesuffix("s")
    return part in told.words or singular in told.words


def _initial_run(found: list[Name], at: int) -> frozenset[str]:
    """Initials of the name this word is part of: "United Nations" may stand there as "UN"."""
    first = last = at
    while first and found[first].start - found[first - 1].start - len(found[first - 1].word) <= 5:
        if is_plain(found[first - 1].word):
            break  # "The United Nations"
        first -= 1
    while last + 1 < len(found) and found[last + 1].start - found[last].start - len(found[last].word) <= 5:
        last += 1
    run = "".join(name.word[0].lower() for name in found[first : last + 1])
    return frozenset({run}) if len(run) > 1 else frozenset()


def _mixed(text: str, found: list[Name], cited: Sequence[Evidence]) -> str | None:
    """Two names that stand side by side here and nowhere there: the first of one, the last of another."""
    for one, other in pairwise(found):
        if not _PARTICLES.fullmatch(text, one.start + len(one.word), other.start):
            continue
        low, next_low = folded(one.word), folded(other.word)
        if any(is_common(n) or n in _TITLES or n in _PLAIN for n in (low, next_low)):
            continue
        told = [_vocabulary(e.text + " " + e.head).capitals for e in cited]
        if not any({low, next_low} <= capitals for capitals in told):
            continue
        if not any(_side_by_side(low, next_low, e.text + " " + e.head) for e in cited):
            return f"{one.word} {other.word}"
    return None


def _side_by_side(one: str, other: str, text: str) -> bool:
    given = [folded(word) for word in words(text)]
    places = [n for n, word in enumerate(given) if word == other]
    return any(one in given[max(0, n - 4) : n + 3] for n in places)


def _other_role(text: str, found: list[Name], cited: Sequence[Evidence]) -> str | None:
    """ "Transport minister Nilda Reyes" where the news tells of a commander of that name."""
    told = frozenset(folded(word) for e in cited for word in words(e.text + " " + e.head))
    for name in found:
        before = [folded(word) for word in words(text[max(0, name.start - 60) : name.start])]
        role = before[-1] if before else ""
        if role not in _ROLES or text[name.start - 1 : name.start] != " ":
            continue
        if not any(related(role, word) >= 0.7 for word in told):
            return f"{role} {name.word}"
    return None


def is_plain(word: str) -> bool:
    """Whether a word is one of those that begin sentences and name nothing: "the", "despite"."""
    return folded(word) in _PLAIN


def is_title(word: str) -> bool:
    """Whether a word with a capital is how somebody is addressed rather than a name."""
    return folded(word.rstrip(".")) in _TITLES


def is_day(word: str) -> bool:
    """Whether a word with a capital is a day or a month."""
    return folded(word) in _CALENDAR
