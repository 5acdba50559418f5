"""The news to what a briefing shows of it, chosen and not yet cited: the order of the steps.

Knows the files of this package and how much a briefing of a length holds; nothing about models.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.briefing import Development
from assistant.conversation import Quote
from assistant.reporting import choice, timeline
from assistant.reporting.choice import Plan
from assistant.reporting.developments import Matter, development, matters, unproved
from assistant.reporting.lines import lines
from assistant.reporting.news import News
from assistant.reporting.timeline import Event
from assistant.reporting.unknown import tells_what_is_unknown, unknown
from assistant.reporting.weight import Vector, Weighed, weighed
from assistant.weighing.headings import told
from assistant.weighing.terms import Rarity

_BETTER = 0.1  # weight of the sentence beside that of its storyline
_FEW = 3  # storylines of a window; with less, more than a point of each is shown


@dataclass(frozen=True, slots=True)
class Report:
    """What the news tells, as far as a briefing shows it."""

    head: Development | None
    points: tuple[Development, ...]
    events: tuple[Event, ...]
    unknown: tuple[Quote, ...]
    developments: tuple[Development, ...]  # all of them, the weightiest first


def report(news: News, topic: str | None, plan: Plan, rarity: Rarity, vector: Vector | None) -> Report:
    """Choose what is shown of the news."""
    sentences = weighed(lines(news.passages), topic, rarity, vector)
    told = [each for each in sentences if not tells_what_is_unknown(each.text)]
    happened = matters(told)
    if topic is None:
        happened = _tops(happened, news)
        head = happened[0] if happened else None
    else:
        happened = choice.about_it(happened)
        head = choice.headline(happened)
    chosen = choice.points(happened, head, plan, None if topic else partial(_rank, news))
    shown = [matter.best for matter in ([head] if head else []) + chosen]
    room = _Room(plan.most, shown)
    about = choice.near(sentences)
    open_points = room.taken(unknown(about, plan.unknown)) if topic else []
    events = _events(about, shown, room, plan, news) if topic else []
    first = development(head) if head else None
    points = tuple(development(m) for m in (choice.in_order(chosen) if topic else chosen))
    rest = [unproved(matter) for matter in happened if matter is not head and matter not in chosen]
    return Report(
        head=first,
        points=points,
        events=tuple(events),
        unknown=tuple(each.quote for each in open_points),
        developments=(*([first] if first else []), *points, *rest),
    )


def _tops(happened: Sequence[Matter], news: News) -> list[Matter]:
    """What heads each storyline, the most told first; where there are few storylines, what else they tell."""
    heads = choice.by_line(happened, news.lines)
    heads.sort(key=partial(_rank, news), reverse=True)
    return heads if len(heads) >= _FEW else [*heads, *(m for m in happened if m not in heads)]


def _rank(news: News, matter: Matter) -> float:
    """What speaks for the storyline of a matter; of several alike the one that is told better."""
    rank = news.ranks.get(news.lines.get(matter.best.quote.found.passage.article_id, ""), 0.0)
    return rank + _BETTER * choice.value(matter)


def _events(
    sentences: Sequence[Weighed], shown: Sequence[Weighed], room: "_Room", plan: Plan, news: News
) -> list[Event]:
    """What is shown with its day, and as much beside as there is room for."""
    brief = _brief(news)
    first = timeline.events(shown, brief)
    days = {event.day for event in first}
    more = [event for event in timeline.events(sentences, brief) if event.day not in days]
    more = timeline.chosen(more, max(0, plan.moments - len(days)))
    fitting = {each.quote.key for each in room.taken([event.told for event in more])}
    kept = [*timeline.chosen(first, plan.moments), *(e for e in more if e.told.quote.key in fitting)]
    return sorted(kept, key=lambda event: event.day)


def _brief(news: News) -> frozenset[str]:
    """The articles that are items of a few sentences."""
    counts: Counter[str] = Counter()
    for found in news.passages:
        counts[found.passage.article_id] += len(told(found.passage.text))
    return frozenset(article for article, many in counts.items() if timeline.is_brief(many))


class _Room:
    """How many words there still is room for; what is shown already takes none."""

    def __init__(self, most: int, shown: Iterable[Weighed]) -> None:
        self._shown = {each.quote.key for each in shown}
        self._left = most - sum(len(each.text.split()) for each in shown)

    def taken(self, wanted: Iterable[Weighed]) -> list[Weighed]:
        """Those there is room for."""
        fitting = []
        for each in wanted:
            words = 0 if each.quote.key in self._shown else len(each.text.split())
            if words <= self._left:
                self._left -= words
                self._shown.add(each.quote.key)
                fitting.append(each)
        return fitting
