"""Entries wait as JSON and come back as they were; a future date is seen."""

from datetime import UTC, datetime

import pytest

from ingest.read.entry import Entry

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
