"""An answer or a briefing on its way to a reader: as a stream of events, or whole.

It is made in a task of its own and sent at its reader's pace, so a slow reader holds nobody up: the place
at the gate is free again once it is made.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing

from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from assistant.conversation import Json
from assistant.events import BriefingDone, Done, Event, made_by, name_of
from assistant.web.gate import Gate, Turned
from assistant.web.metrics import Meter

_PING_S = 15.0
_EVENTS = "text/event-stream"
_log = logging.getLogger(__name__)
# Events that are made and not sent yet, None at their end. It needs no bound: an answer has one.
Made = asyncio.Queue[Event | None]
Making = Callable[[], AsyncGenerator[Event, None]]


class Telling(Response):
    """One answer or briefing, made while it is sent.

    What keeps it from being made (no place, an unknown conversation) is raised before the response
    begins: later there is no status to tell it with.
    """

    def __init__(self, making: Making, gate: Gate, meter: Meter) -> None:
        """Send what ``making`` yields, whose last event is done."""
        super().__init__()
        self._making = making
        self._gate = gate
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, unless the reader leaves before."""
        if _EVENTS in Headers(scope=scope).get("accept", ""):
            await _unless_left(receive, self._stream(send))
        else:
            await _unless_left(receive, self._whole(scope, receive, send))

    async def _whole(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._gate.place(), aclosing(self._making()) as events:
            last = [event async for event in events][-1]
        if not isinstance(last, (Done, BriefingDone)):
            raise AssertionError("the last event is done")
        self._meter.count(last)
        await JSONResponse(made_by(last).as_json())(scope, receive, send)

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
        async with self._gate.place(), aclosing(self._making()) as events:
            async for event in events:
                if isinstance(event, (Done, BriefingDone)):
                    self._meter.count(event)
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
    return format_sse_event(event=name_of(event), data_str=data)


def _broken_off(error: BaseException) -> bytes:
    fault: Json = {"code": "failed", "message": "something went wrong here; ask again"}
    if isinstance(error, Turned):
        fault = {"code": error.code, "message": str(error), "retry_after": error.retry_after_s}
    else:
        _log.error("what was being made broke off", exc_info=error)
    return format_sse_event(event="error", data_str=json.dumps(fault))
