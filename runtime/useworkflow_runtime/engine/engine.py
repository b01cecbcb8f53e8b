"""The engine: owns a world, keeps its moving runs in memory, and feeds them what the world brings.

    async with Engine(world) as engine:
        record = await engine.run_until(run_id)

It lives in one asyncio loop. At start-up it takes up what a former engine left (G2, G3); then it watches the world's
inbox, new runs and wake-up times. Read next: ``runs`` (turns and commits), ``attempts`` (steps), ``recovery``.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import os
import random
import socket
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any, Self

from msgspec import UNSET, UnsetType

from useworkflow_compiler.format import Bundle
from useworkflow_runtime import hooks as hooks  # what answers requests from its steps
from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.code.project import configured_outboxes, project_of
from useworkflow_runtime.configuration import signing_key
from useworkflow_runtime.embedded import home
from useworkflow_runtime.engine.attempts import Attempts
from useworkflow_runtime.engine.borrowing import Borrowing
from useworkflow_runtime.engine.children import begin_children, known_code
from useworkflow_runtime.engine.committer import Committer, PendingTurn
from useworkflow_runtime.engine.creating import Creation, create
from useworkflow_runtime.engine.doubts import Doubts
from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.engine.inbox import Inbox
from useworkflow_runtime.engine.lending import Lending
from useworkflow_runtime.engine.runs import Observer, Runs
from useworkflow_runtime.engine.sharing import Sharing
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.engine.timers import Alarm, LoopAlarm
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_runtime.errors import (
    ConfigurationError,
    EngineStoppedError,
    LostOwnershipError,
    RunNotFoundError,
    UnknownQueueError,
    WorldError,
    WorldOwnedError,
)
from useworkflow_runtime.queues import KnownQueues
from useworkflow_runtime.scheduling.firing import Firing
from useworkflow_runtime.steps.execution import StepRunner
from useworkflow_runtime.steps.gates import Gates
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.steps.registry import Registry
from useworkflow_runtime.steps.retries import Jitter
from useworkflow_runtime.streams.pump import StreamPump
from useworkflow_runtime.worlds.protocol import (
    PARKED,
    TERMINAL,
    NewRun,
    RunRecord,
    Turn,
    TurnOutcome,
    World,
)
from useworkflow_sandbox import events as e
from useworkflow_sandbox.program import Program

MakeAlarm = Callable[[asyncio.AbstractEventLoop, Callable[[], None]], Alarm]
_LOOK_ANYWAY = 30.0
"""Seconds after which the engine looks at the world even though nobody said that it has changed."""
_log = logging.getLogger("useworkflow.engine")


class Engine:
    """The one engine of a world.

    Args:
        world: an open world.
        owner: what others are told about who owns the world.
        turn_limit: seconds that a turn of workflow code may take without suspending.
        hot_limit: runs kept in memory; beyond it, those that only wait are evicted with a snapshot.
        idle_seconds: a run that has only waited for so long is evicted with a snapshot; ``None``: never.
        loop_steps: async steps that run at a time.
        thread_steps: steps that run in threads at a time; by default 4 more than there are processors, at most 32.
        key: signs snapshots; by default ``USEWORKFLOW_SIGNING_KEY``.
        registry: finds steps by id.
        programs: finds code by bundle id.
        policy: when snapshots pay.
        jitter: randomness of backoff.
        make_alarm: makes the alarm of the engine's clock.
        retry_delay: seconds before a failed commit's runs are rebuilt, doubled with each failure.
        grace: seconds that cancelled steps get for their cleanup when the engine stops.
        watchdog: watches the turns; one with a thread of its own, and ``turn_limit``, if left out.
        executor: where plain steps run; a thread pool of the engine's own if left out.
        outboxes: databases whose outboxes are relayed to the world; the configured ones if left out.
        chance: where ids and randomness of scheduled runs come from; the operating system if left out.
    """

    def __init__(
        self,
        world: World,
        *,
        owner: str | None = None,
        turn_limit: float = 2.0,
        hot_limit: int = 10_000,
        idle_seconds: float | None = 60.0,
        loop_steps: int = 1000,
        thread_steps: int | None = None,
        key: bytes | UnsetType | None = UNSET,
        registry: Registry | None = None,
        programs: Programs | None = None,
        policy: SnapshotPolicy | None = None,
        jitter: Jitter | None = None,
        make_alarm: MakeAlarm = LoopAlarm,
        retry_delay: float = 0.05,
        grace: float = 5.0,
        watchdog: Watchdog | None = None,
        executor: Executor | None = None,
        outboxes: Sequence[str] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.world = world
        self.registry = registry or Registry()
        self.programs = programs or Programs(world)
        self._queues = KnownQueues(world)
        self.epoch = 0
        self.runs: Runs
        self.events: list[Observer] = []
        """Called with (run id, row) for each event, after its commit."""
        self._owner = owner or f"{socket.gethostname()} pid {os.getpid()}"
        self._key = signing_key() if key is UNSET else key
        self._turn_limit = turn_limit
        self._hot_limit = hot_limit
        self._idle_seconds = idle_seconds
        self._loop_steps = loop_steps
        self._thread_steps = thread_steps
        self._policy = policy or SnapshotPolicy()
        self._jitter = jitter or random.Random()
        self._make_alarm = make_alarm
        self._retry_delay = retry_delay
        self._grace = grace
        self._given_watchdog = watchdog
        self._executor = executor
        self._outboxes = outboxes
        self._running = False
        self.inbox = Inbox(self, retry_delay)
        self._doubts = Doubts(self)
        self._sharing = Sharing(self)
        self._lending = Lending(self)
        self._borrowing = Borrowing(self)
        self._firing = Firing(world, self.programs, chance)
        self._rejoining: asyncio.Task[None] | None = None
        self._expected: dict[str, list[asyncio.Future[Ended]]] = {}
        self._tasks: dict[asyncio.Task[None], None] = {}
        self._due: asyncio.Task[None] | None = None
        self._claiming: asyncio.Task[None] | None = None

    # --- life

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    @property
    def running(self) -> bool:
        """It owns its world and moves its runs."""
        return self._running

    async def start(self) -> None:
        """Become the world's engine and take up what is unfinished.

        Raises:
            WorldOwnedError: another living engine owns the world.
            WorldError: the world cannot be used.
            MissingKeyError, SealedValueError: it was sealed last with a key that is not here; no run was touched.
        """
        epoch = await self.world.acquire(self._owner)
        if epoch is None:
            raise WorldOwnedError.of(self.world.url, await self.world.owner())
        try:
            await _require_key(self.world)
        except BaseException:
            await self.world.release(epoch)
            raise
        self.epoch = epoch
        self._build(asyncio.get_running_loop())
        self._running = True
        self._watchdog.start()
        self._watch()

    def _watch(self) -> None:
        self.spawn(self._watch_world())
        if self.world.shared:
            self.spawn(self._borrowing.watch())
        for url in configured_outboxes() if self._outboxes is None else self._outboxes:
            from useworkflow_runtime.transactions.relay import Relay  # only those who use it pay for it

            self.spawn(Relay(url, self.world).run())

    def _build(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        context = contextvars.copy_context()
        context.run(current_step.set, None)
        context.run(home.set, (self.world, loop))
        self._watchdog = self._given_watchdog or Watchdog(self._turn_limit)
        self._alarm = self._make_alarm(loop, self.tick)
        runs = self.runs = Runs(
            self.world,
            self.epoch,
            loop=loop,
            programs=self.programs.get,
            watchdog=self._watchdog,
            key=self._key,
            policy=self._policy,
            hot_limit=self._hot_limit,
            idle_seconds=self._idle_seconds,
            retry_delay=self._retry_delay,
            ended=self._has_ended,
            rearm=self._rearm,
        )
        runs.observers = self.events
        runs.let_go_of = self._has_let_go
        runs.give_back = self.inbox.give_again
        runs.rested = self._has_rested
        runs.awaited = lambda run_id: run_id in self._expected
        runs.begun = partial(begin_children, self)
        runs.attempts = attempts = Attempts(runs, self.registry, self._jitter)
        attempts.lending, attempts.borrowing = self._lending, self._borrowing
        self._pump = StreamPump(loop, self.world.streams, self.epoch, self._retry_delay, context)
        runs.runner = StepRunner(
            loop,
            attempts.finished,
            attempts.freed,
            gates=Gates(loop, self.world.step_slots, self.epoch, self.world.shared, attempts.hand_out),
            pump=self._pump,
            context=context,
            loop_limit=self._loop_steps,
            thread_limit=self._thread_steps,
            executor=self._executor,
        )
        runs.runner.released = attempts.hand_out
        if self.world.shared:
            runs.runner.crowded = self._lending.crowded
        runs.runner.beaten = attempts.heartbeats.beat
        commit, failed = partial(self._commit, self.epoch), partial(self._commit_failed, runs)
        runs.committer = Committer(loop, commit, runs.done, failed, context)

    async def stop(self) -> list[str]:
        """Stop in order: finish commits, cancel steps, snapshot, give the world back. May be repeated.

        Returns:
            Ids (``{run id}/{operation}``) of the step attempts that were cut off: they have no outcome, and run again
            when an engine owns this world next. Each counts as an attempt: nobody knows how far it came (G3).
        """
        if not self._running:
            return []
        self._running = False
        self._alarm.close()
        self._lending.close()
        await _cancel(self._tasks)
        cut = self.runs.runner.stop()
        tasks = [work.task for work in cut if work.task is not None and not work.task.done()]
        if tasks:
            await asyncio.wait(tasks, timeout=self._grace)
        await self._pump.stop()
        await self.runs.committer.drained()
        self._snapshot_all()
        await self.runs.committer.drained()
        await self.runs.revivals.stop()
        self._watchdog.stop()
        for hot in list(self.runs.hot.values()):
            hot.instance.close()
        self.runs.hot.clear()
        self._give_up_waiting(
            EngineStoppedError("the engine was stopped", mend="runs go on with the world's next engine")
        )
        try:
            await self.world.release(self.epoch)
        except (LostOwnershipError, WorldError) as error:
            _log.debug("releasing the world: %s", error)
        return [f"{work.run_id}/{work.entry.id}" for work in cut]

    def _snapshot_all(self) -> None:
        if self.runs.committer.lost:
            return
        for hot in list(self.runs.hot.values()):
            if hot.log_bytes and not hot.finished:
                self.runs.evict(hot)

    # --- runs

    def begin(self, record: RunRecord, created: e.RunCreated, program: Program) -> None:
        """Take up a run that was created for this engine's epoch in this process just now."""
        if self._running:
            self.runs.begin(record, created, program)

    def create(self, new: NewRun, created: e.RunCreated, program: Program) -> Creation | None:
        """Take up a run that is created with the commit of its first turn: see ``creating``. ``None``: create it first."""
        if not self._running or self.world.shared:
            return None
        return create(self.runs, new, created, program)

    def expect(self, run_id: str) -> asyncio.Future[Ended]:
        """A future that is done when the run has ended, or was parked, in this engine."""
        future: asyncio.Future[Ended] = self._loop.create_future()
        if self._running:
            self._expected.setdefault(run_id, []).append(future)
        else:
            future.set_exception(EngineStoppedError("the engine has stopped"))
        return future

    def expect_no_more(self, run_id: str, future: asyncio.Future[Ended]) -> None:
        """Whoever waited at ``future`` does not any more."""
        waiting = self._expected.get(run_id, [])
        if future in waiting:
            waiting.remove(future)
            if not waiting:
                del self._expected[run_id]

    def has(self, run_id: str) -> bool:
        """Whether the run is in this engine's memory, or on its way there."""
        return self._running and self.runs.knows(run_id)

    async def run_until(self, run_id: str) -> RunRecord:
        """Wait until a run has ended or is parked, and return its record.

        Raises:
            RunNotFoundError: no such run.
            EngineStoppedError: the engine was stopped before.
        """
        ended = self.expect(run_id)
        since = self.world.changes()
        record = await self._record(run_id)
        while record.status not in TERMINAL and record.status not in PARKED:
            try:
                await (self._sharing.ended_anywhere(ended, since) if self.world.shared else ended)
            except LostOwnershipError:
                if not self.world.shared:
                    raise
            if ended.done():
                ended = self.expect(run_id)
            since = self.world.changes()
            record = await self._record(run_id)
        self.expect_no_more(run_id, ended)
        return record

    async def _record(self, run_id: str) -> RunRecord:
        record = await self.world.get_run(run_id)
        if record is None:
            raise RunNotFoundError.of(run_id)
        return record

    def _has_let_go(self, run_id: str) -> None:
        """Another worker has the run: whoever waits for it here has to look at the world."""
        self.inbox.forget(run_id)
        for future in self._expected.pop(run_id, ()):
            if not future.done():
                future.set_exception(LostOwnershipError.of(self.world.url, self.epoch))
                future.exception()

    def _has_room(self) -> None:
        """A run has ended, or waits for something: take up others that were left."""
        if self._running and (self._sharing.hungry or self.world.left_waiting()):
            self._sharing.hungry = False
            if self._claiming is None:
                self._claiming = self.spawn(self._claim_more())

    def _has_rested(self) -> None:
        if self._sharing.hungry:
            self._has_room()

    def _has_ended(self, run_id: str, ended: Ended) -> None:
        self._has_room()
        for future in self._expected.pop(run_id, ()):
            if not future.done():
                future.set_result(ended)

    def _give_up_waiting(self, error: Exception) -> None:
        expected, self._expected = self._expected, {}
        for futures in expected.values():
            for future in futures:
                if not future.done():
                    future.set_exception(error)
                    future.exception()

    # --- commits

    async def _commit(self, epoch: int, turns: list[Turn]) -> list[TurnOutcome]:
        for turn in turns:
            for child in turn.children:
                code = known_code(child.bundle)
                await self.programs.put(code)
                if child.queue is not None:
                    await self._declare(child.queue.queue, code)
        return await self.world.commit(epoch, turns)

    async def _declare(self, queue: str, code: Bundle) -> None:
        """Tell the world the limits of a queue, where this process knows them."""
        try:
            await self._queues.name_of(queue, project_of(code).queues)
        except (UnknownQueueError, ConfigurationError) as error:
            _log.warning("a run is started in a queue without known limits: %s", error)

    def _commit_failed(self, runs: Runs, group: list[PendingTurn], error: Exception) -> None:
        if runs is not self.runs:
            return  # of a former epoch, which this worker has lost meanwhile
        if not isinstance(error, LostOwnershipError):
            _log.warning("a commit failed and is tried again: %s", error)
            runs.failed(group, error)
            if any(pending.turn.children for pending in group):
                self.look_again()
            return
        _log.error("%s", error)
        runs.failed(group, error)
        self.lose(error)

    def lose(self, error: LostOwnershipError) -> None:
        """Another engine owns the world: nothing in this one counts any more (G3)."""
        self.runs.committer.lost = True
        self.runs.committer.give_up(error)
        for hot in list(self.runs.hot.values()):
            hot.instance.close()
        self.runs.hot.clear()
        self.runs.runner.stop()
        self._lending.close()
        self._alarm.close()
        self._give_up_waiting(error)
        if self.world.shared and self._running and self._rejoining is None:
            self._rejoining = self.spawn(self._rejoin())

    async def _rejoin(self) -> None:
        """A worker that lost its lease - it was stopped, or cut off - begins again, with a new epoch and nothing in memory."""
        await _cancel({task: None for task in self._tasks if task is not asyncio.current_task()})
        await self.runs.revivals.stop()
        await self._pump.stop()
        self._watchdog.stop()
        self.epoch = await self._sharing.acquire_again(self._owner, self._retry_delay)
        self._due = None
        self._claiming = None
        self.inbox.forget_all()
        self._lending, self._borrowing = Lending(self), Borrowing(self)
        self._build(self._loop)
        self._watchdog.start()
        self._rejoining = None
        self._give_up_waiting(LostOwnershipError.of(self.world.url, self.epoch))
        self._watch()
        _log.warning("this worker goes on with epoch %d", self.epoch)

    # --- time

    def tick(self) -> None:
        """Look at the world's clock and do what is due. The alarm calls it; tests with a clock of their own do, too."""
        if not self._running or self.runs.committer.lost:
            return
        runs = self.runs
        now = self.world.now()
        for run_id in runs.wakes.pop_due(now):
            runs.attend(run_id)
        if runs.parked_wake is not None and runs.parked_wake <= now and self._due is None:
            self._due = self.spawn(self._take_up_due())
        if runs.idling.at is not None and runs.idling.at <= now:
            runs.idling.sweep(now)
        self._rearm()

    def _rearm(self) -> None:
        if not self._running or self.runs.committer.lost:
            return
        hot, parked = self.runs.wakes.next(), self.runs.parked_wake
        if self._due is not None:
            parked = None
        times = [at for at in (hot, parked, self.runs.idling.at) if at is not None]
        self._alarm.set(min(times, default=None), self.world.now())

    async def _take_up_due(self) -> None:
        try:
            now = self.world.now()
            ids = [id for id in await self.world.due(self.epoch, now) if not self.runs.knows(id)]
            if ids:
                await self.take_up(await self.world.claim(self.epoch, ids))
            if (at := self.world.schedules.next_at) is not None and at <= now:
                await self._firing.due(self.epoch)
            if self._sharing.hungry or self.world.left_waiting():
                await self._claim_all()
            wake = await self.world.next_wake(self.epoch)
            # Runs in memory stay in the index until their own commit: a time that has passed is asked for again later.
            self.runs.parked_wake = wake if wake is None or wake > now else now + 50_000
        except LostOwnershipError as error:
            self.lose(error)
        except Exception as error:  # also what nobody thought of: it would be tried again at once, for ever
            known = isinstance(error, WorldError)
            _log.warning("cannot look for runs that are due, trying again: %s", error, exc_info=not known)
            self.look_again()
            self.runs.parked_wake = self.world.now() + 1_000_000
        finally:
            self._due = None
            self._rearm()

    def look_again(self) -> None:
        """Whether a claim was recorded is not known: look for runs that are this engine's and not in its memory."""
        if self._running:
            self._doubts.arise()

    # --- what the world brings

    async def _watch_world(self) -> None:
        failures = 0
        while True:
            seen = self.world.changes("inputs")
            try:
                await self._scan()
                failures = 0
            except LostOwnershipError as error:
                self.lose(error)
                return
            except (
                Exception
            ) as error:  # also what nobody thought of: an engine that stops looking would not be noticed (G9)
                failures += 1
                self.look_again()
                known = isinstance(error, WorldError)
                _log.warning("the world cannot be read now, trying again: %s", error, exc_info=not known)
                await asyncio.sleep(min(self._retry_delay * 2 ** min(failures, 10), 5.0))
                continue
            await self.world.wait_for_change(_LOOK_ANYWAY, of="inputs", since=seen)

    async def _scan(self) -> None:
        self.runs.runner.gates.ask_again()
        await self.inbox.read()
        await self._lending.look()
        await self._claim_all()
        await self._look_when_due()

    async def _look_when_due(self) -> None:
        self.runs.parked_wake = await self.world.next_wake(self.epoch)
        self._rearm()

    async def _claim_all(self) -> None:
        while limit := self._sharing.claim_limit():
            records = await self.world.claim(self.epoch, limit=limit)
            if not records:
                self._sharing.hungry = False
                break
            await self.take_up(records)
            await asyncio.sleep(0)

    async def take_up(self, records: list[RunRecord]) -> None:
        """Adopt runs that were claimed, and give them what was sent to them while nobody had them.

        Raises:
            WorldError, LostOwnershipError: of the world.
        """
        for record in records:
            self.runs.adopt(record)
        if any(record.status == "running" for record in records):
            await self.inbox.read()

    async def _claim_more(self) -> None:
        self._claiming = None  # what ends from here on may need another look
        try:
            await self._claim_all()
            await self._look_when_due()
        except WorldError as error:
            _log.warning("no more runs can be claimed now: %s", error)
            self._sharing.hungry = True
            self.look_again()
            self.runs.parked_wake = self.world.now() + 1_000_000
            self._rearm()
        except LostOwnershipError as error:
            self.lose(error)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """A task that ends when the engine stops."""
        task = self._loop.create_task(work)
        self._tasks[task] = None
        task.add_done_callback(lambda done: self._tasks.pop(done, None))
        return task


async def _require_key(world: World) -> None:
    """A worker that lacks the key would park one run after the other: see that the newest one can be read."""
    for record in await world.find_runs(limit=1):
        for row in await world.read_events(record.id, 0, 1):
            e.raise_if_sealed(row.body)


async def _cancel(tasks: dict[asyncio.Task[None], None]) -> None:
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
