"""A run that is captured, dropped and restored at every turn does what it would have done (G4, G5)."""

from __future__ import annotations

import gc
import importlib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.sources import PathSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.capture import SnapshotRefused
from useworkflow_sandbox.current import enter, leave
from useworkflow_sandbox.events import (
    AnyEvent,
    CancelRequested,
    HookReceived,
    RunCreated,
    StepCompleted,
    TimerFired,
    encode_event,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

KEY = b"k" * 32
STEPS = """
import asyncio
from useworkflow import create_hook, sleep

async def add(a, b):
    "use step"
    return a + b

def inc(a):
    "use step"
    return a + 1

"""
PROGRAMS = {
    "gather": """
    async def workflow(n):
        "use workflow"
        async def chain(i):
            x = await add(n, i)
            return await add(x, 1)
        return await asyncio.gather(*[chain(i) for i in range(3)], return_exceptions=True)
    """,
    "left_in_the_middle": """
    def numbers(name):
        try:
            yield 1
        finally:
            print("freed", name)
    async def inner(n):
        one = numbers("one")
        next(one)
        for name in ("first", "second"):
            other = numbers(name)
            next(other)
            await add(n, 1)
        print("inner ends")
    async def workflow(n):
        "use workflow"
        await inner(n)
        late = numbers("late")
        next(late)
        await add(n, 2)
        late = None
        await add(n, 3)
    """,
    "left_in_the_middle_by_failures": """
    def numbers(name):
        try:
            yield 1
        finally:
            print("freed", name)
    async def fails(n):
        inner = numbers("fails")
        next(inner)
        await add(n, 1)
        raise KeyError(n)
    async def waits(n):
        one = numbers("waits")
        next(one)
        try:
            await asyncio.create_task(fails(n))
        except KeyError as error:
            print("caught", error)
        await add(n, 2)
        print("waits ends")
    async def groups(n):
        one = numbers("groups")
        next(one)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails(n))
                group.create_task(fails(n))
        except* KeyError as error:
            print("caught", len(error.exceptions))
        await add(n, 2)
        print("groups ends")
    async def is_late(n):
        one = numbers("is_late")
        next(one)
        try:
            await asyncio.wait_for(asyncio.sleep(500), 1)
        except TimeoutError as error:
            print("caught", type(error.__cause__).__name__)
        await add(n, 2)
        print("is_late ends")
    async def cancels(n):
        one = numbers("cancels")
        next(one)
        task = asyncio.create_task(fails(n))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
        await add(n, 2)
        print("cancels ends")
    async def workflow(n):
        "use workflow"
        for part in (waits, groups, is_late, cancels):
            await part(n)
            await add(n, 3)
    """,
    "group": """
    async def workflow(n):
        "use workflow"
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(add(n, i)) for i in range(3)]
            first = await tasks[0]
        return [first, [task.result() for task in tasks]]
    """,
    "locks": """
    async def worker(i, lock, semaphore, event, condition, seen):
        async with semaphore:
            async with lock:
                seen.append(await add(i, 0))
            event.set()
        async with condition:
            condition.notify_all()

    async def workflow(n):
        "use workflow"
        lock, semaphore, event, condition = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event(), asyncio.Condition()
        seen = []
        tasks = [asyncio.create_task(worker(i, lock, semaphore, event, condition, seen)) for i in range(3)]
        await event.wait()
        async with condition:
            await condition.wait_for(lambda: len(seen) == 3)
        await asyncio.gather(*tasks)
        return seen
    """,
    "queue": """
    async def produce(queue, n):
        for i in range(n):
            await queue.put(await add(i, 0))

    async def workflow(n):
        "use workflow"
        queue = asyncio.Queue(1)
        task = asyncio.create_task(produce(queue, 4))
        got = []
        for _ in range(4):
            got.append(await queue.get())
            queue.task_done()
        await queue.join()
        await task
        return got
    """,
    "barrier": """
    async def member(barrier, i):
        await add(i, 0)
        return await barrier.wait()

    async def workflow(n):
        "use workflow"
        barrier = asyncio.Barrier(3)
        return await asyncio.gather(*[member(barrier, i) for i in range(3)])
    """,
    "waits": """
    async def workflow(n):
        "use workflow"
        tasks = [asyncio.create_task(add(n, i), name=str(i)) for i in range(3)]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        names = [task.get_name() for task in done], [task.get_name() for task in pending]
        results = []
        for first in asyncio.as_completed(pending):
            results.append(await first)
        results.append(await asyncio.wait_for(add(1, 1), 60))
        results.append(await asyncio.shield(add(2, 2)))
        return [names, results]
    """,
    "timeout": """
    async def workflow(n):
        "use workflow"
        try:
            async with asyncio.timeout(1):
                async with asyncio.timeout(1000):
                    await asyncio.sleep(500)
        except TimeoutError as error:
            await sleep("1m")
            return type(error.__cause__).__name__
    """,
    "hook": """
    async def workflow(n):
        "use workflow"
        seen = []
        async with create_hook("t") as hook:
            async for payload in hook:
                seen.append(payload)
                await add(1, 1)
                if len(seen) == 3:
                    break
        return seen
    """,
    "sync": """
    async def other(seen):
        seen.append(await add(1, 1))
        seen.append("other")

    async def workflow(n):
        "use workflow"
        seen = []
        task = asyncio.create_task(other(seen))
        await asyncio.sleep(0)
        seen.append(inc(n))
        seen.append("main")
        await task
        return seen
    """,
    "cleanup": """
    async def background(n):
        try:
            await asyncio.sleep(1000)
        finally:
            await add(n, 1)

    async def workflow(n):
        "use workflow"
        asyncio.create_task(background(n))
        await add(n, 0)
        return "done"
    """,
}


@cache
def library() -> tuple[ModuleCode, ...]:
    return compile_library(SOURCES)


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Program]:
    """Compiles and loads a program by its source."""

    def loaded(source: str) -> Program:
        (tmp_path / "shop_under_test.py").write_text(STEPS + textwrap.dedent(source), encoding="utf-8")
        bundle = compile_workflow("shop_under_test", "workflow", PathSourceFinder([str(tmp_path)]))
        return Program.load(bundle, library(), _class)

    return loaded


