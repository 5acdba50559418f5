"""Stories among passages found: of each that the archive knows, one article; and who else tells the same.

The archive knows which articles are copies of each other. That two others share a passage, as where both
quote the same people, is told here, by words and their order.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.holdings.reader import Found

# Three words in a row, shared by so much of the shorter text: all of the cut copies of the measured
# news, and none of 14,196 pairs of other articles.
_COPY = 0.7
# Of two copies the words themselves are shared too, in any order. That is looked at first: it takes
# 3 microseconds instead of 30.
_ALIKE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class _Told:
    """The words of a passage; what is only needed of a few is made when it is."""

    article_id: str
    words: list[str]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(zip(self.words, self.words[1:], self.words[2:], strict=False))


def copies(passages: Sequence[Found]) -> frozenset[str]:
    """Ids of the passages that tell what an earlier one, of another article, has told in the same words."""
    kept: list[_Told] = []
    again = set()
    for found in passages:
        told = _told(found)
        if any(_is_copy(told, earlier) for earlier in kept):
            again.add(found.passage.id)
        else:
            kept.append(told)
    return frozenset(again)


def told_by_one(passages: Sequence[Found]) -> list[Found]:
    """Keep of each story the passages of one article, the best of them in the place of the story's best."""
    groups: dict[str, list[Found]] = {}
    for found in passages:
        groups.setdefault(found.story, []).append(found)
    chosen = {story: _chosen(group) for story, group in groups.items()}
    kept = []
    for found in passages:
        first = chosen[found.story]
        if found is groups[found.story][0]:
            kept.append(first if first is found else replace(first, score=found.score))
        elif found is not first and found.passage.article_id == first.passage.article_id:
            kept.append(found)
    return kept


def _chosen(group: Sequence[Found]) -> Found:
    """The passage to show for a story: what its best one tells, as the outlet has it that told it first.

    Of that outlet the article it published last: there a text that comes again is a correction. One
    whose words may not be shown stands for none whose words may.
    """
    if len({found.passage.article_id for found in group}) == 1:
        return group[0]
    best = _told(group[0])
    alike = [found for found in group if found is group[0] or _is_copy(_told(found), best)]
    same = [found for found in alike if found.is_quotable] or alike
    outlet = min(same, key=_published).source.outlet
    return max((found for found in same if found.source.outlet == outlet), key=_corrected)


def _published(found: Found) -> float:
    return math.inf if found.source.published_at is None else found.source.published_at


def _corrected(found: Found) -> float:
    return -math.inf if found.source.published_at is None else found.source.published_at


def _told(found: Found) -> _Told:
    return _Told(found.passage.article_id, _WORD.findall(found.passage.text.casefold()))


def _is_copy(one: _Told, other: _Told) -> bool:
    return (
        one.article_id != other.article_id
        and _share(one.vocabulary, other.vocabulary) >= _ALIKE
        and _share(one.runs, other.runs) >= _COPY
    )


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    """How much of the smaller is in the other; nothing is in nothing."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
