"""Waiting for news of one run, whoever else has some: what readers of streams do between two looks.

    with watches.on("run_7") as watch:
        seen = watch.count; ...look...; await watch.wait(1.0, seen)    -> True as soon as there is news of run_7

Counts only grow, and a waiter compares with the count that it saw before it looked, so nothing is missed in between.
Read next: ``changes``, which tells of the commits of other processes.
"""

from __future__ import annotations

import asyncio
import functools
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import Turn

ENDED: frozenset[object] = frozenset({"completed", "failed", "cancelled"})


class Watch:
    """One who looks at a run. Belongs to the event loop in which it waits."""

    def __init__(self, watches: Watches, run_id: str, number: int) -> None:
        self.run_id = run_id
        self._number = number
        self.count = 0
        self._watches = watches
        self._waiter: asyncio.Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop looking. May be repeated."""
        self._watches._gone(self.run_id, self._number)

    async def wait(self, timeout: float, since: int) -> bool:
        """Return ``True`` once ``count`` is beyond ``since``, ``False`` after ``timeout`` seconds."""
        if self.count > since:
            return True
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        self._watches._waiting(1)
        timer = loop.call_later(timeout, _resolve, waiter)
        try:
            if self.count <= since:
                await waiter
        finally:
            timer.cancel()
            self._waiter = None
            self._watches._waiting(-1)
        return self.count > since

    def _tell(self) -> None:
        self.count += 1
        waiter = self._waiter
        if waiter is not None and not waiter.get_loop().is_closed():
            waiter.get_loop().call_soon_threadsafe(_resolve, waiter)


class Watches:
    """All who look, by run. ``note`` and ``note_all`` may be called from any thread.

    Args:
        on_waiting: called when somebody begins to wait.
    """

    def __init__(self, on_waiting: Callable[[], None] | None = None) -> None:
        self._lock = threading.RLock()
        self._by_run: dict[str, dict[int, weakref.ref[Watch]]] = {}
        """In the order in which they began to look, by number. Weak: a reader that was dropped looks no more."""
        self._number = 0
        self._waiters = 0
        self.on_waiting = on_waiting

    @property
    def waited_for(self) -> bool:
        """Somebody waits."""
        return self._waiters > 0

    def on(self, run_id: str) -> Watch:
        """Look at a run."""
        with self._lock:
            self._number += 1
            watch = Watch(self, run_id, self._number)
            gone = functools.partial(self._gone, run_id, self._number)
            self._by_run.setdefault(run_id, {})[self._number] = weakref.ref(watch, gone)
        return watch

    def note(self, run_ids: Iterable[str]) -> None:
        """There is news of these runs."""
        if not self._by_run:
            return
        with self._lock:
            told = [found for run_id in run_ids for found in self._by_run.get(run_id, {}).values()]
        for found in told:
            watch = found()
            if watch is not None:
                watch._tell()

    def note_turns(self, turns: Sequence[Turn]) -> None:
        """These turns were committed: some end runs or settle steps, which readers of streams wait for."""
        if not self._by_run:
            return
        if any(turn.settlements for turn in turns):
            self.note_all()  # a step may write to the streams of other runs
        else:
            self.note([turn.run_id for turn in turns if turn.status in ENDED])

    def note_all(self) -> None:
        """There may be news of any run."""
        if self._by_run:
            self.note(list(self._by_run))

    def _gone(self, run_id: str, number: int, _: object = None) -> None:
        # Without the lock: the collector may call this while it is held. Single operations on a dict are atomic.
        looking = self._by_run.get(run_id, {})
        looking.pop(number, None)
        if not looking:
            self._by_run.pop(run_id, None)

    def _waiting(self, more: int) -> None:
        with self._lock:
            self._waiters += more
        if more > 0 and self.on_waiting is not None:
            self.on_waiting()


def _resolve(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
