"""The gate: who is let in, who waits, who is refused, and that no place is ever lost."""

import asyncio
import random

import pytest

from assistant.web.gate import Busy, Gate, Gates, Restarting

SOON_S = 0.05


class Work:
    """Work that holds a place until it is told to end."""

    def __init__(self, gate, begun=None):
        self._end = asyncio.Event()
        self._begun = begun if begun is not None else []
        self.task = asyncio.create_task(self._do(gate))

    async def _do(self, gate):
        async with gate.place():
            self._begun.append(self)
            await self._end.wait()

    async def end(self):
        self._end.set()
        await self.task


async def _settled():
    for _ in range(5):
        await asyncio.sleep(0)


async def _works(gate, count):
    """So many pieces of work, and those of them that have begun, in their order."""
    begun = []
    works = [Work(gate, begun) for _ in range(count)]
    await _settled()
    return works, begun


async def test_so_many_work_at_a_time_and_the_others_wait_in_their_order():
    gate = Gate(places=2, queue=3, patience_s=5)
    works, begun = await _works(gate, 5)
    assert (gate.working, gate.waiting, begun) == (2, 3, works[:2])

    for work in works:
        await work.end()
        await _settled()

    assert begun == works
    assert (gate.working, gate.waiting, gate.refused) == (0, 0, 0)


async def test_beyond_the_queue_work_is_refused_at_once():
    gate = Gate(places=1, queue=1, patience_s=60)
    works, _ = await _works(gate, 2)

    with pytest.raises(Busy) as refused:
        async with asyncio.timeout(SOON_S), gate.place():
            pass

    assert refused.value.code == "busy"
    assert "ask again" in str(refused.value)
    assert gate.refused == 1
    for work in works:
        await work.end()


async def test_who_is_refused_together_is_not_sent_back_together():
    gate = Gate(places=0, queue=0, patience_s=1)
    waits = []
    for _ in range(100):
        with pytest.raises(Busy) as refused:
            async with gate.place():
                pass
        waits.append(refused.value.retry_after_s)

    assert max(waits.count(wait) for wait in waits) <= 20
    assert 1 <= min(waits) <= max(waits) <= 30


async def test_who_has_waited_too_long_is_refused_and_waits_no_more():
    gate = Gate(places=1, queue=5, patience_s=SOON_S)
    (first,), _ = await _works(gate, 1)

    with pytest.raises(Busy):
        async with gate.place():
            pass

    assert (gate.working, gate.waiting, gate.refused) == (1, 0, 1)
    await first.end()
    assert gate.working == 0


async def test_who_leaves_while_waiting_gives_up_the_turn():
    gate = Gate(places=1, queue=5, patience_s=5)
    (first, second, third), begun = await _works(gate, 3)

    second.task.cancel()
    await _settled()
    await first.end()
    await _settled()

    assert begun == [first, third]
    await third.end()
    assert (gate.working, gate.waiting) == (0, 0)


async def test_a_place_that_comes_as_its_taker_leaves_goes_to_the_next():
    gate = Gate(places=1, queue=5, patience_s=5)
    end = asyncio.Event()

    async def ends_and_cancels_the_second():
        async with gate.place():
            await end.wait()
        second.task.cancel()  # its turn has come, and it has not run yet

    first = asyncio.create_task(ends_and_cancels_the_second())
    await _settled()
    (second, third), begun = await _works(gate, 2)

    end.set()
    await first
    await _settled()

    assert begun == [third]
    await third.end()
    assert (gate.working, gate.waiting) == (0, 0)


async def test_a_place_that_comes_after_its_taker_left_goes_to_the_next():
    gate = Gate(places=1, queue=5, patience_s=5)
    (first, second, third), begun = await _works(gate, 3)

    second.task.cancel()  # and it has not run yet
    await first.end()
    await _settled()

    assert begun == [first, third]
    await third.end()
    assert (gate.working, gate.waiting) == (0, 0)


async def test_work_that_fails_gives_its_place_back():
    gate = Gate(places=1, queue=0, patience_s=1)

    for error in (ValueError("x"), TimeoutError("y")):
        with pytest.raises(type(error), match=str(error)):
            async with gate.place():
                raise error

    assert gate.working == 0


