"""One connection to an IMAP server, bounded in time and size, its address checked before a word is said.

The only file that imports imapclient.
"""

import imaplib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from ingest.errors import MailboxUnreadable
from ingest.public import Address, Allowed, is_public
from ingest.web.trust import trusted

_WAIT_S = 20.0  # for any answer
_SAID = 100  # letters of what a server says that are told
_LINES_BYTES = 20_000_000  # of answers beside the messages: the numbers of two million


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mailbox is, and how far it is trusted."""

    host: str
    port: int
    is_secure: bool
    allowed: Allowed  # what of the house may be asked
    authority: Path | None  # a file of certificates that are trusted besides the public ones
    most_bytes: int  # of one answer
    seconds: float  # for all that is said


class _Connection(imaplib.IMAP4):
    """imaplib's connection, which takes no answer above the limit and ends when the time is over."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lines = 0  # bytes of them
        self._raw: socket.socket | None = None
        self._end = threading.Timer(server.seconds, self._cut)
        self._end.daemon = True
        self._end.start()
        super().__init__(server.host, server.port, _WAIT_S)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        self._raw = raw = _connected(self._server, timeout)
        if not self._server.is_secure:
            return raw
        self._raw = trusted(self._server.authority).wrap_socket(raw, server_hostname=self._server.host)
        return self._raw

    def read(self, size: int) -> bytes:
        """Read what the server has announced; raises ``abort`` where that is too much."""
        if size > self._server.most_bytes:
            raise self.abort(f"{size:,} bytes announced, at most {self._server.most_bytes:,} are taken")
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line; raises ``abort`` where the server never ends."""
        line = super().readline()
        self._lines += len(line)
        if self._lines > _LINES_BYTES:
            raise self.abort(f"more than {_LINES_BYTES:,} bytes of answers")
        return line

    def shutdown(self) -> None:
        """Close it."""
        self._end.cancel()
        super().shutdown()

    def _cut(self) -> None:
        """End it, whoever is reading; TLS's own way would wait for the other side."""
        if self._raw is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._raw, socket.SHUT_RDWR)


class _Client(IMAPClient):  # type: ignore[misc]  # it comes without types
    """imapclient over our connection."""

    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__(server.host, server.port, ssl=server.is_secure, timeout=_WAIT_S)

    def _create_IMAP4(self) -> _Connection:
        return _Connection(self._server)


@contextmanager
def connected(server: Server, user: str, password: str) -> Iterator[IMAPClient]:
    """Log in; every trouble until the end of the block is raised as MailboxUnreadable."""
    try:
        with _Client(server) as client:
            client.login(user, password)
            yield client
    except LoginError as error:
        raise MailboxUnreadable(server.host, f"it refused the name and password of {user!r}") from error
    except ssl.SSLCertVerificationError as error:
        why = f"its certificate is not trusted ({error.verify_message})"
        raise MailboxUnreadable(server.host, why) from error
    except (IMAPClientError, OSError) as error:
        raise MailboxUnreadable(server.host, _said(error)) from error
    except (ValueError, LookupError, TypeError, AssertionError) as error:
        raise MailboxUnreadable(server.host, "it answers in a way that cannot be read") from error


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {_WAIT_S:.0f} s"
    if isinstance(error, OSError):
        return error.strerror or "the connection ended"
    said = "".join(letter for letter in str(error) if letter.isprintable())
    return f"it answered: {said[:_SAID]}"


def _connected(server: Server, timeout: float | None) -> socket.socket:
    """Connect to an address that may be asked, and to no other that the name may mean a moment later."""
    found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        if why := _refusal(server, ipaddress.ip_address(address.partition("%")[0])):
            raise MailboxUnreadable(server.host, why)
    return socket.create_connection((addresses[0], server.port), timeout)


def _refusal(server: Server, address: Address) -> str | None:
    if server.allowed.holds(server.host.lower(), address):
        return None
    if not is_public(address):
        return f"{address} lies inside the house; name it in CITEDESK_FETCH_ALLOW if it may be asked"
    return None if server.is_secure else "a password goes over TLS only: give the address as imaps://"
