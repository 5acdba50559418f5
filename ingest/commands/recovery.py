"""From a backup to a home that can be asked: the archive put in place, its index made, both told."""

from pathlib import Path

from ingest import home
from ingest.archive import Archive
from ingest.commands.report import Bar, tell
from ingest.index import Index
from ingest.sql import backup
from ingest.sql.backup import Manifest

_LOCK_WAIT_S = 3.0  # a command may just be at its end; a server must be stopped


def recover(file: Path, folder: Path, replace: bool) -> tuple[Manifest, int]:
    """Restore a backup into a folder; return what it says of itself, and how many passages are found.

    Raises FolderOwned while a server runs there, and what ``backup.restore`` raises.
    """
    backup.read(file)  # what is wrong with it is told before anything is made or waited for
    folder = home.prepare(folder)
    with home.own(folder, _LOCK_WAIT_S, tell):
        manifest = _restored(file, folder, replace)
        return manifest, _indexed(folder)


def _restored(file: Path, folder: Path, replace: bool) -> Manifest:
    bar = Bar("restoring", "MB")
    bar.expect(2 * backup.read(file).size // 1_000_000)
    try:
        return backup.restore(file, folder, replace, bar.advance)
    finally:
        bar.close()


def _indexed(folder: Path) -> int:
    archive = Archive(folder)
    bar = Bar("indexing", "lines of the log")
    bar.expect(2 * archive.last_seq())
    try:
        index = Index(archive, folder)
        try:
            index.catch_up(bar.advance)
            return index.words.count()
        finally:
            index.close()
    finally:
        bar.close()
        archive.close()
