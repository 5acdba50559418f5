"""The server's child watches and embeds, and ends with its parent."""

import subprocess
import sys
import time

import pytest

from ingest import storylines
from ingest.indexes import meaning
from tests.conftest import REPOSITORY


@pytest.fixture
def child(home, model_folder):
    """The worker as the server starts it."""
    command = [sys.executable, "-m", "ingest.care.background", str(home), str(model_folder)]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": REPOSITORY}
    with subprocess.Popen(command, **pipes) as process:
        yield process
        process.kill()


def wait_for(claim, limit=30.0):
    began = time.monotonic()
    while not claim():
        assert time.monotonic() - began < limit
        time.sleep(0.05)


def test_the_child_embeds_what_is_there_and_what_comes(archive, keep, child):
    keep("Talks resume.")
    wait_for(lambda: meaning.waiting_passages(archive) == 0)

    keep("The ferry was cancelled.")
    wait_for(lambda: meaning.embedded_passages(archive) == 2, limit=3)

    assert child.poll() is None


def test_the_child_groups_what_it_has_embedded(archive, keep, child):
    one = keep("The harbour bridge at Velm was closed on Monday, Mayor Orla Dunn said.").article_id
    other = keep("Mayor Orla Dunn said that the harbour bridge at Velm stays closed.").article_id

    wait_for(lambda: len(storylines.storylines_of(archive, [one, other])) == 2)

    assert set(storylines.storylines_of(archive, [one, other]).values()) == {one}


def test_without_the_model_it_groups_by_words(archive, keep, home, model_folder):
    text = "The harbour bridge at Velm was closed on Monday, Mayor Orla Dunn said."
    one = keep(text).article_id
    command = [
        sys.executable,
        "-m",
        "ingest.care.background",
        str(home),
        str(model_folder),
        "english",
        "words",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=REPOSITORY) as process:
        wait_for(lambda: storylines.storylines_of(archive, [one]) == {one: one})
        process.stdin.close()

        assert process.wait(20) == 0


def test_the_child_ends_when_its_parent_has_gone(archive, child):
    began = time.monotonic()

    child.stdin.close()

    assert child.wait(20) == 0
    assert time.monotonic() - began < 20


def test_the_child_says_why_it_cannot_embed(archive, child):
    archive.uses("another-recipe:abc")

    assert child.wait(30) == 1
    error = child.stderr.read().decode()
    assert "embedding stopped: the archive's vectors were made with another-recipe:abc" in error
    assert "Traceback" not in error
