"""Whether two facts are of one thing, so that both can't be so: figures, days, names and denials.

Pure but for the likeness of two sentences, which is asked only where words leave it open.
"""

import re
from collections.abc import Callable

from assistant.calendar.days import Mention
from assistant.checking.entail import coverage, terms
from assistant.checking.evidence import folded
from assistant.conversation import Quote
from assistant.english.thesaurus import is_common
from assistant.numbers.number_words import CARDINAL
from assistant.reporting.clauses import (
    are_elsewhere,
    are_filled_otherwise,
    are_other_events,
    are_other_things,
    clause,
    likeness,
    names,
    scopes,
)
from assistant.reporting.dated import Day, are_apart, is_news_of_its_day
from assistant.reporting.facts_told import Fact
from assistant.reporting.figures import Figure, figures
from assistant.reporting.named import Named
from assistant.reporting.occasions import (
    OF_ITS_DAY,
    are_of_one_event,
    are_of_other_years,
    are_on_other_days,
)

_ALIKE = {"count": 0.66, "money": 0.45, "percent": 0.64, "clock": 0.6, "age": 0.5, "pair": 0.8, "time": 0.65}
_ALIKE_ELSE = 0.5
_OPEN = 0.2  # below the limit: the meaning of the sentences decides
_MEANT = 0.6  # cosine
_NAMED, _DATED = 0.65, 0.7
_BESIDE, _WORDS = 0.34, 5  # share of the words on either side of a value that the other clause holds
_SHORT = 3  # words that say something
_FATED = 0.36  # the fate itself is half of what such a clause says
_FATED_THERE = 0.15  # the same where both name a place
_FAR_MORE = 12
_LONG = 5  # days after which a day that was to come is another one
_SCOPED = 0.1  # more where both name the same place or party

_NUMBER = rf"(?:\d[\d.,]*|{'|'.join(CARDINAL)})"
# What a sentence counts beside: "and 34 were hurt".
_JOINS = re.compile(rf"^.*\b{_NUMBER}\b.*\band\s+$", re.IGNORECASE | re.DOTALL)
_JOINED = re.compile(rf"\s+and\s+{_NUMBER}\b.*$", re.IGNORECASE | re.DOTALL)
# The day of one side is not that of the others.
_WEEKDAY = re.compile(
    r"\s+(?:(?:late|early)\s+)?on\s+[A-Z][a-z]+day(?:\s+(?:morning|afternoon|evening|night))?\b"
)

Alike = Callable[[Quote, Quote], float]


def subject(fact: Fact) -> tuple[object, ...]:
    """What facts of one thing have in common at the least."""
    value = fact.value
    if isinstance(value, Figure):
        return "figure", value.kind, value.mood, value.part, value.fate or value.noun
    if isinstance(value, Day):
        return "day", value.is_precise, value.is_ahead
    return "name", value.part


def are_of_one(one: Fact, other: Fact, alike: Alike) -> bool:
    """Whether two facts give a value for one thing."""
    a, b = one.value, other.value
    if isinstance(a, Figure) and isinstance(b, Figure):
        if not are_of_one_event(one, other) or are_of_other_years(one, other):
            return False
        if one.published != other.published and OF_ITS_DAY.search(one.quote.text):
            return False
        if a.kind == "clock" and are_on_other_days(one, other):
            return False
        return _are_one_figure(a, b, lambda: alike(one.quote, other.quote))
    if isinstance(a, Day) and isinstance(b, Day):
        return _are_one_day(one, other, a, b)
    return isinstance(a, Named) and isinstance(b, Named) and _are_near(one, other) and _are_one_part(a, b)


def _are_near(one: Fact, other: Fact) -> bool:
    """Whether both were published within a day, as far as is known: the next day another may have won."""
    return not (one.published and other.published) or abs((one.published - other.published).days) <= 1


def are_same(one: Fact, other: Fact) -> bool:
    """Whether two facts may give the same value."""
    a, b = one.value, other.value
    if isinstance(a, Figure) and isinstance(b, Figure):
        return a.is_near(b)
    if isinstance(a, Day) and isinstance(b, Day):
        return one.text.lower() == other.text.lower() or not are_apart(a, b)
    return isinstance(a, Named) and isinstance(b, Named) and bool(a.name & b.name)


def _are_one_figure(a: Figure, b: Figure, alike: Callable[[], float]) -> bool:
    if a.kind != b.kind or a.mood != b.mood or a.part != b.part:
        return False
    if a.kind == "age" and not names(a.about) & names(b.about):
        return False
    if a.kind == "magnitude":
        return "aftershock" not in (a.about + b.about).lower()
    if not _is_one_count(a, b) or are_other_things(_open(a), _open(b)) or _are_other_times(a, b):
        return False
    if (
        a.part == "more"
        or (a.fate != "moved" and are_elsewhere(_sentence(a), _sentence(b)))
        or are_elsewhere(a.about, b.about)
        or are_other_events(_sentence(a), _sentence(b))
        or _is_far_more(a, b)
    ):
        return False
    if a.fate and a.fate == b.fate:
        near = likeness(a.about, b.about)
        is_there = bool(scopes(a.about) & scopes(b.about))
        return near >= _FATED or (is_there and near >= _FATED_THERE)
    if are_filled_otherwise(a.about, b.about) or _name_others(a, b):
        return False
    if min(_held_near(a, b), _held_near(b, a)) < _BESIDE:
        return False
    least = _ALIKE.get(re.split("[:/]", a.kind)[0], _ALIKE_ELSE)
    near = likeness(a.about, b.about) + _SCOPED * bool(scopes(a.about) & scopes(b.about))
    if near >= least:
        return True
    return near >= least - _OPEN and alike() >= _MEANT