def _class(module: str, qualname: str) -> Any:
    return getattr(importlib.import_module(module), qualname)


def next_event(instance: Instance, at: int) -> AnyEvent:
    """The outcome of an outstanding operation: steps first, then hooks, then the timer that is due first."""
    rank = {"step": 0, "hook": 1, "timer": 2}
    operations = sorted(instance.operations.items(), key=lambda item: (rank[item[1].kind], getattr(item[1], "due", 0)))
    name, operation = operations[0]
    if operation.kind == "step":
        return StepCompleted(at=at, id=name, value=values.encode(at))
    if operation.kind == "hook":
        return HookReceived(at=at, id=name, payload=values.encode(at))
    return TimerFired(at=max(at, operation.due), id=name)


def created(at: int = 1) -> RunCreated:
    return RunCreated(at=at, workflow="w", bundle="b", args=values.encode_args((5,), {}), seed="00" * 16)


def run(program: Program, *, restoring: bool) -> list[bytes]:
    """All commands of a run, as the log would hold them."""
    instance = Instance.create(program, "r")
    event: AnyEvent = created()
    commands: list[bytes] = []
    for turn in range(2, 100):
        commands += [encode_event(command) for command in instance.deliver(event)]
        if instance.finished:
            return commands
        if restoring:
            data = instance.snapshot(KEY)
            instance.close()
            instance = Instance.restore(program, data, KEY)
            assert instance.snapshot(KEY)
        event = next_event(instance, turn)
    raise AssertionError("the run does not end")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_run_restored_at_every_turn_gives_the_same_commands(name: str, load: Any) -> None:
    """Every suspension of asyncio's parts can be captured, evicted and restored, with the same commands after it."""
    program = load(PROGRAMS[name])
    plain = run(program, restoring=False)
    assert b'"kind":"run_completed"' in plain[-1]
    assert run(program, restoring=True) == plain


def test_what_a_failure_went_through_is_freed_with_it(load: Any) -> None:
    """Frames of the machinery make no cycle with an exception: as soon as it goes, so does what its functions held."""
    program = load(PROGRAMS["left_in_the_middle_by_failures"])
    gc.collect()
    gc.disable()
    try:
        told = [str(json.loads(command).get("text")) for command in run(program, restoring=False)]
    finally:
        gc.enable()
    for name in ("waits", "groups", "is_late", "cancels"):
        assert told[told.index(f"{name} ends") + 1] == f"freed {name}"
    assert told.count("freed fails") == 4


