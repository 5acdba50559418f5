"""What is to be sent has one sender, is tried again, and says why it failed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from assistant.coming import outbox
from ingest.holdings.reader import Reader
from ingest.readership import deliveries

NOW = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def filled(archive):
    at = int(NOW.timestamp())
    common = {"reader": "me", "content": "{}", "state": "due", "tries": 0, "next_at": at, "made_at": at}
    rows = [{"key": f"digest:{channel}", "channel": channel, **common} for channel in ("web", "mail")]
    with archive.writing() as connection:
        connection.execute(insert(deliveries), rows)
    return archive


def test_of_two_senders_one_gets_a_delivery_and_it_is_sent_once(filled):
    (mine,) = outbox.due("mail", filled, NOW)
    assert outbox.due("mail", filled, NOW) == []

    outbox.sent(mine, filled, NOW)

    assert outbox.due("mail", filled, NOW + 24 * HOUR) == []


def test_what_a_sender_left_is_sent_by_the_next(filled):
    outbox.due("mail", filled, NOW)

    assert len(outbox.due("mail", filled, NOW + HOUR)) == 1


def test_what_fails_is_tried_later_and_later_and_then_told(filled):
    now, tries = NOW, 0
    while found := outbox.due("mail", filled, now):
        outbox.failed(found[0], "the server is away", filled, now)
        assert outbox.due("mail", filled, now) == []
        now, tries = now + 10 * HOUR, tries + 1
    with filled.reading() as connection:
        of_mail = select(deliveries).where(deliveries.c.channel == "mail")
        row = connection.execute(of_mail).one()

    assert (tries, row.state, row.trouble) == (6, "failed", "the server is away")


def test_an_inbox_is_its_readers_alone(filled):
    assert not outbox.read("digest:web", Reader("other"), filled, NOW)
    assert outbox.inbox(Reader("other"), filled) == []

    assert outbox.read("digest:web", Reader("me"), filled, NOW)

    assert [(one.key, is_read) for one, is_read in outbox.inbox(Reader("me"), filled)] == [
        ("digest:web", True)
    ]
