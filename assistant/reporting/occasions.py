"""Whether two facts may be told of one occasion, by when they were told and what their sentences say of it.

Pure arithmetic over dates and patterns over English text, each bounded.
"""

import re
from datetime import date, timedelta

from assistant.numbers.number_words import CARDINAL
from assistant.reporting.dated import are_apart, days
from assistant.reporting.facts_told import Fact
from assistant.reporting.figures import Figure

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
    r"\b(?:rose|rises|risen|reached|reaches|tolls?|(?<!in )(?<!a )totals?|increases|increased|surpass\w*|"
    r"exceed\w*|bringing|climbs?|climbed|stands|stood|raised|updates?|revised|settled)\b|"
    r"\b(?:the|this|that) (?:[a-z]+ ){0,2}(?:attacks?|crash|fire|blaze|floods?|quake|earthquake|sinking|"
    r"collision|storm|collapse|explosion|blast|bombing|shooting|disaster|outbreak|notice)\b"
)
_THEN = re.compile(r"\b(?:years?|decades) (?:ago|earlier|before)\b|\blast (?:year|season)\b")
_YEAR = re.compile(r"(?<![\d,.$€£])(?:19|20)\d\d(?!\d|[.,]\d| (?:people|homes|jobs|miles|km))")
# What is told of these is told of each day anew.
OF_ITS_DAY = re.compile(r"\b(?:Dow|Nasdaq|S&P|FTSE|Nikkei|shares|stocks|yields?|barrel|ounce)\b")
_TOLL = re.compile(
    r"\b(?:rose|rises|risen|reach\w*|tolls?|increase\w*|surpass\w*|exceed\w*|bringing|settled)\b"
)
_SOON, _FORGOTTEN = 3, 8  # days
_AGO = re.compile(r"\b(\w+) days ago\b")
_YESTERDAY = re.compile(r"\byesterday[’']s\b")
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEK)})[’']s\b")


def are_of_one_event(one: Fact, other: Fact) -> bool:
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
    return bool(_TOLL.search(figure.value.sentence or figure.about))


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


def are_of_other_years(one: Fact, other: Fact) -> bool:
    """Whether one sentence speaks of a year, or of years ago, that the other has nothing of."""
    ago = [bool(_THEN.search(fact.quote.text)) for fact in (one, other)]
    own = {str(fact.published.year) for fact in (one, other) if fact.published}
    mine, theirs = (frozenset(_YEAR.findall(fact.quote.text)) - own for fact in (one, other))
    is_planned = isinstance(one.value, Figure) and one.value.mood == "foreseen"
    return ago[0] != ago[1] or (mine != theirs and not is_planned)


def are_on_other_days(one: Fact, other: Fact) -> bool:
    """Whether both sentences name a day, and not the same."""
    mine, theirs = (
        [named for named in days(fact.quote.text, fact.published) if named.is_precise]
        for fact in (one, other)
    )
    return bool(mine and theirs) and all(are_apart(a, b) for a in mine for b in theirs)