def test_a_snapshot_with_another_key_is_refused(load: Any) -> None:
    """A snapshot loads only if its signature holds (G8)."""
    program = load(PROGRAMS["gather"])
    instance = Instance.create(program, "r")
    instance.deliver(created())
    data = instance.snapshot(KEY)
    with pytest.raises(SnapshotRefused):
        Instance.restore(program, data, b"x" * 32)
    with pytest.raises(SnapshotRefused):
        Instance.restore(program, data[:-1] + bytes([data[-1] ^ 1]), KEY)
    instance.close()


def test_closing_runs_no_user_code(load: Any) -> None:
    """Eviction does not run ``finally``: the run would otherwise go on in two places."""
    program = load(PROGRAMS["cleanup"])
    instance = Instance.create(program, "r")
    instance.deliver(created())
    instance.close()
    assert instance.finished
    assert instance.deliver(CancelRequested(at=9)) == []


PAGES = """
async def pages(n):
    try:
        yield await add(n, 1)
        yield await add(n, 2)
    finally:
        await add(n, 3)

async def workflow(n):
    "use workflow"
    async for page in pages(n):
        await add(page, 1)
"""


async def test_closing_a_restored_run_leaves_its_async_generators_to_nobody(load: Any) -> None:
    """The event loop around the instance does not close the generators of one that was restored and let go (G2)."""
    program = load(PAGES)
    instance = Instance.create(program, "r")
    instance.deliver(created())
    adopted: list[Any] = []
    sys.set_asyncgen_hooks(lambda generator: adopted.append(generator.__qualname__), None)
    for turn in (2, 3):  # parked inside the generator's step, then between its steps
        restored = Instance.restore(program, instance.snapshot(None), None)
        restored.close()
        instance.deliver(next_event(instance, turn))
    instance.close()
    assert adopted == []


KNOTTED = """
def knotted(knot):
    knot.append((yield))
    try:
        yield
    finally:
        print("freed")

async def workflow(n):
    "use workflow"
    knot = []
    one = knotted(knot)
    next(one)
    one.send(one)
    del one, knot
    return await add(n, 1)
"""


@pytest.fixture
def by_hand() -> Iterator[None]:
    """The collector works only where the test says so."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("by_hand")
@pytest.mark.parametrize("closed", [True, False])
def test_what_the_collector_frees_says_nothing_in_another_runs_turn(closed: bool, load: Any) -> None:
    """When a generator in a cycle is freed is chance: its ``finally`` gives no command to whoever has the turn, nor to its own run."""
    program = load(KNOTTED)
    gone = Instance.create(program, "gone")
    gone.deliver(created())
    if closed:
        gone.close()
    other = Instance.create(program, "other")
    before = enter(other)
    freed = gc.collect()
    leave(before)
    assert freed
    assert other._commands == []
    if not closed:
        ended = gone.deliver(next_event(gone, 2))
        assert [type(command).__name__ for command in ended] == ["RunCompleted"]
        gone.close()
    other.close()


def test_a_restored_run_can_be_cancelled(load: Any) -> None:
    """Cancellation reaches the restored frames with its reason."""
    program = load(PROGRAMS["timeout"])
    instance = Instance.create(program, "r")
    instance.deliver(created())
    restored = Instance.restore(program, instance.snapshot(None), None)
    instance.close()
    commands = restored.deliver(CancelRequested(at=9, reason="enough"))
    assert [encode_event(command) for command in commands[-1:]] == [
        b'{"kind":"run_cancelled","at":9,"reason":"enough"}'
    ]


def test_two_instances_of_one_program_do_not_meet(load: Any) -> None:
    """Instances of one program share code and nothing else."""
    program = load(PROGRAMS["group"])
    first, second = Instance.create(program, "1"), Instance.create(program, "2")
    first.deliver(created())
    second.deliver(created())
    for instance in (first, second):
        for turn in range(2, 5):
            last = instance.deliver(next_event(instance, turn))
        assert encode_event(last[-1]) == b'{"kind":"run_completed","at":4,"value":[2,[2,3,4]]}'
