"""An edition is made once a date by one maker, and sent once, after approval where that is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.coming import editions
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.errors import BadValue, UnknownDigest, UnknownEdition
from ingest.holdings.reader import Reader
from ingest.readership import deliveries

ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 3)
EVERY_DAY = schedule_of("1234567", "07:30", "Europe/Berlin")
MORNING = Digest(
    "d1", "me", "Morning", ("the port",), (), EVERY_DAY, "short", True, False, "web", None, ADDED
)


@pytest.fixture
def desk(archive):
    desk = Digests(archive)
    desk.add(MORNING)
    desk.add(replace(MORNING, id="d2", asks_first=True))
    return desk


def sent(archive):
    with archive.reading() as connection:
        return list(connection.scalars(select(deliveries.c.key).order_by(deliveries.c.key)))


def test_a_digest_is_read_as_it_was_kept_by_its_reader_alone(desk):
    assert desk.digest("d1", Reader("me")) == MORNING
    assert desk.of(Reader("other")) == []
    for door in (desk.digest, desk.remove):
        with pytest.raises(UnknownDigest):
            door("d1", Reader("other"))


def test_of_two_makers_one_gets_an_edition_and_nobody_before_it_is_due(desk, archive):
    assert editions.claim(MORNING, archive, DUE - timedelta(seconds=1)) is None
    assert editions.claim(MORNING, archive, DUE) == DAY
    assert editions.claim(MORNING, archive, DUE) is None


def test_an_edition_whose_maker_is_gone_is_made_by_another(desk, archive):
    editions.claim(MORNING, archive, DUE)

    assert editions.claim(MORNING, archive, DUE + timedelta(seconds=editions.BUSY_S)) == DAY


def test_after_a_time_without_a_maker_only_the_latest_date_is_made(desk, archive):
    late = DUE + timedelta(days=5, hours=1)

    assert editions.claim(MORNING, archive, late) == DAY + timedelta(days=5)
    editions.finish(MORNING, DAY + timedelta(days=5), ("b1",), archive, late)
    assert editions.claim(MORNING, archive, late) is None
    assert sent(archive) == ["digest:d1:2026-03-08"]


def test_an_edition_without_news_is_not_sent(desk, archive):
    editions.claim(MORNING, archive, DUE)
    editions.finish(MORNING, DAY, (), archive, DUE)

    assert editions.edition(MORNING, "2026-03-03", archive).state == "skipped"
    assert sent(archive) == []


def test_one_that_asks_first_is_sent_once_with_the_points_chosen(desk, archive):
    asking = desk.digest("d2", Reader("me"))
    editions.claim(asking, archive, DUE)
    editions.finish(asking, DAY, ("b1", "b2"), archive, DUE)
    assert sent(archive) == []

    editions.approve(asking, "2026-03-03", {"b1": [0, 2]}, archive, DUE)

    assert editions.edition(asking, "2026-03-03", archive).chosen == {"b1": [0, 2]}
    assert sent(archive) == ["digest:d2:2026-03-03"]
    with pytest.raises(UnknownEdition):
        editions.approve(asking, "2026-03-03", {}, archive, DUE)


def test_what_was_refused_is_never_sent(desk, archive):
    asking = desk.digest("d2", Reader("me"))
    editions.claim(asking, archive, DUE)
    editions.finish(asking, DAY, ("b1",), archive, DUE)

    editions.refuse(asking, "2026-03-03", archive, DUE)

    with pytest.raises(UnknownEdition):
        editions.approve(asking, "2026-03-03", {}, archive, DUE)
    assert sent(archive) == []


@pytest.mark.parametrize(
    ("weekdays", "at", "zone"), [("8", "07:30", "UTC"), ("1", "7h", "UTC"), ("1", "07:30", "Berlin")]
)
def test_a_schedule_nobody_can_keep_is_told_with_its_value(weekdays, at, zone):
    with pytest.raises(BadValue, match=r"8|7h|Berlin"):
        schedule_of(weekdays, at, zone)
