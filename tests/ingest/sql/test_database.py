"""The database opens with its tables as the schema says, or says why it does not."""

import stat

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from ingest import readership, schema
from ingest.archive import Archive
from ingest.errors import ArchiveUnusable
from ingest.indexes import meaning
from ingest.sql import database


@pytest.fixture
def engine(tmp_path):
    opened = database.connect(tmp_path / "archive.db")
    yield opened
    opened.dispose()


def test_migrations_build_exactly_the_tables_of_the_schema(engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})

        assert compare_metadata(context, readership.metadata) == []


def test_the_newest_migration_is_the_one_we_look_for(engine):
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]
    assert database._revision(engine) == database.HEAD


def test_the_database_and_its_log_are_its_users_alone(engine, tmp_path):
    with database.writing(engine) as connection:
        connection.execute(schema.facts.insert().values(name="a", value="b"))

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("archive.db*")}

    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_opening_twice_keeps_what_is_there(engine, tmp_path):
    with database.writing(engine) as connection:
        connection.execute(schema.facts.insert().values(name="a", value="b"))

    again = database.connect(tmp_path / "archive.db")

    with again.connect() as connection:
        assert connection.execute(schema.facts.select()).all() == [("a", "b")]
    again.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1)],
)
def test_every_connection_is_durable_and_forgets_what_is_deleted(engine, pragma, value):
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_transaction_that_fails_leaves_nothing(engine):
    def fail():
        with database.writing(engine) as connection:
            connection.execute(schema.facts.insert().values(name="a", value="b"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with engine.connect() as connection:
        assert connection.execute(schema.facts.select()).all() == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ArchiveUnusable, match=r"archive\.db: No such file"):
        database.connect(tmp_path / "nowhere/archive.db")


def test_a_folder_that_cannot_be_written_is_told(home):
    (home / "archive.db").mkdir()

    with pytest.raises(ArchiveUnusable, match="unable to open"):
        Archive(home)


def test_a_file_that_is_no_database_is_told(home):
    (home / "archive.db").write_bytes(b"Talks resume. " * 1000)

    with pytest.raises(ArchiveUnusable, match="not a database; put a backup in its place"):
        Archive(home)


def test_a_disk_that_refuses_to_write_is_told(engine):
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    statement = schema.facts.insert().values(name="a", value="b")

    with pytest.raises(ArchiveUnusable, match="cannot be written"), database.writing(engine) as connection:
        connection.execute(statement)


def test_an_archive_of_a_newer_program_is_told(engine, tmp_path):
    with database.writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ArchiveUnusable, match=r"archive\.db"):
        database.connect(tmp_path / "archive.db")


def test_vectors_of_the_first_tables_are_joined_by_article(home, tmp_path):
    """The tables of revision 0001 held a row for each passage."""
    engine = _tables_of("0001", home)
    made = np.random.default_rng(1).standard_normal((12, 384)).astype("<f2")
    with database.writing(engine) as connection:
        _fill_first(connection, made)
    engine.dispose()

    archive = Archive(home)

    found = meaning.vectors_of(archive, [f"a-3-{n}" for n in range(12)])
    assert all(np.array_equal(found[f"a-3-{n}"], made[n]) for n in range(12))
    assert meaning.embedded_passages(archive) == 12
    archive.close()


def test_vectors_of_the_second_tables_are_of_the_model_that_was_noted(home):
    """The tables of revision 0002 held one model's vectors without its name."""
    engine = _tables_of("0002", home)
    made = np.ones((2, 384), "<f2")
    with database.writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO articles"
            " (id, version, content, collection, title, authors, published_day, passages, added_at)"
            " VALUES ('a', 3, '', 'news', 'Talks', '[]', 0, 2, 0)"
        )
        connection.exec_driver_sql("INSERT INTO facts VALUES ('model', 'recipe-1:abc')")
        connection.exec_driver_sql("INSERT INTO vectors VALUES ('a', 3, ?)", (made.tobytes(),))
    engine.dispose()

    archive = Archive(home)

    assert archive.model == "recipe-1:abc"
    assert meaning.vectors_of(archive, ["a-3-1"])["a-3-1"].tolist() == made[1].tolist()
    assert meaning.vectors_of(archive, ["a-3-1"], "recipe-2:abc") == {}
    archive.close()


def _tables_of(revision, home):
    """An engine on tables as an earlier program made them."""
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    engine = database._engine(home / "archive.db")
    with engine.connect() as connection:
        config.attributes["connection"] = connection.execution_options(citedesk_writes=True)
        command.upgrade(config, revision)
    return engine


def _fill_first(connection, made):
    connection.exec_driver_sql(
        "INSERT INTO articles"
        " (id, version, content, collection, title, authors, published_day, passages, added_at)"
        " VALUES ('a', 3, '', 'news', 'Talks', '[]', 0, 12, 0)"
    )
    for n, vector in enumerate(made):
        connection.exec_driver_sql(
            "INSERT INTO passages (id, article_id, ordinal, start, stop) VALUES (?, 'a', ?, ?, ?)",
            (f"a-3-{n}", n, n, n + 1),
        )
        connection.exec_driver_sql("INSERT INTO vectors VALUES (?, ?)", (f"a-3-{n}", vector.tobytes()))
