"""The routes of digests: add, list, change and remove them, read their editions, approve or refuse one."""

from fastapi import APIRouter, Request

from assistant.coming.digest_bodies import ApprovalBody, DigestBody, DigestChange
from assistant.coming.digest_desk import DigestDesk
from assistant.coming.digests import now
from assistant.conversation import Json
from assistant.web.house import house_of, reader_of

routes = APIRouter(prefix="/v1/digests")


@routes.get("")
def listing(request: Request) -> Json:
    """List this reader's digests, the oldest first, each with when it comes next."""
    return _desk(request).digests(now())


@routes.post("")
def add(body: DigestBody, request: Request) -> Json:
    """Have briefings come by themselves; without topics, on the top stories."""
    return _desk(request).add(body, now())


@routes.patch("/{digest_id}")
def change(digest_id: str, body: DigestChange, request: Request) -> Json:
    """Change, pause or resume a digest; what was due meanwhile is not made up for."""
    return _desk(request).change(digest_id, body, now())


@routes.delete("/{digest_id}")
def remove(digest_id: str, request: Request) -> Json:
    """Delete a digest with its editions; what of it was not sent is never sent."""
    return _desk(request).remove(digest_id)


@routes.get("/{digest_id}/editions")
def editions(digest_id: str, request: Request) -> Json:
    """List the editions of a digest, the newest first."""
    return _desk(request).editions(digest_id)


@routes.get("/{digest_id}/editions/{date}")
def edition(digest_id: str, date: str, request: Request) -> Json:
    """Read an edition with its briefings, as it is sent."""
    return _desk(request).edition(digest_id, date)


@routes.post("/{digest_id}/editions/{date}/approve")
def approve(digest_id: str, date: str, request: Request, body: ApprovalBody | None = None) -> Json:
    """Send an edition that waits, with the points chosen; without any, whole."""
    return _desk(request).approve(digest_id, date, body or ApprovalBody(), now())


@routes.post("/{digest_id}/editions/{date}/refuse")
def refuse(digest_id: str, date: str, request: Request) -> Json:
    """Never send an edition that waits; what it told counts as told to nobody."""
    return _desk(request).refuse(digest_id, date, now())


def _desk(request: Request) -> DigestDesk:
    house = house_of(request)
    return DigestDesk(house.archive, house.channels, reader_of(request))
