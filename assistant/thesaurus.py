"""English words and how they go together: base forms, near meanings, opposites, places and their people.

Reads a file made from WordNet (assistant/wordnet.txt has its licence); knows nothing about sentences.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.listed import listed

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
_SUFFIXES = ("ese", "ish", "ian", "ean", "an", "i", "ic", "er", "s", "n")
_WIDE = listed(
    "europe asia africa america oceania antarctica eurasia scandinavia balkans caucasus caribbean "
    "mediterranean baltic atlantic pacific adriatic aegean carpathians alps andes himalayas pyrenees "
    "danube rhine nile mekong niger sahara sahel"
)
_MANY = 10  # names that go with a country's
_SHORTEST_ROOT = 4  # letters two names must share to be one with another ending


@dataclass(frozen=True, slots=True)
class _Book:
    senses: dict[str, str]  # numbers of meanings, split where they are asked for: loading stays quick
    derived: dict[str, str]
    above: dict[str, str]
    opposites: frozenset[tuple[str, str]]
    places: dict[str, frozenset[str]]
    irregular: dict[str, str]


@cache
def _book() -> _Book:
    packed = files("assistant").joinpath("thesaurus.txt.gz").read_bytes()
    senses, derived, above, irregular = {}, {}, {}, {}
    opposites: set[tuple[str, str]] = set()
    places: dict[str, set[str]] = {}
    for line in gzip.decompress(packed).decode().split("\n"):
        kind, word, *rest = line.split(" ")
        if kind == "w":
            senses[word] = rest[0]
            if len(rest) > 1:
                derived[word] = rest[1]
        elif kind == "a":
            above[word] = rest[0]
        elif kind == "o":
            opposites |= {(word, rest[0]), (rest[0], word)}
        elif kind == "p":
            places.setdefault(word, set()).add(rest[0])
            places.setdefault(rest[0], set()).add(word)
        else:
            irregular[word] = rest[0]
    return _Book(
        senses,
        derived,
        above,
        frozenset(opposites),
        {name: frozenset(near) for name, near in places.items()},
        irregular,
    )


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
def is_same_place(one: str, other: str) -> bool:
    """Whether two names go with one place: "Danish" and "Copenhagen", "Poles" and "Poland"."""
    a, b = _place_forms(one), _place_forms(other)
    if a & b or _share_root(one.lower(), other.lower()):
        return True
    places = _book().places
    near_a = a.union(*(places.get(name, frozenset()) for name in a))
    near_b = b.union(*(places.get(name, frozenset()) for name in b))
    if near_a & b or near_b & a:
        return True
    # Germany and Austria share the Danube, France and Poland lie in Europe, and neither are one place.
    wide_a, wide_b = len(near_a) > _MANY, len(near_b) > _MANY
    if wide_a and wide_b:
        return False
    shared = near_a & near_b
    return bool(shared if wide_a != wide_b else shared - _WIDE)


def is_place(name: str) -> bool:
    """Whether a name is known as that of a place or its people."""
    return bool(_place_forms(name) & _book().places.keys())


def _place_forms(name: str) -> frozenset[str]:
    low = name.lower()
    return frozenset({low, low.removesuffix("s"), low.removesuffix("men"), low.removesuffix("man")})


def _share_root(one: str, other: str) -> bool:
    """Names that differ by the ending of a people: "Hadar", "Hadari"."""
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
