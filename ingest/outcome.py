"""Keep what was found in a file, and say what became of each article of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.archive import Archive
from ingest.intake import keep_all
from ingest.read.piece import Piece
from ingest.texts.tokens import Measure

# Articles kept in one transaction: one wait for the disk for all, a fraction of a second until told.
_TOGETHER = 32
_LETTERS_TOGETHER = 1_000_000
STATUSES = ("added", "updated", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    source: str
    status: str  # one of STATUSES
    article_id: str | None = None
    passages: int | None = None
    reason: str | None = None
    ignored: tuple[str, ...] = ()  # fields of a line that mean nothing here
    notes: tuple[str, ...] = ()  # what of the source was not read
    correction: str | None = None  # the notice in a new text that says what was wrong before
    embargo_until: str | None = None  # where nobody may see it yet

    def as_json(self) -> dict[str, object]:
        """The same as a JSON object, without what is not known."""
        row = {
            "source": self.source,
            "status": self.status,
            "article_id": self.article_id,
            "passages": self.passages,
            "reason": self.reason,
            "ignored": list(self.ignored) or None,
            "notes": list(self.notes) or None,
            "correction": self.correction,
            "embargo_until": self.embargo_until,
        }
        return {name: value for name, value in row.items() if value is not None}


def keep_pieces(
    pieces: Iterable[Piece], source: str, archive: Archive, measure: Measure
) -> Iterator[Outcome]:
    """Keep what was found in a source; the articles of several are told by their numbers."""
    for batch in _batches(pieces):
        taken = [each.article for each in batch if each.article]
        kept = iter(keep_all(taken, archive, measure))
        for each in batch:
            label = source if each.number is None else f"{source}:{each.number}"
            if each.article is None:
                yield Outcome(label, "refused", reason=each.reason, notes=each.notes)
                continue
            made = next(kept)
            yield Outcome(
                label,
                made.status,
                made.article_id,
                made.passages,
                ignored=each.ignored,
                notes=(*each.notes, made.notice) if made.notice else each.notes,
                correction=made.correction,
                embargo_until=made.embargo_until,
            )


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Gather what is kept in one transaction."""
    batch: list[Piece] = []
    letters = 0
    for each in pieces:
        batch.append(each)
        letters += len(each.article.text) if each.article else 0
        if len(batch) == _TOGETHER or letters >= _LETTERS_TOGETHER:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch
