"""Readers of a running server, over sockets of their own: paced, all at once, silent, or one after the other.

Knows HTTP as far as it takes to time it; runs in a process of its own, so that asking costs the
server nothing but the asking. Each function here returns plain figures.
"""

import asyncio
import json
import random
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

import uvloop

_LONGEST_LINE = 4_000_000  # bytes; an event is one line
_PROBE_S = 0.1
_PATIENCE_S = 120.0  # after which a reader counts as left alone
_HEAD = (
    "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/event-stream\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader got, in seconds after the question."""

    status: int  # of HTTP; 0 without one
    ended: str  # "done", "error", or "cut" where neither came
    retry_after: str | None
    answered_s: float  # to the status
    sources_s: float | None
    total_s: float
    mode: str | None  # of the answer


@dataclass(frozen=True, slots=True)
class Heard:
    """What all readers of a run got, and how long the server took to say that it lives meanwhile."""

    told: list[Told]
    alive_s: list[float]


def paced(url: str, questions: list[str], readers: int, every_s: float, seconds: float) -> Heard:
    """Let each reader ask every so many seconds, begun at a moment of their own."""

    async def run() -> Heard:
        begins = random.Random(1)  # noqa: S311  # the same moments in every run
        turns = cycle(questions)
        probing = asyncio.create_task(_probed(url))
        told = await asyncio.gather(
            *(_reader(url, turns, begins.uniform(0, every_s), every_s, seconds) for _ in range(readers))
        )
        probing.cancel()
        return Heard([one for each in told for one in each], await probing)

    return uvloop.run(run())


def at_once(url: str, questions: list[str], readers: int) -> list[Told]:
    """Let all connect, then ask in the same moment."""

    async def run() -> list[Told]:
        lines = [await _connected(url) for _ in range(readers)]
        each = enumerate(lines)
        return await asyncio.gather(*(_told(line, url, questions[n % len(questions)]) for n, line in each))

    return uvloop.run(run())


def beside_silent(
    url: str, questions: list[str], silent: int, readers: int, every_s: float, seconds: float
) -> Heard:
    """Pace readers beside others who have asked and never read."""
    sockets = [_silent(url, questions[n % len(questions)]) for n in range(silent)]
    time.sleep(every_s)  # their answers have been made by now
    try:
        return paced(url, questions, readers, every_s, seconds)
    finally:
        for each in sockets:
            each.close()


def in_turn(url: str, questions: list[str], count: int, side_by_side: int) -> list[Told]:
    """Ask so many questions, the next as soon as one is answered."""
    numbers = iter(range(count))

    async def worker() -> list[Told]:
        return [await ask(url, questions[n % len(questions)]) for n in numbers]

    async def run() -> list[Told]:
        told = await asyncio.gather(*(worker() for _ in range(side_by_side)))
        return [one for each in told for one in each]

    return uvloop.run(run())


async def ask(url: str, question: str) -> Told:
    """Ask one question and read its stream to the end."""
    began = time.perf_counter()
    try:
        line = await _connected(url)
    except OSError:
        return Told(0, "cut", None, time.perf_counter() - began, None, time.perf_counter() - began, None)
    return await _told(line, url, question)


async def _told(line: Line, url: str, question: str) -> Told:
    began = time.perf_counter()
    seen: dict[str, float] = {}
    head: list[str] = []
    mode = None
    try:
        async with asyncio.timeout(_PATIENCE_S):
            async for text in _lines(line, _request(url, "POST", "/v1/chat", {"question": question})):
                at = time.perf_counter() - began
                seen.setdefault("answered", at)
                if text.startswith("event: "):
                    seen.setdefault(text[7:], at)
                elif text.startswith('data: {"answer"'):
                    mode = json.loads(text[6:])["answer"]["mode"]
                elif not seen.keys() - {"answered"}:
                    head.append(text)
    except (OSError, TimeoutError):
        pass
    status = int(head[0].split()[1]) if head else 0
    wait = next((text.split(": ")[1] for text in head if text.lower().startswith("retry-after: ")), None)
    ended = next((name for name in ("done", "error") if name in seen), "cut")
    total = time.perf_counter() - began
    return Told(status, ended, wait, seen.get("answered", total), seen.get("sources"), total, mode)


async def _reader(
    url: str, questions: Iterator[str], first_s: float, every_s: float, seconds: float
) -> list[Told]:
    told: list[Told] = []
    began = time.monotonic()
    next_s = first_s
    while next_s < seconds:
        await asyncio.sleep(max(0.0, began + next_s - time.monotonic()))
        told.append(await ask(url, next(questions)))
        next_s += every_s
    return told


async def _probed(url: str) -> list[float]:
    """Ask whether the server lives until cancelled."""
    taken: list[float] = []
    try:
        while True:
            began = time.perf_counter()
            async for _ in _lines(await _connected(url), _request(url, "GET", "/healthz", None)):
                pass
            taken.append(time.perf_counter() - began)
            await asyncio.sleep(_PROBE_S)
    except (asyncio.CancelledError, OSError):
        return taken


async def _connected(url: str) -> Line:
    address = urlsplit(url)
    return await asyncio.open_connection(address.hostname, address.port, limit=_LONGEST_LINE)


async def _lines(line: Line, request: bytes) -> AsyncIterator[str]:
    """Send one request; yield the lines of its response as they come."""
    reader, writer = line
    try:
        writer.write(request)
        async for text in reader:
            yield text.decode(errors="replace").rstrip("\r\n")
    finally:
        writer.close()


def _silent(url: str, question: str) -> socket.socket:
    address = urlsplit(url)
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    opened.connect((address.hostname, address.port))
    opened.sendall(_request(url, "POST", "/v1/chat", {"question": question}))
    return opened


def _request(url: str, method: str, path: str, body: object) -> bytes:
    data = b"" if body is None else json.dumps(body).encode()
    host = urlsplit(url).netloc
    return _HEAD.format(method=method, path=path, host=host, length=len(data)).encode() + data
