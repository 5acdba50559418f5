"""POST /v1/chat: one answer, as a stream of events or whole."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from assistant.answer import Desk, answer, whole
from assistant.bodies import ChatBody
from assistant.conversation import Done, Event, Question
from assistant.web.house import house_of, reader_of
from assistant.web.metrics import Meter
from ingest.reader import Reader

_PING_S = 15.0
_WATCH_S = 0.2  # how soon a reader who has left is noticed
_log = logging.getLogger(__name__)
routes = APIRouter()


@routes.post("/v1/chat", response_model=None)
async def chat(body: ChatBody, request: Request) -> Response:
    """Answer a question about the news; `Accept: text/event-stream` streams it."""
    desk, reader, question = house_of(request).desk, reader_of(request), body.as_question()
    if "text/event-stream" in request.headers.get("accept", ""):
        # An unknown conversation must be told before the stream begins: later there is no status.
        await desk.away(desk.memory.begin, question.conversation_id, reader)
        stream = _stream(question, reader, desk, request.app.state.meter)
        return StreamingResponse(stream, media_type="text/event-stream")
    return await _whole(question, reader, desk, request)


async def _whole(question: Question, reader: Reader, desk: Desk, request: Request) -> Response:
    """Answer in one piece; stop working when the reader has left."""
    working = asyncio.create_task(whole(question, reader, desk))
    while not working.done():
        await asyncio.wait([working], timeout=_WATCH_S)
        if not working.done() and await request.is_disconnected():
            working.cancel()
            return Response(status_code=499)
    finished = await working
    request.app.state.meter.count(finished)
    return JSONResponse(finished.as_json())


async def _stream(
    question: Question, reader: Reader, desk: Desk, meter: Meter
) -> AsyncGenerator[bytes, None]:
    """Write events as they come, and a ping where nothing comes for long."""
    try:
        async with aclosing(answer(question, reader, desk)) as events, aclosing(_pinged(events)) as pinged:
            async for event in pinged:
                if isinstance(event, Done):
                    meter.count(event.answer)
                yield KEEPALIVE_COMMENT if event is None else _line(event)
    except Exception:
        _log.exception("an answer broke off")
        fault = {"code": "failed", "message": "something went wrong here; ask again"}
        yield format_sse_event(event="error", data_str=json.dumps(fault))


async def _pinged(events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event | None, None]:
    """The events, with None for every 15 seconds in which none came."""
    coming: asyncio.Task[Event] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait([coming], timeout=_PING_S)
            if not done:
                yield None
                continue
            try:
                event = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield event
    finally:
        if coming:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)


def _line(event: Event) -> bytes:
    data = json.dumps(event.as_json(), ensure_ascii=False)
    return format_sse_event(event=type(event).__name__.lower(), data_str=data)
