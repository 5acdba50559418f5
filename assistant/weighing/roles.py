"""Who holds a post: "Who is the director of the zoo?" is told where a name stands beside the word for it.

Pure patterns over English text; knows the question's names, which the story must hold.
"""

import re
from functools import lru_cache

from assistant.weighing.terms import Terms, stems_of
from assistant.weighing.weigh import Candidate

_ASKS = re.compile(
    r"^\W*(?:(?:and|but|so)\b,?\s+)?(?i:who)(?:['’]s| is| was| are| were)\s+"
    r"(?:the\s+|(?:[\w’'-]+\s+){0,4}?[\w-]+['’]s\s+)(?:[a-z][\w-]*\s+){0,3}?([a-z][\w-]*)"
    r"(?=\s+(?:of|at|for|in|from)\b|\W*$)"
)
_NAME = r"[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+){1,3}"
_HOLDS = 0.5


def role(question: str) -> str:
    """The word for the post whose holder is asked for; empty where something else is."""
    found = _ASKS.match(question)
    return found.group(1) if found else ""


def role_fit(asked: str, terms: Terms, candidate: Candidate) -> float:
    """What speaks for a sentence that names who holds the post, in a story of what is asked about."""
    if not any(pattern.search(candidate.text) for pattern in _patterns(asked)):
        return 0.0
    source = candidate.found.source
    around = stems_of(f"{source.title}\n{candidate.found.passage.text}")
    return 0.0 if terms.missing_names(around) else _HOLDS


@lru_cache(200)
def _patterns(asked: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The post before a name, and behind one."""
    word = re.escape(asked)
    before = rf"\b(?i:{word}),?\s(?:(?:of|at|for)\s[^,.;:]{{1,40}},\s)?{_NAME}"
    return re.compile(before), re.compile(rf"{_NAME}(?:,\s|\s(?:is|was|became|as)\s)[^.;:]{{0,40}}\b{word}\b")
