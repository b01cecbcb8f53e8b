"""Futures and tasks behave as asyncio's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from useworkflow_sandbox.current import NotInWorkflowError, current
from useworkflow_sandbox.events import Logged
from useworkflow_sandbox.facades.asyncio_facade import make_module
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.tasks import Task

aio: Any = make_module({})


def test_outside_a_run_there_is_no_current_instance() -> None:
    """What needs a run says so outside of one."""
    with pytest.raises(NotInWorkflowError, match="UW210"):
        current()


def test_a_pending_future_has_neither_result_nor_exception() -> None:
    """Asking too early raises ``InvalidStateError``."""
    future = Future()
    assert not future.done()
    with pytest.raises(asyncio.InvalidStateError):
        future.result()
    with pytest.raises(asyncio.InvalidStateError):
        future.exception()


def test_callbacks_run_in_order_in_later_handles(play: Any) -> None:
    """A future's end queues its callbacks; none runs before the task that ended it has given way."""
    trace: list[Any] = []

    async def workflow() -> None:
        future = aio.Future()
        future.add_done_callback(lambda _: trace.append("first"))
        future.add_done_callback(lambda _: trace.append("second"))
        future.set_result(1)
        trace.append("set")
        await aio.sleep(0)
        future.add_done_callback(lambda _: trace.append("late"))
        await aio.sleep(0)

    play(workflow)
    assert trace == ["set", "first", "second", "late"]


def test_a_removed_callback_is_not_called(play: Any) -> None:
    """``remove_done_callback`` takes every occurrence out and counts them."""
    trace: list[Any] = []

    async def workflow() -> int:
        future = aio.Future()
        future.add_done_callback(trace.append)
        future.add_done_callback(trace.append)
        removed: int = future.remove_done_callback(trace.append)
        future.set_result(1)
        await aio.sleep(0)
        return removed

    assert play(workflow).result == 2
    assert trace == []


def test_stop_iteration_cannot_be_a_futures_exception(play: Any) -> None:
    """It becomes a ``RuntimeError`` with the cause, since it would end the coroutine instead of failing it."""

    async def workflow() -> list[str]:
        future = aio.Future()
        future.set_exception(StopIteration(1))
        try:
            await future
        except RuntimeError as error:
            return [type(error).__name__, type(error.__cause__).__name__]
        return []

    assert play(workflow).result == ["RuntimeError", "StopIteration"]


def test_a_future_is_done_once(play: Any) -> None:
    """A second outcome raises ``InvalidStateError``, a late cancel is refused."""

    async def workflow() -> list[Any]:
        future = aio.Future()
        future.set_result(1)
        try:
            future.set_result(2)
        except aio.InvalidStateError:
            return [future.cancel(), future.result()]
        return []

    assert play(workflow).result == [False, 1]


def test_paths_and_ids_are_structural(play: Any) -> None:
    """A task's path is its place in the tree, and ids count occurrences per task and name (G5)."""

    async def leaf() -> list[str]:
        task = aio.current_task()
        return [task.path, task.next_id("x"), task.next_id("x"), task.next_id("y")]

    async def branch() -> Any:
        return await aio.gather(leaf(), leaf())

    async def workflow() -> Any:
        return [aio.current_task().path, await aio.gather(branch(), leaf())]

    (main, ((first, second), third)) = play(workflow).result
    assert main == "0"
    assert first == ["0.0.0", "0.0.0/x#0", "0.0.0/x#1", "0.0.0/y#0"]
    assert [second[0], third[0]] == ["0.0.1", "0.1"]


def test_a_task_takes_only_coroutines(play: Any) -> None:
    """``create_task`` of a value raises ``TypeError``, as in asyncio."""

    async def workflow() -> None:
        aio.create_task(5)

    assert "a coroutine was expected" in str(play(workflow).error)


def test_a_task_that_awaits_itself_fails(play: Any) -> None:
    """The loop refuses what could never end."""

    async def workflow() -> None:
        await aio.current_task()

    assert "cannot await on itself" in str(play(workflow).error)


def test_cancel_before_the_first_step_runs_nothing(play: Any) -> None:
    """A task cancelled before it began never enters its body."""
    trace: list[str] = []

    async def body() -> None:
        trace.append("ran")

    async def workflow() -> list[Any]:
        task = aio.create_task(body())
        task.cancel("early")
        try:
            await task
        except aio.CancelledError as error:
            return [task.cancelled(), list(error.args)]
        return []

    assert play(workflow).result == [True, ["early"]]
    assert trace == []


def test_the_earlier_cancellation_message_counts(play: Any) -> None:
    """A second cancel that comes before the first has been delivered does not replace its message."""

    async def workflow() -> list[Any]:
        event = aio.Event()
        task = aio.create_task(event.wait())
        await aio.sleep(0)
        task.cancel("first")
        task.cancel("second")
        try:
            await task
        except aio.CancelledError as error:
            return [*error.args, task.cancelling()]
        return []

    assert play(workflow).result == ["first", 2]


def test_a_swallowed_cancellation_leaves_the_task_alive(play: Any) -> None:
    """A body may catch ``CancelledError`` and return."""

    async def body() -> str:
        try:
            await aio.sleep(10)
        except aio.CancelledError:
            return "kept"
        return "slept"

    async def workflow() -> list[Any]:
        task = aio.create_task(body())
        await aio.sleep(0)
        task.cancel()
        return [await task, task.cancelled(), task.cancelling()]

    assert play(workflow).result == ["kept", False, 1]


def test_names_count_per_run(play: Any) -> None:
    """Default names are those of a fresh asyncio program."""

    async def nothing() -> None:
        pass

    async def workflow() -> list[str]:
        tasks = [aio.create_task(nothing()), aio.create_task(nothing(), name="mine")]
        return [aio.current_task().get_name(), *(task.get_name() for task in tasks)]

    assert play(workflow).result == ["Task-1", "Task-2", "mine"]


def test_an_exception_that_nobody_saw_is_logged_at_the_end(play: Any) -> None:
    """asyncio's "never retrieved" is a log line of the run."""

    async def broken() -> None:
        raise ValueError("unseen")

    async def workflow() -> str:
        aio.create_task(broken())
        await aio.sleep(0)
        return "done"

    run = play(workflow)
    assert run.result == "done"
    (line,) = run.of(Logged)
    assert "never retrieved" in line.text
    assert "unseen" in line.text
    assert line.level == 40


def test_a_retrieved_exception_is_not_logged(play: Any) -> None:
    """Looking at it is enough."""

    async def broken() -> None:
        raise ValueError("seen")

    async def workflow() -> str:
        task = aio.create_task(broken())
        await aio.wait([task])
        return str(task.exception())

    run = play(workflow)
    assert run.result == "seen"
    assert run.of(Logged) == []


def test_a_failing_callback_is_logged_and_the_loop_goes_on(play: Any) -> None:
    """asyncio's exception handler is a log line of the run."""

    def broken(_: Any) -> None:
        raise ValueError("callback")

    async def workflow() -> str:
        future = aio.Future()
        future.add_done_callback(broken)
        future.set_result(None)
        await aio.sleep(0)
        return "alive"

    run = play(workflow)
    assert run.result == "alive"
    assert "callback" in run.of(Logged)[0].text


def test_all_tasks_are_listed_in_order_of_creation(play: Any) -> None:
    """``all_tasks`` is a set with a stable order (G5)."""

    async def workflow() -> list[str]:
        for name in "cab":
            aio.create_task(aio.sleep(0), name=name)
        return [task.get_name() for task in aio.all_tasks() if isinstance(task, Task)][1:]

    assert play(workflow).result == ["c", "a", "b"]
