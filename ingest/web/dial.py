"""Connect to addresses that were checked, and hold everything on the connection to one time limit.

Looks nothing up: what it is given are numbers, or the proxy the house has set.
"""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

_CONNECT_S = 5.0  # for one address; a name often has one that does not answer
_MOST_TRIED = 3


class Deadline:
    """Until when an errand must be done; time spent waiting for politeness is given back."""

    def __init__(self, seconds: float, whole: "Deadline | None" = None) -> None:
        """Begin now; a part of a whole errand ends with it at the latest."""
        self._end = time.monotonic() + seconds
        self._whole = whole

    def left(self) -> float:
        """Seconds that remain, never below zero."""
        mine = max(0.0, self._end - time.monotonic())
        return min(mine, self._whole.left()) if self._whole else mine

    def extend(self, seconds: float) -> None:
        """Give back what was not spent on the errand itself."""
        self._end += seconds
        if self._whole:
            self._whole.extend(seconds)


class Dialer(httpcore.NetworkBackend):
    """Connects to the addresses it was made for, whatever name it is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses[:_MOST_TRIED]
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers."""
        failed: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectTimeout("no time left")
        for address in self._addresses:
            if not (left := self._deadline.left()):
                break
            try:
                stream = self._sockets.connect_tcp(
                    address, port, min(left, _CONNECT_S), socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self._deadline)
        raise failed


class _Timed(httpcore.NetworkStream):
    """A connection on which no single wait lasts beyond the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not (left := self._deadline.left()):
            raise httpcore.ReadTimeout("no time left")
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not (left := self._deadline.left()):
            raise httpcore.WriteTimeout("no time left")
        self._stream.write(buffer, left)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        if not (left := self._deadline.left()):
            raise httpcore.ConnectTimeout("no time left")
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # httpcore's own signature
        return self._stream.get_extra_info(info)
