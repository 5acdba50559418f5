"""Moments as people and machines write them: ISO 8601, a day or a time, to UTC."""

from calendar import timegm
from datetime import UTC, datetime, time, timedelta

_DAY_LETTERS = 10  # 2026-03-10


def moment(text: str) -> tuple[datetime, bool]:
    """Read a date or a time; return it in UTC, and whether only the day is known.

    A time without a zone is UTC. Raises ValueError.
    """
    text = text.strip()
    try:
        read = datetime.fromisoformat(text)
        zoned = read if read.tzinfo else read.replace(tzinfo=UTC)
        return zoned.astimezone(UTC), len(text) <= _DAY_LETTERS
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999") from error


def end_of(text: str) -> datetime:
    """Read the end of a period: a day runs to its last moment. Raises ValueError."""
    read, is_day = moment(text)
    if not is_day:
        return read
    return datetime.combine(read.date(), time.max, UTC) - timedelta(microseconds=999_999)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970 in UTC, as tables keep a moment."""
    return timegm(moment.utctimetuple())
