"""Brings runs into an engine's memory, or parks them: after a claim, after a turn that was discarded, after a failed commit.

    claimed, or dropped -> recover from the world -> join with the attempts that still run here -> give the inputs again
    three discarded turns, or a history that does not follow from the code -> parked, with the reason (G6, G9)

Read next: ``recovery``, which does the replay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from msgspec import Raw
from msgspec.structs import replace

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.committer import Input
from useworkflow_runtime.endings import Ended
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.hot_run import HotRun
from useworkflow_runtime.recovery import Recovered, Recovery
from useworkflow_runtime.steps.execution import Work
from useworkflow_runtime.watchdog import Watchdog
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, Turn
from useworkflow_sandbox import events as e
from useworkflow_sandbox.current import TurnInterrupted
from useworkflow_sandbox.errors import ValueDecodeError

if TYPE_CHECKING:
    from useworkflow_runtime.runs import Runs

STRIKES = 3
"""Discarded turns, or claims without progress, after which a run is parked as ``stuck``."""
_AT_A_TIME = 16
_log = logging.getLogger("useworkflow.engine")


class Revival:
    """A run that is being rebuilt from the world, and what arrived for it meanwhile."""

    __slots__ = ("failures", "inputs", "outcomes", "previous")

    def __init__(self, previous: HotRun | None = None) -> None:
        self.previous = previous
        self.inputs: list[Input] = []
        self.outcomes: list[tuple[Work, Raw | None, BaseException | None]] = []
        self.failures = 0


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
        self.tasks: set[asyncio.Task[None]] = set()

    def begin(self, run_id: str, revival: Revival) -> None:
        """Start to bring a run back."""
        self._spawn(self._revive(run_id, revival))

    def park(self, run_id: str, status: str, reason: str) -> None:
        """Start to park a run."""
        self._spawn(self._park(run_id, status, reason))

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
        self._spawn(self._park_later(hot, reason, status))

    async def _park_later(self, hot: HotRun, reason: str, status: str) -> None:
        while hot.flying is not None:
            await asyncio.sleep(0)
        await self._park(hot.run_id, status, reason)

    async def _revive(self, run_id: str, revival: Revival) -> None:
        while not self._runs.committer.lost:
            if revival.failures:
                await asyncio.sleep(min(self._retry_delay * 2 ** min(revival.failures - 1, 10), 5.0))
            try:
                async with self._turnstile:
                    recovered = await self._recovery.recover(run_id)
                    conflicts = await self._conflicts(recovered)
            except LostOwnershipError:
                return
            except WorldError as error:
                revival.failures += 1
                _log.warning("run %s cannot be read now, trying again: %s", run_id, error)
            except UseWorkflowError as error:
                await self._park(run_id, "diverged" if isinstance(error, ValueDecodeError) else "stuck", str(error))
                return
            except (asyncio.CancelledError, KeyboardInterrupt):
                raise
            except BaseException as error:
                if self.strike(run_id) >= STRIKES:
                    await self._park(run_id, "stuck", self._why_not_replayed(error))
                    return
            else:
                await self._install(recovered, revival, conflicts)
                return

    def _why_not_replayed(self, error: BaseException) -> str:
        stack = self._watchdog.stack() if isinstance(error, TurnInterrupted) else []
        place = next((f"{name}:{line}" for name, line in stack if "useworkflow_" not in name), "its recorded history")
        return why_stuck(error, place, self._watchdog.limit)

    async def _conflicts(self, recovered: Recovered) -> list[tuple[str, str, str]]:
        """Hooks whose token belongs to another run, and whose run has not been told so before it went out of memory."""
        found = []
        for hook in recovered.ledger.hooks.values():
            record = await self._runs.world.get_hook(hook.token)
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
            self._runs.reviving.pop(run_id, None)
            return
        hot = _hot_from(recovered)
        self._runs.reviving.pop(run_id, None)
        self._runs.hot[run_id] = hot
        told = {event.id for event, _ in revival.inputs if isinstance(event, (e.StepCompleted, e.StepFailed))}
        told.update(work.entry.id for work, _, _ in revival.outcomes)
        lost = self._runs.attempts.attach(hot, told)
        if recovered.rest or not hot.started:
            pending = self._runs.committer.pending(hot)
            if not hot.started:
                hot.begin(pending)
            hot.take_commands(pending, recovered.rest, self._runs.attempts.find, self._runs.runner)
            self._runs.close_turn(hot, pending)
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
            elif isinstance(event, (e.StepCompleted, e.StepFailed)) and event.id in hot.ledger.steps:
                self._if_hot(hot, replace(event, at=self._runs.stamp(hot)))
        for work, value, failure in revival.outcomes:
            self._runs.attempts.finished(work, value, failure)

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

    async def _park(self, run_id: str, status: str, reason: str) -> None:
        """Park a run: nothing of the turn that failed is recorded, nothing else is lost (G6, G9)."""
        revival = self._runs.reviving.get(run_id)
        while not self._runs.committer.lost:
            try:
                record = await self._runs.world.get_run(run_id)
                if record is None or record.status in TERMINAL:
                    break
                turn = Turn(run_id=run_id, expected=record.last_seq, events=[], active=False, reason=reason)
                turn.status = "diverged" if status == "diverged" else "stuck"
                await self._runs.world.commit(self._runs.epoch, [turn])
                break
            except LostOwnershipError:
                return
            except WorldError as error:
                _log.warning("run %s cannot be parked now, trying again: %s", run_id, error)
                await asyncio.sleep(self._retry_delay)
        for work in self._runs.runner.of(run_id).values():
            work.abandon()
        if self._runs.reviving.get(run_id) is revival:
            self._runs.reviving.pop(run_id, None)
        self.strikes.pop(run_id, None)
        _log.error("run %s is %s: %s", run_id, status, reason)
        self._runs.ended(run_id, Ended(status, reason=reason))

    # --- tasks

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def stop(self) -> None:
        """Stop reviving. What was on its way is kept by the world."""
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


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
