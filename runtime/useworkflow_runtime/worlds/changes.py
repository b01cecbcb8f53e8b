"""Counting changes and waiting for the next one: the notification half of a world.

    seen = changes.count("any"); ...look at the state...; await changes.wait(1.0, "any", seen)  -> True | False

``note`` is called in the event loop's thread after each commit; it wakes whoever waits. Counts only grow, and a waiter
compares with the count that it has seen, so a change between looking and waiting is not lost.
Read next: ``memory``, which notes its own operations; ``sqlite``, which also watches other processes.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable
from typing import Any

from useworkflow_runtime.worlds.protocol import ChangeKind, RunRecord
from useworkflow_runtime.worlds.watches import Watches


class Changes:
    """Three counters (every commit; what an engine must look at; steps on offer) and those who wait for them.

    ``note`` may be called from any thread, waiters may live in several event loops.
    """

    def __init__(self) -> None:
        self._any = 0
        self._inputs = 0
        self._offers = 0
        self._lock = threading.Lock()
        self.watches = Watches()
        """Those who wait for news of one run."""
        self._waiters: dict[asyncio.Future[None], ChangeKind] = {}
        self._seen: weakref.WeakKeyDictionary[asyncio.Task[Any], dict[ChangeKind, int]] = weakref.WeakKeyDictionary()

    @property
    def watched(self) -> bool:
        """Somebody waits."""
        return bool(self._waiters) or self.watches.waited_for

    def count(self, of: ChangeKind) -> int:
        """The number of changes of that kind so far."""
        return self._any if of == "any" else self._inputs if of == "inputs" else self._offers

    def note(self, *, inputs: bool = False, offers: bool = False) -> None:
        """A commit has happened; ``inputs``: one that an engine must look at; ``offers``: of steps for other engines."""
        with self._lock:
            self._any += 1
            self._inputs += inputs
            self._offers += offers
            if not self._waiters:
                return
            told = {"any": True, "inputs": inputs, "offers": offers}
            woken = [waiter for waiter, of in self._waiters.items() if told[of]]
            for waiter in woken:
                del self._waiters[waiter]
        for waiter in woken:
            _wake(waiter)

    def note_others(self, *, inputs: bool = True, offers: bool = True) -> None:
        """Another process has committed: what concerns which run is not known."""
        self.note(inputs=inputs, offers=offers)
        self.watches.note_all()

    async def wait(
        self, timeout: float, of: ChangeKind, since: int | None, *, on_waiting: Callable[[], None] | None = None
    ) -> bool:
        """See ``World.wait_for_change``. ``timeout`` in seconds; ``on_waiting`` is called once ``watched`` is true."""
        seen = self._seen_by_task()
        baseline = since if since is not None else seen.get(of, self.count(of))
        try:
            return self.count(of) > baseline or await self._next(timeout, of, baseline, on_waiting)
        finally:
            seen[of] = self.count(of)

    def _seen_by_task(self) -> dict[ChangeKind, int]:
        task = asyncio.current_task()
        return {} if task is None else self._seen.setdefault(task, {})

    async def _next(self, timeout: float, of: ChangeKind, baseline: int, on_waiting: Callable[[], None] | None) -> bool:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self.count(of) > baseline:
                return True
            self._waiters[waiter] = of
        if on_waiting is not None:
            on_waiting()
        timer = loop.call_later(timeout, _resolve, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            with self._lock:
                self._waiters.pop(waiter, None)
        return self.count(of) > baseline


def is_for_engines(made: tuple[RunRecord, bool]) -> bool:
    """Whether what ``create_run`` has answered is something that an engine must look at: not a run that the engine which
    asked has with the answer."""
    record, fresh = made
    return not (fresh and record.claims)


def _wake(waiter: asyncio.Future[None]) -> None:
    loop = waiter.get_loop()
    if loop.is_closed():
        return
    loop.call_soon_threadsafe(_resolve, waiter)


def _resolve(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
