"""A date as pages write it: the moment, the zone it was said in, or the day alone.

A year or a month alone is no date here, a day that may be a month ("03/04/2026") neither, and nothing is
filled in from the clock.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from ingest.times import Stamp, iso, stamp_of

# What a program writes that has no date: the moment computers count from, the first of all days.
BLANKS = (datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC))
_LONGEST = 80  # letters of a date
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# Zones that are written as letters, in minutes east of UTC; those that mean several things are left out.
ZONES = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("BST", "WEST", "CET", "MET", "WAT"), 60),
    **dict.fromkeys(("CEST", "MEST", "EET", "CAT", "SAST"), 120),
    **dict.fromkeys(("EEST", "MSK", "EAT"), 180),
    **{"PKT": 300, "HKT": 480, "AWST": 480, "SGT": 480, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660},
    **{"NZST": 720, "NZDT": 780, "ADT": -180, "BRT": -180, "ART": -180, "EDT": -240, "EST": -300},
    **{"CDT": -300, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480, "AKDT": -480, "AKST": -540},
    "HST": -600,
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
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s)?"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for day in _DAYS
    for pattern in (
        rf"{_WEEKDAY}{day}(?:{_BETWEEN}{_CLOCK}{_OFFSET})?",
        rf"{_WEEKDAY}{_CLOCK}{_OFFSET}{_BETWEEN}{_WEEKDAY}{day}",
    )
)


def told(text: str | None) -> Stamp | None:
    """Read a date in ISO 8601, in seconds since 1970 or in English words; None for anything else."""
    text = " ".join((text or "")[: _LONGEST + 1].partition("[")[0].split())
    if not text or len(text) > _LONGEST:
        return None
    for read in (iso, _since_1970, _written):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        return None if found.at in BLANKS else found
    return None


def _since_1970(text: str) -> Stamp:
    """Seconds or milliseconds, of a moment between 2001 and 2286."""
    if not (text.isascii() and text.isdigit() and len(text) in (10, 13)):
        raise ValueError(text)
    return Stamp(datetime.fromtimestamp(int(text[:10]), UTC))


def _written(text: str) -> Stamp:
    """March 10, 2026 9:30 AM EST; 9:30 p.m. on 10 March 2026; Tue Mar 10 2026 09:30:00 GMT+0100 (CET)."""
    match = next((m for m in (pattern.fullmatch(text) for pattern in _WRITTEN) if m), None)
    if match is None:
        raise ValueError(text)
    said = match.groupdict()
    day = datetime(int(said["year"]), _month(said["month"]), int(said["day"]))
    if said["hour"] is None:
        return stamp_of(day, is_day=True)
    hour = int(said["hour"])
    if half := said["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    read = day.replace(hour=hour, minute=int(said["minute"]), second=int(said["second"] or 0))
    try:
        return stamp_of(read.replace(tzinfo=_zone(said["zone"])), is_day=False)
    except KeyError:  # letters that mean several zones: the day is known, the hour is not
        return stamp_of(day, is_day=True)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3].lower()) + 1


def _zone(text: str | None) -> timezone | None:
    """The zone of an offset or of letters; raises KeyError for letters that mean none or several."""
    if not text or text.endswith("-0000"):  # so mail says that it does not know the zone
        return None
    if not text[-1].isdigit():
        return timezone(timedelta(minutes=ZONES[text.upper()]))
    sign, digits = text.lstrip("GMTUCgmtuc")[0], re.sub(r"\D", "", text)
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))
