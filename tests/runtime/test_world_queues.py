"""What every world does with queues: slots, rates, priorities, and starts that are one run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, RunRecord, Turn, World
from useworkflow_runtime.worlds.queueing import QueueConfig, QueuePlace, RateLimit, StartWindow
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

START = 1_000_000
SECOND = 1_000_000


def queued(run_id: str, of: str = "mail", *, key: str = "", priority: int = 0, **changes: Any) -> NewRun:
    """A run that is to wait in a queue."""
    fields: dict[str, Any] = {
        "id": run_id,
        "workflow": "workflow//app//f",
        "bundle": "b1",
        "created": b'{"kind":"run_created","at":1000000}',
        "at": START,
        "queue": QueuePlace(of, key, priority),
    }
    return NewRun(**(fields | changes))


def begun(run_id: str) -> Turn:
    """Its first turn."""
    row = LoggedEvent(2, "run_started", START, b"{}")
    return Turn(run_id=run_id, expected=1, events=[row], generation=1, status="running", started_at=START, active=True)


def ended(run_id: str, status: Any = "completed", generation: int = 1) -> Turn:
    """A turn that ends or parks it, claimed once as it is."""
    return Turn(run_id=run_id, expected=1, events=[], generation=generation, status=status, completed_at=START)


def ids(records: list[RunRecord]) -> list[str]:
    """The ids of some runs."""
    return [record.id for record in records]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def world(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> AsyncIterator[World]:
    world: World
    if request.param == "memory":
        world = MemoryWorld(clock)
    elif request.param == "sqlite":
        world = SQLiteWorld(tmp_path / "world.db", clock=clock)
    else:
        world = PostgresWorld(request.getfixturevalue("postgres"), clock=clock)
    await world.open()
    yield world
    await world.close()


@pytest.fixture
async def epoch(world: World) -> int:
    epoch = await world.acquire("the engine")
    assert epoch is not None
    return epoch


async def fill(world: World, *runs: NewRun, **limits: Any) -> None:
    """Set the limits of ``mail`` and create runs in it."""
    await world.put_queue(QueueConfig(name="mail", **limits))
    for run in runs:
        await world.create_run(run)


class TestSlots:
    async def test_no_more_runs_are_claimed_than_there_are_slots(self, world: World, epoch: int) -> None:
        """Two slots: the first two runs; the rest is left, and the world says so."""
        await fill(world, *[queued(f"r{n}") for n in range(4)], concurrency=2)
        assert ids(await world.claim(epoch)) == ["r0", "r1"]
        assert world.left_waiting()
        assert await world.claim(epoch) == []
        (state,) = await world.queues()
        assert (state.waiting, state.held) == (2, 2)

    async def test_a_queued_run_is_not_claimed_when_it_is_created(self, world: World, epoch: int) -> None:
        """``claim_for`` would pass the limit by."""
        record, fresh = await world.create_run(queued("r0"), claim_for=epoch)
        assert (fresh, record.claims, record.active) == (True, 0, False)
        assert ids(await world.claim(epoch)) == ["r0"]
        assert not world.left_waiting()

    @pytest.mark.parametrize("status", ["completed", "failed", "cancelled", "diverged", "stuck"])
    async def test_whatever_ends_or_parks_a_run_frees_its_slot(self, world: World, epoch: int, status: Any) -> None:
        """The commit that says so is enough."""
        await fill(world, queued("r0"), queued("r1"), concurrency=1)
        await world.claim(epoch)
        await world.commit(epoch, [ended("r0", status)])
        assert ids(await world.claim(epoch)) == ["r1"]

    async def test_a_mended_run_waits_for_a_slot_again(self, world: World, epoch: int) -> None:
        """Unparked while its slot is another's: it is next, and not before; nor is it due before."""
        await fill(world, queued("r0"), queued("r1"), queued("r2"), concurrency=1)
        await world.claim(epoch)
        await world.commit(epoch, [ended("r0", "stuck")])
        await world.claim(epoch)
        await world.unpark("r0")
        assert await world.claim(epoch) == []
        assert await world.claim(epoch, ["r0"]) == []
        await world.commit(epoch, [ended("r1")])
        assert ids(await world.claim(epoch)) == ["r0"]
        record = await world.get_run("r0")
        assert record is not None
        assert record.active

    async def test_runs_without_a_queue_pass(self, world: World, epoch: int) -> None:
        """A full queue holds up nobody else."""
        await fill(world, queued("r0"), queued("r1"), queued("other", queue=None), concurrency=1)
        assert sorted(ids(await world.claim(epoch))) == ["other", "r0"]

    async def test_each_key_has_its_own_limit(self, world: World, epoch: int) -> None:
        """One at a time for each key; a busy key holds up no other."""
        runs = [queued("a0", key="a"), queued("a1", key="a"), queued("b0", key="b"), queued("b1", key="b")]
        await fill(world, *runs, key_concurrency=1)
        assert ids(await world.claim(epoch)) == ["a0", "b0"]
        await world.commit(epoch, [ended("b0")])
        assert ids(await world.claim(epoch)) == ["b1"]

    async def test_lower_priorities_come_first(self, world: World, epoch: int) -> None:
        """Then the order of creation."""
        runs = [queued("late", priority=5), queued("first"), queued("second"), queued("urgent", priority=-1)]
        await fill(world, *runs, concurrency=1)
        order = []
        for _ in runs:
            (record,) = await world.claim(epoch)
            order.append(record.id)
            await world.commit(epoch, [ended(record.id)])
        assert order == ["urgent", "first", "second", "late"]

    async def test_a_cancelled_run_does_not_wait_for_a_slot(self, world: World, epoch: int) -> None:
        """It is claimed when it is named, takes no slot, and leaves the queue."""
        await fill(world, queued("r0"), queued("r1"), queued("r2"), concurrency=1)
        await world.claim(epoch)
        assert await world.claim(epoch, ["r1"]) == []
        await world.send("r1", "cancel", Raw(b"null"))
        assert ids(await world.claim(epoch, ["r1"])) == ["r1"]
        await world.commit(epoch, [ended("r0")])
        assert ids(await world.claim(epoch)) == ["r2"]

    @pytest.mark.parametrize("kind", ["cancel", "terminate"])
    async def test_a_run_that_ends_while_it_waits_leaves_the_queue(self, world: World, epoch: int, kind: str) -> None:
        """Nothing is left of it that others would wait for."""
        await fill(world, queued("r0"), queued("r1"), concurrency=1)
        await world.claim(epoch)
        await world.send("r1", kind, Raw(b"null"))
        await world.commit(epoch, [ended("r1", "cancelled", generation=0)])
        await world.commit(epoch, [ended("r0")])
        assert await world.claim(epoch) == []
        assert not world.left_waiting()
        (state,) = await world.queues()
        assert (state.waiting, state.held) == (0, 0)

    async def test_limits_may_change(self, world: World, epoch: int) -> None:
        """A higher limit counts at once; a lower one takes no slot away."""
        await fill(world, *[queued(f"r{n}") for n in range(4)], concurrency=1)
        assert len(await world.claim(epoch)) == 1
        await world.put_queue(QueueConfig(name="mail", concurrency=3))
        assert len(await world.claim(epoch)) == 2
        await world.put_queue(QueueConfig(name="mail", concurrency=1))
        assert await world.claim(epoch) == []

    async def test_a_ticket_says_what_stands_before_it(self, world: World, epoch: int) -> None:
        """Who asks learns the place in the queue; a run that has ended has none."""
        await fill(world, queued("r0", key="a"), queued("r1"), queued("r2", key="a"), concurrency=1)
        await world.claim(epoch)
        ticket = await world.ticket("r2")
        assert ticket is not None
        assert (ticket.queue, ticket.key, ticket.ahead, ticket.held, ticket.held_by_key) == ("mail", "a", 1, 1, 1)
        first = await world.ticket("r0")
        assert first is not None
        assert first.granted_at == START
        await world.commit(epoch, [ended("r0")])
        assert await world.ticket("r0") is None


