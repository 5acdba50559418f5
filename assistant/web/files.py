"""The route that takes files: each is read in a process of its own, and what it holds is kept here."""

from collections import Counter
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.bodies import When
from assistant.bootstrap import House
from assistant.conversation import Json
from assistant.web.house import gates_of, house_of
from ingest.article import Clean
from ingest.errors import BadField, SourceUnreadable
from ingest.holdings.rights import checked
from ingest.outcome import STATUSES, keep_pieces
from ingest.read import apart
from ingest.read.lines import address, embargo
from ingest.read.piece import Piece
from ingest.read.text import Details
from ingest.times import moment

_BYTES = {"schema": {"type": "string", "format": "binary"}}
routes = APIRouter()


class FileFields(BaseModel):
    """POST /v1/files, beside the file: its name, and what it does not say itself."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Clean, StringConstraints(min_length=1, max_length=255)]
    title: Annotated[Clean, StringConstraints(max_length=1_000)] | None = None
    outlet: Annotated[Clean, StringConstraints(max_length=200)] | None = None
    url: Annotated[Clean, StringConstraints(max_length=2_000)] | None = None
    published_at: When | None = None
    collection: Annotated[Clean, StringConstraints(min_length=1, max_length=100)] | None = None
    rights: Annotated[Clean, StringConstraints(max_length=16)] | None = None
    embargo_until: When | None = None

    def details(self) -> Details:
        """What is said of it; raises BadField."""
        if self.url and self.name.lower().endswith(".jsonl"):
            raise BadField("url", self.url, "names one article: leave it to the lines of the file")
        at, is_day = moment(self.published_at) if self.published_at else (None, False)
        return Details(
            self.title or None,
            self.outlet or None,
            address(self.url),
            at,
            is_day,
            self.collection or "news",
            rights=checked(self.rights) if self.rights else None,
            embargo_until=embargo(self.embargo_until),
        )


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
