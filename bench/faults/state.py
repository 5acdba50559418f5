"""What a home holds, read back whole, and where two of them differ.

Reads the archive beside whoever owns it; never opens an index folder.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Source, Window
from ingest.indexes import meaning

_EVERYTHING = Reader("faults", sees_embargoed=True)
_MANY = 10_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One article with its text and where it is cut."""

    source: Source
    text: str
    versions: int
    cuts: tuple[tuple[str, int, int], ...]  # id, start and end of each passage
    misquoted: int  # passages whose text is not that of their offsets


@dataclass(frozen=True, slots=True)
class State:
    """Everything an archive holds that must be the same after a fault."""

    articles: dict[str, Kept]
    vectors: dict[str, bytes]
    embedded: int  # lines of the log that say so: how often an article has been embedded
    listed: int  # articles, counted before they are told apart by id

    def of(self, article_ids: Collection[str]) -> "State":
        """What is held of these articles alone."""
        articles = {i: kept for i, kept in self.articles.items() if i in article_ids}
        cuts = {passage for kept in articles.values() for passage, _, _ in kept.cuts}
        vectors = {i: row for i, row in self.vectors.items() if i in cuts}
        return State(articles, vectors, self.embedded, len(articles))

    @property
    def passages(self) -> int:
        """Number of passages."""
        return sum(len(kept.cuts) for kept in self.articles.values())


def read(home: Path) -> State:
    """Read the archive of a home."""
    archive = Archive(home)
    try:
        sources = catalogue.listing(archive, _EVERYTHING, Window(), _MANY)
        cuts = _cuts(archive)
        ids = [passage for article in cuts.values() for passage, _, _, _ in article]
        vectors = {i: bytes(vector.tobytes()) for i, vector in meaning.vectors_of(archive, ids).items()}
        embedded = sum(entry.kind == "embedded" for entry in archive.log_after(0, _MANY))
        articles = {s.article_id: _kept(archive, s, cuts.get(s.article_id, [])) for s in sources}
        return State(articles, vectors, embedded, len(sources))
    finally:
        archive.close()


def names(home: Path) -> set[str]:
    """Ids of all articles of a home."""
    archive = Archive(home)
    try:
        return {s.article_id for s in catalogue.listing(archive, _EVERYTHING, Window(), _MANY)}
    finally:
        archive.close()


def _cuts(archive: Archive) -> dict[str, list[tuple[str, int, int, str]]]:
    """All passages by their article, in order."""
    ids = [i for page in catalogue.all_passage_ids(archive) for i in page]
    found: dict[str, list[tuple[str, int, int, str]]] = {}
    for n in range(0, len(ids), 1_000):
        part = catalogue.passages_by_id(archive, ids[n : n + 1_000], _EVERYTHING, Window())
        for held in (hit.passage for hit in part.values()):
            found.setdefault(held.article_id, []).append((held.id, held.start, held.end, held.text))
    return {article: sorted(cut, key=lambda c: c[1]) for article, cut in found.items()}


def _kept(archive: Archive, source: Source, cut: list[tuple[str, int, int, str]]) -> Kept:
    held = catalogue.article(archive, source.article_id, _EVERYTHING)
    misquoted = sum(held.text[start:end] != text or not text for _, start, end, text in cut)
    places = tuple((passage, start, end) for passage, start, end, _ in cut)
    return Kept(source, held.text, len(held.versions), places, misquoted)


def differences(found: State, wanted: State) -> dict[str, int]:
    """Count what differs from a state that is right; nothing where they are equal."""
    both = found.articles.keys() & wanted.articles.keys()
    pairs = [(found.articles[i], wanted.articles[i]) for i in both]
    counts = {
        "articles lost": len(wanted.articles.keys() - found.articles.keys()),
        "articles too many": len(found.articles.keys() - wanted.articles.keys()),
        "articles listed twice": found.listed - len(found.articles),
        "articles of other content": sum(
            (a.text, _said(a.source)) != (b.text, _said(b.source)) for a, b in pairs
        ),
        "articles of another version": sum(
            (a.source.version, a.versions) != (b.source.version, b.versions) for a, b in pairs
        ),
        "articles cut otherwise": sum(a.cuts != b.cuts for a, b in pairs),
        "passages misquoted": sum(a.misquoted for a in found.articles.values()),
        "vectors lost": len(wanted.vectors.keys() - found.vectors.keys()),
        "vectors too many": len(found.vectors.keys() - wanted.vectors.keys()),
        "vectors of other bits": sum(
            found.vectors[i] != wanted.vectors[i] for i in found.vectors.keys() & wanted.vectors.keys()
        ),
    }
    return {what: n for what, n in counts.items() if n}


def _said(source: Source) -> tuple[object, ...]:
    """What a reader is told of an article, but for its version."""
    return (source.title, source.outlet, source.url, source.published, source.authors, source.language)
