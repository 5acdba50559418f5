"""A rebuild in a server that is being stopped: it ends at its next slice and is gone on with later."""

import asyncio
import socket
from contextlib import nullcontext
from dataclasses import replace

import httpx
import pytest

from assistant.web.app import build
from assistant.web.gate import Gates
from tests.assistant.parts import NEWS, add
from tests.assistant.running import serving_here

TOKEN = "a token of the server"


async def _closed():
    gates = Gates()
    gates.close(grace_s=1)
    return gates


@pytest.mark.parametrize("path", ["/internal/reindex", "/internal/doctor"])
def test_work_on_the_index_ends_when_the_server_is_stopped_and_is_gone_on_with(open_house, path):
    house = open_house()
    add(house, *NEWS)
    words, vectors = house.index.words.count(), house.index.vectors.count()
    app = build(lambda: nullcontext(replace(house, token=TOKEN)), None)
    app.state.gates = asyncio.run(_closed())
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}{path}"
        reply = httpx.post(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30, trust_env=False)

    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "restarting")
    assert not house.follower.guard.locked()
    if path.endswith("reindex"):
        assert house.index.vectors.count() < vectors
    house.index.catch_up()
    assert (house.index.words.count(), house.index.vectors.count()) == (words, vectors)


@pytest.mark.parametrize("path", ["/internal/reindex", "/internal/doctor"])
def test_how_far_work_on_the_index_is_can_be_asked(open_house, path):
    house = open_house()
    add(house, *NEWS)
    app = build(lambda: nullcontext(replace(house, token=TOKEN)), None)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with httpx.Client(base_url=url, headers=headers, timeout=30, trust_env=False) as http:
            before = http.get("/internal/work").json()
            http.post(path).raise_for_status()
            after = http.get("/internal/work").json()

    assert before == {"done": 0, "total": 0}
    assert 0 < after["done"] <= after["total"]
