"""Both indexes of an archive: follow its log into them, search them, check and rebuild them.

The indexes are caches of the archive. Each notes, in its own folder, how far in the log it has
come (``cursor``); what is done twice after a kill changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import catalogue, meaning, vectors, words
from ingest.archive import Archive
from ingest.article import article_of
from ingest.cursor import Cursor
from ingest.errors import IndexUnwritable
from ingest.reader import Reader, Window
from ingest.vectors import Vectors
from ingest.words import Hit, Words

EVERYTHING = Reader("index", sees_embargoed=True)
_WORDS_SLICE = 500  # lines of the log between two commits of the words
_VECTORS_SLICE = 30  # a few tenths of a second: the words go first again after each
# In a window of up to so many passages, or so small a part of all, the exact nearest are found in
# SQL's vectors (10,000 take about 15 ms). In a wider one Chroma is asked for more than is wanted
# and SQL filters; once more and deeper where too few remain. Of 2,500 found, a 60th part is 40: as
# many as are handed on. (Reading the vectors of more from a cold disk takes longer than that.)
_NARROW = 10_000
_SPARSE = 60
_OVERFETCH = (500, 2_500)
_SLICE_ROWS = 1_000
_SPARE = 20  # of what is found anywhere, a few may have been replaced or be under embargo


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the indexes are behind the archive."""

    last_seq: int
    words_seq: int
    vectors_seq: int
    waiting: int  # passages without a vector

    @property
    def words_are_current(self) -> bool:
        """Whether every article kept can be found by its words."""
        return self.words_seq >= self.last_seq

    @property
    def is_current(self) -> bool:
        """Whether every article kept can be found both ways."""
        return self.words_are_current and self.vectors_seq >= self.last_seq and self.waiting == 0


