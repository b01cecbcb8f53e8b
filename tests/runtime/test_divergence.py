"""A run whose log does not follow from its code is parked with a report; nothing is lost, and it goes on once mended."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import Raw

from useworkflow import FatalError, WorkflowParkedError, get_run, resume_hook
from useworkflow_runtime.deploys.migration import migrate
from useworkflow_runtime.engine.divergence import Divergence, describe, report
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_sandbox import events as e

gates: dict[str, asyncio.Event] = {}
calls: list[str] = []
NEVER = SnapshotPolicy(least=1 << 40)

SLOW = """\
import asyncio
from useworkflow import create_hook, sleep
from {home} import slow, failing, quick

async def wf(n):
    "use workflow"
    await quick(n)
    task = asyncio.create_task(slow(n))
    other = asyncio.create_task(failing(n))
    nap = asyncio.create_task(sleep("1h"))
    hook = create_hook(token="go")
    got = await hook
    await nap
    try:
        await other
    except LookupError as error:
        got = [got, str(error)]
    return [got, await task]
"""

AFTER = """\
import asyncio
from {home} import slow, failing, quick

async def wf(n):
    "use workflow"
    await quick(n)
    async def after(step):
        try:
            await step(n)
        except LookupError:
            pass
        return await quick(3)
    return await asyncio.gather(after(slow), after(failing))
