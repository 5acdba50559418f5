"""The vectors of one model in a folder of their own, brought up from the archive's log."""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import vectors
from ingest.archive import Archive
from ingest.article import article_of
from ingest.embedding.model import RECIPE
from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Window
from ingest.indexes import meaning
from ingest.indexes.cursor import Cursor
from ingest.vectors import Vectors
from ingest.words import Hit

_SLICE = 30  # lines of the log, a few tenths of a second: the words go first again after each
_SLICE_ROWS = 1_000
_FIRST = "vectors"  # the folder of the English model, and of an archive that has none yet


class Near:
    """A Chroma folder with the vectors of one model, open."""

    def __init__(self, archive: Archive, home: Path, model: str) -> None:
        """Open it, starting over where it is damaged or of another archive."""
        self.model = model
        self.folder = home / _folder(model)
        self._archive = archive
        self.at = Cursor(self.folder, archive.name, archive.last_seq(), vectors.WRITTEN_WHOLE)
        self.vectors = self._opened()
        self._may_repeat = self.at.seq > 0 and not self.at.was_sealed
        self._is_lost = False  # it cannot be searched, and is to be begun anew

    def close(self) -> None:
        """Let go of the files."""
        self.vectors.close()

    def remove(self) -> None:
        """Let go of the files and delete them."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_over(self) -> None:
        """Let go of the files and begin the folder anew."""
        self._is_lost = True  # until another can be opened, which a disk may refuse
        self.close()
        self.at.discard(is_wanted=True)
        self.vectors = self._opened()
        self._may_repeat = self._is_lost = False

    def holds(self, folder: Path) -> bool:
        """Whether a folder is this one or lies in it."""
        return folder.is_relative_to(self.folder)

    def is_of(self, model: str) -> bool:
        """Whether this folder is the one for a model's vectors."""
        return self.folder.name == _folder(model)

    def is_emptied(self) -> bool:
        """Whether it holds nothing although it has followed the log to where there was something."""
        is_empty = self.at.seq and not self.vectors.count()
        return bool(
            is_empty and self._archive.model == self.model and meaning.embedded_passages(self._archive)
        )

    def search(self, vector: NDArray[np.float32], limit: int) -> list[Hit]:
        """Rank passages by meaning, best first; none where it is lost, until it has been built again."""
        for _ in range(2):  # the client asked may just have given way to another
            asked = self.vectors
            with suppress(IndexDamaged):
                return asked.search(vector, limit)
        self._is_lost |= asked is self.vectors
        return []

    def held(self, passage_ids: Sequence[str]) -> set[str]:
        """Those of these passages that are searched; none where it is lost."""
        with suppress(IndexDamaged):
            return set(self.vectors.rows(passage_ids))
        return set()

    def follow(self) -> bool:
        """Bring a slice of the log in; False when there was nothing. Raises IndexDamaged where it is lost."""
        if self._is_lost:
            raise IndexDamaged(self.folder)
        entries = self._archive.log_after(self.at.seq, _SLICE)
        if not entries:
            return False
        if self.model != self._archive.model and not self.model:
            return True  # the first model has just been noted: its vectors may lie elsewhere
        self.at.unseal()
        told = {entry.article_id: entry.seq for entry in entries if entry.kind == "embedded"}
        # An article that has been embedded again comes with its last line, and only once.
        newest = meaning.newest_lines(self._archive, told)
        added = {i for i, seq in told.items() if newest[i] == seq}
        try:
            self._add(added)
            self._let_go(added | {entry.article_id for entry in entries if entry.kind == "removed"})
        except IndexUnwritable as error:
            self._may_repeat = True
            if not self.at.is_as_noted():  # Chroma was in the middle of its graph, which it writes in place
                raise IndexDamaged(self.folder) from error
            raise
        self.at.move(entries[-1].seq)
        return True

    def _let_go(self, article_ids: set[str]) -> None:
        """Forget earlier versions, but for those of articles whose new words still wait for their vectors."""
        waiting = meaning.waiting_among(self._archive, article_ids)
        retired = meaning.retired(self._archive, article_ids - waiting)
        self.vectors.remove([i for entry in retired for i in entry.passage_ids])

    def mend(self, passage_ids: Sequence[str], by_search: bool = True) -> int:
        """Add again those of these passages whose own vector does not find them; return how many.

        Without ``by_search`` it is enough that Chroma holds the vector the archive holds.
        """
        kept = meaning.vectors_of(self._archive, passage_ids, self.model)
        rows = self.vectors.rows(list(kept))
        missing = [i for i, row in kept.items() if i not in rows or not np.allclose(rows[i], row, atol=1e-6)]
        if by_search:
            missing += self.vectors.unfindable({i: kept[i] for i in kept.keys() - set(missing)})
        if missing:
            self.at.unseal()
            self.vectors.remove(missing)
            self.vectors.add(missing, np.stack([kept[i] for i in missing]))
        return len(missing)

    def check(self) -> None:
        """Hold it against the archive, if a kill in the middle of its work was the last of it."""
        if not self._may_repeat:
            return
        behind = self._archive.last_seq() - self.at.seq
        to_come = {entry.article_id for entry in self._archive.log_after(self.at.seq, behind)}
        for ids in catalogue.all_passage_ids(self._archive):
            self.mend([i for i in ids if article_of(i) not in to_come], by_search=False)

    def _add(self, article_ids: set[str]) -> None:
        made = meaning.of_articles(self._archive, article_ids, self.model)
        if self._may_repeat:  # of a slice that a kill cut off, Chroma may hold the beginning
            self.mend(made.ids, by_search=False)
            self._may_repeat = False
            return
        # While another model's vectors are made, its lines tell of articles that are here already.
        held = self.vectors.rows(made.ids) if self._archive.coming else {}
        new = [n for n, i in enumerate(made.ids) if i not in held]
        if new:
            self.vectors.add([made.ids[n] for n in new], made.rows[new])

    def _opened(self) -> Vectors:
        rows = catalogue.count_passages(self._archive, EVERYTHING, Window())
        return self.at.opened(partial(Vectors, rows=rows), vectors.is_sound)


def exact(given: meaning.Embedded, vector: NDArray[np.float32], limit: int) -> list[Hit]:
    """Rank vectors by their exact cosine with one, best first."""
    # A slice at a time, so that the wider numbers stay in the processor's cache.
    slices = range(0, len(given.rows), _SLICE_ROWS)
    scores = [given.rows[n : n + _SLICE_ROWS].astype(np.float32) @ vector for n in slices]
    joined = np.concatenate(scores) if scores else np.empty(0, np.float32)
    order = np.argsort(-joined, kind="stable")[:limit].tolist()
    return [Hit(given.passage_id(n), float(joined[n])) for n in order]


def sweep(home: Path, models: Sequence[str]) -> None:
    """Delete the folders of models that are no longer used: a kill may have left one."""
    kept = {_folder(model) for model in models}
    for folder in home.glob(f"{_FIRST}-*"):
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(model: str) -> str:
    is_first = not model or model.startswith(f"{RECIPE}:")
    return _FIRST if is_first else f"{_FIRST}-{re.sub(r'[^a-z0-9]+', '-', model.lower())}"
