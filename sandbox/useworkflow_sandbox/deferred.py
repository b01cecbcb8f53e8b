"""``Deferred``: a call that has not begun, as a coroutine object that was never awaited.

``step(1)`` and ``sleep(5)`` do nothing by themselves; awaiting them, or making tasks of them, starts them (G1). They are no
coroutines, so no frame of ours stands between the user's frame and the future, and a snapshot holds a plain object.

Input -> output::

    call = charge(1)     nothing happens
    await call           the step is scheduled, the task waits for its future
    await call           RuntimeError: cannot reuse already awaited coroutine

Read next: ``calls``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from useworkflow_sandbox.futures import PENDING, Future, finished


class Deferred:
    """Base of awaitables that start when they are first awaited. A subclass says in ``_start`` how."""

    __slots__ = ("_spent",)

    def __init__(self) -> None:
        self._spent = False

    def _start(self) -> Future:
        raise NotImplementedError

    def future(self) -> Future:
        """Start, and return the future to wait for.

        Raises:
            RuntimeError: it was started or closed before.
        """
        if self._spent:
            raise RuntimeError("cannot reuse already awaited coroutine")
        self._spent = True
        return self._start()

    def __await__(self) -> Generator[Future, BaseException | None, Any]:
        return self.future().__await__()

    def close(self) -> None:
        """Give up starting it, as ``coroutine.close()`` does."""
        self._spent = True


class Drive:
    """Runs a ``Deferred`` as the body of a task: what ``async def body(): return await deferred`` would be."""

    __slots__ = ("_deferred", "_future")

    def __init__(self, deferred: Deferred) -> None:
        self._deferred = deferred
        self._future: Future | None = None

    def send(self, wake: BaseException | None) -> Future:
        """One step of the body.

        Raises:
            StopIteration: the body is at its end, with its value.
            BaseException: ``wake``, or what the call failed with.
        """
        if wake is not None:
            raise wake
        if self._future is None:
            self._future = self._deferred.future()
            if self._future._state is PENDING:
                return self._future
        raise StopIteration(self._future.result())

    def throw(self, error: BaseException) -> Future:
        """Raise ``error`` in a body that has not begun."""
        self._deferred.close()
        raise error

    def close(self) -> None:
        """Drop the body."""
        self._deferred.close()


class Returned(Deferred):
    """An awaitable that has its value."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        super().__init__()
        self._value = value

    def _start(self) -> Future:
        return finished(self._value)


class Raised(Deferred):
    """An awaitable that fails at once."""

    __slots__ = ("_error",)

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self._error = error

    def _start(self) -> Future:
        raise self._error
