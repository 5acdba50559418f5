"""An environment of its own for each peer, with its newest release; kept until the folder is removed."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PIP = ("-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check")


@dataclass(frozen=True, slots=True)
class Peer:
    """A module of this package, and the package from PyPI that it measures."""

    name: str
    package: str
    searches: str  # by what it finds passages
    needs_torch: bool = False


PEERS = (
    Peer("txtai", "txtai", "words and meaning", needs_torch=True),
    Peer("haystack", "haystack-ai", "words and meaning"),
    Peer("llama_index", "llama-index-core", "meaning"),
)


def python(peer: Peer, folder: Path) -> Path:
    """The peer's own interpreter, installed at the first call; raises CalledProcessError."""
    venv = folder / peer.name
    executable = venv / "bin" / "python"
    install = [str(executable), *_PIP]
    if not (stamp := venv / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
        if peer.needs_torch:
            # A build without CUDA where pip has been told of one: gigabytes less. Nowhere else a failure.
            subprocess.run([*install, "--no-index", "--no-deps", "torch"], check=False, capture_output=True)
        subprocess.run([*install, peer.package], check=True)
        stamp.touch()
    return executable


def pins(executable: Path) -> dict[str, str]:
    """Every package of an environment with its version."""
    command = [str(executable), "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(line.split("==", 1) for line in listed.splitlines() if "==" in line)
