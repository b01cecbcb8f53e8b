"""``timeout``, ``timeout_at``, ``Timeout``: as asyncio's of Python 3.13, on durable timers.

Input -> output::

    async with timeout(60): await hook   -> TimerStarted(what="timeout"); TimeoutError if it fires first

Nothing here suspends. Read next: ``timers``.
"""

from __future__ import annotations

from asyncio import CancelledError
from enum import Enum
from types import TracebackType
from typing import ClassVar

from useworkflow_sandbox.current import current
from useworkflow_sandbox.loop import Handle
from useworkflow_sandbox.running_loop import RUNNING_LOOP, soon, timer_at
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.timers import TimerHandle


class _Phase(Enum):
    CREATED = "created"
    ENTERED = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    EXITED = "finished"


class Timeout:
    """Cancels its task at ``when`` (in the loop's seconds, ``None``: never) and turns that into ``TimeoutError``."""

    __slots__ = ("_cancelling", "_handle", "_phase", "_task", "_when")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_timeout"})

    def __init__(self, when: float | None) -> None:
        self._phase = _Phase.CREATED
        self._handle: Handle | TimerHandle | None = None
        self._task: Task | None = None
        self._when = when
        self._cancelling = 0

    def __repr__(self) -> str:
        when = f" when={self._when}" if self._phase is _Phase.ENTERED else ""
        return f"<Timeout [{self._phase.value}]{when}>"

    def when(self) -> float | None:
        """The deadline, in the loop's seconds."""
        return self._when

    def expired(self) -> bool:
        """Whether the deadline passed while the block ran."""
        return self._phase in (_Phase.EXPIRING, _Phase.EXPIRED)

    def reschedule(self, when: float | None) -> None:
        """Move the deadline.

        Raises:
            RuntimeError: the block is not active.
        """
        if self._phase is not _Phase.ENTERED:
            if self._phase is _Phase.CREATED:
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._phase.value} Timeout")
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
        if when is None:
            self._handle = None
        elif when <= RUNNING_LOOP.time():
            self._handle = soon(self._on_timeout)
        else:
            self._handle = timer_at(when, self._on_timeout)

    async def __aenter__(self) -> Timeout:
        if self._phase is not _Phase.CREATED:
            raise RuntimeError("Timeout has already been entered")
        task = current().loop.current_task
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._phase = _Phase.ENTERED
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._phase is _Phase.EXPIRING:
            self._phase = _Phase.EXPIRED
            assert self._task is not None
            if self._task.uncancel() <= self._cancelling and error is not None:
                # Nobody else has asked for the cancellation meanwhile.
                if isinstance(error, CancelledError):
                    raise TimeoutError from error
                _tell_of_timeout(error)
                for member in error.exceptions if isinstance(error, ExceptionGroup) else ():
                    _tell_of_timeout(member)
        elif self._phase is _Phase.ENTERED:
            self._phase = _Phase.EXITED

    def _on_timeout(self) -> None:
        assert self._task is not None
        self._task.cancel()
        self._phase = _Phase.EXPIRING
        self._handle = None


def _tell_of_timeout(error: BaseException) -> None:
    """Where ``error`` came up while the cancellation was handled, its context says that there was a timeout."""
    while error.__context__ is not None:
        if isinstance(error.__context__, CancelledError):
            passed = TimeoutError()
            passed.__context__ = passed.__cause__ = error.__context__
            error.__context__ = passed
            return
        error = error.__context__


def timeout(delay: float | None) -> Timeout:
    """A block that may take ``delay`` seconds, ``None``: as long as it likes."""
    return Timeout(None if delay is None else RUNNING_LOOP.time() + delay)


def timeout_at(when: float | None) -> Timeout:
    """A block that may take until ``when``, in the loop's seconds."""
    return Timeout(when)
