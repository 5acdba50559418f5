"""Words that may not be shown, and news under embargo, come out of no route of the table of routes."""

import json
import socket
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import update

from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.coming.watches import Watch, Watches
from assistant.web.app import build
from ingest.holdings.reader import Reader
from ingest.readership import watches
from tests.assistant.parts import add, article, asked
from tests.assistant.running import serving_here, wait_until
from tests.fakes.model import Script, ScriptedModel

CANARY = "vermilion otter"
OPENING = "The lamp museum of Drell opened its cellar on Sunday."
HIDDEN = (
    "The lamp museum of Drell keeps a vermilion otter carved by Senna Voss. “The vermilion otter of the lamp "
    "museum is worth 9,400 crowns,” Senna Voss said."
)
QUESTION = "What is the vermilion otter of the lamp museum of Drell worth?"
TOPIC = "the lamp museum of Drell"
OTHERS = [
    article(f"The lamp museum of Drell has a hall {n} with lanterns of brass.", f"Hall {n}") for n in range(3)
]
LINKED = article(
    f"{OPENING} {HIDDEN}",
    "Lamp museum",
    url="https://drell.example/lamps",
    outlet="Drell Gazette",
    rights="link",
)
EXCERPT = replace(LINKED, rights="excerpt:14")
EMBARGOED = article(
    HIDDEN,
    f"The {CANARY}",
    url="https://vermilion-otter.example/1",
    outlet="Vermilion Otter",
    authors=(CANARY,),
    embargo_until=datetime.now(UTC) + timedelta(hours=1),
)
# What each route is asked; ids are filled in. A route that is not here is one nobody has thought about.
BODIES = {
    "/v1/search": {"query": QUESTION, "limit": 50},
    "/v1/chat": {"question": QUESTION},
    "/v1/briefings": {"topic": TOPIC},
    "/v1/digests": {"name": "Lamps", "topics": [TOPIC], "weekdays": "1", "at": "07:30", "zone": "UTC"},
    "/v1/digests/{digest_id}": {"paused": True},
    "/v1/digests/{digest_id}/editions/{date}/approve": {},
    "/v1/digests/{digest_id}/editions/{date}/refuse": None,
    "/v1/watches": {"text": QUESTION},
    "/v1/watches/{watch_id}": {"paused": True},
    "/v1/inbox/{key}/read": None,
    "/v1/articles": {"text": "Nothing new from the harbour of Drell.", "title": "Nothing new"},
    "/v1/session": {"key": "none"},
    "/v1/conversations/{conversation_id}": {"title": "Lamps"},
    "/v1/files": None,
    "/v1/feeds": {"url": "http://drell.example/feed.xml"},
    "/v1/feeds/{feed_id}": {"paused": True},
    "/internal/doctor": None,
    "/internal/reindex": None,
}
TOKEN = "the-token-of-these-tests"


@contextmanager
def _client(house):
    app = build(lambda: nullcontext(replace(house, token=TOKEN)), None)
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        headers = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
            yield client, app


def _routes(app):
    pairs = [(m, route.path) for route in iter_route_contexts(app.routes) for m in route.methods or ["GET"]]
    # Deleting is left to the end: it takes away what the others are to be tried on.
    return sorted(pairs, key=lambda pair: (pair[0] == "DELETE", pair))


def _replies(client, app, ids):
    """What every route says, of every id it can be asked about."""
    for method, path in _routes(app):
        if method in ("POST", "PATCH", "PUT"):
            assert path in BODIES, f"{method} {path}: say here what it is to be asked"
        names = [name for name in ids if f"{{{name}}}" in path]
        for chosen in product(*(ids[name] for name in names)):
            address = path.replace("{path:path}", "main.js")
            for name, value in zip(names, chosen, strict=True):
                address = address.replace(f"{{{name}}}", value)
            for accept in ("application/json", "text/event-stream"):
                reply = client.request(method, address, json=BODIES.get(path), headers={"Accept": accept})
                yield f"{method} {address}", reply


def _without_what_was_asked(text):
    """What comes back of the question is the reader's own."""
    return text.replace(json.dumps(QUESTION)[1:-1], "").casefold()


