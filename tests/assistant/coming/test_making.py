"""An edition is made of the news of its moment; one without anything new is skipped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.brief import whole
from assistant.briefing import Order
from assistant.coming import claims, editions, outbox
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.coming.making import make
from ingest.holdings.reader import Reader
from tests.assistant.market import fill
from tests.assistant.parts import settings

READER = Reader("digested")
ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
TOPIC = "fire in Hollin market"
SCHEDULE = schedule_of("1234567", "07:30", "Europe/Berlin")
MORNING = Digest(
    "d1", "digested", "Morning", (TOPIC,), (), SCHEDULE, "short", True, False, "web", None, ADDED
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory, model_folder):
    from assistant.bootstrap import opened

    with opened(settings(tmp_path_factory.mktemp("digested") / "home", model_folder)) as house:
        yield fill(house).desk


async def made(desk, digest, now):
    """Make what is due, as the server does; False where nothing is."""
    held = claims.claim(digest, desk.retriever.index.archive, now)
    return held is not None and await make(held, READER, desk, lambda: now)


async def test_the_first_edition_is_sent_and_one_without_anything_new_is_skipped(desk):
    archive = desk.retriever.index.archive
    Digests(archive).add(MORNING)

    assert not await made(desk, MORNING, DUE - timedelta(seconds=1))
    assert await made(desk, MORNING, DUE)
    assert not await made(desk, MORNING, DUE)
    assert await made(desk, MORNING, DUE + timedelta(days=1))

    (kept,) = editions.edition(MORNING, "2026-03-03", archive).briefings
    assert desk.briefings.briefing(kept, READER)["topic"] == TOPIC
    skipped = editions.edition(MORNING, "2026-03-04", archive)
    assert (skipped.state, skipped.trouble) == ("skipped", "nothing was new")
    assert [one.key for one, _ in outbox.inbox(READER, archive)] == ["digest:d1:2026-03-03"]


async def test_what_was_refused_was_told_to_nobody_and_is_told_the_next_time(desk):
    """Else its news would be known to a reader who never got it."""
    asking, archive = _added(desk, "asking"), desk.retriever.index.archive

    assert await made(desk, asking, DUE)
    editions.refuse(asking, "2026-03-03", archive, DUE)
    assert await made(desk, asking, DUE + timedelta(days=1))
    editions.approve(asking, "2026-03-04", {}, archive, DUE + timedelta(days=1))
    assert await made(desk, asking, DUE + timedelta(days=2))

    states = [(each.date, each.state) for each in editions.of(asking, archive)]
    assert states == [("2026-03-05", "skipped"), ("2026-03-04", "approved"), ("2026-03-03", "refused")]


async def test_one_that_waits_is_refused_when_the_next_one_comes_and_stands_in_it(desk):
    asking, archive = _added(desk, "overtaken"), desk.retriever.index.archive

    assert await made(desk, asking, DUE)
    assert await made(desk, asking, DUE + timedelta(days=1))

    newer, older = editions.of(asking, archive)
    assert (newer.state, older.state) == ("waiting", "refused")
    assert older.trouble == "a later edition came before it was approved"
    first, second = (desk.briefings.glance(each.briefings[0], READER) for each in (older, newer))
    assert [point["sentence"]["text"] for point in first["points"]] == [
        point["sentence"]["text"] for point in second["points"]
    ]


async def test_a_maker_that_is_stopped_leaves_nothing_and_the_next_one_makes_it_whole(desk):
    """What it had told would be known, and the edition made again would find nothing new."""
    digest = _added(desk, "stopped", asks_first=False, topics=(TOPIC + " at night", "regatta"))
    archive, before = desk.retriever.index.archive, len(desk.briefings.recent(READER))
    held = claims.claim(digest, archive, DUE)
    with pytest.raises(ZeroDivisionError):
        await make(held, READER, desk, lambda: 1 / 0)  # it is asked after the first topic
    assert len(desk.briefings.recent(READER)) == before

    assert await made(desk, digest, DUE + timedelta(seconds=claims.BUSY_S))

    assert len(editions.edition(digest, "2026-03-03", archive).briefings) == 2


async def test_a_slow_maker_whom_another_has_overtaken_keeps_nothing(desk):
    digest = _added(desk, "slow", asks_first=False, topics=("the regatta of Hollin",))
    archive = desk.retriever.index.archive
    slow = claims.claim(digest, archive, DUE)
    later = DUE + timedelta(seconds=claims.BUSY_S)
    assert await made(desk, digest, later)
    before = len(desk.briefings.recent(READER))

    assert not await make(slow, READER, desk, lambda: later)

    assert len(desk.briefings.recent(READER)) == before


async def test_a_digest_that_is_removed_while_its_edition_is_made_has_none(desk):
    digest = _added(desk, "removed", asks_first=False, topics=("the bridge of Hollin",))
    archive = desk.retriever.index.archive
    held = claims.claim(digest, archive, DUE)
    Digests(archive).remove(digest.id, READER)

    assert not await make(held, READER, desk, lambda: DUE)

    assert not any(digest.id in one.key for one, _ in outbox.inbox(READER, archive))


async def test_what_was_told_here_is_news_at_another_address(desk):
    """Else who orders a briefing, or has a digest here, would take the news from those they send it to."""
    archive = desk.retriever.index.archive
    topic = (f"{TOPIC} (addresses)",)
    await whole(Order(topic[0]), READER, desk)
    first, second = (
        replace(_added(desk, name, False, topic), channel="mail", address=f"{name}@velm.example")
        for name in ("ann", "ben")
    )
    for digest in (first, second):
        Digests(archive).change(digest)
        assert await made(desk, digest, DUE)
        assert await made(desk, digest, DUE + timedelta(days=1))
        states = [each.state for each in editions.of(digest, archive)]
        assert states == ["skipped", "approved"]

    again = await whole(Order(topic[0]), READER, desk)
    assert not again.changed
    assert "first_briefing" not in again.notices


def _added(desk, name, asks_first=True, topics=None):
    """A digest of a topic of its own, so that none knows what another told."""
    given = topics or (f"{TOPIC} ({name})",)
    digest = replace(MORNING, id=name, topics=given, asks_first=asks_first)
    Digests(desk.retriever.index.archive).add(digest)
    return digest
