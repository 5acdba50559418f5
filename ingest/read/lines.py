"""JSON lines: one article a line; the same object is what the server's door takes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.article import Article, Clean
from ingest.errors import BadField, IngestError, SourceUnreadable, TooLarge
from ingest.holdings.rights import checked
from ingest.read.piece import Piece
from ingest.read.text import Details, from_text
from ingest.times import Stamp, iso

LINE_BYTES = 4_000_000


class Line(BaseModel):
    """One article as JSON; absent and null are the same."""

    model_config = ConfigDict(extra="forbid", strict=True)

    url: Annotated[Clean, Field(max_length=2_000)] | None = None
    title: Annotated[Clean, Field(max_length=1_000)] | None = None
    outlet: Annotated[Clean, Field(max_length=200)] | None = None
    authors: Annotated[list[Clean], Field(max_length=100)] | None = None
    published_at: Annotated[Clean, Field(max_length=40)] | None = None
    language: Annotated[Clean, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")] | None = None
    collection: Annotated[Clean, Field(min_length=1, max_length=100)] | None = None
    rights: Annotated[Clean, Field(max_length=20)] | None = None
    embargo_until: Annotated[Clean, Field(max_length=40)] | None = None
    text: Clean


@dataclass(frozen=True, slots=True)
class Read:
    """What a line gave: an article, or the reason there is none."""

    number: int  # from 1
    article: Article | None = None
    trouble: IngestError | None = None
    ignored: tuple[str, ...] = ()  # names of fields that mean nothing here

    def piece(self) -> Piece:
        """The same as what any other file gives."""
        reason = str(self.trouble) if self.trouble else None
        return Piece(self.article, reason, ignored=self.ignored, number=self.number)


def read(lines: Iterable[bytes], name: str, details: Details) -> Iterator[Read]:
    """Read line by line; a bad line is told by its number and the others go on.

    Raises SourceUnreadable where all lines are empty.
    """
    is_empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        is_empty = False
        try:
            values, ignored = _values(line)
            yield Read(
                number, from_line(Line.model_validate(values), f"line {number}", details), ignored=ignored
            )
        except ValidationError as error:
            yield Read(number, trouble=bad_field(error))
        except IngestError as error:
            yield Read(number, trouble=error)
    if is_empty:
        raise SourceUnreadable(f"{name} holds no article: every line of it is empty")


def from_line(line: Line, name: str, details: Details) -> Article:
    """Make an article of one object; raises BadField, TooLarge or SourceUnreadable."""
    published = Stamp(details.published_at, details.published_day) if details.published_at else None
    if line.published_at:
        published = _stamp("published_at", line.published_at)
    known = replace(
        details,
        title=line.title or details.title,
        outlet=line.outlet or details.outlet,
        url=address(line.url) or details.url,
        published_at=published.at if published else None,
        published_day=published is not None and published.is_day,
        collection=line.collection or details.collection,
        rights=checked(line.rights) if line.rights else details.rights,
        embargo_until=embargo(line.embargo_until) or details.embargo_until,
    )
    article = from_text(line.text, name, known)
    return replace(
        article,
        authors=tuple(line.authors or ()),
        published_zone=published.zone if published else None,
        language=line.language.lower().partition("-")[0] if line.language else None,
    )


def bad_field(error: ValidationError) -> BadField:
    """Put the first fault pydantic found into our words."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "missing":
        return BadField(field, None, "is required")
    return BadField(field, str(first["input"]), first["msg"][:1].lower() + first["msg"][1:])


def _values(line: bytes) -> tuple[dict[str, object], tuple[str, ...]]:
    """Parse one line, leaving out the fields we do not know."""
    if len(line) > LINE_BYTES:
        raise TooLarge("the line", len(line), LINE_BYTES)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(f"not JSON: {_place(error)}") from error
    if not isinstance(value, dict):
        raise SourceUnreadable(f"not a JSON object but {type(value).__name__}: {str(value)[:40]!r}")
    ignored = tuple(sorted(str(key)[:40] for key in value.keys() - Line.model_fields.keys()))
    return {key: value[key] for key in value if key in Line.model_fields}, ignored


def _place(error: Exception) -> str:
    return str(error).replace("line 1 ", "") if isinstance(error, ValueError) else "nested too deeply"


def embargo(text: str | None) -> datetime | None:
    """Read until when nobody may see an article; of a day that is its beginning. Raises BadField."""
    return _stamp("embargo_until", text).at if text else None


def _stamp(field: str, text: str) -> Stamp:
    try:
        return iso(text)
    except ValueError as error:
        raise BadField(field, text, "not a date or time as in 2026-03-10 or 2026-03-10T09:30:00Z") from error


def address(url: str | None) -> str | None:
    """Hold a URL to be an http address with a host; raises BadField."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadField("url", url, "not an address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadField("url", url, "not an http or https address")
    return url
