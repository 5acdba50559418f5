"""How much a sentence of the news matters for a briefing: near its topic, at the head of its article, new.

Pure numbers; words and vectors are asked of functions.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.conversation import Quote
from assistant.reporting.faults import faults, supposes, without_quotes
from assistant.reporting.features import definite
from assistant.reporting.gravity import scale
from assistant.reporting.lines import Line
from assistant.weighing.terms import Rarity, Terms, stems_of, terms_of

Vector = Callable[[str], NDArray[np.float32]]
_EMBEDDED = 70  # sentences whose meaning is compared, 2 ms each
_SECOND = 0.5  # of what the first sentence of an article has for standing at its head, the third has
_DAY_S = 86_400
_AGES = 1.5  # parts of the time all of it spans, after each of which news is worth 1/e
_WEIGHTS = {"lead": 1.0, "new": 0.9, "about": 1.6, "grave": 0.8, "definite": 0.5}
_FIGURE = 0.1
_TOPIC = 0.6  # of what it is about: the topic itself; the rest is the affair, as articles begin
_GRAVE_ENOUGH = 0.3  # what is graver is no more the news: every later report repeats how many died
_ASIDE = 0.3  # what counts against an article of another affair
_NEW = 0.8  # newness below which what was to come may have come
_TO_COME = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:to|expected to|set to|due to)|(?:continues?|remains?) to|looms?|"
    r"(?:is|are) (?:now |still |currently |eagerly )?(?!being)\w{2,}ing)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with what speaks for it."""

    line: Line
    stems: Mapping[str, float]  # its words with the weight of each
    vector: NDArray[np.float32] | None = None
    topic: float = 0.0  # how near it is to what was asked for, 0 to 1
    central: float = 0.0  # how near to what the articles begin with
    score: float = 0.0
    newness: float = 0.0
    grave: float = 0.0  # how grave what it tells is by its meaning, -1 to 1

    @property
    def quote(self) -> Quote:
        """Where it stands."""
        return self.line.quote

    @property
    def text(self) -> str:
        """Its words."""
        return self.line.text

    @property
    def about(self) -> float:
        """How far it is about the affair, 0 to 1."""
        return _TOPIC * self.topic + (1 - _TOPIC) * self.central

    @property
    def story(self) -> str:
        """What it is counted as."""
        return self.quote.found.story


def weighed(
    lines: Sequence[Line],
    topic: str | None,
    rarity: Rarity,
    vector: Vector | None,
    aside: frozenset[str] = frozenset(),
) -> list[Weighed]:
    """The sentences with the words, meaning and weight of each, the weightiest first.

    ``aside`` are articles of other affairs, which do not tell how new this one is.
    """
    terms = terms_of(topic, rarity) if topic else None
    known = cache(rarity)  # sentences of one affair share most of their words
    news = [_by_words(line, terms, known) for line in lines]
    news = _dated(sorted(news, key=lambda w: -w.topic - _lead(w.line.place)), aside)
    if vector is not None:
        news = _by_meaning(news[:_EMBEDDED], topic, vector)
    scored = [
        replace(each, score=_score(each) - _ASIDE * (each.quote.found.passage.article_id in aside))
        for each in _central(news)
    ]
    return sorted(scored, key=lambda w: (-w.score, w.quote.key))


def is_overtaken(each: Weighed) -> bool:
    """Whether a sentence tells what was to come or was going on, of which newer articles may tell the end."""
    tells_what_was_ahead = _TO_COME.search(without_quotes(each.text)) or supposes(each.text)
    return each.newness < _NEW and bool(tells_what_was_ahead)


def _by_words(line: Line, terms: Terms | None, rarity: Rarity) -> Weighed:
    stems = {stem: _idf(*rarity(stem)) for stem in stems_of(line.text)}
    if terms is None:
        return Weighed(line, stems)
    titled = (*stems, *stems_of(line.quote.found.source.title))
    own = stems if line.place else titled  # the first sentence and the title are told together
    return Weighed(line, stems, topic=(terms.coverage(own) + terms.coverage(titled)) / 2)


def _by_meaning(news: Sequence[Weighed], topic: str | None, vector: Vector) -> list[Weighed]:
    asked, weights = vector(topic) if topic else None, scale(vector)
    found = []
    for each in news:
        mine = vector(each.text)
        near = 0.0 if asked is None else max(0.0, float(mine @ asked))
        grave = weights.weigh(mine) if weights else 0.0
        found.append(replace(each, vector=mine, topic=(each.topic + near) / 2 if topic else 0.0, grave=grave))
    return found


def _central(news: Sequence[Weighed]) -> list[Weighed]:
    """The same, each the nearer to what most articles begin with the weightier."""
    heads = [each.vector for each in news if each.vector is not None and each.line.place == 0]
    if not heads:
        return list(news)
    middle = np.mean(heads, axis=0)
    middle /= np.linalg.norm(middle) or 1.0
    return [
        replace(each, central=max(0.0, float(each.vector @ middle))) if each.vector is not None else each
        for each in news
    ]


def _dated(news: Sequence[Weighed], aside: frozenset[str]) -> list[Weighed]:
    """The same, each as new as it is beside the newest of the affair."""
    inside = [each for each in news if each.quote.found.passage.article_id not in aside]
    times = [at for each in inside or news if (at := each.quote.found.source.published_at) is not None]
    if not times:
        return list(news)
    newest, scale = max(times), max(_DAY_S, (max(times) - min(times)) / _AGES)
    return [replace(each, newness=_newness(each.quote, newest, scale)) for each in news]


def _newness(quote: Quote, newest: int, scale: float) -> float:
    at = quote.found.source.published_at
    return 0.0 if at is None else math.exp(min(0, at - newest) / scale)


def _score(each: Weighed) -> float:
    lead = _WEIGHTS["lead"] * _lead(each.line.place)
    news = _WEIGHTS["grave"] * min(each.grave, _GRAVE_ENOUGH) + _WEIGHTS["definite"] * definite(each.text)
    figure = _FIGURE * any(letter.isdigit() for letter in each.text)
    near = _WEIGHTS["new"] * each.newness + _WEIGHTS["about"] * each.about
    return lead + near + news + figure - faults(each.line)


def _lead(place: int) -> float:
    return 1 / (1 + _SECOND * place)


def _idf(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
