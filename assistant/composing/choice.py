"""Which developments a briefing shows, and in which order: the headline, then a point each, none twice.

Pure: matters in, the chosen ones out.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.briefing import Length
from assistant.reporting.developments import REPEATS, Matter, repeats
from assistant.reporting.features import definite, is_feature, tells_a_tale
from assistant.reporting.weight import Weighed

_TOLD_BY = 0.4  # weight of each doubling of the Stories that tell it
_HEADING, _NEWEST = 0.9, 1.5  # weight of the head of an article and of being new, in the headline
_HEAD_WORDS, _TOO_LONG = 40, 0.04  # of a headline; what each further one counts against it
_DEFINITE = 0.5  # share of names, numbers and speakers that what heads a briefing has, where there is such
_ABOUT_HEAD, _ABOUT = 0.7, 0.55  # of what is most about the affair that the headline and a point must reach
_FULL = 10  # words
_BEGINNING = 2  # sentences before which an article has told its news
_MUCH_THE_SAME = 0.75  # likeness of two points where there is little to tell
_AGAIN = 0.5  # what each further point of one Story counts less
_OF_A_DAY = 0.2  # the same of one day: a briefing tells how it went on
_EACH_STORY = 2  # points


@dataclass(frozen=True, slots=True)
class Plan:
    """How much a briefing of a length holds."""

    least: int  # words
    most: int
    points: int
    speeches: int
    moments: int
    unknown: int
    disputes: int
    changes: int

    @property
    def body(self) -> int:
        """Words of the headline and the points together."""
        return self.most * 3 // 4


PLANS: dict[Length, Plan] = {
    "short": Plan(60, 120, 3, 1, 3, 1, 1, 3),
    "normal": Plan(150, 250, 5, 3, 5, 2, 3, 5),
    "long": Plan(300, 500, 10, 6, 10, 4, 6, 10),
}


def near(news: Sequence[Weighed]) -> list[Weighed]:
    """The sentences that are about the affair."""
    most = max((each.about for each in news), default=0.0)
    return [each for each in news if each.about >= _ABOUT * most]


def headline(matters: Sequence[Matter], others: frozenset[str] = frozenset()) -> Matter | None:
    """What answers first: the newest thing of weight that stands at the head of its article.

    ``others`` are articles of other affairs, which head a briefing only where there is nothing else.
    """
    if not matters:
        return None
    inside = [matter for matter in matters if matter.best.quote.found.passage.article_id not in others]
    heads = _about(inside or matters, _ABOUT_HEAD)
    heads = [matter for matter in heads if _is_of_news(matter)] or heads
    return max(heads, key=lambda matter: _heads(matter) - _TOO_LONG * max(0, _words(matter) - _HEAD_WORDS))


def points(
    matters: Sequence[Matter],
    head: Matter | None,
    plan: Plan,
    firsts: Sequence[Matter] | None = None,
    worth: Callable[[Matter], float] | None = None,
) -> list[Matter]:
    """The weightiest things beside the headline: ``firsts`` if given, else what is about the affair.

    Others are told up to the least there is to tell.
    """
    worth = worth or value
    firsts = _about(matters, _ABOUT) if firsts is None else firsts
    chosen = _more([head] if head else [], firsts, plan.body, plan, worth)
    if sum(map(_words, chosen)) < plan.least:  # what has become of the same is better than another thing
        chosen = _more(chosen, firsts, plan.least, plan, worth, _MUCH_THE_SAME)
        chosen = _more(chosen, matters, plan.least, plan, value)
    return chosen[bool(head) :]


def _more(
    chosen: Sequence[Matter],
    matters: Sequence[Matter],
    most: int,
    plan: Plan,
    worth: Callable[[Matter], float],
    most_alike: float = REPEATS,
) -> list[Matter]:
    """What is chosen, with the weightiest others as far as they fit."""
    found = list(chosen)
    told_by = Counter(matter.best.story for matter in found)
    rest = [matter for matter in matters if matter not in found]

    def gain(matter: Matter) -> float:
        of_its_day = sum(_day(matter) == _day(other) for other in found)
        return worth(matter) - _AGAIN * told_by[matter.best.story] - _OF_A_DAY * of_its_day

    while rest and len(found) <= plan.points:
        best = max(rest, key=gain)
        rest.remove(best)
        fits = sum(map(_words, found)) + _words(best) <= most
        is_new = not any(repeats(best.best, other.best, most_alike) for other in found)
        is_even = told_by[best.best.story] < _EACH_STORY + plan.points // 5 or len(told_by) == 1
        if fits and is_new and is_even:
            found.append(best)
            told_by[best.best.story] += 1
    return found


def by_line(matters: Sequence[Matter], lines: Mapping[str, str]) -> list[Matter]:
    """Of each storyline what heads it best, in the order of the matters."""
    best: dict[str, Matter] = {}
    for matter in matters:
        article = matter.best.quote.found.passage.article_id
        line = lines.get(article, article)
        if line not in best or _leads(matter) > _leads(best[line]):
            best[line] = matter
    return sorted(best.values(), key=lambda matter: -_heads(matter))


def in_order(chosen: Sequence[Matter]) -> list[Matter]:
    """The newest first; of one article in its own order."""
    return sorted(chosen, key=lambda m: (-_at(m), m.best.quote.found.passage.article_id, m.best.quote.start))


def value(matter: Matter) -> float:
    """What speaks for showing a matter."""
    return matter.best.score + _TOLD_BY * math.log2(1 + len(matter.others))


def _about(matters: Sequence[Matter], least: float) -> list[Matter]:
    most = max((matter.best.about for matter in matters), default=0.0)
    return [matter for matter in matters if matter.best.about >= least * most]


def _heads(matter: Matter) -> float:
    is_lead = not matter.best.line.place and not is_feature(matter.best.quote.found.source.title)
    return value(matter) + _HEADING * is_lead + _NEWEST * matter.best.newness**2


def is_full(matter: Matter) -> bool:
    """Whether a sentence tells enough to stand among the top stories without heading one."""
    return _words(matter) >= _FULL and definite(matter.best.text) >= _DEFINITE


def _is_of_news(matter: Matter) -> bool:
    return definite(matter.best.text) >= _DEFINITE and not tells_a_tale(matter.best.text)


def _leads(matter: Matter) -> tuple[bool, bool, float]:
    """What an article begins with, if it is definite, before what it tells later."""
    place = matter.best.line.place
    return not place and _is_of_news(matter), place <= _BEGINNING, _heads(matter)


def _at(matter: Matter) -> int:
    return matter.best.quote.found.source.published_at or 0


def _day(matter: Matter) -> str:
    return (matter.best.quote.found.source.published or "")[:10]


def _words(matter: Matter) -> int:
    return len(matter.best.text.split())
