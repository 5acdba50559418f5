"""Which of the words that the news gives to somebody a briefing shows: the newest, of each speaker one.

Pure: speeches in, the chosen ones out.
"""

import re
from collections.abc import Sequence

from assistant.briefing import Speech
from assistant.english.listed import listed
from assistant.english.thesaurus import bases
from assistant.reporting.lines import dateline, goes_on, stands_alone
from assistant.reporting.runs import ARTICLES
from assistant.reporting.weight import Weighed

_FEWEST, _MOST = 5, 40  # words
_SHORTEST, _OPENS = 2, 8  # letters; words
# Of these it is told elsewhere whose they are.
_PAPERS = listed(
    "post posts statement notice report letter article memo document office email filing complaint lawsuit "
    "website page tweet message video caption sign survey study poll release advisory ruling order"
)
# Who does this is told of, and their words are not.
_JUDGES = listed("praise criticise criticize congratulate accept blame mock joke hail thank blast slam")
_SAYS_SOMETHING = re.compile(
    r"\b(?:is|are|was|were|am|be|been|has|have|had|will|would|can|could|should|must|may|might|do|does|did|"
    r"I|we|you|they|it|he|she|let|no|not|never|\w+ed|\w+ing|came|went|took|made|saw|said|got|gave|knew|felt|"
    r"left|found|kept|lost|met|ran|sat|stood|told|thought|won|began|broke|brought|built|caught|chose|fell|"
    r"fought|grew|heard|held|hit|led|paid|put|read|rose|sent|set|shot|spoke|means?|makes?|needs?|wants?|goes|"
    r"comes?|gets?|takes?|shows?|says?|deserves?|remains?|belongs?)\b|\w[’'](?:s|re|ll|ve|m|d|t)\b|[!?]",
    re.IGNORECASE,
)
_NAMED, _QUOTED, _CLAIM, _NEW = 0.5, 0.8, 0.4, 0.8


def chosen(found: Sequence[Speech], news: Sequence[Weighed]) -> list[Speech]:
    """The speeches worth showing, the weightiest first; of each speaker one."""
    most = max((each.score for each in news), default=0.0) or 1.0
    weights = {each.quote.key: each.score / most for each in news}
    new = {each.quote.found.passage.article_id: each.newness for each in news}
    ranked = sorted(
        (each for each in found if _fits(each)),
        key=lambda each: -_value(each, weights) - _NEW * new.get(each.words.found.passage.article_id, 0.0),
    )
    by: dict[str, Speech] = {}
    for speech in ranked:
        by.setdefault(speech.speaker.split()[-1].casefold(), speech)
    return list(by.values())


def _fits(speech: Speech) -> bool:
    """Whether it is of a length to show, and its speaker more than a word that a line begins with."""
    text = speech.words.text
    if not _FEWEST <= len(text.split()) <= _MOST or "\n" in text or dateline(text):
        return False
    if _is_loose(speech.speaker):
        return False
    if speech.is_quote:
        is_whole = text[0].isupper() and not goes_on(text)  # else it is a part of what was said
        return is_whole and bool(_SAYS_SOMETHING.search(text))
    is_somebody = speech.is_named and any(word[:1].isupper() for word in speech.speaker.split())
    # Who has no name is shown where the sentence says how it is meant: as a claim, a denial.
    told = (
        (is_somebody or speech.label != "said")
        and not any(map(str.isdigit, speech.speaker))
        and not _judges(text)
    )
    return told and len(speech.speaker.split()) > 1 and stands_alone(text)


def _judges(text: str) -> bool:
    """Whether a sentence begins with what somebody thinks of another, and not with what they said."""
    return any(bases(word.lower()) & _JUDGES for word in text.split()[:_OPENS])


def _is_loose(speaker: str) -> bool:
    """Whether what speaks is only a paper, or a word that names nobody: "the post", "her"."""
    words = [word.lower() for word in speaker.split()]
    return (
        not words or words[-1] in _PAPERS or all(word in ARTICLES or len(word) < _SHORTEST for word in words)
    )


def _value(speech: Speech, weights: dict[tuple[str, int, int], float]) -> float:
    words = speech.words
    holding = [
        weight
        for (passage, start, end), weight in weights.items()
        if passage == words.found.passage.id and start < words.end and words.start < end
    ]
    return (
        max(holding, default=0.0)
        + _NAMED * speech.is_named
        + _QUOTED * speech.is_quote
        + _CLAIM * (speech.label != "said")
    )
