"""A date as feeds, sitemaps and messages write it: every way that names one day is read.

Here a zone's letters that mean several zones are those which most feeds mean by them. A year or a month alone
is no date, and nothing is filled in from the clock.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

from feedparser.datetimes import asctime, greek, hungarian, korean, perforce

from ingest.read.dates import BLANKS, ZONES, told
from ingest.times import Stamp

_LETTERS = 100  # a date is shorter
_DAY = 24 * 60  # minutes
_ISO = re.compile(
    r"(\d{4}-?W\d\d-?\d|\d{4}-\d{1,2}-\d{1,2}|\d{8}|\d{4}-\d{3}(?!\d))"
    r"(?:[T\s]+(\d{1,2}:?\d\d(?::?\d\d)?)(?:[.,]\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?|[A-Z]{2,5})?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:^|[\s\d])(?:GMT|UTC|Etc/GMT)?([+-])(\d{1,2}):?(\d\d)?(?:\s*\(.*\))?$", re.IGNORECASE)
_NAME = re.compile(r"([A-Z]{1,4})(?:\s*\(.*\))?$", re.IGNORECASE)
_MONTH = re.compile(r"[A-Za-z]{3}")
_READERS = (
    *(greek._parse_date_greek, hungarian._parse_date_hungarian, korean._parse_date_onblog),
    *(korean._parse_date_nate, asctime._parse_date_asctime, perforce._parse_date_perforce),
)
_HALF = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_HAS_TIME = re.compile(r"\d:\d\d|\dT\d\d", re.IGNORECASE)
# What most feeds mean by letters that stand for several zones; those of India and Israel are left out.
_LIKELY = ZONES | {"AT": -240, "AST": -240, "ET": -300, "CST": -360, "CT": -360, "MT": -420, "PT": -480}


def loosely_told(text: str | None) -> Stamp | None:
    """Read a date; None where it names no day, or names it in no way that is known.

    The moment from which computers count stands where a program had none.
    """
    text = " ".join((text or "").split())
    if not text or len(text) > _LETTERS:
        return None
    found = _iso(text) or _mail(text) or _other(text) or told(text)
    return None if found and found.at in BLANKS else found


def _iso(text: str) -> Stamp | None:
    """ISO 8601, also with a blank for T, a zone's name, or single digits; the week's and year's days too."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day, clock, zone = match.groups()
    date = _date(day)
    if date is None:
        return None
    if clock is None:
        return Stamp(date, is_day=True)
    return _at(date, clock, _offset(zone or ""))


def _date(day: str) -> datetime | None:
    try:
        if re.fullmatch(r"\d{4}-\d{3}", day):
            return datetime.strptime(day, "%Y-%j").replace(tzinfo=UTC)
        if "W" in day.upper():
            return datetime.fromisoformat(day.upper()).replace(tzinfo=UTC)
        if "-" in day:
            return datetime(*(int(part) for part in day.split("-")), tzinfo=UTC)  # type: ignore[arg-type,misc]
        return datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def _at(date: datetime, clock: str, zone: int | None) -> Stamp | None:
    digits = clock.replace(":", "").zfill(4 if len(clock) < 6 else 6).ljust(6, "0")
    hour, minute, second = (int(digits[i : i + 2]) for i in (0, 2, 4))
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    try:
        local = date + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
        return Stamp(local - timedelta(minutes=zone or 0), zone=zone)
    except OverflowError:
        return None


def _mail(text: str) -> Stamp | None:
    """RFC 822 and its many neighbours."""
    has_time = bool(_HAS_TIME.search(text))
    if _HALF.search(text):  # of which mail knows nothing: 9:30 pm would be morning
        return None
    parts = parsedate_tz(text if has_time else f"{text} 00:00:00")
    if parts is None or not _MONTH.search(text):
        return None
    zone = _offset(text) if has_time else None
    try:
        local = datetime(*parts[:5], min(parts[5], 59), tzinfo=UTC)
        return Stamp(local - timedelta(minutes=zone or 0), is_day=not has_time, zone=zone)
    except (ValueError, OverflowError):
        return None


def _other(text: str) -> Stamp | None:
    """Greek, Hungarian, Korean, Perforce's and C's dates, each by feedparser's reader for it alone.

    All its readers together would take a year at the beginning for the date, and the rest from the clock.
    """
    for reader in _READERS:
        try:
            if read := reader(text):
                at = datetime(*read[:6]).replace(tzinfo=UTC)
                return Stamp(at, is_day=not _HAS_TIME.search(text), zone=_offset(text))
        except (KeyError, OverflowError, ValueError, AttributeError):
            continue
    return None


def _offset(text: str) -> int | None:
    """Minutes east of UTC that the end of a date says; None where it says nothing known."""
    if text.endswith("-0000"):  # so mail says that it does not know the zone
        return None
    if signed := _ZONE.search(text):
        minutes = 60 * int(signed[2]) + int(signed[3] or 0)
        return None if minutes >= _DAY else minutes * (-1 if signed[1] == "-" else 1)
    named = _NAME.search(text)
    return _LIKELY.get(named[1].upper()) if named else None
