"""What happened, one thing at a time: sentences that tell the same put together, and who else tells it.

Pure: weighed sentences in, Developments out. Sentences are about the same thing where they share rare words
and mean much the same. A thing is agreed where another Story passes every check that a written sentence
would have to pass; a Story of the same outlet, or one that has the same words, is no second source.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.briefing import Development
from assistant.check import Draft, Failed, check
from assistant.conversation import Quote
from assistant.reporting.claim import Claim, claim_of
from assistant.reporting.sameness import has_new_deed, is_updated
from assistant.reporting.weight import Weighed

_SAME = 0.58  # likeness from which two sentences are about the same thing
REPEATS = 0.55  # from which one beside the other tells a reader little
_OF_ONE = 0.5  # from which two figures may be of one thing
_COPIED = 0.93  # share of words from which one is a copy of the other
_TRIED = 4  # sentences of other Stories held against it, some tens of milliseconds each
_MOST_TOLD = 4  # Stories cited for one development
_LATER_S = 20 * 3_600  # from which one article is of a later day than another
_SOON_S = 5 * 86_400  # within which others tell of the same event


@dataclass(slots=True)
class Matter:
    """Sentences about one thing, the weightiest first, as they are put together."""

    best: Weighed
    told: list[Weighed] = field(default_factory=list)

    @property
    def others(self) -> list[Weighed]:
        """What other Stories than the best one say of it: of each outlet one, at about the same time."""
        mine = {self.best.story}, {outlet_of(self.best)}
        found = []
        for each in self.told:
            if each.story in mine[0] or outlet_of(each) in mine[1]:
                continue
            if _share(each, self.best) < _COPIED and are_of_one_time(each, self.best, _SOON_S):
                found.append(each)
                mine[0].add(each.story)
                mine[1].add(outlet_of(each))
        return found


def matters(news: Sequence[Weighed]) -> list[Matter]:
    """Put together what is about the same thing; each in the place of its weightiest sentence.

    Of one value that has changed since, as the number of the dead, the newest is shown.
    """
    found: list[Matter] = []
    for each in news:
        home = max(found, key=lambda matter: likeness(each, matter.best), default=None)
        if home is None or likeness(each, home.best) < _SAME or _goes_further(each, home.best):
            found.append(Matter(each))
        else:
            home.told.append(each)
    for matter in found:
        _renew(matter)
    return found


def _renew(matter: Matter) -> None:
    """Put the newest sentence first that has another value for what the weightiest one tells."""
    told = matter.best
    newer = [
        each
        for each in matter.told
        if _at(each) > _at(told) and is_updated(claim_of(each.quote), claim_of(told.quote))
    ]
    if newer:
        matter.best = max(newer, key=_at)
        matter.told = [told, *(each for each in matter.told if each is not matter.best)]


def _at(each: Weighed) -> int:
    return each.quote.found.source.published_at or 0


def development(matter: Matter) -> Development:
    """The sentence to show, with those of other Stories that say all of it."""
    others = (_confirming(each, matter.best.text) for each in matter.others[:_TRIED])
    told = [matter.best.quote, *(quote for quote in others if quote)]
    return Development(tuple(told[:_MOST_TOLD]), "agreed" if len(told) > 1 else "single_source")


def unproved(matter: Matter) -> Development:
    """The same with the best sentence alone: nothing is shown of the others."""
    return Development((matter.best.quote,))


def repeats(one: Weighed, other: Weighed, most: float = REPEATS) -> bool:
    """Whether one sentence beside the other would tell a reader little: as alike as ``most``."""
    return likeness(one, other) >= most


def tell_of_one(one: Weighed, other: Weighed) -> bool:
    """Whether two sentences tell of one thing, so that their figures can stand against each other."""
    return likeness(one, other) >= _OF_ONE


def likeness(one: Weighed, other: Weighed) -> float:
    """How far two sentences are about the same, 0 to 1, by rare words and by meaning."""
    words = _share(one, other)
    if one.vector is None or other.vector is None:
        return words
    return (words + max(0.0, float(one.vector @ other.vector))) / 2


def _goes_further(one: Weighed, other: Weighed) -> bool:
    """Whether a sentence of a later day tells of a deed that an earlier one does not: what came of it."""
    times = [each.quote.found.source.published_at for each in (one, other)]
    if None in times or (times[0] or 0) - (times[1] or 0) < _LATER_S:
        return False
    return has_new_deed(Claim(one.text), Claim(other.text))


def _confirming(other: Weighed, text: str) -> Quote | None:
    """The words of another Story that say what a sentence says, or None."""
    passed = check(Draft(text, ("k",)), {"k": other.quote.found})
    if isinstance(passed, Failed):
        return None
    return other.quote


def _share(one: Weighed, other: Weighed) -> float:
    """How much of the rare words of the shorter sentence the other has."""
    shared = sum(weight for stem, weight in one.stems.items() if stem in other.stems)
    least = min(sum(one.stems.values()), sum(other.stems.values()))
    return shared / least if least else 0.0


def outlet_of(each: Weighed) -> str | None:
    """Who published a sentence: two articles of one newsroom are no two sources."""
    source = each.quote.found.source
    return source.host or source.outlet


def are_of_one_time(one: Weighed, other: Weighed, most_s: int) -> bool:
    """Whether the articles of two sentences were published so soon after each other, as far as is known."""
    times = [each.quote.found.source.published_at for each in (one, other)]
    return None in times or abs((times[0] or 0) - (times[1] or 0)) <= most_s
