"""Errors to words: every failure leaves the door as {error: {code, message, field?, value?}}."""

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import (
    BadValue,
    UnknownBriefing,
    UnknownConversation,
    UnknownDigest,
    UnknownEdition,
    UnknownMessage,
    UnknownWatch,
)
from assistant.web.gate import Turned
from ingest.article import clean
from ingest.errors import (
    ArchiveUnusable,
    BadField,
    IngestError,
    SourceUnreadable,
    TooLarge,
    UnknownArticle,
    UnknownFeed,
)

BODY_BYTES = 4_000_000
FILE_BYTES, FILES = 8_000_000, "/v1/files"
_SHOWN = 100  # letters of a bad value that are sent back
_log = logging.getLogger(__name__)

HEADERS = {  # of every reply
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
HINTS = {
    404: ("not_found", "there is nothing at this address; see /openapi.json"),
    413: ("too_large", f"the body may have {BODY_BYTES:,} bytes at most, a file {FILE_BYTES:,}; send less"),
    408: ("slow_body", "the body did not come in time; send all of it at once"),
    405: ("method_not_allowed", "this address does not take that method; see /openapi.json"),
}


class Starting(Exception):
    """The server is up, the index is not open yet."""


def problem(status: int, code: str, message: str, wait_s: int = 1, **more: object) -> JSONResponse:
    """Write an error as the machine interface has it; ``wait_s`` is told where it may be tried again."""
    shown = {name: clean(str(value))[:_SHOWN] for name, value in more.items() if value is not None}
    headers = {"Retry-After": str(wait_s)} if status in (429, 503) else None
    return JSONResponse({"error": {"code": code, "message": clean(message), **shown}}, status, headers)


def install(app: FastAPI) -> None:
    """Make every error of the app leave in our shape."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind, status, code in (
        (UnknownArticle, 404, "unknown_article"),
        (UnknownFeed, 404, "unknown_feed"),
        (UnknownBriefing, 404, "unknown_briefing"),
        (UnknownConversation, 404, "unknown_conversation"),
        (UnknownDigest, 404, "unknown_digest"),
        (UnknownEdition, 404, "unknown_edition"),
        (BadValue, 422, "bad_value"),
        (UnknownWatch, 404, "unknown_watch"),
        (UnknownMessage, 404, "unknown_message"),
        (TooLarge, 413, "too_large"),
        (SourceUnreadable, 422, "unreadable"),
        (Starting, 503, "starting"),
        (IngestError, 503, "index_unusable"),
    ):
        app.add_exception_handler(kind, _ours(status, code))
    app.add_exception_handler(ArchiveUnusable, _unusable)
    app.add_exception_handler(Turned, _turned)
    app.add_exception_handler(Exception, _unforeseen)


def _ours(status: int, code: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handler(_request: Request, error: Exception) -> Response:
        if isinstance(error, BadField):
            return problem(422, "bad_value", str(error), field=error.field, value=error.value)
        if isinstance(error, BadValue):
            return problem(422, code, str(error), field=error.name or None, value=error.value)
        return problem(status, code, str(error) or "the index is being opened; try again in a moment")

    return handler


def unusable(error: ArchiveUnusable) -> JSONResponse:
    """Write that the archive cannot be read or written."""
    return problem(503, "archive_unusable", str(error))


def turned_away(error: Turned) -> JSONResponse:
    """Write why something was not worked on."""
    return problem(503, error.code, str(error), error.retry_after_s)


async def _unusable(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ArchiveUnusable)  # noqa: S101  # it is installed for that alone
    return unusable(error)


async def _turned(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)  # noqa: S101  # it is installed for that alone
    return turned_away(error)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # it is installed for that alone
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(422, "bad_json", f"the body is not JSON: {first.get('ctx', {}).get('error', '')}")
    field = ".".join(str(part) for part in first["loc"] if part not in ("body", "query", "path"))
    message = first["msg"].removeprefix("Value error, ")
    value = None if first["type"] == "missing" or not field else first["input"]
    said = f"{message[:1].lower()}{message[1:]}"
    if field or first["type"] != "value_error":  # what is said of several fields names them itself
        said = f"{field or 'body'}: {said}"
    return problem(422, "bad_value", said, field=field or None, value=value)


async def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 400:  # FastAPI's word for a body it could not even read
        return problem(422, "bad_json", "the body is not JSON that can be read")
    code, message = HINTS.get(status, ("refused", "the request was refused"))
    return problem(status, code, message)


async def _unforeseen(request: Request, error: Exception) -> Response:
    # The words of an unforeseen error may hold what was asked: the log gets its kind and place.
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    reply = problem(500, "failed", "something went wrong here; the question was not lost: try again")
    reply.headers.update(HEADERS)  # it leaves outside of what adds them to every other reply
    return reply
