"""A run's timeout: a timer of its own, which cancels the code when it fires, as a user's cancellation would.

    RunCreated(timeout=60_000_000)   -> TimerStarted(id="run_timeout"); fired: CancelledError in the code, which may clean up
    the code has ended so            -> RunFailed(WorkflowTimeoutError)

Read next: ``instance``.
"""

from __future__ import annotations

from typing import ClassVar

from useworkflow_sandbox.current import current
from useworkflow_sandbox.events import AnyEvent, TimerCancelled, TimerStarted
from useworkflow_sandbox.run_errors import WorkflowTimeoutError


class Deadline:
    """The time that the run has. ``length``: microseconds."""

    __slots__ = ("due", "length", "passed")
    kind: ClassVar[str] = "timer"
    id: ClassVar[str] = "run_timeout"
    line: ClassVar[int] = 0

    def __init__(self, length: int) -> None:
        instance = current()
        self.due = instance.now + length
        self.length = length
        self.passed = False
        instance.operations[self.id] = self
        instance.emit(TimerStarted(at=instance.now, id=self.id, due=self.due, what="run_timeout"))

    def renew(self) -> None:
        """The run is a fork: its time begins now."""
        instance = current()
        if self.passed:
            return
        self.due = instance.now + self.length
        instance.emit(TimerCancelled(at=instance.now, id=self.id))
        instance.emit(TimerStarted(at=instance.now, id=self.id, due=self.due, what="run_timeout"))

    def deliver(self, event: AnyEvent) -> None:
        """The time is over."""
        instance = current()
        instance.operations.pop(self.id, None)
        self.passed = True
        instance.cancel_code(f"the run's timeout of {self.length / 1_000_000:g} s is over")

    def error(self) -> WorkflowTimeoutError:
        """What the run fails with."""
        return WorkflowTimeoutError(
            f"the run did not end within {self.length / 1_000_000:g} s",
            why="it was started with that timeout; its code was cancelled, and has cleaned up",
            mend="give it more time: start.options(timeout=...) or @workflow(timeout=...)",
        )
