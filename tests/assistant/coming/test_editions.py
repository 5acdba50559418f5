"""An edition is made once a date by one maker, and sent once, after approval where that is asked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from assistant.briefing import Briefing, Confidence, Unkept
from assistant.briefings import Briefings
from assistant.coming import claims, editions, outbox
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.conversation import Asked
from assistant.errors import BadValue, UnknownDigest, UnknownEdition
from ingest.holdings.reader import Coverage, Reader
from ingest.holdings.told import Told, recalled
from ingest.readership import deliveries

ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
ME = Reader("me")
TOPIC = "the port"
EVERY_DAY = schedule_of("1234567", "07:30", "Europe/Berlin")
MORNING = Digest("d1", "me", "Morning", (TOPIC,), (), EVERY_DAY, "short", True, False, "web", None, ADDED)


@pytest.fixture
def desk(archive):
    desk = Digests(archive)
    desk.add(MORNING)
    desk.add(replace(MORNING, id="d2", asks_first=True))
    return desk


def made(briefing_id, *told):
    """A briefing that is made and not kept."""
    empty = Briefing(
        briefing_id, TOPIC, Asked(), "quoted", (), (), (), (), (), (), (), Confidence(0, 0, None), (),
        Coverage(0, (), None, None, 0), (), int(DUE.timestamp()), None, None, {},
    )  # fmt: skip
    return Unkept(empty, told)


def finish(digest, archive, *briefings):
    """Make the edition that is due of these."""
    held = claims.claim(digest, archive, DUE)
    assert editions.finish(held, briefings, archive, DUE)


def sent(archive):
    with archive.reading() as connection:
        return list(connection.scalars(select(deliveries.c.key).order_by(deliveries.c.key)))


def test_a_digest_is_read_as_it_was_kept_by_its_reader_alone(desk):
    assert desk.digest("d1", ME) == MORNING
    assert desk.of(Reader("other")) == []
    for door in (desk.digest, desk.remove):
        with pytest.raises(UnknownDigest):
            door("d1", Reader("other"))


def test_what_was_left_for_a_removed_digest_is_never_sent(desk, archive):
    """Neither its letters nor the briefings that nobody was told go anywhere."""
    finish(MORNING, archive, made("b1"))
    finish(desk.digest("d2", ME), archive, made("b2"))
    for digest_id in ("d1", "d2"):
        desk.remove(digest_id, ME)

    assert sent(archive) == []
    assert [each.id for each in Briefings(archive).recent(ME)] == ["b1"]


def test_an_edition_without_news_is_not_sent(desk, archive):
    finish(MORNING, archive)

    skipped = editions.edition(MORNING, "2026-03-03", archive)
    assert (skipped.state, skipped.trouble, skipped.made) == ("skipped", "nothing was new", DUE)
    assert sent(archive) == []


def test_one_that_asks_first_is_sent_once_with_the_points_chosen(desk, archive):
    asking = desk.digest("d2", ME)
    finish(asking, archive, made("b1"), made("b2"))
    assert sent(archive) == []

    editions.approve(asking, "2026-03-03", {"b1": [0, 2]}, archive, DUE)

    assert editions.edition(asking, "2026-03-03", archive).chosen == {"b1": [0, 2]}
    assert sent(archive) == ["digest:d2:2026-03-03"]
    with pytest.raises(UnknownEdition):
        editions.approve(asking, "2026-03-03", {}, archive, DUE)


def test_what_was_refused_is_never_sent(desk, archive):
    asking = desk.digest("d2", ME)
    finish(asking, archive, made("b1"))

    assert editions.refuse(asking, "2026-03-03", archive, DUE).briefings == ("b1",)

    with pytest.raises(UnknownEdition):
        editions.approve(asking, "2026-03-03", {}, archive, DUE)
    assert sent(archive) == []


def test_what_an_edition_tells_is_told_when_it_is_approved(desk, archive):
    asking, place = desk.digest("d2", ME), Told("claim", "article", 1, 0, 5)
    finish(asking, archive, made("b1", place))
    assert recalled(archive, TOPIC, ME) == []
    assert Briefings(archive).before(TOPIC, [], ME).is_first

    editions.approve(asking, "2026-03-03", {}, archive, DUE)

    assert [one.told for one in recalled(archive, TOPIC, ME)] == [place]
    assert not Briefings(archive).before(TOPIC, [], ME).is_first


def test_it_goes_where_the_digest_goes_when_it_is_finished(desk, archive):
    held = claims.claim(MORNING, archive, DUE)
    desk.change(replace(MORNING, channel="mail", address="desk@velm.example"))
    editions.finish(held, [made("b1")], archive, DUE)

    (delivery,) = outbox.due("mail", archive, DUE)
    assert delivery.address == "desk@velm.example"


@pytest.mark.parametrize(
    ("weekdays", "at", "zone"), [("8", "07:30", "UTC"), ("1", "7h", "UTC"), ("1", "07:30", "Berlin")]
)
def test_a_schedule_nobody_can_keep_is_told_with_its_value(weekdays, at, zone):
    with pytest.raises(BadValue, match=r"8|7h|Berlin"):
        schedule_of(weekdays, at, zone)
