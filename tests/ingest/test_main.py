"""The command line, as a person and a script run it."""

import json
import os
import subprocess
import sys

import pytest

from ingest import home as homes
from tests.conftest import REPOSITORY
from tests.fakes.pdf import pdf
from tests.fakes.web import Web

STORY = "Talks resume in Geneva. More on Monday.\n"


def outcome(done):
    """What --json printed: a line a source, and the counts."""
    *sources, counts = [json.loads(line) for line in done.stdout.splitlines()]
    return sources, counts


def listed(run):
    return [json.loads(line) for line in run("list", "--json").stdout.splitlines()]


def is_clean(done):
    """No stack trace, and nothing on standard error but our own words."""
    return "Traceback" not in done.stderr and done.returncode in (0, 1, 2)


def test_the_seed_story_goes_in_as_it_is(run, shared_data):
    done = run("add", shared_data / "seed/talks_in_miami.txt")

    assert done.returncode == 0
    assert "talks_in_miami.txt: added, " in done.stdout
    (article,) = listed(run)
    assert article["title"].startswith("Ukrainian and U.S. officials are scheduled")
    assert article["title"].endswith("Russia’s willingness to end the war.")
    assert (article["published_at"], article["url"], article["outlet"]) == (None, None, None)
    assert "undated" in run("list").stdout


def test_text_on_standard_input_with_what_the_person_says(run):
    details = ("--title", "Talks", "--outlet", "Velm Courier", "--published", "2026-03-10")

    done = run("add", "-", *details, "--url", "https://velm.example/a", stdin=STORY)

    assert done.returncode == 0
    (article,) = listed(run)
    del article["id"]
    assert article == {
        "title": "Talks",
        "outlet": "Velm Courier",
        "url": "https://velm.example/a",
        "published_at": "2026-03-10",
    }


