"""The scripted model, held against the client that everything else uses to reach it."""

import asyncio
import threading
import time
from itertools import pairwise

import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from tests.fakes.model import Script, ScriptedModel

HELLO = [{"role": "user", "content": "Hello?"}]


@pytest.fixture
def model():
    with ScriptedModel() as running:
        yield running


@pytest.fixture
def client(model):
    with OpenAI(base_url=model.url, api_key="x", max_retries=0, timeout=5) as opened:
        yield opened


def _ask(client, **more):
    return client.chat.completions.create(model="scripted", messages=HELLO, **more)


def _said(stream):
    return [chunk.choices[0].delta.content for chunk in stream if chunk.choices[0].delta.content]


def test_a_stream_gives_the_text_in_deltas_of_so_many_letters(model, client):
    model.script = Script("The vote is on Monday – “at noon”.", chunk=10)

    said = _said(_ask(client, stream=True))

    assert said == ["The vote i", "s on Monda", "y – “at no", "on”."]
    assert model.requests[0]["messages"] == HELLO
    assert model.requests[0]["stream"] is True


def test_a_stream_ends_with_a_reason_and_its_usage_where_asked(model, client):
    model.script = Script("Yes.")

    chunks = list(_ask(client, stream=True, stream_options={"include_usage": True}))

    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].usage.completion_tokens == 1


def test_without_stream_the_text_comes_whole(model, client):
    model.script = Script("The vote is on Monday.")

    answer = _ask(client)

    assert answer.choices[0].message.content == "The vote is on Monday."
    assert model.closed_early == []


def test_a_script_may_depend_on_the_request(model, client):
    model.script = lambda request: Script(request["messages"][0]["content"][::-1])

    assert _ask(client).choices[0].message.content == "?olleH"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, openai.AuthenticationError),
        (429, openai.RateLimitError),
        (500, openai.InternalServerError),
    ],
)
def test_a_status_arrives_as_the_error_of_the_client(model, client, status, error):
    model.script = Script(status=status, headers={"Retry-After": "7"})

    with pytest.raises(error) as raised:
        _ask(client, stream=True)

    assert raised.value.response.headers["Retry-After"] == "7"
    assert raised.value.body["message"]


def test_a_stream_can_be_cut_in_the_middle(model, client):
    model.script = Script("The vote is on Monday.", chunk=4, cut_after_chunks=2)
    said = []

    with pytest.raises(openai.APIConnectionError):
        said.extend(c.choices[0].delta.content for c in _ask(client, stream=True))

    assert said == ["", "The ", "vote"]


def test_garbage_is_sent_as_it_stands(model, client):
    model.script = Script(garbage=b"data: {not json\n\n")

    with pytest.raises(ValueError, match="property name"):
        list(_ask(client, stream=True))


def test_a_stall_before_the_first_byte_runs_into_the_clients_timeout(model, client):
    model.script = Script("Late.", stall_before_first_s=30)

    with pytest.raises(openai.APITimeoutError):
        _ask(client, stream=True, timeout=0.2)


def test_a_stall_in_the_middle_comes_after_the_chunks_before_it(model, client):
    model.script = Script("One two three", chunk=4, stall_after_chunks=(2, 0.4))

    times = [time.monotonic() for _ in _ask(client, stream=True)]

    gaps = [after - before for before, after in pairwise(times)]
    assert [gap > 0.3 for gap in gaps] == [False, False, True, False, False]


def test_the_delay_lies_between_chunks(model, client):
    model.script = Script("One two three", chunk=4, delay_s=0.1)
    began = time.monotonic()

    list(_ask(client, stream=True))

    assert 0.3 <= time.monotonic() - began < 1


@pytest.mark.parametrize(
    "script",
    [Script("x", stall_before_first_s=60), Script("x" * 99, stall_after_chunks=(2, 60))],
    ids=["before the first byte", "in the middle"],
)
async def test_a_client_that_leaves_during_a_stall_is_noticed_at_once(model, script):
    model.script = script
    async with AsyncOpenAI(base_url=model.url, api_key="x", max_retries=0) as client:
        task = asyncio.create_task(_read_all(client))
        await asyncio.sleep(0.3)
        task.cancel()
        left = time.monotonic()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0.2)

    assert len(model.closed_early) == 1
    assert model.closed_early[0] - left < 0.2


async def _read_all(client):
    async for _ in await _ask(client, stream=True):
        pass


def test_closing_the_server_ends_every_stall(model):
    threads = threading.active_count()
    with ScriptedModel(Script("x", stall_before_first_s=60)) as other:
        client = OpenAI(base_url=other.url, api_key="x", max_retries=0)
        asking = threading.Thread(target=_swallow, args=(client,))
        asking.start()
        while not other.requests:
            time.sleep(0.01)
        began = time.monotonic()

    asking.join(2)
    assert time.monotonic() - began < 1
    assert threading.active_count() == threads


def _swallow(client):
    with pytest.raises(openai.APIConnectionError):
        _ask(client)