def _asked_of_every_route(house, given):
    house_ids: dict[str, list[str]] = {"article_id": [given.id, OTHERS[0].id]}
    _let_come(house)
    with _client(house) as (client, app):
        told = client.post("/v1/chat", json={"question": QUESTION}).json()
        house_ids["conversation_id"] = [told["conversation_id"]]
        house_ids["briefing_id"] = [client.post("/v1/briefings", json={"topic": TOPIC}).json()["id"]]
        house_ids |= _came(client, house)
        return list(_replies(client, app, house_ids))


def _let_come(house):
    """Have a digest that is due and a watch that has looked at nothing yet."""
    added = datetime.now(UTC) - timedelta(days=2)
    every_day = schedule_of("1234567", "00:00", "UTC")
    digest = Digest(
        "d1", Reader().name, "Lamps", (TOPIC,), (), every_day, "long", False, False, "web", None, added
    )
    Digests(house.archive).add(digest)
    Watches(house.archive).add(Watch("w1", Reader().name, QUESTION), added)
    with house.archive.writing() as connection:
        connection.execute(update(watches).values(began=0, seq=0))


def _came(client, house):
    """The ids of what came by itself, once the server has made what is due and looked."""
    wait_until(lambda: client.get("/v1/inbox").json()["messages"], seconds=60)
    wait_until(lambda: Watches(house.archive).running()[0].seq, seconds=60)
    editions = client.get("/v1/digests/d1/editions").json()["editions"]
    keys = [message["key"] for message in client.get("/v1/inbox").json()["messages"]]
    return {"digest_id": ["d1"], "watch_id": ["w1"], "date": [each["date"] for each in editions], "key": keys}


@pytest.mark.parametrize("given", [LINKED, EXCERPT, EMBARGOED], ids=["link", "excerpt", "embargo"])
def test_no_route_tells_what_may_not_be_told(open_house, given):
    house = open_house()
    add(house, *OTHERS, given)

    replies = _asked_of_every_route(house, given)

    assert len(replies) > 40
    assert [who for who, reply in replies if CANARY in _without_what_was_asked(reply.text)] == []
    assert [who for who, reply in replies if reply.status_code >= 500] == []


def test_the_same_trial_finds_words_that_may_be_told(open_house):
    """A trial that cannot fail would show nothing."""
    house = open_house()
    free = replace(LINKED, rights="full")
    add(house, *OTHERS, free)

    told = {who.split("?")[0] for who, reply in _asked_of_every_route(house, free) if CANARY in reply.text}

    assert any(who.startswith("GET /v1/digests/d1/editions/") for who in told)
    wanted = {"POST /v1/search", "POST /v1/chat", "POST /v1/briefings", f"GET /v1/articles/{free.id}"}
    assert wanted | {"GET /v1/inbox"} <= told


def test_what_is_under_embargo_changes_no_count(open_house):
    house = open_house()
    add(house, *OTHERS)
    with _client(house) as (client, _):
        before = _counts(client)
        add(house, EMBARGOED)

        assert _counts(client) == before


def _counts(client):
    metrics = client.get("/metrics").text
    return client.get("/v1/archive").json(), [line for line in metrics.splitlines() if "answers" not in line]


def test_a_linked_article_is_found_and_named_without_a_word(open_house):
    house = open_house()
    add(house, *OTHERS, LINKED)
    with _client(house) as (client, _):
        found = client.post("/v1/search", json={"query": QUESTION}).json()["passages"]
        opened = client.get(f"/v1/articles/{LINKED.id}").json()

    (mine,) = [hit for hit in found if hit["article_id"] == LINKED.id]
    assert (mine["title"], mine["outlet"], mine["url"]) == (LINKED.title, LINKED.outlet, LINKED.url)
    assert (mine["text"], mine["rights"], mine["cut"]) == ("", "link", True)
    assert (opened["text"], opened["rights"], opened["cut"]) == ("", "link", True)


