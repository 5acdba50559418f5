"""Keep the index current in the background, for as long as its owner runs."""

import logging
import shutil
import threading
from pathlib import Path

from ingest.errors import IndexDamaged, IndexUnwritable, IngestError
from ingest.holdings import stories
from ingest.index import Index

_POLL_S = 0.2  # words find an article within a second of its commit
_RETRY_S = 2.0
_SEAL_AFTER_S = 2.0
_COMPARED = 20  # articles of an older archive at a time: a tenth of a core, 10,000 in two minutes
_REFUSED, _ROOM_BYTES = 30, 200_000_000  # a minute, with room for what an index writes at once
_log = logging.getLogger(__name__)


class Follower:
    """A thread that follows the archive's log; words go first, a slice of vectors at a time."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._rested = 0.0
        self._refused = 0  # times in a row
        self._is_older = True  # than stories, until the archive says otherwise
        self.guard = threading.Lock()  # held while the index changes; a rebuild takes it too

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the slice at hand and end."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._go_on()
            except IndexDamaged as error:
                _log.error("%s: it is built again from the archive", error)
                self._begin_again(error.folder)
            except IndexUnwritable as error:
                self._wait_for_room(error)
            except IngestError as error:
                _log.error("the index cannot follow the archive: %s", error)
                self._stopping.wait(_RETRY_S)
            except Exception:  # the thread's own door: without it nothing new would be found again
                _log.exception("the index cannot follow the archive")
                self._stopping.wait(_RETRY_S)

    def _wait_for_room(self, error: IndexUnwritable) -> None:
        """Leave a sound index as it is on a full disk; where there is room it may not be so sound."""
        self._refused += 1
        _log.error("the index cannot follow the archive: %s", error)
        if self._refused >= _REFUSED and shutil.disk_usage(error.folder.parent).free > _ROOM_BYTES:
            self._refused = 0
            self._begin_again(error.folder)
        self._stopping.wait(_RETRY_S)

    def _go_on(self) -> None:
        if self._step():
            self._refused = 0
            self._rested = 0.0
        else:
            self._rest()

    def _rest(self) -> None:
        """Wait for more; look at an older archive's articles meanwhile; note how the folders look at rest."""
        self._stopping.wait(_POLL_S)
        self._is_older = self._is_older and stories.find(self._index.archive, _COMPARED)
        self._rested += _POLL_S
        if self._rested >= _SEAL_AFTER_S:
            self._rested = 0.0
            with self.guard:
                self._index.seal()

    def _step(self) -> bool:
        with self.guard:
            words = self._index.follow_words()
            return self._index.follow_vectors() or words

    def _begin_again(self, folder: Path) -> None:
        """Build the index in this folder anew; the other one answers meanwhile."""
        try:
            with self.guard:
                self._index.start_over(folder)
        except IngestError as error:
            _log.error("the index cannot be built: %s", error)
        self._stopping.wait(_RETRY_S)
