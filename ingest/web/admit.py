"""Decide whether a target may be connected to, and by which addresses: those that were checked.

A name is looked up once, every address it has is held against what is public or allowed, and the
connection is made to these very addresses.
"""

import queue
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from ingest.errors import AddressForbidden, FetchFailed
from ingest.public import Allowed, is_private_name, is_public
from ingest.web.target import Target

Resolve = Callable[[str, int], list[str]]  # a name and port to its addresses; raises OSError

_LOWEST_PORT = 1024  # below it live mail, shells and the like, which a request could be made to talk to
_WEB_PORTS = (80, 443)
_MOST_ADDRESSES = 64  # a name that has more is none of a news site


@dataclass(frozen=True, slots=True)
class Admitted:
    """Where a target may be reached."""

    addresses: tuple[str, ...]  # empty behind a proxy, which looks the name up itself
    is_inside: bool  # by the house's own list


def lookup(name: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def admit(target: Target, inside: Allowed, resolve: Resolve, timeout_s: float) -> Admitted:
    """Look a target up and check every address it has.

    Raises AddressForbidden where one is not public, FetchFailed where none is found.
    """
    found = [target.host] if target.address is not None else _looked_up(target, resolve, timeout_s)
    addresses = [ip_address(address) for address in found]
    held = [inside.holds(target.host, address) for address in addresses]
    for address, is_held in zip(addresses, held, strict=True):
        if not (is_held or is_public(address)):
            raise AddressForbidden(target.host, _advice(f"leads to {address}, which is not public"))
    _check_port(target, all(held))
    return Admitted(tuple(map(str, addresses)), any(held))


def admit_by_name(target: Target, inside: Allowed) -> Admitted:
    """Check a target for a proxy, which alone knows where the name leads; raises AddressForbidden."""
    is_held = inside.holds(target.host, target.address)
    is_private = is_private_name(target.host) if target.address is None else not is_public(target.address)
    if is_private and not is_held:
        raise AddressForbidden(target.host, _advice("is not public"))
    _check_port(target, is_held)
    return Admitted((), is_held)


def _check_port(target: Target, is_inside: bool) -> None:
    if not is_inside and target.port not in _WEB_PORTS and target.port < _LOWEST_PORT:
        raise AddressForbidden(
            target.host,
            f"has port {target.port}: of those below {_LOWEST_PORT:,}, only 80 and 443 serve pages",
        )


def _advice(fault: str) -> str:
    return f"{fault}; if it is one of your own house, name it in CITEDESK_FETCH_ALLOW"


def _looked_up(target: Target, resolve: Resolve, timeout_s: float) -> list[str]:
    """Look up in a thread of its own: the system's resolver can keep its caller for half a minute."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="citedesk-lookup").start()
    try:
        answer = answers.get(timeout=max(0.0, timeout_s))
    except queue.Empty:
        raise FetchFailed(target.host, "its name is not looked up in time") from None
    if isinstance(answer, OSError | UnicodeError):
        raise FetchFailed(target.host, "no such host is known; check the address, or the network") from answer
    if not 0 < len(answer) <= _MOST_ADDRESSES:
        raise FetchFailed(target.host, f"its name has {len(answer)} addresses")
    return answer
