"""The product's own commands as processes: started, listened to, asked over HTTP, and killed.

Knows how to run them and what they print; nothing about what should come out.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

_REPOSITORY = Path(__file__).parents[2]
_OURS = ("CITEDESK_", "OPENAI_")
_POLL_S = 0.02
_OPEN_S = 120.0  # a server that has to build its index again, on a busy machine
_COMMAND_S = 300.0
Json = dict[str, Any]  # a reply as the machine interface has it: what it holds is read by name


class Fault(AssertionError):
    """The product did what it promises not to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """The home folder a command works on, the prepared model, and what a command is run under."""

    home: Path
    models: Path
    under: tuple[str, ...] = ()  # a command that runs the command
    settings: tuple[tuple[str, str], ...] = ()  # further variables of its environment

    def at(self, home: Path) -> "Place":
        """The same with another home."""
        return replace(self, home=home)


class Process:
    """One command of the product in a process group of its own; its lines are kept as they come."""

    def __init__(self, place: Place, *arguments: str | Path) -> None:
        self.began = time.monotonic()
        self._name = " ".join(map(str, arguments))
        self.out: list[str] = []
        self.err: list[str] = []
        # Unbuffered, so that an acknowledgement is out as soon as it is given: the harder case.
        self._process = subprocess.Popen(
            [*place.under, sys.executable, "-u", "-m", *map(str, arguments)],
            env=_environment(place),
            cwd=place.home.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        pairs = ((self._process.stdout, self.out), (self._process.stderr, self.err))
        self._readers = [threading.Thread(target=_collect, args=pair, daemon=True) for pair in pairs]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        """Number of the process, which is also that of its group."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Exit code, None while it runs; below 0 it was ended by that signal."""
        return self._process.poll()

    def wait(self, timeout_s: float = _COMMAND_S) -> int:
        """Wait for the end, and for its last lines; return the exit code."""
        try:
            code = self._process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            self.kill()
            raise Fault(f"{self._name} was not done after {timeout_s:.0f} s: {self.err}") from error
        self._drain()
        return code

    def kill(self, whole_group: bool = True) -> bool:
        """Kill -9 the group, or the process alone; False if it had ended by itself before."""
        if whole_group:
            self._signal_group()
        else:
            self._process.kill()
        code = self._process.wait()
        self._drain()
        return code == -signal.SIGKILL

    def end(self) -> int:
        """Ask it to end, as Ctrl+C and service managers do; return the exit code."""
        if self.code is None:
            self._process.send_signal(signal.SIGTERM)
        return self.wait(60)

    def _drain(self) -> None:
        """Wait for the last lines; a child left behind may hold the pipe open for a moment."""
        for reader in self._readers:
            reader.join(5)

    def _signal_group(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


class Server(Process):
    """``serve``, on a port of its own, with every answer of /readyz since its start."""

    def __init__(self, place: Place) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.place, self.url = place, f"http://127.0.0.1:{port}"
        self.readiness: list[int] = []
        self.http = httpx.Client(base_url=self.url, timeout=60, trust_env=False)
        super().__init__(place, "assistant", "serve", "--port", str(port))

    def ready(self, timeout_s: float = _OPEN_S) -> float:
        """Poll /readyz until it is 200; return the seconds since the start. Raises Fault."""
        while True:
            if self.code is not None:
                self.wait()
                raise Fault(f"serve ended with {self.code}: {' / '.join(self.err[-3:])}")
            if (status := self._status()) is not None:
                self.readiness.append(status)
            if status == 200:
                return time.monotonic() - self.began
            if time.monotonic() - self.began > timeout_s:
                raise Fault(f"serve was not ready after {timeout_s:.0f} s: {self.err[-3:]}")
            time.sleep(_POLL_S)

    def search(self, query: str, limit: int = 40) -> list[Json]:
        """Passages found, best first."""
        reply = self.http.post("/v1/search", json={"query": query, "limit": limit})
        return list(_json(reply)["passages"])

    def ask(self, question: str) -> Json:
        """The whole answer to a question."""
        return _json(self.http.post("/v1/chat", json={"question": question}))

    def give(self, fields: Json) -> Json:
        """Add one article over HTTP."""
        return _json(self.http.post("/v1/articles", json=fields))

    def _status(self) -> int | None:
        try:
            return self.http.get("/readyz").status_code
        except httpx.TransportError:
            return None


@contextmanager
def serving(place: Place) -> Iterator[Server]:
    """A server that is ready, ended in the end."""
    server = Server(place)
    try:
        server.ready()
        yield server
        if code := server.end():
            raise Fault(f"serve ended with {code}")
    except Fault as fault:
        raise Fault(f"{fault}; serve said: {' / '.join(server.err[-3:])}") from fault
    finally:
        server.kill()
        server.http.close()


def run(place: Place, *arguments: str | Path) -> Process:
    """Run a command to its end. Raises Fault if it fails."""
    process = Process(place, *arguments)
    if code := process.wait():
        raise Fault(f"{' '.join(map(str, arguments))} ended with {code}: {' / '.join(process.err[-3:])}")
    return process


def add(place: Place, *sources: str | Path, wait: bool = False) -> Process:
    """Add sources to their end; with ``wait`` until both indexes have caught up."""
    return run(place, "ingest", "add", "--json", *(("--wait", "index") if wait else ()), *sources)


def settle(place: Place) -> None:
    """Return once nothing waits for its vector and both indexes have followed the log."""
    nothing = place.home.parent / "nothing.jsonl"
    nothing.touch()
    Process(
        place, "ingest", "add", "--json", "--wait", "index", nothing
    ).wait()  # which refuses it, and waits


def doctor(place: Place) -> Json:
    """Hold the index against the archive and mend it; the report."""
    found: Json = json.loads(run(place, "ingest", "doctor", "--json").out[-1])
    return found


def mended(report: Json) -> dict[str, int]:
    """What a doctor's report says it had to mend or drop, without what was 0."""
    what = ("_mended", "_surplus", "rebuilt")
    wrong = {name: int(n) for name, n in report.items() if name.endswith(what) and n}
    return wrong if report["database"] == "ok" else {**wrong, "database": 1}


def acknowledged(process: Process) -> list[Json]:
    """The articles `add --json` has said to be kept, in order; a line cut off is not one."""
    rows = [json.loads(line) for line in process.out if line.endswith("\n")]
    return [row for row in rows if "source" in row]


def counts(process: Process) -> Json:
    """The last line of `add --json`: how many were added, updated, unchanged and refused."""
    last: Json = json.loads(process.out[-1])
    return last


def until(reached: Callable[[], bool], process: Process, timeout_s: float = 60) -> bool:
    """Wait for something that a process will do; False if it ended first."""
    end = time.monotonic() + timeout_s
    while not reached():
        if process.code is not None:
            return reached()
        if time.monotonic() > end:
            raise Fault(f"nothing came for {timeout_s:.0f} s: {process.err[-3:]}")
        time.sleep(0.002)
    return True


def _json(reply: httpx.Response) -> Json:
    if reply.is_error:
        raise Fault(f"{reply.request.url.path} answered {reply.status_code}: {reply.text[:200]}")
    given: Json = reply.json()
    return given


def _collect(stream: Iterator[str], lines: list[str]) -> None:
    for line in stream:
        lines.append(line)  # noqa: PERF402 one at a time: others look while they come


def _environment(place: Place) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    paths = {"CITEDESK_HOME": str(place.home), "CITEDESK_MODELS": str(place.models)}
    ours = {"PYTHONPATH": str(_REPOSITORY), "PYTHONIOENCODING": "utf-8"}
    return kept | paths | ours | dict(place.settings)
