"""``compensate``: what undoes a step, run when the block after it fails. Source for the lowering.

    async with compensate(refund, order):
        await ship(order)                  raises, or is cancelled -> ``await refund(order)``, then the exception goes on

Nested blocks, and those of an ``AsyncExitStack``, undo in reverse. The manager is part of the run's state, so a rollback
survives crashes at any point. A rollback is not cancelled half-way: a cancellation that comes while it runs is raised when
it has ended. Read next: ``contexts``.
"""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from useworkflow_sandbox.calls import is_sync_step, to_thread
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.suspending_functions import coroutine_function
from useworkflow_sandbox.tasks import Task


class Compensation(AbstractAsyncContextManager):  # type: ignore[type-arg]
    """What ``compensate(function, *args, **kwargs)`` returns."""

    def __init__(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        if not callable(function):
            raise TypeError(f"compensate() takes a function and its arguments, not {function!r}")
        self._undoes = (coroutine_function(function), args, kwargs)

    def _start(self) -> Any:
        return Task(self._undo())

    async def _wait(self, task: Any) -> None:
        await routines.wait([task])

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if kind is None:
            return False
        task = self._start()
        cancelled = None
        while not task.done():
            try:
                await self._wait(task)
            except CancelledError as request:
                cancelled = request
        task.result()
        if cancelled is not None:
            raise cancelled
        return False

    async def _undo(self) -> None:
        function, args, kwargs = self._undoes
        result = to_thread(function, *args, **kwargs) if is_sync_step(function) else function(*args, **kwargs)
        if hasattr(result, "__await__"):
            await result
