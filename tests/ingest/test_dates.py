"""Dates as pages write them: in ISO 8601, in seconds, in English words; nothing is guessed."""

from datetime import UTC, datetime

import pytest

from ingest.read.dates import told
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
