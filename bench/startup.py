"""Start-up: how long the commands take before they do anything, and `ask` before its question is sent.

Each command is a process of its own, started ten times; the median counts. `ask` runs beside a server
that notes when the question comes and answers at once.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ingest import home as homes

RUNS = 10
HELP_MS = 300
ASK_MS = 500
REPOSITORY = Path(__file__).parents[1]
ANSWER = {
    "mode": "declined",
    "text": "Nothing.",
    "nearest": [],
    "citations": [],
    "notices": [],
    "model": None,
}
COMMANDS = (("assistant", "--help"), ("assistant", "--version"), ("ingest", "--help"))


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of a command's runs, and what it should be at most."""

    command: str
    ms: float
    goal_ms: float

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        return self.ms <= self.goal_ms


class Receiver(ThreadingHTTPServer):
    """A stand-in for the server that notes the moment at which a question has come."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came = 0.0


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Note the moment, then answer."""
        assert isinstance(self.server, Receiver)
        self.server.came = time.monotonic()
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def receiving(home: Path) -> Iterator[Receiver]:
    """Own a home as a server does, and take questions."""
    receiver = Receiver()
    thread = threading.Thread(target=receiver.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{receiver.server_address[1]}"
    try:
        with homes.own(homes.prepare(home)), homes.announced(home, url):
            yield receiver
    finally:
        receiver.shutdown()
        thread.join()
        receiver.server_close()


def measure() -> list[Measured]:
    """Measure every command."""
    shown = [Measured(_name(c), _median(lambda c=c: _run(c)), HELP_MS) for c in COMMANDS]
    with tempfile.TemporaryDirectory() as folder, receiving(Path(folder) / "home") as receiver:
        asked = ("assistant", "ask", "Who leads the inquiry?")

        def until_sent() -> float:
            began = time.monotonic()
            _run(asked, CITEDESK_HOME=f"{folder}/home")
            return receiver.came - began

        return [*shown, Measured("ask, until its question is sent", _median(until_sent), ASK_MS)]


def _run(command: tuple[str, ...], **variables: str) -> float:
    began = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEDESK_")}
    environment = kept | {"PYTHONPATH": str(REPOSITORY)} | variables
    subprocess.run([sys.executable, "-m", *command], env=environment, check=True, capture_output=True)
    return time.monotonic() - began


def _median(run: Callable[[], float]) -> float:
    run()  # the first compiles, and warms the disk
    return 1000 * statistics.median(run() for _ in range(RUNS))


def _name(command: tuple[str, ...]) -> str:
    return " ".join(("python -m", *command))


def main() -> int:
    """Print goal and measured side by side; 1 if a goal is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", type=Path, help="file to write the figures to")
    given = options.parse_args()
    figures = measure()
    table = Table("command", "goal", "measured", "", title=f"start-up, median of {RUNS} runs")
    for each in figures:
        table.add_row(
            each.command, f"{each.goal_ms:.0f} ms", f"{each.ms:.0f} ms", "met" if each.is_met else "missed"
        )
    Console().print(table)
    if given.json:
        rows = [{"command": e.command, "ms": round(e.ms, 1), "goal_ms": e.goal_ms} for e in figures]
        given.json.write_text(json.dumps({"runs": RUNS, "figures": rows}, indent=1) + "\n")
    return 0 if all(each.is_met for each in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
