"""Answers to "What did X say about Y since Z?": X's own words and what is told of them, the newest first.

Knows who says what in the passages found; what nobody or somebody else says is no answer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.briefing import Speech
from assistant.checking.evidence import folded, words
from assistant.conversation import Checked, Query, Quote
from assistant.english.listed import listed
from assistant.questions.asked_of import Wanted, asked_of
from assistant.reporting.frames import frames
from assistant.reporting.said import said
from assistant.weighing.polar import spoken_of
from assistant.weighing.terms import Terms, stems_of
from assistant.weighing.timely import tells_of
from assistant.weighing.weigh import Vector, Weighed
from ingest.holdings.reader import Found, Window
from ingest.split import Span

_MOST, _MOST_WORDS = 5, 130  # sentences of an answer, and their words together
_OWN = 0.5  # share of what is asked about that a sentence holds, from which it is about it
_AROUND = 0.75  # the same of its title, or with the sentences around it, where the meaning is near too
_NEAR = 0.2
_TITLE_NEAR = 0.45
_AS_GOOD, _AS_GOOD_OF_ALL = 0.5, 0.8  # of the best; where it is asked who said it, all compete
_WHO_HOLDS = 0.7  # where it is asked who said it
_BACK = 4  # sentences before one, that tell what it is about
_BESIDE, _MEANING = 0.4, 0.5  # weights
_LABELLED = 0.5  # what is denied counts for more where it is asked whether they denied it
_DENIAL = 0.75  # what does not deny answers whether somebody denied only where it is as much about it
_ROLE_NEAR = 60  # letters between a name and a role
_LITTLE = listed(
    "the a an mr mrs ms dr sir of s his her its their president minister mayor senator governor prime"
)
Before = Callable[[Found], Found | None]


@dataclass(frozen=True, slots=True)
class _Told:
    """A speech with the sentence that tells it, and the one before where only that names who speaks."""

    speech: Speech
    quotes: tuple[Quote, ...]
    score: float

    @property
    def newness(self) -> tuple[int, str, int]:
        """The newest first; of an article in its order."""
        words = self.speech.words
        return -(words.found.source.published_at or 0), words.found.passage.article_id, self.quotes[0].start


def spoken(weighed: Weighed, query: Query, before: Before, vector: Vector | None) -> Weighed | None:
    """What the one asked about said, as it is told; None where nobody's words are asked for."""
    wanted = asked_of(query)
    if wanted is None or (query.days and not wanted.about):
        return None
    passages = [found for found in weighed.passages if _is_of_its_time(found, query)]
    told = _told(wanted, passages, weighed, before, vector)
    if not told and (query.days or not wanted.who):
        return None
    ids = {quote.found.passage.id for one in told for quote in one.quotes}
    kept = tuple(found for found in passages if found.passage.id in ids)
    return replace(weighed, passages=kept or weighed.passages, told=tuple(_checked(told)), says=bool(told))


def _is_of_its_time(found: Found, query: Query) -> bool:
    """Whether an article came out in the time asked about, or names the day that is."""
    names_it = query.days is not None and tells_of(found.passage.text, found, query.days)
    return bool(names_it) or _is_since(found, query.likely)


def _is_since(found: Found, window: Window | None) -> bool:
    """Whether an article came out in the time asked about; one without a day may not have."""
    if window is None:
        return True
    at, since, last = found.source.published_at, window.since, window.last
    return at is not None and not (since and at < since.timestamp()) and not (last and at > last.timestamp())


def _told(
    wanted: Wanted, passages: Sequence[Found], weighed: Weighed, before: Before, vector: Vector | None
) -> list[_Told]:
    """The best sentences with the words of the one asked about."""
    ids = {found.passage.id for found in passages}
    earlier = [found for found in map(before, passages) if found]
    speeches = said([*passages, *(found for found in earlier if found.passage.id not in ids)])
    own = [s for s in speeches if s.words.found.passage.id in ids and is_by(wanted.who, s)]
    terms = _terms(wanted.about, weighed.terms)
    told = [one for s in own if (one := _read(s, speeches, wanted, terms, vector))]
    return _best(told, _AS_GOOD if wanted.who else _AS_GOOD_OF_ALL)


def is_by(who: str, speech: Speech) -> bool:
    """Whether the one who speaks is the one asked about, by name or by what they are."""
    if not who:
        return True
    asked, named = _names(who), _names(speech.speaker)
    if not asked or not named:
        return False
    if speech.is_named and _is_same(who, asked, speech.speaker, named):
        return True
    if not speech.is_named:
        return asked <= {*named, *(word + "s" for word in named)} or named <= asked
    return not any(word[:1].isupper() for word in who.split()) and _has_role(who, speech)


def _is_same(who: str, asked: frozenset[str], speaker: str, named: frozenset[str]) -> bool:
    """Two names of one: the shorter holds the last word of the longer."""
    short, long = sorted((asked, named), key=len)
    last = folded((words(who) if long == asked else words(speaker))[-1])
    return short <= long and (last in short or len(short) == len(long) or not speaker[:1].isupper())


def _has_role(who: str, speech: Speech) -> bool:
    """Whether the passage calls the one who speaks what the question calls them: "the mayor, Tom Reyes"."""
    text, role = speech.words.found.passage.text, re.escape(" ".join(words(who)[-1:]))
    last = re.escape(speech.speaker.split()[-1])
    near = rf"[^.;:“”\"]{{0,{_ROLE_NEAR}}}"
    before = rf"\b{role}s?,?\s(?:[A-Z][\w.’'-]*\s){{0,3}}{last}\b"
    return bool(
        re.search(rf"{before}|\b{last}, (?:the|a|an|its|their)\b{near}\b{role}\b", text, re.IGNORECASE)
    )


