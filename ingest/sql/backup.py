"""An archive in one file: copied while it is used, restored whole or not at all.

A backup is a zip of the database and a manifest that says what it holds. The indexes are made from the
database again, and nothing is embedded again, whatever model made the vectors.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from pydantic import TypeAdapter

from ingest.errors import ArchiveUnusable, BackupUnusable, HomeNotEmpty
from ingest.sql import database

FORMAT = 1
_DATABASE, _MANIFEST = "archive.db", "manifest.json"
_MOST_MANIFEST = 100_000  # bytes
_STEP = 1 << 20  # bytes between two words about progress
_PAGE = 4096  # bytes of a page of SQLite, as it comes unless set
_TABLES = ("articles", "versions", "passages", "vectors", "conversations", "turns", "feeds")
_MINE = ("articles", "conversations", "feeds")  # a home with none of these is as good as empty
_EMBARGOED = "SELECT count(*) FROM articles WHERE embargo_until > CAST(strftime('%s', 'now') AS INTEGER)"
_LOCK_S = 30.0
# What reading something else than a whole zip with our manifest may raise.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, RuntimeError)
Announce = Callable[[int], None]  # told of each megabyte done


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, and by what it is known to be whole."""

    format: int
    program: str  # version of the program that made it
    revision: str  # of the tables
    archive: str
    model: str  # whose vectors are in it; any model can take it over
    created_at: str
    size: int
    sha256: str
    counts: dict[str, int] = field(default_factory=dict)
    secrets: int = 0  # feeds whose secret needs the key that is not in the backup


def back_up(home: Path, target: Path, announce: Announce = lambda step: None) -> tuple[Path, Manifest]:
    """Copy the archive of a home as it is at this moment, beside whoever uses it; return file and manifest.

    A folder gets a file named by the time. Raises ArchiveUnusable where there is nothing sound to copy,
    BackupUnusable where the target cannot take it.
    """
    held = home / _DATABASE
    if not held.exists():
        raise ArchiveUnusable(f"{home} holds no archive; set CITEDESK_HOME to the folder that does")
    file = _target(target)
    with _refusing(file), _beside(file, ".db.part") as copy, _beside(file, ".part") as packed:
        _has_room(file.parent, 2 * _size(held))
        _copy(held, copy, announce)
        manifest = _described(copy)
        manifest = _pack(copy, packed, manifest, announce)
        os.replace(packed, file)
        _settle(file.parent)
    return file, manifest


def read(file: Path) -> Manifest:
    """Read what a backup says of itself; raises BackupUnusable for what is none, damaged or newer."""
    with _refusing(file), zipfile.ZipFile(file) as packed, packed.open(_MANIFEST) as stream:
        values = json.loads(stream.read(_MOST_MANIFEST))
        newer = isinstance(values, dict) and values.get("format", FORMAT) != FORMAT
        if newer or str(values["revision"]) > database.HEAD:
            raise BackupUnusable(file, "it was made by a newer Citedesk: restore it with that")
        return TypeAdapter(Manifest).validate_python(values)


def restore(file: Path, home: Path, replace: bool, announce: Announce = lambda step: None) -> Manifest:
    """Put a backup into a home that the caller owns: all of it, or nothing when it is cut off.

    Raises BackupUnusable, and HomeNotEmpty unless what is there may be replaced.
    """
    manifest, held = read(file), home / _DATABASE
    if not replace and not _is_empty(held):
        raise HomeNotEmpty(home)
    with _beside(held, ".restored.part") as copy:
        _has_room(home, 2 * manifest.size)
        _unpack(file, copy, manifest, announce)
        _rename(copy)
        _take(copy, held, announce)
    return manifest


def megabytes(home: Path) -> int:
    """How many steps a backup of this home announces, about."""
    return 2 * _size(home / _DATABASE) // _STEP


def _target(target: Path) -> Path:
    if target.is_dir() or str(target).endswith(os.sep):
        return target / f"citedesk-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
    if target.exists():
        try:
            read(target)
        except BackupUnusable as error:
            raise BackupUnusable(target, "it is there already and is no backup: name another file") from error
    return target


def _size(held: Path) -> int:
    log = held.with_name(f"{held.name}-wal")
    return sum(file.stat().st_size for file in (held, log) if file.exists())


def _has_room(folder: Path, needed: int) -> None:
    if (free := shutil.disk_usage(folder).free) < needed:
        raise ArchiveUnusable(
            f"{folder} has {free / 1e6:,.0f} MB free and {needed / 1e6:,.0f} are needed: free some, "
            "or name a folder on another disk"
        )


