"""Which reader reads a file, by the ending of its name: a kind of file is a line here."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from ingest.errors import SourceUnreadable, TooLarge
from ingest.read import lines, text
from ingest.read.piece import Piece
from ingest.read.text import Details

FILE_BYTES = 8_000_000  # of a text or page, most of which may be markup
_ATTACHING_BYTES = 25_000_000  # of a message: what mail servers pass on, most of it attachments
_PICTURED_BYTES = 50_000_000  # of a PDF, most of which may be pictures
Read = Callable[[bytes, str, Details], list[Piece]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How files of one ending are read."""

    read: Read
    most: int = FILE_BYTES
    is_apart: bool = False  # in a process of its own: what is in such a file may never end


def _text(data: bytes, name: str, details: Details) -> list[Piece]:
    return [Piece(text.read(data, name, details))]


def _lines(data: bytes, name: str, details: Details) -> list[Piece]:
    return [line.piece() for line in lines.read(io.BytesIO(data), name, details)]


def _late(module: str) -> Read:
    """The reader in a module that takes half a second to import, which nothing else needs."""

    def read(data: bytes, name: str, details: Details) -> list[Piece]:
        reader: Read = import_module(f"ingest.read.{module}").read
        return reader(data, name, details)

    return read


KINDS = {
    ".txt": Kind(_text),
    ".md": Kind(_late("markdown")),
    ".jsonl": Kind(_lines),
    ".html": Kind(_late("saved")),
    ".htm": Kind(_late("saved")),
    ".eml": Kind(_late("mail"), _ATTACHING_BYTES),
    ".pdf": Kind(_late("pdf"), _PICTURED_BYTES, is_apart=True),
}


def kind_of(name: str) -> Kind:
    """The kind of a file; raises SourceUnreadable for one that is not read."""
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise SourceUnreadable(f"{name}: not one of {', '.join(KINDS)}")
    return KINDS[ending]


def read(data: bytes, name: str, details: Details) -> list[Piece]:
    """Read a file of any kind; raises what its reader raises, TooLarge above the limit of its kind."""
    kind = kind_of(name)
    if len(data) > kind.most:
        raise TooLarge(name, len(data), kind.most)
    return kind.read(data, name, details)
