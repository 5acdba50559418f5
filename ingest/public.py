"""Which numbers of the internet are public, and which of the house's own may be reached all the same.

Knows nothing about looking names up or connecting.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# All of IPv6 that is given out; what is mapped, translated, local or multicast lies outside.
_GIVEN_OUT = IPv6Network("2000::/3")
# Named one by one: Python's `is_global` passes several of them, and not the same ones in every version.
_NOT_PUBLIC: tuple[Network, ...] = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),  # behind a provider's NAT; metadata of a cloud at 100.100.100.200
    IPv4Network("127.0.0.0/8"),
    IPv4Network("168.63.129.16/32"),  # a cloud's wire server: public by number, local to every machine there
    IPv4Network("169.254.0.0/16"),  # link-local, with most clouds' metadata
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.0.2.0/24"),
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("192.168.0.0/16"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("198.51.100.0/24"),
    IPv4Network("203.0.113.0/24"),
    IPv4Network("224.0.0.0/4"),
    IPv4Network("240.0.0.0/4"),
    IPv6Network("2001::/23"),  # Teredo, which carries an IPv4 address, and other protocols
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),  # 6to4, which carries an IPv4 address
    IPv6Network("3fff::/20"),
)
_PRIVATE_ENDINGS = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Networks and hosts inside the house that may be fetched from."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    def holds(self, host: str, address: Address | None) -> bool:
        """Whether this host, or the address it stands for, is one of them."""
        return host in self.hosts or (
            address is not None and any(address in network for network in self.networks)
        )


NOTHING = Allowed()


def allowed(text: str) -> Allowed:
    """Read a list as in ``10.2.0.0/16,cms.house.lan``; raises ValueError with the item that is neither."""
    networks: list[Network] = []
    hosts: set[str] = set()
    for item in filter(None, (part.strip().lower() for part in text.split(","))):
        try:
            networks.append(ip_network(item.strip("[]")))
        except ValueError as error:
            if not is_name(item) or item.replace(".", "").isdigit():
                raise ValueError(
                    f"{item!r} is no network and no host: give networks as in 10.2.0.0/16 and hosts "
                    "as in cms.house.lan, with commas between them"
                ) from error
            hosts.add(item)
    return Allowed(tuple(networks), frozenset(hosts))


def is_public(address: Address) -> bool:
    """Whether a number leads to the internet at large, wherever we are."""
    if isinstance(address, IPv6Address) and (address.scope_id or address not in _GIVEN_OUT):
        return False
    return address.is_global and not any(address in network for network in _NOT_PUBLIC)


def is_private_name(host: str) -> bool:
    """Whether a name is plainly one of the house: of one part, or with an ending nobody can register."""
    return "." not in host or any(host.endswith(f".{ending}") for ending in _PRIVATE_ENDINGS)


def number(host: str) -> Address | None:
    """The address that a host is written as, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_name(host: str) -> bool:
    """Whether these are letters, digits, hyphens and underlines between dots, as names have them."""
    return len(host) <= 253 and all(
        0 < len(label) <= 63
        and label.isascii()
        and label.replace("-", "").replace("_", "").isalnum()
        and not label.startswith("-")
        and not label.endswith("-")
        for label in host.split(".")
    )
