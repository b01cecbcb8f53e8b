"""Runs that have only waited for a while leave the engine's memory.

    run_7 waits at a hook; 60 s later   -> a snapshot, and nothing of it in memory
    the payload comes                   -> restored from the snapshot

Ten thousand runs that sleep for a month so cost rows, not memory. Nothing here ticks by itself: a commit of a run that
then only waits sets the time of the next look. Read next: ``runs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useworkflow_runtime.engine.hot_run import HotRun
    from useworkflow_runtime.engine.runs import Runs

BATCH = 200
"""Runs evicted at a time: about 20 ms of the loop."""
PAUSE = 20_000
"""Microseconds to the next batch."""


class Idling:
    """Decides who has waited long enough.

    Args:
        runs: the engine's runs.
        seconds: so long a run only waits before it is evicted; ``None``: never.
    """

    def __init__(self, runs: Runs, seconds: float | None) -> None:
        self._runs = runs
        self._after = None if seconds is None else round(seconds * 1_000_000)
        self.at: int | None = None
        """When to look again (microseconds since the epoch)."""

    def settled(self, hot: HotRun) -> bool:
        """A commit of ``hot`` is done. Whether the time of the next look was set by that."""
        if self.at is not None or self._after is None or not hot.quiet():
            return False
        self.at = hot.at + self._after
        return True

    def sweep(self, now: int) -> None:
        """Evict those that have waited long enough; those that move again soon stay."""
        assert self._after is not None
        runs, evicted, youngest_left = self._runs, 0, None
        for hot in list(runs.hot.values()):
            if hot.finished or not hot.quiet() or runs.committer.gathering(hot.run_id) is not None:
                continue
            if hot.at > now - self._after:
                youngest_left = hot.at if youngest_left is None else min(youngest_left, hot.at)
            elif hot.wake_at is None or hot.wake_at > now + self._after:
                if evicted == BATCH:
                    self.at = now + PAUSE
                    return
                evicted += runs.evict(hot, needed=False)
        self.at = None if youngest_left is None else youngest_left + self._after
