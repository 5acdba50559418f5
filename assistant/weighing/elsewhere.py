"""Questions in another language, answered by what has their words, in other forms or as parts of others.

Knows sentences as they were weighed and the language of each article.
"""

from dataclasses import replace

from assistant.conversation import Query
from assistant.weighing.compounds import share_told
from assistant.weighing.weigh import Candidate, Weighed, fitted
from ingest.holdings.reader import Found
from ingest.split import sentences
from ingest.texts.language import language_among

_HAS_WORDS = 0.75  # share of a question's words, from which a text in another language answers
_GOES_ON = 0.9  # of what a sentence and the one before it tell together


def elsewhere(weighed: Weighed, query: Query) -> Weighed | None:
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
    return fitted(replace(weighed, candidates=kept), fits, True)


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
