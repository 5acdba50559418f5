"""Read one file from standard input, within limits, and write what was found: the child of ``apart``."""

import resource
import signal
import sys
from contextlib import suppress
from dataclasses import replace

from pydantic import TypeAdapter

from ingest.article import clean, storable
from ingest.errors import IngestError
from ingest.read import kinds
from ingest.read.piece import Piece
from ingest.read.text import Details

_PIECES = TypeAdapter(list[Piece])


def main(name: str, details: str, seconds: int, memory: int) -> None:
    """Write what the file holds as JSON; the system ends this process where it goes over a limit."""
    with suppress(ValueError, OSError):  # macOS has no limit of memory
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(2 * seconds)  # also where it waits, and where nobody waits for it any more
    given = TypeAdapter(Details).validate_json(details)
    found = _pieces(sys.stdin.buffer.read(), name, given)
    sys.stdout.buffer.write(_PIECES.dump_json([_cleaned(each) for each in found]))


def _pieces(data: bytes, name: str, details: Details) -> list[Piece]:
    try:
        return kinds.read(data, name, details)
    except IngestError as error:
        return [Piece(reason=str(error))]


def _cleaned(piece: Piece) -> Piece:
    return replace(
        piece,
        article=storable(piece.article) if piece.article else None,
        reason=clean(piece.reason) if piece.reason else None,
        notes=tuple(clean(note) for note in piece.notes),
        ignored=tuple(clean(name) for name in piece.ignored),
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
