"""The only door to chat models, held against a server that speaks OpenAI's interface."""

import asyncio
import json
import threading
import time
from contextlib import aclosing
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from assistant import llm
from assistant.errors import ModelFailed
from tests.assistant.parts import left_within_a_second, settings
from tests.assistant.running import free_port
from tests.fakes.model import Script


@pytest.fixture
def connect(tmp_path, model):
    """Connect to the scripted model: connect(model_timeout_s=1)."""

    def made(**more):
        given = {"OPENAI_BASE_URL": model.url, "model_timeout_s": 5} | more
        return llm.connect(settings(tmp_path, tmp_path, **given))

    return made


async def _said(chat, prompt="Who signs?"):
    async with aclosing(chat.stream(prompt)) as words:
        return [piece async for piece in words]


async def _fails(chat, times=1):
    for _ in range(times):
        with pytest.raises(ModelFailed):
            await _said(chat)


async def test_words_come_as_the_model_says_them(connect, model):
    model.script = Script("The vote is on Monday – “at noon”.", chunk=5)

    pieces = await _said(connect())

    assert len(pieces) > 3
    assert "".join(pieces) == "The vote is on Monday – “at noon”."
    assert model.requests[0]["messages"][-1]["content"] == "Who signs?"


async def test_the_model_of_the_settings_is_asked_without_chance(connect, model):
    await _said(connect(model="tiny-7b"))

    assert model.requests[0]["model"] == "tiny-7b"
    assert model.requests[0]["temperature"] == 0
    assert model.requests[0]["stream"] is True
    assert "tools" not in model.requests[0]


def test_without_a_key_or_an_address_there_is_no_model(tmp_path):
    assert llm.connect(settings(tmp_path, tmp_path)) is None
    assert llm.connect(settings(tmp_path, tmp_path, OPENAI_API_KEY="", OPENAI_BASE_URL="")) is None


@pytest.mark.parametrize(("key", "sent"), [("sk-mine", "Bearer sk-mine"), (None, "Bearer none")])
async def test_the_key_goes_to_the_address_of_the_settings(tmp_path, key, sent):
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append((self.path, self.headers["Authorization"]))
            self.send_error(401)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as door:
        threading.Thread(target=door.handle_request, daemon=True).start()
        url = f"http://127.0.0.1:{door.server_port}/v1"
        given = settings(tmp_path, tmp_path, OPENAI_BASE_URL=url, OPENAI_API_KEY=key, model_timeout_s=5)
        await _fails(llm.connect(given))

    assert heard == [("/v1/chat/completions", sent)]


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_a_refusal_is_a_failure_and_not_repeated(connect, model, status):
    model.script = Script(status=status)

    await _fails(connect())

    assert len(model.requests) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_trouble_before_the_first_word_is_tried_twice_more(connect, model, status):
    model.script = Script(status=status)

    await _fails(connect(model_timeout_s=10))

    assert len(model.requests) == 3


async def test_trouble_that_passes_is_not_seen(connect, model):
    scripts = [Script(status=500), Script("Yes.")]
    model.script = lambda _: scripts.pop(0)

    assert "".join(await _said(connect())) == "Yes."


async def test_a_stream_that_has_begun_is_never_repeated(connect, model):
    model.script = Script("The vote is on Monday.", chunk=4, cut_after_chunks=2)
    words = connect().stream("Who?")

    assert [await anext(words), await anext(words)] == ["The ", "vote"]
    with pytest.raises(ModelFailed):
        await anext(words)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    "garbage",
    [
        b"<html>Bad gateway</html>",
        b"data: {broken\n\n",
        b"data: null\n\n",
        b"data: []\n\n",
        b'data: "yes"\n\n',
        b'data: {"choices": 5}\n\n',
        b'data: {"choices": [{"index": 0}]}\n\n',
        b'data: {"error": {"message": "overloaded"}}\n\n',
        b"data: \xff\xfe\xfa\n\n",
        b"\x00" * 1_000,
        b"",
    ],
    ids=lambda garbage: garbage[:20],
)
async def test_garbage_is_a_failure_like_any_other(connect, model, garbage):
    model.script = Script(garbage=garbage)

    await _fails(connect())


async def test_an_empty_answer_is_a_failure(connect, model):
    model.script = Script("")

    await _fails(connect())


async def test_a_stall_ends_within_the_time_of_the_settings(connect, model):
    model.script = Script("The vote is on Monday.", stall_after_chunks=(1, 30))
    began = time.monotonic()

    await _fails(connect(model_timeout_s=0.5))

    assert time.monotonic() - began < 3


async def test_nobody_listening_is_a_failure(connect):
    await _fails(connect(OPENAI_BASE_URL=f"http://127.0.0.1:{free_port()}/v1"))


async def test_after_five_failures_in_a_row_the_model_rests(connect, model):
    model.script = Script(status=401)
    chat = connect()

    await _fails(chat, times=4)
    assert not chat.rests
    await _fails(chat)
    assert chat.rests

    began = time.monotonic()
    await _fails(chat, times=10)
    assert time.monotonic() - began < 0.1
    assert len(model.requests) == 5


async def test_a_model_that_has_rested_is_asked_again(connect, model, monkeypatch):
    monkeypatch.setattr(llm, "_REST_S", 0.3)
    model.script = Script(status=401)
    chat = connect()
    await _fails(chat, times=5)
    model.script = Script("Yes.")

    await asyncio.sleep(0.35)

    assert "".join(await _said(chat)) == "Yes."


async def test_the_rest_is_short_enough_to_be_back_within_30_s():
    assert llm._REST_S < 30


async def test_a_success_between_failures_keeps_the_model_at_work(connect, model):
    chat = connect()
    for _ in range(2):
        model.script = Script(status=401)
        await _fails(chat, times=4)
        model.script = Script("Yes.")
        await _said(chat)

    assert not chat.rests


@pytest.mark.parametrize(
    "script",
    [
        Script("The vote is on Monday. " * 50, chunk=4, delay_s=0.05),
        Script("The vote is on Monday.", chunk=4, stall_after_chunks=(2, 30)),
    ],
    ids=["talking", "silent"],
)
async def test_closing_the_iterator_closes_the_connection_within_a_second(connect, model, script):
    model.script = script

    async with aclosing(connect(model_timeout_s=60).stream("Who?")) as words:
        await anext(words)
    assert await asyncio.to_thread(left_within_a_second, model)


async def test_what_was_asked_is_not_in_the_log(connect, model, caplog):
    model.script = Script(status=400, garbage=json.dumps({"error": {"message": "Who is Zorbal?"}}).encode())

    with pytest.raises(ModelFailed) as failure:
        await _said(connect(), "Who is Zorbal?")

    assert "the chat model failed" in caplog.text
    assert "Zorbal" not in caplog.text + str(failure.value)
