"""Steps that wait for a place are executed by other workers of the same world, each once, and recorded by their own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from useworkflow import create_hook, get_step_metadata, step
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.start import start
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.worlds.memory_shared import SharedMemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld

together: list[asyncio.Event] = []
begun: list[tuple[str, int]] = []
cut_off: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_begun(caplog: pytest.LogCaptureFixture) -> None:
    together[:] = [asyncio.Event()]
    begun.clear()
    cut_off.clear()
    caplog.set_level(logging.ERROR, "useworkflow.engine")


@step(max_retries=3, retry_delay=0)
async def meet(number: int, others: int) -> int:
    "use step"
    begun.append((get_step_metadata().step_id, get_step_metadata().attempt))
    if len(begun) == others:
        together[0].set()
    try:
        await together[0].wait()
    except asyncio.CancelledError:
        cut_off.append(get_step_metadata().step_id)
        raise
    return number * 10


async def gather(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[meet(number, count) for number in range(count)]))


@step(max_retries=3, retry_delay=0)
async def fails_elsewhere(number: int) -> list[Any]:
    "use step"
    metadata = get_step_metadata()
    begun.append((metadata.step_id, metadata.attempt))
    if number == 0:
        await together[0].wait()
    elif metadata.attempt == 1:
        together[0].set()
        raise ConnectionError("not yet")
    return [number, metadata.attempt, metadata.run_id, metadata.workflow]


async def two_of_which_one_fails() -> list[Any]:
    "use workflow"
    return list(await asyncio.gather(fails_elsewhere(0), fails_elsewhere(1)))


async def until_told(token: str) -> str:
    "use workflow"
    tasks = [asyncio.create_task(meet(number, 99)) for number in range(2)]
    await create_hook(token=token)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    return "told"


Open = Callable[..., Awaitable[Engine]]


@pytest.fixture(params=["shared memory", "postgres"])
async def engines(request: pytest.FixtureRequest) -> AsyncIterator[Open]:
    """Opens engines that share one world; the first one opened is where runs are started."""
    memory = SharedMemoryWorld()
    opened: list[Engine] = []

    async def open(**options: Any) -> Engine:
        if request.param == "postgres":
            world: Any = PostgresWorld(f"{request.getfixturevalue('postgres')}&lease=2")
            await world.open()
        else:
            world = memory
        engine = Engine(world, owner=f"worker {len(opened)}", **options)
        await engine.start()
        if not opened:
            join(engine)
        opened.append(engine)
        return engine

    yield open
    for engine in reversed(opened):
        await engine.stop()
        await engine.world.close()


async def until(true: Callable[[], bool], world: Any) -> None:
    async with asyncio.timeout(20):
        while not true():
            await world.wait_for_change(0.02)


async def test_another_worker_executes_what_waits_for_a_place(engines: Open) -> None:
    """Five steps end only when all of them run at once, and their worker has one place: four are executed elsewhere, once each."""
    owner = await engines(loop_steps=1)
    helper = await engines(loop_steps=4)
    run = await start.options(world=owner.world)(gather, 5)
    async with asyncio.timeout(20):
        assert await run.result() == [0, 10, 20, 30, 40]
    assert sorted(begun) == [(f"{run.id}/0.{number}/meet#0", 1) for number in range(5)]
    assert not helper.has(run.id)
    kinds = [row.kind for row in await owner.world.read_events(run.id)]
    assert kinds.count("step_started") == 4
    assert kinds.count("step_completed") == 5


async def test_a_worker_with_places_enough_offers_nothing(engines: Open) -> None:
    """It does not ask the world anything about it."""
    owner = await engines(loop_steps=5)
    await engines()
    run = await start.options(world=owner.world)(gather, 5)
    async with asyncio.timeout(20):
        assert await run.result() == [0, 10, 20, 30, 40]
    assert owner.world.changes("offers") == 0
    assert "step_started" not in [row.kind for row in await owner.world.read_events(run.id)]


async def test_a_step_that_fails_elsewhere_is_tried_again(engines: Open) -> None:
    """Its attempt counts, its options hold, and its metadata say what they say at home."""
    owner = await engines(loop_steps=1)
    await engines()
    run = await start.options(world=owner.world)(two_of_which_one_fails)
    async with asyncio.timeout(20):
        first, second = await run.result()
    assert first == [0, 1, run.id, second[3]]
    assert second[:3] == [1, 2, run.id]
    events = [row.kind for row in await owner.world.read_events(run.id)]
    assert events.count("step_retrying") == 1


async def test_what_a_dead_worker_has_taken_is_tried_again(engines: Open) -> None:
    """The attempt ended with the worker that had it; the next one is started by the run's own (G3)."""
    owner = await engines(loop_steps=1)
    helper = await engines(loop_steps=1)
    run = await start.options(world=owner.world)(gather, 3)
    await until(lambda: len(begun) == 2, owner.world)
    (taken,) = [id for id, _ in begun[1:]]
    await helper.stop()
    begun.clear()
    together[0].set()
    async with asyncio.timeout(20):
        assert await run.result() == [0, 10, 20]
    assert (taken, 2) in begun
    assert cut_off == [taken]


async def test_a_step_that_is_cancelled_is_cancelled_where_it_is_executed(engines: Open) -> None:
    """Its run does not want it any more: the worker that has it hears of it within a second or so."""
    owner = await engines(loop_steps=1)
    helper = await engines(loop_steps=1)
    run = await start.options(world=owner.world)(until_told, "t")
    await until(lambda: len(begun) == 2, owner.world)
    steps = [wait.what for wait in (await run.explain()).waits if wait.kind == "step"]
    assert sorted(steps) == ["meet, attempt 1", "meet, attempt 1, which worker 1 executes"]
    await owner.world.send_to_hook("t", b"null")  # type: ignore[arg-type]
    async with asyncio.timeout(20):
        assert await run.result() == "told"
        while len(cut_off) < 2:
            await owner.world.wait_for_change(0.05)
    assert sorted(cut_off) == sorted(id for id, _ in begun)
    assert helper.runs.runner.running == {}
    assert current_step.get() is None


async def test_a_run_that_changes_hands_leaves_its_lent_steps_where_they_are(engines: Open) -> None:
    """Its owner stops; the next one waits for the step that a third worker executes, instead of starting it again (G3)."""
    owner = await engines(loop_steps=1)
    helper = await engines(loop_steps=1)
    run = await start.options(world=owner.world)(gather, 3)
    await until(lambda: len(begun) == 2, owner.world)
    (taken,) = [id for id, _ in begun[1:]]
    await owner.stop()
    await until(lambda: helper.has(run.id), helper.world)
    together[0].set()
    record = await helper.run_until(run.id)
    assert record.status == "completed"
    assert [attempt for id, attempt in begun if id == taken] == [1]
