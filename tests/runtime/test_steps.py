"""How attempts run: where, with what arguments, in which context, and how they are cancelled."""

from __future__ import annotations

import asyncio
import sys
import threading
from contextvars import ContextVar
from typing import Any

import pytest

from useworkflow import StepCrashedError, WorkflowCancelledError, step
from useworkflow_runtime.steps import execution
from useworkflow_runtime.steps.registry import Registry

seen: list[Any] = []
mark: ContextVar[str] = ContextVar("mark", default="unset")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    seen.clear()


def in_thread() -> bool:
    "use step"
    return threading.current_thread() is not threading.main_thread()


@step(executor="thread")
async def async_in_thread() -> bool:
    "use step"
    await asyncio.sleep(0)
    return threading.current_thread() is not threading.main_thread()


@step(executor="loop")
def plain_on_loop() -> bool:
    "use step"
    return threading.current_thread() is threading.main_thread()


@step(retry_delay=0, retry_jitter=0)
async def spoil(items: list[int]) -> int:
    "use step"
    seen.append(list(items))
    items.append(99)
    if len(seen) == 1:
        raise ValueError("again")
    return len(items)


@step(max_retries=0)
async def quit_python() -> None:
    "use step"
    sys.exit(3)


async def set_mark() -> str:
    "use step"
    before = mark.get()
    mark.set("leaked")
    return before


async def wait_long() -> None:
    "use step"
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        seen.append("cancelled")
        raise


async def use_threads() -> list[bool]:
    "use workflow"
    return [in_thread(), await async_in_thread(), plain_on_loop()]


async def use_spoil() -> int:
    "use workflow"
    return await spoil([1, 2])


async def use_quit() -> str:
    "use workflow"
    try:
        await quit_python()
    except StepCrashedError as error:
        return str(error)
    return "survived"


async def use_marks() -> list[str]:
    "use workflow"
    return [await set_mark(), await set_mark(), await set_mark()]


async def use_wait() -> None:
    "use workflow"
    await wait_long()


async def give_up_on_step() -> str:
    "use workflow"
    try:
        async with asyncio.timeout(5):
            await wait_long()
    except TimeoutError:
        return "gave up"
    return "it came"


@step(max_retries=1)
async def cancel_myself() -> None:
    "use step"
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(0)


async def use_cancel_myself() -> str:
    "use workflow"
    try:
        await cancel_myself()
    except Exception as error:
        return type(error).__name__
    return "done"


async def talk() -> str:
    "use workflow"
    print("first line")
    await set_mark()
    print("second line")
    return "done"


async def test_each_step_runs_where_its_options_say(room: Any) -> None:
    """Plain steps run in threads, async ones on the loop, and ``executor`` turns that around."""
    await room.open()
    run = await room.start(use_threads)
    assert await run.result() == [True, True, True]


async def test_arguments_are_fresh_for_each_attempt(room: Any) -> None:
    """What one attempt does to its arguments, the next one does not see."""
    await room.open()
    run = await room.start(use_spoil)
    await room.until(run, "step_retrying")
    room.advance(0)
    assert await run.result() == 3
    assert seen == [[1, 2], [1, 2]]


async def test_step_cannot_end_its_worker(room: Any) -> None:
    """``sys.exit`` in a step fails the step, and the worker goes on."""
    await room.open()
    run = await room.start(use_quit)
    assert "tried to end its worker with SystemExit" in await run.result()


async def test_context_of_one_step_does_not_reach_the_next(room: Any) -> None:
    """A context variable that a step sets is its own."""
    await room.open()
    run = await room.start(use_marks)
    assert await run.result() == ["unset", "unset", "unset"]


async def test_cancelling_a_run_reaches_its_async_step(room: Any) -> None:
    """A cancelled run cancels the step that it waits for."""
    await room.open()
    run = await room.start(use_wait)
    await room.until(run, "step_scheduled")
    await run.cancel()
    with pytest.raises(WorkflowCancelledError):
        await run.result()
    while not seen:
        await asyncio.sleep(0)
    assert seen == ["cancelled"]


async def test_abandoned_step_is_cancelled(room: Any) -> None:
    """A step whose wait timed out in the workflow is cancelled after that turn's commit."""
    await room.open()
    run = await room.start(give_up_on_step)
    await room.until(run, "timer_started")
    room.advance(5)
    assert await run.result() == "gave up"
    assert "step_cancelled" in await room.kinds(run)
    while not seen:
        await asyncio.sleep(0)
    assert seen == ["cancelled"]


async def test_a_step_that_cancels_its_own_task_has_failed(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the run nor the engine has asked for it: the attempt counts as crashed, and the run does not wait for ever."""
    monkeypatch.setattr(execution, "_CLOSING", 0.0)
    await room.open()
    run = await room.start(use_cancel_myself)
    await room.until(run, "step_retrying")
    room.advance(60)
    async with asyncio.timeout(10):
        assert await run.result() == "StepCrashedError"


async def test_who_stops_waiting_for_a_result_leaves_nothing_behind(room: Any) -> None:
    """A program that looks again and again with a timeout does not fill the engine's memory."""
    engine = await room.open()
    run = await room.start(use_wait)
    await room.until(run, "step_scheduled")
    for _ in range(3):
        waiting = asyncio.ensure_future(run.result())
        while run.id not in engine._expected:
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert engine._expected == {}


async def test_stopping_says_which_steps_were_cut_off(room: Any) -> None:
    """``stop`` cancels running steps without an outcome, and names them; they are tried again by the next engine."""
    engine = await room.open()
    run = await room.start(use_wait)
    await room.until(run, "step_scheduled")
    assert await engine.stop() == [f"{run.id}/0/wait_long#0"]
    assert (await room.kinds(run))[-1] == "step_scheduled"
    await room.open()
    await room.until(run, "step_started")
    assert seen == ["cancelled"]


async def test_printed_lines_appear_once(room: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """What workflow code prints is shown once, on standard output, not again on replay, and not kept in the log."""
    await room.open()
    run = await room.start(talk)
    assert await run.result() == "done"
    assert capsys.readouterr().out == "first line\nsecond line\n"
    assert "logged" not in await room.kinds(run)


def test_registry_finds_steps_by_id_and_says_what_is_missing() -> None:
    """A step is found by module and name; what is not there is remembered with the reason."""
    registry = Registry()
    found = registry.find("step//" + in_thread.__module__ + "//in_thread")
    assert found is not None
    assert found.function is in_thread
    assert registry.find("step//no_such_module//f") is None
    assert "no_such_module" in registry.missing["step//no_such_module//f"]
    registry.forget_missing()
    assert registry.missing == {}
