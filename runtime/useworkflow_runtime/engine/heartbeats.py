"""Keeps what running steps say of their progress: the newest details of each, at most once a second (G2, G3).

    heartbeat(1), heartbeat(2), heartbeat(3) within a second   -> step_heartbeat 1 at once, step_heartbeat 3 a second later
    the attempt fails in between                               -> step_heartbeat 3 together with its step_retrying

They are rows of the run's log, so that a worker which has lost the run cannot write them. Read next: ``attempts``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from useworkflow_runtime.steps.work import Work
from useworkflow_sandbox import events as e

if TYPE_CHECKING:
    from useworkflow_runtime.engine.runs import Runs

PERIOD = 1.0
"""Seconds between two rows of one attempt."""


class Heartbeats:
    """See the module. All methods are called on the engine's loop.

    Args:
        runs: the engine's runs.
    """

    def __init__(self, runs: Runs) -> None:
        self._runs = runs

    def beat(self, work: Work) -> None:
        """An attempt has new details: commit them now, or when its second is over."""
        if work.saver is not None:
            return
        wait = work.saved_at + PERIOD - self._runs.loop.time()
        if wait <= 0:
            self.save(work)
        else:
            work.saver = self._runs.loop.call_later(wait, self.save, work)

    def save(self, work: Work) -> None:
        """Add the newest details to the run's next commit, unless they are in its log, or the run has no use for them."""
        if work.saver is not None:
            work.saver.cancel()
            work.saver = None
        hot = self._runs.hot.get(work.run_id)
        entry = hot.ledger.steps.get(work.entry.id) if hot is not None else None
        if hot is None or entry is None or entry.attempt != work.attempt or work.details in (None, entry.details):
            return
        work.saved_at = self._runs.loop.time()
        assert work.details is not None
        note = e.StepHeartbeat(at=self._runs.stamp(hot), id=entry.id, attempt=work.attempt, details=work.details)
        self._runs.note(hot, note)
