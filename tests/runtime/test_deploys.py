"""A workflow is edited while runs are in flight: who is safe, who is not, and what becomes of each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow import WorkflowParkedError, get_run, resume_hook
from useworkflow_runtime.code.programs import compile_present, load_program
from useworkflow_runtime.deploys.deploy_check import deploy_check
from useworkflow_runtime.deploys.migration import migrate, migrate_all
from useworkflow_runtime.errors import BundleMissingError, RunNotFoundError
from useworkflow_runtime.steps.registry import Registry

SOURCE = """\
from useworkflow import create_hook

async def reserve(n):
    "use step"
    return n

async def charge(n):
    "use step"
    return n * 10

async def ship(n):
    "use step"
    return n + 1

async def notify(n):
    "use step"
    return n

async def place(n):
    "use workflow"
    a = await reserve(n)
    await create_hook(token=f"one:{n}")
    b = await charge(a)
    await create_hook(token=f"two:{n}")
    return await ship(b)
"""
CHARGE = "    b = await charge(a)\n"
SHIP = "    return await ship(b)\n"
EDITS: dict[str, tuple[list[tuple[str, str]], str, str, Callable[[int], int]]] = {
    "inserted": (
        [(CHARGE, "    await notify(a)\n" + CHARGE)], "step_scheduled 0/notify#0", "await notify(a)", lambda n: n * 10 + 1,
    ),
    "removed": ([(CHARGE, "    b = a\n")], "hook_created 0/hook#1", 'create_hook(token=f"two', lambda n: n + 1),
    "reordered": (
        [(CHARGE, "    b = await ship(a)\n"), (SHIP, "    return await charge(b)\n")], "step_scheduled 0/ship#0",
        "b = await ship(a)", lambda n: (n + 1) * 10,
    ),
    "other arguments": (
        [(CHARGE, "    b = await charge(a + 1)\n")], "step_scheduled 0/charge#0", "charge(a + 1)",
        lambda n: (n + 1) * 10 + 1,
    ),
}  # fmt: skip
"""The changes; what comes in place of the recorded ``charge``; at which line; what a moved run returns."""


@pytest.mark.parametrize("edit", EDITS)
async def test_hundred_runs_in_flight_and_an_edit(edit: str, rooms: Any, author: Any) -> None:
    """Runs that are past the edit are unsafe and named with the line, the others are safe; whoever is not moved finishes
    on the old code; a forced move of an unsafe run diverges, and goes on once it is moved back (G6, G7)."""
    room = rooms
    changes, came, line, moved_result = EDITS[edit]
    shop = author(f"shop_{edit.replace(' ', '_')}", SOURCE)
    await room.open()
    runs = [await room.start(shop.module.place, n) for n in range(100)]
    for run in runs:
        await room.until(run, "hook_created")
    past = range(0, 100, 2)
    for n in past:
        await resume_hook(f"one:{n}", None, world=room.world)
    for n in past:
        await room.until(runs[n], "hook_created", 2)

    shop.edit(*changes)
    report = await deploy_check(room.world)
    verdicts = {check.run_id: check for check in report.runs}
    assert [verdicts[run.id].verdict for run in runs] == ["unsafe", "safe"] * 50
    assert not report.safe
    divergence = verdicts[runs[0].id].divergence
    assert divergence is not None
    assert divergence.recorded.startswith("step_scheduled 0/charge#0")
    assert divergence.recorded_line.text == "b = await charge(a)"
    assert divergence.came.startswith(came)
    assert divergence.came_line.line == shop.line(line)
    assert f"+{changes[0][1].splitlines()[0]}" in report.workflows[0].diff

    moved = await migrate_all(room.world, [run.id for run in runs[:20]])
    assert [migration.outcome for migration in moved] == ["refused", "moved"] * 10
    forced = await migrate(room.world, runs[0].id, force=True)
    assert forced.outcome == "moved"
    with pytest.raises(WorkflowParkedError) as caught:
        await get_run(runs[0].id, world=room.world).result()
    assert caught.value.status == "diverged"
    assert f"{shop.file.name}:{shop.line(line)}" in str(caught.value.reason)
    assert "b = await charge(a)" in str(caught.value.reason)
    back = await migrate(room.world, runs[0].id, to=forced.previous)
    assert back.outcome == "moved"

    shop.deploy()
    for n, run in enumerate(runs):
        if n not in past:
            await resume_hook(f"one:{n}", None, world=room.world)
            await room.until(run, "hook_created", 2)
        await resume_hook(f"two:{n}", None, world=room.world)
    for n, run in enumerate(runs):
        assert await run.result() == (moved_result(n) if n < 20 and n % 2 else n * 10 + 1)


async def test_an_unchanged_workflow_is_unchanged(room: Any, author: Any) -> None:
    """Without an edit, and after one of step bodies and comments, runs have the present code."""
    shop = author("shop_unchanged", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    shop.edit(("return n * 10", "return n * 11  # more"), ("def place(n):\n", "def place(n):\n    # the same\n"))
    report = await deploy_check(room.world)
    assert [check.verdict for check in report.runs] == ["unchanged"]
    assert report.safe
    assert report.workflows[0].diff == ""
    assert (await migrate(room.world, run.id)).outcome == "unchanged"


async def test_checking_changes_nothing(room: Any, author: Any) -> None:
    """A check leaves logs, snapshots and rows as they are, and starts no step."""
    shop = author("shop_still", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    await room.engine.stop()
    before = await room.world.load(run.id)
    shop.edit((CHARGE, "    b = await charge(a + 1)\n"))
    await deploy_check(room.world)
    after = await room.world.load(run.id)
    assert (after.record, after.snapshot) == (before.record, before.snapshot)
    assert await room.kinds(run) == ["run_created", "run_started", "step_scheduled", "step_completed", "hook_created"]


async def test_what_a_move_would_do_at_once_is_said(room: Any, author: Any) -> None:
    """A step that the new code starts beside what the run waits for is listed, and runs once it is moved."""
    shop = author("shop_at_once", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    shop.edit(
        ("from useworkflow", "import asyncio\nfrom useworkflow"),
        ('await create_hook(token=f"one:{n}")', 'h = create_hook(token=f"one:{n}"); t = asyncio.create_task(notify(n)); await h'),
    )  # fmt: skip
    await room.engine.stop()
    checked = (await deploy_check(room.world)).runs[0]
    assert (checked.verdict, checked.why) == ("safe", "")
    assert checked.at_once[0].startswith("step_scheduled")
    shop.deploy()
    await migrate(room.world, run.id)
    await room.open()
    scheduled = await room.until(run, "step_scheduled", 2)
    assert scheduled.step.endswith("notify")


async def test_a_workflow_that_is_gone_is_unsafe_and_keeps_running(room: Any, author: Any) -> None:
    """Where the present code has no such workflow the report says so; its runs finish on their own code (G7)."""
    shop = author("shop_gone", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    shop.edit(("async def place(n)", "async def place_order(n)"))
    report = await deploy_check(room.world)
    assert report.runs[0].verdict == "unsafe"
    assert "place" in report.runs[0].why
    assert (await migrate(room.world, run.id)).outcome == "refused"
    for token in ("one:1", "two:1"):
        await resume_hook(token, None, world=room.world)
        if token == "one:1":
            await room.until(run, "hook_created", 2)
    assert await run.result() == 11


async def test_steps_that_vanished_are_reported(room: Any, author: Any) -> None:
    """A step that runs in flight may call and that the code does not have any more is named, with those runs."""
    shop = author("shop_vanished", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    shop.edit(("async def ship", "async def send"), (SHIP, "    return b\n"))
    del shop.module.ship
    report = await deploy_check(room.world, registry=Registry())
    (vanished,) = report.vanished
    assert (vanished.step, vanished.runs, vanished.waiting) == ("step//shop_vanished//ship", [run.id], [])
    assert "ship" in vanished.why
    assert not report.safe


async def test_a_step_that_vanished_is_waited_for(room: Any, author: Any) -> None:
    """Runs that need a step which the code has lost wait, explained, at no attempt's cost; they go on when it is back."""
    shop = author("shop_lost", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 3)
    await room.until(run, "hook_created")
    await room.engine.stop()
    charge = shop.module.charge
    del shop.module.charge
    await room.open()
    run = get_run(run.id, world=room.world)
    await resume_hook("one:3", None, world=room.world)
    await room.until(run, "step_scheduled", 2)
    explanation = await run.explain()
    assert "step//shop_lost//charge" in explanation.waits[0].what
    assert "has no attribute 'charge'" in explanation.waits[0].what
    assert explanation.waits[0].line == shop.line("charge(a)")
    await room.engine.stop()
    shop.module.charge = charge
    await room.open()
    await room.until(run, "hook_created", 2)
    await resume_hook("two:3", None, world=room.world)
    assert await get_run(run.id, world=room.world).result() == 31
    started = await room.until(run, "step_started")
    assert started.attempt == 1


