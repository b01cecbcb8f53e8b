"""What must hold after every commit, whatever has gone wrong (G2, G3), and after every history (G5).

    checker.committed(turn, outcome, epoch)    the rows of a commit, folded into what the run is in the middle of
    checker.body_started("run_1", "0/add#0", 1, epoch)
    checker.broken                             -> [] or ["run_1, event 9: step_completed 0/add#0, which is not outstanding (G3)"]

The fold is written from the description of the log, not from the engine's: it would not do to judge the engine by its own ledger.
Read next: ``history``.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import Any

from useworkflow_runtime.engine.replay import same
from useworkflow_runtime.worlds.protocol import (
    PARKED,
    TERMINAL,
    InboxItem,
    LoggedEvent,
    NewRun,
    RunRecord,
    Turn,
    TurnOutcome,
)
from useworkflow_runtime.worlds.queueing import QueueState
from useworkflow_sandbox import events as e
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

_HEARD_AS = {
    "hook": "hook_received",
    "cancel": "cancel_requested",
    "finished": "child_finished",
    "linked": "child_linked",
}
"""Kind of an inbox item -> kind of the event that it becomes."""
_ENDS = (e.RunCompleted, e.RunFailed, e.RunCancelled, e.RunTerminated)


class _Step:
    __slots__ = ("attempt", "cancelled", "ended", "lent", "retrying", "running", "step")

    def __init__(self, step: str, attempt: int) -> None:
        self.step = step
        self.attempt = attempt
        self.lent = 0
        """The attempt that another engine has taken, and that is not in the log yet."""
        self.ended = False
        self.retrying = False
        self.cancelled = False
        """Ended without an outcome: an attempt that was recorded may begin until its engine has heard of that commit."""
        self.running: Counter[int] = Counter()


class _Run:
    """A run as its log tells."""

    def __init__(self, run_id: str) -> None:
        self.id = run_id
        self.seq = 0
        self.at = 0
        self.ended = False
        self.steps: dict[str, _Step] = {}
        self.timers: dict[str, int | None] = {}
        """Id -> due, ``None`` once it is over."""
        self.hooks: dict[str, bool] = {}
        """Id -> whether it is still open."""
        self.children: dict[str, bool] = {}
        """Operation -> whether the run that it started, or waits for, has not ended."""
        self.payloads: set[tuple[str, str]] = set()
        self.arrived: deque[tuple[str, str, str | None]] = deque()
        """What was put into its inbox and is not in its log yet: (kind of event, hook or operation, dedup key)."""
        self.replied: set[tuple[str, str]] = set()
        self.sent: Counter[str] = Counter()
        self.cancels = 0
        self.bodies: Counter[tuple[str, int]] = Counter()
        self.told = False
        """The last commit was an outcome alone: its run was out of memory, and the next engine delivers it."""
        self.turned = False
        """It has had its first turn."""


class LogChecker:
    """Watches all runs of a history.

    Args:
        max_attempts: the most attempts of a step id.
        epoch: the world's epoch at this moment.
        live: whether an engine with that epoch owns the world.
    """

    def __init__(
        self, max_attempts: Callable[[str], int], live: Callable[[int], bool], time: Callable[[], float]
    ) -> None:
        self.broken: list[str] = []
        self.bodies = 0
        self._runs: dict[str, _Run] = {}
        self._max_attempts = max_attempts
        self._live = live
        self._time = time
        self._trace = hashlib.blake2b(digest_size=12)

    @property
    def trace(self) -> str:
        """A digest of all that has happened so far, times and bytes included."""
        return self._trace.hexdigest()

    def note(self, text: str) -> None:
        """Something happened: it becomes part of the trace."""
        self._trace.update(f"{self._time():.6f} {text}\n".encode())

    def fault(self, text: str) -> None:
        """An invariant does not hold."""
        self.broken.append(text)
        self.note(f"BROKEN {text}")

    # --- what happens

    def created(self, new: NewRun) -> None:
        """A run was created."""
        run = self._runs[new.id] = _Run(new.id)
        self._row(run, LoggedEvent(1, "run_created", new.at, new.created))

    def granted(self, queues: Sequence[QueueState]) -> None:
        """Slots were given away: no queue has more than its own."""
        for queue in queues:
            limit = queue.config.concurrency
            if limit is not None and queue.held > limit:
                self.fault(f"queue {queue.config.name} has {limit} slots, and {queue.held} are held")

    def forked(self, new: NewRun, copied: list[LoggedEvent]) -> None:
        """A run was created whose log begins as another's."""
        self.created(new)
        run = self._runs[new.id]
        for row in copied:
            self._row(run, row, copied=True)
        run.turned = True

    def sent(self, run_id: str, kind: str) -> None:
        """Something was put into a run's inbox."""
        self._runs[run_id].sent[kind] += 1
        self.note(f"sent {run_id} {kind}")

    def arrived(self, item: InboxItem) -> None:
        """An item was put into a run's inbox, after all that was put there before."""
        if item.kind in _HEARD_AS:
            self._runs[item.run_id].arrived.append((_HEARD_AS[item.kind], item.target, item.dedup))

    def lent(self, run_id: str, id: str, attempt: int) -> None:
        """An engine has taken an attempt of another one's run: the next one, or one whose start was recorded in a commit that seemed
        to fail, so that its own engine does not begin it."""
        run = self._runs[run_id]
        step = run.steps.get(id)
        self.note(f"lent {run_id} {id} {attempt}")
        outstanding = step is not None and (not step.ended or step.cancelled)
        if step is None or not outstanding or attempt - step.attempt not in (0, 1) or run.bodies[id, attempt]:
            self.fault(
                f"{run_id}: attempt {attempt} of {id} was taken, which is not the next one of an outstanding step (G3)"
            )
        else:
            step.lent = attempt

    def committed(self, turn: Turn, outcome: TurnOutcome, epoch: int) -> None:
        """One run's part of a commit is durable."""
        run = self._runs[turn.run_id]
        if run.ended:
            self.fault(f"{run.id}: a commit after its end (G2)")
        kinds = [type(e.decode_event(row.body)) for row in turn.events]
        if kinds and run.turned and not run.told and issubclass(kinds[0], e.Command):
            self.fault(f"{run.id}, event {run.seq + 1}: a command without the input that caused it (G2)")
        for row in turn.events:
            self._row(run, row)
        run.turned = run.turned or bool(turn.events)
        run.told = len(kinds) == 1 and kinds[0] in (e.StepCompleted, e.StepFailed)
        if (turn.status in TERMINAL) is not run.ended:
            self.fault(f"{run.id}: its row says {turn.status}, its log says something else (G2)")
        self.note(f"commit {epoch} {run.id} {turn.status} {outcome.conflicts}")

    def rests(self, record: RunRecord) -> None:
        """So a run's row stands after a commit. Nobody takes up what is not active before its ``wake_at`` (G9)."""
        run = self._runs[record.id]
        if record.active or record.status in TERMINAL or record.status in PARKED:
            return
        outstanding = [step for step in run.steps.values() if not step.ended]
        due = [due for due in run.timers.values() if due is not None]
        late = bool(due) and (record.wake_at is None or record.wake_at > min(due))
        if late or any(not step.retrying for step in outstanding) or (outstanding and record.wake_at is None):
            self.fault(f"{run.id}: its row says that it waits until {record.wake_at}, its log something else (G9)")

    def body_started(self, run_id: str, id: str, attempt: int, epoch: int) -> None:
        """The body of a step begins in an engine of ``epoch``."""
        self.bodies += 1
        self.note(f"body {epoch} {run_id} {id} {attempt}")
        if not self._live(epoch):
            return  # an engine that does not know yet that it is no engine any more: its outcome will count for nothing
        run = self._runs[run_id]
        step = run.steps.get(id)
        what = f"{run_id}: attempt {attempt} of {id} began"
        if step is None or max(step.attempt, step.lent) < attempt:
            self.fault(f"{what} before that was recorded (G2)")
            return
        if step.ended and not step.cancelled:
            self.fault(f"{what} after its outcome was recorded (G3)")
        if step.running[epoch]:
            self.fault(f"{what} while another attempt of it runs in the same engine (G3)")
        run.bodies[id, attempt] += 1
        if run.bodies[id, attempt] > 1:
            self.fault(f"{what} a second time (G3)")
        step.running[epoch] += 1

    def body_ended(self, run_id: str, id: str, epoch: int) -> None:
        """The body of a step ended, however."""
        step = self._runs[run_id].steps.get(id)
        if step is not None and step.running[epoch]:
            step.running[epoch] -= 1

    # --- rows

    def _row(self, run: _Run, row: LoggedEvent, *, copied: bool = False) -> None:
        event = e.decode_event(row.body)
        where = f"{run.id}, event {row.seq}: {row.kind} {getattr(event, 'id', '')}"
        self._trace.update(row.body)
        if run.ended:
            self.fault(f"{where} after the run's end (G2)")
        if row.seq != run.seq + 1:
            self.fault(f"{where} does not follow event {run.seq} (G2)")
        if row.at < run.at or row.at != event.at:
            self.fault(f"{where} goes back in time (G5)")
        if (row.seq == 1) is not isinstance(event, e.RunCreated):
            self.fault(f"{where} is at the wrong place (G2)")
        run.seq, run.at = row.seq, max(run.at, row.at)
        trouble = self._fold(run, event) or ("" if copied else _out_of_order(run, row.kind, event))
        if trouble:
            self.fault(f"{where}, {trouble}")
        if isinstance(event, _ENDS):
            run.ended = True

    def _fold(self, run: _Run, event: Any) -> str:
        rule = _RULES.get(type(event))
        return rule(self, run, event) if rule is not None else ""

    def _step_scheduled(self, run: _Run, event: e.StepScheduled) -> str:
        again = event.id in run.steps
        run.steps[event.id] = _Step(event.step, 0 if event.queued else 1)
        return "whose id was used before (G5)" if again else ""

    def _step_started(self, run: _Run, event: e.StepStarted) -> str:
        step = run.steps.get(event.id)
        if step is None or step.ended:
            return "which is not outstanding (G3)"
        if event.attempt != step.attempt + 1:
            return f"attempt {event.attempt} after attempt {step.attempt} (G3)"
        step.attempt = event.attempt
        step.retrying = False
        most = self._max_attempts(step.step)
        return f"attempt {event.attempt} of {most} (G3)" if event.attempt > most else ""

    def _step_retrying(self, run: _Run, event: e.StepRetrying) -> str:
        step = run.steps.get(event.id)
        if step is None or step.ended:
            return "which is not outstanding (G3)"
        if event.attempt != step.attempt:
            return f"attempt {event.attempt}, but {step.attempt} was the last (G3)"
        step.retrying = True
        return "though that was the last attempt (G3)" if event.attempt >= self._max_attempts(step.step) else ""

    def _step_heartbeat(self, run: _Run, event: e.StepHeartbeat) -> str:
        step = run.steps.get(event.id)
        if step is None or step.ended:
            return "which is not outstanding (G3)"
        return "" if event.attempt == step.attempt else f"attempt {event.attempt}, but {step.attempt} was the last (G3)"

    def _step_ended(self, run: _Run, event: e.StepCompleted | e.StepFailed) -> str:
        step = run.steps.get(event.id)
        if step is None or step.ended:
            return "which is not outstanding (G3)"
        step.ended = True
        return "" if event.attempt == step.attempt else f"attempt {event.attempt}, but {step.attempt} was the last (G3)"

    def _step_cancelled(self, run: _Run, event: e.StepCancelled) -> str:
        step = run.steps.get(event.id)
        if step is None or step.ended:
            return "which is not outstanding (G2)"
        step.ended = step.cancelled = True
        return ""

    def _forked(self, run: _Run, event: e.RunForked) -> str:
        for step in run.steps.values():
            step.attempt = 0
        return ""

    def _timer_started(self, run: _Run, event: e.TimerStarted) -> str:
        again = event.id in run.timers
        run.timers[event.id] = event.due
        return "whose id was used before (G5)" if again else ""

    def _timer_fired(self, run: _Run, event: e.TimerFired) -> str:
        due = run.timers.get(event.id)
        if due is None:
            return "which is not outstanding (G2)"
        run.timers[event.id] = None
        return f"{due - event.at} us early" if event.at < due and not run.sent["wake"] else ""

    def _timer_cancelled(self, run: _Run, event: e.TimerCancelled) -> str:
        outstanding = run.timers.get(event.id) is not None
        run.timers[event.id] = None
        return "" if outstanding else "which is not outstanding (G2)"

    def _hook_created(self, run: _Run, event: e.HookCreated) -> str:
        again = event.id in run.hooks
        run.hooks[event.id] = True
        return "whose id was used before (G5)" if again else ""

    def _hook_received(self, run: _Run, event: e.HookReceived) -> str:
        if event.id not in run.hooks:  # one that is closed was open when the payload was sent; its code is not told
            return "whose hook is not open (G2)"
        if event.dedup is not None and (event.id, event.dedup) in run.payloads:
            return f"payload {event.dedup} a second time (G2)"
        run.payloads.add((event.id, event.dedup or ""))
        return ""

    def _hook_replied(self, run: _Run, event: e.HookReplied) -> str:
        if (event.id, event.dedup) not in run.payloads:
            return f"to {event.dedup}, which did not arrive (G2)"
        again = (event.id, event.dedup) in run.replied
        run.replied.add((event.id, event.dedup))
        return "a second time (G5)" if again else ""

    def _hook_ended(self, run: _Run, event: e.HookDisposed | e.HookConflict) -> str:
        was_open = run.hooks.get(event.id)
        run.hooks[event.id] = False
        return "" if was_open else "whose hook is not open (G2)"

    def _child_started(self, run: _Run, event: e.ChildStarted | e.RunAwaited) -> str:
        again = event.id in run.children
        run.children[event.id] = True
        return "whose id was used before (G5)" if again else ""

    def _child_linked(self, run: _Run, event: e.ChildLinked) -> str:
        outstanding = run.children.get(event.id, False)
        if event.problem:
            run.children[event.id] = False
        return "" if outstanding else "which is not outstanding (G2)"

    def _child_finished(self, run: _Run, event: e.ChildFinished) -> str:
        outstanding = run.children.get(event.id, False)
        run.children[event.id] = False
        return "" if outstanding else "which is not outstanding (G2)"

    def _cancelled(self, run: _Run, event: e.CancelRequested) -> str:
        run.cancels += 1
        return "" if run.cancels <= run.sent["cancel"] else "more often than was asked for (G2)"


