"""A URL taken apart once, strictly: what two programs could read differently is refused.

Every later step takes the parts and never the text again, so that the host which was checked is
the host which is asked.
"""

import re
from dataclasses import dataclass, replace
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import urljoin

import httpx
import idna

from ingest.errors import AddressForbidden
from ingest.public import Address, is_name, number

_LONGEST = 8_000  # characters; servers refuse longer ones
_PORTS = {"http": 80, "https": 443}
_URL = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:@%]+))(?::(\d{1,5}))?", re.IGNORECASE)
# For messages about what is no address: at most its host, never a password or a key in its path.
_ROUGHLY = re.compile(r"(?:[a-z+.-]*:)?[\\/]*([^\\/?#]*)", re.IGNORECASE)
# What other programs take for a number: 2130706433, 0x7f.1, 127.1
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes."""

    scheme: str
    host: str  # a name in ASCII and lower case, or an address without brackets
    port: int
    path: str  # with the query, as it is sent

    @property
    def address(self) -> Address | None:
        """The address its host is written as; None for a name."""
        return number(self.host)

    @property
    def has_usual_port(self) -> bool:
        """Whether its port goes without saying."""
        return self.port == _PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.has_usual_port else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt holds for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return self.origin + self.path

    def at(self, path: str) -> "Target":
        """Name another path of the same origin."""
        return replace(self, path=path)

    def joined(self, location: str) -> "Target":
        """Follow a Location header from here; raises AddressForbidden as `target` does."""
        _refuse_odd(location)
        try:
            return target(urljoin(self.url, location))
        except ValueError as error:  # urljoin reads brackets
            raise AddressForbidden(self.host, "leads to something that is no address") from error


def target(url: str) -> Target:
    """Take a URL apart; raises AddressForbidden where it is not plainly an http or https address."""
    _refuse_odd(url)
    if not (parts := _URL.fullmatch(url)):
        raise AddressForbidden(
            _shown(url), "is not an http or https address: give one with https:// and a host"
        )
    scheme = parts[1].lower()
    if "@" in parts[2]:
        raise AddressForbidden(
            parts[2].rpartition("@")[2][:80],
            "has a name or password in its address; give them as the feed's credentials instead",
        )
    if not (place := _AUTHORITY.fullmatch(parts[2])):
        raise AddressForbidden(parts[2][:80], "is no host: give a name, with a port of digits at most")
    port = int(place[3]) if place[3] else _PORTS[scheme]
    if not 0 < port < 65_536:
        raise AddressForbidden(parts[2][:80], f"has the port {port}, which is none")
    host = _six(place[1]) if place[1] else _host(place[2])
    return Target(scheme, host, port, httpx.URL(f"http://x{parts[3]}").raw_path.decode("ascii"))


def _refuse_odd(url: str) -> None:
    """Refuse what some programs drop and others keep."""
    if len(url) > _LONGEST:
        raise AddressForbidden(_shown(url), f"is longer than {_LONGEST:,} characters")
    odd = next((c for c in url if not c.isprintable() or c == "\\" or (c.isspace() and c != " ")), None)
    if odd is not None:
        raise AddressForbidden(
            _shown(url), f"holds {odd!a}, which programs read differently; correct the address"
        )


def _shown(url: str) -> str:
    found = _ROUGHLY.match(url)
    host = found[1].rpartition("@")[2] if found else ""
    return ascii(host[:80])[1:-1] or "the address"


def _six(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except AddressValueError as error:
        raise AddressForbidden(text[:80], "is no IPv6 address") from error


def _host(text: str) -> str:
    """A name as it is looked up, or an IPv4 address in its one plain form."""
    host = _in_ascii(text).removesuffix(".")
    if not is_name(host):
        raise AddressForbidden(text[:80], "is no host: a name has letters, digits, hyphens and dots")
    if _NUMERIC.fullmatch(host.rpartition(".")[2]):
        try:
            return str(IPv4Address(host))
        except AddressValueError as error:
            raise AddressForbidden(
                text[:80], "is no IPv4 address in plain form: write four decimal numbers"
            ) from error
    return host


def _in_ascii(text: str) -> str:
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise AddressForbidden(text[:80], "is no international name") from error


def in_plain(url: str) -> str:
    """An address with its host as it is looked up: however a host is written, it is the same one.

    Raises AddressForbidden where it is no host.
    """
    found = _ROUGHLY.match(url)
    if found is None or found[1].isascii():
        return url
    user, at, place = found[1].rpartition("@")
    host, colon, port = place.partition(":")
    return f"{url[: found.start(1)]}{user}{at}{_host(host)}{colon}{port}{url[found.end(1) :]}"
