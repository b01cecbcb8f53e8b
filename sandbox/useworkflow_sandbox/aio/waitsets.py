"""``ensure_future``, and the bookkeeping behind ``wait`` and ``as_completed``, as asyncio's of Python 3.13.

Input -> output::

    done, pending = await wait({a, b}, return_when=FIRST_COMPLETED)
    for first in as_completed([a, b]):
        print(await first)

What suspends stands in ``library/waiting``. Read next: that.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from inspect import isawaitable
from types import CoroutineType
from typing import Any, ClassVar

from useworkflow_sandbox.aio.queues import Queue
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.durations import from_seconds
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.ordered import OrderedSet
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.timers import TimerHandle

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"


def is_coroutine(value: object) -> bool:
    """``asyncio.iscoroutine`` of workflow code: a call of a step is one too, as it is uncompiled."""
    return isinstance(value, (CoroutineType, Deferred))


def ensure_future(awaitable: Any, *, loop: object = None) -> Future:
    """``asyncio.ensure_future``: a future as it is, a task over anything else that can be awaited.

    Raises:
        TypeError: it cannot be awaited.
    """
    if isinstance(awaitable, Future):
        return awaitable
    if is_coroutine(awaitable):
        return Task(awaitable)
    if isawaitable(awaitable):
        return Task(routines.await_foreign(awaitable))
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")


def _start_timer(delay: float | None, callback: Any) -> TimerHandle | None:
    if delay is None:
        return None
    now = current().now
    return TimerHandle(now + from_seconds(delay, now), callback)


class WaitSet:
    """One ``wait``: its futures, its waiter, its timer.

    Raises:
        TypeError, ValueError: as ``asyncio.wait`` does.
    """

    __slots__ = ("_futures", "_left", "_return_when", "_timer", "waiter")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_done", "_on_timeout"})

    def __init__(self, fs: Iterable[Any], timeout: float | None, return_when: str) -> None:
        if isinstance(fs, Future) or is_coroutine(fs):
            raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
        if not fs:
            raise ValueError("Set of Tasks/Futures is empty.")
        if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
            raise ValueError(f"Invalid return_when value: {return_when}")
        futures = list(dict.fromkeys(fs))
        if any(is_coroutine(future) for future in futures):
            raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
        self._futures: list[Future] = futures
        self._return_when = return_when
        self._left = len(futures)
        self.waiter = Future()
        self._timer = _start_timer(timeout, self._on_timeout)
        for future in futures:
            future._call_when_done(self._on_done)

    def _on_timeout(self) -> None:
        if not self.waiter.done():
            self.waiter.set_result(None)

    def _on_done(self, future: Future) -> None:
        self._left -= 1
        if self._left <= 0 or self._return_when == FIRST_COMPLETED or self._is_first_failure(future):
            if self._timer is not None:
                self._timer.cancel()
            if not self.waiter.done():
                self.waiter.set_result(None)

    def _is_first_failure(self, future: Future) -> bool:
        return self._return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None

    def release(self) -> None:
        """Leave the futures and the timer alone."""
        if self._timer is not None:
            self._timer.cancel()
        for future in self._futures:
            future.remove_done_callback(self._on_done)

    def outcome(self) -> tuple[OrderedSet, OrderedSet]:
        """Those that are done, and those that are not, each in the order they were given in."""
        done, pending = OrderedSet(), OrderedSet()
        for future in self._futures:
            (done if future.done() else pending).add(future)
        return done, pending


class Completions:
    """``as_completed``: iterates over awaitables, each of which gives the next result in order of completion."""

    __slots__ = ("_done", "_left", "_timer", "_todo")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_done", "_on_timeout"})

    def __init__(self, fs: Iterable[Any], timeout: float | None) -> None:
        if isinstance(fs, Future) or is_coroutine(fs):
            raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
        self._done = Queue()
        self._todo: dict[Future, None] = {ensure_future(item): None for item in dict.fromkeys(fs)}
        self._left = len(self._todo)
        for future in self._todo:
            future._call_when_done(self._on_done)
        self._timer = _start_timer(timeout if self._todo else None, self._on_timeout)

    def __iter__(self) -> Completions:
        return self

    def __next__(self) -> Coroutine[Any, Any, Any]:
        if self._left == 0:
            raise StopIteration
        self._left -= 1
        return routines.wait_for_one(self._done)  # type: ignore[no-any-return]

    def _on_timeout(self) -> None:
        for future in self._todo:
            future.remove_done_callback(self._on_done)
            self._done.put_nowait(None)
        self._todo.clear()

    def _on_done(self, future: Future) -> None:
        if not self._todo:
            return
        del self._todo[future]
        self._done.put_nowait(future)
        if not self._todo and self._timer is not None:
            self._timer.cancel()


def as_completed(fs: Iterable[Any], *, timeout: float | None = None) -> Completions:
    """``asyncio.as_completed``: awaitables in the order in which ``fs`` complete; ``timeout`` in seconds for all."""
    return Completions(fs, timeout)
