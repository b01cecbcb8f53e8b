"""What a run is in the middle of: outstanding steps, timers and hooks, folded from its log one event at a time.

    StepScheduled(id="0/add#0", ...), TimerStarted(id="0/sleep#0", due=9)   -> steps {"0/add#0"}, timers {"0/sleep#0": 9}
    StepCompleted(id="0/add#0", ...)                                        -> steps {},          timers {"0/sleep#0": 9}

The same fold serves a live run, a replay, and whoever only looks (``explain``). Read next: ``hot_run``, ``replay``.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Raw, Struct

from useworkflow_sandbox import events as e

if TYPE_CHECKING:
    from useworkflow_runtime.steps.work import Work


class StepEntry(Struct, eq=False):
    """One step that was scheduled and has no outcome yet.

    ``seq`` is the position of its ``StepScheduled``; ``attempt`` counts the attempts that were handed to a worker, and
    ``started_at`` is when the first one was; ``details`` are those of its newest heartbeat; ``retry_at`` is set while it waits
    for its next attempt; ``work`` is the attempt that runs in this process. Times in microseconds.
    """

    id: str
    step: str
    seq: int
    args: Raw | None
    line: int = 0
    scheduled_at: int = 0
    attempt: int = 0
    started_at: int | None = None
    details: Raw | None = None
    retry_at: int | None = None
    work: Work | None = None
    starting: bool = False
    """Its next attempt begins with a commit that is not durable yet."""
    lent: bool = False
    """It is offered to other engines, or one of them executes it (``lending``)."""


class TimerEntry(Struct, eq=False):
    """One timer that was started and has neither fired nor been cancelled. ``due``: microseconds; ``seq``: the
    position of its ``TimerStarted``, since a timer fires only after that is committed."""

    id: str
    seq: int
    due: int
    what: str
    line: int
    since: int


class HookEntry(Struct, eq=False):
    """One hook that was created and not disposed of."""

    id: str
    token: str
    line: int
    since: int


class ChildEntry(Struct, eq=False):
    """A run that this one has started, or waits for, and that has not ended. ``parent_close``: what becomes of it when
    this one ends; ``abandon`` for one that it did not start. ``linked``: it is sure which run it is; ``own_id``: it was
    given its id, which may be somebody else's as long as it is not linked."""

    id: str
    run_id: str
    parent_close: str
    linked: bool
    line: int
    since: int
    own_id: bool = False


class Deadlines:
    """Ids with a time each, of which the earliest is asked for again and again; equal times keep their order."""

    __slots__ = ("_count", "_heap", "due")

    def __init__(self) -> None:
        self.due: dict[str, tuple[int, int, str]] = {}
        """(time, number, id) by id."""
        self._heap: list[tuple[int, int, str]] = []
        self._count = 0

    def add(self, id: str, due: int) -> None:
        """Give ``id`` its time (microseconds), or another one."""
        self._count += 1
        entry = (due, self._count, id)
        self.due[id] = entry
        heapq.heappush(self._heap, entry)

    def discard(self, id: str) -> None:
        """Forget ``id``, if it is known."""
        self.due.pop(id, None)

    def first(self) -> tuple[int, str] | None:
        """The earliest time and its id."""
        heap = self._heap
        while heap:
            entry = heap[0]
            if self.due.get(entry[2]) is entry:
                return entry[0], entry[2]
            heapq.heappop(heap)
        return None


class Ledger:
    """The outstanding operations of one run, in the order in which they began."""

    __slots__ = ("_retries", "_timers_due", "children", "hooks", "steps", "timers")

    def __init__(self) -> None:
        self.steps: dict[str, StepEntry] = {}
        self.timers: dict[str, TimerEntry] = {}
        self.hooks: dict[str, HookEntry] = {}
        self.children: dict[str, ChildEntry] = {}
        self._timers_due = Deadlines()
        self._retries = Deadlines()

    def apply(self, seq: int, event: e.Event) -> None:
        """Take in the event at position ``seq``. Kinds that begin or end nothing are passed over."""
        rule = _RULES.get(type(event))
        if rule is not None:
            rule(self, seq, event)

    def add_step(self, entry: StepEntry) -> None:
        """A step has begun, or was read back from a snapshot."""
        self.steps[entry.id] = entry
        if entry.retry_at is not None:
            self._retries.add(entry.id, entry.retry_at)

    def add_timer(self, timer: TimerEntry) -> None:
        """A timer has begun."""
        self.timers[timer.id] = timer
        self._timers_due.add(timer.id, timer.due)

    def end_timer(self, id: str) -> None:
        """Forget a timer that fired or was cancelled; an unknown one is passed over."""
        if self.timers.pop(id, None) is not None:
            self._timers_due.discard(id)

    def set_retry(self, entry: StepEntry, retry_at: int | None) -> None:
        """The next attempt of ``entry`` starts at ``retry_at`` (microseconds); ``None``: it waits for no time."""
        entry.retry_at = retry_at
        if retry_at is None:
            self._retries.discard(entry.id)
        else:
            self._retries.add(entry.id, retry_at)

    def end_step(self, id: str) -> StepEntry | None:
        """Forget a step that has its outcome, or that nobody waits for."""
        entry = self.steps.pop(id, None)
        if entry is not None and entry.retry_at is not None:
            self._retries.discard(id)
        return entry

    def first_timer(self) -> tuple[int, str] | None:
        """(due, id) of the timer that is due first; of several, the one that was started first."""
        return self._timers_due.first()

    def first_retry(self) -> tuple[int, str] | None:
        """(time, id) of the step that is tried again first."""
        return self._retries.first()

    def wake_at(self) -> int | None:
        """Earliest time (microseconds) at which a timer or a retry makes the run move."""
        if not self.timers and not self._retries.due:
            return None
        timer, retry = self._timers_due.first(), self._retries.first()
        if timer is None or (retry is not None and retry[0] < timer[0]):
            return None if retry is None else retry[0]
        return timer[0]

    def moving(self) -> bool:
        """Whether an attempt of a step runs, or is about to."""
        return len(self.steps) > len(self._retries.due)

    def clear(self) -> None:
        """The run has ended: nothing is outstanding."""
        self.steps = {}
        self.timers = {}
        self.hooks = {}
        self.children = {}
        self._timers_due = Deadlines()
        self._retries = Deadlines()


