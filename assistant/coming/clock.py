"""What a server does by itself, again and again: make the editions that are due, look for alerts, send.

Each kind of work goes on beside the others and is kept up by no trouble of theirs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from assistant.coming import outbox
from assistant.coming.channels import Channel, NotSent
from assistant.coming.claims import Claim, claim, is_due, let_go, stumbled
from assistant.coming.digests import Digest, Digests
from assistant.coming.letters import letter
from assistant.coming.making import make
from assistant.coming.outbox import Delivery
from assistant.coming.ways import Channels
from assistant.desk import Desk
from assistant.errors import AssistantError
from ingest.archive import Archive
from ingest.errors import IngestError
from ingest.holdings.reader import Reader

POLL_S = 15.0
_UNFORESEEN = "something went wrong; the log of the server says what"
_log = logging.getLogger(__name__)
Place = Callable[[], AbstractAsyncContextManager[None]]
Look = Callable[[Desk, Callable[[str], Reader], datetime], Awaitable[int]]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Works:
    """What it works with."""

    desk: Desk
    channels: Channels
    reader_of: Callable[[str], Reader]  # a reader of this name, with the rights they have now
    place: Place  # among those who wait for a briefing
    page: str | None = None  # where readers reach the web chat
    looks: tuple[Look, ...] = ()  # what else is looked for at each turn: alerts
    now: Callable[[], datetime] = _now
    troubles: dict[str, str] = field(default_factory=dict)  # that were logged, by what they keep up

    @property
    def archive(self) -> Archive:
        """Where all of it is kept."""
        return self.desk.retriever.index.archive


async def run(works: Works) -> None:
    """Do what is due until cancelled; what is being sent then is sent and noted first."""
    steps = {"digests": partial(make_due, works)}
    steps |= {f"{look.__module__}.{look.__name__}": partial(_look, look, works) for look in works.looks}
    steps |= {f"sending by {name}": partial(send_due, each, works) for name, each in works.channels.items()}
    async with asyncio.TaskGroup() as group:
        for name, step in steps.items():
            group.create_task(_again(name, step, works))


async def make_due(works: Works) -> None:
    """Make the editions that are due, one after the other."""
    for digest in await works.desk.away(Digests(works.archive).running):
        await _guarded(f"digest {digest.id}", partial(_make, digest, works), works)


async def send_due(channel: Channel, works: Works) -> None:
    """Send what is due on a channel, one after the other: each is claimed when its turn has come."""
    while found := await works.desk.away(outbox.due, channel.name, works.archive, works.now(), 1):
        await _to_its_end(partial(_send, channel, found[0], works))


async def _look(look: Look, works: Works) -> None:
    await look(works.desk, works.reader_of, works.now())


async def _again(name: str, step: Callable[[], Awaitable[None]], works: Works) -> None:
    while True:
        await _guarded(name, step, works)
        await asyncio.sleep(POLL_S)


async def _guarded(name: str, step: Callable[[], Awaitable[None]], works: Works) -> None:
    """Do a step; its trouble is logged once, as long as it is the same."""
    try:
        await step()
    except Exception as error:  # the door of what nobody waits for: the next turn tries it again
        _tell(name, error, works)
    else:
        works.troubles.pop(name, None)


def _tell(name: str, error: Exception, works: Works) -> None:
    words = f"{type(error).__name__}: {error}"
    if works.troubles.get(name) != words:
        works.troubles[name] = words
        is_ours = isinstance(error, (AssistantError, IngestError))
        _log.error("%s: %s", name, words, exc_info=None if is_ours else error)


async def _make(digest: Digest, works: Works) -> None:
    """Make the edition of a digest where one is due, when a place is free."""
    desk, archive = works.desk, works.archive
    if not await desk.away(is_due, digest, archive, works.now()):
        return
    async with works.place():
        held = await desk.away(claim, digest, archive, works.now())
        if held is not None:
            await _made(held, works)


async def _made(held: Claim, works: Works) -> None:
    try:
        await make(held, works.reader_of(held.digest.reader), works.desk, works.now)
    except asyncio.CancelledError:
        let_go(held, works.archive)  # the server stops: the next one makes it at once
        raise
    except Exception as error:  # a door as well: the reader is told that it failed, and the log why
        is_ours = isinstance(error, (AssistantError, IngestError))
        why = str(error) if is_ours else _UNFORESEEN
        await works.desk.away(stumbled, held, why, works.archive, works.now())
        raise


def _send(channel: Channel, delivery: Delivery, works: Works) -> None:
    """Send one, and note what became of it."""
    reader, now = works.reader_of(delivery.reader), works.now()
    try:
        channel.send(delivery, partial(letter, archive=works.archive, reader=reader, page=works.page))
    except NotSent as error:
        _log.warning("%s is not sent: %s", delivery.key, error)
        outbox.failed(delivery, str(error), works.archive, now, error.is_final)
    except Exception:  # a door as well: one letter that cannot be written keeps up no other
        _log.exception("%s is not sent", delivery.key)
        outbox.failed(delivery, _UNFORESEEN, works.archive, now)
    else:
        outbox.sent(delivery, works.archive, now)


async def _to_its_end(step: Callable[[], None]) -> None:
    """Do a step in a thread; who is cancelled meanwhile waits for its end."""
    doing = asyncio.ensure_future(asyncio.to_thread(step))
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise
