"""The runs of one engine: who gets which event, what follows from a turn, and what follows from its commit.

    step outcome, timer, inbox item -> deliver -> PendingTurn -> commit -> start steps, cancel steps, announce the end
    a turn that was interrupted, or whose commit failed -> drop the instance -> revive it from the world

A run is hot (in memory), or being revived, or known to the world only. Read next: ``engine``, which owns this and
watches the world; ``attempts``, the part that deals with steps.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from msgspec import UNSET, Raw
from msgspec.structs import replace

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.attempts import Attempts
from useworkflow_runtime.committer import Committer, Input, PendingTurn
from useworkflow_runtime.endings import Ended
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.hot_run import HotRun
from useworkflow_runtime.ledger import Ledger
from useworkflow_runtime.recovery import Recovered, Recovery
from useworkflow_runtime.snapshots import SnapshotPolicy, pack
from useworkflow_runtime.steps.execution import StepRunner, Work
from useworkflow_runtime.timers import Wakes
from useworkflow_runtime.watchdog import Watchdog
from useworkflow_runtime.worlds.protocol import (
    PARKED,
    TERMINAL,
    InboxItem,
    LoggedEvent,
    RunRecord,
    SnapshotRow,
    Turn,
    TurnOutcome,
    World,
)
from useworkflow_sandbox import events as e
from useworkflow_sandbox.capture import CaptureError
from useworkflow_sandbox.current import TurnInterrupted
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

STRIKES = 3
"""Interrupted turns, or claims without progress, after which a run is parked as ``stuck``."""
_log = logging.getLogger("useworkflow.engine")
_workflow_log = logging.getLogger("useworkflow.workflow")

Observer = Callable[[str, LoggedEvent], None]


class Revival:
    """A run that is being rebuilt from the world, and what arrived for it meanwhile."""

    __slots__ = ("failures", "inputs", "outcomes", "previous")

    def __init__(self, previous: HotRun | None = None) -> None:
        self.previous = previous
        self.inputs: list[Input] = []
        self.outcomes: list[tuple[Work, Raw | None, BaseException | None]] = []
        self.failures = 0


class Runs:
    """See the module. All methods are called on the engine's loop.

    Args:
        world: where the runs are kept.
        epoch: the engine's epoch.
        runner: runs the attempts of steps.
        attempts: decides about attempts.
        committer: built with ``done`` and ``failed`` of this object.
        ended: called when a run has ended or was parked.
        rearm: called when the time at which something must happen may have changed.
    """

    def __init__(
        self,
        world: World,
        epoch: int,
        *,
        loop: asyncio.AbstractEventLoop,
        programs: Callable[[str], Coroutine[Any, Any, Program]],
        watchdog: Watchdog,
        key: bytes | None,
        policy: SnapshotPolicy,
        hot_limit: int,
        retry_delay: float,
        ended: Callable[[str, Ended], None],
        rearm: Callable[[], None],
    ) -> None:
        self.world = world
        self.epoch = epoch
        self.hot: OrderedDict[str, HotRun] = OrderedDict()
        self.reviving: dict[str, Revival] = {}
        self.wakes = Wakes()
        self.observers: list[Observer] = []
        self.parked_wake: int | None = None
        """Earliest wake-up time among the runs that are not in memory, as far as known."""
        self.runner: StepRunner
        self.attempts: Attempts
        self.committer: Committer
        self._loop = loop
        self._watchdog = watchdog
        self._key = key
        self._policy = policy
        self._hot_limit = hot_limit
        self._retry_delay = retry_delay
        self._ended = ended
        self._rearm = rearm
        self._strikes: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._context = contextvars.Context()
        self._recovery = Recovery(world, programs, self._guarded, key)
        self._recovering = asyncio.Semaphore(16)

    # --- into memory

    def begin(self, record: RunRecord, created: e.RunCreated, program: Program) -> None:
        """Take up a run that was created just now by this process and claimed in the same operation."""
        hot = HotRun(record, program, Instance.create(program, record.id), Ledger())
        self.hot[record.id] = hot
        self._turn(hot, created, None, recorded=True)
        self._make_room()

    def adopt(self, record: RunRecord, items: list[InboxItem] | None = None) -> None:
        """Take up a run that this engine has claimed. One that was claimed too often without progress is parked."""
        if record.id in self.hot or record.id in self.reviving:
            for item in items or []:
                self.take_item(item)
            return
        revival = self.reviving[record.id] = Revival()
        revival.inputs.extend((None, item) for item in items or [])
        if record.claims > STRIKES:
            reason = f"{record.claims - 1} engines took this run up and died before it made progress"
            self._spawn(self._park(record.id, "stuck", reason))
        else:
            self._spawn(self._revive(record.id, revival))

    def knows(self, run_id: str) -> bool:
        """Whether the run is in memory, or on its way there."""
        return run_id in self.hot or run_id in self.reviving

    # --- inputs

    def stamp(self, hot: HotRun) -> int:
        """The time of an event that happens to ``hot`` now, in microseconds: never before its last one."""
        now = self.world.now()
        return now if now > hot.at else hot.at

    def deliver(self, hot: HotRun, event: e.AnyEvent, item: InboxItem | None = None) -> None:
        """Give a run an input, after the timers that were due before it."""
        first = hot.ledger.first_timer()
        if first is not None and first[0] <= event.at:
            self._fire_due(hot, event.at)
        if self.hot.get(hot.run_id) is hot and not hot.finished:
            self._turn(hot, event, item)
        else:
            self._too_late(hot, event, item)

    def take_item(self, item: InboxItem) -> None:
        """Give a run in memory what was sent to it."""
        hot = self.hot.get(item.run_id)
        if hot is None:
            revival = self.reviving.get(item.run_id)
            if revival is not None:
                revival.inputs.append((None, item))
            return
        if hot.finished:
            return
        at = self.stamp(hot)
        if item.kind == "hook":
            self.deliver(hot, e.HookReceived(at=at, id=item.target, payload=item.payload, dedup=item.dedup), item)
        elif item.kind == "cancel":
            self.deliver(hot, e.CancelRequested(at=at, reason=_reason_of(item.payload)), item)
        else:
            self._wake_up(hot, item)

    def attend(self, run_id: str) -> None:
        """Look at a run whose time has come: fire its timers, start its next attempts."""
        hot = self.hot.get(run_id)
        if hot is None or hot.finished:
            return
        now = self.stamp(hot)
        self._fire_due(hot, now)
        if self.hot.get(run_id) is hot and not hot.finished:
            self.attempts.start_due(hot, now)

    def note(self, hot: HotRun, note: e.Note) -> PendingTurn:
        """Add a row of the engine's own to the run's next commit."""
        pending = self.committer.pending(hot)
        hot.note(pending, note)
        hot.close_turn(pending)
        return pending

    def _fire_due(self, hot: HotRun, until: int) -> None:
        while (first := hot.ledger.first_timer()) is not None and first[0] <= until and not hot.finished:
            if hot.ledger.timers[first[1]].seq > hot.committed:
                return  # it fires after the commit that starts it (G2)
            at = max(hot.at, min(first[0], until))
            if not self._turn(hot, e.TimerFired(at=at, id=first[1]), None):
                return

    def _wake_up(self, hot: HotRun, item: InboxItem) -> None:
        for timer in [t for t in hot.ledger.timers.values() if t.what == "sleep"]:
            if timer.id in hot.ledger.timers and not self._turn(
                hot, e.TimerFired(at=self.stamp(hot), id=timer.id), None
            ):
                break
        if self.hot.get(hot.run_id) is hot:
            pending = self.committer.pending(hot)
            pending.inputs.append((None, item))
            pending.turn.inbox_done.append(item.number)
        else:
            self._too_late(hot, None, item)

    def _too_late(self, hot: HotRun, event: e.Event | None, item: InboxItem | None) -> None:
        revival = self.reviving.get(hot.run_id)
        if revival is not None:
            revival.inputs.append((event, item))

    # --- turns

    def _turn(self, hot: HotRun, event: e.AnyEvent, item: InboxItem | None, *, recorded: bool = False) -> bool:
        """Deliver one event and gather what follows; ``False`` if the turn was discarded."""
        try:
            commands = self._guarded(hot.instance, event)
        except KeyboardInterrupt:
            self._drop(hot).inputs.append((event, item))
            self._revive_when_settled(hot)
            raise
        except BaseException as error:
            self._strike(hot, event, item, error)
            return False
        pending = self.committer.pending(hot)
        if not recorded:
            hot.note_input(pending, event, item)
        else:
            hot.at = max(hot.at, event.at)
        if not hot.started:
            hot.begin(pending)
        hot.take_commands(pending, commands, self.attempts.find, self.runner)
        self._close(hot, pending)
        return True

    def _guarded(self, instance: Instance, event: e.AnyEvent) -> list[e.Command]:
        """``deliver`` under the watchdog, in a context of its own: nothing of a step's context may leak into a run."""
        watchdog = self._watchdog
        try:
            watchdog.begin()
            commands = self._context.copy().run(instance.deliver, event)
            if watchdog.end():
                raise TurnInterrupted
        except BaseException:
            watchdog.end()
            raise
        return commands

    def _close(self, hot: HotRun, pending: PendingTurn) -> None:
        hot.close_turn(pending)
        if not hot.finished and self._policy.wants(hot):
            self._snapshot(hot, pending)

    def _snapshot(self, hot: HotRun, pending: PendingTurn) -> bool:
        try:
            body = pack(hot, self._key)
        except (CaptureError, RecursionError) as error:
            if not hot.refused:
                _log.warning("run %s goes on by replay, its state cannot be captured: %s", hot.run_id, error)
            hot.refused = True
            hot.snapshot_bytes = hot.log_bytes
            return False
        pending.turn.snapshot = SnapshotRow(hot.seq, body)
        hot.snapshot_seq = hot.seq
        hot.snapshot_bytes = len(body)
        hot.log_bytes = 0
        return True

    def _strike(self, hot: HotRun, event: e.AnyEvent, item: InboxItem | None, error: BaseException) -> None:
        """A turn was discarded: try again from the world, and the third time park the run (G9)."""
        place = self._place(hot.program, error)
        self._drop(hot).inputs.append((event, item))
        self._strikes[hot.run_id] = strikes = self._strikes.get(hot.run_id, 0) + 1
        if strikes < STRIKES:
            self._revive_when_settled(hot)
        else:
            self._spawn(self._park_when_settled(hot, _why_stuck(error, place, self._watchdog.limit)))

    def _place(self, program: Program, error: BaseException) -> str:
        stack = [(frame.filename, frame.lineno or 0) for frame in reversed(traceback.extract_tb(error.__traceback__))]
        if isinstance(error, TurnInterrupted):
            stack = self._watchdog.stack() + stack
        for filename, line in stack:
            if program.is_user_file(filename):
                return f"{filename}:{line}"
        return program.bundle.modules[0].filename if program.bundle is not None else "an unknown place"

    # --- after a commit

    def done(self, pending: PendingTurn, outcome: TurnOutcome) -> None:
        """A turn is durable: now, and not before, its commands take effect (G2)."""
        if not outcome.committed:
            self.failed([pending], None)
            return
        hot, turn = pending.hot, pending.turn
        hot.committed = turn.expected + len(turn.events)
        if self._strikes:
            self._strikes.pop(hot.run_id, None)
        for observer in self.observers:
            for row in turn.events:
                observer(hot.run_id, row)
        current = self.hot.get(hot.run_id) is hot
        for entry, step in pending.starts:
            if current and hot.ledger.steps.get(entry.id) is not entry:
                self.runner.release(step)
            else:
                self.runner.start(hot, entry, step)
        for entry in pending.cancels:
            if entry.work is not None:
                entry.work.abandon()
        for line in pending.logged:
            _show(line)
        if turn.status in TERMINAL:
            self._end(hot, turn)
        elif not current:
            self._revive_when_settled(hot)
        else:
            self._go_on(hot, pending, outcome)

    def _go_on(self, hot: HotRun, pending: PendingTurn, outcome: TurnOutcome) -> None:
        for hook_id, token, owner in outcome.conflicts:
            if self.hot.get(hot.run_id) is hot and not hot.finished:
                self._turn(hot, e.HookConflict(at=self.stamp(hot), id=hook_id, token=token, owner=owner), None)
        if pending.turn.wake_at is not UNSET and hot.wake_at is not None:
            self.wakes.push(hot.wake_at, hot.run_id)
            self._rearm()
        if pending.evict and hot.quiet() and self.committer.gathering(hot.run_id) is None:
            self._forget(hot)

    def _end(self, hot: HotRun, turn: Turn) -> None:
        self.hot.pop(hot.run_id, None)
        self.reviving.pop(hot.run_id, None)
        hot.instance.close()
        self._ended(
            hot.run_id,
            Ended(
                str(turn.status),
                None if turn.output is UNSET else turn.output,
                None if turn.error is UNSET else turn.error,
                None if turn.error_kind is UNSET else turn.error_kind,
                None if turn.reason is UNSET else turn.reason,
            ),
        )

    def failed(self, group: list[PendingTurn], error: Exception | None) -> None:
        """Nothing of these turns was recorded: drop the instances and rebuild them; their inputs are given again."""
        for pending in group:
            hot = pending.hot
            for _, step in pending.starts:
                self.runner.release(step)
            if self.hot.get(hot.run_id) is hot:
                self._drop(hot)
            revival = self.reviving.get(hot.run_id)
            if revival is None:
                continue
            revival.inputs[:0] = pending.inputs
            if error is not None:
                revival.failures += 1
            if not isinstance(error, LostOwnershipError):
                self._revive_when_settled(hot)

    # --- out of memory

    def _make_room(self) -> None:
        """Evict runs that only wait, those that moved longest ago first, while there are too many."""
        excess = len(self.hot) - self._hot_limit
        for _ in range(min(max(excess, 0) * 2, len(self.hot))):
            run_id, hot = next(iter(self.hot.items()))
            self.hot.move_to_end(run_id)
            if excess > 0 and hot.quiet() and not hot.finished and self.committer.gathering(run_id) is None:
                self.evict(hot)
                excess -= 1

    def evict(self, hot: HotRun) -> None:
        """Take a run that only waits out of memory, with a snapshot where its state can be captured."""
        if hot.log_bytes == 0:
            self._forget(hot)
            return
        pending = self.committer.pending(hot)
        if self._snapshot(hot, pending):
            pending.evict = True
            hot.close_turn(pending)
        else:
            self.committer.withdraw(hot.run_id)
            self._forget(hot)

    def _forget(self, hot: HotRun) -> None:
        self.hot.pop(hot.run_id, None)
        hot.instance.close()
        if hot.wake_at is not None and (self.parked_wake is None or hot.wake_at < self.parked_wake):
            self.parked_wake = hot.wake_at
            self._rearm()

    def _drop(self, hot: HotRun) -> Revival:
        """Throw the instance away; what it was given and is not recorded will be given to the next one."""
        self.hot.pop(hot.run_id, None)
        revival = self.reviving[hot.run_id] = Revival(hot)
        pending = self.committer.withdraw(hot.run_id)
        if pending is not None:
            revival.inputs.extend(pending.inputs)
            for _, step in pending.starts:
                self.runner.release(step)
        try:
            hot.instance.close()
        except BaseException as error:
            _log.debug("closing a discarded instance of run %s: %r", hot.run_id, error)
        return revival

    # --- back from the world

    def _revive_when_settled(self, hot: HotRun) -> None:
        revival = self.reviving.get(hot.run_id)
        if hot.flying is None and revival is not None and revival.previous is hot:
            revival.previous = None
            self._spawn(self._revive(hot.run_id, revival))

    async def _park_when_settled(self, hot: HotRun, reason: str) -> None:
        while hot.flying is not None:
            await asyncio.sleep(0)
        await self._park(hot.run_id, "stuck", reason)

    async def _revive(self, run_id: str, revival: Revival) -> None:
        while not self.committer.lost:
            if revival.failures:
                await asyncio.sleep(min(self._retry_delay * 2 ** (revival.failures - 1), 5.0))
            try:
                async with self._recovering:
                    recovered = await self._recovery.recover(run_id)
                    conflicts = await self._conflicts(recovered)
            except LostOwnershipError:
                return
            except WorldError as error:
                revival.failures += 1
                _log.warning("run %s cannot be read now, trying again: %s", run_id, error)
            except UseWorkflowError as error:
                await self._park(run_id, "stuck", str(error))
                return
            except (asyncio.CancelledError, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._strikes[run_id] = strikes = self._strikes.get(run_id, 0) + 1
                if strikes >= STRIKES:
                    await self._park(run_id, "stuck", self._why_not_replayed(error))
                    return
            else:
                await self._install(recovered, revival, conflicts)
                return

    def _why_not_replayed(self, error: BaseException) -> str:
        stack = self._watchdog.stack() if isinstance(error, TurnInterrupted) else []
        place = next((f"{name}:{line}" for name, line in stack if "useworkflow_" not in name), "its recorded history")
        return _why_stuck(error, place, self._watchdog.limit)

    async def _conflicts(self, recovered: Recovered) -> list[tuple[str, str, str]]:
        """Hooks whose token belongs to another run, and whose run has not been told so before it went out of memory."""
        found = []
        for hook in recovered.ledger.hooks.values():
            record = await self.world.get_hook(hook.token)
            if record is not None and record.run_id != recovered.record.id:
                found.append((hook.id, hook.token, record.run_id))
        return found

    async def _install(self, recovered: Recovered, revival: Revival, conflicts: list[tuple[str, str, str]]) -> None:
        run_id = recovered.record.id
        if recovered.diverged is not None:
            recovered.instance.close()
            await self._park(run_id, "diverged", str(recovered.diverged))
            return
        if recovered.record.status in TERMINAL or recovered.record.status in PARKED:
            recovered.instance.close()
            self.reviving.pop(run_id, None)
            return
        hot = _hot_from(recovered)
        self.reviving.pop(run_id, None)
        self.hot[run_id] = hot
        told = {event.id for event, _ in revival.inputs if isinstance(event, (e.StepCompleted, e.StepFailed))}
        told.update(work.entry.id for work, _, _ in revival.outcomes)
        lost = self.attempts.attach(hot, told)
        if recovered.rest or not hot.started:
            pending = self.committer.pending(hot)
            if not hot.started:
                hot.begin(pending)
            hot.take_commands(pending, recovered.rest, self.attempts.find, self.runner)
            self._close(hot, pending)
        for hook_id, token, owner in conflicts:
            self._if_hot(hot, e.HookConflict(at=self.stamp(hot), id=hook_id, token=token, owner=owner))
        self._give_again(hot, revival)
        self.attempts.begin_again(hot, lost)
        self.attend(run_id)
        self._settle_claim(hot)
        self._make_room()

    def _give_again(self, hot: HotRun, revival: Revival) -> None:
        for event, item in revival.inputs:
            if item is not None:
                self.take_item(item)
            elif isinstance(event, (e.StepCompleted, e.StepFailed)) and event.id in hot.ledger.steps:
                self._if_hot(hot, replace(event, at=self.stamp(hot)))
        for work, value, failure in revival.outcomes:
            self.attempts.finished(work, value, failure)

    def _if_hot(self, hot: HotRun, event: e.AnyEvent) -> None:
        if not hot.finished and self.hot.get(hot.run_id) is hot:
            self._turn(hot, event, None)
        else:
            self._too_late(hot, event, None)

    def _settle_claim(self, hot: HotRun) -> None:
        """A claim that led to nothing new was progress all the same: the run is in memory and waits."""
        if self.hot.get(hot.run_id) is not hot or hot.finished:
            return
        if hot.fresh:
            hot.close_turn(self.committer.pending(hot))
        if hot.wake_at is not None:
            self.wakes.push(hot.wake_at, hot.run_id)
            self._rearm()

    async def _park(self, run_id: str, status: str, reason: str) -> None:
        """Park a run: nothing of the turn that failed is recorded, nothing else is lost (G6, G9)."""
        revival = self.reviving.get(run_id)
        while not self.committer.lost:
            try:
                record = await self.world.get_run(run_id)
                if record is None or record.status in TERMINAL:
                    break
                turn = Turn(run_id=run_id, expected=record.last_seq, events=[], active=False, reason=reason)
                turn.status = "diverged" if status == "diverged" else "stuck"
                await self.world.commit(self.epoch, [turn])
                break
            except LostOwnershipError:
                return
            except WorldError as error:
                _log.warning("run %s cannot be parked now, trying again: %s", run_id, error)
                await asyncio.sleep(self._retry_delay)
        for work in self.runner.of(run_id).values():
            work.abandon()
        if self.reviving.get(run_id) is revival:
            self.reviving.pop(run_id, None)
        self._strikes.pop(run_id, None)
        _log.error("run %s is %s: %s", run_id, status, reason)
        self._ended(run_id, Ended(status, reason=reason))

    # --- tasks

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Stop reviving. What was on its way is kept by the world."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _hot_from(recovered: Recovered) -> HotRun:
    hot = HotRun(recovered.record, recovered.program, recovered.instance, recovered.ledger)
    hot.at = recovered.at
    hot.log_bytes = recovered.log_bytes
    hot.snapshot_bytes = recovered.snapshot_bytes
    hot.snapshot_seq = recovered.snapshot_seq
    return hot


def _reason_of(payload: Raw) -> str | None:
    reason = msgspec.json.decode(payload)
    return None if reason is None else str(reason)


def _why_stuck(error: BaseException, place: str, limit: float) -> str:
    if isinstance(error, TurnInterrupted):
        return f"its code at {place} did not suspend for {limit:g} s, {STRIKES} times"
    return f"its code at {place} ended {STRIKES} turns with {type(error).__name__}: {error}"


def _show(line: e.Logged) -> None:
    if _workflow_log.hasHandlers():
        _workflow_log.log(line.level, "%s", line.text)
    else:
        print(line.text, file=sys.stderr)
