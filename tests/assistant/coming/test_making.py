"""An edition is made of the news of its moment; one without anything new is skipped."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.coming import editions, outbox
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


async def test_the_first_edition_is_sent_and_one_without_anything_new_is_skipped(desk):
    archive = desk.retriever.index.archive
    Digests(archive).add(MORNING)

    assert not await make(MORNING, READER, desk, DUE - timedelta(seconds=1))
    assert await make(MORNING, READER, desk, DUE)
    assert not await make(MORNING, READER, desk, DUE)
    assert await make(MORNING, READER, desk, DUE + timedelta(days=1))

    (kept,) = editions.edition(MORNING, "2026-03-03", archive).briefings
    assert desk.briefings.briefing(kept, READER)["topic"] == TOPIC
    assert editions.edition(MORNING, "2026-03-04", archive).state == "skipped"
    assert [one.key for one, _ in outbox.inbox(READER, archive)] == ["digest:d1:2026-03-03"]
