"""The news to what a briefing shows of it, chosen and not yet cited: the order of the steps.

Knows the files of this package and how much a briefing of a length holds; nothing about models.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.briefing import Development, Difference, Speech
from assistant.composing import choice
from assistant.composing.choice import Plan
from assistant.composing.news import News
from assistant.conversation import Quote
from assistant.reporting import speeches, timeline
from assistant.reporting.developments import (
    Matter,
    are_of_one_time,
    development,
    matters,
    outlet_of,
    tell_of_one,
    unproved,
)
from assistant.reporting.differences import differences
from assistant.reporting.lines import Line, lines
from assistant.reporting.said import said
from assistant.reporting.timeline import Event
from assistant.reporting.unknown import tells_what_is_unknown, unknown
from assistant.reporting.weight import Vector, Weighed, is_overtaken, weighed
from assistant.weighing.headings import told
from assistant.weighing.terms import Rarity, stems_of, terms_of

_NAMES_IT = 0.6  # of the topic
_READ = 24  # passages in which is looked for who said what
_NEAR_IT = 0.5  # of the nearness of what is nearest to the topic
_SOON_S = 3 * 86_400  # between articles that differ; later ones tell what has become of it
_BETTER = 0.02  # weight of the sentence beside that of its storyline


@dataclass(frozen=True, slots=True)
class Report:
    """What the news tells, as far as a briefing shows it."""

    head: Development | None
    points: tuple[Development, ...]
    said: tuple[Speech, ...]
    differences: tuple[Difference, ...]
    events: tuple[Event, ...]
    unknown: tuple[Quote, ...]
    developments: tuple[Development, ...]  # all of them, the weightiest first


def report(news: News, topic: str | None, plan: Plan, rarity: Rarity, vector: Vector | None) -> Report:
    """Choose what is shown of the news."""
    sentences = weighed(_lines(news, topic, rarity), topic, rarity, vector, news.others)
    happened = matters([each for each in sentences if _has_happened(each, sentences)])
    if topic:
        head = choice.headline(happened, news.others)
        chosen = choice.in_order(choice.points(happened, head, plan))
    else:
        tops = _tops(happened, news)
        head = next(iter(tops), None)
        full = [matter for matter in happened if choice.is_full(matter)]
        chosen = choice.points(full, head, plan, tops, partial(_rank, news))
        # What else is told of an affair stands under it.
        chosen.sort(key=lambda matter: -_rank_of_line(news, matter))
    shown = [matter.best for matter in ([head] if head else []) + chosen]
    differing = _differences(shown, sentences, news, vector)[: plan.disputes]
    first = standing(development(head), differing) if head else None
    points = tuple(standing(development(matter), differing) for matter in chosen)
    rest = [unproved(matter) for matter in happened if matter is not head and matter not in chosen]
    beside = _beside(sentences, shown, plan, news) if topic else _Beside()
    return Report(
        head=first,
        points=points,
        said=beside.said,
        differences=tuple(differing),
        events=beside.events,
        unknown=beside.unknown,
        developments=(*([first] if first else []), *points, *rest),
    )


def _has_happened(each: Weighed, sentences: Sequence[Weighed]) -> bool:
    """Whether a sentence tells of something: not of what is unknown, or was to come and may have come."""
    if tells_what_is_unknown(each.text):
        return False
    newest = max(other.quote.found.source.published or "" for other in sentences)[:10]
    day = timeline.day_of(each.quote)
    return not is_overtaken(each) or (day is not None and day.isoformat() > newest)


def _lines(news: News, topic: str | None, rarity: Rarity) -> list[Line]:
    """The sentences that may stand alone; of articles about something else those that name the topic."""
    terms = terms_of(topic, rarity) if topic else None
    return [
        line
        for line in lines(news.passages)
        if terms is None
        or line.quote.found.passage.article_id not in news.others
        or terms.coverage(stems_of(line.text)) >= _NAMES_IT
    ]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is shown beside the headline and the points."""

    said: tuple[Speech, ...] = ()
    events: tuple[Event, ...] = ()
    unknown: tuple[Quote, ...] = ()


def _beside(sentences: Sequence[Weighed], shown: Sequence[Weighed], plan: Plan, news: News) -> _Beside:
    """What is not known, who said what, and when things happened, as far as there is room."""
    about = choice.near(sentences)
    room = _Room(plan.most, [each.quote for each in shown])
    # "Nobody knows how many are missing" names no topic: what counts is that its article is about it.
    inside = {_article(each) for each in about} - news.others
    of_it = [each for each in sentences if _article(each) in inside]
    not_known = room.taken([each.quote for each in unknown(of_it, plan.unknown)])
    return _Beside(
        said=tuple(_said(_of_it(about, news), room, plan)),
        unknown=tuple(not_known),
        events=tuple(_events(about, shown, room, plan, news)),
    )


def _of_it(about: Sequence[Weighed], news: News) -> list[Weighed]:
    """The sentences of the affair that are near the topic themselves."""
    most = max((each.topic for each in about), default=0.0)
    inside = (each for each in about if _article(each) not in news.others)
    return [each for each in inside if each.topic >= _NEAR_IT * most]


