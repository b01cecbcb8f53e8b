"""Context variables on a real engine: they survive its end, and those of ordinary Python are told of."""

from __future__ import annotations

import asyncio
from contextvars import Context, ContextVar
from decimal import Decimal, localcontext
from typing import Any, ClassVar

import pytest

from useworkflow import create_hook, get_run, resume_hook
from useworkflow_runtime.engine.foreign_variables import tell_of

TENANT: ContextVar[str] = ContextVar("tenant")


class Request:
    """A class of ordinary Python, which workflow code has by reference."""

    current: ClassVar[ContextVar[int]] = ContextVar("request of ordinary Python")

    @classmethod
    def set(cls, number: int) -> None:
        cls.current.set(number)


async def charge(tenant: str, share: Decimal) -> str:
    "use step"
    return f"{tenant} pays {share}"


async def shop(tenant: str) -> list[str]:
    before = TENANT.set(tenant)
    await create_hook(token=f"go {tenant}")
    with localcontext(prec=3):
        said = await charge(TENANT.get(), Decimal(1) / 3)
    TENANT.reset(before)
    return [said, TENANT.get()]


async def carries() -> list[Any]:
    "use workflow"
    TENANT.set("main")
    return await asyncio.gather(shop("acme"), shop("bolt"))


async def sets_a_foreign_one() -> int:
    "use workflow"
    Request.set(1)
    await create_hook(token="later")
    return Request.current.get(0)


FOREIGN: ContextVar[int] = ContextVar("a variable of a library")


@pytest.mark.parametrize("snapshot", [True, False])
async def test_values_and_tokens_survive_the_engine(room: Any, snapshot: bool) -> None:
    """An engine that goes on with the run, from its snapshot or from its log, has each task's values and tokens (G4)."""
    await room.open()
    run = await room.start(carries)
    await room.until(run, "hook_created")
    await room.engine.stop()
    assert (await room.world.load(run.id)).snapshot is not None
    if not snapshot:
        await room.world.drop_snapshot(run.id)
    await room.open()
    for tenant in ("bolt", "acme"):
        await resume_hook(f"go {tenant}", 1, world=room.world)
    found = await get_run(run.id, world=room.world).result()
    assert found == [["acme pays 0.333", "main"], ["bolt pays 0.333", "main"]]


async def test_a_variable_of_a_class_comes_back_from_the_log(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A run that has set a variable of ordinary Python goes on by its log, where it is set again; and that is said (G4, G10)."""
    await room.open()
    run = await room.start(sets_a_foreign_one)
    await room.until(run, "hook_created")
    await room.engine.stop()
    assert (await room.world.load(run.id)).snapshot is None
    assert "the context variable 'request of ordinary Python' of ordinary Python has a value" in caplog.text
    await room.open()
    await resume_hook("later", 1, world=room.world)
    assert await get_run(run.id, world=room.world).result() == 1


def test_what_a_turn_leaves_behind_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    """A variable in the context that the engine gave a turn is lost with it, and a warning says so, once for each."""
    for _ in range(2):
        context = Context()
        context.run(FOREIGN.set, 1)
        tell_of(context)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert "'a variable of a library'" in told[0]
    assert "lasts until the run's next event" in told[0]