def test_of_an_excerpt_whole_sentences_of_its_opening_are_shown(open_house):
    house = open_house()
    add(house, *OTHERS, EXCERPT)
    with _client(house) as (client, _):
        found = client.post("/v1/search", json={"query": "cellar of the lamp museum"}).json()["passages"]
        text = client.get(f"/v1/articles/{EXCERPT.id}").json()["text"]

    (mine,) = [hit for hit in found if hit["article_id"] == EXCERPT.id]
    assert (text, mine["text"], mine["cut"]) == (OPENING, OPENING, True)
    assert text[mine["start"] : mine["end"]] == mine["text"]


async def test_an_excerpt_is_quoted_from_its_opening_at_its_place(open_house):
    house = open_house()
    add(house, *OTHERS, EXCERPT)

    answer = (await asked(house.desk, "When did the lamp museum of Drell open its cellar?")).as_json()

    cited = [c for c in answer["citations"] if c["article_id"] == EXCERPT.id]
    assert [(c["quote"], c["rights"]) for c in cited] == [(OPENING, "excerpt:14")]
    assert all(OPENING[c["start"] : c["end"]] == c["quote"] for c in cited)


async def test_a_linked_article_carries_no_sentence_and_stands_beside(open_house):
    house = open_house()
    add(house, *OTHERS, LINKED)

    answer = await asked(house.desk, QUESTION)

    assert LINKED.id not in {citation.quote.found.passage.article_id for citation in answer.citations}
    assert LINKED.id in {found.passage.article_id for found in answer.nearest}
    assert "words_withheld" in answer.notices


@pytest.mark.parametrize("given", [LINKED, EXCERPT], ids=["link", "excerpt"])
async def test_a_model_is_handed_nothing_that_may_not_be_shown(open_house, given):
    question = "Which lanterns does hall 1 of the lamp museum of Drell have?"
    with ScriptedModel(Script("It has lanterns of brass.")) as model:
        house = open_house(OPENAI_BASE_URL=model.url)
        add(house, *OTHERS, given)

        await asked(house.desk, question)

    told = json.dumps(model.requests, default=str).replace(question, "")
    assert "lanterns of brass" in told
    assert "9,400" not in told
    assert "Senna Voss" not in told


@pytest.mark.parametrize("later", ["link", "excerpt:14"])
async def test_an_answer_made_before_the_rights_changed_shows_the_words_no_more(open_house, later):
    house = open_house()
    add(house, *OTHERS, replace(LINKED, rights="full"))
    answer = await asked(house.desk, QUESTION)
    assert CANARY in answer.text

    add(house, replace(LINKED, rights=later))

    (turn,) = house.desk.memory.turns(answer.conversation_id, Reader())
    assert CANARY not in _without_what_was_asked(json.dumps(turn.answer))
    assert turn.answer["citations"][0]["title"] == LINKED.title


async def test_an_answer_made_before_an_embargo_names_nothing_until_it_has_passed(open_house):
    house = open_house()
    add(house, *OTHERS, replace(EMBARGOED, embargo_until=None))
    answer = await asked(house.desk, QUESTION)
    assert "9,400" in answer.text

    add(house, EMBARGOED)
    (turn,) = house.desk.memory.turns(answer.conversation_id, Reader())
    add(house, replace(EMBARGOED, embargo_until=datetime.now(UTC) - timedelta(seconds=1)))
    (after,) = house.desk.memory.turns(answer.conversation_id, Reader())

    assert CANARY not in _without_what_was_asked(json.dumps(turn.answer))
    assert after.answer == answer.as_json()


async def test_an_answer_that_may_only_be_linked_is_said_to_exist(open_house):
    house = open_house()
    add(house, *OTHERS, LINKED)

    answer = await asked(house.desk, QUESTION)

    assert answer.mode == "declined"
    assert answer.text.startswith("An article about this is here, but it may only be linked")
    assert (answer.nearest[0].source.url, answer.nearest[0].passage.text) == (LINKED.url, "")


async def test_a_linked_article_on_something_else_is_not_said_to_be_about_it(open_house):
    house = open_house()
    add(house, *OTHERS, LINKED)

    answer = await asked(house.desk, "Who won the rowing cup of Drell?")

    assert answer.text.startswith("The news here does not say.")