"""


@pytest.fixture(autouse=True)
def _fresh() -> None:
    gates.clear()
    calls.clear()


async def quick(n: int) -> int:
    "use step"
    return n


async def slow(n: int) -> int:
    "use step"
    calls.append("slow")
    await gates["slow"].wait()
    return n * 2


class Gone(LookupError):
    """What no retry mends."""

    fatal = True


async def failing(n: int) -> int:
    "use step"
    calls.append("failing")
    await gates["failing"].wait()
    raise Gone(f"no {n}")


async def diverged(room: Any, author: Any, name: str, source: str = SLOW) -> tuple[Any, str]:
    """A run with two steps under way that was moved to code that does not agree; and its former bundle."""
    gates.update(slow=asyncio.Event(), failing=asyncio.Event())
    source = source.replace("from {home} import slow, failing, quick\n", "")
    steps: dict[str, Any] = {"slow": slow, "failing": failing, "quick": quick}
    declared = "".join(f'async def {step}(n):\n    "use step"\n\n' for step in steps)
    module = author(name, declared + source)
    for step_name, function in steps.items():
        room.engine.registry.add(f"step//{name}//{step_name}", function)
    run = await room.start(module.module.wf, 7)
    await room.until(run, "step_scheduled", 3)
    while len(calls) < 2:
        await asyncio.sleep(0)
    module.edit(("await quick(n)", "await quick(n + 1)"))
    moved = await migrate(room.world, run.id, force=True)
    run = get_run(run.id, world=room.world)
    with pytest.raises(WorkflowParkedError):
        await run.result()
    return run, moved.previous


async def test_outcomes_of_running_steps_are_recorded_while_diverged(room: Any, author: Any) -> None:
    """Steps that were running when the run diverged finish, and what they gave is in the log: none runs again (G3, G6)."""
    await room.open(policy=NEVER)
    run, previous = await diverged(room, author, "slow_one")
    before = await room.kinds(run)
    assert before[-1] == "run_migrated"
    gates["slow"].set()
    gates["failing"].set()
    await room.until(run, "step_completed", 2)
    await room.until(run, "step_failed")
    assert sorted((await room.kinds(run))[len(before) :]) == ["step_completed", "step_failed"]
    assert await run.status() == "diverged"
    assert (await room.world.get_hook("go")).run_id == run.id
    await resume_hook("go", "yes", world=room.world)
    room.advance(3601)
    assert await run.status() == "diverged"
    await migrate(room.world, run.id, to=previous)
    assert await run.result() == [["yes", "no 7"], 14]
    assert calls == ["slow", "failing"]


async def test_what_follows_from_outcomes_of_a_diverged_run_comes_after_all_of_them(room: Any, author: Any) -> None:
    """They were recorded one after the other, and their run goes on with both: time in its log does not go back (G5)."""
    await room.open(policy=NEVER)
    run, previous = await diverged(room, author, "slow_after", AFTER)
    gates["slow"].set()
    await room.until(run, "step_completed", 2)
    room.advance(5)
    gates["failing"].set()
    await room.until(run, "step_failed")
    await migrate(room.world, run.id, to=previous)
    assert await run.result() == [3, 3]
    times = [row.at for row in await room.world.read_events(run.id)]
    assert times == sorted(times)
    assert len(set(times)) > 1


async def test_steps_still_running_when_the_run_is_mended_are_joined(room: Any, author: Any) -> None:
    """A step that runs all the time from before the divergence until after the mend runs once."""
    await room.open(policy=NEVER)
    run, previous = await diverged(room, author, "slow_two")
    await migrate(room.world, run.id, to=previous)
    await resume_hook("go", 1, world=room.world)
    room.advance(3601)
    gates["slow"].set()
    gates["failing"].set()
    assert await run.result() == [[1, "no 7"], 14]
    assert calls == ["slow", "failing"]


async def test_a_diverged_run_survives_its_engine(room: Any, author: Any) -> None:
    """Parked, killed, taken up by another engine: it stays diverged until it is mended; its steps then run again."""
    await room.open(policy=NEVER)
    run, previous = await diverged(room, author, "slow_three")
    registry = room.engine.registry
    await room.kill()
    await room.open(policy=NEVER, registry=registry)
    run = get_run(run.id, world=room.world)
    assert await run.status() == "diverged"
    gates["slow"].set()
    gates["failing"].set()
    await migrate(room.world, run.id, to=previous)
    await resume_hook("go", 1, world=room.world)
    await room.until(run, "hook_received")
    room.advance(3601)
    assert await run.result() == [[1, "no 7"], 14]
    assert sorted(calls) == ["failing", "failing", "slow", "slow"]


async def test_unparking_without_a_mend_diverges_again(room: Any, author: Any) -> None:
    """``resume`` on a run that was not mended parks it again, with the same report and the same log."""
    await room.open(policy=NEVER)
    run, _ = await diverged(room, author, "slow_four")
    reason = (await room.world.get_run(run.id)).reason
    before = await room.kinds(run)
    await room.world.unpark(run.id)
    with pytest.raises(WorkflowParkedError):
        await run.result()
    assert (await room.world.get_run(run.id)).reason == reason
    assert await room.kinds(run) == before
    assert "quick(n + 1)" in reason
    assert "- " not in reason.splitlines()[0]


def test_a_command_is_described_with_the_digests_of_its_values() -> None:
    """Kind, step, id, and each value with its digest; long values are cut, their digest is not."""
    scheduled = e.StepScheduled(at=1, id="0/add#1", step="step//app//add", args=Raw(b'[["' + b"x" * 500 + b'"],{}]'))
    text = describe(scheduled)
    assert text.startswith('step_scheduled 0/add#1 step//app//add args=[["xxx')
    assert "... (digest " in text
    assert len(text) < 300
    assert describe(e.TimerStarted(at=1, id="0/sleep#0", due=5)) == "timer_started 0/sleep#0 what=sleep due=5"


def test_a_report_without_bundles_still_names_both_sides() -> None:
    """Where the code that recorded is not stored any more, the report has what it has."""
    recorded = e.StepScheduled(at=1, id="0/add#0", step="step//app//add", args=Raw(b"[[],{}]"), line=4)
    text = str(report(Divergence(9, recorded, None, "hook 0/hook#0 (line 7)"), None, None))
    assert text.startswith("event 9 of the log does not follow from the code")
    assert "came:     nothing: the code decided no more, it waits for hook 0/hook#0 (line 7)" in text


async def test_fatal_steps_of_parked_runs_are_failed(room: Any) -> None:
    """``FatalError`` in a step of a parked run is its last attempt, as ever."""
    from useworkflow_runtime.engine.attempts import outcome_event
    from useworkflow_runtime.engine.ledger import StepEntry

    await room.open()
    found = room.engine.registry.add("step//x//quick", quick)
    work: Any = SimpleNamespace(entry=StepEntry("0/q#0", "s", 2, None, attempt=1), step=found, attempt=1)
    failed = outcome_event(work, None, FatalError("no"), 5, room.engine.runs.attempts.jitter)
    assert isinstance(failed, e.StepFailed)
    retried = outcome_event(work, None, ValueError("once"), 5, room.engine.runs.attempts.jitter)
    assert isinstance(retried, e.StepRetrying)
    assert retried.retry_at > 5
