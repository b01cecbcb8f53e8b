"""Limits on single steps: never more attempts at a time than a worker, or all of them, may run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from tests.runtime.conftest import Room

from useworkflow import step
from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import StepOptionsError
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.steps import gates
from useworkflow_runtime.steps.options import make_options
from useworkflow_runtime.steps.registry import Registry
from useworkflow_runtime.worlds.memory_shared import SharedMemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.step_slots import LocalSlots
from useworkflow_sandbox import values

TWO = "step//tests.runtime.test_step_limits//two_at_a_time"


class Crowd:
    """How many are inside at a time; whoever is inside waits until ``enough`` are, or the last has come."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.inside = self.most = self.came = 0
        self.first = True

    def enter(self) -> None:
        """One more."""
        with self.lock:
            self.inside += 1
            self.came += 1
            self.most = max(self.most, self.inside)

    def leave(self) -> None:
        """One less."""
        with self.lock:
            self.inside -= 1


crowd = Crowd()
gate = asyncio.Event()


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Nobody is inside."""
    global crowd, gate
    crowd, gate = Crowd(), asyncio.Event()


async def linger() -> None:
    """Let everybody else go on for a while."""
    for _ in range(20):
        await asyncio.sleep(0)


@step(worker_concurrency=2)
async def two_in_a_worker(number: int) -> int:
    "use step"
    crowd.enter()
    try:
        await linger()
    finally:
        crowd.leave()
    return number


@step(concurrency=2)
async def two_at_a_time(number: int) -> int:
    "use step"
    crowd.enter()
    try:
        await linger()
    finally:
        crowd.leave()
    return number


@step(concurrency=2, executor="thread")
def two_threads(number: int) -> int:
    "use step"
    crowd.enter()
    crowd.leave()
    return number


@step(concurrency=1, max_retries=1, retry_delay=0)
async def fails_first(number: int) -> int:
    "use step"
    crowd.enter()
    crowd.leave()
    if number not in seen:
        seen.add(number)
        raise ValueError(number)
    return number


@step(concurrency=1)
async def never_ends() -> None:
    "use step"
    crowd.enter()
    await gate.wait()


async def free(number: int) -> int:
    "use step"
    return number


seen: set[int] = set()


async def in_a_worker(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[two_in_a_worker(number) for number in range(count)]))


async def in_all(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[two_at_a_time(number) for number in range(count)]))


async def in_threads(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[asyncio.to_thread(two_threads, number) for number in range(count)]))


async def failing(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[fails_first(number) for number in range(count)]))


async def beside() -> int:
    "use workflow"
    stuck = [asyncio.create_task(never_ends()) for _ in range(2)]
    result = await free(7)
    for task in stuck:
        task.cancel()
    return result


@pytest.mark.parametrize(("flow", "limit"), [(in_a_worker, 2), (in_all, 2), (in_threads, 2)])
async def test_no_more_than_the_limit_run_at_a_time(rooms: Room, flow: Callable[[int], Any], limit: int) -> None:
    """Of many calls that are made at once as many run as may, and in the end all have run once."""
    await rooms.open()
    run = await rooms.start(flow, 9)
    async with asyncio.timeout(30):
        assert await run.result() == list(range(9))
    assert (crowd.came, crowd.inside) == (9, 0)
    assert crowd.most <= limit
    if flow is not in_threads:
        assert crowd.most == limit
    kinds = await rooms.kinds(run)
    assert kinds.count("step_completed") == 9


async def test_a_limit_holds_over_runs(rooms: Room) -> None:
    """It is the step's, whichever runs call it."""
    await rooms.open()
    runs = [await rooms.start(in_all, 3) for _ in range(4)]
    async with asyncio.timeout(30):
        for run in runs:
            assert await run.result() == [0, 1, 2]
    assert (crowd.came, crowd.most) == (12, 2)
    assert await rooms.world.step_slots.held(TWO) == 0


async def test_failed_attempts_give_their_slot_back(room: Room) -> None:
    """While it waits for its next attempt a step holds nothing, so others go on."""
    seen.clear()
    await room.open()
    run = await room.start(failing, 3)
    await room.until(run, "step_retrying", 3)
    room.advance(1)
    async with asyncio.timeout(30):
        assert await run.result() == [0, 1, 2]
    assert (crowd.came, crowd.most) == (6, 1)


