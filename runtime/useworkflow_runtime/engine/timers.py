"""When the engine has to look at its clock again: one alarm on the loop, and a heap of the hot runs' wake-up times.

    wakes.push(due=90, run_id="r1"); wakes.push(due=50, run_id="r2")
    wakes.pop_due(now=60)   -> ["r2"]            # and wakes.next() -> 90

An entry may be out of date (its timer was cancelled): the run then finds nothing due, which costs nothing.
Read next: ``engine``, which asks the runs named here.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from typing import Protocol


class Alarm(Protocol):
    """Calls back at a time of the world's clock. Injected, so that tests move time themselves."""

    def set(self, at: int | None, now: int) -> None:
        """Replace the alarm: ring at ``at``; ``None`` takes it back. Both in microseconds since the epoch."""

    def close(self) -> None:
        """Ring no more."""


class LoopAlarm:
    """An alarm on a running asyncio loop.

    Args:
        loop: the engine's loop.
        ring: called, on the loop, at or shortly after the time that was set.
    """

    LONGEST = 3600.0
    """Seconds after which it rings in any case: a machine's clock may be set, and then the engine looks again."""

    __slots__ = ("_at", "_handle", "_loop", "_ring")

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._at: int | None = None
        self._handle: asyncio.TimerHandle | None = None

    def set(self, at: int | None, now: int) -> None:
        """Replace the alarm: ring at ``at``; ``None`` takes it back. Both in microseconds since the epoch."""
        if at == self._at and self._handle is not None:
            return
        self.close()
        self._at = at
        if at is not None:
            delay = min(max(0.0, (at - now) / 1_000_000), self.LONGEST)
            self._handle = self._loop.call_later(delay, self._rings)

    def close(self) -> None:
        """Ring no more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _rings(self) -> None:
        self._handle = None
        self._at = None
        self._ring()


class Wakes:
    """The wake-up times of hot runs, earliest first."""

    __slots__ = ("_heap",)

    def __init__(self) -> None:
        self._heap: list[tuple[int, str]] = []

    def push(self, due: int, run_id: str) -> None:
        """Look at ``run_id`` again at ``due`` (microseconds)."""
        heapq.heappush(self._heap, (due, run_id))

    def next(self) -> int | None:
        """The earliest time in the heap."""
        return self._heap[0][0] if self._heap else None

    def pop_due(self, now: int) -> list[str]:
        """Take out the runs whose time has come, each once, earliest first."""
        due: dict[str, None] = {}
        while self._heap and self._heap[0][0] <= now:
            due[heapq.heappop(self._heap)[1]] = None
        return list(due)
