"""Promises of the table of features that no other file tests: each as its user meets it."""

from __future__ import annotations

import asyncio
import enum
import logging
import re
import threading
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.runtime.conftest import Room

from useworkflow import (
    PayloadTooLargeError,
    WorkflowFailedError,
    WorkflowTimeoutError,
    create_hook,
    get_step_metadata,
    get_workflow_metadata,
    set_attributes,
    sleep,
    start,
    step,
    workflow,
)
from useworkflow_sandbox import events

RETRIES = ContextVar("retries", default=3)
T = TypeVar("T")
NUMBER = re.compile(r"[0-9]+")
log = logging.getLogger(__name__)
PRICE = Decimal("1.50")
PATIENCE = timedelta(hours=1)
SHELF = Path("shop") / "shelf"


class Color(enum.Enum):
    RED = 1


@dataclass(frozen=True)
class Settings:
    """Settings of a module."""

    colors: tuple[Color, ...] = (Color.RED,)


SETTINGS = Settings()


class Seen:
    """What the steps of this module were told, and what they wait for."""

    ids: list[tuple[str, int]]
    gate: asyncio.Event
    thread: threading.Event


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Nothing has been seen."""
    Seen.ids = []
    Seen.gate = asyncio.Event()
    Seen.thread = threading.Event()


async def plus_one(number: int) -> int:
    "use step"
    return number + 1


@step(retry_delay=0)
async def fails_twice() -> str:
    "use step"
    metadata = get_step_metadata()
    Seen.ids.append((metadata.step_id, metadata.attempt))
    if metadata.attempt < 3:
        raise ValueError("not yet")
    return metadata.step_id


async def gated() -> str:
    "use step"
    await Seen.gate.wait()
    return "late"


def in_a_thread() -> str:
    "use step"
    Seen.thread.wait(30)
    return "too late"


async def raises(what: str) -> None:
    "use step"
    raise KeyError(what)


# --- workflows


async def inner(number: int) -> tuple[str, int]:
    "use workflow"
    return get_workflow_metadata().run_id, await plus_one(number)


async def outer() -> Any:
    "use workflow"
    return get_workflow_metadata().run_id, await inner(1), await inner(2)


async def racing() -> list[str]:
    "use workflow"
    loser = asyncio.create_task(gated())
    done, pending = await asyncio.wait([loser, asyncio.create_task(plus_one(1))], return_when=asyncio.FIRST_COMPLETED)
    first = sorted(str(task.result()) for task in done)
    assert pending == {loser}
    await create_hook("the race is over")
    return [*first, await loser]


async def leaves_a_thread() -> int:
    "use workflow"
    task = asyncio.create_task(asyncio.to_thread(in_a_thread))
    result = await plus_one(1)
    assert not task.done()
    return result


async def keeps_its_id() -> list[str]:
    "use workflow"
    return [await fails_twice(), await fails_twice()]


@workflow(timeout="1h")
async def out_of_time() -> None:
    "use workflow"
    await sleep("1 day")


async def too_large() -> None:
    "use workflow"
    await plus_one("x" * (17 << 20))  # type: ignore[arg-type]


async def wrong() -> None:
    "use workflow"
    await raises("a key")


async def parent_of(which: str) -> None:
    "use workflow"
    await (await start(out_of_time if which == "engine" else wrong)).result()


async def reads_names() -> list[Any]:
    "use workflow"
    """What is read of exceptions, functions and classes."""
    try:
        try:
            raise KeyError("first")
        except KeyError as first:
            first.add_note("seen")
            raise ValueError("second") from first
    except ValueError as second:
        cause: Any = second.__cause__
        return [
            repr(cause), second.__context__ is cause, second.__suppress_context__, cause.__notes__,
            type(second).__name__, Settings.__qualname__, SETTINGS.__class__.__name__, plus_one.__name__, racing.__module__,
            inner.__doc__,
        ]  # fmt: skip


async def reads_constants() -> list[Any]:
    "use workflow"
    log.info("constants")
    return [
        RETRIES.get(), NUMBER.findall("a1b22"), str(PRICE * 2), PATIENCE.total_seconds(), SHELF.as_posix(),
        SETTINGS.colors[0].name, T.__name__,
    ]  # fmt: skip


async def sets_wrongly() -> str:
    "use workflow"
    try:
        await set_attributes({"good": 1, "bad": [1]})  # type: ignore[dict-item]
    except TypeError:
        return "refused"
    return "taken"


# --- tests


async def test_an_awaited_workflow_is_a_part_of_the_same_run(rooms: Room) -> None:
    """``await other(x)`` starts no run: its steps stand in the log of the run that awaits it."""
    await rooms.open()
    run = await rooms.start(outer)
    assert await run.result() == (run.id, (run.id, 2), (run.id, 3))
    assert len(await rooms.world.find_runs()) == 1
    assert (await rooms.kinds(run)).count("step_completed") == 2


async def test_the_loser_of_a_race_ends_in_its_own_time(rooms: Room) -> None:
    """It is neither cancelled nor waited for; its result is there for who asks later."""
    from useworkflow import resume_hook

    await rooms.open()
    run = await rooms.start(racing)
    await rooms.until(run, "hook_created")
    assert "step_cancelled" not in await rooms.kinds(run)
    Seen.gate.set()
    await rooms.until(run, "step_completed", 2)
    await resume_hook("the race is over", world=rooms.world)
    assert await run.result() == ["2", "late"]


async def test_a_late_result_of_a_finished_run_is_ignored_and_logged(
    rooms: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """A thread that outlives its run changes nothing of it."""
    await rooms.open()
    run = await rooms.start(leaves_a_thread)
    assert await run.result() == 2
    before = await rooms.world.read_events(run.id)
    with caplog.at_level(logging.INFO, "useworkflow.engine"):
        Seen.thread.set()
        async with asyncio.timeout(20):
            while "ended when nobody waited for it" not in caplog.text:
                await asyncio.sleep(0)
    assert await rooms.world.read_events(run.id) == before


async def test_a_step_keeps_its_id_over_its_attempts(room: Room) -> None:
    """It is the key under which a receiver knows a repeated request; two calls have two."""
    await room.open()
    run = await room.start(keeps_its_id)
    for count in (1, 2, 3, 4):
        await room.until(run, "step_retrying", count)
        room.advance(1)
    first, second = await run.result()
    assert first != second
    assert Seen.ids == [(first, 1), (first, 2), (first, 3), (second, 1), (second, 2), (second, 3)]


async def test_a_failure_says_whose_it_is(room: Room) -> None:
    """``user``: its code raised; ``engine``: a limit ended it. A parent that fails by its child's failure has the child's kind."""
    await room.open()
    for flow, args, kind, cause in (
        (wrong, (), "user", KeyError), (too_large, (), "engine", PayloadTooLargeError),
        (out_of_time, (), "engine", WorkflowTimeoutError), (parent_of, ("user",), "user", WorkflowFailedError),
        (parent_of, ("engine",), "engine", WorkflowFailedError),
    ):  # fmt: skip
        run = await room.start(flow, *args)
        if kind == "engine" and flow is not too_large:
            await room.until(run, "child_started" if flow is parent_of else "timer_started")
            if flow is parent_of:
                child = (await room.world.find_runs(limit=1))[0]
                while not any(id == child.id and row.kind == "timer_started" for id, row in room.seen):
                    await asyncio.sleep(0)
            room.advance(3601)
        if flow is wrong or args == ("user",):
            for _ in range(3):
                while (record := await room.world.get_run(run.id)) and record.status not in ("failed",):
                    room.advance(100)
                    await asyncio.sleep(0)
        with pytest.raises(WorkflowFailedError) as failure:
            await run.result()
        assert (failure.value.kind, type(failure.value.__cause__)) == (kind, cause)
        record = await room.world.get_run(run.id)
        assert record is not None
        assert record.error_kind == kind


async def test_names_of_exceptions_functions_and_classes_can_be_read(room: Room) -> None:
    """Those that ordinary code reads; what leads to frames and globals stays refused."""
    await room.open()
    assert await (await room.start(reads_names)).result() == [
        "KeyError('first')", True, True, ["seen"], "ValueError", "Settings", "Settings", "plus_one", __name__, None,
    ]  # fmt: skip


async def test_constants_of_modules_may_be_made_by_pure_constructors(room: Room) -> None:
    """Context variables, type variables, patterns, loggers, decimals, times, paths, enums and data classes."""
    await room.open()
    run = await room.start(reads_constants)
    assert await run.result() == [3, ["1", "22"], "3.00", 3600.0, "shop/shelf", "RED", "T"]


async def test_wrong_attributes_leave_no_trace(rooms: Room) -> None:
    """One that breaks the rules: nothing of the call is recorded."""
    await rooms.open()
    run = await rooms.start(sets_wrongly)
    assert await run.result() == "refused"
    assert "attributes_set" not in await rooms.kinds(run)
    record = await rooms.world.get_run(run.id)
    assert record is not None
    assert record.attributes == {}


def test_the_kinds_of_events_are_those_that_are_promised() -> None:
    """Dashboards and exports name them."""
    promised = (
        "run_created run_started step_scheduled step_started step_completed step_failed step_retrying timer_started timer_fired "
        "hook_created hook_received hook_disposed hook_conflict child_started child_finished attributes_set cancel_requested "
        "run_completed run_failed run_cancelled"
    )
    kinds = {
        each.__struct_config__.tag
        for each in vars(events).values()
        if isinstance(each, type) and issubclass(each, events.Event)
    }
    assert set(promised.split()) <= kinds
