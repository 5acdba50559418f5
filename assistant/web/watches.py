"""The routes of watches: list them, watch something, change a watch, watch it no more."""

from dataclasses import replace
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from assistant.coming.watches import Watch, Watches
from assistant.coming.ways import checked
from assistant.coming.wishes import WatchBody, WatchChange
from assistant.conversation import Json
from assistant.web.house import house_of, reader_of

routes = APIRouter()


@routes.get("/v1/watches")
def listing(request: Request) -> Json:
    """List what this reader watches, the oldest first."""
    held = Watches(house_of(request).archive)
    return {"watches": [_row(each, held) for each in held.of(reader_of(request))]}


@routes.post("/v1/watches")
def watch(body: WatchBody, request: Request) -> Json:
    """Watch a question or topic: who watches is told of news of it that comes from now on."""
    held = Watches(house_of(request).archive)
    begun = _reachable(body.as_watch(reader_of(request)), request)
    return _row(held.add(begun, datetime.now(UTC)), held)


@routes.patch("/v1/watches/{watch_id}")
def change(watch_id: str, body: WatchChange, request: Request) -> Json:
    """Change a watch, pause it, or go on with it; what is not given stays."""
    held, reader = Watches(house_of(request).archive), reader_of(request)
    before = held.watch(watch_id, reader)
    try:
        changed = body.over(before)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    return _row(held.change(_reachable(changed, request), reader, datetime.now(UTC)), held)


@routes.delete("/v1/watches/{watch_id}")
def remove(watch_id: str, request: Request) -> Json:
    """Watch something no more; its alerts go too."""
    Watches(house_of(request).archive).remove(watch_id, reader_of(request))
    return {"removed": watch_id}


def _reachable(watch: Watch, request: Request) -> Watch:
    """The same with its address as its channel keeps it; raises BadValue where nothing can be sent there."""
    address = checked(house_of(request).channels, watch.channel, watch.address)
    return replace(watch, address=address)


def _row(watch: Watch, held: Watches) -> Json:
    return watch.as_json(held.alerts(watch.id))
