"""A mailbox that gets newsletters, by IMAP: the messages that came since the last look, unchanged there.

Reads only: it opens the folder for reading and marks nothing as seen. What a message says is not looked
into here but for its sender; anybody can claim to be one, so senders are a filter and no proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.parser import BytesHeaderParser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ingest.errors import BadField, MailboxUnreadable
from ingest.public import NOTHING, Allowed
from ingest.read.envelope import sender

if TYPE_CHECKING:
    from imapclient import IMAPClient

_MOST_BYTES = 25_000_000  # of one message
_SECONDS = 300.0  # for one look
_PORTS = {"imaps": 993, "imap": 143}
_HEADER_BYTES = 256_000


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a folder has been read; a number counts only while the folder's validity stays."""

    validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it came, or why it is left out; ``mark`` is where the next look begins."""

    mark: Mark
    data: bytes = b""
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder of a mailbox, and what of it is wanted."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    is_secure: bool = True
    senders: tuple[str, ...] = ()  # addresses or their hosts; none means all
    since: date | None = None  # the day of the oldest message wanted, for a first look
    most: int = 200  # messages of one look; the next goes on after them
    allowed: Allowed = NOTHING  # what of the house may be asked
    authority: Path | None = None  # a file of certificates that are trusted besides the public ones


def at(address: str, user: str, password: str) -> Mailbox:
    """Read the address of a folder, as in imaps://mail.velm.example/INBOX; raises BadField.

    A name before the host stands for a user that is not given.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadField("url", address, "not an address") from error
    if parts.scheme not in _PORTS or not host:
        raise BadField("url", address, "not the address of a mailbox, as imaps://mail.velm.example/INBOX")
    if parts.password is not None:
        raise BadField("url", f"{parts.scheme}://{host}", "holds a password: give it beside the address")
    return Mailbox(
        host,
        port or _PORTS[parts.scheme],
        user or unquote(parts.username or ""),
        password,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_secure=parts.scheme == "imaps",
    )


def unseen(mailbox: Mailbox, since: Mark | None = None) -> Iterator[Letter]:
    """Yield the messages that came after ``since``, the oldest first; nothing changes in the mailbox.

    Where the folder was made anew (another validity) all of it counts as unseen. Raises
    MailboxUnreadable, also between two letters; the marks of those yielded hold.
    """
    if find_spec("imapclient") is None:
        why = "reading it needs imapclient, which is not installed: pip install 'citedesk[mail]'"
        raise MailboxUnreadable(mailbox.host, why)
    from ingest.watched.imap import Server, connected

    server = Server(
        mailbox.host,
        mailbox.port,
        mailbox.is_secure,
        mailbox.allowed,
        mailbox.authority,
        _MOST_BYTES,
        _SECONDS,
    )
    with connected(server, mailbox.user, mailbox.password) as client:
        chosen = client.select_folder(mailbox.folder, readonly=True)
        validity = int(chosen[b"UIDVALIDITY"])
        after = since.uid if since and since.validity == validity else 0
        for uid in _found(client, mailbox, after):
            yield from _letter(client, mailbox, Mark(validity, uid))


def _found(client: "IMAPClient", mailbox: Mailbox, after: int) -> list[int]:
    """Numbers of the messages wanted; ``*`` alone would name the last one even if it is not after."""
    wanted: list[object] = ["UID", f"{after + 1}:*"]
    if mailbox.since and after == 0:
        wanted += ["SINCE", mailbox.since]
    for _ in mailbox.senders[1:]:
        wanted.append("OR")
    for each in mailbox.senders:
        wanted += ["FROM", each]
    uids = sorted({int(uid) for uid in client.search(wanted)})
    return [uid for uid in uids if uid > after][: mailbox.most]


def _letter(client: "IMAPClient", mailbox: Mailbox, mark: Mark) -> Iterator[Letter]:
    """Fetch one message, if it is no larger than is taken and has a wanted sender."""
    size = client.fetch([mark.uid], ["RFC822.SIZE"]).get(mark.uid, {}).get(b"RFC822.SIZE")
    if size is None:  # deleted meanwhile
        return
    if size > _MOST_BYTES:
        yield Letter(
            mark, trouble=f"message {mark.uid} has {size:,} bytes; at most {_MOST_BYTES:,} are taken"
        )
        return
    data = client.fetch([mark.uid], ["BODY.PEEK[]"]).get(mark.uid, {}).get(b"BODY[]")
    if isinstance(data, bytes) and _is_wanted(data, mailbox.senders):
        yield Letter(mark, data)


def _is_wanted(data: bytes, senders: tuple[str, ...]) -> bool:
    """Whether the sender is one of those wanted: the server's search takes parts of names as well."""
    if not senders:
        return True
    address = sender(BytesHeaderParser().parsebytes(data[:_HEADER_BYTES]))[1].lower()
    wanted = {each.lower().removeprefix("@") for each in senders}
    return address in wanted or address.rpartition("@")[2] in wanted
