"""A Question and the turns before it to the Query that is searched: alone, its time, its outlets, its parts.

Knows the order of these steps; each is in the file of its name. Pure but for what it is given.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from assistant.conversation import Asked, Query, Question, Told, Turn
from assistant.questions import outlets
from assistant.questions.follow_up import LAST, Alone, Said, stand_alone
from assistant.questions.parts import split
from assistant.questions.pointing import content_words, pointing
from assistant.questions.substitute import without_times
from assistant.when import When, when
from ingest.holdings.reader import Window
from ingest.times import end_of, moment

TURNS = LAST  # turns looked at
_SLACK = timedelta(days=7)  # news of an event goes on appearing
_FEW_DAYS = timedelta(days=3)  # a weekend is still a few days of which each sentence may name one
_LONGEST_ANSWER = 600  # letters of an earlier answer that are read
_LEAST_OF_A_SIDE = 5  # words that say something; with less a side is searched by the whole question
_MARKERS = re.compile(r"\s*\[\d{1,3}\]")
_CUT = re.compile(
    r",?\s+(?:while|whereas|and|but|or|versus|vs\.?)\s+(?!.*\s(?:while|whereas|and|but|or)\s)", re.IGNORECASE
)
_MOST_SIDES = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a question is asked, and the outlets that may be meant."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    zone: tzinfo = UTC
    known: outlets.Known = field(default_factory=outlets.known)


def understand(question: Question, turns: Sequence[Turn] = (), setting: Setting | None = None) -> Query:
    """Make the query of a question by rules; ``turns`` are those before it, in order."""
    return read(question, alone(question, turns), turns, setting or Setting())


def alone(question: Question, turns: Sequence[Turn]) -> Alone:
    """The question as it stands alone, by rules."""
    return stand_alone(question.text, [said(turn) for turn in turns])


def said(turn: Turn) -> Said:
    """An earlier turn as follow-ups go back to it; what a refusal says is about nothing."""
    answer = "" if turn.answer["mode"] == "declined" else _MARKERS.sub("", turn.answer["text"])
    return Said(turn.question, answer[:_LONGEST_ANSWER])


def read(question: Question, found: Alone, turns: Sequence[Turn], setting: Setting) -> Query:
    """The window, outlets and parts of a question that stands alone."""
    now = question.window.as_of or setting.now
    meant = when(question.text, now, setting.zone)
    told = _told(meant, setting.zone)
    days = _days(meant, setting.zone)
    if meant.is_open and found.continues is not None:
        told = _kept(turns[found.continues].answer)
    core = found.core if found.phrases else found.text
    # An article need not repeat when it was published.
    asks = core if meant.is_open else without_times(core)
    own = asks if found.phrases or asks != core else ""
    whole = Query(
        found.text,
        question.window,
        own=own,
        days=days,
        carried="; ".join(found.phrases),
        told=() if found.continues is None else _quoted(turns[: found.continues + 1]),
    )
    query = _narrowed(whole, question.asked, told)
    places = [] if query.window.outlets else outlets.asked(query.text, setting.known)
    if places:
        return _of_outlets(query, places, now, setting)
    return replace(query, parts=_parts(query, found, now, setting))


def _days(meant: When, zone: tzinfo) -> tuple[date, date] | None:
    """The day a question names, or the few days; those to come, however many."""
    if meant.is_ahead:
        return (meant.ahead[0], meant.ahead[-1]) if meant.ahead else None
    if not (meant.since and meant.until) or meant.until - meant.since > _FEW_DAYS:
        return None
    return meant.since.astimezone(zone).date(), meant.until.astimezone(zone).date()


def _quoted(turns: Sequence[Turn]) -> tuple[Told, ...]:
    """Where what the last answer of these quoted stands; a refusal quoted nothing."""
    cited = next((cited for turn in reversed(turns) if (cited := turn.answer.get("citations"))), ())
    return tuple((each["passage_id"], each["start"], each["end"]) for each in cited)


def _told(meant: When, zone: tzinfo) -> Asked:
    """A window of words as the interface writes it: days where it holds whole ones."""
    return Asked(
        _written(meant.since, zone, is_start=True),
        _written(meant.until, zone, is_start=False),
        _written(meant.as_of, zone, is_start=False),
    )


def _written(at: datetime | None, zone: tzinfo, is_start: bool) -> str | None:
    if at is None:
        return None
    there = at.astimezone(zone)
    edge = (0, 0, 0) if is_start else (23, 59, 59)
    if zone is UTC or there.utcoffset() == timedelta():
        is_whole = (there.hour, there.minute, there.second) == edge
        return (
            there.date().isoformat()
            if is_whole
            else there.isoformat(timespec="seconds").replace("+00:00", "Z")
        )
    return there.isoformat(timespec="seconds")


def _kept(answer: dict[str, Any]) -> Asked:  # Any: an Answer's JSON as it was kept
    window = answer["window"]
    return Asked(window["since"], window["until"], window["as_of"])


def _narrowed(query: Query, asked: Asked, told: Asked) -> Query:
    """What the request asks for holds; words only add what it leaves open.

    News from the time of the words comes first and is no condition: of what happened on Tuesday the
    right article may be of Thursday. What was known at a time is one.
    """
    is_free = asked.since is None and asked.until is None
    as_of = asked.as_of or told.as_of
    window = replace(query.window, as_of=end_of(as_of) if as_of else None)
    if not is_free:
        return replace(query, window=window, asked=Asked(asked.since, asked.until, as_of))
    likely = _likely(told)
    return replace(query, window=window, likely=likely, asked=Asked(told.since, told.until, as_of))


def _likely(told: Asked) -> Window | None:
    if not (told.since or told.until):
        return None
    since = moment(told.since)[0] if told.since else None
    return Window(since, end_of(told.until) + _SLACK if told.until else None)


def _of_outlets(query: Query, places: Sequence[outlets.Asked], now: datetime, setting: Setting) -> Query:
    """Only the outlets named; where there are several, each is searched apart."""
    named = tuple(dict.fromkeys(place.outlet.name for place in places))
    filed = tuple(dict.fromkeys(each for place in places for each in place.outlet.filed))
    whole = replace(query, window=replace(query.window, outlets=filed), outlets=named)
    if len(places) == 1 or len(places) > _MOST_SIDES:
        return whole
    sides = [_side(whole, place, text, now, setting) for place, text in _clauses(query.text, places)]
    distinct = {(side.text, side.window): side for side in sides}
    return replace(whole, parts=tuple(distinct.values())) if len(distinct) > 1 else whole


def _side(whole: Query, place: outlets.Asked, text: str, now: datetime, setting: Setting) -> Query:
    """What one outlet is asked for, with the time its own clause names."""
    only = replace(whole.window, outlets=place.outlet.filed)
    own = when(text, now, setting.zone)
    likely = whole.likely if own.is_open or whole.likely is None else _likely(_told(own, setting.zone))
    short = len(content_words(text)) < _LEAST_OF_A_SIDE
    side = whole if short else replace(whole, text=text, own="")
    return replace(side, window=only, likely=likely, outlets=(place.outlet.name,))


def _clauses(text: str, places: Sequence[outlets.Asked]) -> list[tuple[outlets.Asked, str]]:
    """Each outlet with the stretch of the question that speaks of it."""
    cuts = [0]
    for one, other in pairwise(places):
        between = text[one.end : other.start]
        joint = _CUT.search(between)
        cuts.append(one.end + joint.start() if joint else other.start)
    cuts.append(len(text))
    return [(place, text[cuts[n] : cuts[n + 1]].strip(" ,;")) for n, place in enumerate(places)]


def _parts(query: Query, found: Alone, now: datetime, setting: Setting) -> tuple[Query, ...]:
    """The parts of a question that has several, each understood from the one before it."""
    pieces = split(found.core)
    if len(pieces) == 1:
        return ()
    context = f" ({'; '.join(found.phrases)})" if found.phrases else ""
    texts = [pieces[0]]
    for piece in pieces[1:]:
        points = pointing(piece)
        leans = bool(points.persons or points.things or points.is_there)
        texts.append(stand_alone(piece, [Said(texts[-1], "")]).text if leans else piece)
    return tuple(
        _part(replace(query, text=f"{text}{context}", own=text if context else ""), text, now, setting)
        for text in texts
    )


def _part(query: Query, text: str, now: datetime, setting: Setting) -> Query:
    """A part with the time it names itself, or else that of the question."""
    own = when(text, now, setting.zone)
    if own.is_open or query.likely is None:
        return query
    likely = _likely(_told(own, setting.zone))
    return replace(query, likely=likely, days=_days(own, setting.zone))
