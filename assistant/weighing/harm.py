"""How many were hurt or killed: only what tells of harm to somebody, or of none, answers that.

Pure patterns over English text; that people fled tells of no dead.
"""

import re

from assistant.conversation import Query
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Candidate, Weighed, fitted

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
_SILENT = 0.5  # of a score, what tells of no harm loses


def of_harm(weighed: Weighed, query: Query) -> Weighed | None:
    """Whether anything tells how many were hurt or killed in what is asked about."""
    if not _ASKS.search(query.asks):
        return None
    tells = [_tells(candidate, weighed) for candidate in weighed.candidates]
    pairs = zip(weighed.candidates, tells, strict=True)
    is_none = bool(weighed.terms.names) and any(told and _NOBODY.search(c.text) for c, told in pairs)
    says = is_none or None if any(tells) else False
    return fitted(weighed, [0.0 if told else -_SILENT for told in tells], says)


def _tells(candidate: Candidate, weighed: Weighed) -> bool:
    source = candidate.found.source
    around = stems_of(f"{source.title}\n{candidate.found.passage.text}")
    is_of_it = not weighed.terms.missing_names(around) and weighed.terms.coverage(around) >= _OF_IT
    return is_of_it and bool(_TELLS.search(candidate.text))
