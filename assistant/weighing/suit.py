"""How well sentences suit the form of a question: yes or no, who did it, the latest, on a day, what next.

Weighing knows the words of a question; this knows its form, and puts the sentences in order anew. Where the
form alone tells that the news answers, or does not, it says so.
"""

import re
from dataclasses import replace

from assistant.conversation import Query
from assistant.weighing.acts import deed, done_in
from assistant.weighing.elsewhere import elsewhere
from assistant.weighing.harm import asks_of_harm, harm_fit, of_harm
from assistant.weighing.kinds import kinds_of
from assistant.weighing.nearly import measure_fit, near_fit, told_nearly, wanted
from assistant.weighing.overview import overview
from assistant.weighing.polar import is_polar, spoken_of
from assistant.weighing.roles import role, role_fit
from assistant.weighing.sequel import asks_who_said, attributed, going_on, next_one
from assistant.weighing.terms import Terms
from assistant.weighing.timely import day_fit, has_happened, newest, on_days, recent, supposed
from assistant.weighing.weigh import Candidate, Lean, Weighed, fitted, ordered
from assistant.when import asks_for_the_newest

_SPOKEN = 1.4  # of share and cosine together, from which a sentence answers yes or no
_SPOKEN_OF_WORDS = 0.95  # of the share alone, where nothing is known of meaning
_LOOKED_AT = 12  # sentences read for near words
_NOW = re.compile(r"^\W*(?:(?:and|but|so)\b,?\s+)?(?:is|are|has|have)\b", re.IGNORECASE)
_DEED = 0.5  # a sentence that gives the deed to somebody; one that denies it loses as much
_NO_DEED = 0.2  # one that has its word for something else: "the suspended chief", "a warning"


def suited(weighed: Weighed, query: Query) -> Weighed:
    """The same sentences, in the order of how well they suit what is asked and how."""
    if not weighed.candidates:
        return weighed
    if asks_who_said(query):
        return attributed(weighed, query)
    if seen := overview(weighed, query):
        return seen
    suits = weighed
    for step in (elsewhere, _spoken, told_nearly, on_days, going_on, of_harm):
        suits = step(suits, query) or suits
    suits = ordered(suits)
    return newest(suits) if asks_for_the_newest(query.asks) else suits


def _spoken(weighed: Weighed, query: Query) -> Weighed | None:
    """Yes or no: what speaks of it in near or contrary words answers too."""
    if not is_polar(query.asks):
        return None
    read = weighed.candidates[:_LOOKED_AT]
    shares = spoken_of(query.asks, weighed.terms, [f"{c.text}\n{c.found.source.title}" for c in read])
    fits = [max(0.0, share - c.titled) for share, c in zip(shares, read, strict=True)]
    if _NOW.match(query.asks):
        fits = [fit + new for fit, new in zip(fits, recent(read, shares), strict=True)]
    if weighed.by_meaning:
        says = any(share + (c.near or 0.0) >= _SPOKEN for share, c in zip(shares, read, strict=True))
    else:
        says = max(shares) >= _SPOKEN_OF_WORDS
    return fitted(weighed, fits, says or None)


def lean(query: Query, terms: Terms) -> Lean:
    """What gives each sentence its fit for the form of a question."""
    kinds, verb = kinds_of(query.asks), deed(query.asks)
    asked, post = wanted(query), role(query.asks)
    is_of_harm = asks_of_harm(query.asks)
    is_past = has_happened(query.asks)

    def leaning(candidate: Candidate) -> Candidate:
        fit = _deed_fit(verb, candidate) if verb and candidate.held else 0.0
        fit += day_fit(candidate, query.days) if query.days else 0.0
        fit += role_fit(post, terms, candidate) if post else 0.0
        fit += harm_fit(terms, candidate) if is_of_harm else 0.0
        fit -= supposed(candidate.text) if is_past else 0.0
        if asked:
            # "Nobody was hurt" gives no number, and tells how many were.
            fit += 0.0 if is_of_harm else measure_fit(asked, candidate)
            fit += near_fit(asked, terms, candidate)
        fitting = replace(candidate, fit=fit) if fit else candidate
        return next_one(fitting, query, kinds) if query.told else fitting

    return leaning


def _deed_fit(verb: str, candidate: Candidate) -> float:
    done = done_in(verb, candidate.text)
    if done is None:
        return 0.0
    return _DEED * done * _weight(candidate) if done else -_NO_DEED


def _weight(candidate: Candidate) -> float:
    """The deed counts the more, the more of the question is spoken of."""
    return 0.4 + 0.6 * candidate.titled
