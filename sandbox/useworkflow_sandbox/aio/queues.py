"""``Queue``, ``PriorityQueue``, ``LifoQueue``: as asyncio's of Python 3.12.

Input -> output::

    await queue.put(1); await queue.get()   -> 1

What suspends stands in ``library/queues``. Read next: that.
"""

from __future__ import annotations

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


class Queue:
    """First in, first out. ``maxsize`` at or below zero: no limit."""

    __slots__ = ("_finished", "_getters", "_maxsize", "_putters", "_queue", "_unfinished")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"put_nowait", "get_nowait", "task_done"})
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(self, maxsize: int = 0) -> None:
        self._maxsize = maxsize
        self._getters: deque[Future] = deque()
        self._putters: deque[Future] = deque()
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._queue: Any = None
        self._init(maxsize)

    def _init(self, maxsize: int) -> None:
        self._queue = deque()

    def _get(self) -> Any:
        return self._queue.popleft()

    def _put(self, item: Any) -> None:
        self._queue.append(item)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} maxsize={self._maxsize!r} _queue={list(self._queue)!r}>"

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
        """
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
        """
        if self.empty():
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
