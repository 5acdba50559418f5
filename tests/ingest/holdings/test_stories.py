"""A reader is told of the copies they may see, and of no others."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.holdings import stories
from ingest.holdings.reader import Copy, Reader, Window
from tests.ingest.test_copies import APART, EDITED, LEAD, SHORT, add

EVERYBODY = Reader()
DAY = datetime(2026, 3, 10, tzinfo=UTC)


def outlets(archive, given, reader=EVERYBODY, window=None):
    found = stories.copies_of(archive, [given.id], reader, window)
    return [copy.outlet for copy in found.get(given.id, ())]


def test_each_copy_names_the_others_the_earliest_first(archive):
    later = replace(SHORT, published_at=DAY + timedelta(days=1))
    add(archive, LEAD, later, replace(EDITED, published_at=DAY), APART)

    assert stories.copies_of(archive, [LEAD.id], EVERYBODY) == {
        LEAD.id: (Copy("Ostrel Echo", EDITED.url), Copy("Velm Courier", SHORT.url))
    }
    assert outlets(archive, SHORT) == ["Ostrel Echo", "Skarn Post"]
    assert outlets(archive, APART) == []


def test_a_copy_under_embargo_is_not_told_of_before_its_time(archive):
    hour = timedelta(hours=1)
    add(archive, LEAD, replace(SHORT, embargo_until=datetime.now(UTC) + hour))
    add(archive, replace(EDITED, embargo_until=datetime.now(UTC) - hour))

    assert outlets(archive, LEAD) == ["Ostrel Echo"]


def test_a_copy_in_a_collection_one_may_not_read_is_not_told_of(archive):
    add(archive, LEAD, replace(SHORT, collection="board"), EDITED)

    assert outlets(archive, LEAD, Reader("guest", frozenset({"news"}))) == ["Ostrel Echo"]
    assert len(outlets(archive, LEAD)) == 2


def test_as_of_a_day_later_copies_are_not_known(archive):
    add(archive, replace(LEAD, published_at=DAY), replace(SHORT, published_at=DAY + timedelta(days=2)))

    assert outlets(archive, LEAD, window=Window(as_of=DAY + timedelta(days=1))) == []
    assert outlets(archive, LEAD, window=Window(as_of=DAY + timedelta(days=3))) == ["Velm Courier"]


def test_a_copy_without_a_name_is_told_by_its_host(archive):
    add(archive, LEAD, replace(SHORT, outlet=None))

    assert outlets(archive, LEAD) == ["velm-courier.example"]


def test_what_is_removed_is_no_copy_any_more(archive):
    add(archive, LEAD, SHORT, EDITED)
    archive.remove([LEAD.id])

    assert outlets(archive, SHORT) == ["Ostrel Echo"]


def test_the_story_of_each_is_known_by_its_id(archive):
    add(archive, LEAD, SHORT, APART)

    found = stories.stories_of(archive, [LEAD.id, SHORT.id, APART.id])

    assert found == {LEAD.id: LEAD.id, SHORT.id: LEAD.id}
