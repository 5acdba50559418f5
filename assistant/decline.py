"""When the news does not say: how that is told from an answer, and what is said instead.

Knows the question's terms and the passages found; nothing about models.
"""

from collections.abc import Sequence

from assistant.conversation import Asked
from assistant.terms import Terms, stems_of
from ingest.reader import Coverage, Found, Window

NEAREST = 3  # passages shown beside a refusal
_LOOKED_AT = 5
# Share of the question's words that a passage holds, plus the cosine of the two. On `realtimeqa` 2025 none
# of the 267 questions whose answer was among the first passages is refused; with a question's articles
# taken out .08 are. Sharper limits that suit a large archive refuse too much in a small one.
_ENOUGH = 0.82
_ENOUGH_ALONE = 0.7  # of the share, however far the passage is: a long one may say it in one line
_ENOUGH_WORDS = 0.55  # of the share alone, where nothing is known of meaning
# Of our own 100 questions in five languages 72 have a right passage so near, 21 a wrong one.
_ENOUGH_ELSEWHERE = 0.4
_MISSING_NAME = 0.5  # of its weight, taken off once more


def answers(terms: Terms, passages: Sequence[Found]) -> bool:
    """Whether any of the best passages speaks of what the question asks.

    A passage does when it holds enough of the question's rare words and its meaning is near
    enough. A name it lacks counts more than another word.
    """
    looked_at = passages[:_LOOKED_AT]
    return any(_is_near(found) or _is_enough(_held(terms, found), found.near) for found in looked_at)


def _is_near(found: Found) -> bool:
    """In other languages the question's words stand in other forms, or not at all: meaning decides."""
    return found.source.language not in ("en", None) and found.near >= _ENOUGH_ELSEWHERE


def _is_enough(held: float, near: float) -> bool:
    """A passage that is new, or far from the question, is judged by its words alone."""
    return held >= _ENOUGH_ALONE or held + near >= _ENOUGH or (near == 0 and held >= _ENOUGH_WORDS)


def _held(terms: Terms, found: Found) -> float:
    """How much of the question a passage holds; less where it lacks a name."""
    source = found.source
    stems = stems_of(f"{found.passage.text}\n{source.title}\n{source.outlet or ''}")
    return terms.coverage(stems) - _MISSING_NAME * _weight_of_missing(terms, stems)


def _weight_of_missing(terms: Terms, stems: Sequence[str]) -> float:
    missing = terms.missing_names(stems)
    return sum(terms.weights[name] for name in missing) / terms.total if terms.total else 0.0


def refusal(asked: Asked, covered: Coverage, searched: Coverage, outlets: Sequence[str] = ()) -> str:
    """Say that the news does not say, and what was looked at.

    ``covered`` is the whole archive, ``searched`` what lies inside the window, ``outlets`` those asked for.
    """
    if covered.articles == 0:
        return "There is no news here yet. Add some, then ask again."
    if searched.articles == 0:
        return f"Nothing{_period(asked, outlets)}. {_extent('The archive holds', covered)}"
    return f"The news here does not say. {_extent('Searched', searched)}"


def outside(window: Window) -> Window:
    """Where to look for the nearest coverage of an empty window: never after what was known then."""
    return Window(as_of=window.as_of)


def _period(asked: Asked, outlets: Sequence[str]) -> str:
    source = f" from {' or '.join(outlets)}" if outlets else ""
    words = (("since", asked.since), ("until", asked.until), ("as of", asked.as_of))
    return source + "".join(f" {word} {value}" for word, value in words if value) or " from these outlets"


def _extent(verb: str, covered: Coverage) -> str:
    articles = f"{covered.articles:,} article{'' if covered.articles == 1 else 's'}"
    count = len(covered.outlets)
    outlets = f" from {count:,} outlet{'' if count == 1 else 's'}" if count else ""
    between = ""
    if covered.oldest and covered.newest:
        first, last = covered.oldest[:10], covered.newest[:10]
        between = f", {first}" if first == last else f", {first} to {last}"
    return f"{verb} {articles}{outlets}{between}."
