"""English words and how they go together: base forms, near meanings, opposites, places and their people.

Reads a file made from WordNet (assistant/english/wordnet.txt has its licence); knows nothing about sentences.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_SAME = 1.0  # a meaning in common
_DERIVED = 0.9  # "resign" and "resignation"
_ABOVE = 0.7  # "vessel" and "ship"
_BESIDE = 0.4  # "ferry" and "ship", under one more general word
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("s", ""),
    ("es", ""),
    ("es", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
)
# British forms that WordNet files under the American ones.
_BRITISH = (("ise", "ize"), ("isation", "ization"), ("our", "or"), ("metre", "meter"), ("tre", "ter"))
_SUFFIXES = ("ese", "ish", "ian", "ean", "an", "i")
# What WordNet writes in two words or of old, as lines of the file.
_BESIDES = (
    *("d british britain", "d british uk", "d britons britain", "d briton britain", "d emirati uae"),
    *("d kiwi zealand", "d saudi arabia", "d american us", "d american usa", "d european eu"),
    *("d filipino philippines", "d argentine argentina", "p kyiv ukraine", "c kyiv ukraine"),
    *("p london britain", "p london uk", "c london britain", "c london uk", "c washington us"),
    *("c brussels eu", "p scotland uk", "p wales uk", "p england uk"),
)
_TOO_MANY = 3  # countries
_SHORTEST_ROOT = 4  # letters two names must share to be one with another ending


@dataclass(frozen=True, slots=True)
class _Book:
    senses: dict[str, str]  # numbers of meanings, split where they are asked for: loading stays quick
    derived: dict[str, str]
    above: dict[str, str]
    opposites: frozenset[tuple[str, str]]
    peoples: dict[str, frozenset[str]]  # "danish" of "denmark", both ways
    wholes: dict[str, frozenset[str]]  # what a place lies in
    capitals: dict[str, frozenset[str]]  # the places whose capital it is
    irregular: dict[str, str]


@cache
def _book() -> _Book:
    packed = files("assistant.english").joinpath("thesaurus.txt.gz").read_bytes()
    senses, derived, above, irregular = {}, {}, {}, {}
    opposites: set[tuple[str, str]] = set()
    named: dict[str, dict[str, set[str]]] = {"d": {}, "p": {}, "c": {}}
    for line in (*gzip.decompress(packed).decode().split("\n"), *_BESIDES):
        kind, word, *rest = line.split(" ")
        if kind == "w":
            senses[word] = rest[0]
            if len(rest) > 1:
                derived[word] = rest[1]
        elif kind == "a":
            above[word] = rest[0]
        elif kind == "o":
            opposites |= {(word, rest[0]), (rest[0], word)}
        elif kind in named:
            named[kind].setdefault(word, set()).add(rest[0])
            if kind == "d":
                named[kind].setdefault(rest[0], set()).add(word)
        else:
            irregular[word] = rest[0]
    return _Book(
        senses,
        derived,
        above,
        frozenset(opposites),
        _frozen(named["d"]),
        _frozen(named["p"]),
        _frozen(named["c"]),
        irregular,
    )


def _frozen(near: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(others) for name, others in near.items()}


def is_common(word: str) -> bool:
    """Whether English writes this word with a small letter in some meaning."""
    return bool(bases(word) & _book().senses.keys())


@lru_cache(20_000)
def bases(word: str) -> frozenset[str]:
    """The word with every base form it may have: "closed" is also "close"."""
    word = word.lower()
    found = {word}
    if word in _book().irregular:
        found.add(_book().irregular[word])
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: len(word) - len(ending)] + base
            found.add(stem)
            if not base and ending in ("ed", "ing", "er") and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    for british, american in _BRITISH:
        found |= {w[: -len(british)] + american for w in found if w.endswith(british)}
    known = found & _book().senses.keys()
    return frozenset(known or {word})


@lru_cache(20_000)
def weight(word: str) -> float:
    """How much a word says, 0.25 to 1: words of many meanings say little."""
    return max(0.25, 1 / (1 + 0.25 * len(_senses(word))))


@dataclass(frozen=True, slots=True)
class Meanings:
    """What one word means, or any of several."""

    bases: frozenset[str]
    senses: frozenset[str]
    wide: frozenset[str]  # with those of words derived from it
    above: frozenset[str]  # more general ones

    def nearness(self, other: "Meanings") -> float:
        """How near the nearest of these words comes to the nearest of others, 0 to 1."""
        if not (self.bases.isdisjoint(other.bases) and self.senses.isdisjoint(other.senses)):
            return _SAME
        if not self.wide.isdisjoint(other.wide):
            return _DERIVED
        if not (self.above.isdisjoint(other.wide) and self.wide.isdisjoint(other.above)):
            return _ABOVE
        return 0.0 if self.above.isdisjoint(other.above) else _BESIDE


@lru_cache(5_000)
def meanings(word: str) -> Meanings:
    """What a word means."""
    senses = _senses(word)
    wide = senses | _derived(word)
    return Meanings(bases(word), senses, wide, _above(wide))


def all_meanings(words: Iterable[str]) -> Meanings:
    """What several words mean together, so that many are compared at the cost of one."""
    each = [meanings(word) for word in words]
    none: frozenset[str] = frozenset()
    return Meanings(
        none.union(*(one.bases for one in each)),
        none.union(*(one.senses for one in each)),
        none.union(*(one.wide for one in each)),
        none.union(*(one.above for one in each)),
    )


def related(one: str, other: str) -> float:
    """How near two words are in meaning, 0 to 1."""
    return meanings(one).nearness(meanings(other))


@lru_cache(50_000)
def are_opposite(one: str, other: str) -> bool:
    """Whether two words say the contrary of each other."""
    pairs = _book().opposites
    return any((a, b) in pairs for a in bases(one) for b in bases(other))


@lru_cache(20_000)
def tells_of_place(told: str, name: str) -> bool:
    """Whether who tells of one place or people tells of another name.

    "Copenhagen" tells of Denmark and of what is Danish, "Denmark" of its capital, whose name stands for a
    government, but not of any other town: what lies in one country is not one place.
    """
    if _place_forms(told) & _place_forms(name) or _share_root(told.lower(), name.lower()):
        return True
    book, mine, theirs = _book(), _with_people(name), _with_people(told)
    if mine & theirs:
        return True
    wholes = frozenset().union(*(_lies_in(name) for name in theirs))
    return bool(mine & (wholes | _all_near(book.peoples, wholes)) or theirs & _all_near(book.capitals, mine))


@lru_cache(5_000)
def _lies_in(name: str) -> frozenset[str]:
    """What a place lies in; nothing for the Andes, which lie in too many countries to tell of one."""
    wholes = _book().wholes.get(name, frozenset())
    countries: list[frozenset[str]] = []
    for people in (_book().peoples.get(whole, frozenset()) for whole in wholes):
        if people and not any(people & other for other in countries):
            countries.append(people)
    return wholes if len(countries) < _TOO_MANY else frozenset()


def is_place(name: str) -> bool:
    """Whether a name is known as that of a place or its people."""
    return any(map(_is_known, _place_forms(name)))


@cache
def _wholes() -> frozenset[str]:
    none: frozenset[str] = frozenset()
    return none.union(*_book().wholes.values())


def _with_people(name: str) -> frozenset[str]:
    """A place with its people and its adjective, or they with their place."""
    forms = _place_forms(name)
    return forms | _all_near(_book().peoples, forms)


def _all_near(book: dict[str, frozenset[str]], names: frozenset[str]) -> frozenset[str]:
    none: frozenset[str] = frozenset()
    return none.union(*(book.get(name, none) for name in names))


def _place_forms(name: str) -> frozenset[str]:
    """The name, and what "Frenchmen" and "Poles" are made of; "Newman" and "Parks" name no people."""
    low = name.lower()
    stripped = {low.removesuffix(ending) for ending in ("s", "men", "man")} - {low}
    return frozenset({low} | {form for form in stripped if len(form) >= _SHORTEST_ROOT and _is_known(form)})


def _is_known(form: str) -> bool:
    return form in _book().peoples or form in _book().wholes or form in _wholes()


def _share_root(one: str, other: str) -> bool:
    """Names that differ by the ending of a people: "Hadar", "Hadari"; but not "Mill" and "Miller"."""
    short, long = sorted((one, other), key=len)
    root = short if long.startswith(short) else short[:-1]
    return (
        len(root) >= _SHORTEST_ROOT
        and long.startswith(root)
        and (long == short or long[len(root) :] in _SUFFIXES)
    )


def _senses(word: str) -> frozenset[str]:
    return _all_of(_book().senses, bases(word))


def _derived(word: str) -> frozenset[str]:
    return _all_of(_book().derived, bases(word))


def _above(keys: frozenset[str]) -> frozenset[str]:
    return _all_of(_book().above, keys)


def _all_of(told: dict[str, str], keys: frozenset[str]) -> frozenset[str]:
    return frozenset(number for key in keys if key in told for number in told[key].split(","))
