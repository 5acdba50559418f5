"""For passages of an earlier version the ones that took their place: what a moment's delay would hide.

SQL has a new version at once, the index by words within a second, the index by meaning once it is embedded.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Found, Reader, Window
from ingest.schema import articles, versions

_AROUND = 1  # places beside the one where it should stand now


@dataclass(frozen=True, slots=True)
class _Old:
    """A passage that is no more: of which version, the how manieth of how many."""

    id: str
    article_id: str
    version: int
    place: int

    @classmethod
    def read(cls, passage_id: str) -> "_Old":
        """Read an id: article, version, number."""
        article_id, version, place = passage_id.split("-")
        return cls(passage_id, article_id, int(version), int(place))


def successors(
    archive: Archive,
    gone: Iterable[str],
    weight: Callable[[Found], float],
    reader: Reader,
    window: Window,
) -> dict[str, Found]:
    """For each of these ids the passage of the current version that stands about where it stood.

    Of neighbours the one that weighs most is taken. Articles the reader may not see have none.
    """
    old = [_Old.read(passage_id) for passage_id in gone]
    if not old:
        return {}
    with archive.reading() as connection:  # one transaction: the next version may come at any moment
        counts = _counts(connection, {each.article_id for each in old})
        wanted = {each.id: _places(each, counts) for each in old}
        ids = list(dict.fromkeys(i for places in wanted.values() for i in places))
        found = catalogue.read_passages(connection, ids, reader, window)
    return {i: best for i, places in wanted.items() if (best := _heaviest(places, found, weight))}


def _counts(connection: Connection, article_ids: set[str]) -> Mapping[str, dict[int, int]]:
    """Number of passages of each version of these articles; under 0 the number of the current version."""
    kept = select(versions.c.article_id, versions.c.version, versions.c.passages)
    current = select(articles.c.id, articles.c.version).where(articles.c.id.in_(article_ids))
    counts: dict[str, dict[int, int]] = {}
    for article_id, version in connection.execute(current):
        counts[article_id] = {0: version}
    for article_id, version, passages in connection.execute(
        kept.where(versions.c.article_id.in_(article_ids))
    ):
        counts.get(article_id, {})[version] = passages
    return counts


def _places(old: _Old, counts: Mapping[str, dict[int, int]]) -> list[str]:
    """Ids of the passages that may have taken its place, the likeliest first."""
    known = counts.get(old.article_id, {})
    version, before = known.get(0, 0), known.get(old.version, 0)
    now = known.get(version, 0)
    if not now or not before or version == old.version:
        return []
    middle = min(now - 1, int((old.place + 0.5) * now / before))
    around = sorted(
        range(max(0, middle - _AROUND), min(now, middle + _AROUND + 1)), key=lambda n: abs(n - middle)
    )
    return [f"{old.article_id}-{version}-{n}" for n in around]


def _heaviest(
    places: list[str], found: Mapping[str, Found], weight: Callable[[Found], float]
) -> Found | None:
    held = [found[i] for i in places if i in found]
    return max(held, key=weight, default=None)
