"""One connection to a host at a time, and a pause between two.

Knows nothing about requests: a turn is taken, used and given back.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest.errors import HostBusy

# Waiting keeps a thread; whoever would wait longer is told to come back.
PATIENCE_S = 60.0
_MOST = 1_000  # hosts remembered, beyond which those are dropped whose pause is over


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    users: int = 0  # threads that hold it or wait for it


class Turns:
    """Whose turn it is at each host."""

    def __init__(self) -> None:
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
                self._wait(name, 0.0 if is_going_on else host.next_at - time.monotonic())
                yield time.monotonic() - came
            finally:
                host.next_at = max(host.next_at, time.monotonic() + pause_s)
                host.lock.release()
        finally:
            with self._lock:
                host.users -= 1

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
