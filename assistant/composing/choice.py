"""Which developments a briefing shows, and in which order: the headline, then a point each, none twice.

Pure: matters in, the chosen ones out.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.briefing import Length
from assistant.reporting.developments import Matter, repeats
from assistant.reporting.weight import Weighed

_TOLD_BY = 0.4  # weight of each doubling of the Stories that tell it
_HEADING = 0.9  # weight of being new and at the head of its article, in the headline
_HEAD_WORDS = 45  # of a headline, above which a shorter one is looked for
_ABOUT_HEAD, _ABOUT = 0.7, 0.55  # of what is most about the affair that the headline and a point must reach
_EACH_STORY = 2  # points
_AGAIN = 0.35  # what each further point of one Story counts less


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


def headline(matters: Sequence[Matter]) -> Matter | None:
    """What answers first: the newest thing of weight that stands at the head of its article."""
    if not matters:
        return None
    heads = _about(matters, _ABOUT_HEAD)
    short = [matter for matter in heads if len(matter.best.text.split()) <= _HEAD_WORDS]
    return max(short or heads, key=_heads)


def points(
    matters: Sequence[Matter], head: Matter | None, plan: Plan, worth: Callable[[Matter], float] | None = None
) -> list[Matter]:
    """The weightiest things beside the headline: what is about the affair, then others up to the least."""
    about = _about(matters, _ABOUT) if worth is None else matters
    worth = worth or value
    chosen = _more([head] if head else [], about, plan.body, plan, worth)
    chosen = _more(chosen, matters, plan.least, plan, worth)
    return chosen[bool(head) :]


def _more(
    chosen: Sequence[Matter],
    matters: Sequence[Matter],
    most: int,
    plan: Plan,
    worth: Callable[[Matter], float],
) -> list[Matter]:
    """What is chosen, with the weightiest others as far as they fit."""
    found = list(chosen)
    told_by = Counter(matter.best.story for matter in found)
    rest = [matter for matter in matters if matter not in found]
    while rest and len(found) <= plan.points:
        best = max(rest, key=lambda matter: worth(matter) - _AGAIN * told_by[matter.best.story])
        rest.remove(best)
        fits = sum(map(_words, found)) + _words(best) <= most
        is_new = not any(repeats(best.best, other.best) for other in found)
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
        if line not in best or _heads(matter) > _heads(best[line]):
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
    is_lead = matter.best.line.place == 0
    return value(matter) + _HEADING * (matter.best.newness + is_lead)


def _at(matter: Matter) -> int:
    return matter.best.quote.found.source.published_at or 0


def _words(matter: Matter) -> int:
    return len(matter.best.text.split())