async def test_a_forced_run_goes_on_when_the_code_is_mended(room: Any, author: Any) -> None:
    """A diverged run can also be moved on to a third code that agrees with its log."""
    shop = author("shop_mended", SOURCE)
    await room.open()
    run = await room.start(shop.module.place, 1)
    await room.until(run, "hook_created")
    shop.edit((CHARGE, "    b = await charge(a)\n"), ("reserve(n)\n    await", "reserve(-n)\n    await"))
    await migrate(room.world, run.id, force=True)
    with pytest.raises(WorkflowParkedError):
        await get_run(run.id, world=room.world).result()
    assert (await room.world.get_hook("one:1")).run_id == run.id
    await resume_hook("one:1", None, world=room.world)
    explanation = await run.explain()
    assert "reserve(-n)" in str(explanation)
    assert "useworkflow migrate" in explanation.advice
    shop.edit((CHARGE, "    b = await charge(a + 5)\n"))
    assert (await migrate(room.world, run.id)).outcome == "moved"
    await room.until(run, "hook_created", 2)
    await resume_hook("two:1", None, world=room.world)
    assert await get_run(run.id, world=room.world).result() == 61


async def test_runs_that_never_began_are_moved(room: Any, author: Any) -> None:
    """A delayed run is moved too; it keeps its time and starts on the new code."""
    shop = author("shop_delayed", SOURCE.replace("await create_hook", "n or await create_hook"))
    await room.open()
    run = await room.start(shop.module.place, 2, delay="1h")
    shop.edit((SHIP, "    return await ship(b + 100)\n"))
    assert (await migrate(room.world, run.id)).outcome == "moved"
    record = await room.world.get_run(run.id)
    assert (record.status, record.wake_at) == ("pending", room.clock.now() + 3_600_000_000)
    room.advance(3601)
    assert await run.result() == 121


