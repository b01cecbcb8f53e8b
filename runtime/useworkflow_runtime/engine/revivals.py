"""Brings runs into an engine's memory, or parks them: after a claim, after a turn that was discarded, after a failed commit.

    claimed, or dropped -> recover from the world -> join with the attempts that still run here -> give the inputs again
    three discarded turns, or a history that does not follow from the code -> parked, with the reason (G6, G9)

Read next: ``suspects``, the runs that engines died with; ``recovery``, which does the replay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from msgspec import Raw
from msgspec.structs import replace

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.engine.committer import Input, added
from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.parked import record_input, record_outcome
from useworkflow_runtime.engine.recovery import Recovered, Recovery
from useworkflow_runtime.engine.suspects import Suspects
from useworkflow_runtime.engine.terminating import reason_of, terminate
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, HookRecord, RunRecord, Turn
from useworkflow_runtime.worlds.step_sharing import LentStep
from useworkflow_sandbox import events as e
from useworkflow_sandbox.current import TurnInterrupted
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.texts import keepable

if TYPE_CHECKING:
    from useworkflow_runtime.engine.runs import Runs

STRIKES = 3
"""Discarded turns of a run without a commit between them, after which it is parked as ``stuck``."""
_AT_A_TIME = 16
_OUTCOMES = (e.StepCompleted, e.StepFailed, e.StepRetrying)
_log = logging.getLogger("useworkflow.engine")


class Revival:
    """A run that is being rebuilt from the world, and what arrived for it meanwhile."""

    __slots__ = ("again", "claimed", "failures", "inputs", "outcomes", "previous")

    def __init__(self, previous: HotRun | None = None) -> None:
        self.previous = previous
        self.inputs: list[Input] = []
        self.outcomes: list[tuple[Work, Raw | None, BaseException | None]] = []
        self.failures = 0
        self.again = False
        """Some of the inputs were part of a commit that failed."""
        self.claimed: RunRecord | None = None
        """It was claimed once more meanwhile: if it was being parked, somebody has unparked it before that was known here."""


class Revivals:
    """See the module.

    Args:
        runs: the engine's runs.
        recovery: rebuilds one run.
        loop: the engine's loop.
        retry_delay: seconds before the world is asked again after it failed, doubled each time.
        watchdog: knows where a turn was interrupted.
    """

    def __init__(
        self, runs: Runs, recovery: Recovery, loop: asyncio.AbstractEventLoop, retry_delay: float, watchdog: Watchdog
    ) -> None:
        self._runs = runs
        self._recovery = recovery
        self._loop = loop
        self._retry_delay = retry_delay
        self._watchdog = watchdog
        self._turnstile = asyncio.Semaphore(_AT_A_TIME)
        self.strikes: dict[str, int] = {}
        """Discarded turns of runs since their last commit."""
        self.tasks: dict[asyncio.Task[None], None] = {}
        self.suspects = Suspects(runs, self, loop, retry_delay)
        self.under_way = 0
        """Runs that are being brought back together."""

    def begin(self, run_id: str, revival: Revival) -> None:
        """Start to bring a run back."""
        self.under_way += 1
        self.spawn(self._revive_counted(run_id, revival))

    async def _revive_counted(self, run_id: str, revival: Revival) -> None:
        try:
            await self.revive(run_id, revival)
        finally:
            self.under_way -= 1

    def strike(self, run_id: str) -> int:
        """Count a discarded turn, and return how many there were without a commit between them."""
        strikes = self.strikes[run_id] = self.strikes.get(run_id, 0) + 1
        return strikes

    def when_settled(self, hot: HotRun) -> None:
        """Bring a dropped run back, once no commit of its is under way any more."""
        revival = self._runs.reviving.get(hot.run_id)
        if hot.flying is None and revival is not None and revival.previous is hot:
            revival.previous = None
            self.begin(hot.run_id, revival)

    def park_when_settled(self, hot: HotRun, reason: str, status: str = "stuck") -> None:
        """Park a dropped run, once no commit of its is under way any more."""
        self.spawn(self._park_later(hot, reason, status))

    async def _park_later(self, hot: HotRun, reason: str, status: str) -> None:
        while hot.flying is not None:
            await asyncio.sleep(0)
        await self.park(hot.run_id, status, reason)

    async def revive(self, run_id: str, revival: Revival) -> None:
        """Bring a run back, however often the world has to be asked; or park it."""
        while not self._runs.committer.lost:
            if revival.failures:
                await asyncio.sleep(min(self._retry_delay * 2 ** min(revival.failures - 1, 10), 5.0))
            try:
                async with self._turnstile:
                    recovered = await self._recovery.recover(run_id)
                    try:
                        conflicts, missing = await self._tokens(recovered)
                        lent = await self._runs.attempts.lending.of_run(run_id, list(recovered.ledger.steps))
                        consumed = await self._consumed(revival)
                    except BaseException:
                        recovered.instance.close()
                        raise
            except LostOwnershipError:
                return
            except WorldError as error:
                revival.failures += 1
                _log.warning("run %s cannot be read now, trying again: %s", run_id, error)
            except UseWorkflowError as error:
                await self.park(run_id, "diverged" if isinstance(error, ValueDecodeError) else "stuck", str(error))
                return
            except (asyncio.CancelledError, KeyboardInterrupt, GeneratorExit):
                raise
            except BaseException as error:
                if self.strike(run_id) >= STRIKES:
                    await self.park(run_id, "stuck", self._why_not_replayed(error))
                    return
            else:
                revival.inputs = [
                    given for given in revival.inputs if given[1] is None or given[1].number not in consumed
                ]
                try:
                    await self._install(recovered, revival, conflicts, missing, lent)
                except Exception as error:  # what nobody thought of: the run would be in memory, and wait for ever (G9)
                    self._take_back(run_id, revival, error)
                return

    def _take_back(self, run_id: str, revival: Revival, error: Exception) -> None:
        _log.error("run %s cannot be taken up: %r", run_id, error, exc_info=error)
        reason = why_stuck(error, "its recorded history", self._watchdog.limit)
        hot = self._runs.hot.get(run_id)
        if hot is None:
            if self._runs.reviving.get(run_id) is not revival:
                return  # it was parked, or had ended
            if self.strike(run_id) < STRIKES:
                revival.failures += 1
                self.begin(run_id, revival)
            else:
                self.spawn(self.park(run_id, "stuck", reason))
            return
        again = self._runs.drop(hot)
        # What it had gathered came of these alone, since there was no pause: with both, they would be delivered twice (G2).
        again.inputs, again.outcomes = revival.inputs, revival.outcomes
        if self.strike(run_id) < STRIKES:
            self.when_settled(hot)
        else:
            self.park_when_settled(hot, reason)

    def _why_not_replayed(self, error: BaseException) -> str:
        stack = self._watchdog.stack() if isinstance(error, TurnInterrupted) else []
        place = next((f"{name}:{line}" for name, line in stack if "useworkflow_" not in name), "its recorded history")
        return why_stuck(error, place, self._watchdog.limit)

    async def _tokens(self, recovered: Recovered) -> tuple[list[tuple[str, str, str]], list[HookRecord]]:
        """Hooks whose token belongs to another run, and whose run has not been told so before it went out of memory; and
        hooks whose token nobody has any more: the other run has ended meanwhile."""
        conflicts: list[tuple[str, str, str]] = []
        missing: list[HookRecord] = []
        for hook in recovered.ledger.hooks.values():
            record = await self._runs.world.get_hook(hook.token)
            if record is None:
                missing.append(await self._created(recovered.record.id, hook.id))
            elif record.run_id != recovered.record.id:
                conflicts.append((hook.id, hook.token, record.run_id))
        return conflicts, missing

    async def _created(self, run_id: str, hook_id: str) -> HookRecord:
        after = 0
        while page := await self._runs.world.read_events(run_id, after):
            for row in page:
                event = e.decode_event(row.body) if row.kind == "hook_created" else None
                if isinstance(event, e.HookCreated) and event.id == hook_id:
                    return HookRecord(event.token, run_id, hook_id, event.at, event.metadata)
            after = page[-1].seq
        raise WorldError(f"the log of run {run_id} does not have hook {hook_id} any more")

    async def _consumed(self, revival: Revival) -> set[int]:
        """Numbers of items that are no longer in the inbox: the commit that consumed them failed, but had been durable
        (a connection that broke after COMMIT). What it delivered is in the log (G2)."""
        if not revival.again:
            return set()
        gone = set()
        for number in [item.number for _, item in revival.inputs if item is not None]:
            page = await self._runs.world.inbox(self._runs.epoch, after=number - 1, limit=1)
            if not page or page[0].number != number:
                gone.add(number)
        return gone

    async def _install(
        self,
        recovered: Recovered,
        revival: Revival,
        conflicts: list[tuple[str, str, str]],
        missing: list[HookRecord],
        lent: list[LentStep],
    ) -> None:
        run_id = recovered.record.id
        if recovered.diverged is not None:
            recovered.instance.close()
            await self.park(run_id, "diverged", str(recovered.diverged))
            return
        if recovered.record.status in TERMINAL or recovered.record.status in PARKED:
            recovered.instance.close()
            self._runs.reviving.pop(run_id, None)
            return
        hot = _hot_from(recovered)
        self._runs.reviving.pop(run_id, None)
        self._runs.hot[run_id] = hot
        told = {(event.id, event.attempt) for event, _ in revival.inputs if isinstance(event, _OUTCOMES)}
        told.update((work.entry.id, work.attempt) for work, _, _ in revival.outcomes)
        self._runs.attempts.lending.know(hot, lent)
        lost = self._runs.attempts.attach(hot, told)
        if recovered.rest or not hot.started:
            pending = self._runs.committer.pending(hot)
            if not hot.started:
                hot.begin(pending)
            # Outcomes may have been recorded one after the other without their run: what the first led to comes after all of them.
            rest = [replace(command, at=max(command.at, hot.at)) for command in recovered.rest]
            hot.take_commands(pending, rest, self._runs.attempts.find, self._runs.runner)
            self._runs.close_turn(hot, pending)
        if missing:
            turn = self._runs.committer.pending(hot).turn
            turn.hooks_created = added(turn.hooks_created, *missing)
        for hook_id, token, owner in conflicts:
            self._if_hot(hot, e.HookConflict(at=self._runs.stamp(hot), id=hook_id, token=token, owner=owner))
        self._give_again(hot, revival)
        self._runs.attempts.begin_again(hot, lost)
        self._runs.attend(run_id)
        self._settle_claim(hot)
        self._runs.make_room()

    def _give_again(self, hot: HotRun, revival: Revival) -> None:
        for event, item in revival.inputs:
            if item is not None:
                self._runs.take_item(item)
            elif isinstance(event, (e.StepCompleted, e.StepFailed)):
                entry = hot.ledger.steps.get(event.id)
                if entry is not None and entry.attempt == event.attempt:  # else it was lent, and is judged again
                    self._if_hot(hot, replace(event, at=self._runs.stamp(hot)))
            elif isinstance(event, e.StepRetrying):
                self._retry_again(hot, event)
        for work, value, failure in revival.outcomes:
            self._runs.attempts.finished(work, value, failure)

    def _retry_again(self, hot: HotRun, event: e.StepRetrying) -> None:
        entry = hot.ledger.steps.get(event.id)
        if entry is not None and entry.attempt == event.attempt and entry.retry_at is None and not hot.finished:
            stamped = replace(event, at=self._runs.stamp(hot))
            self._runs.note(hot, stamped).inputs.append((stamped, None))

    def _if_hot(self, hot: HotRun, event: e.AnyEvent) -> None:
        if not hot.finished and self._runs.hot.get(hot.run_id) is hot:
            self._runs.turn(hot, event, None)
        else:
            self._runs.too_late(hot, event, None)

    def _settle_claim(self, hot: HotRun) -> None:
        """A claim that led to nothing new was progress all the same: the run is in memory and waits."""
        if self._runs.hot.get(hot.run_id) is not hot or hot.finished:
            return
        if hot.fresh:
            hot.close_turn(self._runs.committer.pending(hot))
        if hot.wake_at is not None:
            self._runs.wakes.push(hot.wake_at, hot.run_id)
            self._runs.rearm()

    async def park(self, run_id: str, status: str, reason: str) -> None:
        """Park a run: nothing of the turn that failed is recorded, nothing else is lost (G6, G9)."""
        revival = self._runs.reviving.get(run_id)
        while not self._runs.committer.lost:
            try:
                record = await self._runs.world.get_run(run_id)
                if record is None or record.status in TERMINAL:
                    break
                reason = keepable(reason)
                turn = Turn(
                    run_id=run_id, expected=record.last_seq, events=[], generation=record.generation, active=False, reason=reason
                )  # fmt: skip
                turn.status = "diverged" if status == "diverged" else "stuck"
                (outcome,) = await self._runs.world.commit(self._runs.epoch, [turn])
                if outcome.lost:
                    self._runs.let_go(run_id)
                    return
                if not outcome.committed:  # it was moved to other code meanwhile, which may do better
                    revival = self._runs.reviving.setdefault(run_id, Revival())
                    self.begin(run_id, revival)
                    return
                break
            except LostOwnershipError:
                return
            except WorldError as error:
                _log.warning("run %s cannot be parked now, trying again: %s", run_id, error)
                await asyncio.sleep(self._retry_delay)
        if self._runs.reviving.get(run_id) is revival:
            self._runs.reviving.pop(run_id, None)
        if revival is not None:
            self._keep_outcomes(run_id, revival, status)
        self.strikes.pop(run_id, None)
        _log.error("run %s is %s: %s", run_id, status, reason)
        self._runs.ended(run_id, Ended(status, reason=reason))
        if revival is not None and revival.claimed is not None:
            self._runs.adopt(revival.claimed)

    def _keep_outcomes(self, run_id: str, revival: Revival, status: str) -> None:
        """What steps had to say to a run that is parked now goes into its log; the rest waits in its inbox. An input
        whose turn was interrupted is no part of the log: with it the run would be stuck again."""
        for event, item in revival.inputs:
            if status == "diverged" and item is None and isinstance(event, _OUTCOMES):
                self.spawn(record_input(self._runs, run_id, event))
            elif item is not None and item.kind == "terminate":
                self.spawn(terminate(self._runs, item, reason_of(item), self._retry_delay))
        for work, value, failure in revival.outcomes:
            self.record_outcome(work, value, failure)

    def record_outcome(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        """Start to record the outcome of a step whose run is parked."""
        self.spawn(record_outcome(self._runs, work, value, failure))

    # --- tasks

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this until the engine stops."""
        task = self._loop.create_task(work)
        self.tasks[task] = None
        task.add_done_callback(lambda done: self.tasks.pop(done, None))

    async def stop(self) -> None:
        """Stop reviving. What was on its way is kept by the world."""
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.suspects.survived()


def _hot_from(recovered: Recovered) -> HotRun:
    hot = HotRun(recovered.record, recovered.program, recovered.instance, recovered.ledger)
    hot.at = recovered.at
    hot.log_bytes = recovered.log_bytes
    hot.snapshot_bytes = recovered.snapshot_bytes
    hot.snapshot_seq = recovered.snapshot_seq
    return hot


def why_stuck(error: BaseException, place: str, limit: float) -> str:
    """The reason that a stuck run is parked with."""
    if isinstance(error, TurnInterrupted):
        return f"its code at {place} did not suspend for {limit:g} s, {STRIKES} times"
    return f"its code at {place} ended {STRIKES} turns with {type(error).__name__}: {error}"
