"""The command line: the same answers with and without a running server, and trouble in one line."""

import json
import re
import subprocess
import sys

import pytest

from assistant.bootstrap import opened
from tests.assistant.parts import NEWS, add, settings
from tests.assistant.running import environment, serving

CREW = "How many extra crew places did the council of Velm offer?"
OF_THE_MOMENT = ("id", "conversation_id", "timings_ms")
HEAVY = {
    *("chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "fastapi", "trafilatura"),
    *("onnxruntime", "tokenizers", "tantivy", "sqlalchemy", "numpy", "courlan"),
}


@pytest.fixture(scope="module")
def news_home(tmp_path_factory, model_folder):
    """A home with NEWS in it that nobody has open."""
    home = tmp_path_factory.mktemp("news") / "home"
    with opened(settings(home, model_folder)) as house:
        add(house, *NEWS)
    return home


@pytest.fixture(scope="module")
def beside(tmp_path_factory, model_folder):
    """A home with NEWS in it that a server has open."""
    home = tmp_path_factory.mktemp("served") / "home"
    with opened(settings(home, model_folder)) as house:
        add(house, *NEWS)
    with serving(home, model_folder):
        yield home


def _lasting(stdout):
    return {name: value for name, value in json.loads(stdout).items() if name not in OF_THE_MOMENT}


def _imported(importtime):
    """Top names of what ``-X importtime`` saw."""
    return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in importtime.splitlines() if "|" in line}


def test_ask_gives_the_same_answer_with_and_without_a_server(command, news_home, beside):
    alone, served = (command(home, "ask", CREW, "--json") for home in (news_home, beside))

    assert (alone.returncode, alone.stderr) == (0, "")
    assert _lasting(alone.stdout) == _lasting(served.stdout)
    assert _lasting(alone.stdout)["mode"] == "quoted"


def test_search_gives_the_same_passages_with_and_without_a_server(command, news_home, beside):
    alone, served = (
        command(home, "search", "crew places", "--json", "--limit", "3", "--outlet", "velm courier")
        for home in (news_home, beside)
    )

    assert (alone.returncode, alone.stderr) == (0, "")
    assert json.loads(alone.stdout) == json.loads(served.stdout)
    assert json.loads(alone.stdout)["passages"][0]["title"] == "Harbour talks resume in Velm"


def test_ask_prints_the_answer_with_numbered_sources(command, beside):
    said = command(beside, "ask", CREW)

    assert said.returncode == 0
    assert "The council offered 412 extra crew places" in said.stdout
    assert "[1] Velm Courier, 2026-03-10: Harbour talks resume in Velm" in said.stdout
    assert said.stderr == ""


def test_ask_goes_on_with_a_conversation(command, beside):
    first = json.loads(command(beside, "ask", CREW, "--json").stdout)

    second = command(beside, "ask", "And the vote?", "--conversation", first["conversation_id"], "--json")

    assert json.loads(second.stdout)["conversation_id"] == first["conversation_id"]


def test_a_window_is_taken(command, beside):
    assert "Nothing since 2027-01-01" in command(beside, "ask", CREW, "--since", "2027-01-01").stdout
    nothing = command(beside, "search", "crew", "--as-of", "2026-01-01")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "nothing found\n")


BAD = {
    "an empty question": ("ask", ""),
    "a question without a letter": ("ask", "  "),
    "a question of 3,000 letters": ("ask", "x" * 3_000),
    "no date": ("ask", "Who?", "--since", "soon"),
    "an unknown conversation": ("ask", "Who?", "--conversation", "nobody"),
    "an empty query": ("search", ""),
    "a limit of nothing": ("search", "crew", "--limit", "0"),
    "a limit of too much": ("search", "crew", "--limit", "101"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_value_is_refused_in_one_line(command, beside, bad):
    refused = command(beside, *BAD[bad])

    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("citedesk: ")
    assert len(refused.stderr.splitlines()) == 1
    assert len(refused.stderr) < 300


def test_an_unknown_conversation_is_refused_without_a_server_too(command, news_home):
    refused = command(news_home, "ask", "Who?", "--conversation", "nobody")

    assert refused.returncode == 1
    assert "no conversation has the id 'nobody'" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_bad_setting_is_named_as_it_was_set(command, home):
    refused = command(home, "ask", "Who?", CITEDESK_PORT="abc")

    assert refused.returncode != 0
    assert "CITEDESK_PORT" in refused.stderr
    assert "'abc'" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_bad_access_key_is_refused_and_not_shown(command, home):
    refused = command(home, "serve", CITEDESK_ACCESS_KEY="too-short")

    assert refused.returncode == 1
    assert "CITEDESK_ACCESS_KEY: has 9 characters; an access key has at least 16" in refused.stderr
    assert "too-short" not in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_new_access_key_is_printed_alone(command, home):
    renewed = command(home, "keys", "renew")

    assert renewed.returncode == 0
    assert re.fullmatch(r"cdk_[\w-]{43}\n", renewed.stdout)
    assert "shown this once" in renewed.stderr


def test_a_key_set_from_outside_is_not_renewed(command, home):
    refused = command(home, "keys", "renew", CITEDESK_ACCESS_KEY="a-key-of-our-own-choosing")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "CITEDESK_ACCESS_KEY" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_home_that_cannot_be_is_refused_in_one_line(command, tmp_path):
    (tmp_path / "file").write_text("not a folder")

    refused = command(tmp_path / "file" / "home", "ask", "Who?")

    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [(b"ask", b"Who \xff?"), (b"search", b"crew", b"--outlet", b"\xff")])
@pytest.mark.parametrize("where", ["news_home", "beside"])
def test_bytes_that_are_no_text_do_no_harm(model_folder, request, arguments, where):
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=environment(request.getfixturevalue(where), model_folder),
        capture_output=True,
        timeout=60,
    )

    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["assistant", "ingest"])
@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("ask", "--help"), ("add", "--help")], ids=" ".join
)
def test_help_and_version_import_nothing_heavy(model_folder, home, module, arguments):
    if (module == "ingest") is (arguments in (("--version",), ("ask", "--help"))) or (
        module == "assistant" and arguments == ("add", "--help")
    ):
        pytest.skip(f"{module} has no such command")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", module, *arguments],
        env=environment(home, model_folder),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0
    imported = _imported(done.stderr)
    assert "typer" in imported
    assert not imported & HEAVY


def test_ask_beside_a_server_imports_nothing_heavy(model_folder, beside):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assistant", "ask", CREW],
        env=environment(beside, model_folder),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert "412 extra crew places" in done.stdout
    imported = _imported(done.stderr)
    assert {"typer", "httpx"} <= imported
    assert not imported & HEAVY


@pytest.mark.parametrize("name", ["serve", "ask", "search", "keys", "keys renew"])
def test_every_command_has_help_with_an_example(command, home, name):
    assert "Example: python -m assistant" in " ".join(
        command(home, *name.split(), "--help").stdout.replace("│", "").split()
    )
