"""Whether two facts are of one thing, so that both can't be so: figures, days, names and denials.

Pure but for the likeness of two sentences, which is asked only where words leave it open.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.calendar.days import Mention
from assistant.checking.entail import coverage, terms
from assistant.conversation import Quote
from assistant.numbers.number_words import CARDINAL
from assistant.reporting.clauses import (
    are_elsewhere,
    are_other_events,
    are_filled_otherwise,
    are_other_things,
    clause,
    likeness,
    names,
    scopes,
)
from assistant.reporting.dated import Day, are_apart, days, is_news_of_its_day
from assistant.reporting.figures import Figure, figures
from assistant.reporting.named import Named

_ALIKE = {"count": 0.66, "money": 0.6, "percent": 0.64, "clock": 0.6, "age": 0.5, "pair": 0.8, "time": 0.65}
_ALIKE_ELSE = 0.5
_OPEN = 0.2  # below the limit: the meaning of the sentences decides
_MEANT = 0.6  # cosine
_NAMED, _DATED = 0.65, 0.7
_BESIDE, _WORDS = 0.34, 5  # share of the words on either side of a value that the other clause holds
_SHORT = 3  # words that say something
_FATED = 0.36  # the fate itself is half of what such a clause says
_FATED_THERE = 0.15  # the same where both name a place
_FAR_MORE = 12
# What is known already has an article, or is said to have grown.
_KNOWN = re.compile(
    r"\b(?:from|to|by|of|after|when|for|that|under|if) the [a-z]|^The [a-z]|"
    r"\b(?:had|has|have) (?:now )?(?:been|left|died|fallen)\b|\bhad (?:now )?[a-z]+ed\b|"
    r"\b(?:in|at|on|during) the (?:\w+ ){0,2}(?:attacks?|strikes?|crash|fire|blaze|floods?|quake|earthquake|"
    r"storm|collapse|sinking|collision|explosion|blast|bombing|shooting|march|protest|raid|accident|disaster|"
    r"outbreak)\b|\b(?:rose|rises|risen|reached|reaches|toll|totals?|now|so far|still|"
    r"increases|increased|surpass\w*|exceed\w*|bringing|climbs?|climbed|stands|stood|raised|confirmed|"
    r"updates?|revised)\b|day[’']s\b"
)
# A count that has gone on, of what its reader knows.
_COUNTED = re.compile(
    r"\b(?:rose|rises|risen|reached|reaches|tolls?|(?<!in )(?<!a )totals?|increases|increased|surpass\w*|exceed\w*|bringing|"
    r"climbs?|climbed|stands|stood|raised|updates?|revised|settled)\b|"
    r"\b(?:the|this|that) (?:[a-z]+ ){0,2}(?:attacks?|crash|fire|blaze|floods?|quake|earthquake|sinking|collision|"
    r"storm|collapse|explosion|blast|bombing|shooting|disaster|outbreak|notice)\b"
)
_THEN = re.compile(r"\b(?:years?|decades) (?:ago|earlier|before)\b|\blast (?:year|season)\b")
_YEAR = re.compile(r"(?<![\d,.$€£])(?:19|20)\d\d(?!\d|[.,]\d| (?:people|homes|jobs|miles|km))")
# What is told of these is told of each day anew.
_OF_ITS_DAY = re.compile(r"\b(?:Dow|Nasdaq|S&P|FTSE|Nikkei|shares|stocks|yields?|barrel|ounce)\b")
_TOLL = re.compile(r"\b(?:rose|rises|risen|reach\w*|tolls?|increase\w*|surpass\w*|exceed\w*|bringing|settled)\b")
_SOON, _FORGOTTEN = 3, 8  # days
_AGO = re.compile(r"\b(\w+) days ago\b")
_YESTERDAY = re.compile(r"\byesterday[’']s\b")
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEK)})[’']s\b")
_LONG = 5  # days after which a day that was to come is another one
_SCOPED = 0.1  # more where both name the same place or party

Alike = Callable[[Quote, Quote], float]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a sentence gives, and where."""

    quote: Quote
    text: str  # the value's words
    value: Figure | Day | Named
    published: date | None

    @property
    def story(self) -> str:
        """Whose fact it is; copies of one text are one source."""
        return self.quote.found.story


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
        if not _is_of_one_event(one, other) or _are_of_other_years(one, other):
            return False
        if one.published != other.published and _OF_ITS_DAY.search(one.quote.text):
            return False
        if a.kind == "clock" and _are_on_other_days(one, other):
            return False
        return _are_one_figure(a, b, lambda: alike(one.quote, other.quote))
    if isinstance(a, Day) and isinstance(b, Day):
        return _are_one_day(one, other, a, b)
    return isinstance(a, Named) and isinstance(b, Named) and _are_one_part(a, b)


def _is_of_one_event(one: Fact, other: Fact) -> bool:
    """Whether the later report may be of what the earlier one told, not of the like on another day."""
    if one.published is None or other.published is None or one.published == other.published:
        return True
    earlier, later = sorted((one, other), key=lambda fact: fact.published or date.min)
    if (began := _began(later)) and earlier.published and began > earlier.published:
        return False
    gap = abs((one.published - other.published).days)
    if gap > _FORGOTTEN and not _TOLL.search(later.quote.text):
        return False
    is_soon = gap <= _SOON
    return bool((_KNOWN if is_soon else _COUNTED).search(later.quote.text))


def is_counted_on(figure: Figure) -> bool:
    """Whether a sentence says of a figure that it goes on from an earlier one: "rose to"."""
    return bool(_COUNTED.search(_sentence(figure)))


def _began(fact: Fact) -> date | None:
    """The day on which it happened, where a later report says it so: "Friday's strike", "two days ago"."""
    text = fact.quote.text
    if fact.published is None:
        return None
    if ago := _AGO.search(text):
        count = CARDINAL.get(ago.group(1).lower(), int(ago.group(1)) if ago.group(1).isdigit() else 0)
        return fact.published - timedelta(days=int(count))
    if _YESTERDAY.search(text):
        return fact.published - timedelta(days=1)
    if found := _WEEKDAY.search(text):
        back = (fact.published.weekday() - _WEEK.index(found.group(1))) % 7 or 7
        return fact.published - timedelta(days=back)
    return None


def _are_of_other_years(one: Fact, other: Fact) -> bool:
    """Whether one sentence speaks of a year, or of years ago, that the other has nothing of."""
    ago = [bool(_THEN.search(fact.quote.text)) for fact in (one, other)]
    own = {str(fact.published.year) for fact in (one, other) if fact.published}
    mine, theirs = (frozenset(_YEAR.findall(fact.quote.text)) - own for fact in (one, other))
    is_planned = isinstance(one.value, Figure) and one.value.mood == "foreseen"
    return ago[0] != ago[1] or (mine != theirs and not is_planned)


def _are_on_other_days(one: Fact, other: Fact) -> bool:
    """Whether both sentences name a day, and not the same."""
    mine, theirs = (
        [named for named in days(fact.quote.text, fact.published) if named.is_precise] for fact in (one, other)
    )
    return bool(mine and theirs) and all(are_apart(a, b) for a in mine for b in theirs)


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
    mine, theirs = names(a.about[1:]), names(b.about[1:])
    return not a.fate and bool(mine and theirs) and not mine & theirs


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
    before = sentence[about.start : value.start].strip(" ,.“”")
    after = sentence[value.end : about.end].strip(" ,.“”")
    return " … ".join(part for part in (before, after) if part)
