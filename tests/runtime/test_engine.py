"""The engine on a world in memory: turns, timers, hooks, cancellation, failing commits, ownership."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from useworkflow import (
    HookConflictError,
    HookNotFoundError,
    RunNotFoundError,
    WorkflowCancelledError,
    WorkflowFailedError,
    create_hook,
    get_run,
    list_runs,
    resume_hook,
    sleep,
)
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import EngineStoppedError, IdempotencyConflictError, WorldError, WorldOwnedError

calls: list[Any] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


async def add(a: int, b: int) -> int:
    "use step"
    calls.append((a, b))
    return a + b


def double(a: int) -> int:
    "use step"
    return a * 2


async def reject(text: str) -> None:
    "use step"
    from useworkflow import FatalError

    raise FatalError(text)


async def chain(n: int) -> int:
    "use workflow"
    total = 0
    for i in range(n):
        total = await add(total, i)
    return double(total)


async def fan_out(n: int) -> int:
    "use workflow"
    return sum(await asyncio.gather(*[add(i, 1) for i in range(n)]))


async def nap() -> str:
    "use workflow"
    await add(1, 1)
    await sleep("1h")
    return "rested"


async def ask(token: str) -> Any:
    "use workflow"
    first = await create_hook(token=token)
    await add(1, 2)
    return first


async def ask_or_name_owner(token: str) -> str:
    "use workflow"
    try:
        return await create_hook(token=token)
    except HookConflictError as conflict:
        return f"owned by {conflict.run_id}"


async def ask_in_time(token: str) -> Any:
    "use workflow"
    try:
        async with asyncio.timeout(60):
            return await create_hook(token=token)
    except TimeoutError:
        return "too late"


async def tidy() -> str:
    "use workflow"
    try:
        await sleep("1d")
    finally:
        await add(7, 7)
    return "not reached"


async def refuse() -> None:
    "use workflow"
    await reject("no")


async def test_run_gives_its_result(room: Any) -> None:
    """A run of async and plain steps gives what the uncompiled function gives, and its log tells how."""
    await room.open()
    run = await room.start(chain, 3)
    assert await run.result() == 6
    assert await run.status() == "completed"
    kinds = await room.kinds(run)
    assert kinds[:3] == ["run_created", "run_started", "step_scheduled"]
    assert kinds[-1] == "run_completed"
    assert kinds.count("step_completed") == 4


async def test_gathered_steps_run_side_by_side(room: Any) -> None:
    """Steps that are gathered are scheduled in one turn and share commits."""
    await room.open()
    run = await room.start(fan_out, 50)
    assert await run.result() == sum(range(50)) + 50
    assert (await room.kinds(run))[2:52] == ["step_scheduled"] * 50


async def test_steps_beyond_the_limit_wait_for_a_place(room: Any) -> None:
    """With two places, twenty steps run two at a time, and all of them run once."""
    await room.open(loop_steps=2)
    run = await room.start(fan_out, 20)
    assert await run.result() == sum(range(20)) + 20
    assert len(calls) == 20
    assert (await room.kinds(run)).count("step_started") == 18


async def test_sleep_waits_for_the_worlds_clock(room: Any) -> None:
    """A durable sleep ends when the world's clock says so, not before."""
    await room.open()
    run = await room.start(nap)
    await room.until(run, "timer_started")
    room.advance(3599)
    assert await run.status() == "running"
    room.advance(1)
    assert await run.result() == "rested"


async def test_wake_up_ends_sleeps(room: Any) -> None:
    """``run.wake_up()`` ends pending sleeps at once."""
    await room.open()
    run = await room.start(nap)
    await room.until(run, "timer_started")
    await run.wake_up()
    assert await run.result() == "rested"