async def test_moves_that_make_no_sense_are_refused(room: Any, author: Any) -> None:
    """An unknown run, a code that it never had, and a run that has ended."""
    shop = author("shop_wrong", SOURCE.replace("await create_hook", "n or await create_hook"))
    await room.open()
    with pytest.raises(RunNotFoundError):
        await migrate(room.world, "nobody")
    waiting = await room.start(shop.module.place, 0)
    await room.until(waiting, "hook_created")
    with pytest.raises(BundleMissingError, match="never had a code 'feed'"):
        await migrate(room.world, waiting.id, to="feed")
    done = await room.start(shop.module.place, 1)
    await done.result()
    assert (await migrate(room.world, done.id)).outcome == "ended"


LOOP = """\
done = []

async def tick(n):
    "use step"
    done.append(n)
    return n

async def wf(n):
    "use workflow"
    total = 0
    for i in range(n):
        total += await tick(i)
    return total
"""


async def test_a_run_that_moves_is_moved_without_repeating_a_step(rooms: Any, author: Any) -> None:
    """Moved in the middle of 1,000 steps, with turns under way: what was recorded stays, and no step runs twice (G3, G7)."""
    room = rooms
    loop = author("loop_moved", LOOP)
    await room.open()
    await (await room.start(loop.module.wf, 1)).result()
    loop.module.done.clear()
    loop.edit(("    return total\n", '    return ["new", total]\n'))
    load_program(compile_present("workflow//loop_moved//wf"))
    run = await room.start(loop.module.wf, 1000)
    for count in (20, 60, 120):
        await room.until(run, "step_completed", count)
        outcomes = {(await migrate(room.world, run.id)).outcome, (await migrate(room.world, run.id)).outcome}
        assert outcomes <= {"moved", "unchanged"}
    assert await get_run(run.id, world=room.world).result() == ["new", sum(range(1000))]
    assert loop.module.done == list(range(1000))
    assert (await room.kinds(run)).count("run_migrated") == 1


WAITS = """\
from useworkflow import create_hook

async def wf():
    "use workflow"
    hook = create_hook(token="moved")
    return await hook
"""


async def test_a_run_in_memory_is_taken_up_anew_when_it_was_moved(
    rooms: Any, author: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its instance of the former code is dropped before it decides anything: none of its commits is refused (G7)."""
    room = rooms
    waits = author("waits_moved", WAITS)
    await room.open()
    run = await room.start(waits.module.wf)
    await room.until(run, "hook_created")
    commit, committed = room.world.commit, []

    async def noted(epoch: int, turns: Any) -> Any:
        outcomes = await commit(epoch, turns)
        committed.extend(outcome.committed for outcome in outcomes)
        return outcomes

    monkeypatch.setattr(room.world, "commit", noted)
    waits.edit(("return await hook", 'return ["new", await hook]'))
    assert (await migrate(room.world, run.id)).outcome == "moved"
    await resume_hook("moved", 1, world=room.world)
    async with asyncio.timeout(10):
        assert await get_run(run.id, world=room.world).result() == ["new", 1]
    assert committed
    assert all(committed)
