"""The folder everything is kept in, and which process owns the index inside it.

Two owners of one Chroma folder lose vectors silently, so the owner holds a lock and says in
``server.json`` how to reach it. Knows nothing about what the folders hold.
"""

import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock, Timeout

from ingest.errors import ArchiveUnusable, FolderOwned

# File systems on which SQLite's shared memory does not work between machines.
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "fuse.sshfs",
    "fuse.glusterfs",
    "9p",
}
_OPENING_S = 5.0  # a command beside waits so long, for a server to open or another command to end
_STOPPING_S = 3.0  # another server waits so long for one that serves
_POLL_S = 0.1
_MOUNTS = Path("/proc/self/mounts")
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Owner:
    """A running server: where it listens and the token that shows we may read its folder."""

    url: str
    pid: int
    token: str

    def ask(self, method: str, path: str, timeout_s: float = 600) -> dict[str, Any]:
        """Call the owner for a JSON object; raises FolderOwned when it fails too."""
        reply = self.call(method, path, timeout_s=timeout_s)
        if reply.is_error:
            raise FolderOwned(f"the server at {self.url} answered {reply.status_code}: {_reason(reply)}")
        given: dict[str, Any] = reply.json()
        return given

    def call(self, method: str, path: str, body: object = None, timeout_s: float = 600) -> httpx.Response:
        """Send one request to the owner; raises FolderOwned when it does not answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            with httpx.Client(base_url=self.url, headers=headers, timeout=timeout_s, trust_env=False) as http:
                return http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise FolderOwned(
                f"the server at {self.url} (pid {self.pid}) does not answer: {error}"
            ) from error


def prepare(home: Path) -> Path:
    """Make the folder, readable by its user alone; raises ArchiveUnusable where it cannot be used."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnusable(f"cannot make the folder {home}: {error.strerror}") from error
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise ArchiveUnusable(f"{home} cannot be read and written by this user; set CITEDESK_HOME to another")
    if (kind := _file_system(home)) in _NETWORK:
        raise ArchiveUnusable(f"{home} is a network folder ({kind}); set CITEDESK_HOME to a local disk")
    return home


def _reason(reply: httpx.Response) -> str:
    try:
        return str(reply.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "see its log"


def owner(home: Path) -> Owner | None:
    """Find the running owner of this home, or None when there is none.

    One that has just taken the folder is waited for until it says how to reach it.
    """
    until = time.monotonic() + _OPENING_S
    while _is_owned(home):
        if found := _announced(home):
            return found
        if time.monotonic() > until:
            return None
        time.sleep(_POLL_S)
    return None


def _is_owned(home: Path) -> bool:
    try:
        with FileLock(home / "owner.lock").acquire(timeout=0):
            return False
    except Timeout:
        return True


def _announced(home: Path) -> Owner | None:
    try:
        return Owner(**json.loads((home / "server.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def own(home: Path, timeout_s: float = 0, announce: Announce = lambda step: None) -> Iterator[None]:
    """Hold the index folders alone; raises FolderOwned when another process keeps them.

    Whom it waits for is announced at once.
    """
    lock = FileLock(home / "owner.lock")
    try:
        _acquire(lock, home, timeout_s, announce)
    except Timeout as error:
        raise FolderOwned(
            f"another citedesk process uses {home}{_who(_announced(home))}; stop it, or set CITEDESK_HOME "
            "to another folder"
        ) from error
    except OSError as error:
        raise ArchiveUnusable(f"cannot lock {home}: {error.strerror}") from error
    (home / "server.json").unlink(missing_ok=True)  # of a server that was killed
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, home: Path, timeout_s: float, announce: Announce) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if not timeout_s:
            raise
        served = _announced(home)
        announce(f"waiting for another citedesk process that uses {home}{_who(served)}")
        # One that serves lets go only when it is being stopped; any other ends by itself.
        lock.acquire(timeout=min(timeout_s, _STOPPING_S) if served else timeout_s)


def _who(served: Owner | None) -> str:
    return f" (the server at {served.url}, pid {served.pid})" if served else ""


@contextmanager
def announced(home: Path, url: str) -> Iterator[Owner]:
    """Write server.json for as long as the server runs."""
    owner = Owner(url, os.getpid(), secrets.token_urlsafe(32))
    file = home / "server.json"
    part = home / "server.json.part"
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        json.dump(asdict(owner), stream)
    os.replace(part, file)
    try:
        yield owner
    finally:
        file.unlink(missing_ok=True)


def _file_system(folder: Path) -> str:
    """Name the kind of file system a folder is on; empty where the system does not tell."""
    if not _MOUNTS.exists():
        return ""
    mounts = [[_unescaped(field) for field in line.split()[1:3]] for line in _MOUNTS.read_text().splitlines()]
    place = folder.resolve()
    holding = [(point, kind) for point, kind in mounts if place.is_relative_to(point)]
    return max(holding, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _unescaped(field: str) -> str:
    """Read a mount point as the kernel writes it: a space is a backslash and 040."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)
