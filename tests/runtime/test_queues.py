"""Queues as users have them: limits, rates, priorities, starts that are one run."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from useworkflow import (
    Queue,
    QueueOptionsError,
    UnknownQueueError,
    WorkflowCancelledError,
    create_hook,
    resume_hook,
    sleep,
    start,
)
from useworkflow_runtime.code.project import project
from useworkflow_runtime.errors import ConfigurationError
from useworkflow_runtime.queues import KnownQueues
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import NewRun, Turn
from useworkflow_runtime.worlds.queueing import QueueConfig, QueuePlace

trail: list[Any] = []


@pytest.fixture(autouse=True)
def _no_trail() -> None:
    trail.clear()


async def note(what: Any) -> None:
    "use step"
    trail.append(what)


async def approve(token: str) -> Any:
    "use workflow"
    await note(token)
    return await create_hook(token=token)


async def remember(what: Any) -> Any:
    "use workflow"
    await note(what)
    return what


async def nap(seconds: float) -> str:
    "use workflow"
    await note("asleep")
    await sleep(seconds)
    return "awake"


async def fan_out(count: int) -> list[Any]:
    "use workflow"
    children = [await start.options(queue="of children", key="k")(approve, f"child {n}") for n in range(count)]
    return [await child.result() for child in children]


async def test_children_may_wait_in_a_queue(rooms: Any) -> None:
    """Workflow code names the queue; its limit holds for the runs that it starts."""
    await rooms.open()
    Queue("of children", concurrency=1)
    await KnownQueues(rooms.world).name_of("of children", {})
    parent = await rooms.start(fan_out, 3)
    for number in range(3):
        while await rooms.world.get_hook(f"child {number}") is None:
            await rooms.world.wait_for_change(10)
        (state,) = await rooms.world.queues()
        assert (state.held, state.waiting) == (1, 2 - number)
        await resume_hook(f"child {number}", number, world=rooms.world)
    assert await parent.result() == [0, 1, 2]


async def test_a_run_waits_until_another_has_ended(rooms: Any) -> None:
    """One slot: the second run begins when the first has its answer, without a look at the clock."""
    await rooms.open()
    one = Queue("one at a time", concurrency=1)
    first = await rooms.start(approve, "t1", queue=one)
    second = await rooms.start(approve, "t2", queue="one at a time")
    await rooms.until(first, "hook_created")
    assert await second.status() == "pending"
    assert trail == ["t1"]
    await resume_hook("t1", 1, world=rooms.world)
    assert await first.result() == 1
    await rooms.until(second, "hook_created")
    await resume_hook("t2", 2, world=rooms.world)
    assert await second.result() == 2


async def test_a_slot_is_held_over_a_restart(rooms: Any) -> None:
    """An engine that dies gives no slot away; the next one goes on with the run that held it."""
    await rooms.open()
    one = Queue("held", concurrency=1)
    first = await rooms.start(approve, "t1", queue=one)
    second = await rooms.start(approve, "t2", queue=one)
    await rooms.until(first, "hook_created")
    await rooms.kill()
    await rooms.world.open()
    await rooms.open()
    assert await second.status() == "pending"
    await resume_hook("t1", 1, world=rooms.world)
    await rooms.until(second, "hook_created")
    assert trail == ["t1", "t2"]


async def test_a_rate_lets_runs_through_when_their_time_has_come(rooms: Any) -> None:
    """One a minute: the engine wakes by itself when the next may begin."""
    await rooms.open()
    slow = Queue("slow", rate="1/minute")
    runs = [await rooms.start(remember, number, queue=slow) for number in range(3)]
    assert await runs[0].result() == 0
    assert trail == [0]
    rooms.advance(59)
    assert await runs[1].status() == "pending"
    rooms.advance(1)
    assert await runs[1].result() == 1
    rooms.advance(60)
    assert await runs[2].result() == 2


async def test_priorities_decide_who_is_next(rooms: Any) -> None:
    """Lower numbers first."""
    await rooms.open()
    one = Queue("ordered", concurrency=1)
    gate = await rooms.start(approve, "gate", queue=one)
    await rooms.until(gate, "hook_created")
    runs = [await rooms.start(remember, priority, queue=one, priority=priority) for priority in (3, 1, 2)]
    await resume_hook("gate", None, world=rooms.world)
    for run in runs:
        await run.result()
    assert trail == ["gate", 1, 2, 3]


async def test_a_sleeping_run_keeps_its_slot(rooms: Any) -> None:
    """A slot is held from the first turn to the end."""
    await rooms.open()
    one = Queue("sleepy", concurrency=1)
    first = await rooms.start(nap, 60, queue=one)
    second = await rooms.start(remember, "second", queue=one)
    await rooms.until(first, "timer_started")
    assert await second.status() == "pending"
    rooms.advance(60)
    assert await first.result() == "awake"
    assert await second.result() == "second"


async def test_a_waiting_run_can_be_cancelled(rooms: Any) -> None:
    """It ends at once, no step of it is run, and it took no slot."""
    await rooms.open()
    one = Queue("cancellable", concurrency=1)
    first = await rooms.start(approve, "t1", queue=one)
    second = await rooms.start(remember, "never", queue=one)
    await rooms.until(first, "hook_created")
    await second.cancel("changed my mind")
    with pytest.raises(WorkflowCancelledError, match="changed my mind"):
        await second.result()
    assert trail == ["t1"]


async def test_debounced_starts_are_one_run_with_the_last_arguments(rooms: Any) -> None:
    """It begins when there was no start for ten seconds."""
    await rooms.open()
    first = await rooms.start(remember, "a", debounce="10s", key="ada")
    rooms.advance(6)
    second = await rooms.start(remember, "b", debounce="10s", key="ada")
    assert first == second
    rooms.advance(9)
    assert await first.status() == "pending"
    rooms.advance(1)
    assert await first.result() == "b"
    assert trail == ["b"]


async def test_deduplicated_starts_are_the_first_run(rooms: Any) -> None:
    """Within the window, whatever the arguments; each key has a window of its own."""
    await rooms.open()
    first = await rooms.start(remember, "a", dedup="10s", key="ada")
    assert await rooms.start(remember, "b", dedup="10s", key="ada") == first
    assert await rooms.start(remember, "b", dedup="10s", key="bob") != first
    rooms.advance(10)
    assert await rooms.start(remember, "c", dedup="10s", key="ada") != first


async def test_twenty_debounced_starts_at_once_are_one_run(postgres: str) -> None:
    """The key's row decides, not who comes first."""
    world = PostgresWorld(postgres)
    await world.open()
    try:
        new = [_new(f"r{number}", window=True) for number in range(20)]
        found = await asyncio.gather(*[world.create_run(run) for run in new])
        assert sum(fresh for _, fresh in found) == 1
        assert len({record.id for record, _ in found}) == 1
    finally:
        await world.close()


