"""The world as a simulated process sees it: a connection to one ``MemoryWorld``, over which things go wrong.

    process --request, takes a while--> store: applied at once and as a whole --answer, takes a while--> process

Requests are carried out by the store, not by the process: one that was sent is carried out even if its sender dies.
Several requests of a process may overtake each other. Read next: ``faults``, ``invariants``.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

from msgspec import Raw

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.simulation.faults import Faults
from useworkflow_runtime.simulation.invariants import LogChecker
from useworkflow_runtime.simulation.loop import Process, SimulatedLoop, current_process
from useworkflow_runtime.simulation.schedules import SimulatedSchedules
from useworkflow_runtime.simulation.step_slots import SimulatedStepSlots
from useworkflow_runtime.simulation.streams import SimulatedStreams
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.memory_shared import SharedMemoryWorld
from useworkflow_runtime.worlds.protocol import (
    Answer,
    ChangeKind,
    Holder,
    HookRecord,
    InboxItem,
    Loaded,
    LoggedEvent,
    NewRun,
    ReplyKey,
    RunRecord,
    Scalar,
    StoredValue,
    Turn,
    TurnOutcome,
    ValuePage,
)
from useworkflow_runtime.worlds.queueing import QueueConfig, QueueState, Ticket
from useworkflow_runtime.worlds.step_sharing import LentStep, StepLoan, StepOffer, StepPlace, StepReturn

T = TypeVar("T")


class SimulatedClock:
    """The store's clock: it goes with the loop's virtual time, and can be set.

    Args:
        loop: the simulation's.
        start: its first reading, microseconds since the Unix epoch.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, start: int = 1_700_000_000_000_000) -> None:
        self._loop = loop
        self._base = start

    def now(self) -> int:
        """Microseconds since the Unix epoch."""
        return self._base + int(self._loop.time() * 1_000_000)

    def jump(self, seconds: float) -> None:
        """Set it forward, or back."""
        self._base += round(seconds * 1_000_000)