def _article(each: Weighed) -> str:
    return each.quote.found.passage.article_id


def _said(about: Sequence[Weighed], room: "_Room", plan: Plan) -> list[Speech]:
    """Who said what, in the passages that are most about the affair."""
    passages = list({each.quote.found.passage.id: each.quote.found for each in about}.values())[:_READ]
    passages.sort(key=lambda found: (found.passage.article_id, found.passage.start))
    new = [each for each in said(passages) if each.is_quote or not room.holds(each.words)]
    found = speeches.chosen(new, about)[: 2 * plan.speeches]
    kept = {quote.key for quote in room.taken([each.words for each in found], plan.speeches)}
    return [each for each in found if each.words.key in kept][: plan.speeches]


def _differences(
    shown: Sequence[Weighed], sentences: Sequence[Weighed], news: News, vector: Vector | None
) -> list[Difference]:
    """Where sentences of one storyline differ; those of what is shown come first."""
    by_line: dict[str, list[Quote]] = {}
    for each in sentences:
        article = _article(each)
        by_line.setdefault(news.lines.get(article, article), []).append(each.quote)
    read = {each.quote.key: each for each in sentences}
    found = [
        difference
        for quotes in by_line.values()
        if len({quote.found.story for quote in quotes}) > 1
        for difference in differences(quotes, vector)
        if _is_of_one_thing(difference, read)
    ]
    keys = {each.quote.key for each in shown}
    return sorted(found, key=lambda difference: not _touches(difference, keys))


def _is_of_one_thing(difference: Difference, read: Mapping[tuple[str, int, int], Weighed]) -> bool:
    """Whether two outlets tell of the same at one time: what one of them has counted since is no dispute."""
    sides = [[read[q.key] for q in value.quotes if q.key in read] for value in difference.values]
    return any(
        outlet_of(one) != outlet_of(other)
        and are_of_one_time(one, other, _SOON_S)
        and tell_of_one(one, other)
        for n, side in enumerate(sides)
        for rivals in sides[n + 1 :]
        for one in side
        for other in rivals
    )


def _touches(difference: Difference, keys: set[tuple[str, int, int]]) -> bool:
    return any(quote.key in keys for value in difference.values for quote in value.quotes)


def standing(told: Development, differing: Sequence[Difference]) -> Development:
    """The same, disputed where a sentence gives a value that others of its time give otherwise."""
    keys = {quote.key for quote in told.told}
    is_disputed = any(_touches(each, keys) for each in differing if not each.grew)
    return replace(told, status="disputed") if is_disputed else told


def _tops(happened: Sequence[Matter], news: News) -> list[Matter]:
    """What heads each storyline, the weightiest first."""
    return sorted(choice.by_line(happened, news.lines), key=partial(_rank, news), reverse=True)


def _rank(news: News, matter: Matter) -> float:
    """What speaks for the storyline of a matter; of several alike the one that is told better."""
    return _rank_of_line(news, matter) + _BETTER * choice.value(matter)


def _rank_of_line(news: News, matter: Matter) -> float:
    return news.ranks.get(news.lines.get(_article(matter.best), ""), 0.0)


def _events(
    sentences: Sequence[Weighed], shown: Sequence[Weighed], room: "_Room", plan: Plan, news: News
) -> list[Event]:
    """What is shown with its day, and as much beside as there is room for."""
    brief = _brief(news)
    first = timeline.chosen(timeline.events(shown, brief), plan.moments)
    days = {event.day for event in first}
    more = [event for event in timeline.events(sentences, brief) if event.day not in days]
    more = timeline.chosen(more, plan.moments - len(first))
    fitting = {quote.key for quote in room.taken([event.told.quote for event in more])}
    kept = [*first, *(event for event in more if event.told.quote.key in fitting)]
    return sorted(kept, key=lambda event: event.day)


def _brief(news: News) -> frozenset[str]:
    """The articles that are items of a few sentences."""
    counts: Counter[str] = Counter()
    for found in news.passages:
        counts[found.passage.article_id] += len(told(found.passage.text))
    return frozenset(article for article, many in counts.items() if timeline.is_brief(many))


class _Room:
    """How many words there still is room for; what is shown already takes none."""

    def __init__(self, most: int, shown: Iterable[Quote]) -> None:
        self._shown = list(shown)
        self._left = most - sum(len(quote.text.split()) for quote in self._shown)

    def taken(self, wanted: Iterable[Quote], most: int | None = None) -> list[Quote]:
        """Those there is room for, the first ones."""
        fitting: list[Quote] = []
        for quote in wanted:
            words = 0 if self.holds(quote) else len(quote.text.split())
            if words <= self._left and (most is None or len(fitting) < most):
                self._left -= words
                self._shown.append(quote)
                fitting.append(quote)
        return fitting

    def holds(self, quote: Quote) -> bool:
        """Whether words are shown already."""
        return any(
            quote.found.passage.article_id == other.found.passage.article_id
            and other.start <= quote.start
            and quote.end <= other.end
            for other in self._shown
        )
