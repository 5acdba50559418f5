"""A file read in a process of its own comes back whole, and whatever happens there is told in our words."""

import sys
from datetime import UTC, datetime

import pytest

from ingest.errors import SourceUnreadable
from ingest.read import apart
from ingest.read.text import Details


def test_what_was_found_comes_back_as_it_was():
    line = b'{"text": "\\ud800Caf\\u00e9", "authors": ["A", "B"], "tags": 1}'
    said = Details("T", "O", None, datetime(2026, 3, 10, 9, 30, tzinfo=UTC), collection="mine")

    (piece,) = apart.read(line, "wire.jsonl", said)

    article = piece.article
    assert (article.text, article.title, article.outlet, article.authors) == ("Café", "T", "O", ("A", "B"))
    assert (article.published_at, article.collection) == (said.published_at, "mine")
    assert (piece.number, piece.ignored) == (1, ("tags",))


def test_what_its_reader_refuses_is_found_with_the_reason():
    (piece,) = apart.read(b"", "a.txt", Details())

    assert (piece.article, piece.reason) == (None, "a.txt holds no text")


@pytest.mark.parametrize(
    "name", ["x" * 5_000 + ".txt", "\x00\ud800a.txt", "--help.txt", "ж.txt", "a/../b.txt"]
)
def test_any_name_will_do(name):
    (piece,) = apart.read(b"Words.", name, Details())

    assert piece.article.text == "Words."


def test_a_key_of_the_parent_is_not_at_hand_there(monkeypatch, tmp_path):
    """A stranger's file may get the reader to do what nobody meant it to do."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    spy = tmp_path / "python"
    spy.write_text(f'#!/bin/sh\nenv > {tmp_path}/seen\nexec {sys.executable} "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))

    apart.read(b"Words.", "a.txt", Details())

    assert "PYTHONPATH" in (tmp_path / "seen").read_text()
    assert "sk-secret" not in (tmp_path / "seen").read_text()


def test_a_process_that_ends_by_itself_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))

    with pytest.raises(SourceUnreadable, match=r"a\.txt: damaged, or made in a way that cannot be read"):
        apart.read(b"Words.", "a.txt", Details())
