"""Durable timers: ``sleep``, ``asyncio.sleep``, and the timers behind ``asyncio.timeout``.

Input -> output::

    await sleep("1h")    -> TimerStarted(id="0/sleep#0", due=now + 1 h); parked until TimerFired(id="0/sleep#0")

A timer is one row in the log, however long it takes. Who stops waiting gives ``TimerCancelled``.

Read next: ``instance`` (which hands ``TimerFired`` to the timer).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from useworkflow_sandbox.callsite import user_line
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.durations import SECOND, from_seconds, to_microseconds
from useworkflow_sandbox.events import AnyEvent, TimerCancelled, TimerFired, TimerStarted
from useworkflow_sandbox.futures import PENDING, Future, Pass


class TimerFuture(Future):
    """The wait of a ``sleep``. Cancelling it cancels the timer."""

    __slots__ = ("_value", "due", "id", "line")
    kind: ClassVar[str] = "timer"

    def __init__(self, length: int, value: Any, line: int) -> None:
        super().__init__()
        instance = current()
        self.id = instance.loop.next_id("sleep")
        self.line = line
        self.due = instance.now + length
        self._value = value
        instance.operations[self.id] = self
        instance.emit(TimerStarted(at=instance.now, id=self.id, due=self.due, what="sleep", line=line))

    def deliver(self, event: AnyEvent) -> None:
        """End the sleep."""
        if isinstance(event, TimerFired):
            current().operations.pop(self.id, None)
            self.set_result(self._value)

    def cancel(self, msg: Any = None) -> bool:
        if self._state is not PENDING:
            return False
        _forget(self.id, self.line)
        return super().cancel(msg)


class TimerHandle:
    """A callback at a time, as ``loop.call_at`` of asyncio returns it. ``what`` is noted in the log."""

    __slots__ = ("_args", "_callback", "due", "id", "line")
    kind: ClassVar[str] = "timer"

    def __init__(self, due: int, callback: Callable[..., object], *args: Any, what: str = "timeout") -> None:
        instance = current()
        self.id = instance.loop.next_id(what)
        self.line = user_line()
        self.due = due
        self._callback: Callable[..., object] | None = callback
        self._args = args
        instance.operations[self.id] = self
        instance.emit(TimerStarted(at=instance.now, id=self.id, due=due, what=what, line=self.line))

    def deliver(self, event: AnyEvent) -> None:
        """Queue the callback."""
        if isinstance(event, TimerFired) and self._callback is not None:
            instance = current()
            instance.operations.pop(self.id, None)
            instance.loop.call_soon(self._callback, *self._args)
            self._callback, self._args = None, ()

    def cancel(self) -> None:
        """Do not call it any more. May be repeated, also after it was called."""
        if self._callback is not None:
            self._callback, self._args = None, ()
            _forget(self.id, self.line)

    def cancelled(self) -> bool:
        """Whether nothing will be called any more."""
        return self._callback is None

    def when(self) -> float:
        """The time at which it is due, in the loop's seconds."""
        return self.due / SECOND


def _forget(timer_id: str, line: int) -> None:
    instance = current()
    if instance.operations.pop(timer_id, None) is not None:
        instance.emit(TimerCancelled(at=instance.now, id=timer_id, line=line))


class _Sleep(Deferred):
    __slots__ = ("_duration", "_line")

    def __init__(self, duration: object) -> None:
        super().__init__()
        self._duration = duration
        self._line = user_line()

    def _start(self) -> Future:
        instance = current()
        length = to_microseconds(self._duration, instance.now)
        return TimerFuture(length, None, self._line) if length else Pass()


class _AsyncioSleep(Deferred):
    __slots__ = ("_delay", "_line", "_value")

    def __init__(self, delay: float, value: Any) -> None:
        super().__init__()
        self._delay = delay
        self._value = value
        self._line = user_line()

    def _start(self) -> Future:
        if self._delay <= 0:
            return Pass(self._value)
        return TimerFuture(from_seconds(self._delay, current().now), self._value, self._line)


def sleep(duration: object) -> Deferred:
    """``await sleep("1h 30m")``: a durable sleep; see ``durations.to_microseconds`` for what it takes.

    Awaiting raises:
        ValueError: the duration is negative, NaN or cannot be read.
        TypeError: it is of no type that can be one.
    """
    return _Sleep(duration)


def asyncio_sleep(delay: float, result: Any = None) -> Deferred:
    """``asyncio.sleep`` of workflow code: a durable timer; ``delay`` (seconds) at or below zero gives one round."""
    return _AsyncioSleep(delay, result)
