"""JSON Feed: what each item says, and what is kept of a broken one."""

import json
from datetime import UTC, datetime

import pytest

from ingest.read.feed import read

URL = "https://ledger.example/feed.json"


def feed(*items, **more):
    values = {"version": "https://jsonfeed.org/version/1.1", "title": "The Ledger", "items": items, **more}
    return json.dumps(values).encode()


def test_an_item_says_all_that_was_said_of_it():
    (entry,) = read(
        feed(
            {
                "id": 17,
                "url": "/ferry",
                "title": "Ferry strike ends",
                "content_html": "<p>Crews return.</p><script>steal()</script><p>Fares fall.</p>",
                "summary": "Crews return on Tuesday.",
                "date_published": "2026-11-02T09:15:00+02:00",
                "date_modified": "2026-11-03",
                "authors": [{"name": "Oona Verlind"}],
                "language": "en-GB",
            }
        ),
        URL,
    ).entries

    assert (entry.key, entry.url, entry.language) == ("17", "https://ledger.example/ferry", "en")
    assert (entry.text, entry.summary) == ("Crews return.\nFares fall.", "Crews return on Tuesday.")
    assert (entry.published_at, entry.published_zone) == (datetime(2026, 11, 2, 7, 15, tzinfo=UTC), 120)
    assert entry.updated_at == datetime(2026, 11, 3, tzinfo=UTC)
    assert entry.authors == ("Oona Verlind",)


def test_the_feed_s_author_and_language_stand_for_items_that_name_none():
    said = feed({"id": "1"}, author={"name": "Desk"}, language="de", hubs=[{"url": "https://hub.example/"}])
    found = read(said, URL)

    assert (found.entries[0].authors, found.entries[0].language) == (("Desk",), "de")
    assert found.hubs == ("https://hub.example/",)


@pytest.mark.parametrize("wrong", [None, 3.5, [], {}, True, "\ud800"])
def test_a_value_of_a_wrong_kind_is_left_out_alone(wrong):
    fields = ("url", "summary", "content_html", "date_published", "authors", "language", "author")
    (entry,) = read(feed({"id": "1", "title": "Strike", **dict.fromkeys(fields, wrong)}), URL).entries

    assert (entry.key, entry.title, entry.authors, entry.published_at) == ("1", "Strike", (), None)


def test_items_before_the_place_where_it_breaks_off_are_kept():
    whole = feed({"id": "1", "title": "Strike"}, {"id": "2", "title": "Storm"})
    found = read(whole[:-25], URL)

    assert [entry.title for entry in found.entries] == ["Strike"]
    assert "it is no JSON somewhere after" in found.troubles[0]


def test_what_is_no_item_is_left_out():
    assert len(read(feed("a", 1, None, {"id": "1"}), URL).entries) == 1


def test_more_items_than_are_read_are_said_to_be_left_out():
    found = read(feed(*({"id": str(number)} for number in range(1_001))), URL)

    assert len(found.entries) == 1_000
    assert found.troubles == ("it names more than 1,000 entries; the first 1,000 were read",)
