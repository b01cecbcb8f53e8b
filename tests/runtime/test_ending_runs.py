"""Runs that end before their code does: cancelled, terminated, out of time."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, ClassVar

import pytest
from tests.runtime.conftest import Room

from useworkflow import (
    Run,
    WorkflowCancelledError,
    WorkflowFailedError,
    WorkflowTimeoutError,
    create_hook,
    sleep,
    start,
    workflow,
)
from useworkflow_runtime.worlds.protocol import LoggedEvent
from useworkflow_sandbox.declared import declared_timeout
from useworkflow_sandbox.events import ChildStarted, RunCreated, decode_event


class Seen:
    """What the steps of this module have done."""

    cleaned: ClassVar[list[str]] = []
    told: ClassVar[list[str]] = []
    begun: ClassVar[asyncio.Event]
    gate: ClassVar[threading.Event]
    started: ClassVar[list[int]] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Seen.cleaned, Seen.told, Seen.started = [], [], []
    Seen.begun, Seen.gate = asyncio.Event(), threading.Event()


async def clean(what: str) -> None:
    "use step"
    Seen.cleaned.append(what)


async def long_step() -> None:
    "use step"
    try:
        Seen.begun.set()
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError as error:
        Seen.told.append(str(error))
        raise


def thread_step(number: int) -> int:
    "use step"
    Seen.started.append(number)
    Seen.gate.wait(30)
    return number


async def waits(name: str) -> Any:
    "use workflow"
    try:
        return await create_hook(name)
    finally:
        await clean(name)


async def in_a_step() -> None:
    "use workflow"
    try:
        await long_step()
    except asyncio.CancelledError as error:
        await clean(f"cancelled: {error}")
        raise


async def many_threads(count: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[asyncio.to_thread(thread_step, number) for number in range(count)]))


async def with_child(close: Any) -> Any:
    "use workflow"
    run = await start.options(parent_close=close)(waits, "child")
    return await run.result()


@workflow(timeout="1h")
async def hurried(catch: bool) -> Any:
    "use workflow"
    try:
        return await create_hook("late")
    except asyncio.CancelledError as error:
        await clean(str(error))
        if catch:
            return "in time after all"
        raise


async def napping() -> str:
    "use workflow"
    await sleep("2h")
    return "rested"


async def parent_of_hurried() -> str:
    "use workflow"
    run = await start(hurried, False)
    try:
        await run.result()
    except WorkflowFailedError as error:
        return type(error.__cause__).__name__
    return "in time"


async def test_cancellation_reaches_code_and_steps_with_its_reason(rooms: Room) -> None:
    """``CancelledError(reason)`` in the workflow and in its running async step; cleanup runs in steps; the result says why."""
    await rooms.open()
    run = await rooms.start(in_a_step)
    await Seen.begun.wait()
    await run.cancel("too late")
    with pytest.raises(WorkflowCancelledError) as cancelled:
        await run.result()
    assert cancelled.value.reason == "too late"
    assert Seen.told == ["too late"]
    assert Seen.cleaned == ["cancelled: too late"]


async def test_cleanup_goes_on_after_a_death(rooms: Room) -> None:
    """An engine that dies while a cancelled run cleans up leaves the rest of it to the next one."""
    await rooms.open()
    run = await rooms.start(waits, "t")
    await rooms.until(run, "hook_created")
    await run.cancel("stop")
    await rooms.until(run, "step_scheduled")
    await rooms.kill()
    await rooms.world.open()
    await rooms.open()
    with pytest.raises(WorkflowCancelledError, match="stop"):
        await run.result()
    assert set(Seen.cleaned) == {"t"}


async def test_terminate_runs_no_code(rooms: Room) -> None:
    """The run ends where it stands: no ``finally``, no cleanup; its steps are cancelled, its token is free."""
    await rooms.open()
    first, second = await rooms.start(waits, "t"), await rooms.start(in_a_step)
    await rooms.until(first, "hook_created")
    await Seen.begun.wait()
    for run in (first, second):
        await run.terminate("enough")
        with pytest.raises(WorkflowCancelledError) as ended:
            await run.result()
        assert ended.value.reason == "enough"
        assert (await rooms.kinds(run))[-1] == "run_terminated"
    assert Seen.cleaned == []
    assert Seen.told == ["enough"]
    assert await rooms.world.get_hook("t") is None
    await first.terminate("again")
    assert await first.status() == "cancelled"


async def test_terminate_ends_runs_that_are_out_of_memory(rooms: Room) -> None:
    """An evicted run, one that waits for its start, and one that is parked are ended without being brought back."""
    await rooms.open(hot_limit=1)
    waiting = await rooms.start(waits, "t")
    await rooms.until(waiting, "hook_created")
    delayed = await rooms.start(waits, "u", delay="1h")
    await rooms.engine.stop()
    await rooms.open()
    for run in (waiting, delayed):
        await run.terminate()
        with pytest.raises(WorkflowCancelledError):
            await run.result()
    assert await rooms.kinds(delayed) == ["run_created", "run_terminated"]
    assert Seen.cleaned == []


async def test_a_run_that_is_cancelled_before_it_begins_never_begins(rooms: Room) -> None:
    """A delayed run ends as cancelled, with the reason, and its code is not called."""
    await rooms.open()
    run = await rooms.start(waits, "t", delay="1h")
    await run.cancel("changed my mind")
    with pytest.raises(WorkflowCancelledError, match="changed my mind"):
        await run.result()
    assert await rooms.kinds(run) == ["run_created", "run_terminated"]


@pytest.mark.parametrize(("close", "cleaned"), [("terminate", []), ("cancel", ["child"])])
async def test_terminating_a_parent_follows_its_policies(rooms: Room, close: str, cleaned: list[str]) -> None:
    """Children of a terminated run are ended, or asked to cancel, as they were started; also where it is out of memory."""
    await rooms.open()
    run = await rooms.start(with_child, close)
    started = await rooms.until(run, "child_started")
    assert isinstance(started, ChildStarted)
    child = Run(started.run_id, world=rooms.world)
    await rooms.until(child, "hook_created")
    await rooms.engine.stop()
    await rooms.open()
    await run.terminate()
    with pytest.raises(WorkflowCancelledError):
        await child.result()
    assert Seen.cleaned == cleaned


async def test_steps_that_have_not_begun_are_dropped(rooms: Room) -> None:
    """When a run ends, steps that wait for a free thread never run; what others return late is passed over."""
    await rooms.open(thread_steps=2)
    run = await rooms.start(many_threads, 6)
    await rooms.until(run, "run_started")
    await run.terminate()
    with pytest.raises(WorkflowCancelledError):
        await run.result()
    before = await rooms.kinds(run)
    Seen.gate.set()
    other = await rooms.start(many_threads, 2)
    assert await other.result() == [0, 1]
    assert await rooms.kinds(run) == before
    assert len(Seen.started) == 4


async def test_a_timeout_lets_the_code_clean_up_and_fails_the_run(room: Room) -> None:
    """At its time the code is cancelled; after its cleanup the run has failed with ``WorkflowTimeoutError``."""
    await room.open()
    run = await room.start(hurried, False)
    await room.until(run, "hook_created")
    room.advance(3_599)
    assert await run.status() == "running"
    room.advance(1)
    with pytest.raises(WorkflowFailedError) as failed:
        await run.result()
    assert isinstance(failed.value.__cause__, WorkflowTimeoutError)
    assert Seen.cleaned == ["the run's timeout of 3600 s is over"]


async def test_a_timeout_survives_engines_and_snapshots(rooms: Room) -> None:
    """It passes while no engine runs, and fires as soon as one does; code that catches it has its own outcome."""
    await rooms.open()
    run = await rooms.start(hurried, True)
    await rooms.until(run, "hook_created")
    await rooms.engine.stop()
    rooms.clock.advance(seconds=7_200)
    await rooms.open()
    rooms.engine.tick()
    assert await run.result() == "in time after all"


async def test_options_go_before_the_decorator(room: Room) -> None:
    """``start.options(timeout=...)`` replaces what ``@workflow`` says; without either there is no limit."""
    await room.open()
    run = await room.start(hurried, False, timeout="3h")
    await room.until(run, "hook_created")
    free = await room.start(napping)
    await room.until(free, "timer_started")
    room.advance(7_200)
    assert await free.result() == "rested"
    assert await run.status() == "running"
    for wrong in (0, -1, "soon"):
        with pytest.raises(ValueError, match=r"."):
            start.options(timeout=wrong)


async def test_a_timeout_may_be_an_attribute(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """``flow.timeout = "1m"`` goes before the decorator, as options of steps do; nonsense is refused where a run is started."""
    await room.open()
    monkeypatch.setattr(hurried, "timeout", "1m", raising=False)
    assert created_timeout(await room.world.read_events((await room.start(hurried, False)).id)) == 60_000_000
    for wrong in ("soon", 0, -1):
        monkeypatch.setattr(hurried, "timeout", wrong)
        with pytest.raises(ValueError):  # noqa: PT011 - each says something else
            await room.start(hurried, False)
        assert declared_timeout(hurried) == 3_600_000_000
    monkeypatch.setattr(hurried, "timeout", None)
    assert declared_timeout(hurried) is None


def created_timeout(events: list[LoggedEvent]) -> int | None:
    """What the first event of a run says."""
    created = decode_event(events[0].body)
    assert isinstance(created, RunCreated)
    return created.timeout


async def test_children_have_the_timeout_of_their_decorator(room: Room) -> None:
    """``@workflow(timeout=...)`` also holds for runs that workflow code starts."""
    await room.open()
    run = await room.start(parent_of_hurried)
    started = await room.until(run, "child_started")
    assert isinstance(started, ChildStarted)
    await room.until(Run(started.run_id), "hook_created")
    room.advance(3_600)
    assert await run.result() == "WorkflowTimeoutError"
