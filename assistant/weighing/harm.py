"""How many were hurt or killed: only what tells of harm to somebody, or of none, answers that.

Pure patterns over English text; that people fled tells of no dead.
"""

import re
from dataclasses import replace

from assistant.conversation import Query
from assistant.weighing.terms import Terms, stems_of
from assistant.weighing.weigh import Candidate, Weighed

_ASKS = re.compile(
    r"\bhow many\b.{0,80}\b(?:die|died|dead|deaths?|killed|hurt|injured|wounded|casualties|victims|drowned"
    r"|harmed)\b|\b(?:death|injury) toll\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:die|dies|died|dying|dead|deaths?|deadly|kill\w*|fatal\w*|lives|lost (?:his|her|their) life|toll"
    r"|bod(?:y|ies)|drown\w*|perish\w*|hurt|unhurt|harmed|unharmed|injur\w*|uninjured|wound\w*|casualt\w*"
    r"|victims?|hospital\w*|surviv\w*|crushed|burn(?:s|t|ed)|bruis\w*|ambulances?|stretchers?|treated"
    r"|safe and well)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:nobody|no[ -]one|none|no (?:people|deaths|injuries|casualties))\b", re.IGNORECASE)
_OF_IT = 0.4  # of the question's weight a story holds that tells of what it asks about
_TOLD, _SILENT = 0.4, 0.3  # what a sentence that tells of harm has more, and any other less


def asks_of_harm(question: str) -> bool:
    """Whether a question asks how many were hurt or killed."""
    return bool(_ASKS.search(question))


def harm_fit(terms: Terms, candidate: Candidate) -> float:
    """What speaks for a sentence that tells of harm in what is asked about, or against any other."""
    return _TOLD if _tells(terms, candidate) else -_SILENT


def of_harm(weighed: Weighed, query: Query) -> Weighed | None:
    """Whether anything tells how many were hurt or killed in what is asked about."""
    if not asks_of_harm(query.asks):
        return None
    telling = [c for c in weighed.candidates if _tells(weighed.terms, c)]
    if not telling:
        return replace(weighed, says=False)
    is_none = bool(weighed.terms.names) and any(_NOBODY.search(c.text) for c in telling)
    return replace(weighed, says=is_none or weighed.says)


def _tells(terms: Terms, candidate: Candidate) -> bool:
    if not _TELLS.search(candidate.text):
        return False
    source = candidate.found.source
    around = stems_of(f"{source.title}\n{candidate.found.passage.text}")
    return not terms.missing_names(around) and terms.coverage(around) >= _OF_IT
