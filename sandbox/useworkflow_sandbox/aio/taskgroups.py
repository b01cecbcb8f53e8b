"""``TaskGroup``: as asyncio's of Python 3.13.

Input -> output::

    async with TaskGroup() as group: group.create_task(a()); group.create_task(b())   waits for both

What suspends stands in ``library/groups``. Read next: that.
"""

from __future__ import annotations

from collections.abc import Coroutine
from types import CoroutineType, TracebackType
from typing import Any, ClassVar

from useworkflow_sandbox.context import Context
from useworkflow_sandbox.current import current
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.tasks import Task


class TaskGroup:
    """Tasks that end together: the first failure cancels the others."""

    __slots__ = ("_aborting", "_base_error", "_completed", "_entered", "_errors", "_exiting", "_parent",
                 "_parent_cancel_requested", "_tasks")  # fmt: skip
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_task_done", "create_task"})

    def __init__(self) -> None:
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._parent: Task | None = None
        self._parent_cancel_requested = False
        self._tasks: dict[Task, None] = {}
        self._errors: list[BaseException] = []
        self._base_error: BaseException | None = None
        self._completed: Future | None = None

    def __repr__(self) -> str:
        state = "cancelling" if self._aborting else "entered" if self._entered else "new"
        return f"<TaskGroup tasks={len(self._tasks)} errors={len(self._errors)} {state}>"

    async def __aenter__(self) -> TaskGroup:
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._parent = current().loop.current_task
        if self._parent is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> Coroutine[Any, Any, None]:
        return routines.group_exit(self, kind, error)  # type: ignore[no-any-return]

    def create_task(self, coro: Any, *, name: object = None, context: Context | None = None) -> Task:
        """Start a task that belongs to the group.

        Raises:
            RuntimeError: the group has not been entered, is finished, or is shutting down.
        """
        refused = self._refusal()
        if refused:
            if isinstance(coro, CoroutineType):
                coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {refused}")
        task = Task(coro, name=name, context=context)
        self._tasks[task] = None
        task._call_when_done(self._on_task_done)
        return task

    def _refusal(self) -> str:
        if not self._entered:
            return "has not been entered"
        if self._exiting and not self._tasks:
            return "is finished"
        return "is shutting down" if self._aborting else ""

    def _is_base_error(self, error: BaseException) -> bool:
        return isinstance(error, (SystemExit, KeyboardInterrupt))

    def _abort(self) -> None:
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _on_task_done(self, task: Task) -> None:
        self._tasks.pop(task, None)
        if self._completed is not None and not self._tasks and not self._completed.done():
            self._completed.set_result(True)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        self._errors.append(error)
        if self._is_base_error(error) and self._base_error is None:
            self._base_error = error
        assert self._parent is not None
        if self._parent.done():
            current().loop.report(f"{task!r} has failed, but the task of its group is done", error)
        elif not self._aborting and not self._parent_cancel_requested:
            # The parent is cancelled so that it stops what it waits for inside the block; the end of the group takes
            # the request back.
            self._abort()
            self._parent_cancel_requested = True
            self._parent.cancel()