class Storage:
    """What all processes of a history share: the store, what goes wrong with it, and who watches the log.

    Args:
        loop: the simulation's.
        chance: how long things take.
        faults: what goes wrong.
        checker: looks at every commit.
        crash: ends a process.
        shared: several engines may own the store at once.
    """

    def __init__(
        self,
        loop: SimulatedLoop,
        chance: random.Random,
        faults: Faults,
        checker: LogChecker,
        crash: Callable[[Process], None],
        shared: bool = False,
    ) -> None:
        self.clock = SimulatedClock(loop)
        self.store = SharedMemoryWorld(self.clock) if shared else MemoryWorld(self.clock)
        self.loop = loop
        self.chance = chance
        self.faults = faults
        self.checker = checker
        self.crash = crash
        self.commits = 0
        self._held: list[tuple[int, list[Turn]]] = []

    def hold(self, epoch: int, turns: list[Turn]) -> None:
        """Commit ``turns`` as soon as another commit for one of their runs is recorded, and not before."""
        self._held.append((epoch, turns))

    def apply_commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """Commit, and then what was held until this commit."""
        outcomes = self._apply(epoch, turns)
        moved = {turn.run_id for turn, outcome in zip(turns, outcomes, strict=True) if outcome.committed}
        overtaken = [held for held in self._held if any(turn.run_id in moved for turn in held[1])]
        self._held = [held for held in self._held if held not in overtaken]
        for former, late in overtaken:
            self.quietly(lambda former=former, late=late: self._apply(former, late))  # type: ignore[misc]
        return outcomes

    def quietly(self, work: Callable[[], object]) -> None:
        """Let the store do what nobody waits for any more."""
        try:
            work()
        except Exception as error:
            self.checker.note(f"a late commit came to nothing: {type(error).__name__}")

    def _apply(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """Commit, and let the checker see what was recorded."""
        before = set(self.store._runs)
        with self.noting_arrivals():
            outcomes = at_once(self.store.commit(epoch, turns))
            self.commits += 1
            for turn, outcome in zip(turns, outcomes, strict=True):
                if outcome.committed:
                    if turn.new is not None:
                        before.add(turn.run_id)
                        self.checker.created(turn.new)
                    self.checker.committed(turn, outcome, epoch)
                    self.checker.rests(self.store._runs[turn.run_id].record)
                    self._reached(turn, before)
        return outcomes

    @contextlib.contextmanager
    def noting_arrivals(self) -> Iterator[None]:
        """Let the checker see what is put into inboxes meanwhile."""
        before = self.store._numbers
        yield
        for number in range(before + 1, self.store._numbers + 1):
            if number in self.store._inbox:
                self.checker.arrived(self.store._inbox[number])

    def _reached(self, turn: Turn, before: set[str]) -> None:
        for child in turn.children:
            if child.id not in before and child.id in self.store._runs:
                before.add(child.id)
                self.checker.created(child)
        for run_id, kind, _ in turn.sends:
            if run_id in self.store._runs:
                self.checker.sent(run_id, kind)

    def delay(self) -> float:
        """Seconds that a request or an answer is on its way."""
        if self.faults.strikes("slow_disk"):
            return self.chance.uniform(0.1, 5.0)
        return self.chance.choice((0.0, 0.0, 0.0002, 0.002))


class SimulatedWorld:
    """A process's connection; the protocol is ``World``'s.

    Args:
        storage: what it is a connection to.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._store = storage.store
        self.streams = SimulatedStreams(self, storage)
        self.schedules = SimulatedSchedules(self, storage)
        self.step_slots = SimulatedStepSlots(self, storage)

    @property
    def shared(self) -> bool:
        """Whether several engines may own it at once."""
        return self._store.shared

    @property
    def url(self) -> str:
        """``memory:``"""
        return self._store.url

    def now(self) -> int:
        """The store's clock, microseconds since the epoch."""
        return self._store.now()

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    # --- how a request goes

    async def _ask(self, work: Callable[[], T], *, before: float | None = None) -> T:
        """Let the store do ``work`` and give back its answer, each after a while."""
        storage = self._storage
        answer: asyncio.Future[T] = storage.loop.create_future()
        mine = current_process()
        there = storage.delay() if before is None else before

        def carry_out() -> None:
            try:
                value = work()
            except Exception as error:
                storage.loop.call_later(back, _fail, answer, error, context=context)
            else:
                storage.loop.call_later(back, _answer, answer, value, context=context)

        late = storage.faults.strikes("answer_late")
        back = storage.chance.uniform(0.05, 3.0) if late else storage.delay()
        context = mine.context() if mine is not None else None
        storage.loop.call_later(there, carry_out, context=_NOBODY.context())
        return await answer

    async def read(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Let the store read, unless it does not answer."""
        if self._storage.faults.strikes("read_fails"):
            await asyncio.sleep(self._storage.delay())
            raise WorldError("simulated: the disk did not answer")
        return await self._ask(lambda: at_once(work()))

    async def write(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Let the store write, unless it refuses."""
        if self._storage.faults.strikes("commit_refused"):
            await asyncio.sleep(self._storage.delay())
            raise WorldError("simulated: the write failed")
        return await self._ask(lambda: at_once(work()))

    # --- ownership

    async def acquire(self, owner: str) -> int | None:
        """See ``World.acquire``."""
        return await self.read(lambda: self._store.acquire(owner))

    async def release(self, epoch: int) -> None:
        """See ``World.release``."""
        await self.read(lambda: self._store.release(epoch))

    async def owner(self) -> str | None:
        """See ``World.owner``."""
        return await self.read(lambda: self._store.owner())

    async def holder(self, run_id: str) -> Holder | None:
        """See ``World.holder``."""
        return await self.read(lambda: self._store.holder(run_id))

    # --- any process

    async def put_bundle(self, bundle_id: str, data: bytes) -> None:
        """See ``World.put_bundle``."""
        await self.write(lambda: self._store.put_bundle(bundle_id, data))

    async def get_bundle(self, bundle_id: str) -> bytes | None:
        """See ``World.get_bundle``."""
        return await self.read(lambda: self._store.get_bundle(bundle_id))

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        """See ``World.create_run``."""
        unknown = self._storage.faults.strikes("claim_unknown")
        record, fresh = await self.write(lambda: self._create(new, claim_for))
        if unknown:
            raise WorldError("simulated: whether the run was created is unknown")
        return record, fresh

    async def _create(self, new: NewRun, claim_for: int | None) -> tuple[RunRecord, bool]:
        record, fresh = await self._store.create_run(new, claim_for=claim_for)
        if fresh:
            self._storage.checker.created(new)
        return record, fresh

    async def fork_run(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        """See ``World.fork_run``."""
        return await self.write(lambda: self._fork(new, run_id, until, tail, awaits))

    async def _fork(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        with self._storage.noting_arrivals():
            forked = await self._store.fork_run(new, run_id, until, tail, awaits)
            self._storage.checker.forked(new, await self._store.read_events(new.id, 1, forked.last_seq))
        return forked

    async def get_run(self, run_id: str) -> RunRecord | None:
        """See ``World.get_run``."""
        return await self.read(lambda: self._store.get_run(run_id))

    async def find_runs(
        self,
        *,
        workflow: str | None = None,
        status: str | None = None,
        attributes: dict[str, Scalar] | None = None,
        limit: int = 100,
        before: str | None = None,
    ) -> list[RunRecord]:
        """See ``World.find_runs``."""
        return await self.read(
            lambda: self._store.find_runs(
                workflow=workflow, status=status, attributes=attributes, limit=limit, before=before
            )
        )

    async def set_attributes(self, run_id: str, values: dict[str, Scalar]) -> bool:
        """See ``World.set_attributes``."""
        return await self.write(lambda: self._store.set_attributes(run_id, values))

    async def read_events(self, run_id: str, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """See ``World.read_events``."""
        return await self.read(lambda: self._store.read_events(run_id, after, limit))

    async def send(self, run_id: str, kind: str, payload: Raw, *, target: str = "") -> None:
        """See ``World.send``."""
        await self.write(lambda: self._send(run_id, kind, payload, target))

    async def _send(self, run_id: str, kind: str, payload: Raw, target: str) -> None:
        self._storage.checker.sent(run_id, kind)
        with self._storage.noting_arrivals():
            await self._store.send(run_id, kind, payload, target=target)

    async def send_to_hook(
        self, token: str, payload: Raw, *, dedup: str | None = None, expected: HookRecord | None = None
    ) -> str:
        """See ``World.send_to_hook``."""
        return await self.write(lambda: self._send_to_hook(token, payload, dedup, expected))

    async def _send_to_hook(self, token: str, payload: Raw, dedup: str | None, expected: HookRecord | None) -> str:
        with self._storage.noting_arrivals():
            return await self._store.send_to_hook(token, payload, dedup=dedup, expected=expected)

    async def put_reply(self, key: ReplyKey, value: Raw) -> bool:
        """See ``World.put_reply``."""
        return await self.write(lambda: self._store.put_reply(key, value))

    async def read_replies(self, keys: Sequence[ReplyKey]) -> list[Answer]:
        """See ``World.read_replies``."""
        return await self.read(lambda: self._store.read_replies(keys))

    async def find_reply(self, token: str, dedup: str) -> Raw | None:
        """See ``World.find_reply``."""
        return await self.read(lambda: self._store.find_reply(token, dedup))

    async def get_hook(self, token: str) -> HookRecord | None:
        """See ``World.get_hook``."""
        return await self.read(lambda: self._store.get_hook(token))

    def changes(self, of: ChangeKind = "any") -> int:
        """See ``World.changes``."""
        return self._store.changes(of)

    async def wait_for_change(self, timeout: float, *, of: ChangeKind = "any", since: int | None = None) -> bool:
        """See ``World.wait_for_change``."""
        faults = self._storage.faults
        if faults.strikes("notice_twice"):
            await asyncio.sleep(0)
            return True
        if faults.strikes("notice_lost"):
            await asyncio.sleep(timeout)
            return False
        changed = await self._store.wait_for_change(timeout, of=of, since=since)
        if faults.strikes("notice_late"):
            await asyncio.sleep(self._storage.chance.uniform(0.01, 2.0))
        return changed

    # --- the engine

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        """See ``World.claim``."""
        unknown = self._storage.faults.strikes("claim_unknown")
        records = await self.read(lambda: self._claim(epoch, run_ids, limit, alone))
        if unknown:
            raise WorldError("simulated: whether the claim was recorded is unknown")
        return records

    async def _claim(self, epoch: int, run_ids: Sequence[str] | None, limit: int, alone: bool) -> list[RunRecord]:
        records = await self._store.claim(epoch, run_ids, limit=limit, alone=alone)
        self._storage.checker.granted(await self._store.queues())
        return records

    async def load(self, run_id: str, *, limit: int = 10_000) -> Loaded | None:
        """See ``World.load``. Pages are short, so that paging is part of every history."""
        return await self.read(lambda: self._store.load(run_id, limit=min(limit, 7)))

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """See ``World.commit``."""
        storage, faults, mine = self._storage, self._storage.faults, current_process()
        turns = list(turns)
        if faults.strikes("commit_refused"):
            await asyncio.sleep(storage.delay())
            raise WorldError("simulated: disk I/O error")
        if faults.strikes("commit_late"):
            self.later(storage.chance.uniform(0.0, 1.0), lambda: self._commit(epoch, turns))
            await asyncio.sleep(storage.delay())
            raise WorldError("simulated: the connection was lost in the middle of a commit")
        if faults.strikes("commit_overtaken"):
            storage.hold(epoch, turns)
            await asyncio.sleep(storage.delay())
            raise WorldError("simulated: the connection was lost, and another was faster")
        if mine is not None and faults.strikes("crash_before_commit"):
            storage.crash(mine)
            await storage.loop.create_future()
        if mine is not None and faults.strikes("crash_after_commit"):

            def commit_and_die() -> list[TurnOutcome]:
                outcomes = storage.apply_commit(epoch, turns)
                storage.crash(mine)
                return outcomes

            return await self._ask(commit_and_die)
        unknown = faults.strikes("commit_unknown")
        outcomes = await self._ask(lambda: storage.apply_commit(epoch, turns))
        if unknown:
            raise WorldError("simulated: whether the commit was recorded is unknown")
        return outcomes

    async def _commit(self, epoch: int, turns: list[Turn]) -> list[TurnOutcome]:
        return self._storage.apply_commit(epoch, turns)

    def later(self, seconds: float, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Let the store do ``work`` in a while, whatever has become of whoever asked for it."""
        storage = self._storage
        storage.loop.call_later(seconds, storage.quietly, lambda: at_once(work()), context=_NOBODY.context())

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        """See ``World.inbox``."""
        return await self.read(lambda: self._store.inbox(epoch, after=after, limit=limit))

    # --- steps of others

    async def offer_steps(self, epoch: int, offers: Sequence[StepOffer]) -> list[StepPlace]:
        """See ``StepSharing.offer_steps``."""
        return await self._perhaps_unknown(lambda: self._store.offer_steps(epoch, offers))

    async def steps_on_offer(self, epoch: int) -> list[str]:
        """See ``StepSharing.steps_on_offer``."""
        return await self.read(lambda: self._store.steps_on_offer(epoch))

    async def borrow_steps(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        """See ``StepSharing.borrow_steps``."""
        return await self._perhaps_unknown(lambda: self._borrow(epoch, steps, limit))

    async def _borrow(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        offers = await self._store.borrow_steps(epoch, steps, limit)
        for offer in offers:
            self._storage.checker.lent(offer.run_id, offer.operation, offer.attempt)
        return offers

    async def borrowed_steps(self, epoch: int) -> list[LentStep]:
        """See ``StepSharing.borrowed_steps``."""
        return await self.read(lambda: self._store.borrowed_steps(epoch))

    async def return_steps(self, epoch: int, returns: Sequence[StepReturn]) -> None:
        """See ``StepSharing.return_steps``."""
        await self._perhaps_unknown(lambda: self._store.return_steps(epoch, returns))

    async def recall_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.recall_steps``."""
        return await self._perhaps_unknown(lambda: self._store.recall_steps(epoch, places))

    async def lent_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.lent_steps``."""
        return await self.read(lambda: self._store.lent_steps(epoch, places))

    async def loans(self, run_id: str) -> list[StepLoan]:
        """See ``StepSharing.loans``."""
        return await self.read(lambda: self._store.loans(run_id))

    async def _perhaps_unknown(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        unknown = self._storage.faults.strikes("commit_unknown")
        answer = await self.write(work)
        if unknown:
            raise WorldError("simulated: whether it was recorded is unknown")
        return answer

    async def due(self, epoch: int, now: int, *, limit: int = 1000) -> list[str]:
        """See ``World.due``."""
        return await self.read(lambda: self._store.due(epoch, now, limit=limit))

    async def next_wake(self, epoch: int) -> int | None:
        """See ``World.next_wake``."""
        return await self.read(lambda: self._store.next_wake(epoch))

    async def drop_snapshot(self, run_id: str) -> None:
        """See ``World.drop_snapshot``. Code and classes do not change in a history: every snapshot should hold (G4)."""
        self._storage.checker.fault(f"a snapshot of {run_id} was refused (G4)")
        await self.write(lambda: self._store.drop_snapshot(run_id))

    async def migrate_run(self, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """See ``World.migrate_run``."""
        return await self.write(lambda: self._store.migrate_run(run_id, bundle, expected_seq))

    async def prune(self, before: int, *, limit: int = 1000, dry_run: bool = False) -> list[str]:
        """See ``World.prune``."""
        return await self.write(lambda: self._store.prune(before, limit=limit, dry_run=dry_run))

    async def prune_code(self, before: int, *, dry_run: bool = False) -> list[str]:
        """See ``World.prune_code``."""
        return await self.write(lambda: self._store.prune_code(before, dry_run=dry_run))

    async def put_queue(self, config: QueueConfig) -> None:
        """See ``Queueing.put_queue``."""
        await self.write(lambda: self._store.put_queue(config))

    async def queues(self) -> list[QueueState]:
        """See ``Queueing.queues``."""
        return await self.read(lambda: self._store.queues())

    async def ticket(self, run_id: str) -> Ticket | None:
        """See ``Queueing.ticket``."""
        return await self.read(lambda: self._store.ticket(run_id))

    def left_waiting(self) -> bool:
        """See ``Queueing.left_waiting``."""
        return self._store.left_waiting()

    async def unpark(self, run_id: str) -> None:
        """See ``World.unpark``."""
        await self.write(lambda: self._store.unpark(run_id))

    async def stored_values(self, cursor: str = "", *, limit: int = 500) -> ValuePage:
        """See ``World.stored_values``."""
        return await self.read(lambda: self._store.stored_values(cursor, limit=limit))

    async def replace_values(self, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
        """See ``World.replace_values``."""
        return await self.write(lambda: self._store.replace_values(changes))


_NOBODY = Process("the store")


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that only yields to the loop, in one go."""
    while True:
        try:
            work.send(None)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]


def _answer(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
