"""When what comes by itself is due: weekdays, an hour and quiet hours on the clock of a zone.

Pure arithmetic of moments; knows no tables and never asks what time it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS = 15  # a zone that leaves out a day may leave out the only weekday of a week


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekdays and an hour, on the clock of a zone."""

    weekdays: str  # "12345": Monday is 1
    at: time
    zone: ZoneInfo

    def has(self, day: date) -> bool:
        """Whether something comes on this date."""
        return str(day.isoweekday()) in self.weekdays

    def due(self, day: date) -> datetime:
        """The one moment of a date, in UTC.

        An hour that comes twice is meant as it comes first; one that the clock leaves out is as much later
        as the clock goes forward.
        """
        return _moment(day, self.at, self.zone)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is disturbed; they may run past midnight."""

    start: time
    stop: time  # no longer quiet
    zone: ZoneInfo

    def holds(self, now: datetime) -> bool:
        """Whether it is quiet now; never where it starts as it stops."""
        clock = now.astimezone(self.zone).time().replace(fold=0)
        if self.start <= self.stop:
            return self.start <= clock < self.stop
        return clock >= self.start or clock < self.stop

    def until(self, now: datetime) -> datetime:
        """The next moment that is not quiet: now, or when the quiet hours stop."""
        if not self.holds(now):
            return now
        # Both of an hour that comes twice: after the first one it is quiet again.
        ends = (
            _moment(day, self.stop, self.zone, fold) for day in _around(now, self.zone) for fold in (0, 1)
        )
        return min(end for end in ends if end > now and not self.holds(end))


def latest(schedule: Schedule, added: datetime, now: datetime) -> date | None:
    """The latest date that is due by now; none where that was before it was added."""
    for day in _back(now.astimezone(schedule.zone).date()):
        if schedule.has(day) and schedule.due(day) <= now:
            return day if schedule.due(day) >= added else None
    return None


def following(schedule: Schedule, now: datetime) -> datetime | None:
    """The next moment something is due after now; none without weekdays."""
    today = now.astimezone(schedule.zone).date()
    days = (today + timedelta(n) for n in range(-1, _DAYS))
    return min(
        (schedule.due(day) for day in days if schedule.has(day) and schedule.due(day) > now), default=None
    )


def _back(today: date) -> Iterator[date]:
    return (today - timedelta(n) for n in range(-1, _DAYS))


def _around(now: datetime, zone: ZoneInfo) -> Iterator[date]:
    today = now.astimezone(zone).date()
    return (today + timedelta(n) for n in range(-1, 3))


def _moment(day: date, at: time, zone: ZoneInfo, fold: int = 0) -> datetime:
    return datetime.combine(day, at, zone).replace(fold=fold).astimezone(UTC)