class TestTime:
    async def test_a_rate_holds_in_any_window(self, world: World, epoch: int, clock: FakeClock) -> None:
        """Two in ten seconds: the third begins ten seconds after the first, the fourth ten after the second."""
        await fill(world, *[queued(f"r{n}") for n in range(4)], rate=RateLimit(2, 10 * SECOND))
        await world.put_queue(QueueConfig(name="mail", concurrency=1, rate=RateLimit(2, 10 * SECOND)))
        assert ids(await world.claim(epoch)) == ["r0"]
        await world.commit(epoch, [ended("r0")])
        clock.advance(seconds=4)
        assert ids(await world.claim(epoch)) == ["r1"]
        await world.commit(epoch, [ended("r1")])
        assert await world.claim(epoch) == []
        assert await world.next_wake(epoch) == START + 10 * SECOND
        clock.advance(seconds=6)
        assert ids(await world.claim(epoch)) == ["r2"]
        await world.commit(epoch, [ended("r2")])
        assert await world.claim(epoch) == []
        assert await world.next_wake(epoch) == START + 14 * SECOND

    async def test_each_key_has_its_own_rate(self, world: World, epoch: int, clock: FakeClock) -> None:
        """One a second and key."""
        runs = [queued("a0", key="a"), queued("a1", key="a"), queued("b0", key="b")]
        await fill(world, *runs, key_rate=RateLimit(1, SECOND))
        assert ids(await world.claim(epoch)) == ["a0", "b0"]
        assert await world.next_wake(epoch) == START + SECOND
        clock.advance(seconds=1)
        assert ids(await world.claim(epoch)) == ["a1"]

    async def test_a_delayed_run_takes_no_slot_before_its_time(
        self, world: World, epoch: int, clock: FakeClock
    ) -> None:
        """Others pass it; then it is its turn, and the world says when."""
        await fill(world, queued("later", start_at=START + 5 * SECOND), queued("now"), concurrency=1)
        assert ids(await world.claim(epoch)) == ["now"]
        assert await world.next_wake(epoch) == START + 5 * SECOND
        await world.commit(epoch, [ended("now")])
        assert await world.claim(epoch) == []
        clock.advance(seconds=5)
        assert ids(await world.claim(epoch)) == ["later"]


