"""Which of the words that the news gives to somebody a briefing shows: the newest, of each speaker one.

Pure: speeches in, the chosen ones out.
"""

from collections.abc import Sequence

from assistant.briefing import Speech
from assistant.reporting.lines import dateline, goes_on, stands_alone
from assistant.reporting.weight import Weighed

_FEWEST, _MOST = 5, 40  # words
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
    if speech.is_quote:
        return text[0].isupper() and not goes_on(text)  # else it is a part of what was said
    return len(speech.speaker.split()) > 1 and stands_alone(text)


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
