"""What is handed on to be quoted or written from: few passages, each story once, several outlets.

Pure: ranked passages in, some of them out.
"""

from collections import Counter
from collections.abc import Sequence

from assistant.ranking.stories import copies
from ingest.holdings.reader import Found
from ingest.texts.tokens import Measure

PASSAGES = 8
_TOKENS = 2_048  # of all together
_EACH_ARTICLE = 3


def choose(ranked: Sequence[Found], measure: Measure) -> list[Found]:
    """Take the best, of one article at most three, no story twice, as many as fit.

    Where the best are all of one outlet, the last of them gives its place to the best of another.
    """
    again = copies(ranked)
    fit = at_most(_EACH_ARTICLE, [item for item in ranked if item.passage.id not in again])
    best, others = fit[:PASSAGES], fit[PASSAGES:]
    if len({item.source.outlet for item in best}) == 1 and len(best) == PASSAGES:
        best[-1:] = [item for item in others if item.source.outlet != best[0].source.outlet][:1] or best[-1:]
    return _fitting(best, measure)


def at_most(each: int, passages: Sequence[Found]) -> list[Found]:
    """Leave out what an article has beyond its first ``each`` passages."""
    taken: Counter[str] = Counter()
    kept = []
    for found in passages:
        taken[found.passage.article_id] += 1
        if taken[found.passage.article_id] <= each:
            kept.append(found)
    return kept


def _fitting(passages: Sequence[Found], measure: Measure) -> list[Found]:
    """Leave out what is too much, and always keep the first."""
    kept: list[Found] = []
    used = 0
    for found, tokens in zip(passages, measure([found.passage.text for found in passages]), strict=True):
        if not kept or used + tokens <= _TOKENS:
            kept.append(found)
            used += tokens
    return kept
