"""Questions that ask for something, answered in near words: "wounded" for "hurt", "begin" for "start".

A sentence that gives what is asked for, and with its title and its passage speaks of all the question is
about, answers, though few of its words are the question's own. Knows sentences as they were weighed.
"""

from dataclasses import dataclass, replace

from assistant.conversation import Query
from assistant.measures import Gives, gives_one, measure
from assistant.polar import is_polar, spoken_of
from assistant.terms import Terms, stems_of
from assistant.weigh import Candidate, Weighed

_LOOKED_AT = 24  # sentences read for near words
_NEAR = 0.5  # of its weight what only near words tell has
_GIVES = 0.25  # a sentence with the measure asked for; one without loses as much
_AROUND = 0.5  # of its weight what only the passage tells has, beside the sentence and its title
_SPOKEN = 0.75  # of what the question is about, from which a sentence with its surroundings answers
_OWN = 0.3  # of it the sentence itself must speak of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for, and the words that say of what."""

    gives: Gives | None  # tells the quantities asked for
    about: str

    def is_given(self, candidate: Candidate) -> bool:
        """Whether a sentence gives what is asked for: the measure, or else the kind of answer."""
        return gives_one(self.gives, candidate.text) if self.gives else candidate.kind > 0


def wanted(query: Query) -> Wanted | None:
    """What is asked for; None where the answer is yes or no."""
    return None if is_polar(query.asks) else Wanted(*measure(query.asks))


def measure_fit(asked: Wanted, candidate: Candidate) -> float:
    """What speaks for a sentence by giving the measure asked for, or against it."""
    if asked.gives is None:
        return 0.0
    return _GIVES if gives_one(asked.gives, candidate.text) else -_GIVES


def near_fit(asked: Wanted, terms: Terms, candidate: Candidate) -> float:
    """How much more of the question a sentence tells in near words than in the question's own."""
    (share,) = spoken_of(asked.about, terms, [candidate.text])
    return max(0.0, _NEAR * (share - candidate.held))


def told_nearly(weighed: Weighed, query: Query) -> Weighed | None:
    """Whether a sentence gives what is asked for and speaks, in near words too, of what is asked about."""
    asked = wanted(query)
    if asked is None or not (asked.gives or weighed.kinds):
        return None
    read = [c for c in weighed.candidates[:_LOOKED_AT] if asked.is_given(c)]
    return replace(weighed, says=True) if any(_tells(asked, weighed.terms, c) for c in read) else None


def _tells(asked: Wanted, terms: Terms, candidate: Candidate) -> bool:
    around = f"{candidate.found.source.title}\n{candidate.found.passage.text}"
    if terms.missing_names(stems_of(f"{around}\n{candidate.found.source.outlet or ''}")):
        return False
    titled = f"{candidate.text}\n{candidate.found.source.title}"
    own, with_title, whole = spoken_of(asked.about, terms, [candidate.text, titled, f"{titled}\n{around}"])
    return own >= _OWN and with_title + _AROUND * (whole - with_title) >= _SPOKEN
