"""``asyncio`` as workflow code imports it: everything that has no I/O, on the deterministic loop.

Input -> output::

    make_module({})   -> a module object named ``asyncio`` with gather, TaskGroup, timeout, Lock, Queue, ...

Names of asyncio that need a real loop are refused when they are called, with the remedy. Read next: ``aio``.
"""

from __future__ import annotations

import asyncio as real
import inspect
from collections.abc import Coroutine, Iterable
from typing import Any, NoReturn

from useworkflow_sandbox import library as library_package
from useworkflow_sandbox.aio import locks, queues, taskgroups, timeouts, waitsets
from useworkflow_sandbox.aio.gathering import gather, shield
from useworkflow_sandbox.calls import StepFunction, to_thread
from useworkflow_sandbox.context import Context
from useworkflow_sandbox.current import current
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.fixed import Fixed
from useworkflow_sandbox.futures import Future, is_future
from useworkflow_sandbox.ordered import OrderedSet
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.running_loop import RUNNING_LOOP, RunningLoop
from useworkflow_sandbox.suspending_functions import coroutine_function
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.timers import asyncio_sleep
from useworkflow_sandbox.unsupported import unsupported

REFUSED = (
    "run", "Runner", "new_event_loop", "set_event_loop", "run_coroutine_threadsafe", "wrap_future", "open_connection",
    "start_server", "open_unix_connection", "start_unix_server", "create_subprocess_exec", "create_subprocess_shell",
    "get_event_loop_policy", "set_event_loop_policy", "create_eager_task_factory",
)  # fmt: skip
"""Functions of asyncio that exist here only to say what to do in their place."""


class Refused(Fixed):
    """A function that workflow code cannot have."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"<asyncio.{self._name}, not available in workflow code>"

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        for argument in args:
            if inspect.iscoroutine(argument):
                argument.close()
        unsupported(f"asyncio.{self._name}")


def create_task(coro: Any, *, name: object = None, context: Context | None = None) -> Task:
    """``asyncio.create_task``."""
    return Task(coro, name=name, context=context)


def current_task(loop: object = None) -> Task | None:
    """``asyncio.current_task``."""
    return current().loop.current_task


def all_tasks(loop: object = None) -> OrderedSet:
    """``asyncio.all_tasks``: in the order of their creation."""
    return OrderedSet(current().loop.tasks.values())


def get_running_loop() -> RunningLoop:
    """``asyncio.get_running_loop``."""
    current()
    return RUNNING_LOOP


def wait(
    fs: Iterable[Any], *, timeout: float | None = None, return_when: str = waitsets.ALL_COMPLETED
) -> Coroutine[Any, Any, tuple[OrderedSet, OrderedSet]]:
    """``asyncio.wait``: two sets that iterate in the order in which the futures were given."""
    return routines.wait(fs, timeout=timeout, return_when=return_when)  # type: ignore[no-any-return]


def wait_for(fut: Any, timeout: float | None) -> Coroutine[Any, Any, Any]:
    """``asyncio.wait_for``."""
    return routines.wait_for(fut, timeout)  # type: ignore[no-any-return]


def iscoroutinefunction(function: object) -> bool:
    """``asyncio.iscoroutinefunction``: true of async steps too, and not of plain functions that may suspend."""
    if isinstance(function, StepFunction):
        return function.is_async
    if coroutine_function(function) is not function:
        return False
    return inspect.iscoroutinefunction(function)


_EXPORTED: dict[str, Any] = {
    "ALL_COMPLETED": waitsets.ALL_COMPLETED,
    "Barrier": locks.Barrier,
    "BoundedSemaphore": locks.BoundedSemaphore,
    "BrokenBarrierError": real.BrokenBarrierError,
    "CancelledError": real.CancelledError,
    "Condition": locks.Condition,
    "Event": locks.Event,
    "FIRST_COMPLETED": waitsets.FIRST_COMPLETED,
    "FIRST_EXCEPTION": waitsets.FIRST_EXCEPTION,
    "Future": Future,
    "InvalidStateError": real.InvalidStateError,
    "LifoQueue": queues.LifoQueue,
    "Lock": locks.Lock,
    "PriorityQueue": queues.PriorityQueue,
    "Queue": queues.Queue,
    "QueueEmpty": real.QueueEmpty,
    "QueueFull": real.QueueFull,
    "QueueShutDown": queues.QueueShutDown,
    "Semaphore": locks.Semaphore,
    "Task": Task,
    "TaskGroup": taskgroups.TaskGroup,
    "Timeout": timeouts.Timeout,
    "TimeoutError": TimeoutError,
    "all_tasks": all_tasks,
    "as_completed": waitsets.as_completed,
    "create_task": create_task,
    "current_task": current_task,
    "ensure_future": waitsets.ensure_future,
    "gather": gather,
    "get_event_loop": get_running_loop,
    "get_running_loop": get_running_loop,
    "iscoroutine": waitsets.is_coroutine,
    "iscoroutinefunction": iscoroutinefunction,
    "isfuture": is_future,
    "shield": shield,
    "sleep": asyncio_sleep,
    "timeout": timeouts.timeout,
    "timeout_at": timeouts.timeout_at,
    "to_thread": to_thread,
    "wait": wait,
    "wait_for": wait_for,
}


def make_module(library: dict[str, dict[str, Any]]) -> FacadeModule:
    """The facade.

    Args:
        library: namespaces of the lowered library by module name; empty: what is installed already.
    """
    library_package.install(library)
    return FacadeModule("asyncio", {**_EXPORTED, **{name: Refused(name) for name in REFUSED}})
