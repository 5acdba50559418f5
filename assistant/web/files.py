"""The route that takes files: each is read in a process of its own, and what it holds is kept here."""

from collections import Counter
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from assistant.bodies import FileFields
from assistant.bootstrap import House
from assistant.conversation import Json
from assistant.web.house import gates_of, house_of
from ingest import apart
from ingest.errors import SourceUnreadable
from ingest.outcome import STATUSES, keep_pieces
from ingest.read.piece import Piece
from ingest.read.text import Details

_BYTES = {"schema": {"type": "string", "format": "binary"}}
routes = APIRouter()


@routes.post(
    "/v1/files",
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}},
)
async def add(given: Annotated[FileFields, Query()], request: Request) -> Json:
    """Keep what a file holds; `results` says of each article what became of it, as JSON lines do."""
    house, details, data = house_of(request), given.details(), await request.body()
    async with gates_of(request).files.place():
        pieces = await to_thread.run_sync(_read, data, given.name, details, abandon_on_cancel=True)
    return await to_thread.run_sync(_kept, pieces, given.name, house)


def _read(data: bytes, name: str, details: Details) -> list[Piece]:
    try:
        return apart.read(data, name, details)
    except SourceUnreadable as error:
        return [Piece(reason=str(error))]


def _kept(pieces: list[Piece], name: str, house: House) -> Json:
    outcomes = list(keep_pieces(pieces, name, house.archive, house.cutter))
    counts = Counter(outcome.status for outcome in outcomes)
    return {
        "results": [outcome.as_json() for outcome in outcomes],
        **{status: counts[status] for status in STATUSES},
    }