def _out_of_order(run: _Run, kind: str, event: Any) -> str:
    """What was acknowledged first is heard first, whatever happened in between (G2)."""
    if kind not in _HEARD_AS.values():
        return ""
    heard = (kind, getattr(event, "id", ""), getattr(event, "dedup", None))
    if run.arrived and run.arrived[0] == heard:
        run.arrived.popleft()
        return ""
    return f"though {list(run.arrived)} wait in this order (G2)"


_RULES: dict[type[e.Event], Callable[[LogChecker, _Run, Any], str]] = {
    e.StepScheduled: LogChecker._step_scheduled,
    e.StepStarted: LogChecker._step_started,
    e.StepRetrying: LogChecker._step_retrying,
    e.StepHeartbeat: LogChecker._step_heartbeat,
    e.StepCompleted: LogChecker._step_ended,
    e.StepFailed: LogChecker._step_ended,
    e.StepCancelled: LogChecker._step_cancelled,
    e.RunForked: LogChecker._forked,
    e.TimerStarted: LogChecker._timer_started,
    e.TimerFired: LogChecker._timer_fired,
    e.TimerCancelled: LogChecker._timer_cancelled,
    e.HookCreated: LogChecker._hook_created,
    e.HookReceived: LogChecker._hook_received,
    e.HookReplied: LogChecker._hook_replied,
    e.HookDisposed: LogChecker._hook_ended,
    e.HookConflict: LogChecker._hook_ended,
    e.ChildStarted: LogChecker._child_started,
    e.RunAwaited: LogChecker._child_started,
    e.ChildLinked: LogChecker._child_linked,
    e.ChildFinished: LogChecker._child_finished,
    e.CancelRequested: LogChecker._cancelled,
}


def replays(program: Program, run_id: str, log: list[LoggedEvent]) -> str:
    """Deliver a whole log to a new instance: what it decides must be what was recorded, right after its cause (G2, G5).

    Returns:
        What does not agree; nothing where all does.
    """
    instance = Instance.create(program, run_id)
    decided: list[e.Command] = []
    try:
        for row in log:
            event = e.decode_event(row.body)
            if isinstance(event, e.RunTerminated):
                return ""  # what its code had decided and nobody had recorded is not recorded any more
            if isinstance(event, e.Note):
                continue
            if isinstance(event, e.Command):
                if not decided or not same(event, decided[0]):
                    return f"{run_id}, event {row.seq}: {row.kind} was recorded, {decided[:1]} came on replay (G5)"
                del decided[0]
                continue
            if decided and not isinstance(
                event, e.StepCompleted | e.StepFailed
            ):  # which may be recorded without its run
                return f"{run_id}, event {row.seq}: {row.kind} came between an input and its commands (G2)"
            decided += [c for c in Context().run(instance.deliver, event) if type(c) is not e.Logged]
        return f"{run_id}: {decided[0]} was decided and not recorded (G2)" if decided else ""
    finally:
        instance.close()
