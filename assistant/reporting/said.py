"""Who says what in passages: words in quotation marks, and what is told of what somebody said.

Reads the passages of an article together, so that who speaks may be named in the one before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.briefing import Label, Speech
from assistant.conversation import Quote
from assistant.english.thesaurus import bases
from assistant.reporting.cast import Cast
from assistant.reporting.frames import Frame, frames
from assistant.reporting.people import Voice
from assistant.reporting.quoted import voiced
from assistant.reporting.sayings import Saying, sayings
from assistant.reporting.unsure import is_nobody
from ingest.holdings.reader import Found
from ingest.split import Span

_BREAK = re.compile(r"[^\n]\n[^\n]")
# "Moen, who wrote the memo, spoke for an hour": nothing of what was written is told.
_WRITES = re.compile(r"\bwho (?:had |has )?(?:wrote|writes|written)$")
_SHORTEST = 4  # words of a sentence that tells what somebody said
_AFTER = 20  # letters before "Moen said" that are what Moen said
_GAP = 4  # letters between two passages of an article that follow each other, at most
_LABELS: dict[str, Label] = {
    "claim": "claimed",
    "allege": "claimed",
    "deny": "denied",
    "reject": "denied",
    "dispute": "denied",
    "refute": "denied",
    "confirm": "confirmed",
    "acknowledge": "confirmed",
    "admit": "confirmed",
}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Passages of an article that follow each other, as one text."""

    founds: tuple[Found, ...]
    text: str
    base: int

    def quotes(self, start: int, end: int) -> Iterator[Quote]:
        """A stretch of the text, in each of the passages that hold a part of it."""
        for found in self.founds:
            a = max(start + self.base, found.passage.start)
            b = min(end + self.base, found.passage.end)
            if (
                a < b
                and (text := found.passage.text[a - found.passage.start : b - found.passage.start]).strip()
            ):
                lead = len(text) - len(text.lstrip())
                yield Quote(found, a + lead, a + lead + len(text.strip()))


def said(passages: Sequence[Found]) -> list[Speech]:
    """Read who says what, in the order of the passages; of what nobody says there is nothing."""
    found: list[Speech] = []
    for stretch in _stretches(passages):
        found += _speeches(stretch)
    return found


def label_of(verb: str) -> Label:
    """How a verb puts what is said."""
    return next((_LABELS[base] for base in sorted(bases(verb)) if base in _LABELS), "said")


def _stretches(passages: Sequence[Found]) -> list[_Stretch]:
    """Put together what follows each other in an article."""
    order = {found.passage.article_id: n for n, found in reversed(list(enumerate(passages)))}
    once = {found.passage.id: found for found in passages}.values()
    groups: list[list[Found]] = []
    for found in sorted(once, key=lambda f: (order[f.passage.article_id], f.passage.start)):
        last = groups[-1][-1] if groups else None
        is_next = last is not None and last.passage.article_id == found.passage.article_id
        if is_next and last is not None and found.passage.start - last.passage.end <= _GAP:
            groups[-1].append(found)
        else:
            groups.append([found])
    return [_stretch(group) for group in groups]


def _stretch(group: Sequence[Found]) -> _Stretch:
    """One text of several; what stood between them was a space, or the end of a paragraph."""
    base, text = group[0].passage.start, ""
    breaks_once = any(_BREAK.search(found.passage.text) for found in group)
    for found in group:
        gap = max(0, found.passage.start - base - len(text))
        text += (" " if gap == 1 and not breaks_once else "\n" * gap) + found.passage.text
    return _Stretch(tuple(group), text, base)


def _speeches(stretch: _Stretch) -> Iterator[Speech]:
    read = frames(stretch.text)
    cast = Cast(read, [sayings(frame) for frame in read])
    for number, frame in enumerate(cast.frames):
        told = [one for one in cast.told[number] if one.speaks or one.tells_that]
        voices = [_sure(cast, one, number) for one in told]
        given = voiced(cast, number, list(zip(told, voices, strict=True)))
        for span, voice, verb in given:
            yield from _speech(stretch, span, voice, verb, True)
        if paraphrase := _paraphrase(frame, told, voices):
            yield from _speech(stretch, (frame.start, frame.end), *paraphrase, False)
        if heard := [voice for _, voice, _ in given] or ([paraphrase[0]] if paraphrase else []):
            cast.hear(number, heard[-1])
            if any(one.trails for one in told) or (number - 1 in cast.trailed and not told):
                cast.trailed.add(number)


def _sure(cast: Cast, one: Saying, number: int) -> Voice | None:
    """Whom the subject of a verb names; None where it names nobody."""
    voice = cast.meant(one.subject, number, one.trails) if one.subject else None
    return None if voice is None or is_nobody(voice) else voice


def _paraphrase(
    frame: Frame, told: Sequence[Saying], voices: Sequence[Voice | None]
) -> tuple[Voice, str] | None:
    """Who is told to have said what a sentence tells, unless it is mostly their own words."""
    quoted = sum(end - start for start, end in frame.quotes)
    if quoted > 0.5 * (frame.end - frame.start) or len(frame.bare.split()) < _SHORTEST:
        return None
    pairs = [
        (one, voice)
        for one, voice in zip(told, voices, strict=True)
        if voice is not None and one.tells and (one.tells_that or not _WRITES.search(frame.bare[: one.end]))
    ]
    last = [(voice, one.verb) for one, voice in pairs[-1:] if one.trails and one.start > _AFTER]
    return next(iter([*last, *((voice, one.verb) for one, voice in pairs)]), None)


def _speech(stretch: _Stretch, span: Span, voice: Voice, verb: str, is_quote: bool) -> Iterator[Speech]:
    named = next(stretch.quotes(voice.start, voice.end), None) if voice.is_named else None
    for words in stretch.quotes(*span):
        yield Speech(voice.name, verb, words, is_quote, named, label_of(verb), voice.is_named)
