"""``Queue``, ``PriorityQueue``, ``LifoQueue``: as asyncio's of Python 3.13, ``shutdown`` included.

Input -> output::

    await queue.put(1); await queue.get()   -> 1

What suspends stands in ``library/queues``. Read next: that.
"""

from __future__ import annotations

import asyncio
import heapq
from asyncio import QueueEmpty as QueueEmpty
from asyncio import QueueFull as QueueFull
from collections import deque
from collections.abc import Coroutine
from types import GenericAlias
from typing import Any, ClassVar

from useworkflow_sandbox.aio.locks import Event
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.routines import routines

if hasattr(asyncio, "QueueShutDown"):
    QueueShutDown: type[Exception] = asyncio.QueueShutDown
else:

    class _QueueShutDown(Exception):
        """Raised by a queue that was shut down; ``asyncio.QueueShutDown`` from Python 3.13 on."""

    _QueueShutDown.__name__ = _QueueShutDown.__qualname__ = "QueueShutDown"
    QueueShutDown = _QueueShutDown


class Queue:
    """First in, first out. ``maxsize`` at or below zero: no limit."""

    __slots__ = ("_finished", "_getters", "_maxsize", "_putters", "_queue", "_shut", "_unfinished")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"put_nowait", "get_nowait", "task_done", "shutdown"})
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(self, maxsize: int = 0) -> None:
        self._maxsize = maxsize
        self._getters: deque[Future] = deque()
        self._putters: deque[Future] = deque()
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._shut = False
        self._queue: Any = None
        self._init(maxsize)

    def _init(self, maxsize: int) -> None:
        self._queue = deque()

    def _get(self) -> Any:
        return self._queue.popleft()

    def _put(self, item: Any) -> None:
        self._queue.append(item)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._format()}>"

    def _format(self) -> str:
        parts = [f"maxsize={self._maxsize!r}"]
        if self._queue:
            parts.append(f"_queue={list(self._queue)!r}")
        if self._getters:
            parts.append(f"_getters[{len(self._getters)}]")
        if self._putters:
            parts.append(f"_putters[{len(self._putters)}]")
        if self._unfinished:
            parts.append(f"tasks={self._unfinished}")
        if self._shut:
            parts.append("shutdown")
        return " ".join(parts)

    @property
    def maxsize(self) -> int:
        """How many items it can hold."""
        return self._maxsize

    def qsize(self) -> int:
        """How many items it holds."""
        return len(self._queue)

    def empty(self) -> bool:
        """Whether it holds nothing."""
        return not self._queue

    def full(self) -> bool:
        """Whether it holds ``maxsize`` items."""
        return self._maxsize > 0 and self.qsize() >= self._maxsize

    def put(self, item: Any) -> Coroutine[Any, Any, None]:
        """``await queue.put(item)``: wait for a free place, and add ``item``."""
        return routines.queue_put(self, item)  # type: ignore[no-any-return]

    def get(self) -> Coroutine[Any, Any, Any]:
        """``await queue.get()``: wait for an item, and take it."""
        return routines.queue_get(self)  # type: ignore[no-any-return]

    def join(self) -> Coroutine[Any, Any, None]:
        """``await queue.join()``: wait until every item was marked by ``task_done``."""
        return routines.queue_join(self)  # type: ignore[no-any-return]

    def put_nowait(self, item: Any) -> None:
        """Add ``item``.

        Raises:
            QueueFull: there is no free place.
            QueueShutDown: ``shutdown`` was called.
        """
        if self._shut:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._wake_next(self._getters)

    def get_nowait(self) -> Any:
        """Take an item.

        Raises:
            QueueEmpty: there is none.
            QueueShutDown: there is none, and there will be none: ``shutdown`` was called.
        """
        if self.empty():
            if self._shut:
                raise QueueShutDown
            raise QueueEmpty
        item = self._get()
        self._wake_next(self._putters)
        return item

    def task_done(self) -> None:
        """Mark an item as dealt with.

        Raises:
            ValueError: called more often than there were items.
        """
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    def shutdown(self, immediate: bool = False) -> None:
        """Take no more items; who waits for a place gets ``QueueShutDown``, and so do getters once it is empty.

        Args:
            immediate: drop what is in it, as if it had been dealt with.
        """
        self._shut = True
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished > 0:
                    self._unfinished -= 1
            if self._unfinished == 0:
                self._finished.set()
        # All who wait look again.
        while self._getters:
            self._wake_next(self._getters)
        while self._putters:
            self._wake_next(self._putters)

    def _wake_next(self, waiters: deque[Future]) -> None:
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                break

    def _forget(self, waiters: deque[Future], waiter: Future) -> None:
        # It is gone already if it was woken before it was cancelled.
        if waiter in waiters:
            waiters.remove(waiter)


class PriorityQueue(Queue):
    """Lowest item first."""

    __slots__ = ()

    def _init(self, maxsize: int) -> None:
        self._queue = []

    def _get(self) -> Any:
        return heapq.heappop(self._queue)

    def _put(self, item: Any) -> None:
        heapq.heappush(self._queue, item)


class LifoQueue(Queue):
    """Newest item first."""

    __slots__ = ()

    def _init(self, maxsize: int) -> None:
        self._queue = []

    def _get(self) -> Any:
        return self._queue.pop()
