"""What is under embargo reaches nobody over HTTP, however well it fits, and takes nobody else's place."""

import socket
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from assistant.web.app import build
from ingest.watched import entries, feeds
from ingest.watched.feeds import Wish
from tests.assistant.parts import add, article
from tests.assistant.running import serving_here

QUESTION = "How many lanterns did the harbour festival of Quell light?"
STORIES = [
    article(f"The harbour festival of Quell has a pier {n} with music, and boats came by.", f"Pier {n}")
    for n in range(6)
]
HIDDEN = article(
    "The harbour festival of Quell lit 7,777 lanterns. How many lanterns the harbour festival of Quell "
    "lights, its master said, no one had known before.",
    "Lanterns",
)


@contextmanager
def _client(house):
    app = build(lambda: nullcontext(house), None)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            yield client


@pytest.fixture(params=[timedelta(hours=1), -timedelta(hours=1)], ids=["under embargo", "released"])
def festival(request, open_house):
    """A client of a house in which the best answer is under embargo, or was until an hour ago."""
    house = open_house()
    until = datetime.now(UTC) + request.param
    add(house, *STORIES, replace(HIDDEN, embargo_until=until))
    feed, _ = feeds.add(house.archive, Wish("https://quell.example/feed"), 0)
    entries.came(house.archive, feed, "lanterns", HIDDEN.id, None, 0)
    with _client(house) as client:
        yield client, request.param < timedelta(0)


@pytest.mark.parametrize("limit", [1, 3, 6])
def test_a_search_is_filled_with_what_may_be_seen(festival, limit):
    client, is_released = festival

    reply = client.post("/v1/search", json={"query": QUESTION, "limit": limit})

    titles = [hit["title"] for hit in reply.json()["passages"]]
    assert len(titles) == limit
    assert ("Lanterns" in titles) is is_released
    assert ("7,777" in reply.text) is is_released
    if is_released:
        assert titles[0] == "Lanterns"


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_an_answer_neither_says_nor_cites_it(festival, accept):
    client, is_released = festival

    told = client.post("/v1/chat", json={"question": QUESTION}, headers={"Accept": accept})

    assert told.status_code == 200
    assert ("7,777" in told.text) is is_released
    assert ("Lanterns" in told.text) is is_released
    assert HIDDEN.id not in told.text or is_released


def test_it_is_neither_counted_nor_listed_nor_opened(festival):
    client, is_released = festival

    assert client.get("/v1/archive").json()["articles"] == len(STORIES) + is_released
    listed = {row["title"] for row in client.get("/v1/articles").json()["articles"]}
    assert ("Lanterns" in listed) is is_released
    assert client.get(f"/v1/articles/{HIDDEN.id}").status_code == (200 if is_released else 404)
    (feed,) = client.get("/v1/feeds").json()["feeds"]
    assert (feed["articles"], "under_embargo" in feed) == (int(is_released), False)
    assert f"citedesk_articles {len(STORIES) + is_released}\n" in client.get("/metrics").text
    versions = client.get(f"/v1/articles/{HIDDEN.id}/versions")
    assert versions.status_code == (200 if is_released else 404)
    assert ("7,777" in versions.text) is is_released
