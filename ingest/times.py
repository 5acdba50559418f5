"""Moments as people and machines write them: ISO 8601 and what pages and feeds write instead, to UTC."""

import re
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_tz

_DAY_LETTERS = 10  # 2026-03-10
_LONGEST = 80  # letters of a date
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# Zones that are written as letters, in hours; those that mean several things are left out.
_ZONES = dict.fromkeys(("UTC", "UT", "GMT", "Z", "WET"), 0.0) | {
    **{"BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "AEST": 10, "AEDT": 11},
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9},
    **{"HKT": 8, "SGT": 8, "NZST": 12, "NZDT": 13, "SAST": 2, "AKST": -9, "HST": -10},
}
_BETWEEN = r"(?:[T\s,|·–-]|\bat\b|\bon\b|\bum\b){1,4}"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d{1,9})?"
    r"\s?(?P<half>[ap]\.?m\b\.?)?"
)
_OFFSET = r"(?:\s?\(?(?P<zone>(?:GMT|UTC)?[+-]\d{2}:?\d{2}|[A-Z]{1,4})\b\)?)?(?:\s?\([^()]{1,40}\))?"
_DAYS = (
    r"(?P<year>\d{4})(?P<apart>[-/.])(?P<month>\d{1,2})(?P=apart)(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<day>1[3-9]|2\d|3[01])[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})",
    r"(?P<month>\d{1,2})[-/](?P<day>1[3-9]|2\d|3[01])[-/](?P<year>\d{4})",
    r"(?P<month>[A-Za-z]{3,9})\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year>\d{4})",
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[-\s](?:of\s)?(?P<month>[A-Za-z]{3,9})\.?,?[-\s](?P<year>\d{4})",
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s)?\d{1,2}\s[A-Za-z]{3,9}\s(?:\d\d){1,2}\s\d{1,2}:\d{2}(?::\d{2})?"
    r"\s?(?P<offset>[+-]\d{4})?(?P<letters>[A-Za-z]{0,4})"
)
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s)?"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for day in _DAYS
    for pattern in (
        rf"{_WEEKDAY}{day}(?:{_BETWEEN}{_CLOCK}{_OFFSET})?",
        rf"{_WEEKDAY}{_CLOCK}{_OFFSET}{_BETWEEN}{_WEEKDAY}{day}",
    )
)


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


def stamp(text: str) -> Stamp:
    """Read a moment as pages and feeds write it: ISO 8601, an e-mail's, seconds since 1970, in English words.

    A day that may be a month ("03/04/2026") is not read. Raises ValueError.
    """
    text = " ".join(text[: _LONGEST + 1].partition("[")[0].split())
    if len(text) > _LONGEST:
        raise ValueError(f"{text!r} is too long to be a date")
    for read in (iso, _since_1970, _of_mail, _written):
        try:
            return read(text)
        except (ValueError, OverflowError):
            continue
    raise ValueError(f"{text!r} is not a date or time")


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
    return _stamp(read, len(text) <= _DAY_LETTERS)


def _stamp(read: datetime, is_day: bool) -> Stamp:
    offset = read.utcoffset()
    zoned = read if offset is not None else read.replace(tzinfo=UTC)
    try:
        at = zoned.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{read.isoformat()!r} lies outside the years 1 to 9999") from error
    return Stamp(at, is_day, None if offset is None else int(offset.total_seconds()) // 60)


def _since_1970(text: str) -> Stamp:
    """Seconds or milliseconds, of a moment between 2001 and 2286."""
    if not (text.isascii() and text.isdigit() and len(text) in (10, 13)):
        raise ValueError(text)
    return Stamp(datetime.fromtimestamp(int(text[:10]), UTC))


def _of_mail(text: str) -> Stamp:
    """RFC 2822, as RSS writes: Tue, 10 Mar 2026 09:30:00 +0100; letters of several zones are not read."""
    match = _MAIL.fullmatch(text)
    parts = parsedate_tz(text) if match else None
    if match is None or parts is None:
        raise ValueError(text)
    letters = match["letters"].upper()
    if letters and letters not in _ZONES:
        raise ValueError(text)
    is_said = letters or (match["offset"] and match["offset"] != "-0000")
    offset = timedelta(hours=_ZONES[letters]) if letters else timedelta(seconds=parts[9] or 0)
    return _stamp(datetime(*parts[:6], tzinfo=timezone(offset) if is_said else None), is_day=False)


def _written(text: str) -> Stamp:
    """March 10, 2026 9:30 AM EST; 9:30 p.m. on 10 March 2026; Tue Mar 10 2026 09:30:00 GMT+0100 (CET)."""
    match = next((m for m in (pattern.fullmatch(text) for pattern in _WRITTEN) if m), None)
    if match is None:
        raise ValueError(text)
    said = match.groupdict()
    day = datetime(int(said["year"]), _month(said["month"]), int(said["day"]))
    if said["hour"] is None:
        return _stamp(day, is_day=True)
    hour = int(said["hour"])
    if half := said["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    read = day.replace(hour=hour, minute=int(said["minute"]), second=int(said["second"] or 0))
    try:
        return _stamp(read.replace(tzinfo=_zone(said["zone"])), is_day=False)
    except KeyError:  # letters that mean several zones: the day is known, the hour is not
        return _stamp(day, is_day=True)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3].lower()) + 1


def _zone(text: str | None) -> timezone | None:
    """The zone of an offset or of letters; raises KeyError for letters that mean none or several."""
    if not text:
        return None
    if not text[-1].isdigit():
        return timezone(timedelta(hours=_ZONES[text.upper()]))
    sign, digits = text.lstrip("GMTUCgmtuc")[0], re.sub(r"\D", "", text)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))