async def test_hook_takes_a_payload(room: Any) -> None:
    """A payload that is sent to a token reaches the run that waits for it; afterwards nobody owns the token."""
    await room.open()
    run = await room.start(ask, "t1")
    await room.until(run, "hook_created")
    assert await resume_hook("t1", {"ok": True}, world=room.world) == run.id
    assert await run.result() == {"ok": True}
    with pytest.raises(HookNotFoundError):
        await resume_hook("t1", {}, world=room.world)


async def test_second_owner_of_a_token_learns_who_has_it(room: Any) -> None:
    """A token has one owner; the other run gets ``HookConflictError`` with the owner's id."""
    await room.open()
    first = await room.start(ask, "same")
    await room.until(first, "hook_created")
    second = await room.start(ask_or_name_owner, "same")
    assert await second.result() == f"owned by {first.id}"


async def test_timer_due_before_a_payload_counts_first(room: Any) -> None:
    """A timer that was due before a payload arrived is appended before it, even if nobody looked at the clock."""
    await room.open()
    run = await room.start(ask_in_time, "slow")
    await room.until(run, "hook_created")
    room.clock.advance(seconds=61)
    await resume_hook("slow", "payload", world=room.world)
    assert await run.result() == "too late"


async def test_cancel_runs_the_cleanup(room: Any) -> None:
    """A cancelled run executes its ``finally``, steps included, and its result names the reason."""
    await room.open()
    run = await room.start(tidy)
    await room.until(run, "timer_started")
    await run.cancel("changed my mind")
    with pytest.raises(WorkflowCancelledError) as caught:
        await run.result()
    assert caught.value.reason == "changed my mind"
    assert calls == [(7, 7)]


async def test_failed_run_gives_its_cause(room: Any) -> None:
    """The exception of a failed run's code is rebuilt as the cause, with its class, text and the step's note."""
    from useworkflow import FatalError

    await room.open()
    run = await room.start(refuse)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    cause = caught.value.__cause__
    assert isinstance(cause, FatalError)
    assert str(cause) == "no"
    assert any("step reject failed" in note for note in cause.__notes__)


async def test_failed_commit_loses_nothing(room: Any) -> None:
    """A commit that fails is made again from the world; the step whose outcome it held is not run again (G2, G3)."""
    await room.open()
    run = await room.start(ask, "t")
    await room.until(run, "hook_created")
    room.world.fail_next_commit(WorldError("disk I/O error"))
    await resume_hook("t", 1, world=room.world)
    await room.until(run, "step_scheduled")
    room.world.fail_next_commit(WorldError("disk I/O error"))
    assert await run.result() == 1
    assert calls == [(1, 2)]


async def test_failed_commit_spares_other_runs(room: Any) -> None:
    """Runs that were in a failed commit, and those that were not, all end right."""
    await room.open()
    runs = [await room.start(chain, 5) for _ in range(10)]
    room.world.fail_next_commit(WorldError("no space"))
    assert [await run.result() for run in runs] == [20] * 10


async def test_lost_ownership_ends_waiting(room: Any) -> None:
    """An engine whose epoch is stale records nothing, and whoever waits for it is told (G3)."""
    engine = await room.open()
    run = await room.start(ask, "t")
    await room.until(run, "hook_created")
    waiting = engine.expect(run.id)
    await room.world.release(engine.epoch)
    await resume_hook("t", 1, world=room.world)
    with pytest.raises(Exception, match="UW304"):
        await waiting
    assert (await room.kinds(run))[-1] == "hook_created"


async def test_second_engine_is_refused(room: Any) -> None:
    """A world has one engine; the second is told who owns it."""
    await room.open(owner="the first")
    with pytest.raises(WorldOwnedError, match="the first"):
        await Engine(room.world).start()


async def test_idempotency_key_gives_the_same_run(room: Any) -> None:
    """The same key gives the run that is there; with other arguments it is refused."""
    await room.open()
    first = await room.start(chain, 2, idempotency_key="k")
    again = await room.start(chain, 2, idempotency_key="k")
    assert first == again
    with pytest.raises(IdempotencyConflictError):
        await room.start(chain, 3, idempotency_key="k")
    assert await first.result() == 2