def _step_scheduled(ledger: Ledger, seq: int, event: e.StepScheduled) -> None:
    attempt, started_at = (0, None) if event.queued else (1, event.at)
    ledger.add_step(StepEntry(event.id, event.step, seq, event.args, event.line, event.at, attempt, started_at))


def _step_started(ledger: Ledger, seq: int, event: e.StepStarted) -> None:
    entry = ledger.steps.get(event.id)
    if entry is not None:
        entry.attempt = event.attempt
        ledger.set_retry(entry, None)
        if entry.started_at is None:
            entry.started_at = event.at


def _step_retrying(ledger: Ledger, seq: int, event: e.StepRetrying) -> None:
    entry = ledger.steps.get(event.id)
    if entry is not None:
        entry.attempt = event.attempt
        ledger.set_retry(entry, event.retry_at)


def _step_heartbeat(ledger: Ledger, seq: int, event: e.StepHeartbeat) -> None:
    entry = ledger.steps.get(event.id)
    if entry is not None:
        entry.details = event.details


def _step_ended(ledger: Ledger, seq: int, event: Any) -> None:
    ledger.end_step(event.id)


def _forked(ledger: Ledger, seq: int, event: e.RunForked) -> None:
    for entry in ledger.steps.values():
        entry.attempt = 0
        entry.started_at = None
        ledger.set_retry(entry, None)


def _timer_started(ledger: Ledger, seq: int, event: e.TimerStarted) -> None:
    ledger.add_timer(TimerEntry(event.id, seq, event.due, event.what, event.line, event.at))


def _timer_ended(ledger: Ledger, seq: int, event: Any) -> None:
    ledger.end_timer(event.id)


def _hook_created(ledger: Ledger, seq: int, event: e.HookCreated) -> None:
    ledger.hooks[event.id] = HookEntry(event.id, event.token, event.line, event.at)


def _hook_ended(ledger: Ledger, seq: int, event: Any) -> None:
    ledger.hooks.pop(event.id, None)


def _child_started(ledger: Ledger, seq: int, event: e.ChildStarted) -> None:
    ledger.children[event.id] = ChildEntry(
        event.id, event.run_id, event.parent_close, not event.unsure, event.line, event.at, event.own_id
    )


def _run_awaited(ledger: Ledger, seq: int, event: e.RunAwaited) -> None:
    ledger.children[event.id] = ChildEntry(event.id, event.run_id, "abandon", True, event.line, event.at)


def _child_linked(ledger: Ledger, seq: int, event: e.ChildLinked) -> None:
    entry = ledger.children.get(event.id)
    if entry is None:
        return
    if event.problem:
        del ledger.children[event.id]
    else:
        entry.linked = True
        if event.run_id != entry.run_id:  # the key's run was there before: it is somebody else's
            entry.run_id, entry.parent_close = event.run_id, "abandon"


def _child_finished(ledger: Ledger, seq: int, event: e.ChildFinished) -> None:
    ledger.children.pop(event.id, None)


def _run_ended(ledger: Ledger, seq: int, event: Any) -> None:
    ledger.clear()


_RULES: dict[type[e.Event], Callable[[Ledger, int, Any], None]] = {
    e.StepScheduled: _step_scheduled,
    e.StepStarted: _step_started,
    e.StepRetrying: _step_retrying,
    e.StepHeartbeat: _step_heartbeat,
    e.RunForked: _forked,
    e.StepCompleted: _step_ended,
    e.StepFailed: _step_ended,
    e.StepCancelled: _step_ended,
    e.TimerStarted: _timer_started,
    e.TimerFired: _timer_ended,
    e.TimerCancelled: _timer_ended,
    e.HookCreated: _hook_created,
    e.HookDisposed: _hook_ended,
    e.HookConflict: _hook_ended,
    e.ChildStarted: _child_started,
    e.RunAwaited: _run_awaited,
    e.ChildLinked: _child_linked,
    e.ChildFinished: _child_finished,
    e.RunCompleted: _run_ended,
    e.RunFailed: _run_ended,
    e.RunCancelled: _run_ended,
    e.RunTerminated: _run_ended,
}
