"""A Briefing as text: for the terminal, and as Markdown.

Pure: the JSON of the machine interface in, lines out.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from textwrap import fill, shorten
from typing import Any
from urllib.parse import quote as quoted

_WIDTH = 100
_GIST = 110  # letters of a line of the timeline, whose words stand whole among the sources
# A briefing is JSON as the machine interface has it: what it holds is read by name.
Reply = dict[str, Any]
_STANDING = {"agreed": "several sources", "single_source": "one source", "disputed": "disputed"}
_KINDS = {"new": "New", "updated": "Updated", "corrected": "Corrected", "gone": "No longer reported"}
_SINCE = {"corrected": " (corrected since)", "changed": " (changed since)"}
# What Markdown takes for markup, and what begins an address that it would link to by itself.
_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#|~!@]|(?<=http):|(?<=https):|(?<=www)\.|&(?=#?\w+;))")
# What a terminal obeys: an article could clear the screen or colour what comes after it.
_ORDERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What would end an address between angle brackets.
_NO_ADDRESS = re.compile(r"[\s<>\\]")


def plain(briefing: Reply) -> str:
    """Put a briefing into lines for a terminal."""
    parts = [_Plain.title(_title(briefing)), *_body(briefing, _Plain)]
    return _ORDERS.sub("", "\n".join(parts)).strip()


def markdown(briefing: Reply) -> str:
    """Put a briefing into Markdown; whatever an article says stays text and links only to its source."""
    parts = [_Markdown.title(_title(briefing)), *_body(briefing, _Markdown)]
    return "\n".join(parts).strip() + "\n"


def escaped(text: str) -> str:
    """A text in Markdown, where it is text and nothing else."""
    return _Markdown.text(text)


def sources(citations: list[Reply]) -> list[str]:
    """The sources of citations in Markdown, a line and the quoted words each."""
    return [
        _Markdown.source(each["number"], escaped(_origin(each)), each["url"], each["quote"])
        for each in citations
    ]


def plain_sources(citations: list[Reply]) -> list[str]:
    """The sources of citations, a line each, without the quoted words."""
    return [_Plain.source(each["number"], _origin(each), each["url"], None) for each in citations]


class _Plain:
    """How a terminal has it."""

    text: Callable[[str], str] = staticmethod(lambda text: text)

    @staticmethod
    def title(text: str) -> str:
        return f"{text}\n{'=' * min(len(text), _WIDTH)}\n"

    @staticmethod
    def heading(text: str) -> str:
        return f"\n{text}"

    @staticmethod
    def paragraph(text: str) -> str:
        return fill(text, _WIDTH)

    @staticmethod
    def item(text: str) -> str:
        return fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  ")

    @staticmethod
    def source(number: int, text: str, url: str | None, quote: str | None) -> str:
        lines = [fill(f"[{number}] {text}{f' {url}' if url else ''}", _WIDTH, break_long_words=False)]
        if quote:
            lines.append(fill(f"“{quote}”", _WIDTH, initial_indent="    ", subsequent_indent="    "))
        return "\n".join(lines)


class _Markdown:
    """How Markdown has it."""

    @staticmethod
    def text(text: str) -> str:
        return _SIGNS.sub(r"\\\1", " ".join(text.split()))

    @staticmethod
    def title(text: str) -> str:
        return f"# {_Markdown.text(text)}\n"

    @staticmethod
    def heading(text: str) -> str:
        return f"\n## {text}\n"

    @staticmethod
    def paragraph(text: str) -> str:
        return f"{text}\n"

    @staticmethod
    def item(text: str) -> str:
        return f"- {text}"

    @staticmethod
    def source(number: int, text: str, url: str | None, quote: str | None) -> str:
        address = _NO_ADDRESS.sub(lambda sign: quoted(sign.group()), url or "")
        shown = f"[{text}](<{address}>)" if address.startswith(("https://", "http://")) else text
        said = f"\n   > {_Markdown.text(quote)}" if quote else ""
        return f"{number}. {shown}{said}"


_Form = type[_Plain] | type[_Markdown]


def _title(briefing: Reply) -> str:
    topic = briefing["topic"]
    window = briefing["window"]
    since, until = window["since"], window["until"]
    if topic:
        period = ""
    elif since and since == until:
        period = f" of {_day(since)}"
    else:
        ends = (("since", since), ("until", until))
        period = "".join(f" {word} {_day(at)}" for word, at in ends if at)
    return f"Briefing: {topic}" if topic else f"Top stories{period}"


def _body(briefing: Reply, form: _Form) -> Iterator[str]:
    if briefing["mode"] == "declined":
        yield form.paragraph(form.text(briefing["text"]))
        if briefing["nearest"]:
            yield form.heading("Nearest coverage")
            yield from (form.item(form.text(_origin(each))) for each in briefing["nearest"])
        return
    yield from (form.paragraph(_sentence(each, form)) for each in briefing["headline"])
    yield form.paragraph(_rests_on(briefing))
    if briefing["points"]:
        yield form.heading("The points")
    for point in briefing["points"]:
        yield form.item(f"{_sentence(point['sentence'], form)} ({_STANDING[point['status']]})")
    yield from _sections(briefing, form)
    yield form.heading("Sources")
    for citation in briefing["citations"]:
        yield form.source(
            citation["number"], form.text(_origin(citation)), citation["url"], citation["quote"]
        )


def _sections(briefing: Reply, form: _Form) -> Iterator[str]:
    sections: tuple[tuple[str, str, Callable[[Any, _Form], str]], ...] = (
        ("changed", "What changed", _change),
        ("differences", "Where sources differ", _difference),
        ("said", "Who said what", _speech),
        ("timeline", "When", _moment),
    )
    for name, heading, line in sections:
        if briefing[name]:
            yield form.heading(heading)
            yield from (form.item(line(each, form)) for each in briefing[name])
    if briefing["unknown"]:
        yield form.heading("What is not known")
        numbers = {citation["quote"]: citation["number"] for citation in briefing["citations"]}
        for text in briefing["unknown"]:
            mark = _marks([numbers[text]], form) if text in numbers else ""
            yield form.item(f"{form.text(text)}{mark}")


def _sentence(sentence: Reply, form: _Form) -> str:
    return f"{form.text(sentence['text'])}{_marks(sentence['citations'], form)}"


def _marks(numbers: list[int], form: _Form) -> str:
    marks = "".join(f"[{number}]" for number in numbers)
    return f" {form.text(marks)}" if marks else ""


def _change(change: Reply, form: _Form) -> str:
    return f"{_KINDS[change['kind']]}: {_sentence(change['sentence'], form)}"


def _difference(dispute: Reply, form: _Form) -> str:
    sides = "; ".join(_side(side, form) for side in dispute["values"])
    grew = " (has grown)" if dispute.get("grew") else ""  # briefings kept before this was told have none
    return f"{form.text(dispute['what'])}{grew}: {sides}"


def _side(side: Reply, form: _Form) -> str:
    at = f", {_day(side['at'])}" if side["at"] else ""
    return f"{form.text(side['value'])}{at}{_marks(side['citations'], form)}"


def _speech(spoken: Reply, form: _Form) -> str:
    told = f"“{spoken['quote'].rstrip(',')}”" if "quote" in spoken else spoken["paraphrase"]
    source = ", ".join(filter(None, (spoken["outlet"], spoken["at"] and _day(spoken["at"]))))
    lead = f"{spoken['speaker']} {spoken['how']}: " if "quote" in spoken else ""
    return f"{form.text(f'{lead}{told} ({source})')}{_marks(spoken['citations'], form)}"


def _moment(moment: Reply, form: _Form) -> str:
    by = " (reported then)" if moment["dated_by"] == "article" else ""
    text = shorten(moment["sentence"]["text"], _GIST, placeholder="…")
    return f"{_day(moment['date'])}{by}: {form.text(text)}{_marks(moment['sentence']['citations'], form)}"


def _rests_on(briefing: Reply) -> str:
    """As of when, and on how much, in a sentence."""
    confidence = briefing["confidence"]
    stories, outlets = confidence["stories"], confidence["outlets"]
    newest = f"As of {_day(confidence['newest'])}. " if confidence["newest"] else "Of no date. "
    told = f"{stories} independent {'story' if stories == 1 else 'stories'}"
    by = f" from {outlets} outlet{'' if outlets == 1 else 's'}" if outlets else ""
    how = f", written by {briefing['model']}, each sentence checked" if briefing["model"] else ", quoted"
    return f"{newest}Rests on {told}{by}{how}."


def _origin(row: Reply) -> str:
    day = _moment_of(row["published_at"]) if row["published_at"] else "undated"
    copies = len(row["copies"])
    also = f" ({copies} {'copy' if copies == 1 else 'copies'})" if copies else ""
    title = f": {row['title']}" if row["title"] else ""
    since = _SINCE.get(row.get("state", ""), "")
    return f"{row['outlet'] or 'unnamed outlet'}, {day}{title}{also}{since}"


def _moment_of(told: str) -> str:
    """A date with its hour, where that is known: 14 November 2026, 08:30 UTC."""
    hour = f", {told[11:16]}{' UTC' if told.endswith('Z') else ''}" if "T" in told else ""
    return f"{_day(told)}{hour}"


def _day(told: str) -> str:
    """A date as it is read: 14 November 2026."""
    day = date.fromisoformat(told[:10])
    return f"{day.day} {day:%B %Y}"
