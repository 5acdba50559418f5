"""The note of an index folder: how far it has come, and whether it is as it was left."""

import json
from pathlib import Path

import pytest

from ingest.errors import IndexDamaged, IndexUnwritable
from ingest.indexes.cursor import Cursor

LAST = 9


def opening(folder):
    """Stand in for an index: make the folder and give it back."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cursor(tmp_path, archive="an archive", last=LAST):
    return Cursor(tmp_path / "words", archive, last)


@pytest.fixture
def left(tmp_path):
    """A folder sealed at 7, with files in it."""
    first = cursor(tmp_path)
    files = first.opened(opening)
    (files / "a.idx").write_bytes(b"x" * 3_000_000)
    (files / "deeper").mkdir()
    (files / "deeper" / "b.bin").write_bytes(b"y")
    first.move(7)
    first.seal()
    return files


def is_sealed(tmp_path):
    return "files" in json.loads((tmp_path / "words" / "seq.json").read_text())


def come_to(tmp_path, **more):
    again = cursor(tmp_path, **more)
    again.opened(opening)
    return again.seq


@pytest.mark.parametrize(("last", "said"), [(LAST, True), (0, False)])
def test_a_folder_that_is_not_there_yet_is_no_damage(tmp_path, caplog, last, said):
    Cursor(tmp_path / "vectors", "an archive", last).opened(opening)

    assert ("there is no index" in caplog.text) == said
    assert "damaged" not in caplog.text


def test_a_sealed_folder_is_opened_where_it_was_left(left, tmp_path):
    again = cursor(tmp_path)
    again.opened(opening)

    assert (again.seq, again.was_sealed) == (7, True)


@pytest.mark.parametrize(
    "harm",
    [
        lambda files: (files / "a.idx").write_bytes(b"x" * 1_500_000 + b"z" + b"x" * 1_499_999),
        lambda files: (files / "a.idx").write_bytes(b"x" * 100),
        lambda files: (files / "deeper" / "b.bin").unlink(),
        lambda files: (files / "new.bin").write_bytes(b""),
    ],
    ids=["one byte", "cut", "gone", "one more"],
)
def test_a_sealed_folder_with_any_other_byte_is_begun_anew(left, tmp_path, harm, caplog):
    harm(left)

    assert come_to(tmp_path) == 0
    assert not (left / "deeper").exists()
    assert "it is built again" in caplog.text


@pytest.mark.parametrize(("name", "expected"), [("graph/b.bin", 0), ("a.idx", 5)])
def test_a_kill_in_the_middle_of_a_file_that_is_written_whole_is_noticed(tmp_path, name, expected):
    files = tmp_path / "vectors" / "files"
    killed = Cursor(tmp_path / "vectors", "an archive", LAST, "*/*")
    killed.opened(opening)
    (files / "graph").mkdir()
    (files / "graph" / "b.bin").write_bytes(b"written whole")
    killed.move(5)

    (files / name).write_bytes(b"written in p")
    again = Cursor(tmp_path / "vectors", "an archive", LAST, "*/*")
    again.opened(opening)

    assert again.seq == expected


def test_a_lock_that_was_left_behind_is_no_harm(left, tmp_path):
    (left / ".writer.lock").write_text("")

    assert come_to(tmp_path) == 7


def test_files_of_an_earlier_time_under_a_later_note_are_noticed(left, tmp_path):
    earlier = (left / "a.idx").read_bytes()
    later = cursor(tmp_path)
    later.opened(opening)
    (left / "a.idx").write_bytes(b"later")
    later.move(8)
    later.seal()
    (left / "a.idx").write_bytes(earlier)

    assert come_to(tmp_path) == 0


def test_a_folder_killed_at_work_is_opened_unsealed(left, tmp_path):
    killed = cursor(tmp_path)
    killed.opened(opening)
    killed.seal()
    killed.unseal()
    (left / "a.idx").write_bytes(b"half")

    again = cursor(tmp_path)
    again.opened(opening)

    assert (again.seq, again.was_sealed) == (7, False)


def test_a_file_that_goes_away_meanwhile_is_no_damage(left, tmp_path, monkeypatch):
    """tantivy drops the files of segments it has merged, whenever it is done."""
    again = cursor(tmp_path)
    again.opened(opening)
    (left / "gone.idx").symlink_to(left / "nowhere")
    whole = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda file: file.name == "gone.idx" or whole(file))

    again.seal()

    assert not is_sealed(tmp_path)


def test_what_changed_after_the_seal_is_sealed_again(left, tmp_path):
    again = cursor(tmp_path)
    again.opened(opening)
    again.seal()
    (left / "a.idx").write_bytes(b"merged")

    again.seal()

    assert come_to(tmp_path) == 7


def test_a_note_that_cannot_be_written_is_no_damage(left, tmp_path):
    again = cursor(tmp_path)
    again.opened(opening)
    (tmp_path / "words" / "seq.part").mkdir()

    with pytest.raises(IndexUnwritable):
        again.move(8)

    assert (left / "a.idx").exists()


def test_of_a_folder_killed_at_work_it_is_asked_whether_it_is_sound(left, tmp_path):
    asked = []

    def is_sound(files):
        asked.append(files)
        return False

    cursor(tmp_path).opened(opening, is_sound)
    assert asked == []  # sealed

    again = cursor(tmp_path)
    again.opened(opening, is_sound)

    assert asked == [left]
    assert again.seq == 0


def test_a_folder_that_cannot_be_opened_is_begun_anew(left, tmp_path):
    tried = []

    def damaged_once(folder):
        tried.append(folder)
        if len(tried) == 1:
            raise IndexDamaged(folder)
        return opening(folder)

    again = cursor(tmp_path)
    again.opened(damaged_once)

    assert (again.seq, len(tried)) == (0, 2)


@pytest.mark.parametrize("change", [{"archive": "another"}, {"last": 6}])
def test_a_folder_of_another_archive_or_a_later_one_is_begun_anew(left, tmp_path, change):
    assert come_to(tmp_path, **change) == 0


@pytest.mark.parametrize(
    "note", ["", "[]", "{", '{"seq": 7}', '{"seq": "7", "archive": "an archive", "format": "2"}', "null"]
)
def test_a_note_that_says_nothing_is_not_believed(left, tmp_path, note):
    (tmp_path / "words" / "seq.json").write_text(note)

    assert come_to(tmp_path) == 0


def test_a_file_in_the_place_of_the_folder_is_taken_away(tmp_path):
    (tmp_path / "words").write_text("not a folder")

    assert come_to(tmp_path) == 0
    assert (tmp_path / "words" / "files").is_dir()
