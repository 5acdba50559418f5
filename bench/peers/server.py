"""Citedesk as it runs for its readers: the server with its child, asked over HTTP for the same passages.

Unlike in the race, the question is embedded here; no peer has a server of this kind, so nothing is compared.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.peers.given import LIMIT, Given
from bench.peers.measure import CandidateFailed, Searched, memory_of
from ingest import home

_OPENING_S = 60.0
_WARM_UP = 10


def asked_over_http(given: Given, saved: Path) -> Searched:
    """Serve the saved index and ask every question once."""
    texts = [text for text, _ in given.questions()]
    began = time.perf_counter()
    with _serving(given, saved) as (process, http):
        open_s = time.perf_counter() - began
        opened = memory_of(process.pid)
        for text in texts[:_WARM_UP]:
            _search(http, text)
        found, seconds = [], []
        for text in texts:
            began = time.perf_counter()
            ids = _search(http, text)
            seconds.append(time.perf_counter() - began)
            found.append(ids)
        return Searched(open_s, opened, memory_of(process.pid), seconds, found)


def _search(http: httpx.Client, text: str) -> list[str]:
    reply = http.post("/v1/search", json={"query": text, "limit": LIMIT}).raise_for_status()
    return [passage["id"] for passage in reply.json()["passages"]]


@contextmanager
def _serving(given: Given, saved: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    variables = os.environ | {"CITEDESK_HOME": str(saved), "CITEDESK_MODELS": str(given.model)}
    log = saved / "server.log"
    with log.open("wb") as errors:
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0"]
        process = subprocess.Popen(command, env=variables, stderr=errors)
        try:
            owner = _ready(process, saved, log)
            headers = {"Authorization": f"Bearer {owner.token}"}
            with httpx.Client(base_url=owner.url, headers=headers, timeout=60, trust_env=False) as http:
                yield process, http
        finally:
            process.terminate()
            process.wait()


def _ready(process: subprocess.Popen[bytes], saved: Path, log: Path) -> home.Owner:
    until = time.monotonic() + _OPENING_S
    while process.poll() is None and time.monotonic() < until:
        owner = home.owner(saved)
        if owner and not owner.call("GET", "/readyz").is_error:
            return owner
        time.sleep(0.05)
    raise CandidateFailed(f"the server did not start; {log} says why")
