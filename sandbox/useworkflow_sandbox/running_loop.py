"""What ``asyncio.get_running_loop()`` gives in workflow code: the loop's face without its I/O.

Input -> output::

    asyncio.get_running_loop().time()    the event's time in seconds, so that deadlines are the same on replay (G5)

It has no state of its own, so it can be held across suspensions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from useworkflow_sandbox.context import Context, InContext
from useworkflow_sandbox.current import current
from useworkflow_sandbox.durations import SECOND, from_seconds
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.loop import Handle
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.timers import TimerHandle
from useworkflow_sandbox.unsupported import unsupported


class RunningLoop:
    """The deterministic loop as workflow code sees it."""

    __slots__ = ()

    def time(self) -> float:
        """The time of the event that is being handled, in seconds."""
        return current().now / SECOND

    def create_future(self) -> Future:
        """A pending future."""
        return Future()

    def create_task(self, coro: Any, *, name: object = None, context: Context | None = None) -> Task:
        """Start ``coro`` as a task."""
        return Task(coro, name=name, context=context)

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Handle:
        """Queue a callback."""
        return soon(InContext(callback, context), *args)

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> TimerHandle:
        """Call back after ``delay`` seconds, by a durable timer."""
        now = current().now
        return TimerHandle(now + from_seconds(delay, now), InContext(callback, context), *args)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> TimerHandle:
        """Call back at ``when`` of ``time()``, by a durable timer."""
        return timer_at(when, InContext(callback, context), *args)

    def is_running(self) -> bool:
        """Always true: workflow code only runs on it."""
        return True

    def is_closed(self) -> bool:
        """Always false."""
        return False

    def get_debug(self) -> bool:
        """Always false."""
        return False

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        unsupported(f"loop.{name}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RunningLoop)

    def __hash__(self) -> int:
        return hash(RunningLoop)


RUNNING_LOOP = RunningLoop()


def soon(callback: Callable[..., object], *args: Any) -> Handle:
    """Queue a callback that can be cancelled."""
    handle = Handle(callback, args)
    current().loop.call_soon(handle._run)
    return handle


def timer_at(when: float, callback: Callable[..., object], *args: Any) -> TimerHandle:
    """Call back at ``when``, in the loop's seconds, by a durable timer."""
    return TimerHandle(max(due_of(when), current().now), callback, *args)


def due_of(when: float) -> int:
    """A deadline in the loop's seconds as microseconds since the epoch."""
    return from_seconds(when, 0)
