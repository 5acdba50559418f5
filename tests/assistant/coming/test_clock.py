"""What is due is made and sent by itself; no trouble of one keeps up another, and nothing is doubled."""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.bootstrap import opened
from assistant.coming import claims, clock, editions
from assistant.coming.clock import Works
from assistant.coming.digests import Digest, Digests, schedule_of
from assistant.coming.mail import Mail
from assistant.mail_address import MailServer
from ingest.errors import ArchiveUnusable
from ingest.holdings.reader import Reader
from ingest.readership import deliveries
from tests.assistant.market import fill
from tests.assistant.parts import settings
from tests.assistant.running import wait_until
from tests.fakes.smtp import SmtpServer

ADDED = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)
SCHEDULE = schedule_of("1234567", "07:30", "Europe/Berlin")
TOPIC = "fire in Hollin market"
MORNING = Digest(
    "d", "d", "Morning", (TOPIC,), (), SCHEDULE, "short", True, False, "mail", "reader@velm.example", ADDED
)  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory, model_folder):
    with opened(settings(tmp_path_factory.mktemp("clocked") / "home", model_folder)) as house:
        yield fill(house)


@pytest.fixture
def server():
    with SmtpServer() as running:
        yield running


@asynccontextmanager
async def free():
    yield


@pytest.fixture
def works(house, server):
    """The works of a server whose time is given."""
    mail = Mail(MailServer("127.0.0.1", server.port, False, None), None, ("", "desk@velm.example"))
    yield Works(house.desk, {"mail": mail}, Reader, free, now=lambda: DUE)
    for digest in Digests(house.archive).running():
        Digests(house.archive).remove(digest.id, Reader(digest.reader))


def added(works, name, **more):
    """A digest of a reader of its own, whom nobody told anything."""
    digest = replace(MORNING, id=name, reader=name, **more)
    Digests(works.archive).add(digest)
    return digest


def at(works, moment):
    return replace(works, now=lambda: moment)


def row(works, digest):
    with works.archive.reading() as connection:
        mine = select(deliveries).where(deliveries.c.key.startswith(digest.prefix))
        return connection.execute(mine).one()


async def turn(works):
    await clock.make_due(works)
    await clock.send_due(works.channels["mail"], works)


async def test_what_is_due_comes_once_and_nothing_before(works, server):
    added(works, "once")
    await turn(at(works, DUE - timedelta(seconds=1)))
    assert server.taken == []

    await turn(works)
    await turn(works)

    (mail,) = server.taken
    assert mail.message["Subject"] == "Morning, Tuesday, 3 March 2026"
    assert "inquiry" in mail.message.get_body(("plain",)).get_content()


async def test_after_a_time_without_a_server_it_comes_once(works, server):
    added(works, "late")
    await turn(at(works, DUE + timedelta(days=4, hours=3)))

    assert [mail.message["Subject"] for mail in server.taken] == ["Morning, Saturday, 7 March 2026"]


async def test_several_servers_on_one_archive_send_one_letter(works, server):
    added(works, "several")
    await asyncio.gather(*(turn(works) for _ in range(3)))
    await turn(works)

    assert len(server.taken) == 1


async def test_what_a_server_refuses_for_now_is_sent_later(works, server):
    digest = added(works, "refused")
    server.answers.append("451 come again")
    await turn(works)
    assert server.taken == []
    assert "451 come again" in row(works, digest).trouble

    await turn(at(works, DUE + timedelta(minutes=2)))

    assert len(server.taken) == 1
    assert row(works, digest).state == "sent"


async def test_what_is_refused_for_good_is_told_and_left(works, server):
    digest = added(works, "unknown")
    server.answers.append("550 no such user")
    await turn(works)
    await turn(at(works, DUE + timedelta(hours=8)))

    assert server.taken == []
    assert (row(works, digest).state, "550 no such user" in row(works, digest).trouble) == ("failed", True)


async def test_one_that_cannot_be_made_keeps_up_no_other_and_is_told(works, server, caplog):
    broken, _ = added(works, "broken"), added(works, "sound")

    def reader_of(name):
        if name == "broken":
            raise ArchiveUnusable("the archive cannot be read: of this reader")
        return Reader(name)

    troubled = replace(works, reader_of=reader_of)
    with caplog.at_level(logging.ERROR):
        for n in range(6):
            await turn(at(troubled, DUE + timedelta(hours=n)))

    failed = editions.edition(broken, "2026-03-03", works.archive)
    assert (failed.state, failed.trouble) == ("failed", "the archive cannot be read: of this reader")
    assert len(server.taken) == 1
    assert sum("of this reader" in record.message for record in caplog.records) == 1


async def test_an_edition_whose_maker_is_stopped_is_free_for_the_next(works):
    digest = added(works, "stopped")
    making = asyncio.create_task(clock.make_due(works))
    await asyncio.to_thread(wait_until, lambda: editions.of(digest, works.archive))
    making.cancel()
    await asyncio.wait([making])

    assert claims.is_due(digest, works.archive, DUE)


async def test_a_letter_that_is_being_sent_when_the_server_stops_is_noted_as_sent(works, server):
    digest = added(works, "ending")
    await clock.make_due(works)
    sending = asyncio.create_task(clock.send_due(works.channels["mail"], works))
    await asyncio.sleep(0.02)
    sending.cancel()
    await asyncio.wait([sending])

    assert row(works, digest).state == ("sent" if server.taken else "due")


async def test_all_of_it_goes_on_until_it_is_stopped(works, server, caplog):
    looked = []

    async def look(desk, reader_of, now):
        looked.append(now)
        raise ArchiveUnusable("the archive cannot be read")

    added(works, "running")
    running = asyncio.create_task(clock.run(replace(works, looks=(look,))))
    async with asyncio.timeout(60):
        while not (server.taken and looked):
            await works.desk.away(lambda: None)
            await clock.send_due(works.channels["mail"], works)
    assert not running.done()
    running.cancel()
    await asyncio.wait([running])

    assert len(server.taken) == 1
    assert looked == [DUE]
    assert any(
        record.message.endswith("look: ArchiveUnusable: the archive cannot be read")
        for record in caplog.records
    )
