"""Serve the app, open the house behind it, and say where it listens and which key it needs."""

import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

import uvicorn
from rich.console import Console

from assistant import bootstrap, keys
from assistant.bootstrap import House
from assistant.errors import PortTaken
from assistant.keys import Keys
from assistant.settings import Settings
from assistant.web.app import build
from assistant.web.gate import Gates
from ingest import home
from ingest.archive import Archive
from ingest.holdings import catalogue
from ingest.holdings.reader import Reader, Window
from ingest.texts.counted import counted

_GRACE_S = 3  # for answers that are being made when the server is told to stop
_SENDING_S = 2  # more, for their readers to be told how they ended
_END_S = 9.0  # after which a server that is told to stop ends as a kill ends it: nothing kept is lost by it
_SILENT_MS = 60_000  # after which a reader who takes nothing of what was sent is dropped
# Threads that compute let the event loop have its turn: at the default of 5 ms each read and write of a
# stream may wait that long. Measured beside three busy searches: 18 ms at the 99th percentile, 9 with this.
_TURN_S = 0.001
# After how many new objects garbage is looked for, and after how many such rounds among older ones.
_NEW_OBJECTS = (10_000, 20, 50)
# Where a proxy may stand whose word we take for the scheme of a request: this machine, private networks.
_PROXIES = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the server listens."""

    address: Address
    port: int

    def __str__(self) -> str:
        everywhere = " and every other address of this machine"
        return f"{self.url}{everywhere if self.address.is_unspecified else ''}"

    @property
    def url(self) -> str:
        """Where this machine reaches it."""
        host = str(self.address)
        if self.address.is_unspecified:
            host = "127.0.0.1" if self.address.version == 4 else "::1"
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def run(settings: Settings, samples: bool = False) -> None:
    """Serve until told to stop.

    Raises PortTaken, FolderOwned, and what else opening the house raises.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    began = time.monotonic()
    sys.setswitchinterval(_TURN_S)
    troubles: list[Exception] = []
    with _listening(settings.host, settings.port) as listener, _locked(settings, _bound(listener)) as locked:
        place = _Place(_bound(listener), listener.getsockname()[1])

        def failed(error: Exception) -> None:
            troubles.append(error)
            os.kill(os.getpid(), signal.SIGTERM)

        app = build(lambda: _open(settings, samples, place, began, locked), locked, failed)
        config = uvicorn.Config(
            app,
            ws="none",  # no route speaks it, and nothing that guards the routes knows it
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_S + _SENDING_S,
            server_header=False,
            forwarded_allow_ips=_PROXIES,
        )
        server = _Server(config, app.state.gates)
        signal.signal(signal.SIGTERM, server.terminated)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    if troubles:
        raise troubles[0]


class _Server(uvicorn.Server):
    """uvicorn, with gates that are closed before it waits for its connections to end."""

    def __init__(self, config: uvicorn.Config, gates: Gates) -> None:
        super().__init__(config)
        self._gates = gates

    def terminated(self, *_: object) -> None:
        """Stop where uvicorn is not there yet; it sends itself the signal once more when all is closed."""
        if not self.started:
            raise KeyboardInterrupt

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is being answered come to its end, as far as that is soon; then stop."""
        self._gates.close(_GRACE_S)
        last = threading.Timer(_END_S, _end)
        last.daemon = True
        last.start()
        await super().shutdown(sockets)


def _end() -> None:
    """Leave what is still being opened, mended or closed as it is: the next start looks after it."""
    _tell("stopped in the middle of work on the index; the next start goes on with it")
    os._exit(0)


@contextmanager
def _locked(settings: Settings, bound: Address) -> Iterator[Keys | None]:
    """Have the keys of this server at hand; None where none is needed."""
    if settings.access_key is None and bound.is_loopback:
        yield None
        return
    archive = Archive(home.prepare(settings.home))
    try:
        kept = keys.of(settings, archive)
        if settings.access_key is not None:
            kept.begin()  # with a key known already, sessions may begin while the house is opened
        yield kept
    finally:
        archive.close()


@contextmanager
def _open(
    settings: Settings, samples: bool, place: _Place, began: float, locked: Keys | None
) -> Iterator[House]:
    """Open the house, with its child process, its follower and its server.json."""
    with bootstrap.opened(settings, _tell) as house:
        if samples and catalogue.coverage(house.archive, Reader(), Window()).articles == 0:
            _tell("adding the sample news")
            added = bootstrap.add_samples(house)
            house.index.catch_up()  # by their words: who asks the moment it is ready finds them
            _tell(f"added {counted(added, 'article')} of sample news")
        child = bootstrap.child(settings, embeds=house.embedder is not None)
        with child, home.announced(settings.home, place.url) as owner:
            house.follower.start()
            if locked:
                _begin(locked)
            _collect_seldom()
            took = time.monotonic() - began
            _tell(f"Citedesk listens on {place} (ready after {took:.1f} s; stop it with Ctrl+C)")
            yield replace(house, token=owner.token)


def _begin(locked: Keys) -> None:
    """Print the first key; only now is it sure that this server serves, and that the key opens something."""
    if key := locked.begin():
        _tell(f"access key, shown this once: {key}")
        _tell("whoever asks here needs it; `python -m assistant keys renew` makes another and voids it")


def _collect_seldom() -> None:
    """Leave what lives as long as the server out of Python's search for garbage.

    Going through all of it took 0.2 to 0.35 s, every 7 s under a hundred readers, and nobody was
    answered meanwhile.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_NEW_OBJECTS)


def _tell(step: str) -> None:
    _console.print(step)


def _listening(host: str, port: int) -> socket.socket:
    """Bind before anything is opened: a taken port should cost no time."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # A name may stand for both kinds of address: IPv4 is the one that is reached from everywhere.
        family, *_, address = min(found, key=lambda each: each[0] is not socket.AF_INET)
        listener = socket.create_server(address, family=family, backlog=512)
    except OSError as error:
        raise PortTaken(host, port, error.strerror or str(error)) from error
    except UnicodeError as error:
        raise PortTaken(host, port, "no host has such a name") from error
    # Accepted connections inherit it. Only the kernel sees whether a reader takes what was sent.
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # not on macOS
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_MS)
    return listener


def _bound(listener: socket.socket) -> Address:
    return ipaddress.ip_address(listener.getsockname()[0])
