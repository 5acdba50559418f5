"""An article whose page is gone at its source is still cited, and every answer and list says so."""

import socket
from contextlib import nullcontext
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import update

from assistant.web.app import build
from ingest.schema import articles
from tests.assistant.parts import add, article, asked
from tests.assistant.running import serving_here

STORY = article(
    "The ferry board of Velm carries 410 passengers a night. The board wants two more boats by spring.",
    "Night boats",
    url="https://velm.example/ferries",
)
QUESTION = "How many passengers does the ferry board of Velm carry a night?"


@pytest.fixture
def house(open_house):
    house = open_house()
    add(house, STORY)
    return house


def withdraw(house):
    with house.archive.writing() as connection:
        connection.execute(update(articles).where(articles.c.id == STORY.id).values(gone_at=1_800_000_000))


async def test_an_answer_says_which_article_is_gone_at_its_source(house):
    withdraw(house)

    answer = (await asked(house.desk, QUESTION)).as_json()

    assert "gone_at_source" in answer["notices"]
    assert [citation["gone_at_source"] for citation in answer["citations"]] == ["2027-01-15T08:00:00Z"]


async def test_an_article_that_is_there_carries_no_such_notice(house):
    answer = (await asked(house.desk, QUESTION)).as_json()

    assert "gone_at_source" not in answer["notices"]
    assert [citation["gone_at_source"] for citation in answer["citations"]] == [None]


def test_a_kept_answer_and_the_article_say_so_too(house):
    app = build(lambda: nullcontext(replace(house, token="t")), None)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        headers = {"Authorization": "Bearer t"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
            first = client.post("/v1/chat", json={"question": QUESTION}).json()
            withdraw(house)
            kept = client.get(f"/v1/conversations/{first['conversation_id']}").json()
            told = client.get(f"/v1/articles/{STORY.id}").json()

    assert [c["gone_at_source"] for c in first["citations"]] == [None]
    assert [c["gone_at_source"] for c in kept["turns"][0]["answer"]["citations"]] == ["2027-01-15T08:00:00Z"]
    assert told["gone_at_source"] == "2027-01-15T08:00:00Z"
