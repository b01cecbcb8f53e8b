"""A run in memory: its instance, where its log stands, and how a turn becomes rows.

    event StepCompleted("0/add#0") -> instance.deliver -> [StepScheduled("0/add#1")]
        rows 7 step_completed, 8 step_scheduled; to start after the commit: 0/add#1

Nothing here waits or has effects: rows and intentions go into the ``PendingTurn`` of the next commit (G2).
Read next: ``committer``, ``engine``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw
from msgspec.structs import replace

from useworkflow_runtime.engine.children import child_run, farewells
from useworkflow_runtime.engine.committer import PendingTurn, added
from useworkflow_runtime.engine.ledger import HookEntry, Ledger, StepEntry, TimerEntry
from useworkflow_runtime.steps.registry import Step
from useworkflow_runtime.streams.settling import settlement
from useworkflow_runtime.worlds.protocol import Forward, HookRecord, HookReply, InboxItem, LoggedEvent, RunRecord
from useworkflow_sandbox import events as e
from useworkflow_sandbox import values
from useworkflow_sandbox.events import encode_event
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.metadata import URL_VARIABLE
from useworkflow_sandbox.program import Program

if TYPE_CHECKING:
    from useworkflow_runtime.steps.execution import StepRunner

FindStep = Callable[[str], "Step | None"]
Family = tuple[str | None, str | None, str | None]

_OUTCOMES = (e.StepCompleted, e.StepFailed)
_KINDS: dict[type[e.Event], str] = {
    kind: str(kind.__struct_config__.tag) for kind in (*e.INPUTS, *e.COMMANDS, *e.NOTES)
}


class HotRun:
    """One run that this engine keeps in memory.

    ``seq`` is the position of its newest event, rows that are not committed yet included; ``at`` that event's time.
    """

    __slots__ = (
        "_family",
        "active",
        "at",
        "cancel_reason",
        "committed",
        "created_at",
        "finished",
        "flying",
        "fresh",
        "generation",
        "instance",
        "ledger",
        "log_bytes",
        "program",
        "refused",
        "run_id",
        "seq",
        "snapshot_bytes",
        "snapshot_seq",
        "started",
        "wake_at",
        "workflow",
    )  # fmt: skip

    def __init__(self, record: RunRecord, program: Program, instance: Instance, ledger: Ledger) -> None:
        self.run_id = record.id
        self.workflow = record.workflow
        self._family: Family | None = None
        self.program = program
        self.instance = instance
        self.ledger = ledger
        self.seq = record.last_seq
        self.committed = record.last_seq
        self.generation = record.generation
        """Of its next turn: see ``Turn.generation``."""
        self.created_at = record.created_at
        self.at = record.created_at
        self.started = record.started_at is not None
        self.active = record.active
        self.wake_at = record.wake_at
        self.fresh = True
        """Claimed, and nothing committed since: the next commit takes the claim counter back."""
        self.finished = False
        self.flying: PendingTurn | None = None
        self.log_bytes = 0
        """Bytes of the rows since the last snapshot."""
        self.snapshot_bytes = 0
        self.snapshot_seq = 0
        self.cancel_reason: str | None = None
        """What its steps are told that are cancelled from now on."""
        self.refused = False
        """Its state cannot be captured; that was said once."""

    borrowed = False
    """Its steps are executed here for itself, not for another engine."""

    @property
    def started_at(self) -> int:
        """When its code began, microseconds."""
        return self.instance.origin.started_at

    @property
    def family(self) -> Family:
        """The ids of its parent and its root, and its URL."""
        if self._family is None:
            origin = self.instance.origin
            self._family = origin.parent, origin.root or self.run_id, origin.env.get(URL_VARIABLE)
        return self._family

    def note_input(self, pending: PendingTurn, event: e.Event, item: InboxItem | None) -> None:
        """Add the row of an input that was delivered; ``item``: what brought it from the inbox."""
        self._row(pending, event)
        if type(event) in _OUTCOMES:
            self._settle(pending, event, self.ledger.steps.get(event.id))  # type: ignore[attr-defined]
        self.ledger.apply(self.seq, event)
        pending.consume(event, item)

    def note(self, pending: PendingTurn, event: e.Note) -> None:
        """Add a row of the engine's own."""
        self._row(pending, event)
        self.ledger.apply(self.seq, event)

    def take_commands(
        self, pending: PendingTurn, commands: Sequence[e.Command], find: FindStep, runner: StepRunner
    ) -> None:
        """Add the rows of what the instance decided, and what is to happen once they are durable."""
        for command in commands:
            if type(command) is e.StepScheduled:
                self._schedule(pending, command, find, runner)
            else:
                _RULES[type(command)](self, pending, command)

    def close_turn(self, pending: PendingTurn) -> None:
        """Bring the columns of the run's row up to date, where they have changed."""
        turn, fresh = pending.turn, self.fresh
        if fresh:
            self.fresh = False
            turn.reset_claims = True
        if self.finished:
            return
        # Taken up again after a commit whose fate was unknown, the run's row may be another by now than the one that was read.
        active = self.ledger.moving()
        if fresh or active is not self.active:
            self.active = turn.active = active
        wake_at = self.ledger.wake_at()
        if fresh or wake_at != self.wake_at:
            self.wake_at = turn.wake_at = wake_at

    def begin(self, pending: PendingTurn) -> None:
        """The run's first turn: it runs from now on."""
        self.started = True
        pending.turn.status = "running"
        pending.turn.started_at = self.at
        self._row(pending, e.RunStarted(at=self.at))

    def quiet(self) -> bool:
        """Nothing of it is under way in this process: it only waits for a time or an input."""
        return self.flying is None and not self.ledger.moving() and not self._threads_left()

    def _threads_left(self) -> bool:
        return any(entry.work is not None and entry.work.running for entry in self.ledger.steps.values())

    def _row(self, pending: PendingTurn, event: e.Event) -> None:
        self.seq += 1
        body = encode_event(event)
        self.log_bytes += len(body)
        self.at = event.at
        pending.turn.events.append(LoggedEvent(self.seq, _KINDS[type(event)], event.at, body))

    def _schedule(self, pending: PendingTurn, command: e.StepScheduled, find: FindStep, runner: StepRunner) -> None:
        step = find(command.step)
        started = step is not None and runner.reserve(step)
        if not started:
            command = replace(command, queued=True)
        self._row(pending, command)
        entry = StepEntry(command.id, command.step, self.seq, command.args, command.line, command.at)
        self.ledger.add_step(entry)
        if step is not None and started:
            entry.attempt, entry.started_at, entry.starting = 1, command.at, True
            pending.starts = added(pending.starts, (entry, step))
        elif step is not None:
            runner.queue(step, self.run_id, entry.id)
        else:
            pending.unknown = added(pending.unknown, entry)

    def _settle(self, pending: PendingTurn, event: e.Event, entry: StepEntry | None) -> None:
        settled = settlement(event, entry)
        if settled is not None:
            pending.turn.settlements = added(pending.turn.settlements, settled)

    def _cancel_step(self, pending: PendingTurn, command: e.StepCancelled) -> None:
        self._row(pending, command)
        entry = self.ledger.end_step(command.id)
        if entry is not None:
            self._settle(pending, command, entry)
            pending.cancels = added(pending.cancels, entry)

    def _start_timer(self, pending: PendingTurn, command: e.TimerStarted) -> None:
        self._row(pending, command)
        self.ledger.add_timer(TimerEntry(command.id, self.seq, command.due, command.what, command.line, command.at))

    def _cancel_timer(self, pending: PendingTurn, command: e.TimerCancelled) -> None:
        self._row(pending, command)
        self.ledger.end_timer(command.id)

    def _create_hook(self, pending: PendingTurn, command: e.HookCreated) -> None:
        self._row(pending, command)
        self.ledger.hooks[command.id] = HookEntry(command.id, command.token, command.line, command.at)
        hook = HookRecord(
            command.token,
            self.run_id,
            command.id,
            command.at,
            command.metadata,
            _as_raw(command.schema),
            _as_raw(command.webhook),
        )
        pending.turn.hooks_created = added(pending.turn.hooks_created, hook)

    def _dispose_hook(self, pending: PendingTurn, command: e.HookDisposed) -> None:
        self._row(pending, command)
        self.ledger.hooks.pop(command.id, None)
        pending.turn.hooks_disposed = added(pending.turn.hooks_disposed, command.token)

    def _reply(self, pending: PendingTurn, command: e.HookReplied) -> None:
        self._row(pending, command)
        reply = HookReply(command.id, command.dedup, command.value)
        pending.turn.replies = added(pending.turn.replies, reply)

    def _resume_hook(self, pending: PendingTurn, command: e.HookResumed) -> None:
        self._row(pending, command)
        pending.turn.forwards = added(pending.turn.forwards, Forward(command.token, command.payload, command.dedup))

    def _start_child(self, pending: PendingTurn, command: e.ChildStarted) -> None:
        self._row(pending, command)
        self.ledger.apply(self.seq, command)
        pending.turn.children = added(pending.turn.children, child_run(self, command))

    def _await_run(self, pending: PendingTurn, command: e.RunAwaited) -> None:
        self._row(pending, command)
        self.ledger.apply(self.seq, command)
        pending.turn.awaits = added(pending.turn.awaits, (command.id, command.run_id))

    def _tell_run(self, pending: PendingTurn, command: e.RunTold) -> None:
        self._row(pending, command)
        message = (command.run_id, command.what, values.encode(command.reason))
        pending.turn.sends = added(pending.turn.sends, message)

    def _set_attributes(self, pending: PendingTurn, command: e.AttributesSet) -> None:
        self._row(pending, command)
        turn = pending.turn
        turn.attributes = {**({} if turn.attributes is UNSET else turn.attributes), **command.values}

    def _patch(self, pending: PendingTurn, command: e.Patched) -> None:
        self._row(pending, command)

    def _log(self, pending: PendingTurn, command: e.Logged) -> None:
        pending.logged = added(pending.logged, command)

    def _complete(self, pending: PendingTurn, command: e.RunCompleted) -> None:
        self._end(pending, command)
        pending.turn.status = "completed"
        pending.turn.output = command.value

    def _fail(self, pending: PendingTurn, command: e.RunFailed) -> None:
        self._end(pending, command)
        pending.turn.status = "failed"
        pending.turn.error = command.error
        pending.turn.error_kind = command.kind_of_failure

    def _be_cancelled(self, pending: PendingTurn, command: e.RunCancelled) -> None:
        self._end(pending, command)
        pending.turn.status = "cancelled"
        if command.reason is not None:
            pending.turn.reason = command.reason

    def terminate(self, pending: PendingTurn, event: e.RunTerminated) -> None:
        """End it without its code."""
        self._end(pending, event)
        pending.turn.status = "cancelled"
        if event.reason is not None:
            pending.turn.reason = event.reason

    def _end(self, pending: PendingTurn, command: e.Command | e.RunTerminated) -> None:
        self._row(pending, command)
        self.finished = True
        pending.turn.completed_at = command.at
        pending.turn.snapshot = None
        pending.cancels = added(pending.cancels, *self.ledger.steps.values())
        pending.turn.sends = added(pending.turn.sends, *farewells(self.run_id, self.ledger))
        self.ledger.clear()


_NULL = Raw(b"null")


def _as_raw(value: Any) -> Raw:
    return _NULL if value is None else Raw(msgspec.json.encode(value))


_RULES: dict[type[e.Command], Callable[[HotRun, PendingTurn, Any], None]] = {
    e.StepCancelled: HotRun._cancel_step,
    e.TimerStarted: HotRun._start_timer,
    e.TimerCancelled: HotRun._cancel_timer,
    e.HookCreated: HotRun._create_hook,
    e.HookDisposed: HotRun._dispose_hook,
    e.HookReplied: HotRun._reply,
    e.HookResumed: HotRun._resume_hook,
    e.ChildStarted: HotRun._start_child,
    e.RunAwaited: HotRun._await_run,
    e.RunTold: HotRun._tell_run,
    e.AttributesSet: HotRun._set_attributes,
    e.Patched: HotRun._patch,
    e.Logged: HotRun._log,
    e.RunCompleted: HotRun._complete,
    e.RunFailed: HotRun._fail,
    e.RunCancelled: HotRun._be_cancelled,
}
