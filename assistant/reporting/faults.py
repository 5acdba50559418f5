"""What counts against a sentence in a briefing: it leans on others, supposes, looks back, tells no deed.

Pure: a line in, a number out.
"""

import re

from assistant.reporting import features
from assistant.reporting.lines import Line
from assistant.weighing.terms import stems_of

_SHORT, _LONG = 16, 34  # words
_TOO_SHORT, _TOO_LONG = 0.04, 0.02  # each word
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_HALF = 0.4  # of its letters that are quoted; who said what is told by itself
_MOSTLY_QUOTED = 0.6
_SUPPOSES = re.compile(r"^(?:even )?(?:unless|whether|should|assuming)\b|\bif\b", re.IGNORECASE)
# What may happen is no news beside what has.
_PROSPECT = re.compile(
    r"\b(?:(?:is|are|was|were|seems?|appears?) (?:\w+ly )?(?:likely|expected|poised) to|may|might|could|"
    r"would) ",
    re.IGNORECASE,
)
_TOO = re.compile(r"\b(?:also|too|as well)\b", re.IGNORECASE)  # beside what was said before
# "The union said": which one stands before it. "The head of the union" says of what.
_KNOWN = re.compile(r"^The (?:[a-z-]+ ){1,2}(?!of\b|in\b|for\b|on\b|at\b|that\b|who\b|to\b|between\b|from\b)")
_BY_SURNAME = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w’'-]+(?:, \d{1,3},)? "
    r"(?:said|says|added|told|also|was|is|has|had|would|will|did|called|denied)\b"
)


def faults(line: Line) -> float:
    """Tell how much counts against a sentence."""
    return _of_form(line) + _of_others(line) + _of_time(line)


def supposes(text: str) -> bool:
    """Whether a sentence tells what would be, if something were."""
    return bool(_SUPPOSES.search(without_quotes(text)))


def without_quotes(text: str) -> str:
    """The words of a sentence that are its own."""
    return _QUOTED.sub("", text)


def _of_form(line: Line) -> float:
    words = len(line.text.split())
    quoted = 1 - len(without_quotes(line.text)) / len(line.text)
    of_length = _TOO_SHORT * max(0, _SHORT - words) + _TOO_LONG * max(0, words - _LONG)
    return of_length + _MOSTLY_QUOTED * (quoted > _HALF)


def _of_others(line: Line) -> float:
    """Against what leans on sentences before it, or has nothing of what its article is about."""
    title = line.quote.found.source.title
    against = 0.25 * bool(_BY_SURNAME.match(line.text)) + 0.3 * bool(_TOO.search(line.text))
    if line.place:
        against += 0.35 * bool(_KNOWN.match(line.text))
        against += 0.3 * (bool(title) and {*stems_of(title)}.isdisjoint(stems_of(line.text)))
    else:
        against += 0.4 * features.is_feature(title) + 0.5 * features.tells_a_tale(line.text)
    return against


def _of_time(line: Line) -> float:
    """Against what tells no deed, or one that may come or was long ago."""
    text = without_quotes(line.text)
    return (
        0.3 * bool(_PROSPECT.search(text))
        + 0.4 * supposes(text)
        + 0.2 * features.tells_of_before(text)
        + 0.5 * features.is_of_another_year(text, line.quote.found.source.published)
        + 0.3 * (not features.tells_of_a_deed(line.text))
    )
