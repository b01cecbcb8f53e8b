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
import traceback
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from useworkflow_runtime.engine.attempts import Attempts
from useworkflow_runtime.engine.collecting import rarely_collecting
from useworkflow_runtime.engine.committer import Committer, PendingTurn
from useworkflow_runtime.engine.creating import give_up_creation
from useworkflow_runtime.engine.endings import Ended, last_line
from useworkflow_runtime.engine.foreign_variables import tell_of
from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.idling import Idling
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.engine.recovery import Recovery
from useworkflow_runtime.engine.revivals import STRIKES, Revival, Revivals, why_stuck
from useworkflow_runtime.engine.showing import show
from useworkflow_runtime.engine.snapshots import SnapshotPolicy, pack
from useworkflow_runtime.engine.terminating import reason_of
from useworkflow_runtime.engine.timers import Wakes
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_runtime.errors import LostOwnershipError, RunExistsError, WorldError
from useworkflow_runtime.steps.execution import StepRunner
from useworkflow_runtime.worlds.protocol import (
    MOST_TOGETHER,
    TERMINAL,
    InboxItem,
    Link,
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
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

_log = logging.getLogger("useworkflow.engine")
_failures = logging.getLogger("useworkflow.runs")

Observer = Callable[[str, LoggedEvent], None]


class Runs:
    """See the module. All methods are called on the engine's loop.

    ``runner``, ``attempts`` and ``committer`` are set by whoever builds it, since they call back into it.

    Args:
        world: where the runs are kept.
        epoch: the engine's epoch.
        loop: the engine's loop.
        programs: gives the program of a bundle id.
        watchdog: brackets every turn.
        key: signs snapshots.
        policy: when snapshots pay.
        hot_limit: runs in memory, beyond which those that only wait are evicted.
        idle_seconds: so long a run only waits before it is evicted; ``None``: never.
        retry_delay: seconds before runs are rebuilt after a failed commit, doubled each time.
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
        idle_seconds: float | None,
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
        self.failures = 0
        """Commits that failed since the last one that did not."""
        self.let_go_of: Callable[[str], None] = lambda run_id: None
        """Called when a run turned out to be another worker's."""
        self.give_back: Callable[[list[InboxItem]], None] = lambda items: None
        """Called with what a run had taken whose creation was given up."""
        self.begun: Callable[[Turn, Sequence[RunRecord]], None] = lambda turn, begun: None
        """Called when a commit has created runs for this engine."""
        self.awaited: Callable[[str], bool] = lambda run_id: False
        """Whether somebody in this process waits for the run's result."""
        self.rested: Callable[[], None] = lambda: None
        """Called when a run has begun to wait, after the commit."""
        self.runner: StepRunner
        self.attempts: Attempts
        self.committer: Committer
        self.loop = loop
        self._watchdog = watchdog
        self._key = key
        self._policy = policy
        self._hot_limit = hot_limit
        self.idling = Idling(self, idle_seconds)
        self.ended = ended
        self.rearm = rearm
        self._context = contextvars.Context()
        self.revivals = Revivals(self, Recovery(world, programs, self.guarded, key), loop, retry_delay, watchdog)

    # --- into memory

    def begin(self, record: RunRecord, created: e.RunCreated, program: Program) -> None:
        """Take up a run that was created just now by this process and claimed in the same operation. While the answer was on
        its way it may have been found in the world, and taken up as one whose claim was lost."""
        if self.knows(record.id):
            return
        hot = HotRun(record, program, Instance.create(program, record.id), Ledger())
        self.hot[record.id] = hot
        self.turn(hot, created, None, recorded=True)
        self.make_room()

    def adopt(self, record: RunRecord, items: list[InboxItem] | None = None) -> None:
        """Take up a run that this engine has claimed. One that was claimed often without progress is taken up alone."""
        if record.id in self.hot or record.id in self.reviving:
            for item in items or []:
                self.take_item(item)
            if record.id in self.reviving:
                self.reviving[record.id].claimed = record
            return
        revival = self.reviving[record.id] = Revival()
        revival.inputs.extend((None, item) for item in items or [])
        if record.claims >= MOST_TOGETHER:
            self.revivals.suspects.add(record, revival)
        else:
            self.revivals.begin(record.id, revival)

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
        if hot.ledger.timers:
            self._fire_due(hot, event.at)
        if self.hot.get(hot.run_id) is hot and not hot.finished:
            self.turn(hot, event, item)
        else:
            self.too_late(hot, event, item)

    def take_item(self, item: InboxItem) -> None:
        """Give a run in memory what was sent to it."""
        hot = self.hot.get(item.run_id)
        if hot is None:
            revival = self.reviving.get(item.run_id)
            if revival is not None:
                revival.inputs.append((None, item))
            return
        if hot.finished:
            self.too_late(hot, None, item)
            return
        try:
            self._take(hot, item, self.stamp(hot))
        except msgspec.DecodeError as error:
            self.diverge(hot, f"what was sent to it (inbox item {item.number}, {item.kind}) cannot be read: {error}")

    def _take(self, hot: HotRun, item: InboxItem, at: int) -> None:
        if item.kind == "hook":
            if item.target not in hot.ledger.hooks:
                _log.warning(
                    "a payload for hook %s of run %s is ignored: there is no such hook any more",
                    item.target,
                    hot.run_id,
                )
            self.deliver(hot, e.HookReceived(at=at, id=item.target, payload=item.payload, dedup=item.dedup), item)
        elif item.kind == "cancel":
            hot.cancel_reason = reason_of(item)
            self.deliver(hot, e.CancelRequested(at=at, reason=hot.cancel_reason), item)
        elif item.kind == "linked":
            link = msgspec.json.decode(item.payload, type=Link)
            self.deliver(hot, e.ChildLinked(at=at, id=item.target, run_id=link.run_id, problem=link.problem), item)
        elif item.kind == "finished":
            self.deliver(hot, finished(at, item), item)
        elif item.kind == "step":
            self.attempts.lending.returned(hot, item)
        elif item.kind == "terminate":
            self._terminate(hot, item)
        elif item.kind == "migrated":
            self._moved(hot, item)
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
            if not self.turn(hot, e.TimerFired(at=until, id=first[1]), None):
                return

    def _wake_up(self, hot: HotRun, item: InboxItem) -> None:
        for timer in [t for t in hot.ledger.timers.values() if t.what == "sleep"]:
            if timer.id in hot.ledger.timers and not self.turn(
                hot, e.TimerFired(at=self.stamp(hot), id=timer.id), None
            ):
                break
        if self.hot.get(hot.run_id) is hot:
            self.done_with(hot, item)
        else:
            self.too_late(hot, None, item)

    def _moved(self, hot: HotRun, item: InboxItem) -> None:
        """The run was moved to other code: what was made of its former code is dropped (G7)."""
        if hot.committed >= msgspec.json.decode(item.payload, type=int):
            self.done_with(hot, item)
        else:
            self.drop(hot).inputs.append((None, item))
            self.revivals.when_settled(hot)

    def _terminate(self, hot: HotRun, item: InboxItem) -> None:
        pending = self.committer.pending(hot)
        hot.cancel_reason = reason_of(item)
        hot.terminate(pending, e.RunTerminated(at=self.stamp(hot), reason=hot.cancel_reason))
        pending.consume(None, item)

    def done_with(self, hot: HotRun, item: InboxItem) -> None:
        """Nothing is delivered for this item; it goes with the run's next commit."""
        self.committer.pending(hot).consume(None, item)

    def too_late(self, hot: HotRun, event: e.Event | None, item: InboxItem | None) -> None:
        """An input came after the turn that ended or dropped the run: it counts only if that is not recorded."""
        revival = self.reviving.get(hot.run_id)
        ending = self.committer.gathering(hot.run_id) or hot.flying
        if revival is not None:
            revival.inputs.append((event, item))
        elif ending is not None and ending.hot is hot:
            ending.inputs.append((event, item))

    # --- turns

    def turn(self, hot: HotRun, event: e.AnyEvent, item: InboxItem | None, *, recorded: bool = False) -> bool:
        """Deliver one event and gather what follows; ``False`` if the turn was discarded."""
        try:
            commands = self.guarded(hot.instance, event)
        except KeyboardInterrupt:
            self.drop(hot).inputs.append((event, item))
            self.revivals.when_settled(hot)
            raise
        except BaseException as error:
            self._strike(hot, event, item, error)
            return False
        if len(self.hot) * 2 > self._hot_limit:
            self.hot.move_to_end(hot.run_id)
        try:
            self.gather(hot, event, item, commands, recorded=recorded)
        except Exception as error:  # what nobody thought of: without this the run would wait for ever (G9)
            self._strike(hot, event, item, error)
            return False
        return True

    def gather(
        self, hot: HotRun, event: e.AnyEvent, item: InboxItem | None, commands: list[e.Command], *, recorded: bool
    ) -> None:
        """What follows from an event goes with the run's next commit. ``recorded``: the event is in the log already."""
        pending = self.committer.pending(hot)
        if not recorded:
            hot.note_input(pending, event, item)
        else:
            hot.at = max(hot.at, event.at)
        if not hot.started:
            hot.begin(pending)
        hot.take_commands(pending, commands, self.attempts.find, self.runner)
        self.close_turn(hot, pending)

    def guarded(self, instance: Instance, event: e.AnyEvent) -> list[e.Command]:
        """``deliver`` under the watchdog, in a context of its own: nothing of a step's context may leak into a run."""
        context = self._context.copy()
        commands = self._watchdog.guard(lambda: context.run(rarely_collecting, instance.deliver, event))
        if context:
            tell_of(context)
        return commands

    def close_turn(self, hot: HotRun, pending: PendingTurn) -> None:
        hot.close_turn(pending)
        if not hot.finished and self._policy.wants(hot):
            self._snapshot(hot, pending)

    def _snapshot(self, hot: HotRun, pending: PendingTurn) -> bool:
        try:
            body = rarely_collecting(pack, hot, self._key)
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
        revival = self.drop(hot)
        if not any(given is event for given, _ in revival.inputs):
            revival.inputs.append((event, item))
        if isinstance(error, ValueDecodeError):
            self.revivals.park_when_settled(hot, str(error), "diverged")
            return
        if self.revivals.strike(hot.run_id) < STRIKES:
            self.revivals.when_settled(hot)
        else:
            self.revivals.park_when_settled(hot, why_stuck(error, place, self._watchdog.limit))

    def diverge(self, hot: HotRun, reason: str) -> None:
        """Park a run whose log does not fit what is there now (G6)."""
        self.drop(hot)
        self.revivals.park_when_settled(hot, reason, "diverged")

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
        if outcome.lost:
            for _, step in pending.starts:
                self.runner.release(step)
            self.let_go(pending.hot.run_id)
            return
        if not outcome.committed:
            self.failed([pending], None)
            return
        self.failures = 0
        hot, turn = pending.hot, pending.turn
        pending.recorded()
        hot.committed = turn.expected + len(turn.events)
        if self.revivals.strikes:
            self.revivals.strikes.pop(hot.run_id, None)
        for observer in self.observers:
            for row in turn.events:
                observer(hot.run_id, row)
        current = self.hot.get(hot.run_id) is hot
        starts, pending.starts = pending.starts, ()  # their places are theirs now, whatever happens below
        for entry, step in starts:
            if current and hot.ledger.steps.get(entry.id) is not entry:
                self.runner.release(step)
            else:
                self.runner.start(hot, entry, step)
        for entry in pending.cancels:
            if entry.work is not None:
                self.runner.abandon(entry.work, hot.cancel_reason)
        for line in pending.logged:
            show(hot.run_id, line)
        if outcome.begun:
            self.begun(turn, outcome.begun)
        for token in outcome.unsent:
            _log.warning("run %s sent a payload to the hook token %r, which nobody has: it is lost", hot.run_id, token)
        if turn.status in TERMINAL:
            self._end(hot, turn)
        elif not current:
            self.revivals.when_settled(hot)
        else:
            if pending.unknown:
                self.attempts.begin_unknown(hot, pending.unknown)
            self._go_on(hot, pending, outcome)

    def _go_on(self, hot: HotRun, pending: PendingTurn, outcome: TurnOutcome) -> None:
        if outcome.conflicts:
            hot.active = True  # the world keeps it so until the run has been told
        for hook_id, token, owner in outcome.conflicts:
            if self.hot.get(hot.run_id) is hot and not hot.finished:
                self.turn(hot, e.HookConflict(at=self.stamp(hot), id=hook_id, token=token, owner=owner), None)
        if pending.turn.active is False:
            self.rested()
        if pending.turn.wake_at is not UNSET and hot.wake_at is not None:
            self.wakes.push(hot.wake_at, hot.run_id)
            self.rearm()
        if pending.evict:
            if hot.quiet() and self.committer.gathering(hot.run_id) is None:
                self._forget(hot)
        elif self.idling.settled(hot):
            self.rearm()

    def _end(self, hot: HotRun, turn: Turn) -> None:
        self.hot.pop(hot.run_id, None)
        self.reviving.pop(hot.run_id, None)
        if turn.status == "failed" and turn.error is not UNSET:
            told = hot.family[0] is not None or self.awaited(hot.run_id)  # whoever hears of it may well expect it
            level, name = logging.INFO if told else logging.ERROR, hot.workflow.rpartition("//")[2]
            _failures.log(level, "run %s of %s failed: %s", hot.run_id, name, last_line(turn.error))
        hot.instance.close()
        self.ended(
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
        """These turns were not recorded, as far as is known: drop the instances and rebuild them from the world; inputs
        that are not in its log are given again."""
        if error is not None:
            self.failures += 1
        for pending in group:
            hot = pending.hot
            for _, step in pending.starts:
                self.runner.release(step)
            if pending.turn.new is not None:
                give_up_creation(self, pending, error or RunExistsError.of(hot.run_id))
                continue
            if self.hot.get(hot.run_id) is hot:
                self.drop(hot)
            revival = self.reviving.get(hot.run_id)
            if revival is None:
                continue
            revival.inputs[:0] = pending.inputs
            revival.again = True
            # A disk that is nearly full takes small commits and refuses large ones: others' success says little.
            revival.failures = max(self.failures, self.committer.setbacks.get(hot.run_id, 0))
            if not isinstance(error, LostOwnershipError):
                self._try_again(hot, error if len(group) == 1 else None)

    def _try_again(self, hot: HotRun, error: Exception | None) -> None:
        """Bring a run back whose turn was not recorded. ``error``, if it was committed alone: one that is none of the world's
        would come up each time."""
        hopeless = error is not None and not isinstance(error, WorldError)
        if hopeless and self.revivals.strike(hot.run_id) >= STRIKES:
            reason = f"what it decided cannot be recorded: {type(error).__name__}: {error}"
            self.revivals.park_when_settled(hot, reason)
        else:
            self.revivals.when_settled(hot)

    # --- out of memory

    def let_go(self, run_id: str) -> None:
        """Another worker has the run now: forget it here, and stop its attempts, whose outcomes count no more (G3)."""
        pending = self.committer.withdraw(run_id)
        for _, step in pending.starts if pending is not None else ():
            self.runner.release(step)
        self.reviving.pop(run_id, None)
        hot = self.hot.pop(run_id, None)
        if hot is not None:
            hot.instance.close()
        for work in self.runner.of(run_id).values():
            self.runner.abandon(work)
        self.let_go_of(run_id)

    def make_room(self) -> None:
        """Evict runs that only wait, those that moved longest ago first, while there are too many."""
        excess = len(self.hot) - self._hot_limit
        for _ in range(min(max(excess, 0) * 2, len(self.hot))):
            run_id, hot = next(iter(self.hot.items()))
            self.hot.move_to_end(run_id)
            if excess > 0 and hot.quiet() and not hot.finished and self.committer.gathering(run_id) is None:
                self.evict(hot)
                excess -= 1

    def evict(self, hot: HotRun, *, needed: bool = True) -> bool:
        """Take a run that only waits out of memory, with a snapshot where its state can be captured.

        Args:
            hot: the run.
            needed: ``False``: one that cannot be captured, and would be replayed whole, stays.

        Returns:
            Whether it goes.
        """
        if hot.log_bytes == 0:
            self._forget(hot)
            return True
        if hot.refused and not needed:
            return False
        pending = self.committer.pending(hot)
        if self._snapshot(hot, pending):
            pending.evict = True
            hot.close_turn(pending)
            return True
        self.committer.withdraw(hot.run_id)
        if needed:
            self._forget(hot)
        return needed

    def _forget(self, hot: HotRun) -> None:
        self.hot.pop(hot.run_id, None)
        hot.instance.close()
        if hot.wake_at is not None and (self.parked_wake is None or hot.wake_at < self.parked_wake):
            self.parked_wake = hot.wake_at
            self.rearm()

    def drop(self, hot: HotRun) -> Revival:
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


def finished(at: int, item: InboxItem) -> e.ChildFinished:
    """The event of the inbox item ``finished``, at ``at`` (microseconds).

    Raises:
        msgspec.DecodeError: the item is damaged.
    """
    end = item.end
    if end is None:
        raise msgspec.DecodeError("it does not say how the run ended")
    return e.ChildFinished(
        at=at, id=item.target, outcome=end.outcome, value=end.value, error=end.error, error_kind=end.error_kind,
        reason=end.reason,
    )  # fmt: skip