def _new(run_id: str, *, window: bool = False) -> NewRun:
    from useworkflow_runtime.worlds.queueing import StartWindow

    place = None if window else QueuePlace("busy", key=run_id[-1])
    kept = StartWindow("k", 60_000_000, "last") if window else None
    return NewRun(id=run_id, workflow="w", bundle="b", created=b"{}", at=1, queue=place, window=kept)


async def test_workers_never_exceed_a_limit_together(postgres: str) -> None:
    """Four workers on one database take 80 runs as fast as they can: never more than three at a time, nor two of a key,
    nor two of a worker."""
    worlds = [PostgresWorld(postgres) for _ in range(4)]
    for world in worlds:
        await world.open()
    try:
        config = QueueConfig(name="busy", concurrency=3, key_concurrency=2, worker_concurrency=2)
        await worlds[0].put_queue(config)
        for number in range(80):
            await worlds[0].create_run(_new(f"r{number:02}"))
        holding: Counter[str] = Counter()
        most = 0
        done: list[str] = []

        async def work(world: PostgresWorld) -> None:
            nonlocal most
            epoch = await world.acquire("a worker")
            assert epoch is not None
            held: list[str] = []
            while len(done) < 80:
                claimed = [record.id for record in await world.claim(epoch, limit=16)]
                assert len(claimed) <= 2
                holding.update(claimed)
                most = max(most, holding.total())
                assert holding.total() <= 3
                assert all(count <= 2 for count in Counter(run_id[-1] for run_id in holding.elements()).values())
                held, over = claimed, held
                holding.subtract(over)  # before the commit: another worker may hear of it first
                done.extend(over)
                ended = {"events": [], "generation": 1, "status": "completed", "completed_at": 1}
                turns = [Turn(run_id=id, expected=1, **ended) for id in over]
                await world.commit(epoch, turns)

        await asyncio.gather(*map(work, worlds))
        assert len(done) == len(set(done)) == 80
        assert most == 3
    finally:
        for world in worlds:
            await world.close()


async def test_an_undeclared_queue_is_refused(room: Any) -> None:
    """With the names that there are, before anything is written."""
    await room.open()
    Queue("declared here")
    with pytest.raises(UnknownQueueError, match=r"no queue 'misspelt'; there are: .*declared here"):
        await room.start(remember, 1, queue="misspelt")
    assert await room.world.find_runs() == []


@pytest.mark.parametrize(
    "limits",
    [
        {"concurrency": 0},
        {"key_concurrency": True},
        {"rate": "often"},
        {"rate": "0/1m"},
        {"key_rate": "5/0s"},
        {"rate": 5},
    ],
)
def test_limits_that_make_no_sense_are_refused(limits: dict[str, Any]) -> None:
    """At the line that declares them."""
    with pytest.raises(QueueOptionsError, match=next(iter(limits))):
        Queue("wrong", **limits)


async def test_options_that_exclude_each_other_are_refused(room: Any) -> None:
    """One way to say which starts are one run; a priority needs a queue."""
    await room.open()
    with pytest.raises(ValueError, match="give one of"):
        await room.start(remember, 1, dedup="1s", idempotency_key="k")
    with pytest.raises(ValueError, match="priority is an order"):
        await room.start(remember, 1, priority=1)


async def test_queues_may_stand_in_the_configuration(tmp_path: Path) -> None:
    """``[tool.useworkflow.queues.mail]`` declares a queue; mistakes in it are named."""
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.useworkflow.queues.post]\nconcurrency = 2\nrate = "100/1m"\n')
    world = MemoryWorld()
    assert await KnownQueues(world).name_of("post", project(tmp_path).queues) == "post"
    (state,) = await world.queues()
    assert state.config.concurrency == 2
    file.write_text("[tool.useworkflow.queues.post]\nconcurrency = 0\n\n")
    with pytest.raises(ConfigurationError, match=r"queues.post.*concurrency is 0"):
        await KnownQueues(world).name_of("post", project(tmp_path).queues)
