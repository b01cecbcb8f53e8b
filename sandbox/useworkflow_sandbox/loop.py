"""The deterministic loop: a queue of callbacks, the tasks of the run, and nothing that waits.

Input -> output::

    loop.call_soon(print, 1); loop.call_soon(print, 2); loop.run_until_quiet()   prints 1, 2, and returns

There is no clock and no I/O: when the queue is empty the run is parked until the next event. While a sync step that was
called by name is outstanding, the loop is *exclusive*: the callbacks of all other tasks wait, because uncompiled that call
would not have let them run either (G1). The order is first in, first out, as in asyncio, so interleavings are the same.

Read next: ``calls`` (who makes the loop exclusive), ``instance`` (who runs it).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from useworkflow_sandbox.calls import SyncStepError
from useworkflow_sandbox.context import InContext
from useworkflow_sandbox.current import FATAL, current
from useworkflow_sandbox.events import Logged
from useworkflow_sandbox.futures import Future

if TYPE_CHECKING:
    from useworkflow_sandbox.tasks import Task

ERROR = 40
"""Level of ``Logged`` commands for what asyncio reports through its exception handler."""


class Handle:
    """A queued callback that can be cancelled, as ``loop.call_soon`` of asyncio returns it."""

    __slots__ = ("_args", "_callback")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_run"})

    def __init__(self, callback: Callable[..., object], args: tuple[Any, ...]) -> None:
        self._callback: Callable[..., object] | None = callback
        self._args = args

    def cancel(self) -> None:
        """Do not call it any more."""
        self._callback = None
        self._args = ()

    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._callback is None

    def _run(self) -> None:
        if self._callback is not None:
            self._callback(*self._args)


class Loop:
    """Ready callbacks and live tasks of one instance. All of it is plain, picklable state."""

    __slots__ = ("_names", "_orphans", "counts", "current_task", "exclusive", "ready", "tasks", "unretrieved")

    def __init__(self) -> None:
        self.ready: deque[tuple[Callable[..., object], tuple[Any, ...]]] = deque()
        self.tasks: dict[str, Task] = {}
        """Tasks that are not done, by path, in the order of their creation."""
        self.current_task: Task | None = None
        self.exclusive: Future | None = None
        """The future of the sync step that is outstanding."""
        self.unretrieved: dict[Future, None] = {}
        """Futures that failed and whose exception nobody has looked at."""
        self.counts: dict[str, int] = {}
        """Occurrence counters of operations that a callback starts, outside all tasks."""
        self._names = 0
        self._orphans = 0

    def call_soon(self, callback: Callable[..., object], *args: Any) -> None:
        """Queue ``callback(*args)`` behind everything that is queued."""
        self.ready.append((callback, args))

    def call_next(self, callback: Callable[..., object], *args: Any) -> None:
        """Queue ``callback(*args)`` before everything that is queued: only for the end of an exclusive call."""
        self.ready.appendleft((callback, args))

    def new_path(self) -> str:
        """The structural path of a task that the running code creates: ``0.1`` is the second child of ``0``."""
        parent = self.current_task
        if parent is not None:
            return parent.child_path()
        path = str(self._orphans)
        self._orphans += 1
        return path

    def new_name(self) -> str:
        """A task name as asyncio gives it, counted per run."""
        self._names += 1
        return f"Task-{self._names}"

    def next_id(self, name: str) -> str:
        """The structural id of the next operation called ``name``: ``0/charge#0`` (G5)."""
        task = self.current_task
        if task is not None:
            return task.next_id(name)
        count = self.counts.get(name, 0)
        self.counts[name] = count + 1
        return f"-/{name}#{count}"

    def run_until_quiet(self) -> None:
        """Run callbacks until none is left, or until only an exclusive call may go on.

        Raises:
            KeyboardInterrupt, SystemExit, MemoryError, TurnInterrupted: out of user code; the turn must be discarded.
        """
        ready = self.ready
        while ready and self.exclusive is None:
            callback, args = ready.popleft()
            try:
                callback(*args)
            except FATAL:
                raise
            except SyncStepError as error:
                current().fail(error)  # in plain Python the callback would have gone on: a report is not enough
            except BaseException as error:
                self.report(f"Exception in callback {_name_of(callback)}", error)
            del callback, args  # tracebacks hold this frame, too: a future in it would keep its exception alive

    def report(self, what: str, error: BaseException) -> None:
        """Log what asyncio hands to its exception handler: shown once, and part of no log."""
        instance = current()
        text = f"{what}: {type(error).__name__}: {error}"
        instance.emit(Logged(at=instance.now, text=text, level=ERROR, logger="asyncio"))


def _name_of(callback: Callable[..., object]) -> str:
    named = callback.callback if isinstance(callback, InContext) else callback
    return str(getattr(named, "__qualname__", type(named).__name__))