def _names(text: str) -> frozenset[str]:
    given = frozenset(folded(word) for word in words(text))
    return given - _LITTLE or given


def _terms(about: str, terms: Terms) -> Terms:
    """The terms of what is asked about, without those for who speaks."""
    stems = frozenset(stems_of(about))
    return Terms(
        {stem: weight for stem, weight in terms.weights.items() if stem in stems}, terms.names & stems
    )


def _read(
    speech: Speech, speeches: Sequence[Speech], wanted: Wanted, terms: Terms, vector: Vector | None
) -> _Told | None:
    """A speech as it may be told, if it is about what is asked."""
    found, start = speech.words.found, speech.words.start
    spans = _spans(found)
    at = next((n for n, span in enumerate(spans) if span[0] <= start < span[1]), None)
    if at is None or _has_others(found, spans[at], speech, speeches):
        return None
    shown = _shown(speech, spans, at, speeches)
    if shown is None:
        return None
    weight = _about(found, spans, at, _Topic(wanted, terms, vector))
    if weight is None or (wanted.label == "denied" != speech.label and weight < _DENIAL):
        return None
    fits = _LABELLED if wanted.label and wanted.label == speech.label else 0.0
    return _Told(speech, shown, weight + fits)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What somebody's words are asked about."""

    wanted: Wanted
    terms: Terms
    vector: Vector | None

    def held(self, text: str) -> float:
        """The share of it that a text holds, in its words or near ones."""
        return spoken_of(self.wanted.about, self.terms, [text])[0] if self.terms.weights else 1.0

    def near(self, text: str) -> float:
        """How near a text is to it."""
        about = self.wanted.about
        return float(self.vector(text) @ self.vector(about)) if self.vector and about and text else 0.0


def _about(found: Found, spans: Sequence[Span], at: int, topic: _Topic) -> float | None:
    """How much a sentence is about it, by its own words, those around it, or all of its article."""
    own, title = _text(found, spans[at]), found.source.title
    held = topic.held(own)
    if not topic.wanted.who:
        held = topic.terms.coverage(stems_of(own))
        return held + _MEANING * topic.near(own) if held >= _WHO_HOLDS else None
    around = " ".join(_text(found, span) for span in spans[max(0, at - _BACK) : at + 2])
    beside, above = topic.held(f"{around} {title}"), topic.held(title)
    is_of_it = above >= _AROUND or topic.near(title) >= _TITLE_NEAR
    if held < _OWN and not is_of_it and beside < _AROUND:
        return None
    near = topic.near(own)
    is_about = held >= _OWN or is_of_it or held > 0 or near >= _NEAR
    return held + _BESIDE * max(0.0, beside - held) + _MEANING * near if is_about else None


@lru_cache(256)
def _spans(found: Found) -> tuple[Span, ...]:
    """Where the sentences of a passage stand in its article, none cut within a quotation."""
    base = found.passage.start
    return tuple((base + frame.start, base + frame.end) for frame in frames(found.passage.text))


def _text(found: Found, span: Span) -> str:
    base = found.passage.start
    return found.passage.text[span[0] - base : span[1] - base]


def _has_others(found: Found, span: Span, speech: Speech, speeches: Sequence[Speech]) -> bool:
    """Whether a sentence holds words of somebody else."""
    return any(
        other.words.found.passage.id == found.passage.id
        and span[0] <= other.words.start < span[1]
        and (other.is_quote or span[0] != other.words.start or not speech.is_quote)
        and other.speaker != speech.speaker
        for other in speeches
    )


def _shown(
    speech: Speech, spans: Sequence[Span], at: int, speeches: Sequence[Speech]
) -> tuple[Quote, ...] | None:
    """The sentence, led by the one before where only that names who speaks; None where neither does."""
    found, last = speech.words.found, folded(words(speech.speaker)[-1]) if words(speech.speaker) else ""
    quote = Quote(found, *spans[at])
    if last in map(folded, words(quote.text)):
        return (quote,)
    if not at or _has_others(found, spans[at - 1], speech, speeches):
        return None
    lead = Quote(found, *spans[at - 1])
    return (lead, quote) if last in map(folded, words(lead.text)) else None


def _best(told: Sequence[_Told], share: float) -> list[_Told]:
    """The best, each sentence once, the newest first."""
    chosen: dict[tuple[str, int, int], _Told] = {}
    length = 0
    for one in sorted(told, key=lambda t: (-t.score, t.newness)):
        size = sum(len(quote.text.split()) for quote in one.quotes)
        is_spare = len(chosen) >= _MOST or (chosen and length + size > _MOST_WORDS)
        if is_spare or one.score < share * next(iter(chosen.values()), one).score:
            continue
        if one.quotes[-1].key not in chosen and not any(
            q.text == one.quotes[-1].text for t in chosen.values() for q in t.quotes
        ):
            chosen[one.quotes[-1].key] = one
            length += size
    return sorted(chosen.values(), key=lambda t: t.newness)


def _checked(told: Sequence[_Told]) -> list[Checked]:
    """Each sentence as it is shown, none twice."""
    quotes = dict.fromkeys(quote for one in told for quote in one.quotes)
    return [Checked(quote.text, (quote,), "quoted", ("quote", "speaker")) for quote in quotes]
