"""The routes of conversations: list, read back, rename, forget."""

from fastapi import APIRouter, Request

from assistant.bodies import TitleBody
from assistant.conversation import Json
from assistant.web.house import house_of, reader_of

routes = APIRouter()


@routes.get("/v1/conversations")
def recent(request: Request) -> Json:
    """List this reader's conversations, the latest first."""
    found = house_of(request).desk.memory.recent(reader_of(request))
    return {"conversations": [conversation.as_json() for conversation in found]}


@routes.get("/v1/conversations/{conversation_id}")
def conversation(conversation_id: str, request: Request) -> Json:
    """Read a conversation back, each citation with the state of its article now."""
    memory, reader = house_of(request).desk.memory, reader_of(request)
    held = memory.conversation(conversation_id, reader)
    turns = [{"question": turn.question, "answer": turn.answer} for turn in memory.turns(held.id, reader)]
    return {**held.as_json(), "turns": turns}


@routes.patch("/v1/conversations/{conversation_id}")
def rename(conversation_id: str, body: TitleBody, request: Request) -> Json:
    """Give a conversation another title."""
    memory = house_of(request).desk.memory
    return memory.rename(conversation_id, body.title.strip(), reader_of(request)).as_json()


@routes.delete("/v1/conversations/{conversation_id}")
def forget(conversation_id: str, request: Request) -> Json:
    """Delete a conversation with its answers."""
    house_of(request).desk.memory.forget(conversation_id, reader_of(request))
    return {"removed": conversation_id}
