"""The routes for commands beside the server: they hold the token of server.json."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from starlette.exceptions import HTTPException

from assistant.conversation import Json
from assistant.web.gate import Restarting
from assistant.web.house import gates_of, house_of
from ingest.care import doctor
from ingest.holdings import catalogue
from ingest.holdings.reader import EVERYTHING, Window


@dataclass(slots=True)
class _Work:
    """How far something long is."""

    done: int = 0
    total: int = 0


def _is_ours(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    token = house_of(request).token
    if not token or not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        raise HTTPException(404)


routes = APIRouter(prefix="/internal", dependencies=[Depends(_is_ours)], include_in_schema=False)


@routes.get("/progress")
def progress(request: Request) -> Json:
    """Tell how far the index is behind the archive."""
    house = house_of(request)
    now, words_only = house.index.progress(), house.embedder is None
    is_current = now.words_are_current if words_only else now.is_current
    return {
        "is_current": is_current,
        "words_only": words_only,
        "waiting": now.waiting,
        "vectors_seq": now.vectors_seq,
    }


@routes.get("/work")
def work(request: Request) -> Json:
    """Tell how far the doctor or the building of the index is; both 0 where neither is at work."""
    now: _Work = getattr(request.app.state, "work", _Work())
    return {"done": now.done, "total": now.total}


@routes.post("/doctor")
def examine(request: Request) -> Json:
    """Hold the index against the archive and mend it; raises Restarting between pages once stopped."""
    house = house_of(request)
    total = catalogue.count_passages(house.archive, EVERYTHING, Window())
    report = doctor.examine(house.index, house.follower.guard, _told(request, total))
    return report.as_json() | {"words_only": house.embedder is None}


@routes.post("/reindex")
def reindex(request: Request) -> Json:
    """Build both indexes again from the archive; raises Restarting between slices once stopped.

    What is built by then is kept: the next start goes on from there.
    """
    house = house_of(request)
    with house.follower.guard:
        house.index.rebuild(_told(request, 2 * house.archive.last_seq()))  # into the words, the vectors
        return {"passages": house.index.words.count()}


def _told(request: Request, total: int) -> Callable[[int], None]:
    """Note each step for whoever asks how far it is; raises Restarting once the server is stopped."""
    gates = gates_of(request)
    now = request.app.state.work = _Work(total=total)

    def look(done: int) -> None:
        now.done += done
        if gates.are_closed:
            raise Restarting

    return look
