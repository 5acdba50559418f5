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
from assistant.reporting.features import definite, is_feature, tells_of_a_deed, tells_of_before
from assistant.reporting.gravity import scale
from assistant.reporting.lines import Line
from assistant.weighing.terms import Rarity, Terms, stems_of, terms_of

Vector = Callable[[str], NDArray[np.float32]]
_EMBEDDED = 70  # sentences whose meaning is compared, 2 ms each
_SECOND = 0.5  # of what the first sentence of an article has for standing at its head, the third has
_DAY_S = 86_400
_AGES = 1.5  # parts of the time all of it spans, after each of which news is worth 1/e
_SHORT, _LONG = 16, 34  # words
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_WEIGHTS = {"lead": 1.0, "new": 0.9, "about": 1.6, "grave": 0.8, "definite": 0.5}
_FEATURE = 0.4  # what counts against an article that explains or serves
_TOPIC = 0.6  # of what it is about: the topic itself; the rest is the affair, as articles begin
_HALF_QUOTED = 0.4  # of its letters; who said what is told by itself
_MOSTLY_QUOTED, _TOO_SHORT, _TOO_LONG, _SURNAME, _FIGURE = 0.6, 0.04, 0.02, 0.25, 0.1
_SAID_BEFORE, _ALSO, _SUPPOSED, _LIKELY, _NO_DEED, _BACKGROUND = 0.35, 0.3, 0.4, 0.3, 0.3, 0.2
_GRAVE_ENOUGH = 0.3  # what is graver is no more the news: every later report repeats how many died
_ASIDE = 0.3  # what counts against an article of another affair
_NEW = 0.8  # newness below which what was to come may have come
_TO_COME = re.compile(
    r"\b(?:will|would|(?:is|are|was|were) (?:to|expected to|set to|due to)|(?:continues?|remains?) to|looms?|"
    r"(?:is|are) (?:now |still |currently |eagerly )?(?!being)\w{2,}ing)\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"^(?:even )?(?:if|unless|whether|should|assuming)\b|,? \bif\b", re.IGNORECASE)
# What may happen is no news beside what has.
_PROSPECT = re.compile(
    r"\b(?:(?:is|are|was|were|seems?|appears?) (?:\w+ly )?(?:likely|expected|poised) to|may|might|could|"
    r"would) ",
    re.IGNORECASE,
)
_TOO = re.compile(r"\b(?:also|too|as well)\b", re.IGNORECASE)  # beside what was said before
# "The union said": which one stands before it. "The head of the union" says of what.
_KNOWN = re.compile(r"^The (?:[a-z-]+ ){1,2}(?!of\b|in\b|for\b|on\b|at\b|that\b|who\b|to\b|between\b|from\b)")
_BY_SURNAME = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w’'-]+ (?:said|says|added|told|also|was|is|has|had|would|will|did|called|denied)\b"
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
    return each.newness < _NEW and bool(_TO_COME.search(_QUOTED.sub("", each.text)))


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
    words = len(each.text.split())
    quoted = sum(len(match.group()) for match in _QUOTED.finditer(each.text)) / len(each.text)
    against = _TOO_SHORT * max(0, _SHORT - words) + _TOO_LONG * max(0, words - _LONG)
    against += _MOSTLY_QUOTED * (quoted > _HALF_QUOTED)
    against += _SURNAME * bool(_BY_SURNAME.match(each.text))
    against += _SAID_BEFORE * bool(each.line.place and _KNOWN.match(each.text))
    against += _ALSO * bool(_TOO.search(each.text))
    figure = _FIGURE * any(letter.isdigit() for letter in each.text)
    against += _LIKELY * bool(_PROSPECT.search(_QUOTED.sub("", each.text)))
    against += _SUPPOSED * bool(_SUPPOSES.search(_QUOTED.sub("", each.text)))
    against += _BACKGROUND * tells_of_before(_QUOTED.sub("", each.text))
    against += _NO_DEED * (not tells_of_a_deed(each.text))
    against += _FEATURE * (not each.line.place and is_feature(each.quote.found.source.title))
    lead = _WEIGHTS["lead"] * _lead(each.line.place)
    news = _WEIGHTS["grave"] * min(each.grave, _GRAVE_ENOUGH) + _WEIGHTS["definite"] * definite(each.text)
    return lead + _WEIGHTS["new"] * each.newness + _WEIGHTS["about"] * each.about + news + figure - against


def _lead(place: int) -> float:
    return 1 / (1 + _SECOND * place)


def _idf(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
