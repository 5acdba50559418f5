"""Read a file in a process of its own, within limits of time and memory.

What answers questions hands files here: it never imports the code that reads them.
"""

import logging
import os
import subprocess
import sys

from pydantic import TypeAdapter, ValidationError

from ingest.article import clean
from ingest.errors import SourceUnreadable
from ingest.read.piece import Piece
from ingest.read.text import Details

SECONDS = 30  # of one core, for one file
MEMORY_BYTES = 1_000_000_000
_NAME_LETTERS = 255
_log = logging.getLogger(__name__)
_PIECES = TypeAdapter(list[Piece])
_DETAILS = TypeAdapter(Details)


def read(
    data: bytes, name: str, details: Details, seconds: int = SECONDS, memory: int = MEMORY_BYTES
) -> list[Piece]:
    """Read a file by the ending of its name; what its reader refuses is found with the reason.

    Raises SourceUnreadable where it takes too long, too much memory, or ends the process that reads.
    """
    name = clean(name)[-_NAME_LETTERS:]
    given = _DETAILS.dump_json(details).decode()
    command = [sys.executable, "-P", "-m", "ingest.read", name, given, str(seconds), str(memory)]
    # No key of a model or an archive is at hand where a stranger's file is read.
    bare = {"PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(command, input=data, env=bare, capture_output=True, timeout=2 * seconds)
    except subprocess.TimeoutExpired as error:
        raise SourceUnreadable(f"{name}: not read within {2 * seconds} s; cut it into parts") from error
    if done.returncode:
        raise SourceUnreadable(_trouble(name, done, seconds, memory))
    try:
        return _PIECES.validate_json(done.stdout)
    except ValidationError as error:
        raise SourceUnreadable(f"{name}: what was read of it cannot be kept") from error


def _trouble(name: str, done: "subprocess.CompletedProcess[bytes]", seconds: int, memory: int) -> str:
    said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode < 0 and not said:
        return f"{name}: not read within {seconds} s; cut it into parts"
    if "MemoryError" in said:
        return f"{name}: reading it takes more than {memory // 1_000_000:,} MB of memory; cut it into parts"
    _log.warning("reading a %s file ended with %d: %s", name.rpartition(".")[2], done.returncode, said)
    return f"{name}: damaged, or made in a way that cannot be read"
