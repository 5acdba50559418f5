"""Moments as people write them."""

from datetime import UTC, datetime

import pytest

from ingest.times import Stamp, end_of, moment, stamp


@pytest.mark.parametrize(
    ("text", "at", "is_day"),
    [
        ("2026-03-10", datetime(2026, 3, 10, tzinfo=UTC), True),
        (" 2026-03-10 ", datetime(2026, 3, 10, tzinfo=UTC), True),
        ("20260310", datetime(2026, 3, 10, tzinfo=UTC), True),
        ("2026-03-10T09:30:00Z", datetime(2026, 3, 10, 9, 30, tzinfo=UTC), False),
        ("2026-03-10 09:30", datetime(2026, 3, 10, 9, 30, tzinfo=UTC), False),
        ("2026-03-10T01:30+02:00", datetime(2026, 3, 9, 23, 30, tzinfo=UTC), False),
    ],
)
def test_a_day_or_a_time_is_read_into_utc(text, at, is_day):
    assert moment(text) == (at, is_day)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026-13-01", "2026-02-29", "10/03/2026", "\ud800", "2026-03-10T25:00", "1111111"),
        *("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"),  # outside the years that exist, once in UTC
    ],
)
def test_anything_else_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        moment(text)


def test_a_period_that_ends_on_a_day_holds_the_whole_day():
    assert end_of("2026-03-10") == datetime(2026, 3, 10, 23, 59, 59, tzinfo=UTC)


def test_a_period_that_ends_at_a_time_ends_then():
    assert end_of("2026-03-10T00:00") == datetime(2026, 3, 10, tzinfo=UTC)


def test_the_last_day_of_all_has_an_end():
    assert end_of("9999-12-31").year == 9999


def _at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-03-10", Stamp(_at(2026, 3, 10), is_day=True)),
        ("2026-03-10T09:30", Stamp(_at(2026, 3, 10, 9, 30))),
        ("2026-03-10T09:30:00+05:30", Stamp(_at(2026, 3, 10, 4), zone=330)),
        ("2026-03-10T09:30:00Z", Stamp(_at(2026, 3, 10, 9, 30), zone=0)),
        ("2026-03-10T9:30:05.1234567 -0500", Stamp(_at(2026, 3, 10, 14, 30, 5), zone=-300)),
        ("2026-03-10T09:30:00-04:00[America/New_York]", Stamp(_at(2026, 3, 10, 13, 30), zone=-240)),
        ("Tue, 10 Mar 2026 09:30:00 +0100", Stamp(_at(2026, 3, 10, 8, 30), zone=60)),
        ("Tue, 10 Mar 2026 09:30:00 -0000", Stamp(_at(2026, 3, 10, 9, 30))),
        ("Tue Mar 10 2026 09:30:00 GMT+0100 (CET)", Stamp(_at(2026, 3, 10, 8, 30), zone=60)),
        ("March 10, 2026 9:30 p.m. EST", Stamp(_at(2026, 3, 11, 2, 30), zone=-300)),
        ("9:30 AM CET on Tuesday, 10 March 2026", Stamp(_at(2026, 3, 10, 8, 30), zone=60)),
        ("10th of March 2026", Stamp(_at(2026, 3, 10), is_day=True)),
        ("Sept. 4, 2026", Stamp(_at(2026, 9, 4), is_day=True)),
        ("10.03.2026", Stamp(_at(2026, 3, 10), is_day=True)),
        ("13/03/2026", Stamp(_at(2026, 3, 13), is_day=True)),
        ("03/13/2026", Stamp(_at(2026, 3, 13), is_day=True)),
        ("1773135000", Stamp(_at(2026, 3, 10, 9, 30))),
        ("1773135000123", Stamp(_at(2026, 3, 10, 9, 30))),
    ],
)
def test_a_moment_is_read_as_pages_and_feeds_write_it(text, read):
    assert stamp(text) == read


def test_letters_that_mean_several_zones_leave_only_the_day():
    """ET is one of two; the hour in UTC would be a guess."""
    assert stamp("March 10, 2026, 9:30 PM ET") == Stamp(_at(2026, 3, 10), is_day=True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "03/04/2026", "March 2026", "2026-03", "32 March 2026", "2026-13-01", "12:30"),
        *("Mon, 31 Feb 2026 09:30:00 +0100", "10 Foo 2026", "9" * 10_000, "1 " * 10_000, "٣" * 10),
        *("Tue, 10 Mar 2026 99:99:99 +9999", "10 March 2026 25:61", "\ud800"),
    ],
)
def test_what_may_mean_two_days_or_none_is_not_read(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        stamp(text)
