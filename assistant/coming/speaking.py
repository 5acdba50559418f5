"""Whether an article speaks of what is watched, and in which words: of a topic, or of what a question asks.

Judges the passages it is given, which may be of one article alone; knows no tables.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import decline
from assistant.composing.news import lacks_a_name, share
from assistant.conversation import Query, Quote
from assistant.english.thesaurus import is_common
from assistant.weighing.suit import lean, suited
from assistant.weighing.terms import Rarity, Terms, stems_of, terms_of
from assistant.weighing.weigh import Candidate, Vector, Weighed, weigh
from ingest.holdings.reader import Found

_OPENING = 2  # passages of an article that say what it is about
# Of the weight of what is watched that a passage holds with its title, and how near its nearest sentence
# is then. Measured on watches of the dated news (docs/decisions.md).
_ALL, _NEAR_ALL = 0.99, 0.25
_MOST, _NEAR_MOST = 0.75, 0.45
_SOME, _NEAR_SOME, _NEAR_NAMED = 0.5, 0.55, 0.42  # less is enough where all names of a topic are there
_TITLED, _TITLED_ASKED = 0.35, 0.4  # how near the title is: what is told beside another affair alerts nobody
_WEIGHED = 4  # passages of an article
_TITLE = 3  # words from which a title says something
_FIRST = re.compile(r"\W*([^\W\d_a-z][\w’'-]*)")


@dataclass(frozen=True, slots=True)
class Aim:
    """What is watched, as articles are held against it."""

    text: str
    terms: Terms
    is_question: bool


def aim(text: str, rarity: Rarity) -> Aim:
    """Read what is watched; a name at its beginning is a name."""
    first = _FIRST.match(text)
    is_name = bool(first and not is_common(first[1].removesuffix("’s").removesuffix("'s")))
    return Aim(text, terms_of(f"of {text}" if is_name else text, rarity), text.rstrip().endswith("?"))


def holds(watched: Aim, passages: Sequence[Found]) -> list[Found]:
    """Those of an article's passages that by their words may speak of it, most likely first; quick."""
    if not watched.is_question:
        passages = passages[:_OPENING]
    shares = {each.passage.id: share(each, watched.terms) for each in passages if each.is_quotable}
    likely = [each for each in passages if shares.get(each.passage.id, 0.0) >= _SOME]
    named = [each for each in likely if not lacks_a_name(each, watched.terms)]
    return sorted(named, key=lambda each: -shares[each.passage.id])[:_WEIGHED]


def speaks(watched: Aim, likely: Sequence[Found], vector: Vector | None) -> Quote | None:
    """The sentence of these passages that speaks of it; None where none does."""
    if not likely or not _is_titled(watched, likely[0], vector):
        return None
    query = Query(watched.text)
    given = weigh(watched.text, watched.terms, likely, vector, lean=lean(query, watched.terms))
    weighed = _telling(suited(given, query) if watched.is_question else given)
    if not weighed.candidates:
        return None
    best = weighed.candidates[0]
    says = _answers(weighed) if watched.is_question else _is_about(watched, likely, best)
    return _quote(best) if says else None


def spoke(watched: Aim, title: str, text: str) -> bool:
    """Whether an earlier text spoke of it already, by its words alone."""
    return watched.terms.coverage(stems_of(f"{title}\n{text}")) >= _SOME


def _telling(weighed: Weighed) -> Weighed:
    """The same without the sentences that ask."""
    told = tuple(each for each in weighed.candidates if not each.text.rstrip("\"'”’)").endswith("?"))
    return replace(weighed, candidates=told)


def _answers(weighed: Weighed) -> bool:
    """Whether a question is answered, by a sentence with the kind of thing that is asked for."""
    best = weighed.candidates[0]
    is_given = best.titled >= _SOME and (not weighed.kinds or best.kind > 0)
    return is_given and decline.answers(weighed)


def _is_titled(watched: Aim, found: Found, vector: Vector | None) -> bool:
    """Whether an article's title is near what is watched; one without a title is judged by its words."""
    title = found.source.title
    if vector is None or len(title.split()) < _TITLE:
        return True
    least = _TITLED_ASKED if watched.is_question else _TITLED
    return float(vector(title) @ vector(watched.text)) >= least


def _is_about(watched: Aim, likely: Sequence[Found], best: Candidate) -> bool:
    """Whether a topic is spoken of: the less of it is held, the nearer the sentence must be."""
    held = max(share(each, watched.terms) for each in likely)
    names_alone = watched.terms.weights.keys() <= watched.terms.names
    if best.near is None or (names_alone and best.titled >= _ALL):
        return held >= _ALL
    some = _NEAR_NAMED if watched.terms.names else _NEAR_SOME
    wanted = ((_ALL, _NEAR_ALL), (_MOST, min(some, _NEAR_MOST)), (_SOME, some))
    return best.titled >= _SOME and any(held >= least and best.near >= near for least, near in wanted)


def _quote(candidate: Candidate) -> Quote:
    base = candidate.found.passage.start
    return Quote(candidate.found, base + candidate.start, base + candidate.end)
