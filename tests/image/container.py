"""Run the image with runc as `docker run --read-only --tmpfs /tmp:size=128m --cap-drop ALL --network none`.

Docker and podman hand such a bundle to the same program. The network is cut for this whole process, so
that a test reaches the server on the loopback the container shares with it, and nothing else.
"""

import ctypes
import json
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

URL = "http://127.0.0.1:8000"
UID = 10001
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_NAMESPACES = ("pid", "ipc", "uts", "mount")
_CAPABILITY_SETS = ("bounding", "effective", "inheritable", "permitted", "ambient")
_MOUNTS = (
    ("/proc", "proc", ["nosuid", "noexec", "nodev"]),
    ("/dev", "tmpfs", ["nosuid", "mode=755", "size=65536k"]),
    ("/dev/shm", "tmpfs", ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
    ("/sys", "sysfs", ["nosuid", "noexec", "nodev", "ro"]),
    ("/tmp", "tmpfs", ["nosuid", "noexec", "nodev", "mode=1777", "size=128m"]),
)


def cut_network() -> None:
    """Move this process into a network that holds its own loopback and nothing else."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK):
        raise OSError(ctypes.get_errno(), "unshare of the network")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


@dataclass
class Container:
    """One start of the image on a volume."""

    bundle: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        """Everything it wrote so far, as `docker logs` shows it."""
        return (self.bundle / "log").read_text()

    @property
    def keys(self) -> list[str]:
        """The access keys it printed."""
        return re.findall(r"cdk_[\w-]{20,}", self.said)

    def wait(self, until_s: float = 60) -> float:
        """Return the seconds until questions can be answered."""
        began = time.monotonic()
        while time.monotonic() - began < until_s:
            assert self.process.poll() is None, self.said
            try:
                if httpx.get(f"{URL}/readyz", trust_env=False).status_code == 200:
                    return time.monotonic() - began
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"not ready after {until_s} s: {self.said}")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside, as `docker exec` does."""
        return subprocess.run(
            [*_runc(self.bundle), "exec", self.bundle.name, *command], capture_output=True, text=True
        )

    def processes(self) -> list[psutil.Process]:
        """The server and its children."""
        init = psutil.Process(int((self.bundle / "pid").read_text()))
        return [init, *init.children(recursive=True)]

    def stop(self) -> tuple[int, float]:
        """Send SIGTERM; return the exit code and the seconds it took."""
        began = time.monotonic()
        subprocess.run([*_runc(self.bundle), "kill", self.bundle.name, "TERM"], check=True)
        try:
            return self.process.wait(timeout=20), time.monotonic() - began
        finally:
            self.end()

    def end(self) -> None:
        """Leave no process and no cgroup behind."""
        subprocess.run([*_runc(self.bundle), "delete", "--force", self.bundle.name], capture_output=True)
        self.process.wait()


def start(config: dict[str, Any], root: Path, volume: Path, bundle: Path, **variables: str) -> Container:
    """Start the image's own command on a volume."""
    bundle.mkdir()
    environment = [*config["Env"], *(f"{name}={value}" for name, value in variables.items())]
    (bundle / "config.json").write_text(json.dumps(_bundle(config, environment, root, volume)))
    command = [*_runc(bundle), "run", "--bundle", bundle, "--pid-file", bundle / "pid", bundle.name]
    with (bundle / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    return Container(bundle, process)


def empty_volume(root: Path, folder: Path) -> Path:
    """Make a volume the way an engine does: with the owner and the mode of the image's own folder."""
    place = (root / "data").stat()
    folder.mkdir()
    os.chown(folder, place.st_uid, place.st_gid)
    folder.chmod(place.st_mode & 0o777)
    return folder


def _runc(bundle: Path) -> list[str | Path]:
    return ["runc", "--root", bundle.parent / "runc"]


def _bundle(config: dict[str, Any], environment: list[str], root: Path, volume: Path) -> dict[str, Any]:
    uid, gid = (int(part) for part in config["User"].split(":"))
    mounts = [
        {"destination": place, "type": kind, "source": kind, "options": options}
        for place, kind, options in _MOUNTS
    ]
    data = {"destination": "/data", "type": "bind", "source": str(volume), "options": ["rbind", "rw"]}
    return {
        "ociVersion": "1.0.2",
        "root": {"path": str(root), "readonly": True},
        "hostname": "citedesk",
        "mounts": [*mounts, data],
        "process": {
            "user": {"uid": uid, "gid": gid},
            "args": [*config["Entrypoint"], *config["Cmd"]],
            "env": environment,
            "cwd": config["WorkingDir"] or "/",
            "capabilities": {name: [] for name in _CAPABILITY_SETS},
            "noNewPrivileges": True,
        },
        "linux": {"namespaces": [{"type": name} for name in _NAMESPACES]},
    }
