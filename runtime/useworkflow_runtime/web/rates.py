"""How often somebody may ask: a bucket of allowances for each key, refilled as time goes by.

    rates = Rates(per_second=10, burst=20)
    rates.wait("token")     -> 0.0 twenty times, then 0.1: the seconds after which there is an allowance again

Buckets live in this process. They are few, however many keys come: a full bucket says nothing and is dropped.
Read next: ``webhooks``.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000
"""Buckets that are kept; beyond it the one that was used longest ago is forgotten."""


class Rates:
    """Allowances by key.

    Args:
        per_second: how fast a bucket fills.
        burst: how many allowances it holds.
        clock: seconds that only go forward.
    """

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._empty_at: OrderedDict[str, float] = OrderedDict()
        """When each bucket would have been empty, had it filled ever since: a bucket as one number."""

    def __len__(self) -> int:
        return len(self._empty_at)

    def spent(self, key: str) -> float:
        """Seconds until the key has an allowance; 0.0 if it has one now. Takes nothing."""
        now = self._clock()
        have = min((now - self._empty_at.get(key, now - self._full)) * self._per_second, self._burst)
        return 0.0 if have >= 1 else (1 - have) / self._per_second

    def wait(self, key: str) -> float:
        """Take an allowance; where there is none, the seconds until there is one, and nothing is taken."""
        wait = self.spent(key)
        if wait == 0.0:
            self._take(key)
        return wait

    @property
    def _full(self) -> float:
        return self._burst / self._per_second

    def _take(self, key: str) -> None:
        now = self._clock()
        empty_at = max(self._empty_at.pop(key, 0.0), now - self._full)
        self._empty_at[key] = empty_at + 1 / self._per_second
        while self._empty_at and (len(self._empty_at) > _MOST or self._is_full(next(iter(self._empty_at)), now)):
            self._empty_at.popitem(last=False)

    def _is_full(self, key: str, now: float) -> bool:
        return now - self._empty_at[key] >= self._full
