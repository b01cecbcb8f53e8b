"""Steps that a run's worker does not have, in workflows that would rather fail than wait."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow import StepNotFoundError, WorkflowFailedError, create_hook, resume_hook, workflow

SOURCE = """
from useworkflow import StepNotFoundError, create_hook, workflow

async def label(order):
    "use step"
    return "label " + order

async def note(text):
    "use step"
    return text

@workflow(unknown_step="fail")
async def ship(order):
    "use workflow"
    await create_hook(token=order)
    return await label(order)

@workflow(unknown_step="fail")
async def ship_somehow(order):
    "use workflow"
    await create_hook(token=order)
    try:
        return await label(order)
    except StepNotFoundError as error:
        return await note(f"{error.code} {order}")

async def ship_patiently(order):
    "use workflow"
    await create_hook(token=order)
    return await label(order)
"""


async def begun(room: Any, author: Any, name: str) -> tuple[Any, Any]:
    """A run that waits at its hook while its author removes the step."""
    shop = author("shop_without_label", SOURCE)
    await room.open()
    run = await room.start(getattr(shop.module, name), "o7")
    await room.until(run, "hook_created")
    shop.edit(('async def label(order):\n    "use step"\n    return "label " + order\n', ""))
    del shop.module.label
    shop.deploy()
    await resume_hook("o7", None, world=room.world)
    return run, shop


async def test_the_call_fails(rooms: Any, author: Any) -> None:
    """With the id and the reason, at no attempt's cost."""
    run, _ = await begun(rooms, author, "ship")
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, StepNotFoundError)
    assert "step//shop_without_label//label" in str(caught.value.__cause__)
    assert "AttributeError" in str(caught.value.__cause__)
    assert "step_started" not in await rooms.kinds(run)


async def test_workflow_code_may_catch_it(rooms: Any, author: Any) -> None:
    """And go another way."""
    run, _ = await begun(rooms, author, "ship_somehow")
    assert await run.result() == "UW384 o7"


async def test_without_the_option_the_run_waits(rooms: Any, author: Any) -> None:
    """As ever: explained, and done when the step is back."""
    run, shop = await begun(rooms, author, "ship_patiently")
    await rooms.until(run, "step_scheduled")
    assert await run.status() == "running"
    assert "a worker that has step//shop_without_label//label" in str(await run.explain())
    shop.edit()
    shop.deploy()
    await rooms.engine.stop()
    await rooms.open()
    assert await run.result() == "label o7"


async def test_it_fails_after_a_restart_too(rooms: Any, author: Any) -> None:
    """The engine that scheduled the step died before it could say so."""
    shop = author("shop_restarted", SOURCE)
    await rooms.open(loop_steps=0)
    run = await rooms.start(shop.module.ship, "o8")
    await rooms.until(run, "hook_created")
    await resume_hook("o8", None, world=rooms.world)
    await rooms.until(run, "step_scheduled")
    await rooms.kill()
    shop.edit(('async def label(order):\n    "use step"\n    return "label " + order\n', ""))
    del shop.module.label
    shop.deploy()
    await rooms.world.open()
    await rooms.open()
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, StepNotFoundError)


def test_another_word_is_refused() -> None:
    """When the decorator is read."""
    with pytest.raises(ValueError, match="unknown_step is 'ignore'"):

        @workflow(unknown_step="ignore")  # type: ignore[call-overload]
        async def odd() -> None:
            "use workflow"
            await create_hook()
