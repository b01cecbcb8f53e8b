"""Steps that stand inside workflows and their helpers, and steps of modules with a directive of their own."""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow import SerializationError, WorkflowFailedError, get_run, get_step_metadata, step
from useworkflow_runtime.engine.snapshots import SnapshotPolicy

bodies: list[Any] = []
RATE = 3


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bodies.clear()


async def apply(function: Any, *args: Any) -> Any:
    "use step"
    return await function(*args)


async def captures(base: int) -> list[Any]:
    "use workflow"
    offset = base + 1

    async def add(number: int, *, times: int = 2) -> list[Any]:
        """With a docstring."""
        "use step"
        bodies.append(get_step_metadata().step_name)
        return [number, offset, base, times, RATE]

    first = await add(1)
    offset = 100
    return [first, await add(2, times=5)]


async def helper(text: str) -> str:
    @step(max_retries=1, retry_delay=0, retry_jitter=0)
    async def shout() -> str:
        "use step"
        if get_step_metadata().attempt == 1:
            raise ValueError("once")
        return text.upper()

    return await shout()


async def uses_helper() -> list[str]:
    "use workflow"
    return [await helper("a"), await helper("b")]


async def loops() -> list[int]:
    "use workflow"
    results = []
    for number in range(3):

        async def square() -> int:
            "use step"
            return number * number  # noqa: B023 - that is what is tested

        results.append(await square())
    return [*results, *await asyncio.gather(*[square() for number in range(2)])]


async def recursive(depth: int) -> int:
    "use workflow"

    async def down(level: int) -> int:
        "use step"
        return 0 if level == 0 else 1 + await down(level - 1)

    return await down(depth)


async def in_thread(word: str) -> str:
    "use workflow"

    def spell() -> str:
        "use step"
        return " ".join(word)

    return await asyncio.to_thread(spell)


async def as_values(base: int) -> list[Any]:
    "use workflow"

    async def add(number: int) -> int:
        "use step"
        return base + number

    async def twice(number: int) -> int:
        "use step"
        return await add(await add(number))

    again = await keep(add)
    return [await apply(add, 1), await apply(functools.partial(twice, 1)), await twice(5), await again(7)]


async def keep(value: Any) -> Any:
    "use step"
    return value


async def captures_too_much() -> None:
    "use workflow"
    lines = iter([1])

    async def read() -> int:
        "use step"
        return next(lines)

    await read()


async def sync_by_name() -> str:
    "use workflow"

    def spell() -> str:
        "use step"
        return "a"

    return spell()


async def undoes(fail: bool) -> list[str]:
    "use workflow"
    trail: list[str] = []
    undo: list[Callable[[], Any]] = []
    for thing in ("stock", "card"):

        async def release(what: str = "") -> str:
            "use step"
            bodies.append(f"{what}{thing}")  # noqa: B023
            return thing  # noqa: B023

        await keep(thing)
        undo.append(functools.partial(release, f"{thing} of "))
    while undo:
        trail.append(await undo.pop()())
    return trail


async def test_captured_values_travel_with_the_call(room: Any) -> None:
    """A nested step reads what it captures when it is called; parameters, defaults and globals are as everywhere."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(captures, 10)
    assert await run.result() == [[1, 11, 10, 2, 3], [2, 100, 10, 5, 3]]
    assert bodies == ["captures.<locals>.add"] * 2


async def test_nested_steps_of_helpers_have_options(room: Any) -> None:
    """In a helper of the workflow, with a decorator: retried as that says."""
    await room.open()
    run = await room.start(uses_helper)
    for number in (1, 2):
        await room.until(run, "step_retrying", number)
        room.advance(0)
    assert await run.result() == ["A", "B"]


async def test_loop_variables_are_those_of_the_call(room: Any) -> None:
    """Uncompiled, a closure reads the variable when it runs; so does the call of a nested step."""
    await room.open()
    expected = await loops()
    assert await (await room.start(loops)).result() == expected == [0, 1, 4, 4, 4]


async def test_nested_step_calls_itself(room: Any) -> None:
    """Inside its body its own name is the function: an ordinary call."""
    await room.open()
    run = await room.start(recursive, 3)
    assert await run.result() == 3
    assert (await room.kinds(run)).count("step_completed") == 1


async def test_plain_nested_step_in_a_thread(room: Any) -> None:
    """A plain ``def`` runs beside the other tasks with ``asyncio.to_thread``; called by its name it suspends the run."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    assert await (await room.start(in_thread, "abc")).result() == "a b c"
    by_name = await room.start(sync_by_name)
    assert await by_name.result() == "a"
    assert (await room.kinds(by_name)).count("step_completed") == 1


