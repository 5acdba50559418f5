"""POST /v1/chat: one answer, as a stream of events or whole.

An answer is made in a task of its own and sent at its reader's pace, so a slow reader holds nobody
up: the place at the gate is free again once the answer is made.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from assistant.answer import answer, whole
from assistant.bodies import ChatBody
from assistant.conversation import Json, Question
from assistant.desk import Desk
from assistant.events import Done, Event
from assistant.web.gate import Gate, Turned
from assistant.web.house import gates_of, house_of, reader_of
from assistant.web.metrics import Meter
from ingest.holdings.reader import Reader

_PING_S = 15.0
_EVENTS = "text/event-stream"
_log = logging.getLogger(__name__)
routes = APIRouter()
# Events that are made and not sent yet, None at their end. It needs no bound: an answer has one.
Made = asyncio.Queue[Event | None]


@routes.post("/v1/chat", response_model=None)
async def chat(body: ChatBody, request: Request) -> Response:
    """Answer a question about the news; `Accept: text/event-stream` streams it."""
    desk, gate = house_of(request).desk, gates_of(request).answers
    return Telling(body.as_question(), reader_of(request), desk, gate, request.app.state.meter)


class Telling(Response):
    """The answer to one question, made while it is sent.

    What keeps a question from being answered (no place, an unknown conversation) is raised before
    the response begins: later there is no status to tell it with.
    """

    def __init__(self, question: Question, reader: Reader, desk: Desk, gate: Gate, meter: Meter) -> None:
        super().__init__()
        self._asked = question, reader, desk
        self._gate = gate
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless the reader leaves before."""
        if _EVENTS in Headers(scope=scope).get("accept", ""):
            await _unless_left(receive, self._stream(send))
        else:
            await _unless_left(receive, self._whole(scope, receive, send))

    async def _whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._gate.place():
            finished = await whole(*self._asked)
        self._meter.count(finished)
        await JSONResponse(finished.as_json())(scope, receive, send)

    async def _stream(self, send: Send) -> None:
        made: Made = asyncio.Queue()
        making = asyncio.create_task(self._make(made))
        making.add_done_callback(lambda _: made.put_nowait(None))
        try:
            first = await made.get()
            if first is None:
                making.result()  # raises what kept it from its first event
            else:
                lines = _lines(first, made, making)
                await StreamingResponse(lines, media_type=_EVENTS).stream_response(send)
        finally:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)

    async def _make(self, made: Made) -> None:
        async with self._gate.place(), aclosing(answer(*self._asked)) as events:
            async for event in events:
                if isinstance(event, Done):
                    self._meter.count(event.answer)
                made.put_nowait(event)


async def _unless_left(receive: Receive, telling: Coroutine[None, None, None]) -> None:
    """Do all of it, or as much as is done when the reader leaves."""
    doing, leaving = asyncio.create_task(telling), asyncio.create_task(_left(receive))
    try:
        await asyncio.wait([doing, leaving], return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lines(first: Event, made: Made, making: "asyncio.Task[None]") -> AsyncGenerator[bytes, None]:
    """Write events as they are made, and a ping where none comes for long."""
    yield _line(first)
    while True:
        try:
            async with asyncio.timeout(_PING_S):
                event = await made.get()
        except TimeoutError:
            yield KEEPALIVE_COMMENT
            continue
        if event is None:
            break
        yield _line(event)
    if (error := making.exception()) is not None:
        yield _broken_off(error)


def _line(event: Event) -> bytes:
    data = json.dumps(event.as_json(), ensure_ascii=False)
    return format_sse_event(event=type(event).__name__.lower(), data_str=data)


def _broken_off(error: BaseException) -> bytes:
    fault: Json = {"code": "failed", "message": "something went wrong here; ask again"}
    if isinstance(error, Turned):
        fault = {"code": error.code, "message": str(error), "retry_after": error.retry_after_s}
    else:
        _log.error("an answer broke off", exc_info=error)
    return format_sse_event(event="error", data_str=json.dumps(fault))
