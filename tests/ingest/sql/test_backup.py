"""A backup holds one moment of the archive; restoring gives all of it or changes nothing."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from contextlib import closing

import pytest
from sqlalchemy import select

from ingest import home as homes
from ingest.archive import Archive
from ingest.article import Article
from ingest.commands import recovery
from ingest.errors import ArchiveUnusable, BackupUnusable, FolderOwned, HomeNotEmpty
from ingest.holdings.reader import Window
from ingest.index import Index
from ingest.schema import articles, facts, metadata
from ingest.sql import backup, database
from tests.conftest import REPOSITORY

LONG = "The ferry unions of Velm met again on Tuesday. " * 40_000  # two megabytes: several steps of a copy


def contents(archive):
    """Every row of every table but the archive's own name."""
    with archive.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in metadata.sorted_tables
            if table is not facts
        }


@pytest.fixture
def saved(archive, keep, embed, home, tmp_path):
    """A backup of three articles, one of them long, and what the archive held then."""
    keep("Talks in Geneva resumed.", url="https://velm.example/1")
    keep("Talks in Geneva failed.", url="https://velm.example/1")
    keep("The ferry was cancelled.")
    archive.add(Article(LONG, "Long"), [(0, 47)])
    embed()
    file, _ = backup.back_up(home, tmp_path / "saved.zip")
    return file, contents(archive)


@pytest.fixture
def elsewhere(tmp_path):
    """Another empty home."""
    return homes.prepare(tmp_path / "elsewhere")


def held_in(home):
    archive = Archive(home)
    try:
        return contents(archive)
    finally:
        archive.close()


def test_what_is_restored_is_what_was_held(saved, elsewhere):
    file, before = saved

    manifest, passages = recovery.recover(file, elsewhere, replace=False)

    assert held_in(elsewhere) == before
    assert (manifest.counts["articles"], manifest.counts["versions"], passages) == (3, 4, 3)


def test_a_restored_home_finds_its_news_without_embedding(saved, elsewhere, embedder):
    recovery.recover(saved[0], elsewhere, replace=False)

    archive = Archive(elsewhere)
    with homes.own(elsewhere):
        index = Index(archive, elsewhere)
        by_words = index.search_words("ferry cancelled", 3, None, Window())
        by_meaning = index.search_vectors(embedder.embed("boats"), 3, None, Window())
        index.close()
    archive.close()

    assert by_words
    assert len(by_meaning) == 3


def test_an_index_of_another_state_is_not_taken_for_that_of_the_backup(saved, archive, keep, home, tmp_path):
    """The log of the archive that is replaced may be as long as that of the backup."""
    recovery.recover(saved[0], home, replace=True)
    keep("Nobody knows of the lighthouse.")
    later, _ = backup.back_up(home, tmp_path / "later.zip")
    recovery.recover(saved[0], home, replace=True)
    keep("Everybody knows of the windmill.")

    recovery.recover(later, home, replace=True)

    archive = Archive(home)
    with homes.own(home):
        index = Index(archive, home)
        found = [bool(index.search_words(word, 3, None, Window())) for word in ("lighthouse", "windmill")]
        index.close()
    archive.close()
    assert found == [True, False]


def test_a_backup_beside_a_writer_is_one_moment(archive, keep, home, tmp_path, elsewhere):
    archive.add(Article(LONG, "Long"), [(0, 47)])
    stopping, added = threading.Event(), []

    def write():
        while not stopping.is_set():
            added.append(keep(f"Bulletin {len(added)} of the harbour.").article_id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        file, manifest = backup.back_up(home, tmp_path / "saved.zip")
    finally:
        stopping.set()
        writer.join()
    recovery.recover(file, elsewhere, replace=False)

    held = held_in(elsewhere)
    assert len(held["articles"]) == len(held["versions"]) == manifest.counts["articles"]
    with closing(sqlite3.connect(elsewhere / "archive.db")) as made:
        order = [row[0] for row in made.execute("SELECT id FROM articles ORDER BY number")][1:]
    assert order == added[: len(order)]


_KILLED = """
import os, signal, sys
from pathlib import Path
from ingest.sql import backup
from ingest import home

steps = int(sys.argv[3])
def announce(_):
    global steps
    steps -= 1
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)

with home.own(Path(sys.argv[2])):
    backup.restore(Path(sys.argv[1]), Path(sys.argv[2]), True, announce)
"""


def test_a_restore_that_is_killed_leaves_the_old_state_or_the_new(saved, elsewhere):
    file, new = saved
    archive = Archive(elsewhere)
    archive.add(Article("What was here before.", "Before"), [(0, 21)])
    old = contents(archive)
    archive.close()
    endings = []
    for step in range(1, 40):
        command = [sys.executable, "-c", _KILLED, str(file), str(elsewhere), str(step)]
        killed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, timeout=60).returncode
        now = held_in(elsewhere)
        assert now in (old, new), f"step {step}"
        with closing(sqlite3.connect(elsewhere / "archive.db")) as made:
            assert made.execute("PRAGMA quick_check").fetchone() == ("ok",)
        endings.append((killed, now == new))
        if killed == 0:
            break

    assert endings[-1] == (0, True)
    assert len(endings) > 4
    assert endings[0] == (-9, False)


