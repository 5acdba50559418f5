"""A chat model that says what a script tells it, over OpenAI's HTTP interface on a loopback socket.

Knows the wire format of chat completions; nothing about prompts or answers.
"""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self

_ERRORS = {
    400: ("invalid_request_error", "bad_request", "The request is not one this model takes."),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided: x."),
    404: ("invalid_request_error", "model_not_found", "The model does not exist."),
    429: ("rate_limit_exceeded", "rate_limit_exceeded", "Rate limit reached."),
    500: ("server_error", None, "The server had an error while processing your request."),
    503: ("server_error", None, "The engine is currently overloaded."),
}


@dataclass(frozen=True, slots=True)
class Script:
    """What the model does with one request. Chunks are counted without the opening one, which is empty."""

    text: str = ""
    chunk: int = 8  # letters a delta
    delay_s: float = 0.0  # before each delta but the first
    status: int = 200
    stall_before_first_s: float = 0.0  # before the first byte of the response
    stall_after_chunks: tuple[int, float] | None = None  # after so many deltas, for so many seconds
    cut_after_chunks: int | None = None  # drops the connection after so many deltas
    garbage: bytes | None = None  # sent as the whole body
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, Any] | None = None  # what it fills in where a request asks for structured output


class ClientLeft(Exception):
    """The client dropped the connection before the script ended."""


class Closing(Exception):
    """The server is being closed."""


class ScriptedModel:
    """The server; a context manager. Requests are answered by ``script``, which may be set at any time."""

    def __init__(self, script: Script | Callable[[dict[str, Any]], Script] | None = None) -> None:
        self.script = script or Script("Nothing to say.")
        self.requests: list[dict[str, Any]] = []
        self.closed_early: list[float] = []  # time.monotonic() of each client that left
        self.ending, self._end = socket.socketpair()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The base address clients are given."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.send(b"x")  # stays readable: every handler that waits wakes up
        self._server.shutdown()
        self._server.server_close()  # joins the handlers
        self._thread.join()
        self.ending.close()
        self._end.close()

    def script_for(self, request: dict[str, Any]) -> Script:
        """Note a request and say what to do with it."""
        self.requests.append(request)
        return self.script(request) if callable(self.script) else self.script


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128
    model: ScriptedModel

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave are part of the plan."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout: ClassVar[float] = 10  # of a client that connects and says nothing

    def do_POST(self) -> None:
        self.close_connection = True
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size)
        if len(body) < size:
            return  # the client left before it had asked
        request = json.loads(body or b"{}")
        if self.path != "/v1/chat/completions":
            self._send_whole(404, _error(404))
            return
        try:
            self._play(self.server.model.script_for(request), request)
        except (ClientLeft, BrokenPipeError, ConnectionResetError):
            self.server.model.closed_early.append(time.monotonic())
        except Closing:
            pass

    def do_GET(self) -> None:
        self.close_connection = True
        models = {"object": "list", "data": [{"id": "scripted", "object": "model", "owned_by": "tests"}]}
        self._send_whole(200, json.dumps(models).encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _play(self, script: Script, request: dict[str, Any]) -> None:
        self._wait(script.stall_before_first_s)
        if script.status != 200:
            self._send_whole(script.status, script.garbage or _error(script.status), script.headers)
        elif not request.get("stream"):
            self._send_whole(200, script.garbage or _completion(script, request), script.headers)
        else:
            self._stream(script, request)

    def _stream(self, script: Script, request: dict[str, Any]) -> None:
        self._head(
            200, {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"} | script.headers
        )
        if script.garbage is not None:
            self._write_chunk(script.garbage)
            self._write_chunk(b"")
            return
        self._write_event(_chunk(request, {"role": "assistant", "content": ""}))
        deltas = [script.text[n : n + script.chunk] for n in range(0, len(script.text), script.chunk)]
        for count, delta in enumerate([*deltas, None]):
            if script.cut_after_chunks == count:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            stall = script.stall_after_chunks
            self._wait(stall[1] if stall and stall[0] == count else 0)
            if delta is not None:
                self._wait(script.delay_s if count else 0)
                self._write_event(_chunk(request, {"content": delta}))
        for event in _last_events(script, request):
            self._write_event(event)
        self._write(_framed(b"data: [DONE]\n\n") + _framed(b""))

    def _wait(self, seconds: float) -> None:
        """Let time pass; raise as soon as the client leaves or the server closes."""
        ending, until = self.server.model.ending, time.monotonic() + seconds
        while True:
            remaining = max(0.0, until - time.monotonic())
            ready, _, _ = select.select([self.connection, ending], [], [], remaining)
            if ending in ready:
                raise Closing
            if self.connection in ready and self.connection.recv(1) == b"":
                raise ClientLeft
            if remaining == 0:
                return

    def _write_event(self, event: dict[str, Any]) -> None:
        self._write_chunk(b"data: " + json.dumps(event).encode() + b"\n\n")

    def _write_chunk(self, data: bytes) -> None:
        self._write(_framed(data))

    def _write(self, data: bytes) -> None:
        self._wait(0)
        self.wfile.write(data)
        self.wfile.flush()

    def _send_whole(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        plain = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        self._head(status, plain | (headers or {}))
        self._write(body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Connection": "close"}).items():
            self.send_header(name, value)
        self.end_headers()


def _framed(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _chunk(request: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _shared(request, "chat.completion.chunk") | {"choices": [choice]}


def _last_events(script: Script, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield _chunk(request, {}, "stop")
    if (request.get("stream_options") or {}).get("include_usage"):
        yield _shared(request, "chat.completion.chunk") | {"choices": [], "usage": _usage(script, request)}


def _completion(script: Script, request: dict[str, Any]) -> bytes:
    message, finish = _message(script, request)
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    whole = {"choices": [choice], "usage": _usage(script, request)}
    return json.dumps(_shared(request, "chat.completion") | whole).encode()


def _message(script: Script, request: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What is said; a form is JSON as the content or the arguments of a call, as the request wants it."""
    wants = (request.get("response_format") or {}).get("type")
    if script.form is not None and wants in ("json_schema", "json_object"):
        return {"role": "assistant", "content": json.dumps(script.form), "refusal": None}, "stop"
    if script.form is not None and request.get("tools"):
        called = {"name": request["tools"][0]["function"]["name"], "arguments": json.dumps(script.form)}
        calls = [{"id": "call-scripted", "type": "function", "function": called}]
        return {"role": "assistant", "content": None, "refusal": None, "tool_calls": calls}, "tool_calls"
    return {"role": "assistant", "content": script.text, "refusal": None}, "stop"


def _shared(request: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "id": "chatcmpl-scripted",
        "object": kind,
        "created": 1_767_225_600,
        "model": request.get("model", "scripted"),
        "system_fingerprint": None,
    }


def _usage(script: Script, request: dict[str, Any]) -> dict[str, int]:
    """Count four letters a token: enough for whoever adds up costs."""
    prompt, said = len(json.dumps(request.get("messages", []))) // 4, len(script.text) // 4
    return {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}


def _error(status: int) -> bytes:
    kind, code, message = _ERRORS.get(status, ("server_error", None, f"Status {status}."))
    return json.dumps({"error": {"message": message, "type": kind, "param": None, "code": code}}).encode()