class TestStartWindows:
    async def test_the_first_start_of_a_window_counts(self, world: World, clock: FakeClock) -> None:
        """Later ones with the same key give that run; after the window there is a new one."""
        window = StartWindow("ada", 10 * SECOND, "first")
        first, _ = await world.create_run(queued("r0", queue=None, window=window))
        clock.advance(seconds=9)
        again, fresh = await world.create_run(queued("r1", queue=None, window=window, args_digest="other"))
        assert (again.id, fresh) == (first.id, False)
        other, fresh = await world.create_run(queued("r2", queue=None, window=StartWindow("bob", SECOND, "first")))
        assert (other.id, fresh) == ("r2", True)
        clock.advance(seconds=1)
        later, fresh = await world.create_run(queued("r3", queue=None, window=window))
        assert (later.id, fresh) == ("r3", True)

    @pytest.mark.parametrize("queue", [None, QueuePlace("mail")])
    async def test_the_last_start_of_a_window_counts(
        self, world: World, epoch: int, clock: FakeClock, queue: QueuePlace | None
    ) -> None:
        """The run begins when there was no start for so long, with the arguments of the last."""
        window = StartWindow("ada", 10 * SECOND, "last")
        await world.create_run(queued("r0", queue=queue, window=window))
        clock.advance(seconds=9)
        changed = queued("r1", queue=queue, window=window, created=b'{"second":1}', bundle="b2", at=START + 9 * SECOND)
        record, fresh = await world.create_run(changed)
        assert (record.id, record.bundle, fresh) == ("r0", "b2", False)
        clock.advance(seconds=9)
        assert await world.claim(epoch) == []
        assert await world.next_wake(epoch) == START + 19 * SECOND
        clock.advance(seconds=1)
        assert ids(await world.claim(epoch)) == ["r0"]
        (row,) = await world.read_events("r0")
        assert (row.body, row.at) == (b'{"second":1}', START + 9 * SECOND)

    async def test_a_run_that_has_begun_keeps_its_arguments(self, world: World, epoch: int, clock: FakeClock) -> None:
        """A start that comes after it was woken early makes a run of its own."""
        window = StartWindow("ada", 10 * SECOND, "last")
        await world.create_run(queued("r0", queue=None, window=window))
        assert ids(await world.claim(epoch, ["r0"])) == ["r0"]
        record, fresh = await world.create_run(queued("r1", queue=None, window=window))
        assert (record.id, fresh) == ("r1", True)

    async def test_a_removed_run_leaves_nothing_behind(self, world: World, epoch: int, clock: FakeClock) -> None:
        """After ``prune`` its window is open for another run, and its slot and ticket are gone."""
        window = StartWindow("ada", 10 * SECOND, "first")
        await fill(world, queued("r0", window=window), concurrency=1)
        await world.claim(epoch)
        await world.commit(epoch, [ended("r0")])
        clock.advance(seconds=1)
        assert await world.prune(START + 1) == ["r0"]
        record, fresh = await world.create_run(queued("r1", window=window))
        assert (record.id, fresh) == ("r1", True)
        assert ids(await world.claim(epoch)) == ["r1"]
