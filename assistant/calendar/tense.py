"""Whether a question is about what has been or what is to come, by the tense of its verbs.

Pure patterns over English; a question without a sign of either is about the present.
"""

import re

from assistant.english.verbs import bases
from ingest.words import terms

_WAS = re.compile(r"\b(?:did|was|were|had|has been|have been|has|have)\b(?!\s+to\b)", re.IGNORECASE)
_IS = re.compile(
    r"\b(?:is|are|am|do|does|will|shall|must|can|(?-i:may)|might|should|would|has to|have to)\b"
    r"|['’](?:ll|re)\b|\b(?:what|who|where|when|how|it|there|that)['’]s\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|must|going to|due|planned|scheduled|expected)\b|['’]ll\b", re.IGNORECASE)
_ENDED = re.compile(r"\b(?:[a-z]{2,}ed|quit|cut|hit|put|shut|set|let|hurt|cost|split|burst|cast|shed)\b")


def is_past(question: str) -> bool:
    """Whether a question asks of what has been: its helping verb says so, or else its verb does."""
    if _WAS.search(question):
        return True
    if _IS.search(question):
        return False
    return bool(_ENDED.search(question)) or any(term in bases() for term in terms(question))


def is_to_come(question: str) -> bool:
    """Whether a question says that what it asks of is to come."""
    return bool(_WILL.search(question)) and not is_past(question)
