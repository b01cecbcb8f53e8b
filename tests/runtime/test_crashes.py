"""Crash before and after every single commit of a run: the result is the same, and no recorded step runs again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))

from mortal_world import MortalWorld

from useworkflow import FatalError, create_hook, get_run, resume_hook, sleep, step
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome

EVERY_TURN = SnapshotPolicy(least=0, ratio=0)
NEVER = SnapshotPolicy(least=1 << 40)
bodies: list[str] = []


@step(retry_delay=0, retry_jitter=0)
async def work(name: str) -> str:
    "use step"
    bodies.append(name)
    if name == "flaky" and bodies.count("flaky") == 1:
        raise ValueError("once")
    if name == "doomed":
        raise FatalError(name)
    return name.upper()


def sync_work(name: str) -> str:
    "use step"
    bodies.append(name)
    return name.upper()


async def branch(name: str, trail: list[str]) -> None:
    trail.append(await work(f"{name}1"))
    trail.append(await work(f"{name}2"))


async def everything(token: str) -> list[str]:
    "use workflow"
    trail: list[str] = []
    undo = []
    try:
        for name in ("a", "b"):
            trail.append(await work(name))
            undo.append(lambda name=name: trail.append(f"undo {name}"))
        trail.append(sync_work("s"))
        async with asyncio.TaskGroup() as group:
            group.create_task(branch("x", trail))
            group.create_task(branch("y", trail))
        await sleep(0.001)
        trail.append(await work("flaky"))
        trail.append(await create_hook(token=token))
        await work("doomed")
    except FatalError as error:
        for act in reversed(undo):
            act()
        trail.append(str(error))
    return trail


EXPECTED_ENDS = ["FLAKY", "payload", "undo b", "undo a", "doomed"]


async def _to_the_end(room: Any, run_id: str) -> list[str]:
    """Answer the hook when it is there, let timers pass, and wait for the result."""
    run = get_run(run_id, world=room.world)
    sent = False
    result = asyncio.ensure_future(run.result())
    while not result.done():
        room.advance(1)
        if not sent and await room.world.get_hook("tok") is not None:
            sent = True
            await resume_hook("tok", "payload", dedup_key="once", world=room.world)
        await asyncio.sleep(0)
    return await result


async def _run_with_death(room: Any, at: int, durable: bool, policy: SnapshotPolicy) -> tuple[list[str], int]:
    bodies.clear()
    room.world = world = MortalWorld(room.clock)
    world.at, world.durable = at, durable
    await room.open(policy=policy)
    run = await room.start(everything, "tok", run_id="run_1")  # created by itself: the first commit is its first turn's
    driving = asyncio.ensure_future(_to_the_end(room, run.id))
    dying = asyncio.ensure_future(world.dead.wait())
    async with asyncio.timeout(20):
        await asyncio.wait([driving, dying], return_when=asyncio.FIRST_COMPLETED)
        if world.dead.is_set():
            driving.cancel()
            await asyncio.gather(driving, return_exceptions=True)
            await room.kill()
            recorded = await _recorded_bodies(room, run.id)
            before = list(bodies)
            await room.open(policy=policy)
            trail = await _to_the_end(room, run.id)
            again = [name for name in recorded if bodies[len(before) :].count(name)]
            assert again == [], f"recorded steps ran again after death at commit {at}"
        else:
            dying.cancel()
            trail = await driving
    await room.engine.stop()
    return trail, world.count


async def _recorded_bodies(room: Any, run_id: str) -> list[str]:
    from useworkflow_sandbox.events import StepCompleted, StepFailed, StepScheduled, decode_event

    names: dict[str, str] = {}
    recorded = []
    for row in await room.world.read_events(run_id):
        event = decode_event(row.body)
        if isinstance(event, StepScheduled):
            names[event.id] = bytes(event.args).decode().split('"')[1]
        elif isinstance(event, (StepCompleted, StepFailed)):
            recorded.append(names[event.id])
    return recorded


@pytest.mark.parametrize("policy", [EVERY_TURN, NEVER], ids=["snapshots", "replay"])
@pytest.mark.parametrize("durable", [False, True], ids=["before", "after"])
async def test_death_at_any_commit_changes_nothing(room: Any, durable: bool, policy: SnapshotPolicy) -> None:
    """Whichever commit the engine dies at, before or after it is durable, the run ends with the same trail (G2, G3)."""
    whole, commits = await _run_with_death(room, 0, durable, policy)
    assert whole[-5:] == EXPECTED_ENDS
    assert commits > 8
    for at in range(1, commits + 1):
        trail, _ = await _run_with_death(room, at, durable, policy)
        assert sorted(trail) == sorted(whole)
        assert trail[:3] == ["A", "B", "S"]
        assert trail[-5:] == EXPECTED_ENDS


async def test_failing_commits_change_nothing(room: Any) -> None:
    """Whichever commit fails with an I/O error, the same engine ends the run with the same trail (G2)."""
    from useworkflow_runtime.errors import WorldError

    class FailingWorld(MortalWorld):
        async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
            self.count += 1
            if self.count == self.at:
                raise WorldError("disk I/O error")
            return await MemoryWorld.commit(self, epoch, turns)

    for at in range(1, 14):
        bodies.clear()
        room.world = world = FailingWorld(room.clock)
        world.at = at
        await room.open()
        run = await room.start(everything, "tok")
        async with asyncio.timeout(20):
            trail = await _to_the_end(room, run.id)
        assert trail[:3] == ["A", "B", "S"]
        assert trail[-5:] == EXPECTED_ENDS
        assert {name: bodies.count(name) for name in bodies} == {
            name: 2 if name == "flaky" else 1 for name in ("a", "b", "s", "x1", "x2", "y1", "y2", "flaky", "doomed")
        }
        await room.engine.stop()