def _flipped(data):
    return data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]


@pytest.mark.parametrize(
    "harm", [_flipped, lambda d: d[:-200], lambda d: d[: len(d) // 2], lambda d: b"no zip"]
)
def test_a_damaged_backup_is_refused_and_changes_nothing(saved, elsewhere, harm):
    file, _ = saved
    file.write_bytes(harm(file.read_bytes()))

    with pytest.raises(BackupUnusable, match="damaged"):
        recovery.recover(file, elsewhere, replace=True)

    assert not (elsewhere / "archive.db").exists()


def _said_otherwise(file, **other):
    with zipfile.ZipFile(file) as packed:
        manifest, held = json.loads(packed.read("manifest.json")), packed.read("archive.db")
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("archive.db", held)
        packed.writestr("manifest.json", json.dumps(manifest | other))


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"format": 2}, "newer"),
        ({"revision": "0999"}, "newer"),
        ({"sha256": "0" * 64}, "not the one that was put in"),
        ({"size": 7}, "another size"),
        ({"counts": "many"}, "damaged"),
    ],
)
def test_a_backup_that_says_what_is_not_so_is_refused(saved, elsewhere, other, fault):
    file, _ = saved
    _said_otherwise(file, **other)

    with pytest.raises(BackupUnusable, match=fault):
        recovery.recover(file, elsewhere, replace=False)


def test_a_home_that_holds_news_is_kept_unless_it_may_be_replaced(saved, home):
    file, before = saved

    with pytest.raises(HomeNotEmpty, match="--replace"):
        recovery.recover(file, home, replace=False)

    assert held_in(home) == before


def test_a_home_somebody_owns_is_refused(saved, home, monkeypatch):
    monkeypatch.setattr(recovery, "_LOCK_WAIT_S", 0.1)
    with homes.own(home), pytest.raises(FolderOwned, match="another citedesk process"):
        recovery.recover(saved[0], home, replace=True)


@pytest.mark.parametrize("harm", [b"", b"no database" * 999])
def test_a_database_that_is_damaged_can_be_replaced(saved, archive, home, harm):
    file, before = saved
    archive.close()
    for end in ("", "-wal", "-shm"):
        (home / f"archive.db{end}").unlink(missing_ok=True)
    (home / "archive.db").write_bytes(harm)

    recovery.recover(file, home, replace=True)

    assert held_in(home) == before


def test_a_folder_gets_a_file_named_by_the_time_for_its_user_alone(saved, home, tmp_path):
    (tmp_path / "backups").mkdir()

    file, _ = backup.back_up(home, tmp_path / "backups")

    assert [entry.name for entry in (tmp_path / "backups").iterdir()] == [file.name]
    assert file.name.startswith("citedesk-2")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_but_an_earlier_backup_is_written_over(saved, home, tmp_path):
    story = tmp_path / "story.txt"
    story.write_text("Talks resume.")

    with pytest.raises(BackupUnusable, match="name another file"):
        backup.back_up(home, story)
    backup.back_up(home, saved[0])

    assert story.read_text() == "Talks resume."


def test_where_nothing_is_there_is_nothing_to_back_up(tmp_path):
    with pytest.raises(ArchiveUnusable, match="CITEDESK_HOME"):
        backup.back_up(tmp_path / "nowhere", tmp_path / "saved.zip")


def test_a_folder_that_is_not_there_is_told(saved, home, tmp_path):
    with pytest.raises(BackupUnusable, match="No such file"):
        backup.back_up(home, tmp_path / "nowhere" / "saved.zip")


def test_a_damaged_archive_is_not_backed_up_as_if_it_were_sound(saved, archive, home, tmp_path):
    archive.close()
    with closing(sqlite3.connect(home / "archive.db")) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray((home / "archive.db").read_bytes())
    data[8192:40960] = os.urandom(32768)
    (home / "archive.db").write_bytes(data)

    with pytest.raises(ArchiveUnusable):
        backup.back_up(home, tmp_path / "bad.zip")

    assert not (tmp_path / "bad.zip").exists()


def test_the_tables_a_backup_counts_are_there():
    assert set(backup._TABLES) <= set(metadata.tables)
    assert set(backup._MINE) <= set(backup._TABLES)
    assert articles.name in backup._TABLES
    assert database.HEAD


def test_the_commands_say_what_they_did(run, tmp_path):
    run("add", "-", stdin="Talks resume in Geneva.")
    run("add", "-", "--embargo-until", "2100-01-01", stdin="Nobody knows of it yet.")

    made, refused = run("backup", "saved.zip"), run("restore", "saved.zip")
    restored = run("restore", "saved.zip", "--replace")

    assert made.stdout.startswith("saved.zip: 2 articles (1 under embargo then), ")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)
    assert restored.stdout.startswith("2 articles (1 under embargo then) restored as they were at 20")
    assert restored.stdout.endswith("2 passages indexed\n")
