"""What comes by itself is due once a date, whatever the clocks do, and quiet hours end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from assistant.coming.times import Quiet, Schedule, following, latest

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"]
).map(ZoneInfo)
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2009, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
WEEKDAYS = st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days)))
SCHEDULES = st.builds(Schedule, WEEKDAYS, HOURS, ZONES)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def test_an_hour_that_the_clock_leaves_out_is_due_an_hour_later():
    early = Schedule("1234567", time(2, 30), BERLIN)

    assert early.due(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_due_as_it_comes_first():
    early = Schedule("1234567", time(2, 30), BERLIN)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))

    assert early.due(date(2026, 10, 25)) == first
    assert latest(early, LONG_AGO, second) == date(2026, 10, 25)
    assert following(early, first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_a_date_that_a_zone_leaves_out_is_not_sent_beside_the_next_one():
    morning = Schedule("1234567", time(7, 30), ZoneInfo("Pacific/Apia"))

    assert latest(morning, LONG_AGO, morning.due(date(2011, 12, 30))) == date(2011, 12, 31)


def test_nothing_is_due_for_dates_before_it_was_added():
    morning = Schedule("1", time(7, 30), BERLIN)
    due = morning.due(date(2026, 3, 9))

    assert latest(morning, due + timedelta(minutes=1), due + timedelta(days=2)) is None
    assert latest(morning, due, due + timedelta(days=2)) == date(2026, 3, 9)


@given(SCHEDULES, MOMENTS)
def test_nothing_that_is_due_is_frozen_early_or_passed_over(schedule, now):
    day = latest(schedule, LONG_AGO, now)
    coming = following(schedule, now)

    assert day is not None
    assert coming is not None
    assert schedule.has(day)
    assert schedule.due(day) <= now < coming
    assert latest(schedule, LONG_AGO, coming) != day
    assert latest(schedule, LONG_AGO, coming - timedelta(microseconds=1)) == day


@given(st.builds(Quiet, HOURS, HOURS, ZONES), MOMENTS)
def test_quiet_hours_end_within_two_days(quiet, now):
    end = quiet.until(now)

    assert not quiet.holds(end)
    assert now <= end <= now + timedelta(days=2)
    assert (end == now) is not quiet.holds(now)
