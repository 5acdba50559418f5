"""How well sentences suit the form of a question: yes or no, who did it, the latest, on a day, what next.

Weighing knows the words of a question; this knows its form, and puts the sentences in order anew. Where the
form alone tells that the news answers, or does not, it says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant import days
from assistant.acts import deed, done_in
from assistant.compounds import share_told
from assistant.conversation import Query
from assistant.pointing import content_words
from assistant.polar import is_polar, spoken_of
from assistant.weigh import Candidate, Weighed
from assistant.when import asks_for_the_newest
from ingest.article import article_of
from ingest.language import language_among
from ingest.reader import Found
from ingest.split import sentences

_SPOKEN = 1.4  # of share and cosine together, from which a sentence answers yes or no
_SPOKEN_OF_WORDS = 0.95  # of the share alone, where nothing is known of meaning
_SPOKEN_ON_DAY = 1.15  # the same where a sentence tells of the day asked for
_NOW = re.compile(r"^\W*(?:(?:and|but|so)\b,?\s+)?(?:is|are|has|have)\b", re.IGNORECASE)
_SPEAKS, _RECENT = 0.8, 0.3  # of the question; weight of being the newest
_HAS_WORDS = 0.75  # share of a question's words, from which a text in another language answers
_GOES_ON = 0.9  # of what a sentence and the one before it tell together
_LOOKED_AT = 12  # sentences read for near words
_DEED = 0.5  # a sentence that gives the deed to somebody; one that denies it loses as much
_NO_DEED = 0.2  # one that has its word for something else: "the suspended chief", "a warning"
_ON_DAY, _OTHER_DAY = 0.35, 0.25
_SAME_DAY = 0.1  # a sentence without a day, published on it
_TOLD, _TOLD_OF_KIND = 0.35, 0.1  # what was just quoted loses, less where it holds what is asked now
_NEXT_KIND = 0.3  # weight of holding the kind of answer a follow-up asks for
_AS_MUCH = 0.75  # of what the best sentence holds of the question, that another must to tell of the same
_NEWEST = 0.3  # what is the latest
_OLD = 9.0  # more than any sentence scores: what is old is not quoted, but still shows that the news speaks of it
_FIGURE = re.compile(r"\d")
_REASON_HELD = 0.25  # of the weight, that a reason given must hold
_SAYS_WHO = re.compile(
    r"^\W*(?:(?:and|but|so)\b,?\s+)?(?:who (?:said|says|say|claimed|claims|reported|reports|told)\b"
    r"(?: (?:so|this|that|it|us|you))*|says who|according to whom"
    r"|whose (?:words|figure|number|claim) (?:is|was) (?:it|this|that))\W*$",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|told|according to|admitted|conceded|warned|announced|denied|wrote|published|counted"
    r"|showed?|shows|found|gave|given by|called|put)\b",
    re.IGNORECASE,
)
# "after" and "since" tell of time as often as of a reason.
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|so that|in order to|too little|in protest|amid|over (?!\d)|"
    r"caus(?:e|ed|ing|es)|led to|blamed?|for [a-z]+ing)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:did|was|were|has|have|had)\b|\b\w+ed\b", re.IGNORECASE)
_IF = re.compile(r"[“\"‘']*(?:if|unless|should)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:will|would|may|might|could|should)\b", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|has|have|had|did|\w{2,}ed)\b", re.IGNORECASE)
_SUPPOSED, _AHEAD = 0.25, 0.15
_SAME_STORY = 0.25  # a follow-up mostly goes on with the articles just quoted
# What is told without a day happened about when it was published, and the citation says when that was.
_ITS_DAY, _TOLD_WHOLE = 0.6, 0.7
_STANDS_BESIDE = 0.3  # what is asked next often stands right beside what was told
_BESIDE = 2  # letters between two sentences that follow each other, at most
_DAYS = ("day", "weekday")


def suited(weighed: Weighed, query: Query) -> Weighed:
    """The same sentences, in the order of how well they suit what is asked and how."""
    if not weighed.candidates:
        return weighed
    if asks_who_said(query):
        return _attributed(weighed, query)
    fitted = weighed
    for fits in (_elsewhere, _spoken, _done, _happened, _on_days, _going_on):
        if found := fits(fitted, query):
            fitted = found
    fitted = _ordered(fitted)
    return _newest(fitted) if asks_for_the_newest(query.asks) else fitted


def asks_who_said(query: Query) -> bool:
    """Whether a follow-up asks for whose words the last answer were."""
    return bool(query.told and _SAYS_WHO.match(query.asks))


def _ordered(weighed: Weighed) -> Weighed:
    ranked = sorted(weighed.candidates, key=lambda c: (-c.score, c.rank, c.start))
    return replace(weighed, candidates=tuple(ranked))


def _fitted(weighed: Weighed, fits: Sequence[float], says: bool | None = None) -> Weighed:
    given = zip(weighed.candidates, fits, strict=True)
    candidates = tuple(replace(c, fit=c.fit + fit) if fit else c for c, fit in given)
    return replace(weighed, candidates=candidates, says=weighed.says if says is None else says)


def _spoken(weighed: Weighed, query: Query) -> Weighed | None:
    """Yes or no: what speaks of it in near or contrary words answers too."""
    if not is_polar(query.asks):
        return None
    read = weighed.candidates[:_LOOKED_AT]
    shares = spoken_of(query.asks, weighed.terms, [f"{c.text}\n{c.found.source.title}" for c in read])
    fits = [max(0.0, share - c.titled) for share, c in zip(shares, read, strict=True)]
    if _NOW.match(query.asks):
        fits = [fit + new for fit, new in zip(fits, _recent(read, shares), strict=True)]
    if weighed.by_meaning:
        says = any(share + (c.near or 0.0) >= _SPOKEN for share, c in zip(shares, read, strict=True))
    else:
        says = max(shares) >= _SPOKEN_OF_WORDS
    return _fitted(weighed, [*fits, *[0.0] * (len(weighed.candidates) - len(fits))], says or None)


def _recent(read: Sequence[Candidate], shares: Sequence[float]) -> list[float]:
    """What speaks for each by being new, among those that speak of what is so now."""
    times = [_at(c) if share >= _SPEAKS else 0 for c, share in zip(read, shares, strict=True)]
    dated = [at for at in times if at]
    if not dated or max(dated) == min(dated):
        return [0.0] * len(times)
    return [_RECENT * max(0, at - min(dated)) / (max(dated) - min(dated)) for at in times]


def _elsewhere(weighed: Weighed, query: Query) -> Weighed | None:
    """In another language: what has the words of the question, in other forms or as parts of others."""
    spoken = frozenset(found.source.language or "en" for found in weighed.passages)
    if spoken == {"en"} or (language := language_among(query.asks, spoken | {"en"})) in ("en", None):
        return None
    own = [f for f in weighed.passages if f.source.language == language]
    telling = {f.passage.id for f in own if share_told(query.asks, _whole(f), language) >= _HAS_WORDS}
    if not telling:
        return None
    kept = tuple(c for c in weighed.candidates if c.found.passage.id in telling)
    fits = [_HAS_WORDS * _share_with_before(query.asks, c, language) for c in kept]
    return _fitted(replace(weighed, candidates=kept), fits, True)


def _whole(found: Found) -> str:
    return f"{found.passage.text}\n{found.source.title}"


def _share_with_before(question: str, candidate: Candidate, language: str) -> float:
    """The share a sentence tells; of one that goes on from the sentence before, some of what both tell."""
    alone = share_told(question, candidate.text, language)
    text = candidate.found.passage.text
    before = [span for span in sentences(text) if span[0] < candidate.start][-1:]
    if not alone or not before:
        return alone
    return max(alone, _GOES_ON * share_told(question, text[before[0][0] : candidate.end], language))


def _done(weighed: Weighed, query: Query) -> Weighed | None:
    """Who did it: whoever is said to have done it, before those who say that nobody did."""
    if not (verb := deed(query.asks)):
        return None
    return _fitted(weighed, [_deed_fit(verb, c) for c in weighed.candidates])


def _deed_fit(verb: str, candidate: Candidate) -> float:
    done = done_in(verb, candidate.text)
    if done is None:
        return 0.0
    return _DEED * done * _weight(candidate) if done else -_NO_DEED


def _happened(weighed: Weighed, query: Query) -> Weighed | None:
    """What has happened is not told by what begins with "if", nor by what may come."""
    if not _PAST.search(query.asks):
        return None
    return _fitted(weighed, [-_supposed(c.text) for c in weighed.candidates])


def _supposed(text: str) -> float:
    if _IF.match(text):
        return _SUPPOSED
    return _AHEAD if _MAY.search(text) and not _WAS.search(text) else 0.0


def _weight(candidate: Candidate) -> float:
    """The deed counts the more, the more of the question is spoken of."""
    return 0.4 + 0.6 * candidate.titled


def _on_days(weighed: Weighed, query: Query) -> Weighed | None:
    """On a day: what tells of that day, whenever it was published."""
    if query.days is None:
        return None
    first, last = query.days
    fits = [_day_fit(candidate, first, last) for candidate in weighed.candidates]
    told = [c for c, fit in zip(weighed.candidates, fits, strict=True) if fit == _ON_DAY]
    if not content_words(query.asks):
        return _fitted(weighed, fits, bool(told))
    shares = spoken_of(query.asks, weighed.terms, [f"{c.text}\n{c.found.source.title}" for c in told])
    says = any(share + (c.near or 0.0) >= _SPOKEN_ON_DAY for share, c in zip(shares, told, strict=True))
    return _fitted(weighed, fits, says or None)


def _day_fit(candidate: Candidate, first: date, last: date) -> float:
    tells = tells_of(candidate.text, candidate.found, (first, last))
    if tells is not None:
        return _ON_DAY if tells else -_OTHER_DAY
    if (published := _published(candidate.found)) is None:
        return -_SAME_DAY
    return _SAME_DAY if first <= published <= last + timedelta(days=1) else -_SAME_DAY


def tells_of(text: str, found: Found, asked: tuple[date, date]) -> bool | None:
    """Whether words of an article tell of these days; None where they name no day."""
    named = [m for m in days.mentions(text, _published(found)) if m.grain in _DAYS and m.readings]
    return any(asked[0] <= m.readings[0][0] <= asked[1] for m in named) if named else None


def _published(found: Found) -> date | None:
    told = found.source.published
    return date.fromisoformat(told[:10]) if told else None


def _going_on(weighed: Weighed, query: Query) -> Weighed | None:
    """A follow-up: what was quoted just now comes after what answers as well."""
    if not query.told:
        return None
    articles = {article_of(key[0]) for key in query.told}
    # What was told of this kind answered the last question; asked with words of its own, another is meant.
    is_other = bool(query.carried and content_words(query.asks))
    candidates = []
    for candidate in weighed.candidates:
        is_told = _key(candidate) in query.told
        is_after = weighed.kinds == {"reason"} and not _REASON.search(candidate.text)
        kind = 0.0 if is_after or (is_told and is_other) else candidate.kind
        if weighed.kinds == {"date"} and candidate.held >= _TOLD_WHOLE and not is_told:
            kind = max(kind, _ITS_DAY)
        goes_on = _SAME_STORY if candidate.found.passage.article_id in articles else 0.0
        goes_on += _STANDS_BESIDE if kind and any(_is_beside(candidate, key) for key in query.told) else 0.0
        told = _TOLD_OF_KIND if kind else _TOLD
        fit = _NEXT_KIND * kind + (-told if is_told else goes_on)
        candidates.append(replace(candidate, kind=kind, fit=candidate.fit + fit))
    gives_none = weighed.kinds == {"reason"} and not any(_gives_a_reason(c, query) for c in candidates)
    says = False if gives_none else weighed.says
    return replace(weighed, candidates=tuple(candidates), says=says)


def _gives_a_reason(candidate: Candidate, query: Query) -> bool:
    speaks_of_it = candidate.held >= _REASON_HELD or any(_is_beside(candidate, key) for key in query.told)
    return candidate.kind > 0 and speaks_of_it


def _key(candidate: Candidate) -> tuple[str, int, int]:
    passage = candidate.found.passage
    return passage.id, passage.start + candidate.start, passage.start + candidate.end


def _newest(weighed: Weighed) -> Weighed:
    """The latest: the newest of what tells as much as the best does comes first, and older news is left."""
    if not (alike := [c for c in weighed.candidates if _tells_as_much(c, weighed.candidates[0])]):
        return weighed
    newest = max(alike, key=lambda c: (_at(c), c.score))
    fits = []
    for candidate in weighed.candidates:
        is_new = candidate.found.passage.article_id == newest.found.passage.article_id
        is_new = is_new or (_at(candidate) >= _at(newest) and candidate in alike)
        fits.append((_NEWEST if candidate in alike else 0.0) if is_new else -_OLD)
    return _ordered(_fitted(weighed, fits))


def _tells_as_much(candidate: Candidate, best: Candidate) -> bool:
    """Whether a sentence of a dated article tells of the same, with a figure where the best has one."""
    has_figure = bool(_FIGURE.search(candidate.text)) or not _FIGURE.search(best.text)
    share = min(candidate.held / (best.held or 1.0), candidate.titled / (best.titled or 1.0))
    return _at(candidate) > 0 and has_figure and candidate.kind >= best.kind and share >= _AS_MUCH


def _at(candidate: Candidate) -> int:
    return candidate.found.source.published_at or 0


def _attributed(weighed: Weighed, query: Query) -> Weighed:
    """Who said so: the sentence quoted just now where it names who says it, or else the one beside it."""
    told = [c for c in weighed.candidates if _key(c) in query.told]
    beside = [
        c for c in weighed.candidates if c not in told and any(_is_beside(c, key) for key in query.told)
    ]
    named = ([c for c in some if _ATTRIBUTED.search(c.text)] for some in (told, beside))
    found = next(filter(None, named), [])
    return replace(weighed, candidates=tuple(found) or weighed.candidates, says=bool(found))


def _is_beside(candidate: Candidate, key: tuple[str, int, int]) -> bool:
    passage, start, end = _key(candidate)
    return article_of(passage) == article_of(key[0]) and (
        abs(start - key[2]) <= _BESIDE or abs(key[1] - end) <= _BESIDE
    )
