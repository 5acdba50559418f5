"""How far an index folder has come, and whether its files are still as they were left.

The note lies inside the folder and is lost with it. Knows files and sums; nothing about indexes.
"""

import json
import logging
import os
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.errors import IndexDamaged, IndexUnwritable

_FORMAT = "3"  # raise when what an index folder holds changes, to have it rebuilt
_BLOCK_BYTES = 1 << 20
_log = logging.getLogger(__name__)

Kind = TypeVar("Kind")
Sums = dict[str, list[int]]  # of each file its size and CRC-32


class Cursor:
    """The note of one index folder.

    A folder at rest is *sealed*: the note holds the sums of its files, and at the next start any
    other byte is noticed. Before the folder is opened to be changed the seal is taken away. Of files
    that are ``written_whole``, a glob inside the folder, the note holds the sums all the time: a kill in
    the middle of writing one leaves another sum than was noted.
    """

    def __init__(self, folder: Path, archive: str, last: int, written_whole: str | None = None) -> None:
        self.folder = folder
        self._written_whole = written_whole
        self.files = folder / "files"
        self._file = folder / "seq.json"
        self._archive = archive
        self._last = last  # an index ahead of its archive knows what is not there any more
        self._summed: dict[str, tuple[int, int]] = {}  # size and time of a file when it was summed
        self._sums: Sums = {}
        self._sealed: Sums | None = None
        self.seq = 0
        self.was_sealed = False  # when it was opened: it holds what it should, to the byte

    def opened(
        self, kind: Callable[[Path], Kind], is_sound: Callable[[Path], bool] = lambda files: True
    ) -> Kind:
        """Open the index in the folder, starting over if it cannot be trusted.

        ``is_sound`` is asked of files that were left in the middle of a change.
        """
        self.seq = self._trusted(self._read())
        if self.seq == 0 or not (self.was_sealed or is_sound(self.files)):
            self.discard()
        self._write()
        try:
            index = kind(self.files)
        except IndexDamaged:
            self.discard()
            index = kind(self.files)
        self.move(self.seq)
        return index

    def move(self, seq: int) -> None:
        """Note that all up to ``seq`` is durable in the index; raises IndexUnwritable."""
        self.seq = seq
        self._write()

    def unseal(self) -> None:
        """Take the seal away, before anything in the folder changes; raises IndexUnwritable."""
        if self._sealed is not None:
            self._write()

    def is_as_noted(self) -> bool:
        """Whether the files that are written whole are those the note speaks of."""
        return self._read().get("whole") == self._whole()

    def seal(self) -> None:
        """Note the sums of the files, unless they change at this moment; raises IndexUnwritable.

        Done again it costs a look at each file's size and time, and a write where one has changed.
        """
        sums = self._summed_up()
        if sums is not None and sums != self._sealed:
            self._write(files=sums)
            self._sealed = sums

    def discard(self, is_wanted: bool = False) -> None:
        """Forget the index; the archive still holds everything.

        Where that ``is_wanted``, nothing is wrong with it.
        """
        self.seq, self._sealed, self.was_sealed = 0, None, False
        if is_wanted:
            _log.info("the index in %s is built again from the archive", self.folder)
        elif self._last and self.folder.exists():
            _log.warning("the index in %s is damaged or of another archive: it is built again", self.folder)
        elif self._last:
            _log.warning("there is no index in %s yet: it is built from the archive", self.folder)
        if not self.folder.exists():
            return
        if self.folder.is_dir():
            self._file.unlink(missing_ok=True)  # first: a kill here leads to a rebuild
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            self.folder.unlink()

    def _trusted(self, note: dict[str, object]) -> int:
        """Where a sound folder of this archive and format has come; 0 for any other."""
        seq, files = note.get("seq"), note.get("files")
        is_ours = (note.get("archive"), note.get("format")) == (self._archive, _FORMAT)
        if not is_ours or not isinstance(seq, int) or not 0 <= seq <= self._last:
            return 0
        if not self._has_files():
            return 0
        self.was_sealed = files is not None
        if files is None:
            return seq if note.get("whole") == self._whole() else 0
        return seq if files == self._summed_up() else 0

    def _read(self) -> dict[str, object]:
        try:
            note = json.loads(self._file.read_text())
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def _write(self, **more: object) -> None:
        part = self._file.with_suffix(".part")
        note = {"archive": self._archive, "format": _FORMAT, "seq": self.seq, "whole": self._whole(), **more}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(note))
            os.replace(part, self._file)
        except OSError as error:
            raise IndexUnwritable(self.folder, error.strerror) from error
        self._sealed = None

    def _has_files(self) -> bool:
        return self.files.is_dir() and any(self.files.iterdir())

    def _whole(self) -> Sums | None:
        """Sums of the files that are written whole."""
        return self._summed_up(self._written_whole) if self._written_whole else None

    def _summed_up(self, which: str = "**/*") -> Sums | None:
        """Sums of these files, locks left out, or None where one goes away meanwhile or cannot be read.

        A file that has kept its size and time is not read again.
        """
        sums: Sums = {}
        try:
            for file in sorted(self.files.glob(which)):
                if file.is_file() and file.suffix != ".lock":
                    name = str(file.relative_to(self.files))
                    sums[name] = self._sum(name, file)
        except OSError:
            return None
        self._sums |= sums
        return sums

    def _sum(self, name: str, file: Path) -> list[int]:
        state = file.stat()
        seen = (state.st_size, state.st_mtime_ns)
        if name in self._sums and self._summed.get(name) == seen:
            return self._sums[name]
        self._summed[name] = seen
        crc = 0
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK_BYTES):
                crc = zlib.crc32(block, crc)
        return [state.st_size, crc]