class Index:
    """The index folders of one home; the caller owns them (``home.own``)."""

    def __init__(self, archive: Archive, home: Path) -> None:
        """Open both, starting over with a folder that is damaged or of another archive."""
        self.archive = archive
        last = archive.last_seq()
        self._words_at = Cursor(home / "words", archive.name, last)
        self._vectors_at = Cursor(home / "vectors", archive.name, last, vectors.WRITTEN_WHOLE)
        self._whole_at = last
        self.words = self._words_at.opened(Words, words.is_sound)
        self.vectors = self._open_vectors()
        self._may_repeat = self._vectors_at.seq > 0 and not self._vectors_at.was_sealed
        if self._is_emptied():
            self.start_over()
        elif self._may_repeat:
            self._check_vectors()

    def close(self) -> None:
        """Let go of both folders and seal them."""
        self._let_go()
        with suppress(IndexUnwritable):  # an unsealed folder is looked through at the next start
            self.seal()

    def seal(self) -> None:
        """Note how both folders look at rest, so that damage is noticed at the next start."""
        self._words_at.seal()
        self._vectors_at.seal()

    @property
    def is_whole(self) -> bool:
        """Whether both hold all that the archive held when they were opened or begun anew."""
        return min(self._words_at.seq, self._vectors_at.seq) >= self._whole_at

    def has_caught_up(self) -> bool:
        """Whether every article kept can be found both ways; quick, however much waits."""
        last = self.archive.last_seq()
        followed = min(self._words_at.seq, self._vectors_at.seq)
        return followed >= last and not meaning.is_waiting(self.archive)

    def progress(self) -> Progress:
        """Tell how far the indexes are behind."""
        return Progress(
            self.archive.last_seq(),
            self._words_at.seq,
            self._vectors_at.seq,
            meaning.waiting_passages(self.archive),
        )

    def follow_words(self) -> bool:
        """Bring a slice of the log into the words; False when there was nothing."""
        entries = self.archive.log_after(self._words_at.seq, _WORDS_SLICE)
        if not entries:
            return False
        self._words_at.unseal()
        changed = [entry for entry in entries if entry.kind != "embedded"]
        for entry in changed:
            self.words.remove(entry.passage_ids)
        added = [i for entry in changed if entry.kind == "added" for i in entry.passage_ids]
        self._add_words(added)
        if changed:
            self.words.commit()
        self._words_at.move(entries[-1].seq)
        return True

    def follow_vectors(self) -> bool:
        """Bring a slice of the log into the vectors; False when there was nothing."""
        entries = self.archive.log_after(self._vectors_at.seq, _VECTORS_SLICE)
        if not entries:
            return False
        self._vectors_at.unseal()
        self.vectors.remove([i for entry in entries if entry.kind == "removed" for i in entry.passage_ids])
        made = meaning.of_articles(self.archive, {e.article_id for e in entries if e.kind == "embedded"})
        if self._may_repeat:  # of a slice that a kill cut off, Chroma may hold the beginning
            self.mend_vectors(made.ids, by_search=False)
            self._may_repeat = False
        else:
            self.vectors.add(made.ids, made.rows)
        self._vectors_at.move(entries[-1].seq)
        return True

    def catch_up(self, announce: Callable[[int], None] = lambda lines: None) -> None:
        """Follow the log to its end into both; ``announce`` is told how many lines each step brought in."""
        done = self._words_at.seq + self._vectors_at.seq
        while self.follow_words() or self.follow_vectors():
            followed = self._words_at.seq + self._vectors_at.seq
            announce(followed - done)
            done = followed

    def search_words(self, text: str, limit: int, reader: Reader | None, window: Window) -> list[Hit]:
        """Rank passages by their words; without a reader as the index has them, else what they may see."""
        if reader is None:
            return self.words.search(text, limit, window)
        allowed = partial(catalogue.allowed, self.archive, reader=reader, window=window)
        return _filtered(lambda depth: self.words.search(text, depth, window), allowed, limit, _more(limit))

    def search_vectors(
        self, vector: NDArray[np.float32], limit: int, reader: Reader | None, window: Window
    ) -> list[Hit]:
        """Rank passages by meaning, in a narrow window exactly; without a reader as the index has them."""
        if reader is None:
            return self.vectors.search(vector, limit)
        depths = _more(limit)
        if not window.is_open or reader.collections is not None:
            narrow = max(_NARROW, self.words.count() // _SPARSE)  # Chroma takes long to count
            if catalogue.is_narrow(self.archive, reader, window, narrow):
                return _nearest(meaning.inside(self.archive, reader, window), vector, limit)
            depths = _OVERFETCH
        allowed = partial(catalogue.allowed, self.archive, reader=reader, window=window)
        return _filtered(lambda depth: self.vectors.search(vector, depth), allowed, limit, depths)

    def without_vectors(self, passage_ids: Sequence[str]) -> set[str]:
        """Those of these passages whose vectors are not searched yet; quick where nothing waits."""
        if not passage_ids or self.has_caught_up():
            return set()
        return set(passage_ids) - self.vectors.rows(passage_ids).keys()

    def mend_words(self, passage_ids: Sequence[str]) -> int:
        """Index again those of these passages that their own words do not find; return how many."""
        found = catalogue.passages_by_id(self.archive, passage_ids, EVERYTHING, Window())
        missing = [item for item in found.values() if not self.words.finds(item)]
        if missing:
            self._words_at.unseal()
            self.words.remove([item.passage.id for item in missing])
            self.words.add(missing)
            self.words.commit()
        return len(missing)

    def mend_vectors(self, passage_ids: Sequence[str], by_search: bool = True) -> int:
        """Add again those of these passages whose own vector does not find them; return how many.

        Without ``by_search`` it is enough that Chroma holds the vector the archive holds.
        """
        kept = meaning.vectors_of(self.archive, passage_ids)
        rows = self.vectors.rows(list(kept))
        missing = [i for i, row in kept.items() if i not in rows or not np.allclose(rows[i], row, atol=1e-6)]
        if by_search:
            missing += self.vectors.unfindable({i: kept[i] for i in kept.keys() - set(missing)})
        if missing:
            self._vectors_at.unseal()
            self.vectors.remove(missing)
            self.vectors.add(missing, np.stack([kept[i] for i in missing]))
        return len(missing)

    def rebuild(self, announce: Callable[[int], None] = lambda lines: None) -> None:
        """Make both indexes anew from the archive; nothing is embedded again."""
        self.start_over()
        self.catch_up(announce)

    def start_over(self) -> None:
        """Begin both indexes anew; following the log fills them, and nothing is embedded again."""
        self._let_go()
        self._whole_at = self.archive.last_seq()
        self._words_at.discard()
        self._vectors_at.discard()
        self.words = self._words_at.opened(Words)
        self.vectors = self._open_vectors()
        self._may_repeat = False

    def _open_vectors(self) -> Vectors:
        rows = catalogue.count_passages(self.archive, EVERYTHING, Window())
        return self._vectors_at.opened(partial(Vectors, rows=rows), vectors.is_sound)

    def _let_go(self) -> None:
        self.words.close()
        self.vectors.close()

    def _check_vectors(self) -> None:
        """Hold Chroma against the archive after a kill in the middle of its work."""
        behind = self.archive.last_seq() - self._vectors_at.seq
        to_come = {entry.article_id for entry in self.archive.log_after(self._vectors_at.seq, behind)}
        for ids in catalogue.all_passage_ids(self.archive):
            self.mend_vectors([i for i in ids if article_of(i) not in to_come], by_search=False)

    def _is_emptied(self) -> bool:
        """Whether an index holds nothing although it has followed the log to where there was something."""
        no_words = self._words_at.seq and not self.words.count()
        no_vectors = self._vectors_at.seq and not self.vectors.count()
        return bool(
            (no_words and catalogue.count_passages(self.archive, EVERYTHING, Window()))
            or (no_vectors and meaning.embedded_passages(self.archive))
        )

    def _add_words(self, ids: list[str]) -> None:
        for n in range(0, len(ids), 1_000):
            # Of a version that has been replaced meanwhile no passage is found any more.
            found = catalogue.passages_by_id(self.archive, ids[n : n + 1_000], EVERYTHING, Window())
            self.words.add(found[i] for i in ids[n : n + 1_000] if i in found)


def _more(limit: int) -> tuple[int, int]:
    return limit + _SPARE, 10 * limit


def _filtered(
    find: Callable[[int], list[Hit]],
    allowed: Callable[[list[str]], set[str]],
    limit: int,
    depths: Iterable[int],
) -> list[Hit]:
    """Drop what may not be seen; look deeper where too little is left."""
    kept: list[Hit] = []
    for depth in depths:
        hits = find(depth)
        seen = allowed([hit.passage_id for hit in hits])
        kept = [hit for hit in hits if hit.passage_id in seen]
        if len(kept) >= limit or len(hits) < depth:
            break
    return kept[:limit]


def _nearest(given: meaning.Embedded, vector: NDArray[np.float32], limit: int) -> list[Hit]:
    """Rank vectors by their exact cosine with one, best first."""
    # A slice at a time, so that the wider numbers stay in the processor's cache.
    slices = range(0, len(given.rows), _SLICE_ROWS)
    scores = [given.rows[n : n + _SLICE_ROWS].astype(np.float32) @ vector for n in slices]
    joined = np.concatenate(scores) if scores else np.empty(0, np.float32)
    order = np.argsort(-joined, kind="stable")[:limit].tolist()
    return [Hit(given.passage_id(n), float(joined[n])) for n in order]
