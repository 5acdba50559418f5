"""Moments as people write them."""

from datetime import UTC, datetime

import pytest

from ingest.times import end_of, moment


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
