"""Questions that ask for something, answered in near words: "wounded" for "hurt", "begin" for "start".

A sentence that gives what is asked for, and with its title and its passage speaks of all the question is
about, answers, though few of its words are the question's own. Knows sentences as they were weighed.
"""

import re
from dataclasses import dataclass, replace

from assistant.conversation import Query
from assistant.weighing.headings import told
from assistant.weighing.measures import Gives, gives_one, is_only_so, measure
from assistant.weighing.polar import is_polar, spoken_of
from assistant.weighing.terms import Terms, stems_of
from assistant.weighing.weigh import Candidate, Weighed

_LOOKED_AT = 24  # sentences read for near words
_NEAR = 0.5  # of its weight what only near words tell has
_GIVES = 0.25  # a sentence with the measure asked for; one without loses as much
_AROUND = 0.5  # of its weight what only the passage tells has, beside the sentence and its title
_SPOKEN = 0.7  # of what the question is about, from which a sentence with its surroundings answers
_OWN = 0.3  # of it the sentence itself must speak of,
_OF_THE_REST = 0.5  # or of what its title does not
_LED = 0.7  # of what a sentence and the one before it tell, where the second points back
_POINTS = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|these|those)\b", re.IGNORECASE)


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
    """How much more of the question a sentence of a small archive tells in near words than in its own.

    In a large one another article has the question's own words, and reading for near ones takes longer
    than all else: 15 of 21 ms.
    """
    return max(0.0, _NEAR * (_own(asked, terms, candidate) - candidate.held)) if terms.is_of_few else 0.0


def told_nearly(weighed: Weighed, query: Query) -> Weighed | None:
    """Whether a sentence gives what is asked for and speaks, in near words too, of what is asked about.

    What happened on a day is told by the sentences of that day alone.
    """
    asked = wanted(query)
    if asked is None or query.days or not (asked.gives or weighed.kinds):
        return None
    if not weighed.terms.is_of_few:
        return None
    given = [c for c in weighed.candidates[:_LOOKED_AT] if asked.is_given(c)]
    if any(_tells(asked, weighed.terms, candidate) for candidate in given):
        return replace(weighed, says=True)
    is_untold = asked.gives is not None and is_only_so(asked.gives) and not any(c.titled for c in given)
    return replace(weighed, says=False) if is_untold else None


def _tells(asked: Wanted, terms: Terms, candidate: Candidate) -> bool:
    source, passage = candidate.found.source, candidate.found.passage
    around = f"{source.title}\n{passage.text}"
    if terms.missing_names(stems_of(f"{around}\n{source.outlet or ''}")):
        return False
    own = _own(asked, terms, candidate)
    title, with_title, whole = spoken_of(
        asked.about, terms, [source.title, f"{source.title}\n{candidate.text}", around]
    )
    most = max(own, with_title)
    is_its_own = own >= _OWN or with_title - title >= _OF_THE_REST * (1 - title) > 0
    return is_its_own and most + _AROUND * max(0.0, whole - most) >= _SPOKEN


def _own(asked: Wanted, terms: Terms, candidate: Candidate) -> float:
    """Share of what is asked about that a sentence speaks of, some of it by "it" or "they"."""
    text = candidate.text
    (share,) = spoken_of(asked.about, terms, [text])
    passage = candidate.found.passage.text
    if not _POINTS.search(text) or not (before := [s for s in told(passage) if s[0] < candidate.start][-1:]):
        return share
    (led,) = spoken_of(asked.about, terms, [passage[before[0][0] : candidate.end]])
    return max(share, _LED * led)
