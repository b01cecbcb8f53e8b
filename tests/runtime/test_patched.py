"""``patched("id")``: old runs keep the old way, new ones take the new way, whatever happens in between."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow import patched, resume_hook
from useworkflow_runtime.deploys.deploy_check import deploy_check
from useworkflow_runtime.deploys.migration import migrate
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_sandbox.events import encode_event, kind_of

EVERY_TURN = SnapshotPolicy(least=0, ratio=0)
NEVER = SnapshotPolicy(least=1 << 40)

SOURCE = """\
from useworkflow import create_hook, patched

async def ship(n):
    "use step"
    return n + 1

async def insure(n):
    "use step"
    return n * 100

async def place(n):
    "use workflow"
    await create_hook(token=f"one:{n}")
    total = await ship(n)
    await create_hook(token=f"two:{n}")
    return await ship(total)
"""
FIRST = "    total = await ship(n)\n"
PATCH = '    total = await ship(await insure(n) if patched("insured") else n)\n'
LAST = "    return await ship(total)\n"
ASKED_AGAIN = '    return [patched("insured"), await ship(total)]\n'


async def to_second_hook(room: Any, run: Any, n: int) -> None:
    await resume_hook(f"one:{n}", None, world=room.world)
    await room.until(run, "hook_created", 2)


@pytest.mark.parametrize("policy", [NEVER, EVERY_TURN], ids=["by the log", "by snapshots"])
async def test_old_runs_keep_the_old_way_and_new_ones_take_the_new(policy: Any, rooms: Any, author: Any) -> None:
    """A run that is past the point answers ``False`` for ever, one that is not there yet ``True``, as does a new one;
    killed and restarted engines change no answer."""
    room = rooms
    shop = author(f"patched_{'log' if policy is NEVER else 'snap'}", SOURCE)
    await room.open(policy=policy)
    past, before = [await room.start(shop.module.place, n) for n in (1, 2)]
    for run in (past, before):
        await room.until(run, "hook_created")
    await to_second_hook(room, past, 1)

    shop.edit((FIRST, PATCH), (LAST, ASKED_AGAIN))
    assert (await deploy_check(room.world)).safe
    shop.deploy()
    for run in (past, before):
        assert (await migrate(room.world, run.id)).outcome == "moved"
    new = await room.start(shop.module.place, 3)
    await room.until(new, "hook_created")
    for run, n in ((before, 2), (new, 3)):
        await to_second_hook(room, run, n)
        await room.until(run, "patched")
    await room.engine.stop()
    await room.open(policy=policy)
    for n in (1, 2, 3):
        await resume_hook(f"two:{n}", None, world=room.world)
    assert [await run.result() for run in (past, before, new)] == [[False, 3], [True, 202], [True, 302]]
    assert [(await room.kinds(run)).count("patched") for run in (past, before, new)] == [0, 1, 1]


async def test_the_call_can_be_taken_out_later(room: Any, author: Any) -> None:
    """Once no run is left that answered ``False``, the old branch and the call go; runs that recorded it are safe."""
    shop = author("patched_out", SOURCE)
    shop.source = SOURCE.replace(FIRST, PATCH)
    shop.edit()
    shop.deploy()
    await room.open()
    run = await room.start(shop.module.place, 4)
    await room.until(run, "hook_created")
    await to_second_hook(room, run, 4)
    shop.edit((PATCH, "    total = await ship(await insure(n))\n"))
    assert [check.verdict for check in (await deploy_check(room.world)).runs] == ["safe"]
    shop.edit((PATCH, FIRST))
    assert [check.verdict for check in (await deploy_check(room.world)).runs] == ["unsafe"]
    shop.edit((PATCH, "    total = await ship(await insure(n))\n"))
    await migrate(room.world, run.id)
    await resume_hook("two:4", None, world=room.world)
    assert await run.result() == 402


async def test_a_run_asks_once(room: Any, author: Any) -> None:
    """In a loop the answer is recorded once, and every id is asked for itself."""
    shop = author("patched_loop", SOURCE.replace(LAST, '    return [patched(x) for x in "aabab"]\n'))
    await room.open()
    run = await room.start(shop.module.place, 5)
    await room.until(run, "hook_created")
    await to_second_hook(room, run, 5)
    await resume_hook("two:5", None, world=room.world)
    assert await run.result() == [True] * 5
    assert (await room.kinds(run)).count("patched") == 2
    event = await room.until(run, "patched")
    assert (kind_of(event), event.id, event.line) == ("patched", "a", shop.line("patched(x)"))
    assert b'"kind":"patched"' in encode_event(event)


def test_outside_workflow_code_the_answer_is_yes() -> None:
    """Uncompiled, what runs is the present code; a wrong argument is a ``TypeError`` there too."""
    assert patched("anything")
    with pytest.raises(TypeError, match="name as text, not int"):
        patched(3)  # type: ignore[arg-type]
