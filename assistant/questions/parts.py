"""A question with several parts to its parts: "Who resigned and when is the vote?".

Pure text; names joined by "and" are left together.
"""

import re

_ASKS = (
    r"(?:who|whom|whose|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|will|would"
    r"|can|could|should)"
)
_QUESTION = re.compile(rf"^\W*(?:(?:and|but|so|also|then)\b,? )?{_ASKS}\b", re.IGNORECASE)
_MARK = re.compile(r"(?<=\?)\s+(?=\S)")
_AND = re.compile(rf",? (?:and|but)(?: also)? (?={_ASKS}\b)", re.IGNORECASE)
_RELATIVE = frozenset(("who", "whom", "whose", "which", "where", "when", "what", "how", "why"))
_SHORTEST = 2  # words of a part
_MOST = 3
# "say who won and how": what follows hangs on the same verb.
_HANGS = re.compile(
    r"\b(?:know|say|said|tell|told|ask|asked|explain|explained|announce|announced|reveal|revealed|decide"
    r"|decided)"
    r" (?:who|whom|what|when|where|why|how|which|if|whether)\b",
    re.IGNORECASE,
)


def split(text: str) -> list[str]:
    """Cut a question into the questions it is made of; one that is whole comes back alone."""
    marked = [piece.strip() for piece in _MARK.split(text) if piece.strip()]
    if not all(piece.endswith("?") for piece in marked[:-1]) or not all(map(_is_question, marked)):
        marked = [text]
    pieces = [part for piece in marked for part in _at_and(piece)]
    return pieces if len(pieces) <= _MOST else [text]


def _at_and(text: str) -> list[str]:
    for joint in _AND.finditer(text):
        left, right = text[: joint.start()], text[joint.end() :]
        if _can_stand(left) and _can_stand(right) and not _is_relative(left, right):
            return [f"{left}?", *_at_and(right)]
    return [text]


def _can_stand(text: str) -> bool:
    return bool(_QUESTION.match(text)) and len(text.split()) >= _SHORTEST


def _is_question(text: str) -> bool:
    return bool(_QUESTION.match(text)) and text.endswith("?") and len(text.split()) >= _SHORTEST


def _is_relative(left: str, right: str) -> bool:
    """Whether what follows goes on a clause of the first: "the man who fled and who was caught"."""
    if _HANGS.search(left):
        return True
    begins = right.split()[0].lower()
    later = {word.lower().strip(",") for word in left.split()[1:]}
    return begins in _RELATIVE and begins in later
