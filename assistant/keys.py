"""The access key: made at random, shown once, kept as its SHA-256; and what sessions are signed with.

Knows nothing about HTTP. A fast hash is enough for a key of 256 random bits: nobody can try them all.
A key that was set with CITEDESK_ACCESS_KEY is not kept at all.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, insert, select

from assistant.errors import KeyIsSet
from assistant.settings import Settings
from ingest.archive import Archive
from ingest.schema import facts

_PREFIX = "cdk_"  # tells people, and scanners for leaked secrets, what they look at
_KEY, _SESSIONS = "access_key", "session_secret"  # names of facts


@dataclass(frozen=True, slots=True)
class InForce:
    """What opens the door now; where a part is empty, nothing opens it that way."""

    digest: str  # of the key
    secret: str  # that signs sessions

    def fits(self, key: str) -> bool:
        """Whether this is the key; takes as long for a wrong one as for the right one."""
        return secrets.compare_digest(digest_of(key), self.digest)


@dataclass(frozen=True, slots=True)
class Keys:
    """The key in force: the one that was set, or else the one the archive knows by its hash."""

    archive: Archive
    given: str | None = None  # hash of CITEDESK_ACCESS_KEY

    def now(self) -> InForce:
        """Read what is in force at this moment: another process may have renewed the key.

        The key's hash is part of the secret, so that a new key ends all sessions; the random part
        keeps whoever has seen a session from trying keys against its signature.
        """
        query = select(facts.c.name, facts.c.value).where(facts.c.name.in_((_KEY, _SESSIONS)))
        with self.archive.reading() as connection:
            kept = {row.name: row.value for row in connection.execute(query)}
        digest, random = self.given or kept.get(_KEY, ""), kept.get(_SESSIONS)
        return InForce(digest, f"{random}:{digest}" if random and digest else "")

    def begin(self) -> str | None:
        """Make what is missing; return the first key if it was made just now."""
        self._note(_SESSIONS, secrets.token_urlsafe(32))
        key = _random()
        is_first = not self.given and self._note(_KEY, digest_of(key))
        return key if is_first else None

    def renew(self) -> str:
        """Make a new key and void the one before; raises KeyIsSet where CITEDESK_ACCESS_KEY is the key."""
        if self.given:
            raise KeyIsSet
        key = _random()
        with self.archive.writing() as connection:
            connection.execute(delete(facts).where(facts.c.name == _KEY))
            connection.execute(insert(facts).values(name=_KEY, value=digest_of(key)))
        return key

    def _note(self, name: str, value: str) -> bool:
        """Keep a fact unless there is one of this name; tell whether it was kept."""
        with self.archive.writing() as connection:
            if connection.scalar(select(facts.c.value).where(facts.c.name == name)):
                return False
            connection.execute(insert(facts).values(name=name, value=value))
        return True


def of(settings: Settings, archive: Archive) -> Keys:
    """Take the keys that these settings and this archive make."""
    given = settings.access_key
    return Keys(archive, digest_of(given.get_secret_value()) if given else None)


def digest_of(key: str) -> str:
    """Hash a key, or whatever was sent in its place."""
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def _random() -> str:
    return _PREFIX + secrets.token_urlsafe(32)
