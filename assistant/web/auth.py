"""Who may ask: every address needs the access key or a session, except the few named here.

Knows headers, cookies and sessions; nothing about what stands behind an address.
"""

import asyncio
import hashlib
import secrets
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from itsdangerous import TimestampSigner
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.bodies import KeyBody
from assistant.conversation import Json
from assistant.keys import InForce, Keys
from assistant.web.limits import drained
from assistant.web.problems import problem, unusable
from ingest.errors import ArchiveUnusable

COOKIE = "citedesk_session"
SESSION_S = 30 * 24 * 3600
_PAGE = "/page/"  # the files of the page; they hold nothing of the archive
_OPEN = {"/": "GET", "/healthz": "GET", "/readyz": "GET", "/v1/session": "POST"}
_LACKING = (
    "this needs the access key: sign in on the page, or send it as Authorization: Bearer KEY; "
    "where it is lost, `python -m assistant keys renew` makes another"
)
_WRONG = (
    "that is not the access key; it was shown when the server first started, or is in CITEDESK_ACCESS_KEY"
)
_REFUSED: dict[int | str, dict[str, Any]] = {401: {"description": "Not the access key"}}  # as FastAPI has it
routes = APIRouter(prefix="/v1/session")


class Auth:
    """ASGI middleware: passes on only what needs no key or brings one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it with 401; with 503 where the archive cannot tell the key."""
        refusal = None if scope["type"] == "lifespan" else await _refusal(HTTPConnection(scope))
        if refusal is None:
            await self._app(scope, receive, send)
            return
        await drained(receive)
        await refusal(scope, receive, send)


@routes.post("", status_code=204, responses=_REFUSED)
def sign_in(body: KeyBody, request: Request) -> Response:
    """Begin a session of 30 days with the access key; the cookie is all that a browser then needs."""
    keys: Keys | None = request.app.state.keys
    reply = Response(status_code=204)
    if keys is None:
        return reply
    now = keys.now()
    if not now.fits(body.key or ""):
        return _unauthorized(_WRONG)
    session = _signer(now).sign(secrets.token_urlsafe(9)).decode()
    is_https = request.url.scheme == "https"  # also where a proxy of this network says so
    reply.set_cookie(COOKIE, session, SESSION_S, secure=is_https, httponly=True, samesite="lax")
    return reply


@routes.get("")
def session(request: Request) -> Json:
    """Tell whether this request is let in by a session, which can be ended."""
    keys: Keys | None = request.app.state.keys
    return {"signed_in": keys is not None and _is_session(request, keys.now())}


@routes.delete("", status_code=204)
def sign_out() -> Response:
    """End this browser's session."""
    reply = Response(status_code=204)
    reply.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return reply


async def _refusal(asking: HTTPConnection) -> JSONResponse | None:
    try:
        return None if await _may_pass(asking) else _unauthorized(_LACKING)
    except ArchiveUnusable as error:
        return unusable(error)


async def _may_pass(asking: HTTPConnection) -> bool:
    """Whether a request may go on: one that brings a key by that key alone, any other by its session."""
    keys: Keys | None = asking.app.state.keys
    if keys is None or _is_open(asking.scope):
        return True
    now = await asyncio.to_thread(keys.now)
    key = _bearer(asking)
    if key is None:
        return _is_session(asking, now)
    return now.fits(key) or _is_token(asking, key)


def _is_open(scope: Scope) -> bool:
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    path: str = scope["path"]
    return _OPEN.get(path) == method or (method == "GET" and path.startswith(_PAGE))


def _bearer(asking: HTTPConnection) -> str | None:
    """The key of the Authorization header; empty, which is no key, where there are several."""
    given = [value.split(" ", 1) for value in asking.headers.getlist("authorization")]
    found = [rest for scheme, *rest in given if scheme.lower() == "bearer"]
    if not found:
        return None
    return found[0][0].strip(" ") if len(given) == 1 and found[0] else ""


def _is_token(asking: HTTPConnection, key: str) -> bool:
    """Whether it is the token of server.json, which commands on this machine send."""
    house = asking.app.state.house
    return bool(house and house.token) and secrets.compare_digest(key.encode(), house.token.encode())


def _is_session(asking: HTTPConnection, now: InForce) -> bool:
    given = asking.cookies.get(COOKIE, "")
    return bool(now.secret) and _signer(now).validate(given, max_age=SESSION_S)


def _signer(now: InForce) -> TimestampSigner:
    return TimestampSigner(now.secret, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha256)


def _unauthorized(message: str) -> JSONResponse:
    reply = problem(401, "unauthorized", message)
    reply.headers["WWW-Authenticate"] = "Bearer"
    return reply
