"""Bring sources into the archive: find the files, read, split, keep, and say what happened to each."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from ingest.archive import Archive, Kept
from ingest.article import Article
from ingest.errors import IngestError, SourceUnreadable, TooLarge
from ingest.intake import keep, keep_all
from ingest.read import lines, text
from ingest.read.text import Details
from ingest.tokens import Measure

FILE_BYTES = 8_000_000  # of a text or page, most of which may be markup; lines are read one by one
# Lines kept in one transaction: one wait for the disk for all, a fraction of a second until told.
_TOGETHER = 32
_LETTERS_TOGETHER = 1_000_000
_PAGES = (".html", ".htm")
_KINDS = (".txt", ".md", ".jsonl", *_PAGES)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: str  # added, updated, unchanged or refused
    article_id: str | None = None
    passages: int | None = None
    reason: str | None = None
    ignored: tuple[str, ...] = ()  # fields of a line that mean nothing here
    notice: str | None = None  # what was not kept as it came

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object, without what is not known."""
        row = {
            "source": self.source,
            "status": self.status,
            "article_id": self.article_id,
            "passages": self.passages,
            "reason": self.reason,
            "ignored": list(self.ignored) or None,
            "notice": self.notice,
        }
        return {name: value for name, value in row.items() if value is not None}


def files(sources: Iterable[str]) -> Iterator[str]:
    """Yield each source, a folder as the files in it that can be read."""
    for source in sources:
        if source == "-" or not os.path.isdir(source):  # Path.is_dir raises on a name that is too long
            yield source
            continue
        inside = sorted(str(f) for f in Path(source).rglob("*") if f.suffix.lower() in _KINDS and f.is_file())
        yield from inside or [source]


def add(source: str, details: Details, archive: Archive, measure: Measure) -> Iterator[Outcome]:
    """Read one source and keep what it holds; what is refused is told, and the rest goes in."""
    try:
        if source.startswith(("http://", "https://")):
            raise SourceUnreadable("addresses are not fetched; save the page and add the file")
        if source.lower().endswith(".jsonl"):
            yield from _add_lines(source, details, archive, measure)
        else:
            yield _outcome(source, keep(_read(source, details), archive, measure))
    except IngestError as error:
        yield Outcome(source, "refused", reason=str(error))
    except OSError as error:
        yield Outcome(source, "refused", reason=f"cannot be read: {error.strerror or error}")


def _add_lines(source: str, details: Details, archive: Archive, measure: Measure) -> Iterator[Outcome]:
    with open(source, "rb") as stream:
        read = lines.read(_capped(stream.readline), source, details)
        for batch in _batches(read):
            taken = [line.article for line in batch if line.article]
            kept = iter(keep_all(taken, archive, measure))
            for line in batch:
                label = f"{source}:{line.number}"
                if line.article is None:
                    yield Outcome(label, "refused", reason=str(line.trouble))
                else:
                    yield replace(_outcome(label, next(kept)), ignored=line.ignored)


def _batches(read: Iterable[lines.Read]) -> Iterator[list[lines.Read]]:
    """Gather lines whose articles are kept in one transaction."""
    batch: list[lines.Read] = []
    letters = 0
    for line in read:
        batch.append(line)
        letters += len(line.article.text) if line.article else 0
        if len(batch) == _TOGETHER or letters >= _LETTERS_TOGETHER:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _capped(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """Yield lines, of a line over the limit its first part and one byte more: it is refused."""
    while line := readline(lines.LINE_BYTES + 1):
        yield line
        while line and not line.endswith(b"\n") and len(line) > lines.LINE_BYTES:
            line = readline(lines.LINE_BYTES + 1)


def _outcome(label: str, kept: Kept) -> Outcome:
    return Outcome(label, kept.status, kept.article_id, kept.passages, notice=kept.notice)


def _read(source: str, details: Details) -> Article:
    if source == "-":
        return text.read(_limited("standard input", sys.stdin.buffer.read(FILE_BYTES + 1)), source, details)
    file = Path(source)
    if file.is_dir():
        raise SourceUnreadable(f"{source} holds no {', '.join(_KINDS)} file")
    if not file.exists():
        raise SourceUnreadable(f"{source}: no such file")
    if file.suffix.lower() not in _KINDS:
        raise SourceUnreadable(f"{source}: not one of {', '.join(_KINDS)}")
    with file.open("rb") as stream:
        data = _limited(source, stream.read(FILE_BYTES + 1), file.stat().st_size)
    if file.suffix.lower() in _PAGES:
        from ingest.read import page  # the extractor takes half a second to import

        return page.read(data, source, details)
    return text.read(data, source, details)


def _limited(name: str, data: bytes, size: int | None = None) -> bytes:
    if len(data) > FILE_BYTES:
        raise TooLarge(name, size or len(data), FILE_BYTES)
    return data


def count_lines(source: str) -> int:
    """Count what a source holds, for a bar that knows its end."""
    if not source.lower().endswith(".jsonl") or not os.path.isfile(source):
        return 1
    with open(source, "rb") as stream:
        blocks = iter(lambda: stream.read(1 << 20), b"")
        return max(1, sum(block.count(b"\n") for block in islice(blocks, 10_000)))
