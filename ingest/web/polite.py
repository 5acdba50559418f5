"""One connection to a host at a time, and a pause between two.

Knows nothing about requests: a turn is taken, used and given back.
"""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import HostBusy

# Waiting keeps a thread; whoever would wait longer is told to come back.
PATIENCE_S = 60.0
_MOST = 1_000  # hosts remembered, beyond which those are dropped whose pause is over
# Files by which processes keep turns: two hosts that share one wait for each other, which does no harm.
_FILES = 1_024
_LONGEST_PAUSE_S = 3_600.0  # a pause noted by another process that is longer comes from another clock


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    users: int = 0  # threads that hold it or wait for it


class Turns:
    """Whose turn it is at each host, for the threads of this process and of all that share a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._ending = threading.Event()

    def close(self) -> None:
        """Send away everybody who waits."""
        self._ending.set()

    @contextmanager
    def turn(self, name: str, pause_s: float, *, is_going_on: bool = False) -> Iterator[float]:
        """Wait for a turn at a host, hold it, and leave a pause after it; yields the seconds waited.

        Going on with what was begun there (a redirect, a page after robots.txt) waits for no pause.
        Raises HostBusy with the time to come back, where the wait would be too long.
        """
        came = time.monotonic()
        host = self._enter(name)
        try:
            if not host.lock.acquire(timeout=PATIENCE_S):
                raise HostBusy(name, "others are still waiting for this host", retry_after_s=PATIENCE_S)
            try:
                with self._among_all(name, pause_s) as noted_s:
                    mine_s = host.next_at - time.monotonic()
                    self._wait(name, 0.0 if is_going_on else max(mine_s, noted_s))
                    yield time.monotonic() - came
            finally:
                host.next_at = max(host.next_at, time.monotonic() + pause_s)
                host.lock.release()
        finally:
            with self._lock:
                host.users -= 1

    @contextmanager
    def _among_all(self, name: str, pause_s: float) -> Iterator[float]:
        """Hold the turn against other processes, too; yields the seconds that one of them wants waited."""
        if self._folder is None:
            yield 0.0
            return
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % _FILES
        noted = self._folder / f"{number:03x}.next"
        lock = FileLock(noted.with_suffix(".lock"))
        try:
            lock.acquire(timeout=PATIENCE_S)
        except Timeout as error:
            raise HostBusy(
                name, "others are still waiting for this host", retry_after_s=PATIENCE_S
            ) from error
        except OSError as error:
            raise HostBusy(name, f"no turn can be noted: {error.strerror or error}") from error
        try:
            yield _left(noted, name)
        finally:
            _note(noted, name, pause_s)
            lock.release()

    def _wait(self, name: str, seconds: float) -> None:
        if seconds > PATIENCE_S:
            raise HostBusy(name, "it wants a longer pause between requests", retry_after_s=seconds)
        if self._ending.wait(max(0.0, seconds)):
            raise HostBusy(name, "fetching ends because the program does")

    def _enter(self, name: str) -> _Host:
        with self._lock:
            if name not in self._hosts and len(self._hosts) >= _MOST:
                now = time.monotonic()
                self._hosts = {n: h for n, h in self._hosts.items() if h.users or h.next_at > now}
            host = self._hosts.setdefault(name, _Host())
            host.users += 1
            return host


def _note(noted: Path, name: str, pause_s: float) -> None:
    until = time.time() + max(pause_s, _left(noted, name))
    with suppress(OSError):  # on a full disk the pause is kept by this process alone
        noted.write_text(f"{until:.3f} {name}", "utf-8")


def _left(noted: Path, name: str) -> float:
    """Seconds of a pause at this host that another process has noted."""
    try:
        until, host = noted.read_text("utf-8").split(" ")
        left = float(until) - time.time()
    except (OSError, ValueError):  # nobody has yet, or was cut off while writing
        return 0.0
    return left if host == name and left <= _LONGEST_PAUSE_S else 0.0