def test_a_folder_with_trouble_in_it_goes_in_as_far_as_it_can(run, tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text(STORY)
    (news / "b.jsonl").write_text('{"text": "One.", "tags": []}\nnonsense\n{"text": "Three."}\n')
    (news / "c.txt").write_bytes(b"\x00\x01")

    done = run("add", news)

    assert done.returncode == 1
    assert is_clean(done)
    assert done.stdout.splitlines()[-1] == "3 added, 2 refused"
    assert "b.jsonl:2: refused: not JSON" in done.stderr
    assert "c.txt: refused:" in done.stderr
    assert "b.jsonl:1: fields not used: tags" in done.stderr
    assert len(listed(run)) == 3


def test_json_says_what_became_of_each_source_and_counts_last(run, tmp_path):
    (tmp_path / "news.jsonl").write_text('{"text": "One."}\n{"text": 2}\n')

    done = run("add", "news.jsonl", "nowhere.txt", "--json")

    sources, counts = outcome(done)
    assert done.returncode == 1
    assert [s["status"] for s in sources] == ["added", "refused", "refused"]
    assert counts == {"added": 1, "updated": 0, "unchanged": 0, "refused": 2}
    assert sources[0].keys() == {"source", "status", "article_id", "passages"}
    assert "text" in sources[1]["reason"]


def test_what_was_not_read_is_told_and_counted(run, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a.txt", "b.png", "c.png", "d.mp4", "README"):
        (folder / name).write_text("Talks resume.")
    (folder / "e.pdf").write_bytes(pdf([["Geese of Ommel", "", "Geese came to Ommel."], None]))

    done, again = run("add", "news"), run("add", "news", "--json")

    assert done.returncode == 0
    told = done.stderr.splitlines()  # a slow machine shows a bar as well
    assert "news/e.pdf: page 2 holds no text (scanned?): not read" in told
    assert "not read: 2 .png, 1 .mp4, 1 without an ending" in told
    sources, counts = outcome(again)
    assert sources[1]["notes"] == ["page 2 holds no text (scanned?): not read"]
    assert (counts["unchanged"], counts["skipped"]) == (2, {".png": 2, ".mp4": 1, "": 1})


def test_a_correction_notice_that_is_recognised_is_told(run):
    url = ("--url", "https://velm.example/1")
    run("add", "-", *url, stdin="The ferry came on Thursday.")
    text = "The ferry came on Friday.\n\nCorrection: The ferry came on Friday, not Thursday."

    (updated,), _ = outcome(run("add", "-", "--json", *url, stdin=text))

    assert (updated["status"], updated["correction"]) == ("updated", text.splitlines()[-1])


def test_adding_twice_changes_nothing_and_leaves_nothing_to_embed(run):
    assert run("add", "-", "--wait", "index", stdin=STORY).returncode == 0

    again = run("add", "-", "--json", stdin=STORY)

    sources, counts = outcome(again)
    assert (again.returncode, sources[0]["status"], counts["unchanged"]) == (0, "unchanged", 1)
    report = json.loads(run("doctor", "--json").stdout)
    assert (report["waiting"], report["articles"]) == (0, 1)
    assert (report["words_mended"], report["vectors_mended"]) == (0, 0)


def test_remove_by_id_names_the_ids_it_does_not_know(run):
    run("add", "-", stdin=STORY)
    (article,) = listed(run)

    done = run("remove", article["id"], "nobody")

    assert (done.returncode, done.stdout) == (1, "1 removed\n")
    assert "no article has the id 'nobody'" in done.stderr
    assert listed(run) == []


def test_the_samples_are_removed_by_one_command(run):
    run("add", "-", "--collection", "samples", stdin="Invented.")
    run("add", "-", stdin=STORY)

    done = run("remove", "--samples")

    assert (done.returncode, done.stdout) == (0, "1 removed\n")
    assert [article["title"] for article in listed(run)] == ["Talks resume in Geneva."]


@pytest.fixture
def two_outlets(run):
    """Two articles of one outlet, old and new, and one of another."""
    for outlet, day in (
        ("Velm Courier", "2025-03-10"),
        ("Velm Courier", "2026-03-10"),
        ("Skarn Post", "2025-03-11"),
    ):
        address = ("--url", f"https://velm.example/{day}")
        run("add", "-", "--outlet", outlet, "--published", day, *address, stdin=f"News of {day}.")


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (("--outlet", "velm courier"), ["Skarn Post"]),
        (("--before", "2026-01-01"), ["Velm Courier"]),
        (("--outlet", "Velm Courier", "--before", "2026-01-01"), ["Skarn Post", "Velm Courier"]),
        (("--url", "https://velm.example/2025-03-11?utm_source=x"), ["Velm Courier", "Velm Courier"]),
    ],
)
def test_articles_are_removed_by_address_outlet_and_age(run, two_outlets, arguments, left):
    before = len(listed(run))

    counted = run("remove", *arguments, "--dry-run")
    done = run("remove", *arguments, "--yes")

    assert (done.returncode, done.stdout) == (0, f"{before - len(left)} removed\n")
    assert counted.stdout == f"{before - len(left)} would be removed\n"
    assert sorted(article["outlet"] for article in listed(run)) == left


def test_what_takes_whole_outlets_is_asked_for_first(run, two_outlets):
    done = run("remove", "--outlet", "Velm Courier")

    assert done.returncode == 1
    assert "Remove 2 articles" in done.stderr
    assert "--yes" in done.stderr
    assert len(listed(run)) == 3


def test_what_cannot_be_removed_is_said(run):
    assert run("remove", "--before", "soon").returncode == 2
    assert run("remove", "--url", "https://velm.example/none").returncode == 1
    assert run("remove", "--outlet", "Nobody").stdout == "0 removed\n"


def test_a_mistyped_outlet_is_told_with_the_nearest(run, two_outlets):
    done = run("remove", "--outlet", "Velm Corier", "--dry-run")

    assert done.stdout == "0 would be removed\n"
    assert done.stderr == "no article is of the outlet 'Velm Corier'; is it 'Velm Courier'?\n"


