"""POST /v1/chat: one answer, as a stream of events or whole."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.answer import answer
from assistant.bodies import ChatBody
from assistant.web.house import gates_of, house_of, reader_of
from assistant.web.telling import Telling

routes = APIRouter()


@routes.post("/v1/chat", response_model=None)
async def chat(body: ChatBody, request: Request) -> Response:
    """Answer a question about the news; `Accept: text/event-stream` streams it."""
    making = partial(answer, body.as_question(), reader_of(request), house_of(request).desk)
    return Telling(making, gates_of(request).answers, request.app.state.meter)
