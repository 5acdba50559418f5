"""What every request passes first: size and pace of its body, host, origin; and the headers of replies."""

import asyncio
import ipaddress
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import BODY_BYTES, FILE_BYTES, FILES, HEADERS, HINTS, problem

BODY_S = 10.0  # for the whole of a body: whoever sends one holds a place on the way to a gate
_FILE_TIMES = 6  # as long for a file
_DRAINED_BYTES = 5 * BODY_BYTES


class Limits:
    """ASGI middleware: refuses what is too large, comes too slowly or comes from another site."""

    def __init__(self, app: ASGIApp, body_s: float = BODY_S) -> None:
        """Give each request ``body_s`` to send its body."""
        self._app = app
        self._body_s = body_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, times = (FILE_BYTES, _FILE_TIMES) if scope["path"] == FILES else (BODY_BYTES, 1)
        body = _Body(receive, times * self._body_s, most)
        send = _with_headers(send, body)
        headers = Headers(scope=scope)
        if fault := _foreign(scope, headers):
            await problem(403, "other_site", fault)(scope, receive, send)
            return
        if int(headers.get("content-length") or 0) > most:
            await drained(body.in_time)
            code, message = HINTS[413]
            await problem(413, code, message)(scope, receive, send)
            return
        await self._app(scope, body.capped, send)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _foreign(scope: Scope, headers: Headers) -> str | None:
    """Say what makes a request that of another site, if it is one."""
    # Where no key is asked for, a page of another site may point a name of its own at loopback.
    if scope["app"].state.keys is None and not is_loopback(_host(headers)):
        return (
            "without an access key only pages and programs of this machine may ask here, and by the name "
            "localhost; set CITEDESK_ACCESS_KEY to be asked by others"
        )
    if not _is_ours(scope, headers) and not _is_link_to_page(scope, headers):
        return "a page of another site may not ask here"
    return None


def _host(headers: Headers) -> str:
    given = headers.get("host", "").lower()
    name, colon, port = given.rpartition(":")
    return (name if colon and port.isdigit() else given).removeprefix("[").removesuffix("]")


def _is_ours(scope: Scope, headers: Headers) -> bool:
    """Whether our own page asks, or a program, as far as a browser tells.

    Browsers say it in Sec-Fetch-Site on https and loopback; elsewhere, and old ones, name the Origin
    of whatever could change something.
    """
    if site := headers.get("sec-fetch-site"):
        return site in ("none", "same-origin")
    origin = headers.get("origin")
    if origin is None or scope["method"] in ("GET", "HEAD"):
        return True
    return origin.lower().partition("://")[2] == headers.get("host", "").lower()


def _is_link_to_page(scope: Scope, headers: Headers) -> bool:
    """Whether somebody follows a link: the page itself holds nothing, and the site sees nothing of it."""
    return scope["method"] == "GET" and scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate"


class _Body:
    """What a request sends after its headers, bounded in size and in time."""

    def __init__(self, receive: Receive, seconds: float, most: int) -> None:
        self.is_slow = False
        self._most = most
        self._receive = receive
        self._end = asyncio.get_running_loop().time() + seconds
        self._is_read = False
        self._size = 0

    async def in_time(self) -> Message:
        """Receive what comes next; raises 408 when the body is not there in time."""
        try:
            async with asyncio.timeout_at(None if self._is_read else self._end):
                message = await self._receive()
        except TimeoutError as error:
            self.is_slow = True
            raise HTTPException(408) from error
        # Whoever receives on after the body waits for the reader to leave, however long that takes.
        self._is_read = not message.get("more_body", False)
        return message

    async def capped(self) -> Message:
        """Receive what comes next; raises 408 as ``in_time`` does, and 413 when it is too much."""
        message = await self.in_time()
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            await drained(self.in_time)
            raise HTTPException(413)
        return message


async def drained(receive: Receive) -> None:
    """Read on a little: a client that is cut off while it sends never sees the refusal."""
    read = 0
    with suppress(HTTPException):  # it sends too much, or too slowly
        while read < _DRAINED_BYTES:
            message = await receive()
            read += len(message.get("body", b""))
            if not message.get("more_body", False):
                return


def _with_headers(send: Send, body: _Body) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if body.is_slow:
                headers["Connection"] = "close"  # what comes of the body later is nobody's next request
        await send(message)

    return sending
