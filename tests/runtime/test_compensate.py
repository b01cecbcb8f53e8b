"""``compensate``: rollbacks that run when a block fails or is cancelled, in reverse, across crashes at any point."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))

from mortal_world import MortalWorld

from useworkflow import FatalError, WorkflowCancelledError, WorkflowFailedError, compensate, get_run, sleep, step
from useworkflow_runtime.engine.snapshots import SnapshotPolicy

EVERY_TURN = SnapshotPolicy(least=0, ratio=0)
NEVER = SnapshotPolicy(least=1 << 40)
bodies: list[str] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bodies.clear()


@step(max_retries=20, retry_delay=0)
async def do(what: str) -> str:
    "use step"
    bodies.append(what)
    if what == "doomed":
        raise FatalError("no")
    return what


@step(max_retries=20, retry_delay=0)
def undo(what: str, *, loudly: bool = False) -> None:
    "use step"
    bodies.append(f"{'UN' if loudly else 'un'} {what}")


@step(max_retries=0)
async def cannot_undo(what: str) -> None:
    "use step"
    bodies.append(f"fails to undo {what}")
    raise LookupError(what)


async def order(last: str) -> str:
    "use workflow"
    await do("stock")
    async with compensate(undo, "stock", loudly=True):
        await do("card")
        async with compensate(do, "refund"):
            await sleep(0.001)
            return await do(last)


async def stacked() -> None:
    "use workflow"
    async with contextlib.AsyncExitStack() as stack:
        for thing in ("a", "b", "c"):
            await do(thing)
            await stack.enter_async_context(compensate(undo, thing))
        await do("doomed")


async def waits() -> None:
    "use workflow"
    async with compensate(undo, "first"), compensate(slow_undo, "second"):
        await sleep(3600)


async def slow_undo(what: str) -> None:
    await sleep(60)
    await do(f"undone {what}")


async def undo_fails() -> None:
    "use workflow"
    async with compensate(undo, "outer"), compensate(cannot_undo, "inner"):
        await do("doomed")


async def closures() -> list[str]:
    "use workflow"
    trail: list[str] = []
    with contextlib.suppress(FatalError):
        async with compensate(lambda: trail.append("plain")), compensate(lambda what: do(what), "lambda"):
            await do("doomed")
    return trail


async def test_nothing_is_undone_where_nothing_fails(room: Any) -> None:
    """A block that ends, by ``return`` too, runs no rollback."""
    await room.open()
    run = await room.start(order, "ship")
    await room.until(run, "timer_started")
    room.advance(1)
    assert await run.result() == "ship"
    assert bodies == ["stock", "card", "ship"]


async def test_rollbacks_run_in_reverse(room: Any) -> None:
    """What was done last is undone first, by async and by plain steps; then the exception goes on."""
    await room.open()
    run = await room.start(stacked)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, FatalError)
    assert bodies == ["a", "b", "c", "doomed", "un c", "un b", "un a"]


async def test_cancelled_run_is_rolled_back(room: Any) -> None:
    """A cancellation runs the rollbacks, durably, before the run ends; a second one does not cut them short."""
    await room.open()
    run = await room.start(waits)
    await room.until(run, "timer_started")
    await run.cancel("out of stock")
    await room.until(run, "timer_started", 2)
    await run.cancel("really")
    await room.until(run, "cancel_requested", 2)
    room.advance(60)
    with pytest.raises(WorkflowCancelledError):
        await run.result()
    assert bodies == ["undone second", "un first"]


async def test_rollback_that_fails_does_not_stop_the_others(room: Any) -> None:
    """Its exception goes on in the place of the first, which is its context; the outer rollbacks run."""
    await room.open()
    run = await room.start(undo_fails)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    cause = caught.value.__cause__
    assert isinstance(cause, LookupError)
    assert isinstance(cause.__context__, FatalError)
    assert bodies == ["doomed", "fails to undo inner", "un outer"]


async def test_any_function_can_undo(room: Any) -> None:
    """Closures and plain functions of the workflow serve as rollbacks."""
    await room.open()
    assert await (await room.start(closures)).result() == ["plain"]
    assert bodies == ["doomed", "lambda"]


async def test_it_means_the_same_uncompiled() -> None:
    """G1: called as a plain function, the saga does the same in the same order."""
    with pytest.raises(FatalError):
        await order("doomed")
    assert bodies == ["stock", "card", "doomed", "refund", "UN stock"]
    bodies.clear()
    with pytest.raises(LookupError) as caught:
        await undo_fails()
    assert isinstance(caught.value.__context__, FatalError)
    assert bodies == ["doomed", "fails to undo inner", "un outer"]


async def test_uncompiled_rollback_is_not_cancelled() -> None:
    """G1: a plain task that is cancelled again and again still ends its rollback."""
    may_end = asyncio.Event()

    async def rollback() -> None:
        await may_end.wait()
        bodies.append("undone")

    async def saga() -> None:
        async with compensate(rollback):
            await asyncio.Event().wait()

    task = asyncio.ensure_future(saga())
    for _ in range(5):
        await asyncio.sleep(0)
        task.cancel()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bodies == ["undone"]


def test_it_takes_a_function() -> None:
    """``compensate(undo())`` is refused where it is written."""
    with pytest.raises(TypeError, match="takes a function"):
        compensate(3)  # type: ignore[arg-type]


async def _with_death(room: Any, at: int, durable: bool, policy: SnapshotPolicy) -> int:
    bodies.clear()
    room.world = world = MortalWorld(room.clock)
    world.at, world.durable = at, durable
    await room.open(policy=policy)
    run = await room.start(order, "doomed", run_id=f"run_{at}")
    ending = asyncio.ensure_future(_to_the_end(room, run.id))
    dying = asyncio.ensure_future(world.dead.wait())
    async with asyncio.timeout(20):
        await asyncio.wait([ending, dying], return_when=asyncio.FIRST_COMPLETED)
        if world.dead.is_set():
            ending.cancel()
            await asyncio.gather(ending, return_exceptions=True)
            await room.kill()
            await room.open(policy=policy)
            await _to_the_end(room, run.id)
        else:
            dying.cancel()
            await ending
    await room.engine.stop()
    return world.count


async def _to_the_end(room: Any, run_id: str) -> None:
    run = get_run(run_id, world=room.world)
    result = asyncio.ensure_future(run.result())
    while not result.done():
        room.advance(1)
        await asyncio.sleep(0)
    with pytest.raises(WorkflowFailedError):
        await result


@pytest.mark.parametrize("policy", [EVERY_TURN, NEVER], ids=["snapshots", "replay"])
@pytest.mark.parametrize("durable", [False, True], ids=["before", "after"])
async def test_death_at_any_commit_rolls_back(room: Any, durable: bool, policy: SnapshotPolicy) -> None:
    """Whichever commit the engine dies at, everything is undone in reverse, and no recorded rollback runs again (G2, G3)."""
    commits = await _with_death(room, 0, durable, policy)
    whole = ["stock", "card", "doomed", "refund", "UN stock"]
    assert bodies == whole
    assert commits > 6
    for at in range(1, commits + 1):
        await _with_death(room, at, durable, policy)
        assert list(dict.fromkeys(bodies)) == whole, at
        assert len(bodies) <= len(whole) + 1, at
