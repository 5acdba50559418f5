"""Build the image with buildah, on a base made of Debian's own packages in place of the real one.

No registry of images is asked: the stand-in carries the name the Dockerfile asks for. It is made once
and kept in the user's cache folder; everything else is in a folder of the run's own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
TAG = "localhost/citedesk:test"
_TOOLS = {"buildah": "buildah", "debootstrap": "debootstrap", "runc": "runc", "ip": "iproute2"}
_CARRIED = ("cert", "index-url", "extra-index-url", "find-links", "proxy", "timeout", "trusted-host")


def install_tools() -> None:
    """Install what is missing with apt; exits with what to do where that cannot be."""
    missing = [package for command, package in _TOOLS.items() if not shutil.which(command)]
    if os.geteuid() != 0 or (missing and not shutil.which("apt-get")):
        sys.exit(f"this test needs root on Debian, with {', '.join(_TOOLS.values())}")
    if missing:
        print(f"installing {', '.join(missing)}", flush=True)
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True, **quiet
        )


def base_name() -> str:
    """Name the base that the Dockerfile asks for."""
    return re.search(r"^ARG BASE=(\S+)$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE)[1]


@dataclass(frozen=True)
class Store:
    """A storage of images in a folder, used by nobody else."""

    folder: Path

    def load_base(self) -> None:
        """Make the stand-in for the base, or take the one that was kept."""
        packed = _packed_base(self.folder)
        container = self._said("from", "scratch")
        self._said("add", "--quiet", container, packed, "/")
        self._said("commit", "--quiet", "--rm", container, f"docker.io/library/{base_name()}")

    def build(self) -> str:
        """Build the image and return all that was said; raises CalledProcessError where it fails."""
        given = ["--isolation", "chroot", "--pull-never", "--format", "docker", "--tag", TAG]
        mounts = [flag for place in _pip_mounts(self.folder) for flag in ("--volume", place)]
        return self._said("bud", *given, *mounts, REPOSITORY)

    def config(self) -> dict[str, Any]:
        """What the image says of itself: user, entry point, ports, health check."""
        return json.loads(self._said("inspect", "--type", "image", TAG))["Docker"]["config"]

    def mounted(self, image: str) -> Path:
        """Make a container of an image and return the folder of its files."""
        return Path(self._said("mount", self._said("from", "--pull-never", image)))

    def _said(self, *arguments: str | Path) -> str:
        places = ["--root", self.folder / "images", "--runroot", self.folder / "run"]
        command = ["buildah", *places, "--storage-driver", "vfs", *arguments]
        done = subprocess.run(
            command, env=os.environ | {"TMPDIR": str(self.folder)}, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"buildah {arguments[0]} failed:\n{done.stdout[-4_000:]}{done.stderr[-4_000:]}")
        return done.stdout.strip()


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def _packed_base(work: Path) -> Path:
    suite = base_name().rpartition("-")[2]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "citedesk-image"
    packed = cache / f"{suite}.tar"
    if packed.exists():
        return packed
    print(f"making the base of Debian {suite}, once", flush=True)
    cache.mkdir(parents=True, exist_ok=True)
    root, part = work / "base", packed.with_suffix(".part")
    include = "--include=python3,python3-venv,ca-certificates"
    command = ["debootstrap", "--variant=minbase", include, suite, str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for folder in ("var/cache/apt", "var/lib/apt/lists"):
        shutil.rmtree(root / folder)
    subprocess.run(["tar", "--create", "--file", part, "--directory", root, "."], check=True)
    shutil.rmtree(root)
    return part.rename(packed)


def _pip_mounts(work: Path) -> Iterator[str]:
    """Let pip in the build reach its index the way pip on this machine does; nothing of it is kept."""
    said = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    settings = dict(re.findall(r"^(?:global|:env:)\.([\w-]+)='(.*)'$", said.stdout, re.MULTILINE))
    config = ConfigParser(interpolation=None)
    config["global"] = {}
    for name in _CARRIED:
        # An index in a folder of this machine points to files beside it, which are not in the build.
        values = [each for each in settings.get(name, "").split() if not each.startswith("file:")]
        yield from (f"{each}:{each}:ro" for each in values if each.startswith("/") and Path(each).exists())
        if values:
            config["global"][name] = " ".join(values)
    file = work / "pip.conf"
    with file.open("w") as stream:
        config.write(stream)
    yield f"{file}:/etc/pip.conf:ro"
