"""Both indexes of an archive: follow its log into them, search them, check and rebuild them.

The indexes are caches of the archive. Each notes, in its own folder, how far in the log it has
come (``cursor``); what is done twice after a kill changes nothing.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import words
from ingest.archive import Archive
from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Reader, Window
from ingest.indexes import meaning, near
from ingest.indexes.cursor import Cursor
from ingest.indexes.near import Near
from ingest.vectors import Vectors
from ingest.words import Hit, Words

_WORDS_SLICE = 500  # lines of the log between two commits of the words
# In a window of up to so many passages, or so small a part of all, the exact nearest are found in
# SQL's vectors (10,000 take about 15 ms). In a wider one Chroma is asked for more than is wanted
# and SQL filters; once more and deeper where too few remain. Of 2,500 found, a 60th part is 40: as
# many as are handed on. (Reading the vectors of more from a cold disk takes longer than that.)
_NARROW = 10_000
_SPARSE = 60
_OVERFETCH = (500, 2_500)
_GRACE_S = 60.0  # a search that has begun ends long before; then the old model's folder is deleted
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
        self._home = home
        last = archive.last_seq()
        self._words_at = Cursor(home / "words", archive.name, last)
        self._whole_at = last
        self.words = self._words_at.opened(Words, words.is_sound)
        self._words_are_lost = False
        near.sweep(home, (archive.model, archive.coming))
        self._near = Near(archive, home, archive.model)
        self._next: Near | None = None  # of the model the archive goes over to, once all is embedded
        self._left: tuple[float, Near] | None = None  # of the model before, since when
        if self._is_emptied():
            self.start_over()
        else:
            self._near.check()

    def close(self) -> None:
        """Let go of both folders and seal them."""
        self._let_go()
        with suppress(IndexUnwritable):  # an unsealed folder is looked through at the next start
            self.seal()

    def seal(self) -> None:
        """Note how both folders look at rest, so that damage is noticed at the next start."""
        self._words_at.seal()
        self._near.at.seal()

    @property
    def model(self) -> str:
        """Name the model whose vectors are searched: a question's vector must be of the same."""
        return self._near.model

    @property
    def vectors(self) -> Vectors:
        """The vectors that are searched."""
        return self._near.vectors

    @property
    def is_whole(self) -> bool:
        """Whether both hold all that the archive held when they were opened or begun anew."""
        return min(self._words_at.seq, self._near.at.seq) >= self._whole_at

    def has_caught_up(self) -> bool:
        """Whether every article kept can be found both ways; quick, however much waits."""
        last = self.archive.last_seq()
        followed = min(self._words_at.seq, self._near.at.seq)
        return followed >= last and not meaning.is_waiting(self.archive)

    def progress(self) -> Progress:
        """Tell how far the indexes are behind."""
        return Progress(
            self.archive.last_seq(),
            self._words_at.seq,
            self._near.at.seq,
            meaning.waiting_passages(self.archive),
        )

    def follow_words(self) -> bool:
        """Bring a slice of the log into the words; False when there was nothing.

        A text and its next version change places in one commit: one of them is found at every moment.
        """
        if self._words_are_lost:
            raise IndexDamaged(self._words_at.folder)
        entries = self.archive.log_after(self._words_at.seq, _WORDS_SLICE)
        if not entries:
            return False
        self._words_at.unseal()
        changed = [entry for entry in entries if entry.kind in ("added", "removed")]
        for entry in changed:
            self.words.remove(entry.passage_ids)
        added = [i for entry in changed if entry.kind == "added" for i in entry.passage_ids]
        self._add_words(list(dict.fromkeys(added)))  # told of once more where its date has changed
        if changed:
            self.words.commit()
        self._words_at.move(entries[-1].seq)
        return True

    def follow_vectors(self) -> bool:
        """Bring a slice of the log into the vectors; False when there was nothing."""
        if not self.model and (noted := self.archive.model):
            self._begin(noted)
        return self._near.follow() or self._go_over()

    def _begin(self, model: str) -> None:
        """Keep the vectors of the first model, which has been noted since the folders were opened."""
        if self._near.is_of(model):
            self._near.model = model
        else:
            self._near.remove()
            self._near = Near(self.archive, self._home, model)

    def _go_over(self) -> bool:
        """Once all is embedded anew, fill a folder of the new vectors and search that instead."""
        if self._left and time.monotonic() - self._left[0] > _GRACE_S:
            self._left[1].remove()
            self._left = None
        coming = self.archive.coming
        if not coming or meaning.is_waiting(self.archive):
            return False
        if self._next is None or self._next.model != coming:
            self._next = Near(self.archive, self._home, coming)
            self._next.check()
        if self._next.follow():
            return True
        if not self.archive.goes_over():
            return False
        self._left, self._near, self._next = (time.monotonic(), self._near), self._next, None
        return True

    def catch_up(self, announce: Callable[[int], None] = lambda lines: None) -> None:
        """Follow the log to its end into both; ``announce`` is told how many lines each step brought in."""
        done = self._words_at.seq + self._near.at.seq
        while self.follow_words() or self.follow_vectors():
            followed = self._words_at.seq + self._near.at.seq
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
        """Rank passages by meaning, in a narrow window exactly; without a reader as the index has them.

        None are found while the vectors are lost: the words answer until they are built again.
        """
        if reader is None:
            return self._near.search(vector, limit)
        depths = _more(limit)
        if not window.is_open or reader.collections is not None:
            narrow = max(_NARROW, self.words.count() // _SPARSE)  # Chroma takes long to count
            if catalogue.is_narrow(self.archive, reader, window, narrow):
                inside = meaning.inside(self.archive, reader, window, self.model)
                return near.exact(inside, vector, limit)
            depths = _OVERFETCH
        allowed = partial(catalogue.allowed, self.archive, reader=reader, window=window)
        return _filtered(lambda depth: self._near.search(vector, depth), allowed, limit, depths)

    def without_vectors(self, passage_ids: Sequence[str]) -> set[str]:
        """Those of these passages whose vectors are not searched yet; quick where nothing waits."""
        if not passage_ids or self.has_caught_up():
            return set()
        return set(passage_ids) - self._near.held(passage_ids)

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
        return self._near.mend(passage_ids, by_search)

    def rebuild(self, announce: Callable[[int], None] = lambda lines: None) -> None:
        """Make both indexes anew from the archive; nothing is embedded again."""
        self.start_over()
        self.catch_up(announce)

    def start_over(self, folder: Path | None = None) -> None:
        """Begin both indexes anew, or that in ``folder`` alone; following fills them, without embedding."""
        self._whole_at = self.archive.last_seq()
        if folder is None:
            self._drop_others()
        theirs = [each for each in (self._near, self._next) if each and (not folder or each.holds(folder))]
        if folder is None or not theirs:
            self._begin_words()
        for each in theirs:
            each.start_over()

    def _begin_words(self) -> None:
        self._words_are_lost = True  # until another can be opened, which a disk may refuse
        self.words.close()
        self._words_at.discard(is_wanted=True)
        self.words = self._words_at.opened(Words)
        self._words_are_lost = False

    def _let_go(self) -> None:
        self.words.close()
        self._near.close()
        self._drop_others()

    def _drop_others(self) -> None:
        if self._next:
            self._next.close()
            self._next = None
        if self._left:
            self._left[1].remove()
            self._left = None

    def _is_emptied(self) -> bool:
        """Whether an index holds nothing although it has followed the log to where there was something."""
        no_words = self._words_at.seq and not self.words.count()
        has_passages = no_words and catalogue.count_passages(self.archive, EVERYTHING, Window())
        return bool(has_passages or self._near.is_emptied())

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