def _copy(held: Path, copy: Path, announce: Announce) -> None:
    """Copy page by page what the database was when the copy began, however much is written meanwhile."""
    with closing(_connected(held)) as source, closing(_connected(copy)) as made:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it reads this state
        source.backup(made, pages=_STEP // _PAGE, progress=lambda *_: announce(1))
        source.execute("ROLLBACK")
        made.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _described(copy: Path) -> Manifest:
    with closing(_connected(copy)) as made:
        if (word := str(_one(made, "PRAGMA quick_check(1)"))) != "ok":
            raise ArchiveUnusable(f"the archive is damaged and was not backed up: {word}")
        tables = {row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        facts = dict(made.execute("SELECT name, value FROM facts").fetchall())
        counts = {name: _rows(made, name) for name in _TABLES if name in tables}
        counts["under_embargo"] = _one(made, _EMBARGOED)
        secrets = "SELECT count(*) FROM feeds WHERE secret IS NOT NULL" if "feeds" in tables else "SELECT 0"
        return Manifest(
            format=FORMAT,
            program=_program(),
            revision=str(_one(made, "SELECT version_num FROM alembic_version")),
            archive=facts.get("archive", ""),
            model=facts.get("model", ""),
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            size=copy.stat().st_size,
            sha256="",
            counts=counts,
            secrets=_one(made, secrets),
        )


def _pack(copy: Path, packed: Path, manifest: Manifest, announce: Announce) -> Manifest:
    with packed.open("wb") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            with copy.open("rb") as source, made.open(_DATABASE, "w", force_zip64=True) as sink:
                sha256 = _poured(source, sink.write, announce)[1]
            whole = Manifest(**asdict(manifest) | {"sha256": sha256})
            made.writestr(_MANIFEST, json.dumps(asdict(whole), indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    return whole


def _unpack(file: Path, copy: Path, manifest: Manifest, announce: Announce) -> None:
    with _refusing(file), zipfile.ZipFile(file) as packed, copy.open("wb") as sink:
        entry = packed.getinfo(_DATABASE)
        if entry.file_size != manifest.size:
            raise BackupUnusable(file, "it is damaged: its database has another size than it says")
        with packed.open(entry) as source:
            found = _poured(source, sink.write, announce)
        if found != (manifest.size, manifest.sha256):
            raise BackupUnusable(file, "it is damaged: its database is not the one that was put in")
        sink.flush()
        os.fsync(sink.fileno())


def _poured(source: IO[bytes], write: Callable[[bytes], int], announce: Announce) -> tuple[int, str]:
    """Move all bytes; return how many there were, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(_STEP):
        digest.update(block)
        size += len(block)
        write(block)
        announce(1)
    return size, digest.hexdigest()


def _rename(copy: Path) -> None:
    """Give it a name of its own: no index folder made from another state is taken for one of this."""
    with closing(_connected(copy)) as made:
        made.execute("UPDATE facts SET value = ? WHERE name = 'archive'", (uuid4().hex,))


def _is_empty(held: Path) -> bool:
    """Whether nothing would be lost; what cannot be read might be worth a lot."""
    if not held.exists():
        return True
    try:
        with closing(_connected(held)) as there:
            tables = {row[0] for row in there.execute("SELECT name FROM sqlite_master")}
            return not any(_rows(there, name) for name in _MINE if name in tables)
    except sqlite3.DatabaseError:
        return False


def _take(copy: Path, held: Path, announce: Announce) -> None:
    """Replace the database by the copy in one transaction of SQLite, which also waits for who writes."""
    try:
        database.create(held)
        with closing(_connected(copy)) as source, closing(_connected(held)) as there:
            there.execute("PRAGMA journal_mode=WAL")
            there.execute("PRAGMA synchronous=FULL")
            source.backup(there, pages=_STEP // _PAGE, progress=lambda *_: announce(1))
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise ArchiveUnusable(f"{held} cannot be written: {error}") from error
    except sqlite3.DatabaseError:  # what is there is no database any more: nobody can have it open
        _drop(held)
        os.replace(copy, held)
        _settle(held.parent)


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_LOCK_S, isolation_level=None)


def _one(connection: sqlite3.Connection, query: str) -> Any:  # whatever stands in its first row and column
    return connection.execute(query).fetchone()[0]


def _rows(connection: sqlite3.Connection, table: str) -> int:
    return int(_one(connection, f"SELECT count(*) FROM {table}"))  # noqa: S608  # a name of our own


def _program() -> str:
    try:
        return version("citedesk")
    except PackageNotFoundError:
        return "source tree"


def _drop(file: Path) -> None:
    """Delete a database with what SQLite keeps beside it: no log of another may be taken for its own."""
    for end in ("-wal", "-shm", "-journal", ""):
        file.with_name(file.name + end).unlink(missing_ok=True)


@contextmanager
def _beside(file: Path, end: str) -> Iterator[Path]:
    """A file for the time of the work, readable by its user alone, as the archive is."""
    part = file.with_name(file.name + end)
    _drop(part)  # a kill may have left it
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        _drop(part)


@contextmanager
def _refusing(file: Path) -> Iterator[None]:
    """Say in words why a backup cannot be read or written."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveUnusable(f"the archive cannot be copied: {error}") from error
    except OSError as error:
        raise BackupUnusable(file, error.strerror or str(error)) from error
    except _DAMAGE as error:
        raise BackupUnusable(file, "it is no backup, or it is damaged") from error


def _settle(folder: Path) -> None:
    """Have the disk know the name of a file that was just moved into place."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