def test_lists_of_nothing_say_so_beside_what_a_script_reads(run):
    for command in (
        ("list",),
        ("list", "--json"),
        ("retain", "list"),
        ("feeds", "list"),
        ("feeds", "list", "--json"),
    ):
        done = run(*command)

        assert (done.returncode, done.stdout) == (0, ""), command
        assert done.stderr.strip(), command


def test_a_wipe_leaves_no_byte_of_what_was_removed(run, home):
    run(
        "add",
        "-",
        "--url",
        "https://velm.example/a",
        "--wait",
        "index",
        stdin="The zyxomatic quillfish swam. " * 50,
    )
    run("add", "-", "--wait", "index", stdin=STORY)
    (article,) = [a for a in listed(run) if a["url"]]

    done = run("remove", article["id"], "--wipe")

    held = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert (done.returncode, done.stdout) == (0, "1 removed\n")
    assert b"zyxomat" not in held
    assert b"quillfish" not in held
    assert run("vacuum").returncode == 0
    assert json.loads(run("doctor", "--json").stdout)["passages"] == 1


def test_doctor_and_reindex_say_what_they_found(run):
    run("add", "-", "--wait", "index", stdin=STORY)

    assert run("reindex").stdout == "1 passage indexed again\n"
    report = run("doctor")
    assert report.returncode == 0
    assert report.stdout.splitlines()[:2] == ["database: ok", "1 article, 1 passage"]
    assert report.stdout.splitlines()[4] == "index: each passage is found by its vector and words"


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "-", "--published", "yesterday"),
        ("add", "-", "--url", "ftp://velm.example"),
        ("add", "-", "--url", "http://["),
        ("add", "-", "--url", "https://"),
        ("add", "-", "--wait", "long"),
        ("add", "Talks resume in Geneva. " * 300),
        ("add", "a\nb.txt", "", "https://velm.example/a", "photo.png", b"\xff.txt"),
        ("list", "--limit", "0"),
        ("remove",),
        ("remove", "x" * 10_000),
        ("frobnicate",),
    ],
    ids=lambda arguments: " ".join(str(a)[:20] for a in arguments),
)
def test_bad_arguments_are_told_without_a_stack_trace(run, arguments):
    done = run(*arguments, stdin=STORY)

    assert is_clean(done), done.stderr[-300:]
    assert done.returncode != 0
    assert done.stderr.strip()


@pytest.mark.parametrize(
    "line",
    [
        rb'{"text": "x", "\ud800": 1}',
        rb'{"text": "x", "language": "\ud800"}',
        rb'{"text": "x", "title": "\ud800"}',
        rb'{"text": "x", "outlet": "\u0000\ud800"}',
        rb'{"text": "x", "authors": ["\ud800"]}',
        rb'{"text": "x", "url": "https://a.example/\ud800"}',
        rb'{"text": "x", "url": "https://a.example:x/"}',
        b'{"text": "\xff"}',
    ],
    ids=lambda line: line.decode("latin-1"),
)
def test_a_strange_line_never_stops_the_ones_after_it(run, tmp_path, line):
    (tmp_path / "news.jsonl").write_bytes(line + b'\n{"text": "Good."}\n')

    done = run("add", "news.jsonl", "--json")

    assert is_clean(done), done.stderr[-300:]
    assert outcome(done)[0][-1]["status"] == "added"


def test_a_file_whose_name_is_not_unicode_goes_in(run, tmp_path):
    with open(os.fsencode(tmp_path) + b"/gen\xe8ve.txt", "w") as stream:
        stream.write(STORY)

    done = run("add", tmp_path)

    assert is_clean(done), done.stderr[-300:]
    assert (done.returncode, len(listed(run))) == (0, 1)


def test_a_home_that_cannot_be_used_is_told_in_a_line(run, home):
    (home / "archive.db").write_bytes(b"no database " * 500)

    done = run("list")

    assert done.returncode == 1
    assert done.stderr.startswith("citedesk: cannot open")
    assert done.stderr.count("\n") == 1


