"""Mail servers and addresses as people write them.

Pure text; nothing is looked up and nothing is sent.
"""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

import idna

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LONGEST, _LONGEST_LOCAL = 254, 64
_PORTS = {"smtp": 587, "smtps": 465}
_WANTED = "give smtp://user@host:port, or smtps:// where it begins with TLS"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in."""

    host: str
    port: int
    is_tls: bool  # from the first byte; else as soon as the server offers it
    user: str | None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def mail_server(text: str) -> MailServer:
    """Read the address of a mail server; raises ValueError, which never shows a password."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise ValueError(f"is no address of a mail server: {_WANTED}") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"is no address of a mail server: {_WANTED}")
    if parts.password is not None:
        raise ValueError("holds a password: give that by CITEDESK_SMTP_PASSWORD")
    user = unquote(parts.username) if parts.username else None
    if user and not user.isprintable():
        raise ValueError("has a user with characters that nobody can write")
    return MailServer(parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps", user)


def mail_address(text: str) -> str:
    """The one address a text is, its domain as it is looked up; raises ValueError."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        raise ValueError("is no mail address: give one, as in desk@velm.example")
    try:
        host = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise ValueError("has a domain that cannot be: give an address as in desk@velm.example") from error
    if len(local) + 1 + len(host) > _LONGEST:
        raise ValueError(f"has more than {_LONGEST} letters: give a shorter address")
    return f"{local}@{host}"


def sender(text: str) -> tuple[str, str]:
    """The name, which may be empty, and the address of a sender: Velm desk <desk@velm.example>.

    Raises ValueError.
    """
    name, address = parseaddr(text)
    if not text.isprintable() or not address:
        raise ValueError("is no sender: give an address, or Velm desk <desk@velm.example>")
    return name, mail_address(address)
