"""Open the database of a home folder, bring its tables up to date, and begin its transactions.

Knows SQLite's settings and Alembic; nothing about what the tables mean.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from ingest.errors import ArchiveUnusable

MIGRATIONS = Path(__file__).parents[1] / "migrations"
HEAD = "0005"  # the newest file of migrations/versions; a test holds it
_CHECKPOINT_S = 60.0
_POLL_S = 0.1


def connect(file: Path) -> Engine:
    """Open the database with its tables up to date; raises ArchiveUnusable."""
    engine = _engine(file)
    try:
        create(file)
        if _revision(engine) != HEAD:
            _upgrade(engine, file.with_suffix(".lock"))
    except OSError as error:
        raise ArchiveUnusable(f"cannot open {file}: {error.strerror}") from error
    except SQLAlchemyError as error:
        raise ArchiveUnusable(f"cannot open {file}: {_reason(error)}{_advice(error)}") from error
    return engine


def create(file: Path) -> None:
    """Make the file, where there is none, for its user alone; SQLite gives its log the same mode."""
    if not file.exists():
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection that reads; raises ArchiveUnusable when the file is damaged."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise ArchiveUnusable(f"the archive cannot be read: {_reason(error)}") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; raises ArchiveUnusable when the disk refuses."""
    try:
        with engine.connect() as connection:
            connection = connection.execution_options(citedesk_writes=True)
            with connection.begin():
                yield connection
    except SQLAlchemyError as error:
        raise ArchiveUnusable(f"the archive cannot be written: {_reason(error)}") from error


def vacuum(engine: Engine) -> None:
    """Write the file anew without a byte of what was deleted, its log too; raises ArchiveUnusable.

    Others go on reading; who writes waits meanwhile.
    """
    raw = engine.raw_connection()  # outside a transaction, where alone it may be done
    try:
        raw.execute("VACUUM")
        until = time.monotonic() + _CHECKPOINT_S
        # A reader may hold on to the log for as long as it reads.
        while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise ArchiveUnusable("another process reads the archive all the time; try it again later")
            time.sleep(_POLL_S)
    except sqlite3.Error as error:
        raise ArchiveUnusable(
            f"the archive cannot be written anew: {error}; free as much of its disk"
        ) from error
    finally:
        raw.close()


def _engine(file: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            # The runs of each article lie all over their table: written to the file together they cost
            # half as much waiting (docs/decisions.md).
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that writes takes the lock first, so that what it read cannot change.
        writes = connection.get_execution_options().get("citedesk_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _revision(engine: Engine) -> str | None:
    """Read the tables' revision without importing Alembic, which takes a third of a second."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _upgrade(engine: Engine, lock: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with FileLock(lock), engine.connect() as connection:
        config.attributes["connection"] = connection.execution_options(citedesk_writes=True)
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveUnusable(f"{engine.url.database} was made by a newer Citedesk; use that") from error


def _advice(error: SQLAlchemyError) -> str:
    """Where the file itself is no database any more, only a copy of it helps."""
    damaged = isinstance(error, DatabaseError) and not isinstance(error, OperationalError)
    return "; put a backup in its place (docs/operating.md, Backup)" if damaged else ""


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
