"""Who asks over HTTP is told of the copies of what is found, cited and opened, those they may see."""

import socket
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from assistant.web.app import build
from tests.assistant.parts import HARBOUR, add, article
from tests.assistant.running import serving_here

QUESTION = "How many extra crew places did the port council of Velm offer?"
FIRST = article(HARBOUR, "Talks", "2026-03-09", outlet="Skarn Post", url="https://skarn.example/talks")
COPY = article(f"{HARBOUR} ", "Port", "2026-03-10", outlet="Velm Courier", url="https://velm.example/port")
HIDDEN = article(
    f" {HARBOUR}", "Ferries", "2026-03-10", outlet="Hove Mail", url="https://hove.example/ferries"
)
TOLD = [{"outlet": "Velm Courier", "url": COPY.url}]


@contextmanager
def _client(house):
    app = build(lambda: nullcontext(house), None)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            yield client


@pytest.fixture
def client(open_house):
    """A client of a house that holds a story twice, and once more under embargo."""
    house = open_house()
    later = datetime.now(UTC) + timedelta(hours=1)
    add(house, FIRST, COPY, replace(HIDDEN, embargo_until=later))
    with _client(house) as client:
        yield client


def test_a_search_tells_a_story_once_with_its_copies(client):
    found = client.post("/v1/search", json={"query": QUESTION}).json()["passages"]

    assert [(passage["outlet"], passage["copies"]) for passage in found] == [("Skarn Post", TOLD)]


def test_a_citation_names_the_copies(client):
    told = client.post("/v1/chat", json={"question": QUESTION}).json()

    assert "412" in told["text"]
    assert {citation["outlet"] for citation in told["citations"]} == {"Skarn Post"}
    assert all(citation["copies"] == TOLD for citation in told["citations"])


def test_an_article_names_its_copies(client):
    assert client.get(f"/v1/articles/{FIRST.id}").json()["copies"] == TOLD
    assert client.get(f"/v1/articles/{COPY.id}").json()["copies"] == [
        {"outlet": "Skarn Post", "url": FIRST.url}
    ]


def test_a_conversation_read_back_names_no_copy_that_is_gone(client):
    told = client.post("/v1/chat", json={"question": QUESTION}).json()
    client.delete(f"/v1/articles/{COPY.id}")

    turns = client.get(f"/v1/conversations/{told['conversation_id']}").json()["turns"]

    assert all(citation["copies"] == [] for citation in turns[0]["answer"]["citations"])
    assert client.get(f"/v1/articles/{FIRST.id}").json()["copies"] == []


def test_an_article_under_embargo_is_no_copy_for_anybody(client):
    assert "hove" not in client.post("/v1/search", json={"query": QUESTION}).text
    assert "hove" not in client.get(f"/v1/articles/{FIRST.id}").text
