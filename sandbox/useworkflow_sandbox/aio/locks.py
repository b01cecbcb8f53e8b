"""``Lock``, ``Event``, ``Condition``, ``Semaphore``, ``BoundedSemaphore``, ``Barrier``: as asyncio's of Python 3.13.

Input -> output::

    async with Lock(): ...   first come, first served, as in asyncio

What suspends stands in ``library/locks``. Read next: that.
"""

from __future__ import annotations

from asyncio import BrokenBarrierError as BrokenBarrierError
from collections import deque
from collections.abc import Callable, Coroutine
from enum import Enum
from typing import Any, ClassVar

from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.routines import routines


class Lock:
    """A mutex for tasks."""

    __slots__ = ("_locked", "_waiters")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"release"})

    def __init__(self) -> None:
        self._locked = False
        self._waiters: deque[Future] = deque()

    def __repr__(self) -> str:
        return f"<Lock [{'locked' if self._locked else 'unlocked'}, waiters:{len(self._waiters)}]>"

    def locked(self) -> bool:
        """Whether a task holds it."""
        return self._locked

    def acquire(self) -> Coroutine[Any, Any, bool]:
        """``await lock.acquire()``: ``True`` once it is this task's."""
        return routines.lock_acquire(self)  # type: ignore[no-any-return]

    def release(self) -> None:
        """Give it to the first who waits.

        Raises:
            RuntimeError: nobody holds it.
        """
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_first()

    def _wake_first(self) -> None:
        # A first waiter that is done wakes up later, and takes the lock or wakes the next one.
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)

    def __aenter__(self) -> Coroutine[Any, Any, None]:
        return routines.enter(self)  # type: ignore[no-any-return]

    async def __aexit__(self, *exc: object) -> None:
        self.release()


class Event:
    """A flag that tasks can wait for."""

    __slots__ = ("_value", "_waiters")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"set", "clear", "is_set"})

    def __init__(self) -> None:
        self._value = False
        self._waiters: deque[Future] = deque()

    def __repr__(self) -> str:
        return f"<Event [{'set' if self._value else 'unset'}, waiters:{len(self._waiters)}]>"

    def is_set(self) -> bool:
        """Whether the flag is set."""
        return self._value

    def set(self) -> None:
        """Set the flag and wake all who wait."""
        if not self._value:
            self._value = True
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self) -> None:
        """Unset the flag."""
        self._value = False

    def wait(self) -> Coroutine[Any, Any, bool]:
        """``await event.wait()``: ``True`` once the flag is set."""
        return routines.event_wait(self)  # type: ignore[no-any-return]


class Condition:
    """A condition variable over a ``Lock``."""

    __slots__ = ("_lock", "_waiters")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"notify", "notify_all", "release"})

    def __init__(self, lock: Lock | None = None) -> None:
        self._lock = lock if lock is not None else Lock()
        self._waiters: deque[Future] = deque()

    def __repr__(self) -> str:
        return f"<Condition [{'locked' if self.locked() else 'unlocked'}, waiters:{len(self._waiters)}]>"

    def locked(self) -> bool:
        """Whether a task holds the lock."""
        return self._lock.locked()

    def acquire(self) -> Coroutine[Any, Any, bool]:
        """``await condition.acquire()``: take the lock."""
        return self._lock.acquire()

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release()

    def wait(self) -> Coroutine[Any, Any, bool]:
        """``await condition.wait()``: give the lock back, wait for a notification, take the lock again."""
        return routines.condition_wait(self)  # type: ignore[no-any-return]

    def wait_for(self, predicate: Callable[[], Any]) -> Coroutine[Any, Any, Any]:
        """``await condition.wait_for(predicate)``: wait until it holds, and return its value."""
        return routines.condition_wait_for(self, predicate)  # type: ignore[no-any-return]

    def notify(self, n: int = 1) -> None:
        """Wake ``n`` tasks that wait.

        Raises:
            RuntimeError: the lock is not held.
        """
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._wake(n)

    def _wake(self, n: int) -> None:
        woken = 0
        for waiter in self._waiters:
            if woken >= n:
                break
            if not waiter.done():
                woken += 1
                waiter.set_result(False)

    def notify_all(self) -> None:
        """Wake all tasks that wait."""
        self.notify(len(self._waiters))

    def __aenter__(self) -> Coroutine[Any, Any, None]:
        return routines.enter(self)  # type: ignore[no-any-return]

    async def __aexit__(self, *exc: object) -> None:
        self.release()


