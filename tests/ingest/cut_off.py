"""Run every hostile address against the fetcher in a network of its own, where every number is us.

``unshare -n python -m tests.ingest.cut_off`` prints as JSON what was connected to. All addresses lead to
one server there, so that a missed case would be answered, and counted.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from copy import copy
from functools import cache
from itertools import cycle
from typing import Any

from ingest.errors import FetchFailed
from ingest.fetch import Fetcher
from ingest.settings import FetchSettings
from ingest.web.robots import Book
from tests.fakes.web import Page, Request, Web
from tests.ingest.addresses import INSIDE, NAMES, PUBLIC, PUBLIC_SIX

_ROUTES = (
    "link set lo up",
    "route add local 0.0.0.0/0 dev lo",
    "-6 route add local ::/0 dev lo",
)
# With 10.2.0.0/16 and inside.example (10.0.0.7) allowed: straight, by a public site, and beside them.
_HOUSE = (
    "http://10.2.0.1/",
    "http://inside.example:25/",
    "http://news.example/house",
    "http://10.3.0.1/",
    "http://10.0.0.7/",
)
connected: list[str] = []  # every address that a connection was tried to


def main() -> None:
    """Make the network, try every address, print what happened."""
    for route in _ROUTES:
        subprocess.run(["ip", *route.split()], check=True)
    sys.addaudithook(_note)
    with ExitStack() as stack:
        webs = [stack.enter_context(Web("::", port)) for port in (80, 443, 22, 25, 8000)]
        for web in webs:
            web.routes["*"] = _answer
        report = _tried()
    print(json.dumps(report))


def _tried() -> dict[str, Any]:
    """What was connected to for each attack, and for what must be let through."""
    open_to_all = Fetcher(
        FetchSettings(fetch_allow="0.0.0.0/0,::/0"), pause_s=0, errand_s=1, resolve=_resolve
    )
    hosts = (PUBLIC, f"[{PUBLIC_SIX}]", "news.example")
    return {
        "public": [_reached(_fetcher(), f"http://{host}/") for host in hosts],
        "open": [place for url in INSIDE for place in _reached(open_to_all, url)],
        "addresses": {url: _reached(_fetcher(), url) for url in INSIDE},
        "redirects": [_reached(_fetcher(), f"http://news.example/to?{n}") for n in range(len(INSIDE))],
        "chains": [_reached(_fetcher(), f"http://news.example/chain?{n}") for n in range(12)],
        "house": [_reached(_allowing(), url) for url in _HOUSE],
        "rebinding": _rebound(),
        "robots": _robots(),
    }


def _fetcher() -> Fetcher:
    """One that remembers nothing; certificates, which take their time, are read once."""
    door = copy(_first())
    door._book = Book()
    return door


@cache
def _first() -> Fetcher:
    return Fetcher(FetchSettings(), pause_s=0, errand_s=1, resolve=_resolve)


def _allowing() -> Fetcher:
    settings = FetchSettings(fetch_allow="10.2.0.0/16,inside.example")
    return Fetcher(settings, pause_s=0, errand_s=1, resolve=_resolve)


def _rebound() -> list[str]:
    """A name that is public at first and inside with the next look, from whichever look on."""
    reached: list[str] = []
    for first in range(1, 6):
        answers = _changing(first)
        fetcher = Fetcher(FetchSettings(), pause_s=0, errand_s=1, resolve=lambda *_, told=answers: next(told))  # type: ignore[misc]
        for _ in range(4):
            reached += _reached(fetcher, "http://rebind.example/")
    swinging = cycle([[PUBLIC], ["127.0.0.1"]])
    fetcher = Fetcher(FetchSettings(), pause_s=0, errand_s=1, resolve=lambda *_: next(swinging))
    for _ in range(6):
        reached += _reached(fetcher, "http://swing.example/")
    return reached


def _changing(first: int) -> Iterator[list[str]]:
    for _ in range(first):
        yield [PUBLIC]
    while True:
        yield ["127.0.0.1"]


def _robots() -> list[str]:
    """robots.txt leads inside too."""
    names = {f"robots{n}.example": [PUBLIC] for n in range(len(INSIDE))}
    fetcher = Fetcher(
        FetchSettings(),
        pause_s=0,
        errand_s=1,
        resolve=lambda name, port: names.get(name) or _resolve(name, port),
    )
    return [place for name in names for place in _reached(fetcher, f"http://{name}/")]


def _reached(fetcher: Fetcher, url: str) -> list[str]:
    """The addresses that were connected to for a URL."""
    del connected[:]
    with suppress(FetchFailed):
        fetcher.get(url)
    return list(connected)


def _answer(request: Request) -> Page:
    """What our server says: it leads inside in every way there is."""
    host = request.headers.get("host", "")
    path, _, number = request.path.partition("?")
    if path == "/robots.txt" and host.startswith("robots"):
        inside = INSIDE[int(host.removeprefix("robots").partition(".")[0])]
        return Page(status=302, headers={"Location": _sendable(inside)})
    if path == "/robots.txt":
        return Page(status=404)
    if path == "/to":
        return Page(status=302, headers={"Location": _sendable(INSIDE[int(number.partition("#")[0])])})
    if path == "/house":
        return Page(status=302, headers={"Location": "http://10.2.0.1/"})
    if path == "/chain":
        return _hop(int(number))
    return Page(b"served")


def _hop(number: int) -> Page:
    """Chains of one to nine steps outside, then a step inside; one that leads by a name that is inside."""
    if number % 100 >= 12:
        return Page(status=302, headers={"Location": "http://inside.example/secret"})
    left = number // 100
    if left >= number % 100:
        return Page(status=307, headers={"Location": _sendable(INSIDE[number % 100])})
    return Page(status=301, headers={"Location": f"/chain?{number + 100}"})


def _sendable(url: str) -> str:
    """As a header can carry it: UTF-8, without what ends a line."""
    cleaned = url.replace("\n", "").replace("\x00", "")[:7_000]
    return cleaned.encode("utf-8", "surrogatepass").decode("latin-1")


def _resolve(name: str, port: int) -> list[str]:
    """What is no name of ours the system may read as a number, as it does 127.1."""
    found = NAMES.get(name) or socket.getaddrinfo(name, port, flags=socket.AI_NUMERICHOST)
    return [place if isinstance(place, str) else str(place[4][0]) for place in found]


def _note(event: str, given: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(given[1], tuple):
        connected.append(_plain(str(given[1][0])))


def _plain(address: str) -> str:
    return address.removeprefix("::ffff:") if "." in address else address


if __name__ == "__main__":
    main()
