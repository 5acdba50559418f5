"""What happened, one thing at a time: sentences of several Stories that tell the same, put together.

Pure: weighed sentences in, Developments out. Sentences tell the same where they share rare words and mean
much the same; where their figures contradict each other none of them counts as telling of the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.briefing import Development
from assistant.numbers.agreement import agrees
from assistant.numbers.facts import facts_of
from assistant.numbers.quantity import Quantity
from assistant.reporting.weight import Weighed

_SAME = 0.58  # likeness from which two sentences tell the same
_REPEATS = 0.5  # from which one beside the other tells a reader little
_MOST_TOLD = 4  # Stories cited for one development


@dataclass(slots=True)
class Matter:
    """Sentences about one thing, the weightiest first, as they are put together."""

    best: Weighed
    told: list[Weighed] = field(default_factory=list)

    @property
    def development(self) -> Development:
        """The sentence to show and, of each other Story that tells the same, one."""
        quotes = {each.story: each.quote for each in reversed([self.best, *self.told])}
        others = [each.story for each in self.told if each.story != self.best.story]
        told = [self.best.quote, *(quotes[story] for story in dict.fromkeys(others))][:_MOST_TOLD]
        return Development(tuple(told), "agreed" if len(told) > 1 else "single_source")


def matters(news: Sequence[Weighed]) -> list[Matter]:
    """Put together what tells the same; each in the place of its weightiest sentence."""
    found: list[Matter] = []
    for each in news:
        home = max(found, key=lambda matter: likeness(each, matter.best), default=None)
        if home is None or likeness(each, home.best) < _SAME:
            found.append(Matter(each))
        elif tells_as_much(each, home.best):
            home.told.append(each)
    return found


def repeats(one: Weighed, other: Weighed) -> bool:
    """Whether one sentence beside the other would tell a reader little."""
    return likeness(one, other) >= _REPEATS


def likeness(one: Weighed, other: Weighed) -> float:
    """How far two sentences tell the same, 0 to 1, by rare words and by meaning."""
    shared = sum(weight for stem, weight in one.stems.items() if stem in other.stems)
    least = min(sum(one.stems.values()), sum(other.stems.values()))
    words = shared / least if least else 0.0
    if one.vector is None or other.vector is None:
        return words
    return (words + max(0.0, float(one.vector @ other.vector))) / 2


def tells_as_much(one: Weighed, other: Weighed) -> bool:
    """Whether no figure of one sentence stands against a figure of the other."""
    mine, theirs = _numbers(one), _numbers(other)
    return all(any(agrees(a, b) or agrees(b, a) for b in theirs) for a in mine if _rivals(a, theirs))


def _rivals(number: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether others count the same thing."""
    return any(
        (number.kind, number.unit, number.noun) == (other.kind, other.unit, other.noun) for other in others
    )


def _numbers(each: Weighed) -> list[Quantity]:
    return [number for number in facts_of(each.text, None).numbers if not number.is_implied]
