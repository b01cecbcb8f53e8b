"""Where time comes from: nothing else in the runtime reads the machine's clock.

    SystemClock().now()   -> 1766476800123456     microseconds since the Unix epoch
    clock = FakeClock(1_000); clock.advance(seconds=2); clock.now()   -> 2001000

A world stamps every event with its clock, so the clock is given to the world and the engine asks the world.
Read next: ``worlds.protocol``.
"""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> int:
        """Microseconds since the Unix epoch."""


class SystemClock:
    """The machine's own clock. It may step backwards; whoever needs order takes ``max(previous, now)``."""

    __slots__ = ()

    def now(self) -> int:
        """Microseconds since the Unix epoch."""
        return time.time_ns() // 1_000


class FakeClock:
    """A clock that stands still until it is moved: for tests and simulation.

    Args:
        start: the first reading, microseconds since the Unix epoch.
    """

    __slots__ = ("_now",)

    def __init__(self, start: int = 1_700_000_000_000_000) -> None:
        self._now = start

    def now(self) -> int:
        """Microseconds since the Unix epoch."""
        return self._now

    def advance(self, *, seconds: float = 0, microseconds: int = 0) -> int:
        """Move forward (or back, with negative numbers) and return the new reading in microseconds."""
        self._now += round(seconds * 1_000_000) + microseconds
        return self._now

    def set(self, now: int) -> None:
        """Jump to ``now``, microseconds since the Unix epoch."""
        self._now = now
