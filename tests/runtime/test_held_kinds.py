"""Kinds of classes with asynchronous methods that cross borders: named tuples, models of libraries, exceptions, schemas of hooks (G1)."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any, NamedTuple

import attrs
import pydantic
import pytest

from useworkflow import WorkflowFailedError, define_hook, resume_hook
from useworkflow_runtime.engine.snapshots import SnapshotPolicy


async def step(number: int) -> int:
    "use step"
    return number


class Refused(Exception):
    fatal = True

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code

    async def told(self) -> int:
        return await step(self.code)


async def fails(code: int) -> None:
    "use step"
    raise Refused(code)


async def errors() -> None:
    "use workflow"
    try:
        await fails(3)
    except Refused as refused:
        told = await refused.told()
    await asyncio.sleep(1)
    raise Refused(told + 1)


class Pair(NamedTuple):
    left: int
    right: int = 2

    async def total(self) -> int:
        return await step(self.left) + self.right


class Model(pydantic.BaseModel):
    number: int

    async def total(self) -> int:
        return await step(self.number)


@attrs.define
class Defined:
    number: int

    async def total(self) -> int:
        return await step(self.number)


@dataclasses.dataclass
class Approval:
    ok: bool

    async def total(self) -> int:
        return await step(int(self.ok))


approvals = define_hook(Approval)


async def pairs(given: Pair) -> list[Any]:
    "use workflow"
    own = Pair(5)
    await asyncio.sleep(1)
    return [await given.total(), await own.total(), own._replace(left=9)]


async def models(given: Model) -> list[Any]:
    "use workflow"
    own = Model(number="7")  # type: ignore[arg-type]
    await asyncio.sleep(1)
    return [await given.total(), await own.total(), own]


async def defined(given: Defined) -> list[Any]:
    "use workflow"
    own = Defined(7)
    await asyncio.sleep(1)
    return [await given.total(), await own.total(), own]


async def approved() -> list[Any]:
    "use workflow"
    approval = await approvals.create("approve")
    return [await approval.total(), approval]


@pytest.mark.parametrize(
    ("workflow", "given", "expected"),
    [
        (pairs, Pair(1), [3, 7, Pair(9, 2)]),
        (models, Model(number=1), [1, 7, Model(number=7)]),
        (defined, Defined(1), [1, 7, Defined(7)]),
    ],
)
async def test_records_of_libraries_have_asynchronous_methods(
    room: Any, workflow: Any, given: Any, expected: Any
) -> None:
    """They come in as arguments, are made in workflow code, live across a sleep out of memory, and go out as the user's own class."""
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(workflow, given)
    await room.until(run, "timer_started")
    room.advance(2)
    found = await run.result()
    assert found == expected
    assert type(found[-1]) is type(expected[-1])


async def test_an_exception_of_a_step_is_the_held_class(room: Any) -> None:
    """``except`` catches what a step raised, its methods suspend, and what the workflow raises is outside the user's own class."""
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(errors)
    await room.until(run, "timer_started")
    room.advance(2)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert type(caught.value.__cause__) is Refused
    assert caught.value.__cause__.code == 4


async def test_a_payload_fits_the_held_class_of_its_schema(room: Any) -> None:
    """A hook's schema may be a class with asynchronous methods: the payload is an instance of the run's own one."""
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(approved)
    await room.until(run, "hook_created")
    await resume_hook("approve", {"ok": True}, world=room.world)
    assert await run.result() == [1, Approval(True)]
