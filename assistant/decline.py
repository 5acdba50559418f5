"""When the news does not say: how that is told from an answer, and what is said instead.

Knows the question's terms and the sentences weighed; nothing about models.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from heapq import nlargest

from assistant.conversation import Asked
from assistant.weighing.claims import asks_for_values, claims_in
from assistant.weighing.terms import stems_of
from assistant.weighing.weigh import Candidate, Weighed
from ingest.holdings.reader import Coverage, Found, Window

NEAREST = 3  # passages shown beside a refusal
_BEST = 3  # sentences looked at for the kind of answer
_ANY_KIND = 0.5  # where any sentence may be the answer
_ANY_AGREED = 0.4  # where no value is asked for


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an answer, each from 0 to 1, but ``unheld`` and ``personal``, which speak against."""

    passage: float = 0.0  # share of the question's weight in the passage that holds most of it, title and all
    second: float = 0.0  # the same in the next article: whether several speak of it
    sentence: float = 0.0  # the same in the sentence that holds most, with its title
    passage_near: float = 0.0  # cosine of the nearest passage
    sentence_near: float = 0.0  # cosine of the nearest sentence
    kind: float = 0.0  # the best sentences hold the kind of answer asked for, beyond the question's own words
    agreed: float = 0.0  # share of the articles that give the same value of that kind
    unheld: float = 0.0  # weight of the question's names that its best passage lacks
    personal: float = 0.0  # the question is about the one who asks or answers, or sets a task


# Log-odds, fitted by `python -m bench.fit_decline` on the tuning halves of `realtimeqa` 2025 (questions
# whose answer is among the passages, against the same with their articles taken out) and of our
# off-topic and not yet happened questions; read there how. The threshold refuses .09 of the tuning half.
_BASE = -9.6
_WEIGHTS = Evidence(2.79, 1.19, 1.35, 3.8, 3.7, 1.74, 1.4, -3.96, -3.58)
_BASE_OF_WORDS = -6.83  # where nothing is known of meaning
_WEIGHTS_OF_WORDS = Evidence(3.33, 1.65, 2.24, 0.0, 0.0, 2.15, 2.12, -4.34, -3.7)
ENOUGH = 0.5
_QUOTED = re.compile(r"[“\"][^“”\"]{2,200}[”\"]")  # a title, or words looked for as they stand
# In other languages the question's words stand in other forms, or not at all: meaning decides. On the tuning
# half of our own questions in five languages .64 have a passage so near, .07 with their articles taken out.
_ENOUGH_ELSEWHERE = 0.43
_SEVERAL = 3  # words of a question besides those that only ask
# Cosine of a sentence that has them all, below which it speaks of something else: of several words, of fewer.
_MEANT, _MEANT_BY_FEW = 0.3, 0.5
_MEANT_WHOLLY = 0.6  # from which a pronoun may stand for what is asked for
_ALL = 0.99  # of the question's weight: a sum of shares may lie a little under 1
# "my keys", "are you", "translate", but not "tell me what Brandt said".
_PERSONAL = re.compile(
    r"\b(?:I|[Mm]y|[Mm]ine|[Yy]our)\b|\b(?:[Aa]re|[Dd]o|[Dd]id|[Cc]an|[Ii]s) you\b|"
    r"^(?i:write|translate|compose|invent|solve|prove|suggest|sing|correct|tell me a)\b"
)


def answers(weighed: Weighed) -> bool:
    """Whether the passages found speak of what the question asks.

    One passage with all of the question's words, a name or quoted words among them, is enough: a small
    archive has no second article that would say the same.
    """
    if weighed.says is not None:
        return weighed.says and bool(weighed.candidates)
    if _says_all(weighed) or _says_all_at_once(weighed):
        return True
    return bool(weighed.candidates) and (_is_near(weighed) or answerable(weighed) >= ENOUGH)


def _is_near(weighed: Weighed) -> bool:
    """Whether a passage is near enough that meaning alone can tell of."""
    return any(found.is_by_meaning and found.near >= _ENOUGH_ELSEWHERE for found in weighed.passages)


def _says_all(weighed: Weighed) -> bool:
    names_something = bool(weighed.terms.names or _QUOTED.search(weighed.question))
    is_named = names_something and not _PERSONAL.search(weighed.question)
    return is_named and any(_held(weighed, found) >= _ALL for found in weighed.passages)


def _says_all_at_once(weighed: Weighed) -> bool:
    """Whether a sentence of a small archive has all words asked, and what is asked for: perhaps a "he"."""
    if not weighed.terms.is_of_few or _PERSONAL.search(weighed.question):
        return False
    least = _MEANT_BY_FEW if len(weighed.terms.weights) < _SEVERAL else _MEANT
    for candidate in weighed.candidates:
        near = candidate.near or 0.0
        is_given = not weighed.kinds or candidate.kind > 0 or near >= _MEANT_WHOLLY
        if candidate.held >= _ALL and is_given and near >= least:
            return True
    return False


