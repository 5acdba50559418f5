"""Dates of feeds and messages: the moment, its zone, or the day alone; nothing from the clock."""

from datetime import UTC, datetime

import pytest

from ingest.read.feed import read
from ingest.read.loose_dates import loosely_told


@pytest.mark.parametrize(
    ("text", "moment", "zone"),
    [
        ("Mon, 02 Nov 2026 09:15:00 GMT", "2026-11-02T09:15:00", 0),
        ("Mon, 02 Nov 2026 09:15:00 +0200", "2026-11-02T07:15:00", 120),
        ("Mon, 2 Nov 26 09:15 EST", "2026-11-02T14:15:00", -300),
        ("Mon, 02 Nov 2026 09:15:00 CET", "2026-11-02T08:15:00", 60),
        ("Mon, 02 Nov 2026 09:15:00 GMT+03:00", "2026-11-02T06:15:00", 180),
        ("Mon, 02 Nov 2026 09:15:00 +0530 (IST)", "2026-11-02T03:45:00", 330),
        ("Mon, 02 Nov 2026 09:15:00 XYZ", "2026-11-02T09:15:00", None),
        ("Mon, 02 Nov 2026 09:15:00", "2026-11-02T09:15:00", None),
        ("Mon, 02 Nov 2026 09:15:00 +9900", "2026-11-02T09:15:00", None),
        ("Mon, 02 Nov 2026 09:15:00 +9999999", "2026-11-02T09:15:00", None),
        ("Mon, 02 Nov 2026 09:15:00 -0000", "2026-11-02T09:15:00", None),
        ("Monday, November 2, 2026 09:15:00 GMT", "2026-11-02T09:15:00", 0),
        ("2026-11-02T09:15:00Z", "2026-11-02T09:15:00", 0),
        ("2026-11-02T09:15:00.123+02:00", "2026-11-02T07:15:00", 120),
        ("2026-11-02T09:15-0330", "2026-11-02T12:45:00", -210),
        ("2026-11-02 09:15:00", "2026-11-02T09:15:00", None),
        ("2026-11-02 09:15:00 UTC", "2026-11-02T09:15:00", 0),
        ("20261102T091500Z", "2026-11-02T09:15:00", 0),
        ("2026-W45-1T09:15Z", "2026-11-02T09:15:00", 0),
        ("2026-11-02T24:00:00Z", "2026-11-03T00:00:00", 0),
        ("2026-11-02T23:59:60Z", "2026-11-02T23:59:59", 0),
    ],
)
def test_a_time_is_read_with_the_zone_it_was_said_in(text, moment, zone):
    found = loosely_told(text)

    assert found is not None
    assert (found.at, found.zone, found.is_day) == (datetime.fromisoformat(moment + "+00:00"), zone, False)


@pytest.mark.parametrize(
    "text",
    ["2026-11-02", "20261102", "2026-306", "2026-W45-1", "2026-11-2", "2 Nov 2026", "Mon, 02 Nov 2026"],
)
def test_a_day_is_read_as_a_day(text):
    found = loosely_told(text)

    assert found is not None
    assert (found.at, found.is_day, found.zone) == (datetime(2026, 11, 2, tzinfo=UTC), True, None)


NO_DAYS = (
    *(
        "",
        None,
        "soon",
        "yesterday",
        "2026",
        "2026-11",
        "--11-02",
        "---02",
        "11:15",
        "2026-13-45",
        "2026-02-30",
    ),
    *("0000-00-00T00:00:00Z", "2026-11-02T25:00Z", "9" * 101, "99999999999", "0001-01-01T00:00:00+10:00"),
)


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day_gives_no_date(text):
    """A year or a month alone would have to be filled in by somebody."""
    assert loosely_told(text) is None


def test_dates_of_other_ways_of_writing_are_read_as_feedparser_does():
    def dated(text):
        data = f"<rss><channel><item><pubDate>{text}</pubDate></item></channel></rss>".encode()
        return read(data, "https://ledger.example/").entries[0].published_at

    assert dated("Κυρ, 11 Ιούλ 2004 12:00:00 EST") == datetime(2004, 7, 11, 17, tzinfo=UTC)
    assert dated("2004년 05월 28일 01:31:15") == datetime(2004, 5, 27, 16, 31, 15, tzinfo=UTC)
    assert dated("--11-02") is None
