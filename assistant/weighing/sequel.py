"""What a follow-up asks after an answer: what was just quoted comes after what answers as well.

Knows sentences as they were weighed, and where the quotes of the last answer stand.
"""

import re
from dataclasses import replace

from assistant.conversation import Query
from assistant.questions.pointing import content_words
from assistant.weighing.weigh import Candidate, Weighed
from ingest.article import article_of

_TOLD, _TOLD_OF_KIND = 0.35, 0.1  # what was just quoted loses, less where it holds what is asked now
_NEXT_KIND = 0.3  # weight of holding the kind of answer a follow-up asks for
_REASON_HELD = 0.25  # of the weight, that a reason given must hold
_SAME_STORY = 0.25  # a follow-up mostly goes on with the articles just quoted
# What is told without a day happened about when it was published, and the citation says when that was.
_ITS_DAY, _TOLD_WHOLE = 0.6, 0.7
_STANDS_BESIDE = 0.3  # what is asked next often stands right beside what was told
_BESIDE = 2  # letters between two sentences that follow each other, at most
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


def next_one(candidate: Candidate, query: Query, kinds: frozenset[str]) -> Candidate:
    """A sentence with what speaks for and against it after the last answer."""
    is_told = _key(candidate) in query.told
    is_after = kinds == {"reason"} and not _REASON.search(candidate.text)
    # What was told of this kind answered the last question; asked with words of its own, another is meant.
    is_other = is_told and bool(query.carried and content_words(query.asks))
    kind = 0.0 if is_after or is_other else candidate.kind
    if kinds == {"date"} and candidate.held >= _TOLD_WHOLE and not is_told:
        kind = max(kind, _ITS_DAY)
    if is_told:
        lost = _TOLD_OF_KIND if kind else _TOLD
        return replace(candidate, kind=kind, fit=candidate.fit + _NEXT_KIND * kind - lost)
    is_same = any(article_of(key[0]) == candidate.found.passage.article_id for key in query.told)
    is_beside = kind > 0 and any(_is_beside(candidate, key) for key in query.told)
    fit = _NEXT_KIND * kind + _SAME_STORY * is_same + _STANDS_BESIDE * is_beside
    return replace(candidate, kind=kind, fit=candidate.fit + fit)


def going_on(weighed: Weighed, query: Query) -> Weighed | None:
    """Where a follow-up asks why, and nothing gives a reason, nothing answers."""
    if not query.told or weighed.kinds != {"reason"}:
        return None
    gives_one = any(_gives_a_reason(c, query) for c in weighed.candidates)
    return weighed if gives_one else replace(weighed, says=False)


def _gives_a_reason(candidate: Candidate, query: Query) -> bool:
    speaks_of_it = candidate.held >= _REASON_HELD or any(_is_beside(candidate, key) for key in query.told)
    return candidate.kind > 0 and speaks_of_it


def _key(candidate: Candidate) -> tuple[str, int, int]:
    passage = candidate.found.passage
    return passage.id, passage.start + candidate.start, passage.start + candidate.end


def asks_who_said(query: Query) -> bool:
    """Whether a follow-up asks for whose words the last answer were."""
    return bool(query.told and _SAYS_WHO.match(query.asks))


def attributed(weighed: Weighed, query: Query) -> Weighed:
    """Who said so: the first sentence quoted that names who says it, or else the one beside it."""
    told = [c for c in weighed.candidates if _ATTRIBUTED.search(c.text)]
    own = ([c for c in told if _key(c) == key] for key in query.told)
    beside = ([c for c in told if _is_beside(c, key)] for key in query.told)
    found = next(filter(None, (*own, *beside)), [])
    return replace(weighed, candidates=tuple(found) or weighed.candidates, says=bool(found))


def _is_beside(candidate: Candidate, key: tuple[str, int, int]) -> bool:
    passage, start, end = _key(candidate)
    return article_of(passage) == article_of(key[0]) and (
        abs(start - key[2]) <= _BESIDE or abs(key[1] - end) <= _BESIDE
    )
