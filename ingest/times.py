"""Moments as machines write them, to UTC: ISO 8601, ends of periods, seconds since 1970."""

from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

_DAY_LETTERS = 10  # 2026-03-10


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as a source wrote it."""

    at: datetime  # in UTC
    is_day: bool = False  # only the day is known
    zone: int | None = None  # minutes east of UTC, where the source says it


def moment(text: str) -> tuple[datetime, bool]:
    """Read a date or a time; return it in UTC, and whether only the day is known.

    A time without a zone is UTC. Raises ValueError.
    """
    read = iso(text)
    return read.at, read.is_day


def end_of(text: str) -> datetime:
    """Read the end of a period: a day runs to its last moment. Raises ValueError."""
    read, is_day = moment(text)
    if not is_day:
        return read
    return datetime.combine(read.date(), time.max, UTC) - timedelta(microseconds=999_999)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as tables keep a moment."""
    return timegm(moment.utctimetuple())


def iso(text: str) -> Stamp:
    """Read ISO 8601 with what it says of its zone; raises ValueError."""
    text = text.strip()
    read = datetime.fromisoformat(text)
    return stamp_of(read, len(text) <= _DAY_LETTERS)


def stamp_of(read: datetime, is_day: bool) -> Stamp:
    """Turn a moment into UTC, keeping the zone it says; one without is in UTC. Raises ValueError."""
    offset = read.utcoffset()
    zoned = read if offset is not None else read.replace(tzinfo=UTC)
    try:
        at = zoned.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{read.isoformat()!r} lies outside the years 1 to 9999") from error
    return Stamp(at, is_day, None if offset is None else int(offset.total_seconds()) // 60)
