"""Runs made from runs: the same start again, and the same beginning with another end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from tests.runtime.conftest import Edited, Room

from useworkflow import (
    ForkError,
    HookConflictError,
    Run,
    WorkflowFailedError,
    create_hook,
    resume_hook,
    sleep,
    start,
    step,
    workflow,
)
from useworkflow_runtime.errors import BundleMissingError, RunExistsError


class World:
    """What the steps of this module find outside."""

    broken: ClassVar[bool]
    calls: ClassVar[list[str]]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    World.broken, World.calls = True, []


async def prepare(name: str) -> str:
    "use step"
    World.calls.append(f"prepare {name}")
    return name.upper()


@step(max_retries=1, retry_delay=0)
async def publish(name: str) -> str:
    "use step"
    World.calls.append(f"publish {name}")
    if World.broken:
        raise ConnectionError("the printer is on fire")
    return f"published {name}"


async def press(name: str) -> str:
    "use workflow"
    ready = await prepare(name)
    return await publish(ready)


async def child(name: str) -> str:
    "use workflow"
    return str(await create_hook(f"child {name}"))


async def asks(name: str) -> Any:
    "use workflow"
    ready = await prepare(name)
    run = await start(child, name)
    hook = create_hook(f"ask {name}")
    try:
        answer = await hook
    except HookConflictError as error:
        answer = f"owned by {error.run_id}"
    return [ready, answer, await run.result()]


@workflow(timeout="1h")
async def slow() -> str:
    "use workflow"
    await sleep("30m")
    await prepare("late")
    await sleep("10m")
    return "slow"


async def test_rerun_starts_the_same_again(rooms: Room) -> None:
    """The same workflow, arguments and attributes in a new run; the old one stays as it is."""
    await rooms.open()
    run = await rooms.start(press, "page", attributes={"issue": 7})
    with pytest.raises(WorkflowFailedError):
        await run.result()
    World.broken = False
    again = await run.rerun(run_id="again")
    assert await again.result() == "published PAGE"
    assert again.id == "again"
    record = await rooms.world.get_run("again")
    assert record is not None
    assert record.attributes == {"issue": 7}
    assert await run.status() == "failed"
    with pytest.raises(RunExistsError):
        await run.rerun(run_id="again")
    assert await (await run.rerun(code="same")).result() == "published PAGE"


async def test_a_fork_of_a_failed_run_tries_the_last_step_again(rooms: Room) -> None:
    """What was done is not done again; the step that failed for good begins with its first attempt."""
    await rooms.open()
    run = await rooms.start(press, "page")
    with pytest.raises(WorkflowFailedError):
        await run.result()
    World.broken = False
    forked = await run.fork()
    assert await forked.result() == "published PAGE"
    assert World.calls == ["prepare page", "publish PAGE", "publish PAGE", "publish PAGE"]
    kinds = await rooms.kinds(forked)
    assert kinds[kinds.index("run_forked") :] == ["run_forked", "step_started", "step_completed", "run_completed"]
    copied = [row.body for row in await rooms.world.read_events(forked.id, limit=kinds.index("run_forked"))]
    assert copied == [row.body for row in await rooms.world.read_events(run.id, limit=len(copied))]


async def test_a_fork_begins_where_it_is_told_to(rooms: Room) -> None:
    """``before`` an operation's outcome, or ``at`` an event; a place that is not there is refused."""
    await rooms.open()
    World.broken = False
    run = await rooms.start(press, "page")
    await run.result()
    assert await (await run.fork(before="0/prepare#0")).result() == "published PAGE"
    assert World.calls == ["prepare page", "publish PAGE"] * 2
    assert await (await run.fork(at=1)).result() == "published PAGE"
    assert World.calls == ["prepare page", "publish PAGE"] * 3
    for wrong in ({"at": 99}, {"at": 0}, {"before": "0/nothing#0"}, {"at": 7}):
        with pytest.raises(ForkError):
            await run.fork(**wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="either at or before"):
        await run.fork(at=1, before="0/prepare#0")
    with pytest.raises(BundleMissingError):
        await run.fork(code="feedbeef")


async def test_a_fork_of_a_waiting_run_waits_for_the_same(rooms: Room) -> None:
    """It waits for the children of its original, too; a token that the original still has is a conflict for the fork."""
    await rooms.open()
    run = await rooms.start(asks, "x")
    await rooms.until(run, "hook_created")
    started = await rooms.until(run, "child_started")
    child_run = Run(started.run_id, world=rooms.world)  # type: ignore[union-attr]
    await rooms.until(child_run, "hook_created")
    forked = await run.fork()
    await rooms.until(forked, "hook_conflict")
    await resume_hook("child x", "from the child", world=rooms.world)
    assert await forked.result() == ["X", f"owned by {run.id}", "from the child"]
    await resume_hook("ask x", "an answer", world=rooms.world)
    assert await run.result() == ["X", "an answer", "from the child"]
    late = await run.fork(before="0/hook#0")
    await _owns(rooms, "ask x", late)
    await resume_hook("ask x", "another", world=rooms.world)
    assert await late.result() == ["X", "another", "from the child"]


async def _owns(room: Room, token: str, run: Run[Any]) -> None:
    while True:
        seen = room.world.changes()
        hook = await room.world.get_hook(token)
        if hook is not None and hook.run_id == run.id:
            return
        await room.world.wait_for_change(10, since=seen)


async def test_a_forks_time_begins_with_it(room: Room) -> None:
    """A timeout that had nearly passed is whole again."""
    await room.open()
    run = await room.start(slow)
    await room.until(run, "timer_started", 2)
    room.advance(1800)
    await room.until(run, "timer_started", 3)
    forked = await run.fork()
    await room.until(forked, "timer_started", 1)
    room.advance(600)
    assert await run.result() == "slow"
    assert await forked.result() == "slow"


async def test_a_fork_may_go_on_with_other_code(room: Room, author: Callable[[str, str], Edited]) -> None:
    """The present code is taken where it is not said otherwise; ``same`` keeps the old one; a code that does not agree
    with what was copied is noticed."""
    module = author(
        "forked_code",
        "async def one() -> int:\n"
        '    "use step"\n'
        "    return 1\n"
        "async def flow() -> int:\n"
        '    "use workflow"\n'
        "    first = await one()\n"
        "    if first < 2:\n"
        '        raise ValueError("too small")\n'
        "    return first\n",
    )
    await room.open()
    run = await room.start(module.module.flow)
    with pytest.raises(WorkflowFailedError, match="too small"):
        await run.result()
    module.edit(("first < 2", "first < 1"))
    assert await (await run.fork()).result() == 1
    with pytest.raises(WorkflowFailedError, match="too small"):
        await (await run.fork(code="same")).result()
    module.edit(
        ("await one()", "await two()"),
        ("async def flow", 'async def two() -> int:\n    "use step"\n    return 2\nasync def flow'),
    )
    forked = await run.fork()
    assert (await room.engine.run_until(forked.id)).status == "diverged"
    assert await run.status() == "failed"
