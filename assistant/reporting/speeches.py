"""Which of the words that the news gives to somebody a briefing shows: the newest, of each speaker one.

Pure: speeches in, the chosen ones out.
"""

from collections.abc import Sequence

from assistant.briefing import Speech
from assistant.reporting.weight import Weighed

_FEWEST, _MOST = 5, 40  # words
_NAMED, _QUOTED, _CLAIM = 0.5, 0.3, 0.2


def chosen(found: Sequence[Speech], news: Sequence[Weighed]) -> list[Speech]:
    """The speeches worth showing, the weightiest first; of each speaker one."""
    weights = {each.quote.key: each.score for each in news}
    ranked = sorted((each for each in found if _fits(each)), key=lambda each: -_value(each, weights))
    by: dict[str, Speech] = {}
    for speech in ranked:
        by.setdefault(speech.speaker.split()[-1].casefold(), speech)
    return list(by.values())


def _fits(speech: Speech) -> bool:
    return _FEWEST <= len(speech.words.text.split()) <= _MOST and "\n" not in speech.words.text


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
