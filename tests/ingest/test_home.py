"""The home folder: made for its user alone, owned by one process, never on a network."""

import json
import os
import stat
import subprocess
import sys

import pytest

from ingest import home as homes
from ingest.errors import ArchiveUnusable, FolderOwned
from tests.conftest import REPOSITORY


@pytest.fixture
def mounts(tmp_path, monkeypatch):
    """Write what /proc/self/mounts says."""
    file = tmp_path / "mounts"
    monkeypatch.setattr(homes, "_MOUNTS", file)
    return lambda *lines: file.write_text("".join(f"{line} rw,relatime 0 0\n" for line in lines))


@pytest.fixture
def holder(home):
    """Another process that owns the home, until its standard input closes."""
    code = (
        "import sys; from pathlib import Path; from ingest import home\n"
        "with home.own(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY) as process:
        process.stdout.readline()
        yield process


def test_a_home_is_readable_by_its_user_alone(tmp_path):
    made = homes.prepare(tmp_path / "a/b")

    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert homes.prepare(made) == made


def test_a_home_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    for place in (tmp_path / "file", tmp_path / "file/home"):
        with pytest.raises(ArchiveUnusable, match="cannot make the folder"):
            homes.prepare(place)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_folder_is_refused_with_what_to_do(tmp_path, mounts, kind):
    mounts("/dev/sda1 / ext4", f"server:/x {tmp_path} {kind}")

    with pytest.raises(ArchiveUnusable, match=rf"network folder \({kind}\); set CITEDESK_HOME"):
        homes.prepare(tmp_path / "home")


def test_a_local_folder_inside_a_network_folder_is_taken(tmp_path, mounts):
    mounts("/dev/sda1 / ext4", f"server:/x {tmp_path} nfs4", f"/dev/sdb1 {tmp_path}/home ext4")

    assert homes.prepare(tmp_path / "home")


def test_a_network_folder_beside_is_no_trouble(tmp_path, mounts):
    mounts("/dev/sda1 / ext4", f"server:/x {tmp_path}/ho nfs4")

    assert homes.prepare(tmp_path / "home")


def test_a_link_into_a_network_folder_is_refused(tmp_path, mounts):
    (tmp_path / "share").mkdir()
    (tmp_path / "home").symlink_to(tmp_path / "share")
    mounts("/dev/sda1 / ext4", f"server:/x {tmp_path}/share nfs4")

    with pytest.raises(ArchiveUnusable, match="network folder"):
        homes.prepare(tmp_path / "home")


def test_a_network_folder_with_a_space_in_its_name_is_refused(tmp_path, mounts):
    """The mounts file writes a space as \\040."""
    mounts("/dev/sda1 / ext4", f"server:/x {tmp_path}/my\\040share nfs4")

    with pytest.raises(ArchiveUnusable, match="network folder"):
        homes.prepare(tmp_path / "my share/home")


def test_a_system_without_mounts_is_taken_at_its_word(tmp_path, monkeypatch):
    monkeypatch.setattr(homes, "_MOUNTS", tmp_path / "nowhere")

    assert homes.prepare(tmp_path / "home")


def test_one_process_at_a_time_owns_the_index(home, holder):
    with pytest.raises(FolderOwned, match="another citedesk process"), homes.own(home):
        pass

    holder.stdin.close()
    with homes.own(home, timeout_s=10):
        assert homes.owner(home) is None


def test_whom_it_waits_for_is_said_at_once(home, holder):
    said = []

    with pytest.raises(FolderOwned), homes.own(home, 0.2, said.append):
        pass

    assert said == [f"waiting for another citedesk process that uses {home}"]


def test_a_server_is_named_and_not_waited_for_long(home, monkeypatch):
    monkeypatch.setattr(homes, "_STOPPING_S", 0.2)
    said = []
    with (
        homes.own(home),
        homes.announced(home, "http://127.0.0.1:8000"),
        pytest.raises(FolderOwned, match=r"the server at http://127.0.0.1:8000, pid \d+\); stop it"),
        homes.own(home, 600, said.append),
    ):
        pass

    assert "http://127.0.0.1:8000" in said[0]


def test_a_killed_owner_leaves_the_folder_free(home, holder):
    holder.kill()
    holder.wait()

    with homes.own(home):
        pass


def test_nobody_owns_an_empty_home(home):
    assert homes.owner(home) is None


def test_the_owner_says_how_to_reach_it_to_its_user_alone(home):
    with homes.own(home), homes.announced(home, "http://127.0.0.1:8000") as announced:
        assert homes.owner(home) == announced
        assert stat.S_IMODE((home / "server.json").stat().st_mode) == 0o600
        assert json.loads((home / "server.json").read_text())["pid"] == os.getpid()
        assert len(announced.token) >= 32

    assert not (home / "server.json").exists()


def test_every_owner_has_its_own_token(home):
    with homes.announced(home, "http://127.0.0.1:1") as first:
        pass
    with homes.announced(home, "http://127.0.0.1:1") as second:
        assert second.token != first.token


def test_what_a_killed_server_left_behind_is_not_taken_for_an_owner(home):
    (home / "server.json").write_text('{"url": "http://127.0.0.1:9", "pid": 1, "token": "x"}')

    assert homes.owner(home) is None


@pytest.mark.parametrize("note", ["", "{", "[]", '{"url": 1}'])
def test_a_half_written_note_is_no_owner(home, holder, note):
    (home / "server.json").write_text(note)

    assert homes.owner(home) is None


def test_a_note_left_by_a_killed_start_is_no_obstacle(home):
    (home / "server.json.part").write_text("{")

    with homes.announced(home, "http://127.0.0.1:1"):
        assert (home / "server.json").exists()


def test_an_owner_that_does_not_answer_is_told():
    owner = homes.Owner("http://127.0.0.1:9", 4711, "x")

    with pytest.raises(FolderOwned, match=r"127\.0\.0\.1:9 \(pid 4711\) does not answer"):
        owner.call("GET", "/internal/progress")
