"""When things happened: sentences by the day of the event, which a sentence names or its article stands for.

Pure. A weekday is resolved against the day its article was published. Where a sentence names several days,
or the day until which something holds, nothing is said of when it happened.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.briefing import DatedBy
from assistant.calendar import days
from assistant.conversation import Quote
from assistant.reporting.features import tells_of_before
from assistant.reporting.weight import Weighed

_DAYS = ("day", "weekday")
# "by Thursday", "since Monday", "before 9 May": no day on which something happens.
_BOUND = re.compile(
    r"\b(?:by|until|till|since|before|from|after|between|through|to|of|than|every|each|most|some|"
    r"starting|beginning|effective|ahead of|due|as of)\s+(?:on\s+)?"
    r"(?:the\s+)?(?:(?:noon|midnight|morning|end|night|evening|start)\s+(?:on|of)\s+)?$",
    re.IGNORECASE,
)
# What a sentence tells beside what happened: "the fire that began last Tuesday".
_BESIDE = re.compile(
    r"\b(?:which|who|whose|(?<!killed )(?<!injured )(?<!died )(?<!hurt )when|after|before|since|until|upon|"
    r"following|amid|"
    r"and (?:is|are|was|were) (?:scheduled|expected|due|set) to|"
    r"that (?:began|started|erupted|opened|struck|hit|"
    r"killed|left|has|had|was|were|is|are|goes|takes|comes|begins|starts|will)|"
    r"(?<!said )(?<!says )(?<!day )(?<!ed )that (?:the|a|an|his|her|its|their) \w+ \w{2,}ed)\b[^,;]*$",
    re.IGNORECASE,
)
# "The dam broke on Monday, police said on Tuesday": when it was told is not when it happened.
_TOLD = re.compile(
    r", [^,;“”\"]{2,80}? (?:said|says|announced|reported|confirmed|told [^,;]{2,40}?)(?: late| early)?"
    r"(?: on)? [A-Z]\w+day(?: \w+)?[.”\"]*$"
)
# "The toll of the quake yesterday rises": when it struck, not when it rose.
_GOES_ON = re.compile(
    r"^,?\s+(?:has|have|is|are|rises|increases|climbs|grows|reaches|remains?|continues?|leaves)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|may|might|could|should|going|goes|expected|due to|due on|set to|"
    r"plans?|planned|scheduled|upcoming|"
    r"deadline|next|if|unless)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:\w{2,}ed|said|says|told|was|were|had|made|took|went|began|met|won|lost|left)\b")
_BEFOREHAND = timedelta(days=366)  # before its first article that an affair may have begun
_NEXT_WEEKDAY = 6  # days since the weekday that comes next
_IS_BRIEF = 4  # sentences of an item that tells what happened that day


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence on the day of which it tells."""

    day: date
    told: Weighed
    dated_by: DatedBy


def events(news: Sequence[Weighed], brief: frozenset[str]) -> list[Event]:
    """The sentences whose day is known, the weightiest first.

    ``brief`` are the articles that are items of a few sentences: their first one tells of their own day.
    """
    found, first = [], _first(news)
    for each in news:
        if (day := day_of(each.quote)) and day >= first:
            found.append(Event(day, each, "sentence"))
        elif _tells_of_its_day(each, brief) and (published := _published(each.quote)):
            found.append(Event(published, each, "article"))
    return found


def _first(news: Sequence[Weighed]) -> date:
    """The day before which nothing belongs to an affair: what is told of older days is told beside it."""
    days_told = [published for each in news if (published := _published(each.quote))]
    return min(days_told) - _BEFOREHAND if days_told else date.min


def chosen(found: Sequence[Event], most: int) -> list[Event]:
    """The weightiest event of each day, in their order."""
    best: dict[date, Event] = {}
    for event in found:
        best.setdefault(event.day, event)
    return sorted(list(best.values())[:most], key=lambda event: event.day)


def day_of(quote: Quote) -> date | None:
    """The one day on which a sentence says that something happens, or None."""
    named = [m for m in days.mentions(quote.text, _published(quote)) if m.grain in _DAYS]
    if told := _TOLD.search(quote.text):
        named = [m for m in named if m.start < told.start()] or named
    spans = {_span(m, quote.text, _published(quote)) for m in named}
    if len(spans) != 1 or any(_is_beside(quote.text, m) for m in named):
        return None
    first, last = spans.pop() or (None, None)
    return first if first == last else None


def _span(named: days.Mention, text: str, published: date | None) -> days.Days | None:
    """The days a date means; "Sunday" is the next one where what is to come is told."""
    if not named.readings:
        return None
    if named.grain != "weekday":
        return named.readings[0]
    return named.readings[-1] if _is_ahead(text[: named.start]) else _past(named.readings[0], published)


def _past(day: days.Days, published: date | None) -> days.Days | None:
    """A weekday gone by; six days ago it is as well the next day, of which a text kept up to date tells."""
    return None if published is not None and (published - day[0]).days == _NEXT_WEEKDAY else day


def _is_ahead(before: str) -> bool:
    """Whether the last verb before a weekday tells of what is to come."""
    ahead = max((match.start() for match in _AHEAD.finditer(before)), default=-1)
    return ahead > max((match.start() for match in _PAST.finditer(before)), default=-1)


def _is_beside(text: str, named: days.Mention) -> bool:
    """Whether a date is not that of what the sentence tells."""
    before = text[: named.start]
    return bool(_BOUND.search(before) or _BESIDE.search(before) or _GOES_ON.match(text[named.end :]))


def is_brief(sentences: int) -> bool:
    """Whether an article of so many sentences is an item of its day."""
    return sentences <= _IS_BRIEF


def _tells_of_its_day(each: Weighed, brief: frozenset[str]) -> bool:
    if each.line.place or each.quote.found.passage.article_id not in brief:
        return False
    # What names another time tells of that.
    return not (tells_of_before(each.text) or days.mentions(each.text, _published(each.quote)))


def _published(quote: Quote) -> date | None:
    told = quote.found.source.published
    return date.fromisoformat(told[:10]) if told else None
