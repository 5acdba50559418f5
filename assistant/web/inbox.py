"""The routes of the inbox: what came by itself, and that it was read."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request

from assistant.coming import inbox
from assistant.conversation import Json
from assistant.web.house import house_of, reader_of

routes = APIRouter()


@routes.get("/v1/inbox")
def messages(request: Request) -> Json:
    """List what came to this reader, the latest first, and how much of it is unread."""
    came = inbox.messages(reader_of(request), house_of(request).archive)
    unread = sum(not each.is_read for each in came)
    return {"messages": [each.as_json() for each in came], "unread": unread}


@routes.post("/v1/inbox/{key}/read")
def read(key: str, request: Request) -> Json:
    """Note that a message was read."""
    inbox.read(key, reader_of(request), house_of(request).archive, datetime.now(UTC))
    return {"read": key}
