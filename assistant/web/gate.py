"""A gate in front of work: so many pieces at a time, so many waiting in their order, the rest refused.

Knows nothing about what the work is.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field

PATIENCE_S = 8.0  # of who waits for a place
FILE_PATIENCE_S = 60.0  # of who waits with a file
_SOONEST_S = 3  # to come back after a refusal: about an answer's length
_SPREAD_S = 5  # who is refused together is told different seconds, or they would come back together

_ticket: ContextVar[object] = ContextVar("ticket", default=None)  # of the request that is on its way


class Turned(Exception):
    """Work was not taken on, or not ended; the message is fit for the reader."""

    code = "busy"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Busy(Turned):
    """All places are taken, and all places to wait."""


class Restarting(Turned):
    """The server is being stopped."""

    code = "restarting"

    def __init__(self) -> None:
        super().__init__("the server is being restarted; ask again in a moment", _SPREAD_S)


class Gate:
    """The places for one kind of work."""

    def __init__(self, places: int, queue: int, patience_s: float) -> None:
        """Let ``places`` work and ``queue`` wait, each for ``patience_s`` at most."""
        self.working = 0
        self.refused = 0
        self._places = places
        self._queue = queue
        self._patience_s = patience_s
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._arriving: set[object] = set()
        self._limits: set[asyncio.Timeout] = set()  # of the work that is done now
        self._ends_at: float | None = None  # by the loop's clock, once closed

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken on."""
        return self._ends_at is not None

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Count somebody on the way to ``place``; raises Busy, and Restarting once closed.

        Of a burst nobody has a place yet when the last one comes: so they are counted from the door on.
        """
        self._look()
        ticket = object()
        token = _ticket.set(ticket)
        self._arriving.add(ticket)
        try:
            yield
        finally:
            self._arriving.discard(ticket)
            _ticket.reset(token)

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None, None]:
        """Hold a place, after those who came before; raises Busy, and Restarting once closed."""
        await self._enter()
        limit = asyncio.timeout_at(self._ends_at)
        self._limits.add(limit)
        try:
            async with limit:
                yield
        except TimeoutError as error:
            if limit.expired():
                raise Restarting from error
            raise
        finally:
            self._limits.discard(limit)
            self._leave()

    def close(self, grace_s: float) -> None:
        """Take on nothing more, send away who waits, and after ``grace_s`` who still works."""
        self._ends_at = asyncio.get_running_loop().time() + grace_s
        for turn in self._waiting:
            if not turn.done():
                turn.set_exception(Restarting())
        self._waiting.clear()
        for limit in self._limits:
            limit.reschedule(self._ends_at)

    def _look(self) -> None:
        if self._ends_at is not None:
            raise Restarting
        if self.working + len(self._waiting) + len(self._arriving) >= self._places + self._queue:
            raise self._refusal()

    async def _enter(self) -> None:
        self._arriving.discard(_ticket.get())
        self._look()
        if self.working < self._places:
            self.working += 1
        else:
            await self._wait()

    async def _wait(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._patience_s):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif not turn.cancelled() and turn.exception() is None:
                self._leave()  # the place came in the very moment in which its taker gave up
            if isinstance(error, TimeoutError):
                raise self._refusal() from error
            raise

    def _leave(self) -> None:
        """Hand the place to who has waited longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # else its taker is just giving up
                turn.set_result(None)
                return
        self.working -= 1

    def _refusal(self) -> Busy:
        self.refused += 1
        wait_s = _SOONEST_S + self.refused % _SPREAD_S
        return Busy("more is being asked than can be answered at once; ask again in a moment", wait_s)


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of a server, one for each kind of work that costs much."""

    # A piece of a model's stream costs the event loop 0.3 ms, so 48 streams of 30 tokens a second take
    # 43% of it, 64 take 58%. A hundred readers who ask every 15 s need 22 places, hardly ever 40. With
    # answers of 100 tokens a place comes free every 70 ms: the last of 48 who wait has it in time.
    answers: Gate = field(default_factory=lambda: Gate(places=48, queue=48, patience_s=PATIENCE_S))
    # A search takes 20 ms and shares the two threads of ``Desk.away`` with the steps of answers, in the
    # order in which they come: 50 a second on 2 cores. No search waits for an answer's chat model.
    searches: Gate = field(default_factory=lambda: Gate(places=4, queue=60, patience_s=PATIENCE_S))
    # A file is read in a process of its own, in a second or at most half a minute; who waits holds it.
    files: Gate = field(default_factory=lambda: Gate(places=2, queue=6, patience_s=FILE_PATIENCE_S))

    # A briefing without a model takes the weighing thread half a second; with one, it waits for it as an
    # answer does.
    briefings: Gate = field(default_factory=lambda: Gate(places=8, queue=16, patience_s=PATIENCE_S))

    def arriving(self, path: str) -> AbstractContextManager[None]:
        """Count a request to this address on its way to its gate."""
        gate = {
            "/v1/chat": self.answers,
            "/v1/search": self.searches,
            "/v1/files": self.files,
            "/v1/briefings": self.briefings,
        }.get(path)
        return gate.arriving() if gate else nullcontext()

    @property
    def are_closed(self) -> bool:
        """Whether the server is being stopped."""
        return self.answers.is_closed

    def close(self, grace_s: float) -> None:
        """Close each."""
        self.answers.close(grace_s)
        self.searches.close(grace_s)
        self.files.close(grace_s)
        self.briefings.close(grace_s)
