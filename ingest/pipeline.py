"""Bring sources into the archive: find the files, read, split, keep, and say what happened to each."""

import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.archive import Archive
from ingest.errors import IngestError, SourceUnreadable, TooLarge
from ingest.outcome import Outcome, keep_pieces
from ingest.read import apart, lines, text
from ingest.read.kinds import FILE_BYTES, KINDS, Kind, kind_of
from ingest.read.piece import Piece
from ingest.read.text import Details
from ingest.texts.tokens import Measure

if TYPE_CHECKING:
    from ingest.watched.visit import Web

_ADDRESSES = ("http://", "https://")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_ODD = ((stat.S_ISFIFO, "named pipe"), (stat.S_ISSOCK, "socket"))
_HOST = re.compile(r"www\.\S+$|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*$", re.IGNORECASE)


def files(sources: Iterable[str], skipped: Counter[str] | None = None) -> Iterator[str]:
    """Yield each source, a folder as the files in it that can be read; count the others by their endings."""
    for source in sources:
        if source == "-" or not os.path.isdir(source):  # Path.is_dir raises on a name that is too long
            yield source
            continue
        inside = sorted(
            str(file) for file in _inside(Path(source), Counter() if skipped is None else skipped)
        )
        yield from inside or [source]


def _inside(folder: Path, skipped: Counter[str]) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if not file.is_file():
            skipped.update(_oddities(file))
            continue
        if (ending := file.suffix.lower()) in KINDS:
            yield file
        elif not any(part.startswith(".") for part in file.relative_to(folder).parts):
            skipped[ending] += 1


def _oddities(file: Path) -> Iterator[str]:
    """What a name leads to, where that is neither a file nor a folder: reading it might never end."""
    try:
        mode = file.stat().st_mode
    except (OSError, ValueError):
        return  # it is not there, or may not be looked at: whoever opens it is told so
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        yield next((what for is_one, what in _ODD if is_one(mode)), "device")


def is_address(source: str) -> bool:
    """Whether a source is fetched from the web."""
    return source.lower().startswith(_ADDRESSES)


def add(
    source: str, details: Details, archive: Archive, measure: Measure, door: "Callable[[], Web] | None" = None
) -> Iterator[Outcome]:
    """Read one source and keep what it holds; what is refused is told, and the rest goes in.

    Without a door to the web, which is opened when an address comes, addresses are refused.
    """
    try:
        found = _fetched(source, details, door) if is_address(source) else _pieces(source, details)
        yield from keep_pieces(found, source, archive, measure)
    except IngestError as error:
        yield Outcome(source, "refused", reason=str(error))
    except OSError as error:
        yield Outcome(source, "refused", reason=f"cannot be read: {error.strerror or error}")


def _fetched(url: str, details: Details, door: "Callable[[], Web] | None") -> Iterator[Piece]:
    if door is None:
        raise SourceUnreadable("addresses are not fetched here")
    from ingest.watched import addressed  # the door to the web and the extractor take half a second to import

    return addressed.pieces(url, details, door())


def _pieces(source: str, details: Details) -> Iterator[Piece]:
    if source == "-":
        data = _limited("standard input", sys.stdin.buffer.read(FILE_BYTES + 1), FILE_BYTES)
        yield Piece(text.read(data, source, details))
    elif odd := next(_oddities(Path(source)), None):
        raise SourceUnreadable(f"{source} is a {odd}, not a file: what it gives can be piped to `add -`")
    elif source.lower().endswith(".jsonl"):
        with open(source, "rb") as stream:
            for line in lines.read(_capped(stream.readline), source, details):
                yield line.piece()
    elif found := _SCHEME.match(source):
        raise SourceUnreadable(f"{found[1]} addresses are not read: give an http or https one, or a file")
    else:
        kind = _kind(Path(source))
        with open(source, "rb") as stream:
            data = _limited(source, stream.read(kind.most + 1), kind.most, os.path.getsize(source))
        yield from (apart.read if kind.is_apart else kind.read)(data, source, details)


def _kind(file: Path) -> Kind:
    if file.is_dir():
        raise SourceUnreadable(f"{file} holds no file of a kind that is read: {', '.join(KINDS)}")
    if not file.exists():
        raise SourceUnreadable(f"{file}: no such file or folder{_advice(str(file))}")
    return kind_of(str(file))


def _advice(name: str) -> str:
    """What somebody may have meant by the name of a file that is not there."""
    if _HOST.match(name) and not name.lower().endswith(tuple(KINDS)):
        return f"; if it is an address, write https://{name}"
    return ""


def _capped(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield lines, of a line over the limit its first part and one byte more: it is refused."""
    while line := readline(lines.LINE_BYTES + 1):
        yield line
        while line and not line.endswith(b"\n") and len(line) > lines.LINE_BYTES:
            line = readline(lines.LINE_BYTES + 1)


def _limited(name: str, data: bytes, most: int, size: int | None = None) -> bytes:
    if len(data) > most:
        raise TooLarge(name, size or len(data), most)
    return data


def count_lines(source: str) -> int:
    """Count what a source holds, for a bar that knows its end."""
    if not source.lower().endswith(".jsonl") or not os.path.isfile(source):
        return 1
    with open(source, "rb") as stream:
        blocks = iter(lambda: stream.read(1 << 20), b"")
        return max(1, sum(block.count(b"\n") for block in islice(blocks, 10_000)))
