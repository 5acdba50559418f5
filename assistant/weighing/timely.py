"""Questions of time: what is so now, what is the latest, what happened on a day.

Knows sentences as they were weighed and the days their words name; nothing of how a question is searched.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.calendar import days
from assistant.conversation import Query
from assistant.questions.overall import without_happening
from assistant.weighing.polar import spoken_of
from assistant.weighing.weigh import Candidate, Weighed, fitted, ordered
from ingest.holdings.reader import Found

_SPOKEN_ON_DAY = 1.15  # of share and cosine together, from which a sentence that tells of the day answers
_SPOKEN_OF_TO_COME = 0.8  # few articles tell of a day to come, and each that does names it
_ON_DAY, _OTHER_DAY = 0.35, 0.25
_SAME_DAY = 0.1  # a sentence without a day, published on it
_DAYS = ("day", "weekday")
_SPEAKS, _RECENT = 0.8, 0.3  # of the question; weight of being the newest
# Of what the best sentence holds of the question, and of its score, that another must to tell of the same.
_TITLED, _HELD, _AS_GOOD = 0.75, 0.6, 0.8
_NEWEST = 0.3  # what is the latest
# More than any sentence scores: what is old is not quoted, but still shows that the news speaks of it.
_OLD = 9.0
_FIGURE = re.compile(r"\d")
_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b|\b\w+ed\b", re.IGNORECASE)
_IF = re.compile(r"[“\"‘']*(?:if|unless|should)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:will|would|may|might|could|should)\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|has|have|had|did|\w{2,}ed)\b", re.IGNORECASE)
# What stands before "12 May" in "5 to 12 May".
_RANGE = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s?(?:to|until|till|through|and|[-–])\s?(?:the\s)?$"
)  # "5 to", 12 May
_SUPPOSED, _AHEAD = 0.25, 0.15


def on_days(weighed: Weighed, query: Query) -> Weighed | None:
    """Whether the sentences that tell of the day asked for answer."""
    if query.days is None:
        return None
    told = [c for c in weighed.candidates if tells_of(c.text, c.found, query.days)]
    if query.is_ahead and not told:
        return replace(weighed, says=False)
    shares = spoken_of(
        without_happening(query.asks), weighed.terms, [f"{c.text}\n{c.found.source.title}" for c in told]
    )
    enough = _SPOKEN_OF_TO_COME if query.is_ahead else _SPOKEN_ON_DAY
    says = any(share + (c.near or 0.0) >= enough for share, c in zip(shares, told, strict=True))
    weighed = _of_these(weighed, told) if query.is_ahead else weighed
    return replace(weighed, says=says or weighed.says)


def _of_these(weighed: Weighed, told: Sequence[Candidate]) -> Weighed:
    """The same sentences, of which nothing but these answers: what is to be on a day names it."""
    names_it = {(c.found.passage.id, c.start) for c in told}
    return fitted(
        weighed, [0.0 if (c.found.passage.id, c.start) in names_it else -_OLD for c in weighed.candidates]
    )


def day_fit(candidate: Candidate, asked: tuple[date, date]) -> float:
    """What speaks for a sentence by the days it names, or else by its day of publication."""
    tells = tells_of(candidate.text, candidate.found, asked)
    if tells is not None:
        return _ON_DAY if tells else -_OTHER_DAY
    if (day := published(candidate.found)) is None:
        return -_SAME_DAY
    return _SAME_DAY if asked[0] <= day <= asked[1] + timedelta(days=1) else -_SAME_DAY


def tells_of(text: str, found: Found, asked: tuple[date, date]) -> bool | None:
    """Whether words of an article tell of these days; None where they name no day."""
    named = [m for m in days.mentions(text, published(found)) if _is_a_day(text, m)]
    # A weekday is the last such day, or, of what will be, the next.
    last = None if _MAY.search(text) else 1
    told = (span for m in named for span in _spans(text, m, last))
    return any(first <= asked[1] and asked[0] <= end for first, end in told) if named else None


def _spans(text: str, named: days.Mention, last: int | None) -> list[days.Days]:
    """The days a mention may be; of "5 to 12 May" all of them."""
    led = _RANGE.search(text, 0, named.start)
    first = int(led.group(1)) if led and named.grain == "day" else 0
    return [
        (end.replace(day=first) if 0 < first < end.day else start, end)
        for start, end in named.readings[:last]
    ]


def _is_a_day(text: str, named: days.Mention) -> bool:
    """Whether it is one day: "Saturday", and not "Saturdays"."""
    is_every = named.grain == "weekday" and text[named.start : named.end].endswith("days")
    return named.grain in _DAYS and bool(named.readings) and not is_every


def published(found: Found) -> date | None:
    """The day an article was published, where it says."""
    told = found.source.published
    return date.fromisoformat(told[:10]) if told else None


def newest(weighed: Weighed) -> Weighed:
    """The latest: the newest of what tells as much as the best does comes first, and older news is left."""
    if not (alike := [c for c in weighed.candidates if _tells_as_much(c, weighed.candidates[0])]):
        return weighed
    last = max(alike, key=lambda c: (_at(c), c.score))
    fits = []
    for candidate in weighed.candidates:
        is_new = candidate.found.passage.article_id == last.found.passage.article_id
        is_new = is_new or (_at(candidate) >= _at(last) and candidate in alike)
        fits.append((_NEWEST if candidate in alike else 0.0) if is_new else -_OLD)
    return ordered(fitted(weighed, fits))


def _tells_as_much(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence of a dated article tells of the same, with a figure where the best has one."""
    has_figure = bool(_FIGURE.search(candidate.text)) or not _FIGURE.search(best.text)
    is_of_it = candidate.titled >= _TITLED * best.titled and candidate.held >= _HELD * best.held
    is_as_good = is_of_it and candidate.score >= _AS_GOOD * best.score
    return _at(candidate) > 0 and has_figure and candidate.kind >= best.kind and is_as_good


def _at(candidate: Candidate) -> int:
    return candidate.found.source.published_at or 0


def recent(read: Sequence[Candidate], shares: Sequence[float]) -> list[float]:
    """What speaks for each by being new, among those that speak of what is so now."""
    times = [_at(c) if share >= _SPEAKS else 0 for c, share in zip(read, shares, strict=True)]
    dated = [at for at in times if at]
    if not dated or max(dated) == min(dated):
        return [0.0] * len(times)
    return [_RECENT * max(0, at - min(dated)) / (max(dated) - min(dated)) for at in times]


def has_happened(question: str) -> bool:
    """Whether a question is about what has happened."""
    return bool(_PAST.search(question))


def supposed(text: str) -> float:
    """What speaks against a sentence as telling what happened: it begins with "if", or tells what may be."""
    if _IF.match(text):
        return _SUPPOSED
    return _AHEAD if _MAY.search(text) and not _WAS.search(text) else 0.0
