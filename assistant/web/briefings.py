"""The routes of briefings: make one, list them, read one back, draw it, take it along, forget it."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant import pictures
from assistant.bodies import BriefBody
from assistant.brief import brief
from assistant.briefing_text import markdown
from assistant.conversation import Json
from assistant.web.house import gates_of, house_of, reader_of
from assistant.web.telling import Telling

_SVG = "image/svg+xml"
routes = APIRouter()


@routes.post("/v1/briefings", response_model=None)
async def make(body: BriefBody, request: Request) -> Response:
    """Brief on a topic, or on the top stories; `Accept: text/event-stream` streams it."""
    making = partial(brief, body.as_order(), reader_of(request), house_of(request).desk)
    return Telling(making, gates_of(request).briefings, request.app.state.meter)


@routes.get("/v1/briefings")
def recent(request: Request) -> Json:
    """List this reader's briefings, the latest first."""
    kept = house_of(request).desk.briefings.recent(reader_of(request))
    return {"briefings": [each.as_json() for each in kept]}


@routes.get("/v1/briefings/{briefing_id}")
def briefing(briefing_id: str, request: Request) -> Json:
    """Read a briefing back, each citation with the state of its article now."""
    return house_of(request).desk.briefings.briefing(briefing_id, reader_of(request))


@routes.get("/v1/briefings/{briefing_id}/timeline.svg", response_class=Response)
def timeline(briefing_id: str, request: Request) -> Response:
    """Draw when things happened."""
    return Response(pictures.timeline(briefing(briefing_id, request)), media_type=_SVG)


@routes.get("/v1/briefings/{briefing_id}/coverage.svg", response_class=Response)
def coverage(briefing_id: str, request: Request) -> Response:
    """Draw of which days its articles are."""
    return Response(pictures.coverage(briefing(briefing_id, request)), media_type=_SVG)


@routes.get("/v1/briefings/{briefing_id}/briefing.md", response_class=Response)
def note(briefing_id: str, request: Request) -> Response:
    """Take a briefing along as Markdown."""
    saved = {"Content-Disposition": 'attachment; filename="briefing.md"'}
    return Response(markdown(briefing(briefing_id, request)), headers=saved, media_type="text/markdown")


@routes.delete("/v1/briefings/{briefing_id}")
def forget(briefing_id: str, request: Request) -> Json:
    """Delete a briefing, and with the last one on its topic what was told of it."""
    house_of(request).desk.briefings.forget(briefing_id, reader_of(request))
    return {"removed": briefing_id}