async def test_nested_steps_are_values(room: Any) -> None:
    """Passed to a step they are functions that it can call; through a step and back they are steps again."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(as_values, 10)
    assert await run.result() == [11, 21, 25, 17]


async def test_captured_values_must_be_serializable(room: Any) -> None:
    """What cannot be recorded is refused at the line of the call, by the captured name."""
    await room.open()
    with pytest.raises(WorkflowFailedError) as caught:
        await (await room.start(captures_too_much)).result()
    assert isinstance(caught.value.__cause__, SerializationError)
    assert "lines" in str(caught.value.__cause__)
    assert "test_nested_steps.py" in str(caught.value.__cause__)


async def test_partials_of_nested_steps_survive_a_restore(room: Any) -> None:
    """A list of rollbacks made of nested steps is part of the run's state."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(undoes, True)
    await room.until(run, "step_completed", 2)
    await room.kill()
    await room.open()
    assert await get_run(run.id, world=room.world).result() == ["card", "card"]
    assert bodies[-2:] == ["card of card", "stock of card"]


async def test_it_means_the_same_uncompiled() -> None:
    """G1: as plain asyncio, nested steps are closures."""
    with pytest.raises(Exception, match="UW326"):
        await captures(10)
    assert await as_values(10) == [11, 21, 25, 17]
    assert await recursive(2) == 2


MODULE = '''
"""Steps, all of them."""
"use step"

import os

from useworkflow import step


async def one(number: int) -> int:
    return number + _private()


@step(max_retries=0)
async def two(number: int) -> int:
    """Has a docstring."""
    return number * 2


def _private() -> int:
    return os.getpid() * 0 + 1
'''

FLOW = """
from module_of_steps import one, two

async def flow(make: bool) -> list:
    "use workflow"
    from_process = []
    if make:
        base = 5

        @step(executor="process")
        async def where(number: int) -> list:
            "use step"
            import os
            return [base + number, os.getpid()]

        from_process = await where(1)
    return [await one(1), await two(2), *from_process]

from useworkflow import step
"""


async def test_directive_of_a_module(room: Any, author: Any) -> None:
    """``"use step"`` at the top of a module makes each of its public functions a step, and no other; a nested step can run in
    a process."""
    author("module_of_steps", MODULE)
    flow = author("flow_of_modules", FLOW).module.flow
    await room.open()
    run = await room.start(flow, True)
    one, two, six, pid = await run.result()
    assert (one, two, six) == (2, 4, 6)
    assert pid != os.getpid()
    assert (await room.kinds(run)).count("step_completed") == 3


async def test_what_a_changed_nested_step_captures_is_said(room: Any, author: Any) -> None:
    """Where a recorded call lacks what the step captures now, the run is parked and says so (G6)."""
    edited = author("edited_nested", EDITED)
    await room.open()
    run = await room.start(edited.module.flow)
    await room.until(run, "step_retrying")
    await room.kill()
    edited.edit(("return base", "return base + more"))
    edited.deploy()
    await room.open()
    room.advance(3600)
    with pytest.raises(Exception, match="captures"):
        await get_run(run.id, world=room.world).result()
    assert await get_run(run.id, world=room.world).status() == "diverged"


EDITED = """
from useworkflow import RetryableError

async def flow() -> int:
    "use workflow"
    base, more = 1, 2

    async def wait() -> int:
        "use step"
        if True:
            raise RetryableError("later", retry_after="1h")
        return base

    return await wait()
"""
