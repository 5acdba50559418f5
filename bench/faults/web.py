"""B1 and B2: addresses that lead inside, and web servers that want to be read for ever.

Servers on loopback, in a network of their own for B1; nothing on the way out is needed.
"""

import gzip
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.faults.rows import Row
from tests.fakes.web import Request, Web
from tests.ingest.addresses import PUBLIC, PUBLIC_SIX

_REPOSITORY = Path(__file__).parents[2]
_OUTSIDE = {PUBLIC, PUBLIC_SIX}
_SECONDS, _KEPT, _GROWN_KB = 15, 5_000_000, 40_000
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
_BLOCK = bytes(65_536)


def measure(say: Callable[[str], object]) -> list[Row]:
    """Both rows; B1 is left out where no network of its own can be made."""
    rows = [] if (inside := _inside(say)) is None else [inside]
    return [*rows, _hostile(say)]


def _inside(say: Callable[[str], object]) -> Row | None:
    """B1: what was connected to for addresses, redirects, name servers and robots.txt that lead inside."""
    command = ["unshare", "-n" if os.geteuid() == 0 else "-rn", sys.executable, "-m", "tests.ingest.cut_off"]
    try:
        done = subprocess.run(
            command, cwd=_REPOSITORY, capture_output=True, text=True, check=True, timeout=300
        )
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"B1 is left out: no network of its own can be made here ({error})")
        return None
    report = json.loads(done.stdout)
    single, redirects, chains = report["addresses"], report["redirects"], report["chains"]
    tried = [*single.values(), *redirects, *chains, report["rebinding"], report["robots"]]
    wrong = [place for found in tried for place in found if place not in _OUTSIDE]
    seen = sum(place not in _OUTSIDE for place in report["open"])
    return Row(
        "B1",
        f"{len(single)} addresses, {len(redirects) + len(chains)} redirect chains, name servers that change",
        "0 connections to a non-public address (allowed, they are reached)",
        f"{len(wrong)} connections; {seen} where all is allowed",
        not wrong and seen >= 40,
        tuple(sorted(set(wrong))),
    )


def _hostile(say: Callable[[str], object]) -> Row:
    """B2: every misbehaving server, by a process whose time and memory are read."""
    with ExitStack() as stack:
        urls = {"a plain page": stack.enter_context(Web()).page("/", b"<p>plain</p>")}
        for name, route in _WAYS.items():
            web = stack.enter_context(Web())
            web.routes["*"] = route
            if name != "robots.txt at a byte a second":
                web.robots("", status=404)
            urls[name] = web.url("/0")
        command = [sys.executable, "-m", "bench.faults.errands", *urls.values()]
        done = subprocess.run(
            command, cwd=_REPOSITORY, capture_output=True, text=True, check=True, timeout=600
        )
    found = dict(zip(urls, map(json.loads, done.stdout.splitlines()), strict=True))
    for name, row in found.items():
        say(
            f"B2 {name}: {row['seconds']} s, +{row['grown_kb'] / 1000:.1f} MB, {row['reason'] or row['kept']}"
        )
    warm = found.pop("a plain page")
    bad = [name for name, row in found.items() if not _holds(row)]
    return Row(
        "B2",
        f"{len(found)} hostile web servers",
        "refused <= 15 s, <= 5 MB kept, memory +40 MB at most",
        f"longest {max(row['seconds'] for row in found.values())} s, most kept "
        f"{max(row['kept'] for row in found.values())} bytes, memory "
        f"+{max(row['grown_kb'] for row in found.values()) / 1000:.1f} MB at most",
        not bad and warm["kept"] > 0,
        tuple(bad),
    )


def _holds(row: dict[str, Any]) -> bool:
    is_refused = bool(row["reason"]) or row["kept"] <= _KEPT
    return is_refused and row["seconds"] <= _SECONDS and row["grown_kb"] <= _GROWN_KB


def _packed(size: int, wbits: int = 31) -> bytes:
    packer = zlib.compressobj(9, wbits=wbits)
    body = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000))
    return body + packer.flush()


def _raw(head: bytes, *parts: bytes) -> Callable[[Request], Iterable[bytes]]:
    return lambda _: (_HEAD + head + b"\r\n", *parts)


def _endless(start: bytes, part: bytes) -> Callable[[Request], Iterator[bytes]]:
    def send(_: Request) -> Iterator[bytes]:
        yield start
        while True:  # until the reader leaves
            yield part

    return send


def _dripping(start: bytes) -> Callable[[Request], Iterator[bytes]]:
    def send(_: Request) -> Iterator[bytes]:
        yield start
        while True:
            time.sleep(1)
            yield b"x"

    return send


def _next(request: Request) -> Iterable[bytes]:
    number = int(request.path[1:]) + 1
    return (b"HTTP/1.1 302 On\r\nConnection: close\r\nContent-Length: 0\r\nLocation: /%d\r\n\r\n" % number,)


_BOMB = _packed(300_000_000)
_WAYS: dict[str, Callable[[Request], Iterable[bytes]]] = {
    "300 MB in gzip": _raw(b"Content-Encoding: gzip\r\n", _BOMB),
    "300 MB in deflate": _raw(b"Content-Encoding: deflate\r\n", _packed(300_000_000, 15)),
    "gzip in gzip": _raw(b"Content-Encoding: gzip, gzip\r\n", gzip.compress(_BOMB)),
    "gzip in gzip, said once": _raw(b"Content-Encoding: gzip\r\n", gzip.compress(_BOMB)),
    "gzip of a million parts": _raw(b"Content-Encoding: gzip\r\n", gzip.compress(b"") * 1_000_000),
    "deflate that opens to nothing": _endless(
        _HEAD + b"Content-Encoding: deflate\r\n\r\n\x78\x9c", b"\x00\x00\x00\xff\xff" * 10_000
    ),
    "an endless body": _endless(_HEAD + b"\r\n", _BLOCK),
    "an endless body in chunks of a byte": _endless(
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000
    ),
    "a chunk header without end": _endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;x=", b"y" * 10_000),
    "a body at a byte a second": _dripping(_HEAD + b"\r\n"),
    "headers at a byte a second": _dripping(_HEAD + b"X: "),
    "robots.txt at a byte a second": _dripping(_HEAD + b"\r\n"),
    "nothing at all": _dripping(b""),
    "endless headers": _endless(_HEAD, b"X: y\r\n" * 1_000),
    "one endless header": _endless(_HEAD + b"X: ", b"y" * 10_000),
    "endless answers before the answer": _endless(b"", b"HTTP/1.1 103 Early\r\n\r\n" * 1_000),
    "a length that is too long": _raw(b"Content-Length: 1000\r\n", b"x"),
    "a length of 10^18": _raw(b"Content-Length: 1000000000000000000\r\n", b"x"),
    "a length that is too short": _raw(b"Content-Length: 3\r\n", b"abcdef"),
    "two lengths": _raw(b"Content-Length: 3\r\nContent-Length: 4\r\n", b"abcd"),
    "50 redirects": _next,
}