class Semaphore:
    """At most ``value`` tasks hold it at a time."""

    __slots__ = ("_value", "_waiters")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"release"})

    def __init__(self, value: int = 1) -> None:
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._value = value
        self._waiters: deque[Future] = deque()

    def __repr__(self) -> str:
        state = "locked" if self.locked() else f"unlocked, value:{self._value}"
        return f"<{type(self).__name__} [{state}, waiters:{len(self._waiters)}]>"

    def locked(self) -> bool:
        """Whether ``acquire`` would wait."""
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters)

    def acquire(self) -> Coroutine[Any, Any, bool]:
        """``await semaphore.acquire()``: ``True`` once there is a place for this task."""
        return routines.semaphore_acquire(self)  # type: ignore[no-any-return]

    def release(self) -> None:
        """Give the place to the first who waits."""
        self._value += 1
        self._wake_next()

    def _wake_next(self) -> bool:
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return True
        return False

    def __aenter__(self) -> Coroutine[Any, Any, None]:
        return routines.enter(self)  # type: ignore[no-any-return]

    async def __aexit__(self, *exc: object) -> None:
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    __slots__ = ("_bound",)

    def __init__(self, value: int = 1) -> None:
        self._bound = value
        super().__init__(value)

    def release(self) -> None:
        """Give the place to the first who waits.

        Raises:
            ValueError: it was released more often than acquired.
        """
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class _Phase(Enum):
    FILLING = "filling"
    DRAINING = "draining"
    RESETTING = "resetting"
    BROKEN = "broken"


class Barrier:
    """``parties`` tasks wait for each other."""

    __slots__ = ("_condition", "_count", "_parties", "_phase")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_is_open", "_is_released"})

    def __init__(self, parties: int) -> None:
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._condition = Condition()
        self._parties = parties
        self._phase = _Phase.FILLING
        self._count = 0

    def __repr__(self) -> str:
        waiting = "" if self.broken else f", waiters:{self.n_waiting}/{self.parties}"
        return f"<Barrier [{self._phase.value}{waiting}]>"

    @property
    def parties(self) -> int:
        """How many tasks it takes."""
        return self._parties

    @property
    def n_waiting(self) -> int:
        """How many tasks wait at present."""
        return self._count if self._phase is _Phase.FILLING else 0

    @property
    def broken(self) -> bool:
        """Whether ``abort`` was called."""
        return self._phase is _Phase.BROKEN

    def wait(self) -> Coroutine[Any, Any, int]:
        """``await barrier.wait()``: an index from 0 to ``parties - 1`` once all are there."""
        return routines.barrier_wait(self)  # type: ignore[no-any-return]

    def reset(self) -> Coroutine[Any, Any, None]:
        """``await barrier.reset()``: back to empty; those who wait get ``BrokenBarrierError``."""
        return routines.barrier_reset(self)  # type: ignore[no-any-return]

    def abort(self) -> Coroutine[Any, Any, None]:
        """``await barrier.abort()``: everybody gets ``BrokenBarrierError``, now and later."""
        return routines.barrier_abort(self)  # type: ignore[no-any-return]

    def _is_open(self) -> bool:
        return self._phase not in (_Phase.DRAINING, _Phase.RESETTING)

    def _is_released(self) -> bool:
        return self._phase is not _Phase.FILLING

    def _is_spoilt(self) -> bool:
        return self._phase in (_Phase.BROKEN, _Phase.RESETTING)

    def _drain(self) -> None:
        self._phase = _Phase.DRAINING
        self._condition.notify_all()

    def _reset(self) -> None:
        if self._count == 0:
            self._phase = _Phase.FILLING
        elif self._phase is not _Phase.RESETTING:
            self._phase = _Phase.RESETTING

    def _break(self) -> None:
        self._phase = _Phase.BROKEN

    def _leave(self) -> None:
        if self._count == 0:
            if self._phase in (_Phase.RESETTING, _Phase.DRAINING):
                self._phase = _Phase.FILLING
            self._condition.notify_all()

    def __aenter__(self) -> Coroutine[Any, Any, int]:
        return self.wait()

    async def __aexit__(self, *exc: object) -> None:
        pass
