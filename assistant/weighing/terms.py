"""What a question is about: its terms, how rare each is, and how much of them a text holds.

Pure: text in, numbers out; how rare a term is in the archive is asked of a function.
"""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.english.verbs import bases
from ingest.words import terms

Rarity = Callable[[str], tuple[int, int]]

# Words that ask rather than say what is asked about.
_ASKING = """
a about according after all also an and any anyone are as at ask asked be because been before being but by
can come could did do does done during ever for from gave get give given go going got had happen happened
happening has have he her hers him his how i if in into is it its just know last latest like made make many
may me might more most much must my new news no not now of off on or other our out over please recent
recently report reported reportedly said same say saying says she should show since so some such tell than
that the their them then there these they thing things this those to today told too under until up upon us
anybody anything everybody everyone nobody none nothing somebody someone something use used using didn doesn
don isn aren wasn weren hasn haven hadn wouldn couldn shouldn t was we were what when where whether which
while who whom whose why will with would yesterday yet you your latest currently current week month year day
time
"""
_CALENDAR = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
September October November December Christmas Easter
"""
_CARRIED = 0.3  # of its weight a term has that comes from an earlier turn
_ANSWERED = 0.05  # the same of one that only its answer said
_CACHED = 4_000  # texts
# Passages above which an archive is large: there the fitted chance knows better, and of off-topic questions
# .08 were answered by near words.
_FEW = 600
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a question with the weight of each: rare ones weigh more."""

    weights: dict[str, float]
    names: frozenset[str]  # terms written with a capital inside the question
    passages: int = 0  # of the archive they are weighed in

    @property
    def is_of_few(self) -> bool:
        """Whether the archive is so small that one sentence must do: a fitted chance expects more."""
        return self.passages <= _FEW

    @property
    def total(self) -> float:
        """Weight of all terms together."""
        return sum(self.weights.values())

    def coverage(self, stems: Iterable[str]) -> float:
        """Share of the question's weight that these stems hold, 0 to 1."""
        held = set(stems)
        return (
            sum(w for term, w in self.weights.items() if term in held) / self.total if self.weights else 0.0
        )

    def leaning(self, own: str, carried: str = "") -> "Terms":
        """The same terms, of which those that are not in ``own`` weigh less, and dates nothing.

        Where something is ``carried`` on from earlier turns, all that is in neither weighs least.
        """
        stems, topic = set(stems_of(own)), set(stems_of(carried))
        dates = {term for term in self.weights if term.isdecimal()} | days()
        weights = {
            term: w if term in stems else w * (_CARRIED if term in topic or not topic else _ANSWERED)
            for term, w in self.weights.items()
            if term in stems or term not in dates
        }
        return Terms(weights or self.weights, self.names, self.passages)

    def missing_names(self, stems: Iterable[str]) -> frozenset[str]:
        """Names of the question that these stems lack."""
        return self.names - set(stems)


def terms_of(question: str, rarity: Rarity) -> Terms:
    """Weigh the content terms of a question by their inverse document frequency."""
    stems = dict.fromkeys(stems_of(question))
    content = [stem for stem in stems if stem not in _asking()] or list(stems)
    first = re.match(r"\W*(\w[\w’'-]*)", question)
    capitalised = [m.group() for m in _NAME.finditer(question) if not first or m.start() != first.start(1)]
    names = frozenset({stem for name in capitalised for stem in stems_of(name)} & set(content) - days())
    rarities = {stem: rarity(stem) for stem in content}
    passages = max((passages for _, passages in rarities.values()), default=0)
    return Terms(_weights(rarities, names), names, passages)


@lru_cache(_CACHED)
def stems_of(text: str) -> tuple[str, ...]:
    """Terms of a text, in order, as the index has them, but irregular verbs by their base."""
    return tuple(bases().get(stem, stem) for stem in terms(text))


def _weights(rarities: dict[str, tuple[int, int]], names: frozenset[str]) -> dict[str, float]:
    """Rare terms weigh more; a word the archive never saw, unless a name, no more than the others do."""
    weights = {stem: _weight(*rarity) for stem, rarity in rarities.items()}
    usual = [weights[stem] for stem, (holding, _) in rarities.items() if holding]
    most = sum(usual) / len(usual) if usual else math.inf
    unseen = {stem for stem, (holding, _) in rarities.items() if not holding} - names
    return {stem: min(most, weight) if stem in unseen else weight for stem, weight in weights.items()}


def _weight(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


@cache
def days() -> frozenset[str]:
    """Days and months are written with a capital and are no names."""
    return frozenset(stems_of(_CALENDAR))


@cache
def _asking() -> frozenset[str]:
    return frozenset(stems_of(_ASKING))
