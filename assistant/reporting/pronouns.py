"""Whom "he" and "she" mean among those who may be meant; nobody where it may be one of two.

Pure: candidates in, the nearest first; knows nothing of how they were found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.reporting.people import Voice

_FAR = 3  # sentences back to a name, from which somebody else may be meant
_APART = 2  # paragraphs that begin between a name and "he"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a pronoun may mean."""

    voice: Voice
    is_sure: bool  # surely a person, and where such a pronoun goes back to
    is_rival: bool  # stands where it would be meant, if it is a person
    is_person: bool  # surely one, wherever it stands
    was_heard: bool  # spoke, and is not only named
    back: int  # sentences
    paragraphs: int  # that begin between


def meant(candidates: Iterable[Candidate]) -> Voice | None:
    """The nearest of whom it is sure, if nobody else stands nearer or beside in the same sentence."""
    found = list(candidates)
    near = [one for one in found if (one.is_person or one.was_heard) and not _is_far(one, found)]
    chosen = next((one for one in found if one.is_sure), None)
    if chosen is None:
        is_one = near and not any(one.is_rival and one.voice.last != near[0].voice.last for one in near)
        return near[0].voice if is_one else None
    nearer = found[: found.index(chosen)]
    is_passed_over = any(one.is_rival and one.voice.last != chosen.voice.last for one in nearer)
    is_unsure = chosen not in near or is_passed_over or _has_other(chosen, found)
    return None if is_unsure else chosen.voice


def _is_far(one: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the news may have gone on to somebody else since it named one who was not heard."""
    own = [other for other in found if other.voice.last == one.voice.last]
    others = [other for other in found if other not in own and (other.is_sure or other.is_rival)]
    is_only = not others and len({other.back for other in own}) > 1
    is_near = one.back < _FAR and one.paragraphs < _APART
    return not (is_near or is_only or any(other.was_heard for other in own))


def _has_other(chosen: Candidate, found: Sequence[Candidate]) -> bool:
    """Whether the sentence of the pronoun itself names another who may be meant."""
    if chosen.was_heard or chosen.back:
        return False
    return any(not one.back and one.is_sure and one.voice.last != chosen.voice.last for one in found)
