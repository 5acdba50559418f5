"""A web server on loopback that says what the test sets, down to the bytes.

Pages and feeds with validators, redirects, robots.txt and faults; every request is noted. Knows
nothing about news.
"""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came."""

    method: str
    path: str  # as it was sent: with the query, and with the host where a proxy was meant
    headers: dict[str, str]  # names in lower case
    at: float  # time.monotonic()
    to: str  # the address it was sent to


@dataclass(frozen=True, slots=True)
class Page:
    """What a route answers. With a validator, a request that brings the same one is answered with 304."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    etag: str | None = None
    modified: str | None = None  # the Last-Modified header
    headers: dict[str, str] = field(default_factory=dict)
    is_packed: bool = False  # with gzip
    delay_s: float = 0.0  # before the answer


Raw = Callable[[Request], Iterable[bytes]]  # all bytes of the answer, headers too, as they are to be sent
Route = Page | Raw | Callable[[Request], Page]


class Web:
    """The server; a context manager. Routes may be set at any time, also while it runs."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.requests: list[Request] = []
        self._address, self._tls = address, tls
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((address, port))
        self._listener.listen(128)
        self._ending = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The address of a route."""
        shown = host or (f"[{self._address}]" if ":" in self._address else self._address)
        return f"{'https' if self._tls else 'http'}://{shown}:{self.port}{path}"

    def page(self, path: str, body: str | bytes = b"", **more: object) -> str:
        """Set a route to a page, with the fields of Page; return its address."""
        data = body.encode() if isinstance(body, str) else body
        self.routes[path] = Page(data, **more)  # type: ignore[arg-type]  # fields of Page
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Set a route to send on elsewhere; return its address."""
        return self.page(path, status=status, headers={"Location": to})

    def raw(self, path: str, *parts: bytes) -> str:
        """Set a route to answer with exactly these bytes, headers and all; return its address."""
        self.routes[path] = lambda _: parts
        return self.url(path)

    def robots(self, text: str, **more: object) -> None:
        """Set robots.txt, which is 404 unless it is set."""
        self.page("/robots.txt", text, **({"type": "text/plain"} | more))

    def asked(self, path: str) -> list[Request]:
        """The requests for a path so far."""
        return [request for request in self.requests if request.path == path]

    def wait(self, seconds: float) -> bool:
        """Let time pass in a route; True where the server ends meanwhile."""
        return self._ending.wait(seconds)

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open.copy():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ending.is_set():
            with suppress(OSError):
                connection, _ = self._listener.accept()
                self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        self._open.add(connection)
        with suppress(OSError), connection:  # clients that leave are part of the plan
            whole = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            with whole:
                if request := _read(whole):
                    self.requests.append(request)
                    for part in self._answer(request):
                        whole.sendall(part)
                        if self._ending.is_set():
                            break

    def _answer(self, request: Request) -> Iterable[bytes]:
        route = self.routes.get(request.path) or self.routes.get("*") or Page(b"nothing here", status=404)
        answer = route(request) if callable(route) else route
        return self._sent(answer, request) if isinstance(answer, Page) else answer

    def _sent(self, page: Page, request: Request) -> Iterable[bytes]:
        self.wait(page.delay_s)
        known = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        is_known = page.etag is not None and page.etag == known[0]
        if not known[0]:
            is_known = page.modified is not None and page.modified == known[1]
        headers = {"ETag": page.etag, "Last-Modified": page.modified} | page.headers
        if is_known:
            yield _head(304, headers)
            return
        body = gzip.compress(page.body) if page.is_packed else page.body
        packing = {"Content-Encoding": "gzip"} if page.is_packed else {}
        yield _head(
            page.status, {"Content-Type": page.type, "Content-Length": str(len(body))} | packing | headers
        )
        yield body


def _read(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (part := connection.recv(65_536)):
            return None
        data += part
    lines = data.decode("latin-1").split("\r\n")
    method, path, _ = lines[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Request(method, path, headers, time.monotonic(), connection.getsockname()[0])


def _head(status: int, headers: dict[str, str | None]) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([f"HTTP/1.1 {status} So", *lines, "Connection: close", "", ""]).encode("latin-1")
