"""The proxies a house puts before the internet: how they are written, and which hosts go past them."""

from dataclasses import dataclass, field
from ipaddress import ip_network
from urllib.parse import unquote, urlsplit

from ingest.public import number

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy; what it is told to let us pass is not shown."""

    scheme: str
    host: str
    port: int
    login: tuple[str, str] | None = field(default=None, repr=False)


def proxy(text: str) -> Proxy:
    """Read a proxy as in ``http://name:password@house.lan:3128``; raises ValueError without the value."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError as error:
        raise ValueError("is no address of a proxy: write it as in http://proxy.house.lan:3128") from error
    if parts.scheme not in _PORTS:
        raise ValueError(f"{parts.scheme}:// is not spoken to proxies: give one with http:// or https://")
    if not parts.hostname:
        raise ValueError("names no host: write it as in http://proxy.house.lan:3128")
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Proxy(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], login)


def goes_past(no_proxy: str, host: str, port: int) -> bool:
    """Whether NO_PROXY says that a host is reached without the proxy: `*`, names with all below, networks."""
    return any(_covers(item.strip().lower(), host, port) for item in no_proxy.split(",") if item.strip())


def _covers(item: str, host: str, port: int) -> bool:
    if item == "*":
        return True
    if (address := number(host)) is not None:
        try:
            return address in ip_network(item.strip("[]"), strict=False)
        except ValueError:
            pass  # a name, or an address with a port
    name, _, of_port = item.partition(":")
    if of_port and of_port != str(port):
        return False
    name = name.removeprefix("*").removeprefix(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))
