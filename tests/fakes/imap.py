"""A small IMAP server of the tests' own: strict in what it takes, and it notes whoever changes something."""

import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "desk@velm.example", 'p "a\\ss'
_COMMAND = re.compile(rb"(\S+) (UID )?(\S+)(?: (.*))?\r\n")


@dataclass
class Folder:
    """What lies in INBOX."""

    messages: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    sizes: dict[int, int] = field(default_factory=dict)  # that are told in place of the true ones


class ImapServer:
    """Serves one folder on loopback; ``said`` holds every command, ``changed`` those that would change it."""

    def __init__(self, folder: Folder, certificate: Path | None = None, greeting: bytes = b"* OK ready\r\n"):
        self.folder = folder
        self.greeting = greeting
        self.literal: int | None = None  # announced in place of the true length
        self.hangs_at: bytes | None = None  # a command that is never answered
        self.said: list[str] = []
        self.changed: list[str] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def setup(self) -> None:
                if certificate:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate)
                    self.request = context.wrap_socket(self.request, server_side=True)
                super().setup()

            def handle(self) -> None:
                _serve(outer, self.rfile.readline, self.wfile.write)

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _serve(server, readline, write) -> None:
    write(server.greeting)
    state = "greeted"
    while line := readline():
        found = _COMMAND.fullmatch(line)
        if not found:
            write(b"* BAD what is that\r\n")
            return
        tag, uid, verb, rest = found[1], bool(found[2]), found[3].upper().decode(), (found[4] or b"").decode()
        server.said.append(f"{'UID ' if uid else ''}{verb} {rest if verb != 'LOGIN' else ''}".strip())
        if server.hangs_at and verb.encode() == server.hangs_at:
            threading.Event().wait(60)
        reply, state = _answer(server, verb, uid, rest, state)
        write(b"".join(b"* " + each + b"\r\n" for each in reply[:-1]) + tag + b" " + reply[-1] + b"\r\n")
        if verb == "LOGOUT":
            return


def _answer(server, verb: str, uid: bool, rest: str, state: str) -> tuple[list[bytes], str]:
    if verb == "CAPABILITY":
        return [b"CAPABILITY IMAP4rev1", b"OK done"], state
    if verb == "LOGOUT":
        return [b"BYE", b"OK done"], state
    if verb == "LOGIN" and state == "greeted":
        quoted = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', rest)
        given = [re.sub(r"\\(.)", r"\1", a) or b for a, b in quoted]
        return ([b"OK in"], "in") if given == [USER, PASSWORD] else ([b"NO wrong"], state)
    if verb in ("EXAMINE", "SELECT") and state in ("in", "chosen"):
        if verb == "SELECT":
            server.changed.append(verb)
        if rest.strip('"') != "INBOX":
            return [b"NO no such folder"], state
        folder = server.folder
        told = [b"%d EXISTS" % len(folder.messages), b"OK [UIDVALIDITY %d] valid" % folder.validity]
        return [*told, b"FLAGS ()", b"OK [READ-ONLY] done"], "chosen"
    if verb == "SEARCH" and uid and state == "chosen":
        found = " ".join(map(str, _search(server.folder, rest)))
        return [f"SEARCH {found}".strip().encode(), b"OK done"], state
    if verb == "FETCH" and uid and state == "chosen":
        return [*_fetch(server, rest), b"OK done"], state
    server.changed.append(f"{verb} {rest}")
    return [b"BAD not in this state, or not known"], state


def _search(folder: Folder, rest: str) -> list[int]:
    words = re.findall(r'"[^"]*"|\S+', rest.replace("(", "").replace(")", ""))
    uids = sorted(folder.messages)
    first, last = words[words.index("UID") + 1].split(":")
    low, high = int(first), max(uids, default=0) if last == "*" else int(last)
    low, high = min(low, high), max(low, high)  # as the standard has it: n:* always holds the last
    senders = [words[at + 1].strip('"') for at, word in enumerate(words) if word == "FROM"]
    assert words.count("OR") == max(0, len(senders) - 1)
    found = [uid for uid in uids if low <= uid <= high]
    return [uid for uid in found if not senders or any(each in _from(folder, uid) for each in senders)]


def _from(folder: Folder, uid: int) -> str:
    return str(BytesHeaderParser().parsebytes(folder.messages[uid])["From"])


def _fetch(server, rest: str) -> list[bytes]:
    uid_text, wanted = rest.split(" ", 1)
    uid = int(uid_text)
    data = server.folder.messages.get(uid)
    if data is None:
        return []
    number = sorted(server.folder.messages).index(uid) + 1
    if wanted == "(RFC822.SIZE)":
        size = server.folder.sizes.get(uid, len(data))
        return [b"%d FETCH (UID %d RFC822.SIZE %d)" % (number, uid, size)]
    if wanted != "(BODY.PEEK[])":
        server.changed.append(f"FETCH {wanted}")
    length = server.literal or len(data)
    return [b"%d FETCH (UID %d BODY[] {%d}\r\n%b)" % (number, uid, length, data)]


def certificate(folder: Path, host_name: str = "mail.velm.example") -> Path:
    """Make a certificate for 127.0.0.1 that signs itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host_name)])
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(host, False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    kind = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    file = folder / "mail.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