def _name_others(a: Figure, b: Figure) -> bool:
    """Whether two clauses name others: the tariff on Leith, the tariff on Oslo."""
    mine, theirs = _named_in(a.about), _named_in(b.about)
    return not a.fate and bool(mine and theirs) and not mine & theirs


def _named_in(about: str) -> frozenset[str]:
    """The names of a clause; a common word is none where it only opens it."""
    first = folded(about.split()[0]) if about.split() else ""
    return names(about) - ({first} if is_common(first) else set())


def _is_far_more(a: Figure, b: Figure) -> bool:
    """Whether one is so much more than the other that it measures another thing."""
    one, other = (f.value.low * (f.value.unit.factor if f.value.unit else 1) for f in (a, b))
    return not 1 / _FAR_MORE <= abs(one or 1) / abs(other or 1) <= _FAR_MORE


def _held_near(a: Figure, b: Figure) -> float:
    """How far the words right beside a value are held by the other's clause."""
    if len(terms(b.about)) < _SHORT:
        return 1.0
    words = _open(a)
    before, after = words[: a.at].split()[-_WORDS:], words[a.at :].split()[:_WORDS]
    return coverage(" ".join((*before, *after)), _sentence(b))


def _sentence(figure: Figure) -> str:
    return figure.value.sentence or figure.about


def _open(figure: Figure) -> str:
    """The clause with its value left open."""
    at = figure.at
    return f"{figure.about[:at]}{figure.about[at + figure.end - figure.start :]}"


def _is_one_count(a: Figure, b: Figure) -> bool:
    """Whether both count the same kind of thing, with the same fate."""
    if a.fate != b.fate or (not a.fate and a.sorts and b.sorts and not a.sorts & b.sorts):
        return False
    if a.kind != "count" or a.noun == b.noun:
        return a.kind != "count" or bool(a.noun or a.fate or a.part)
    if not a.noun or not b.noun:
        return bool(a.fate)
    return False


def _are_other_times(a: Figure, b: Figure) -> bool:
    """Whether the clauses name times that are apart: two months, or years; 2019 and no time at all."""
    mine, theirs = _long(a.dates), _long(b.dates)
    if mine and theirs:
        return not any(
            x[0] <= y[1] and y[0] <= x[1]
            for m in mine
            for t in theirs
            for x in m.readings
            for y in t.readings
        )
    return any(m.grain == "year" and m.has_year for m in (*mine, *theirs)) and a.mood != "foreseen"


def _long(dates: tuple[Mention, ...]) -> list[Mention]:
    return [named for named in dates if named.grain in ("month", "season", "year") and named.readings]


def _are_one_day(one: Fact, other: Fact, a: Day, b: Day) -> bool:
    if a.is_precise != b.is_precise or a.is_ahead != b.is_ahead:
        return False
    gap = abs((one.published - other.published).days) if one.published and other.published else 0
    if a.is_ahead and gap > _LONG:
        return False
    fresh = is_news_of_its_day(a, one.published) and is_news_of_its_day(b, other.published)
    if fresh and one.published != other.published and are_apart(a, b):
        return False
    if (
        are_other_things(a.about, b.about)
        or are_elsewhere(a.about, b.about)
        or _are_counted_apart(one, other)
    ):
        return False
    return likeness(a.about, b.about) >= _DATED


def _are_counted_apart(one: Fact, other: Fact) -> bool:
    """Whether both give a figure of one kind, and not the same: two days, each with its own."""
    mine, theirs = (figures(fact.quote.text, fact.published) for fact in (one, other))
    return any(
        a.kind == b.kind and a.noun == b.noun and not a.is_near(b)
        for a in mine
        for b in theirs
        if a.kind != "clock"
    )


def _are_one_part(a: Named, b: Named) -> bool:
    if a.part != b.part or are_other_things(a.about, b.about):
        return False
    is_elsewhere = are_elsewhere(a.about, b.about)
    return not is_elsewhere and likeness(a.about, b.about) >= _NAMED


def words_of(fact: Fact) -> str:
    """The clause a fact stands in, with "…" for its value where it is not at an end."""
    value = fact.value
    sentence = fact.quote.text
    about = clause(sentence, value.start, value.end)
    before, after = sentence[about.start : value.start], sentence[value.end : about.end]
    if isinstance(value, Figure):
        before, after = _JOINS.sub("", _WEEKDAY.sub("", before)), _WEEKDAY.sub("", _JOINED.sub("", after))
    return " … ".join(part for each in (before, after) if (part := each.strip(" ,.“”")))
