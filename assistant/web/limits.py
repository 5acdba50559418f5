"""What every request passes first: size, host, origin; and the headers of replies."""

import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import BODY_BYTES, HINTS, problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_DRAINED_BYTES = 5 * BODY_BYTES


class Limits:
    """ASGI middleware: refuses what is too large or comes from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = _with_headers(send)
        headers = Headers(scope=scope)
        if fault := _foreign(scope, headers):
            await problem(403, "other_site", fault)(scope, receive, send)
            return
        if int(headers.get("content-length") or 0) > BODY_BYTES:
            await drained(receive)
            code, message = HINTS[413]
            await problem(413, code, message)(scope, receive, send)
            return
        await self._app(scope, _capped(receive), send)


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


def _capped(receive: Receive) -> Receive:
    read = 0

    async def capped() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > BODY_BYTES:
            await drained(receive)
            raise HTTPException(413)
        return message

    return capped


async def drained(receive: Receive) -> None:
    """Read on a little: a client that is cut off while it sends never sees the refusal."""
    read = 0
    while read < _DRAINED_BYTES:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