def answerable(weighed: Weighed) -> float:
    """The chance, 0 to 1, that the passages found answer the question."""
    base, weights = (_BASE, _WEIGHTS) if weighed.by_meaning else (_BASE_OF_WORDS, _WEIGHTS_OF_WORDS)
    pairs = zip(astuple(weights), astuple(evidence(weighed)), strict=True)
    return 1 / (1 + math.exp(-base - sum(weight * value for weight, value in pairs)))


def evidence(weighed: Weighed) -> Evidence:
    """What the passages and their best sentences show."""
    if not weighed.candidates:
        return Evidence()
    best = max(weighed.passages, key=lambda found: _held(weighed, found) + _near(weighed, found))
    by_article: dict[str, float] = {}
    for found in weighed.passages:
        article = found.story
        by_article[article] = max(by_article.get(article, 0.0), _held(weighed, found))
    first, second, *_ = [*sorted(by_article.values(), reverse=True), 0.0]
    return Evidence(
        passage=first,
        second=second,
        sentence=max(c.titled for c in weighed.candidates),
        passage_near=max(_near(weighed, found) for found in weighed.passages),
        sentence_near=max(c.near or 0.0 for c in weighed.candidates),
        kind=max(c.kind for c in _first(weighed)) if weighed.kinds else _ANY_KIND,
        agreed=_agreed(weighed, len(by_article)),
        unheld=_unheld(weighed, best),
        personal=float(bool(_PERSONAL.search(weighed.question))),
    )


def _first(weighed: Weighed) -> list[Candidate]:
    """The sentences that fit best; what the form of the question speaks against still shows what is known."""
    return nlargest(_BEST, weighed.candidates, key=lambda c: c.score - min(c.fit, 0.0))


def _agreed(weighed: Weighed, articles: int) -> float:
    """The share of articles that give the value given most."""
    if not asks_for_values(weighed):
        return _ANY_AGREED
    by = defaultdict[frozenset[str], set[str]](set)
    for claim in (claim for found in weighed.passages for claim in claims_in(weighed, found)):
        by[claim.value].add(claim.article)
    return max(map(len, by.values()), default=0) / articles


def _stems(found: Found) -> tuple[str, ...]:
    source = found.source
    return stems_of(f"{found.passage.text}\n{source.title}\n{source.outlet or ''}")


def _held(weighed: Weighed, found: Found) -> float:
    return weighed.terms.coverage(_stems(found))


def _near(weighed: Weighed, found: Found) -> float:
    """How near a passage is; one that waits for its vector is as near as its nearest sentence."""
    if found.near:
        return found.near
    return max((c.near or 0.0 for c in weighed.candidates if c.found is found), default=0.0)


def _unheld(weighed: Weighed, found: Found) -> float:
    terms = weighed.terms
    missing = terms.missing_names(_stems(found))
    return sum(terms.weights[name] for name in missing) / terms.total if terms.total else 0.0


def refusal(asked: Asked, covered: Coverage, searched: Coverage, outlets: Sequence[str] = ()) -> str:
    """Say that the news does not say, and what was looked at.

    ``covered`` is the whole archive, ``searched`` what lies inside the window, ``outlets`` those asked for.
    """
    if covered.articles == 0:
        return "There is no news here yet. Add some, then ask again."
    if searched.articles == 0:
        where = _period(asked, outlets) or " from these outlets"
        return f"Nothing{where}. {_extent('The archive holds', covered)}"
    where = f"Looked at news{period}. " if (period := _period(asked, outlets)) else ""
    return f"The news here does not say. {where}{_extent('Searched', searched)}"


def linked(articles: int) -> str:
    """Say that there is news on a question, of which only the link may be shown."""
    if articles == 1:
        return (
            "An article about this is here, but it may only be linked, not quoted: see the nearest coverage."
        )
    return f"{articles} articles about this are here, but they may only be linked: see the nearest coverage."


def outside(window: Window) -> Window:
    """Where to look for the nearest coverage of an empty window: never after what was known then."""
    return Window(as_of=window.as_of)


def _period(asked: Asked, outlets: Sequence[str]) -> str:
    source = f" from {' or '.join(outlets)}" if outlets else ""
    if asked.since and asked.since == asked.until:
        as_of = f" as of {_moment(asked.as_of)}" if asked.as_of else ""
        return f"{source} of {_moment(asked.since)}{as_of}"
    words = (("since", asked.since), ("until", asked.until), ("as of", asked.as_of))
    return source + "".join(f" {word} {_moment(value)}" for word, value in words if value)


def _moment(value: str) -> str:
    """A day as it is; of a time the day, hour and minute."""
    return value[:16].replace("T", " ")


def _extent(verb: str, covered: Coverage) -> str:
    articles = f"{covered.articles:,} article{'' if covered.articles == 1 else 's'}"
    count = len(covered.outlets)
    outlets = f" from {count:,} outlet{'' if count == 1 else 's'}" if count else ""
    between = ""
    if covered.oldest and covered.newest:
        first, last = covered.oldest[:10], covered.newest[:10]
        between = f", {first}" if first == last else f", {first} to {last}"
    return f"{verb} {articles}{outlets}{between}."
