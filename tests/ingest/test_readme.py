"""The commands that the README shows for adding news print what it says, on files as it names them."""

import re
import shlex

import pytest

from tests.conftest import REPOSITORY
from tests.fakes.pdf import pdf

STORY = (
    "The ferries of Velm sail again from Monday, the harbour board said after a vote that took four hours."
)
LETTER = (
    "From: Velm Courier <news@velm-courier.example>\r\nSubject: Morning letter: ferries sail again\r\n"
    f"Date: Tue, 10 Mar 2026 06:30:00 +0200\r\n\r\n{STORY} "
    "A boat that had lain in the mud since May was first.\r\n"
)
PAGE = (
    '<html><head><title>Ferries</title><link rel="canonical" href="https://velm-courier.example/ferries"></head>'
    f"<body><article><h1>Ferries</h1><p>{STORY} Nobody was surprised by it.</p></article></body></html>"
)
WIRE = (
    '{"title": "Ferries", "outlet": "Velm Wire", "published_at": "2026-03-10", "text": "The ferries sail."}\n'
)


@pytest.fixture
def section():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return readme.partition("\n## Add your news\n")[2].partition("\n## ")[0]


@pytest.fixture
def _files(tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    (tmp_path / "letter.eml").write_text(LETTER, newline="")
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "wire.jsonl").write_text(WIRE + WIRE.replace("sail.", "sail again."))
    (tmp_path / "report.pdf").write_bytes(pdf([["Ferry report", "", STORY[:60], STORY[60:]], None]))
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "lamps.md").write_text("# Lamps are lit\n\nThe lamps of Velm are lit again.\n")
    (folder / "geese.txt").write_text("Nine geese walked into the bank of Velm on Friday.\n")
    for name in ("harbour.png", "quay.png", "clip.mp4"):
        (folder / name).write_bytes(b"x")


@pytest.mark.usefixtures("_files")
def test_each_command_prints_what_is_shown_under_it(section, run, tmp_path):
    shown = re.findall(r"^\$ python -m ingest (.*)\n((?:(?!\$ |```).*\n)*)", section, re.MULTILINE)
    assert len(shown) >= 4

    for command, expected in shown:
        arguments, _, given = command.partition(" < ")
        done = run(*shlex.split(arguments), stdin=(tmp_path / given).read_text() if given else "")

        said = [line for line in (done.stdout + done.stderr).splitlines() if "articles/s" not in line]
        assert (done.returncode, sorted(said)) == (0, sorted(expected.splitlines())), command


def test_the_first_file_is_made_by_the_command_before_it(section):
    assert section.partition("\n$ python")[0].endswith(f'$ printf %s "{STORY}" > story.txt')


def test_every_kind_of_file_is_named_there(section):
    from ingest.read.kinds import KINDS

    assert [ending for ending in KINDS if f"`{ending}`" not in section] == []
