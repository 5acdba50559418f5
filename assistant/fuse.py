"""Two rankings into one, with no article and no story crowding out the rest.

Knows ids and ranks only.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

# Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009). Chosen by `make quality`: a small K,
# the words a little heavier than the vectors.
_K = 10
_WORDS_WEIGHT = 1.25
_CROWDING = 0.95  # each further passage of an article counts so much less
_TOGETHER = 4  # passages of one article before all others come first


def fuse(
    words: Sequence[str],
    vectors: Sequence[str],
    article_of: Callable[[str], str],
    unplaced: Collection[str] = (),
    foreign: Collection[str] = (),
) -> list[tuple[str, float]]:
    """Join rankings of passage ids, best first, into one of (id, score).

    What is ``unplaced`` has no vector yet: it counts as if its meaning stood where its words stand,
    or the newest news would come after all that merely resembles the question. What is ``foreign``
    is in another language: it counts as if its words stood where its meaning stands.
    """
    scores: dict[str, float] = {}
    rankings = ((words, _WORDS_WEIGHT, 1.0, unplaced), (vectors, 1.0, _WORDS_WEIGHT, foreign))
    for ranking, weight, other, lone in rankings:
        for rank, passage_id in enumerate(ranking, 1):
            both = other if passage_id in lone else 0.0
            scores[passage_id] = scores.get(passage_id, 0.0) + (weight + both) / (_K + rank)
    return spread(sorted(scores.items(), key=lambda item: (-item[1], item[0])), article_of)


def spread(
    ranked: Sequence[tuple[str, float]], article_of: Callable[[str], str], crowding: float = _CROWDING
) -> list[tuple[str, float]]:
    """Let each further passage of an article count less, those past the fourth least."""
    seen: Counter[str] = Counter()
    thinned = []
    for passage_id, score in ranked:
        article = article_of(passage_id)
        earlier = seen[article]
        seen[article] = earlier + 1
        thinned.append((earlier >= _TOGETHER, -score * crowding**earlier, passage_id))
    return [(passage_id, -score) for _, score, passage_id in sorted(thinned)]
