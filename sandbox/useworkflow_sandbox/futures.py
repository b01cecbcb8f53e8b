"""``Future``: asyncio's future on the deterministic loop, and the one leaf of every await chain.

Input -> output::

    value = await future     the task parks here; ``future.set_result(3)`` queues the task's wake-up; ``value`` is 3

A parked task is woken with ``send(wake)``: ``None`` lets the leaf take the future's outcome, an exception is raised by
the leaf itself. Nothing is ever thrown into a parked coroutine, because ``coro.throw()`` through nested awaits loses the
outer ``sys.exc_info()`` on Python 3.11 (G1).

All state is plain data and bound methods that ``__callbacks__`` lists, so that a snapshot can hold it.

Read next: ``tasks``.
"""

from __future__ import annotations

from asyncio import CancelledError, InvalidStateError
from collections.abc import Callable, Generator
from enum import Enum
from types import GenericAlias
from typing import TYPE_CHECKING, Any, ClassVar

from useworkflow_sandbox.context import Context, InContext
from useworkflow_sandbox.current import current, restoring

if TYPE_CHECKING:
    from useworkflow_sandbox.running_loop import RunningLoop


class State(Enum):
    """How far a future is."""

    PENDING = "pending"
    CANCELLED = "cancelled"
    FINISHED = "finished"


PENDING = State.PENDING
CANCELLED = State.CANCELLED
FINISHED = State.FINISHED


class Future:
    """A result that is not there yet. The same methods, states and order of callbacks as ``asyncio.Future`` (G1, G5)."""

    __slots__ = ("_callbacks", "_cancel_message", "_cancelled_error", "_exception", "_result", "_state", "_unretrieved")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"set_result", "set_exception", "cancel"})
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(self, *, loop: object = None) -> None:
        self._state = PENDING
        self._result: Any = None
        self._exception: BaseException | None = None
        self._callbacks: list[Callable[[Any], object]] = []
        self._cancel_message: Any = None
        self._cancelled_error: BaseException | None = None
        self._unretrieved = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._describe()}>"

    def _describe(self) -> str:
        if self._state is not FINISHED:
            return str(self._state.value)
        if self._exception is not None:
            return f"finished exception={self._exception!r}"
        return f"finished result={self._result!r}"

    # --- state

    def done(self) -> bool:
        """Whether there is a result, an exception, or a cancellation."""
        return self._state is not PENDING

    def cancelled(self) -> bool:
        """Whether the future was cancelled."""
        return self._state is CANCELLED

    def get_loop(self) -> RunningLoop:
        """The loop of the run, as ``asyncio.get_running_loop()`` gives it in workflow code."""
        from useworkflow_sandbox.running_loop import RUNNING_LOOP

        return RUNNING_LOOP

    def result(self) -> Any:
        """The result.

        Raises:
            CancelledError: the future was cancelled.
            InvalidStateError: it is not done.
            BaseException: whatever ``set_exception`` was given.
        """
        if self._state is FINISHED:
            if self._exception is None:
                return self._result
            self._retrieve()
            try:
                raise self._exception
            finally:
                del self  # else the exception holds itself: by its traceback, this frame and the future
        if self._state is CANCELLED:
            raise self._make_cancelled_error()
        raise InvalidStateError("Result is not ready.")

    def exception(self) -> BaseException | None:
        """The exception, or ``None`` if there is a result.

        Raises:
            CancelledError: the future was cancelled.
            InvalidStateError: it is not done.
        """
        if self._state is CANCELLED:
            raise self._make_cancelled_error()
        if self._state is PENDING:
            raise InvalidStateError("Exception is not set.")
        self._retrieve()
        return self._exception

    def _retrieve(self) -> None:
        if self._unretrieved:
            self._unretrieved = False
            current().loop.unretrieved.pop(self, None)

    def _make_cancelled_error(self) -> BaseException:
        if self._cancelled_error is not None:
            error, self._cancelled_error = self._cancelled_error, None
            return error
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    # --- outcome

    def set_result(self, result: Any) -> None:
        """Finish with ``result`` and queue the callbacks.

        Raises:
            InvalidStateError: the future is done already.
        """
        if self._state is not PENDING:
            raise InvalidStateError(f"{self._state.name}: {self!r}")
        self._result = result
        self._state = FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception: BaseException | type[BaseException]) -> None:
        """Finish with ``exception`` and queue the callbacks.

        Raises:
            InvalidStateError: the future is done already.
        """
        if self._state is not PENDING:
            raise InvalidStateError(f"{self._state.name}: {self!r}")
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            replacement = RuntimeError(
                "StopIteration interacts badly with generators and cannot be raised into a Future"
            )
            replacement.__cause__ = exception
            replacement.__context__ = exception
            exception = replacement
        self._exception = exception
        self._state = FINISHED
        self._unretrieved = True
        current().loop.unretrieved[self] = None
        self._schedule_callbacks()

    def cancel(self, msg: Any = None) -> bool:
        """Cancel, and queue the callbacks. ``False`` if the future is done already."""
        if self._state is not PENDING:
            return False
        self._state = CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    # --- callbacks

    def add_done_callback(self, fn: Callable[[Any], object], *, context: Context | None = None) -> None:
        """Call ``fn(self)`` in a later handle of the loop once the future is done, in ``context`` or a copy of the
        present one."""
        self._call_when_done(InContext(fn, context))

    def _call_when_done(self, fn: Callable[[Any], object]) -> None:
        """The same for callbacks of the sandbox itself, which read no context variable."""
        if self._state is not PENDING:
            current().loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def remove_done_callback(self, fn: Callable[[Any], object]) -> int:
        """Forget ``fn``; return how often it had been added."""
        kept = [callback for callback in self._callbacks if callback != fn]
        removed = len(self._callbacks) - len(kept)
        if removed:
            self._callbacks[:] = kept
        return removed

    def _schedule_callbacks(self) -> None:
        if self._callbacks:
            callbacks, self._callbacks = self._callbacks, []
            loop = current().loop
            for callback in callbacks:
                loop.call_soon(callback, self)

    def _abandoned(self) -> None:
        """The waiting task was cancelled between this future's end and its own wake-up: the result goes nowhere."""

    def __await__(self) -> Generator[Future, BaseException | None, Any]:
        wake = None
        try:
            if self._state is PENDING or restoring():
                wake = yield self
                if wake is not None:
                    raise wake
            return self.result()
        finally:
            del self, wake  # else an exception holds itself: by its traceback and this frame

    __iter__ = __await__


class Pass(Future):
    """Gives the loop one round, as a bare ``yield`` does in asyncio: the task that meets it is queued again at once."""

    __slots__ = ()

    def __init__(self, result: Any = None) -> None:
        super().__init__()
        self._result = result

    def finish(self) -> None:
        """The task has met it: done, without a callback."""
        self._state = FINISHED


def finished(result: Any) -> Future:
    """A future that has ``result``."""
    future = Future()
    future._result = result
    future._state = FINISHED
    return future


def is_future(value: object) -> bool:
    """``asyncio.isfuture`` of workflow code."""
    return isinstance(value, Future)
