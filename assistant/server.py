"""Serve the app on loopback, open the house behind it, and say where it listens."""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import uvicorn
from rich.console import Console

from assistant import bootstrap
from assistant.bootstrap import House
from assistant.errors import NotLoopback, PortTaken
from assistant.settings import Settings
from assistant.web.app import build
from assistant.web.gate import Gates
from assistant.web.limits import is_loopback
from ingest import catalogue, home
from ingest.reader import Reader, Window

_GRACE_S = 3  # for answers that are being made when the server is told to stop
_SENDING_S = 2  # more, for their readers to be told how they ended
_SILENT_MS = 60_000  # after which a reader who takes nothing of what was sent is dropped
# Threads that compute let the event loop have its turn: at the default of 5 ms each read and write of a
# stream may wait that long. Measured beside three busy searches: 18 ms at the 99th percentile, 9 with this.
_TURN_S = 0.001
_console = Console(stderr=True, highlight=False, soft_wrap=True)


def run(settings: Settings, samples: bool = False) -> None:
    """Serve until told to stop.

    Raises NotLoopback, PortTaken, FolderOwned, and what else opening the house raises.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    began = time.monotonic()
    sys.setswitchinterval(_TURN_S)
    troubles: list[Exception] = []
    with _listening(settings.host, settings.port) as listener:
        url = f"http://{settings.host}:{listener.getsockname()[1]}"

        def failed(error: Exception) -> None:
            troubles.append(error)
            os.kill(os.getpid(), signal.SIGTERM)

        app = build(lambda: _open(settings, samples, url, began), failed)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_S + _SENDING_S,
            server_header=False,
        )
        # uvicorn sends itself the signal that stopped it once more, when all is closed.
        signal.signal(signal.SIGTERM, lambda *_: None)
        with suppress(KeyboardInterrupt):
            _Server(config, app.state.gates).run(sockets=[listener])
    if troubles:
        raise troubles[0]


class _Server(uvicorn.Server):
    """uvicorn, with gates that are closed before it waits for its connections to end."""

    def __init__(self, config: uvicorn.Config, gates: Gates) -> None:
        super().__init__(config)
        self._gates = gates

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is being answered come to its end, as far as that is soon; then stop."""
        self._gates.close(_GRACE_S)
        await super().shutdown(sockets)


@contextmanager
def _open(settings: Settings, samples: bool, url: str, began: float) -> Iterator[House]:
    """Open the house, with its child process, its follower and its server.json."""
    with bootstrap.opened(settings, _tell) as house:
        if samples and catalogue.coverage(house.archive, Reader(), Window()).articles == 0:
            _tell("adding the sample news")
            added = bootstrap.add_samples(house)
            _tell(f"added {added} articles of sample news")
        with bootstrap.embedding(settings), home.announced(settings.home, url) as owner:
            house.follower.start()
            took = time.monotonic() - began
            _tell(f"Citedesk listens on {url} (ready after {took:.1f} s; stop it with Ctrl+C)")
            yield replace(house, token=owner.token)


def _tell(step: str) -> None:
    _console.print(step)


def _listening(host: str, port: int) -> socket.socket:
    """Bind before anything is opened: a taken port should cost no time."""
    if not is_loopback(host):
        raise NotLoopback(host)
    try:
        listener = socket.create_server((host, port), backlog=512)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from error
    # Accepted connections inherit it. Only the kernel sees whether a reader takes what was sent.
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # not on macOS
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_MS)
    return listener