async def test_who_waits_for_a_slot_holds_nobody_else_up(room: Room) -> None:
    """Other steps begin at once; a step that is cancelled while it waits is forgotten, one that runs gives its slot back."""
    await room.open()
    run = await room.start(beside)
    async with asyncio.timeout(30):
        assert await run.result() == 7
        again = await room.start(beside)
        assert await again.result() == 7
        gate.set()
        await (await room.start(only_never_ends)).result()


async def test_explain_says_what_a_waiting_step_waits_for(room: Room) -> None:
    """A step without a slot is told apart from one that runs."""
    await room.open()
    await room.start(only_never_ends)
    async with asyncio.timeout(30):
        while not crowd.came:
            await asyncio.sleep(0)
    waiter = await room.start(only_never_ends)
    await room.until(waiter, "step_scheduled")
    (wait,) = (await waiter.explain()).waits
    assert wait.what == "never_ends, not started yet"
    assert "a slot of the step" in wait.moves


async def only_never_ends() -> None:
    "use workflow"
    await never_ends()


async def test_slots_that_came_too_late_are_given_back() -> None:
    """Who waited for them has ended meanwhile: they are not kept from others."""
    slots = LocalSlots(lambda epoch: None, lambda epoch: True)
    step = Registry().add(TWO, two_at_a_time)
    opened: list[tuple[str, str] | None] = []
    crowd = gates.Gates(
        asyncio.get_running_loop(), slots, 1, True, lambda place: opened.append(crowd.next_waiting(step))
    )
    assert crowd.admit(step) is False
    crowd.wait(step, "a run that has ended", "0/two#0")
    for _ in range(20):
        await asyncio.sleep(0)
    assert opened == [("a run that has ended", "0/two#0")]
    assert await slots.held(TWO) == 0
    crowd.close()


# --- several workers


@pytest.fixture(params=["memory", "postgres"])
async def workers(request: pytest.FixtureRequest) -> AsyncIterator[Callable[[], Awaitable[Engine]]]:
    """Starts workers that share a world."""
    shared = SharedMemoryWorld(FakeClock())
    url = request.getfixturevalue("postgres") if request.param == "postgres" else ""
    started: list[Engine] = []

    async def work() -> Engine:
        world = PostgresWorld(url) if url else shared
        await world.open()
        engine = Engine(world, owner=f"worker {len(started)}", hot_limit=2)
        await engine.start()
        started.append(engine)
        return engine

    yield work
    for engine in started:
        await engine.stop()
        await engine.world.close()


async def created(engine: Engine, flow: Callable[..., Any], *args: Any) -> str:
    """The id of a run that any of the workers may take up."""
    encoded = values.encode_args(args, {})
    record, _ = await create_run(Place(engine.world, ours=False), compile_function(flow), encoded, StartOptions())
    return record.id


async def test_workers_share_the_slots_of_a_step(
    workers: Callable[[], Awaitable[Engine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many workers there are, no more attempts run at a time than the step allows, and none waits for ever."""
    monkeypatch.setattr(gates, "_TURN", 0.0)
    monkeypatch.setattr(gates, "_REST", 0.0)
    first, second = await workers(), await workers()
    ids = [await created(first, in_all, 3) for _ in range(6)]
    async with asyncio.timeout(60):
        records = await asyncio.gather(*[second.run_until(run_id) for run_id in ids])
    assert [bytes(record.output or b"") for record in records] == [b"[0,1,2]"] * 6
    assert (crowd.came, crowd.inside) == (18, 0)
    assert crowd.most == 2


async def test_the_slots_of_a_worker_that_stops_are_free(workers: Callable[[], Awaitable[Engine]]) -> None:
    """What it held goes to those who wait elsewhere."""
    first = await workers()
    run_id = await created(first, only_never_ends)
    async with asyncio.timeout(30):
        while not crowd.came:
            await asyncio.sleep(0)
        second = await workers()
        await first.stop()
        gate.set()
        record = await second.run_until(run_id)
    assert record.status == "completed"
    assert crowd.came == 2


@pytest.mark.parametrize("name", ["concurrency", "worker_concurrency"])
@pytest.mark.parametrize("value", [0, -1, 1.5, True, "2"])
def test_a_limit_is_a_count(name: str, value: object) -> None:
    """Anything else is refused where the step is defined."""
    with pytest.raises(StepOptionsError, match=name):
        make_options(**{name: value})