def test_a_damaged_page_of_the_database_is_told_by_the_doctor(run, home):
    run("add", "-", "--wait", "index", stdin=STORY * 500)
    data = bytearray((home / "archive.db").read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    (home / "archive.db").write_bytes(data)

    done = run("doctor")

    assert done.returncode == 1
    assert is_clean(done), done.stderr[-300:]


def test_an_address_goes_in_from_the_command_line(run):
    with Web() as web:
        url = web.page("/a", STORY, type="text/plain")
        refused = run("add", url)
        done = run("add", url, allow="127.0.0.0/8")

    assert (refused.returncode, "CITEDESK_FETCH_ALLOW" in refused.stderr) == (1, True)
    assert done.returncode == 0, done.stderr
    (article,) = listed(run)
    assert (article["url"], article["title"]) == (url, "Talks resume in Geneva.")


def test_a_setting_of_fetching_that_cannot_be_is_one_line(run):
    done = run("add", "-", "http://127.0.0.1/", stdin=STORY, allow="10.0.0.0/99")

    assert done.returncode == 1
    assert done.stderr.startswith("citedesk: CITEDESK_FETCH_ALLOW '10.0.0.0/99':")
    assert done.stderr.count("\n") == 1
    assert listed(run) == []  # told before anything was added


def test_adding_never_waits_for_whoever_owns_the_index(run, home):
    with homes.own(home):
        assert run("add", "-", stdin=STORY).returncode == 0

    assert len(listed(run)) == 1


@pytest.mark.parametrize("arguments", [("--help",), ("add", "--help")])
def test_help_imports_nothing_heavy(arguments):
    command = [sys.executable, "-X", "importtime", "-m", "ingest", *arguments]

    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, timeout=60)

    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "typer" in imported
    heavy = {
        *("chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "fastapi", "trafilatura"),
        *("onnxruntime", "tokenizers", "tantivy", "sqlalchemy", "numpy", "courlan"),
    }
    assert imported & heavy == set()
    assert "Example: python -m ingest add" in done.stdout


@pytest.mark.parametrize("command", ["add", "list", "remove", "retain", "vacuum", "doctor", "reindex"])
def test_every_command_has_help_with_an_example(run, command):
    done = run(command, "--help")

    assert done.returncode == 0
    assert "Example: python -m ingest " in " ".join(done.stdout.split())


@pytest.mark.parametrize("command", [("list",), ("doctor",), ("add", "nothing.txt")])
def test_a_setting_that_cannot_be_is_refused_in_one_line(tmp_path, command):
    done = subprocess.run(
        [sys.executable, "-m", "ingest", *command],
        env={**os.environ, "CITEDESK_HOME": str(tmp_path), "CITEDESK_EMBEDDING": "klingon"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == "citedesk: CITEDESK_EMBEDDING 'klingon': input should be 'english' or 'multilingual'\n"
    )


def test_rights_and_an_embargo_are_set_and_changed_by_options(run, tmp_path):
    (tmp_path / "story.txt").write_text("Talks resume in Geneva.")

    added = run(
        "add", "story.txt", "--rights", "link", "--embargo-until", "2100-01-01", "--collection", "desk"
    )
    hidden, counted = run("list"), json.loads(run("stats", "--json").stdout)
    lifted = run("add", "story.txt", "--embargo-until", "2020-01-01", "--collection", "desk")

    assert (added.returncode, hidden.stdout, counted["under_embargo"]) == (0, "", 1)
    assert ": updated, 1 passage" in lifted.stdout
    assert [article["title"] for article in listed(run)] == ["Untitled"]
    assert json.loads(run("stats", "--json").stdout)["by_rights"] == {"link": 1}


@pytest.mark.parametrize(
    ("option", "value"), [("--rights", "some"), ("--rights", "excerpt:0"), ("--embargo-until", "soon")]
)
def test_rights_that_cannot_be_are_refused_in_one_line(run, option, value):
    refused = run("add", "-", option, value, stdin="Talks resume.")

    assert refused.returncode == 1
    assert repr(value) in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