async def test_however_many_come_and_leave_at_whatever_moment_no_place_is_lost():
    """A thousand, a third of whom leave while they wait or work."""
    chance = random.Random(7)
    gate = Gate(places=3, queue=20, patience_s=0.01)
    most = 0

    async def work():
        nonlocal most
        async with gate.place():
            most = max(most, gate.working)
            await asyncio.sleep(chance.uniform(0, 0.004))

    tasks = []
    for _ in range(1_000):
        tasks.append(asyncio.create_task(work()))
        if chance.random() < 0.3:
            await asyncio.sleep(chance.uniform(0, 0.004))
        if chance.random() < 0.3:
            chance.choice(tasks[-30:]).cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)

    assert {type(one) for one in ended} == {type(None), Busy, asyncio.CancelledError}
    assert most == 3
    assert (gate.working, gate.waiting) == (0, 0)
    works, begun = await _works(gate, 3)
    assert begun == works
    for one in works:
        await one.end()


class TestArriving:
    async def test_a_burst_is_counted_from_the_door_on_when_nobody_has_a_place_yet(self):
        gate = Gate(places=1, queue=1, patience_s=5)

        with gate.arriving(), gate.arriving(), pytest.raises(Busy), gate.arriving():
            pass

        assert (gate.working, gate.refused) == (0, 1)

    async def test_who_arrived_and_has_a_place_counts_once(self):
        gate = Gate(places=2, queue=0, patience_s=5)

        with gate.arriving():
            async with gate.place():
                with gate.arriving():
                    async with gate.place():
                        assert (gate.working, gate.refused) == (2, 0)

        assert gate.working == 0

    async def test_who_arrives_and_asks_for_no_place_is_counted_no_more(self):
        """A question that is no question ends before the gate."""
        gate = Gate(places=1, queue=0, patience_s=5)
        for _ in range(3):
            with pytest.raises(ValueError, match="no question"), gate.arriving():
                raise ValueError("no question")

        with gate.arriving():
            async with gate.place():
                assert gate.working == 1

    async def test_work_begun_by_a_task_of_the_request_counts_once_too(self):
        gate = Gate(places=1, queue=1, patience_s=5)

        with gate.arriving():
            work = Work(gate)
            await _settled()
            with gate.arriving():
                assert gate.working == 1

        await work.end()

    async def test_only_what_has_a_gate_is_counted(self):
        gates = Gates(answers=Gate(0, 0, 1), searches=Gate(0, 0, 1))

        with gates.arriving("/healthz"), gates.arriving("/v1/articles"):
            pass

        for path in ("/v1/chat", "/v1/search"):
            with pytest.raises(Busy), gates.arriving(path):
                pass

    async def test_once_closed_nobody_arrives(self):
        gates = Gates()
        gates.close(grace_s=0)

        with pytest.raises(Restarting), gates.arriving("/v1/chat"):
            pass


class TestClosing:
    async def test_who_waits_and_who_comes_is_sent_away_at_once(self):
        gate = Gate(places=1, queue=5, patience_s=60)
        (first, second), _ = await _works(gate, 2)

        gate.close(grace_s=60)

        with pytest.raises(Restarting) as sent_away:
            await second.task
        with pytest.raises(Restarting):
            async with gate.place():
                pass
        assert (sent_away.value.code, sent_away.value.retry_after_s > 0) == ("restarting", True)
        await first.end()  # there is time for what is worked on
        assert (gate.working, gate.waiting, gate.refused) == (0, 0, 0)

    async def test_who_still_works_after_the_grace_is_sent_away_too(self):
        gates = Gates()
        answering, searching = Work(gates.answers), Work(gates.searches)
        await _settled()

        gates.close(grace_s=SOON_S)

        for work in (answering, searching):
            with pytest.raises(Restarting):
                await work.task
        assert (gates.answers.working, gates.searches.working) == (0, 0)

    async def test_who_got_a_place_in_the_moment_of_closing_has_no_longer_than_others(self):
        gate = Gate(places=1, queue=5, patience_s=60)

        async def ends_and_closes():
            async with gate.place():
                await end.wait()
            gate.close(grace_s=SOON_S)  # the next one's turn has come, and it has not run yet

        end = asyncio.Event()
        first = asyncio.create_task(ends_and_closes())
        await _settled()
        (second,), _ = await _works(gate, 1)
        end.set()
        await first

        with pytest.raises(Restarting):
            await asyncio.wait_for(second.task, 5)
        assert gate.working == 0

    async def test_who_leaves_while_it_closes_is_not_kept(self):
        gate = Gate(places=1, queue=5, patience_s=60)
        (first, second), _ = await _works(gate, 2)

        second.task.cancel()
        gate.close(grace_s=60)
        first.task.cancel()

        assert await asyncio.gather(first.task, second.task, return_exceptions=True) != [None, None]
        assert (gate.working, gate.waiting) == (0, 0)
