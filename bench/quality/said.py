"""Whose words stand in quotation marks, on quotations of `realtimeqa` articles labelled by hand.

A label holds where a quotation stands, whether somebody says it, and where whoever says it is named;
rules were written looking at the tuned half, and the held half was labelled before anything was read by
them. The articles called fresh and read were labelled later, from pages in neither half and before they were
read by the rules; what was found wrong in those called read was looked into and mended, of those called
fresh only the figure was seen. Those called more were labelled last and then looked into, as those called
read; of those called last, labelled after all rules but a few, only the figure was seen. A pair is right
where four fifths of both its spans are one, and the speaker is the one labelled.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.progress import track

from assistant.briefing import Speech
from assistant.checking.evidence import folded, words
from assistant.english.listed import listed
from assistant.reporting.said import said
from bench.quality.figures import Figure, share, told
from bench.quality.given import SETS, Given
from bench.quality.retrieval import article_of, pool
from ingest.article import Article, Passage
from ingest.holdings.reader import Found, Source
from ingest.split import split
from ingest.texts.tokens import roughly

_OVERLAP = 0.8
_PRECISION, _RECALL = 0.95, 0.85
_LEAST_SPEED = 300.0
_LITTLE = listed("the a an of to s his her its their mr mrs ms dr president prime minister")


@dataclass(frozen=True, slots=True)
class Label:
    """A quotation as it was labelled."""

    article: str
    start: int
    end: int
    speaker: tuple[int, int] | None
    is_speech: bool
    half: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A label beside what was read of its quotation."""

    label: Label
    speech: Speech | None
    is_right: bool


def measure(given: Given) -> list[Figure]:
    """Precision and recall of both halves, and how fast passages are read."""
    judged = list(judge(given))
    figures = [
        figure
        for half in ("tuned", "read", "more", "held", "fresh", "last")
        for figure in _figures(half, judged)
    ]
    return [*figures, _speed(given)]


def labels() -> list[Label]:
    """All that were labelled."""
    rows = [json.loads(line) for line in (SETS / "quotes_said.jsonl").read_text("utf-8").splitlines()]
    return [
        Label(
            row["article"],
            row["start"],
            row["end"],
            None if row["speaker_start"] is None else (row["speaker_start"], row["speaker_end"]),
            row["is_speech"],
            row["half"],
        )
        for row in rows
    ]


def judge(given: Given) -> Iterator[Judged]:
    """Read each article labelled, whole."""
    wanted: dict[str, list[Label]] = {}
    for label in labels():
        wanted.setdefault(label.article, []).append(label)
    for article in map(article_of, pool(given.data / "realtimeqa")):
        if article.id in wanted:
            speeches = [speech for speech in said(passages(article)) if speech.is_quote]
            yield from (_judged(article.text, label, speeches) for label in wanted[article.id])


def passages(article: Article) -> list[Found]:
    """An article cut into passages."""
    source = Source(article.id, 1, article.title, article.outlet, None, article.url, (), "en", None, True)
    spans = split(article.text, roughly)
    return [
        Found(Passage(f"{article.id}-1-{n}", article.id, article.text[start:end], start, end), source)
        for n, (start, end) in enumerate(spans)
    ]


def _figures(half: str, judged: Sequence[Judged]) -> Iterator[Figure]:
    own = [one for one in judged if one.label.half == half]
    read = [one.is_right for one in own if one.speech]
    named = [one.is_right for one in own if one.label.speaker]
    none = [one.speech is None for one in own if not one.label.is_speech]
    yield share(f"said, {half} half: pairs right (precision)", read, least=_PRECISION)
    yield share(f"said, {half} half: speakers found (recall)", named, least=_RECALL)
    yield share(f"said, {half} half: titles and scare quotes left alone", none)


def _judged(text: str, label: Label, speeches: Sequence[Speech]) -> Judged:
    """The speech that shares most with a label; of a quotation over two passages all parts together."""
    over = [s for s in speeches if s.words.start < label.end and label.start < s.words.end]
    if not over:
        return Judged(label, None, not label.is_speech)
    low, high = min(s.words.start for s in over), max(s.words.end for s in over)
    both = min(high, label.end) - max(low, label.start)
    is_same = both >= _OVERLAP * max(high - low, label.end - label.start)
    return Judged(label, over[0], is_same and all(_is_right(text, label, speech) for speech in over))


def _is_right(text: str, label: Label, speech: Speech) -> bool:
    if label.speaker is None:
        return label.is_speech and not speech.is_named
    start, end = label.speaker
    if speech.named and speech.named.start < end and start < speech.named.end:
        return True
    return speech.is_named and _is_same(text[start:end], speech.speaker)


def _is_same(one: str, other: str) -> bool:
    """Whether two names are of the same: what the shorter says, the longer says too."""
    a, b = _words(one), _words(other)
    return bool(a and b) and (a <= b or b <= a)


def _words(name: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words(name)) - _LITTLE


def _speed(given: Given) -> Figure:
    found = [passages(article_of(row)) for row in pool(given.data / "realtimeqa")[:200]]
    began = time.process_time()
    for each in track(found, "said", transient=True):
        said(each)
    count = sum(map(len, found))
    return told(
        "said: passages a CPU second", count / (time.process_time() - began), count, least=_LEAST_SPEED
    )
