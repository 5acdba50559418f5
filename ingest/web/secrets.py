"""Credentials of subscribed sites: what is sent, and how it is kept.

They are sealed with a key in a file of the home folder, so that a copy of the database alone opens
none of them. Knows nothing about feeds or requests.
"""

import base64
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from ingest.errors import ArchiveUnusable, BadSecret, SecretLost

FILE = "secrets.key"
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # a name of a header or cookie
_VALUE = re.compile(r"[\x20-\x7e]*")
# They say how a request is read or where it goes, and are not for credentials.
_OURS = frozenset(
    (
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "accept-encoding",
        "te",
        "trailer",
        "upgrade",
        "expect",
        "range",
    )
)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a subscribed site wants to see: a name and password, headers such as a bearer token, cookies."""

    name: str | None = None
    password: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for field, value in self.headers:
            if not _TOKEN.fullmatch(field) or field.lower() in _OURS:
                raise BadSecret(f"a header named {field[:40]!r} cannot be sent as a credential")
            if not _VALUE.fullmatch(value):
                raise BadSecret(f"the value of the header {field} has characters a header cannot carry")
        for field, value in self.cookies:
            if not _TOKEN.fullmatch(field) or not _VALUE.fullmatch(value) or ";" in value:
                raise BadSecret(f"the cookie {field[:40]!r} cannot be sent: see its name and value")
        if self.name is not None and ":" in self.name:
            raise BadSecret("a name for signing in has no colon")

    def __repr__(self) -> str:
        return "Secret(…)"

    def sent(self) -> dict[str, str]:
        """The headers that carry it."""
        headers = dict(self.headers)
        if self.name is not None:
            pair = f"{self.name}:{self.password or ''}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{field}={value}" for field, value in self.cookies)
        return headers


class Safe:
    """Seals secrets with the key of a home folder, which is made when the first one comes."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def seal(self, secret: Secret) -> bytes:
        """Encrypt a secret; raises ArchiveUnusable where the key cannot be made or read."""
        return self._fernet(self._key() or self._made()).encrypt(json.dumps(asdict(secret)).encode())

    def open(self, sealed: bytes) -> Secret:
        """Decrypt a secret; raises SecretLost where its key is gone or another one."""
        key = self._key()
        if key is None:
            raise SecretLost(f"{self._file} is gone, and with it the credentials: give them again")
        try:
            fields = json.loads(self._fernet(key).decrypt(sealed))
        except InvalidToken as error:
            raise SecretLost(f"{self._file} does not open these credentials: give them again") from error
        pairs = {
            name: tuple((field, value) for field, value in fields[name]) for name in ("headers", "cookies")
        }
        return Secret(fields["name"], fields["password"], **pairs)

    def lost(self, sealed: Mapping[str, bytes]) -> list[str]:
        """Names of those whose credentials cannot be opened and must be given again."""
        names = []
        for name, secret in sealed.items():
            try:
                self.open(secret)
            except SecretLost:
                names.append(name)
        return names

    def _fernet(self, key: bytes) -> Fernet:
        try:
            return Fernet(key)
        except ValueError as error:
            raise SecretLost(
                f"{self._file} holds no key: put the right file back, or delete it and give credentials again"
            ) from error

    def _key(self) -> bytes | None:
        try:
            return self._file.read_bytes().strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ArchiveUnusable(f"cannot read {self._file}: {error.strerror}") from error

    def _made(self) -> bytes:
        """Make the key file; of two at once one wins, and both take its key."""
        try:
            opened, part = tempfile.mkstemp(prefix=f"{FILE}.", dir=self._file.parent)  # mode 0600
            with open(opened, "wb") as stream:
                stream.write(Fernet.generate_key())
                stream.flush()
                os.fsync(stream.fileno())  # what it seals is committed right after
            try:
                os.link(part, self._file)
            except FileExistsError:
                pass
            finally:
                os.unlink(part)
            return self._file.read_bytes()
        except OSError as error:
            raise ArchiveUnusable(f"cannot write {self._file}: {error.strerror}") from error
