"""Dates as pages write them: in ISO 8601, in seconds, in English words; nothing is guessed."""

from datetime import UTC, datetime

import pytest

from ingest.read.dates import told
from ingest.read.loose_dates import loosely_told
from ingest.times import Stamp


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
def test_a_moment_is_read_as_pages_write_it(text, read):
    assert told(text) == read


def test_letters_that_mean_several_zones_leave_only_the_day():
    """ET is one of two; the hour in UTC would be a guess."""
    assert told("March 10, 2026, 9:30 PM ET") == Stamp(_at(2026, 3, 10), is_day=True)


@pytest.mark.parametrize("reader", [told, loosely_told])
@pytest.mark.parametrize(
    ("text", "moment", "zone"),
    [
        ("Mon, 02 Nov 2026 9:15 PM", "2026-11-02T21:15:00", None),
        ("Mon, 2 Nov 2026 9:15 p.m. GMT", "2026-11-02T21:15:00", 0),
        ("Mon, 02 Nov 2026 12:15 AM EST", "2026-11-02T05:15:00", -300),
        ("02.11.2026 09:15", "2026-11-02T09:15:00", None),
        ("2026/11/02 09:15:00", "2026-11-02T09:15:00", None),
        ("1793610900", "2026-11-02T09:15:00", None),
    ],
)
def test_a_time_is_read_as_pages_write_it_and_an_evening_is_none_of_mornings(reader, text, moment, zone):
    found = reader(text)

    assert found is not None
    assert (found.at, found.zone, found.is_day) == (datetime.fromisoformat(moment + "+00:00"), zone, False)


@pytest.mark.parametrize("reader", [told, loosely_told])
@pytest.mark.parametrize(
    "text",
    ["Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z", "1970-01-01", "0001-01-01T00:00:00Z"],
)
def test_where_a_program_had_no_date_there_is_none(reader, text):
    assert reader(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "03/04/2026", "March 2026", "2026-03", "32 March 2026", "2026-13-01", "12:30"),
        *("Mon, 31 Feb 2026 09:30:00 +0100", "10 Foo 2026", "9" * 10_000, "1 " * 10_000, "٣" * 10),
        *("Tue, 10 Mar 2026 99:99:99 +9999", "10 March 2026 25:61", "\ud800"),
    ],
)
def test_what_may_mean_two_days_or_none_is_not_read(text):
    assert told(text) is None