async def test_delayed_start_waits(room: Any) -> None:
    """A run with a delay has its first turn when the delay is over."""
    await room.open()
    run = await room.start(chain, 2, delay="10m")
    await asyncio.gather(*[asyncio.sleep(0) for _ in range(5)])
    assert await run.status() == "pending"
    assert (await run.explain()).waits[0].kind == "start"
    room.advance(601)
    assert await run.result() == 2


async def test_run_that_nobody_knows(room: Any) -> None:
    """An unknown id is said to be unknown, by ``result`` as by ``status``."""
    await room.open()
    run = get_run("run_nobody", world=room.world)
    assert not await run.exists()
    with pytest.raises(RunNotFoundError, match="run_nobody"):
        await run.status()
    with pytest.raises(RunNotFoundError):
        await run.result()


async def test_runs_are_listed_newest_first(room: Any) -> None:
    """``list_runs`` gives handles, newest first."""
    await room.open()
    first = await room.start(chain, 1)
    second = await room.start(chain, 2)
    assert [run.id for run in await list_runs(world=room.world)] == [second.id, first.id]


async def test_explain_names_token_and_line(room: Any) -> None:
    """A waiting run says what it waits for, and on which line it asked for it (G9)."""
    await room.open()
    run = await room.start(ask, "tok")
    await room.until(run, "hook_created")
    explanation = await run.explain()
    assert [(wait.kind, wait.what) for wait in explanation.waits] == [("hook", "tok")]
    assert explanation.waits[0].line > 0
    assert "resume_hook" in explanation.advice


async def test_stopping_ends_waiting(room: Any) -> None:
    """Who waits for a run in an engine that stops is told so; the run stays."""
    engine = await room.open()
    run = await room.start(nap)
    await room.until(run, "timer_started")
    waiting = engine.expect(run.id)
    await engine.stop()
    with pytest.raises(EngineStoppedError):
        await waiting
    assert await run.status() == "running"


async def claim_token(token: str) -> str:
    "use workflow"
    async with create_hook(token=token) as hook:
        owner = await hook.conflict()
        if owner is not None:
            return f"owned by {owner.id}"
        return await hook


async def test_conflict_is_answered_either_way(room: Any) -> None:
    """``await hook.conflict()`` gives ``None`` to the owner of a token, and the owning run to everybody else."""
    await room.open()
    first = await room.start(claim_token, "mutex")
    await room.until(first, "timer_started")
    room.advance(1)
    await room.until(first, "timer_fired")
    second = await room.start(claim_token, "mutex")
    assert await second.result() == f"owned by {first.id}"
    await resume_hook("mutex", "mine", world=room.world)
    assert await first.result() == "mine"


async def test_sleepers_leave_memory_and_come_back_on_a_file(tmp_path: Any) -> None:
    """On SQLite, runs beyond the limit are evicted with a snapshot, and woken by their time or their hook."""
    from useworkflow import start
    from useworkflow_runtime.embedded import join
    from useworkflow_runtime.worlds.open import open_world

    world = open_world(str(tmp_path / "w.db"))
    await world.open()
    try:
        async with Engine(world, hot_limit=5) as engine, asyncio.timeout(20):
            join(engine)
            begin = start.options(world=world)
            sleepers = [await begin(doze, 0.3) for _ in range(30)]
            asking = [await begin(ask, f"token {i}") for i in range(30)]
            while len(engine.runs.hot) > 5 or await world.get_hook("token 29") is None:
                await asyncio.sleep(0)
                engine.runs.make_room()
            for i in range(30):
                await resume_hook(f"token {i}", i, world=world)
            assert [await run.result() for run in asking] == list(range(30))
            assert [await run.result() for run in sleepers] == ["rested"] * 30
    finally:
        await world.close()


async def doze(seconds: float) -> str:
    "use workflow"
    await add(0, 0)
    await sleep(seconds)
    return "rested"
