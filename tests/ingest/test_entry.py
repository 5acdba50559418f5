"""Entries wait as JSON and come back as they were; a future date is seen."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.read.entry import Entry, is_future

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
FULL = Entry(
    key="ledger-17",
    url="https://ledger.example/ferry",
    title="Ferry “strike” ends",
    summary="Crews return.",
    text="Crews return.\nFares fall.",
    outlet="The Wire",
    authors=("Oona Verlind", "Desmond Achterley"),
    keywords=("ferries",),
    published_at=NOW,
    published_day=True,
    published_zone=0,
    updated_at=NOW,
    language="en",
    is_whole=True,
)


@pytest.mark.parametrize(
    "entry", [FULL, Entry(key="1"), Entry(key="1", published_at=NOW, published_zone=-300)]
)
def test_an_entry_comes_back_from_json_as_it_was(entry):
    assert Entry.from_json(entry.as_json()) == entry


@pytest.mark.parametrize(
    ("ahead", "is_day", "future"),
    [
        (timedelta(minutes=5), False, False),  # a clock that is a little fast
        (timedelta(hours=1), False, True),
        (timedelta(hours=12), True, False),  # it is that day already in the Pacific
        (timedelta(hours=36), True, True),
        (timedelta(days=-1), False, False),
    ],
)
def test_a_date_is_in_the_future_when_it_is_so_everywhere(ahead, is_day, future):
    entry = Entry(key="1", published_at=NOW + ahead, published_day=is_day)

    assert is_future(entry, NOW) is future
    assert not is_future(Entry(key="1"), NOW)
