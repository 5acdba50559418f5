"""Draw a briefing: when things happened, and of which days its articles are; as SVG.

Pure: the JSON of the machine interface in, a picture out. Colours are classes, which the page dresses,
over plain attributes that serve where nobody does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from textwrap import shorten
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

_SVG = "http://www.w3.org/2000/svg"
_WIDTH = 340  # as wide as the narrowest screen: drawn larger elsewhere, and never too small to read
_EDGE = 22
_TEXT = 10
_DOT = 8
_LABEL = 52  # between the dates that are written out, so that none runs into the next
_BARS = 40  # at most
_TALL = 60
_GIST = 110
# What an article may hold and XML may not, however it is escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A briefing is JSON as the machine interface has it: what it holds is read by name.
Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Bar:
    start: date
    articles: int
    copies: int


def timeline(briefing: Reply) -> bytes:
    """Draw a numbered dot for each moment, at its day; a hollow one has its day from the article."""
    moments = briefing["timeline"]
    days = [date.fromisoformat(moment["date"]) for moment in moments]
    columns = _columns(days)
    rows = max((len(column) for column in columns.values()), default=0)
    ground = 8 + rows * (2 * _DOT + 3)
    about = (
        "Nothing is dated." if not days else f"{_many(len(days), 'event')}, {_span(min(days), max(days))}."
    )
    picture = _picture("timeline", "When it happened", about, ground + 22)
    _axis(picture, ground)
    for x, numbers in columns.items():
        for row, number in enumerate(numbers):
            _dot(picture, moments[number], number + 1, (x, ground - _DOT - 5 - row * (2 * _DOT + 3)))
    _dates(picture, days, ground)
    return _written(picture)


def coverage(briefing: Reply) -> bytes:
    """Draw a bar for each day: the articles that are cited, and on top the copies of them."""
    bars, step = _bars(briefing["days"])
    picture = _picture(
        "coverage", "Articles cited, by the day they appeared", _counted(bars, step), _TALL + 34
    )
    ground = _TALL + 12
    _axis(picture, ground)
    most = max((bar.articles + bar.copies for bar in bars), default=0)
    wide = min(24.0, (_WIDTH - 2 * _EDGE) / max(len(bars), 1))
    left = (_WIDTH - wide * len(bars)) / 2
    for place, bar in enumerate(bars):
        _bar(picture, bar, (left + place * wide, ground), (wide, _TALL / max(most, 1)))
    if bars:
        centres = [left + (place + 0.5) * wide for place in range(len(bars))]
        _labels(picture, list(zip(centres, (bar.start for bar in bars), strict=True)), ground)
        _text(picture, f"{most:,}", (left - 4, ground - _TALL + 4), **{"text-anchor": "end"})
    return _written(picture)


def _written(picture: Element) -> bytes:
    drawn: bytes = tostring(picture, encoding="utf-8", xml_declaration=True)
    return drawn


def _picture(name: str, title: str, about: str, height: float) -> Element:
    """An empty picture that says what it is."""
    picture = Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {_WIDTH} {height:g}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "class": "picture",
            "fill": "currentColor",
            "font-family": "sans-serif",
            "font-size": str(_TEXT),
        },
    )
    SubElement(picture, "title", {"id": f"{name}-title"}).text = title
    SubElement(picture, "desc", {"id": f"{name}-desc"}).text = about
    return picture


def _columns(days: Sequence[date]) -> dict[float, list[int]]:
    """The moments at each place of the line; those too near to one another stand above each other."""
    columns: dict[float, list[int]] = {}
    for number, x in sorted(enumerate(_places(days)), key=lambda each: each[1]):
        last = next(reversed(columns), None)
        if last is None or x - last >= 2 * _DOT + 2:
            columns[x] = [number]
        else:
            columns[last].append(number)
    return columns


def _places(days: Sequence[date]) -> list[float]:
    if not days:
        return []
    first, span = min(days), (max(days) - min(days)).days
    room = _WIDTH - 2 * _EDGE
    return [_EDGE + room * ((day - first).days / span if span else 0.5) for day in days]


def _dot(picture: Element, moment: Reply, number: int, at: tuple[float, float]) -> None:
    x, y = at
    is_told = moment["dated_by"] == "sentence"
    told = _NOT_XML.sub("", shorten(moment["sentence"]["text"], _GIST, placeholder="…"))
    group = SubElement(picture, "g", {"class": "dot told" if is_told else "dot reported"})
    SubElement(group, "title").text = f"{_day(date.fromisoformat(moment['date']))}: {told}"
    look = {"fill": "currentColor"} if is_told else {"fill": "none", "stroke": "currentColor"}
    SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": str(_DOT), **look})
    ink = "#ffffff" if is_told else "currentColor"
    _text(group, str(number), (x, y + 3.5), fill=ink)


def _axis(picture: Element, y: float) -> None:
    ends = {"x1": "0", "x2": str(_WIDTH), "y1": f"{y:g}", "y2": f"{y:g}"}
    SubElement(picture, "line", {"class": "axis", "stroke": "currentColor", **ends})


def _dates(picture: Element, days: Sequence[date], ground: float) -> None:
    _labels(picture, sorted(zip(_places(days), days, strict=True)), ground)


def _labels(picture: Element, places: Sequence[tuple[float, date]], ground: float) -> None:
    """Write the dates that have room: the last one always, the others from the first on."""
    if not places:
        return
    last, year = places[-1], places[0][1].year
    has_years = year != last[1].year
    written: list[tuple[float, date]] = []
    for place in places[:-1]:
        if last[0] - place[0] >= _LABEL and (not written or place[0] - written[-1][0] >= _LABEL):
            written.append(place)
    for x, day in [*written, last]:
        shown = f"{day.day} {day:%b}" + (f" {day.year}" if has_years else "")
        centre = min(max(x, _EDGE), _WIDTH - _EDGE - 4 * has_years)
        _text(picture, shown, (centre, ground + 14))


def _text(parent: Element, words: str, at: tuple[float, float], **look: str) -> None:
    places = {"x": f"{at[0]:g}", "y": f"{at[1]:g}", "text-anchor": "middle"}
    SubElement(parent, "text", places | look).text = words


def _bar(picture: Element, bar: _Bar, at: tuple[float, float], scale: tuple[float, float]) -> None:
    wide, high = scale
    gap = min(2.0, wide / 5)
    group = SubElement(picture, "g")
    SubElement(group, "title").text = f"{_day(bar.start)}: {_amount(bar)}"
    foot = at[1]
    for name, count, look in (("articles", bar.articles, "1"), ("copies", bar.copies, "0.4")):
        if count:
            foot -= count * high
            size = {"width": f"{wide - gap:g}", "height": f"{count * high:g}"}
            corner = {"x": f"{at[0] + gap / 2:g}", "y": f"{foot:g}"}
            SubElement(group, "rect", {"class": name, "opacity": look, **corner, **size})


def _bars(days: Sequence[Reply]) -> tuple[list[_Bar], int]:
    """What appeared in each stretch of days from the first to the last, and how long a stretch is."""
    if not days:
        return [], 1
    counted = sorted((date.fromisoformat(day["date"]), day["articles"], day["copies"]) for day in days)
    first = counted[0][0]
    step = -(-((counted[-1][0] - first).days + 1) // _BARS)
    stretches = ((counted[-1][0] - first).days // step) + 1
    found = {
        place: [(articles, copies) for _, articles, copies in group]
        for place, group in groupby(counted, lambda each: (each[0] - first).days // step)
    }
    return [
        _stretch(first + timedelta(place * step), found.get(place, [])) for place in range(stretches)
    ], step


def _stretch(start: date, counts: Sequence[tuple[int, int]]) -> _Bar:
    return _Bar(start, sum(articles for articles, _ in counts), sum(copies for _, copies in counts))


def _counted(bars: Sequence[_Bar], step: int) -> str:
    """The same in words, for who does not see it."""
    if not bars:
        return "None of the articles has a date."
    total = _Bar(bars[0].start, sum(bar.articles for bar in bars), sum(bar.copies for bar in bars))
    each = "Each bar is a day." if step == 1 else f"Each bar is {step} days."
    return f"{_amount(total)}, {_span(bars[0].start, bars[-1].start + timedelta(step - 1))}. {each}"


def _amount(bar: _Bar) -> str:
    copies = f" and {_many(bar.copies, 'copy', 'copies')}" if bar.copies else ""
    return f"{_many(bar.articles, 'article')}{copies}"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _span(first: date, last: date) -> str:
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
