"""The real server and the real commands, as processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

REPOSITORY = Path(__file__).parents[2]
_OURS = ("CITEDESK_", "OPENAI_")
_LISTENS = re.compile(r"listens on (http://(?:[\d.]+|\[[\da-f:]+\]):\d+)")
_KEY = re.compile(r"access key, shown this once: (\S+)")


def environment(home: Path, models: Path, **more: str) -> dict[str, str]:
    """Variables of a process: this home, these models, and nothing of ours from outside."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    paths = {"CITEDESK_HOME": str(home), "CITEDESK_MODELS": str(models), "PYTHONPATH": str(REPOSITORY)}
    return kept | paths | more


@dataclass
class Server:
    """A server process; ``url`` is known once it listens."""

    home: Path
    process: subprocess.Popen[str]
    url: str = ""
    key: str = ""  # the access key, where one is set or was just printed
    said: list[str] = field(default_factory=list)  # lines on standard error

    def wait(self, until_s: float = 60) -> None:
        """Return once the server says that it listens."""
        end = time.monotonic() + until_s
        while not (match := _LISTENS.search("\n".join(self.said))):
            assert self.process.poll() is None, "\n".join(self.said)
            assert time.monotonic() < end, "\n".join(self.said)
            time.sleep(0.05)
        self.url = match.group(1)
        if printed := _KEY.search("\n".join(self.said)):
            self.key = printed.group(1)

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def client(self, timeout_s: float = 30) -> httpx.Client:
        """A client of this server, with its key if it has one."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=timeout_s, trust_env=False)

    def stranger(self) -> httpx.Client:
        """A client that brings no key."""
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def add(self, **article: object) -> str:
        """Keep an article, wait until its words are found, and return its id."""
        with self.client() as http:
            kept = http.post("/v1/articles", json=article).raise_for_status().json()
            words = " ".join(str(article["text"]).split()[:20])
            for _ in range(100):
                hits = http.post("/v1/search", json={"query": words}).json()["passages"]
                if any(hit["article_id"] == kept["article_id"] for hit in hits):
                    return str(kept["article_id"])
                time.sleep(0.05)
        raise AssertionError("the article was not found by its words within 5 s")

    def settle(self) -> None:
        """Return once nothing waits for its vector any more."""
        with self.client() as http:
            for _ in range(300):
                reply = http.get("/readyz")
                if reply.status_code == 200 and reply.json()["waiting"] == 0:
                    time.sleep(0.5)  # the follower still takes the last vectors over
                    return
                time.sleep(0.1)
        raise AssertionError("the index did not catch up within 30 s")


def start(
    home: Path, models: Path, *arguments: str, python: str | Path = sys.executable, **variables: str
) -> Server:
    """Start ``serve`` and return at once."""
    given = ("--port", "0") if "--port" not in arguments else ()
    process = subprocess.Popen(
        [python, "-m", "assistant", "serve", *given, *arguments],
        env=environment(home, models, **variables),
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(home, process, key=variables.get("CITEDESK_ACCESS_KEY", ""))
    threading.Thread(target=_listen, args=(server,), daemon=True).start()
    return server


@contextmanager
def serving(
    home: Path, models: Path, *arguments: str, python: str | Path = sys.executable, **variables: str
) -> Iterator[Server]:
    """A server that listens, stopped at the end."""
    server = start(home, models, *arguments, python=python, **variables)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            try:
                server.stop()
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def has_ipv6() -> bool:
    """Whether this machine can listen on IPv6."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def _listen(server: Server) -> None:
    assert server.process.stderr
    for line in server.process.stderr:
        server.said.append(line.rstrip("\n"))
