"""The world that lives in this process and dies with it: for tests, simulation and ``memory:``.

It is also the shortest statement of what a world does: every operation of ``protocol`` in plain dictionaries.

    world = MemoryWorld(FakeClock())
    epoch = await world.acquire("me")                   -> 1
    await world.commit(epoch, [Turn(run_id=..., ...)])  -> [TurnOutcome(committed=True)]

Nothing is written before the operation is known to succeed, so each is atomic. Read next: ``sqlite``, the same
operations on a file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from msgspec import UNSET, Raw

from useworkflow_runtime.clock import Clock, SystemClock
from useworkflow_runtime.errors import (
    BundleMissingError,
    HookFullError,
    HookNotFoundError,
    IdempotencyConflictError,
    LostOwnershipError,
    RunExistsError,
    RunNotFoundError,
)
from useworkflow_runtime.worlds import memory_children as children
from useworkflow_runtime.worlds import memory_values
from useworkflow_runtime.worlds.attributes import merged
from useworkflow_runtime.worlds.changes import Changes, is_for_engines
from useworkflow_runtime.worlds.creating import new_record
from useworkflow_runtime.worlds.memory_code import MemoryCode
from useworkflow_runtime.worlds.memory_queues import MemoryQueueing, MemoryQueues, MemoryWindows
from useworkflow_runtime.worlds.memory_replies import MemoryReplies
from useworkflow_runtime.worlds.memory_rows import (
    Delivery,
    Row,
    ended_before,
    live,
    matching,
)
from useworkflow_runtime.worlds.memory_schedules import MemorySchedules
from useworkflow_runtime.worlds.memory_streams import MemoryStreams
from useworkflow_runtime.worlds.protocol import (
    BEGUN_TOGETHER,
    MOST_TOGETHER,
    PARKED,
    TERMINAL,
    ChangeKind,
    Holder,
    HookRecord,
    InboxItem,
    Loaded,
    LoggedEvent,
    NewRun,
    RunRecord,
    Scalar,
    StoredValue,
    Turn,
    TurnOutcome,
    ValuePage,
    check_positions,
    inbox_item,
    migrated,
)
from useworkflow_runtime.worlds.queueing import earliest
from useworkflow_runtime.worlds.step_sharing import NobodyToShareWith
from useworkflow_runtime.worlds.step_slots import LocalSlots
from useworkflow_runtime.worlds.tidings import end_of
from useworkflow_runtime.worlds.tokens import MOST_WAITING

_COPIED = ("status", "started_at", "completed_at", "wake_at", "active", "output", "error", "error_kind", "reason")


class MemoryWorld(MemoryQueueing, MemoryReplies, MemoryCode, NobodyToShareWith):
    """A world in memory. Runs and logs outlive ``close`` and ``crash``, so that tests can go on with the same object.

    Args:
        clock: where ``now`` comes from; the machine's clock if left out.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._runs: dict[str, Row] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._hooks: dict[str, HookRecord] = {}
        self._inbox: dict[int, InboxItem] = {}
        self._bundles: dict[str, bytes] = {}
        self._code_named: dict[str, int] = {}
        self._changes = Changes()
        self._queues = MemoryQueues(self._is_live, self._is_over)
        self._windows = MemoryWindows()
        self._owner: str | None = None
        self._epoch = 0
        self._numbers = 0
        self._failure: Exception | None = None
        self._streams = MemoryStreams(self._record, self._fence, self._changes.watches)
        self.step_slots = LocalSlots(self._fence, self.alive, lambda: self._changes.note(inputs=True))
        self._schedules = MemorySchedules(self._fence, self._create_missing, lambda: self._changes.note(inputs=True))

    @property
    def streams(self) -> MemoryStreams:
        """See ``World.streams``."""
        return self._streams

    @property
    def schedules(self) -> MemorySchedules:
        """See ``World.schedules``."""
        return self._schedules

    def _record(self, run_id: str) -> RunRecord | None:
        row = self._runs.get(run_id)
        return None if row is None else row.record

    @property
    def shared(self) -> bool:
        """One engine at a time."""
        return False

    @property
    def url(self) -> str:
        """``memory:``. Opening that URL again makes a new, empty world."""
        return "memory:"

    def now(self) -> int:
        """The clock's reading, microseconds since the epoch."""
        return self._clock.now()

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Give up ownership. What is stored stays."""
        self._owner = None

    # --- for tests ----------------------------------------------------------------------------------------------------

    def fail_next_commit(self, error: Exception) -> None:
        """Let the next ``commit`` raise ``error`` and change nothing, as a full disk does."""
        self._failure = error

    def crash(self, owner: str | None = None) -> None:
        """What is left when the engine's process dies: everything but its ownership. ``owner``: only if it is that engine."""
        if owner in (None, self._owner):
            self._owner = None

    def engines(self) -> list[str]:
        """The owners of the living engines, oldest first."""
        return [] if self._owner is None else [self._owner]

    def alive(self, epoch: int) -> bool:
        """Whether an engine with that epoch lives."""
        return self._owner is not None and epoch == self._epoch

    # --- ownership ----------------------------------------------------------------------------------------------------

    async def acquire(self, owner: str) -> int | None:
        """See ``World.acquire``."""
        if self._owner is not None:
            return None
        self._owner = owner
        self._epoch += 1
        return self._epoch

    async def release(self, epoch: int) -> None:
        """See ``World.release``."""
        if epoch == self._epoch:
            self._owner = None

    async def owner(self) -> str | None:
        """See ``World.owner``."""
        return self._owner

    async def holder(self, run_id: str) -> Holder | None:
        """See ``World.holder``."""
        row = self._runs.get(run_id)
        if row is None or not row.record.active or not row.epoch:
            return None
        mine = row.epoch == self._epoch and self._owner is not None
        return Holder(self._owner or "" if mine else "a former engine", mine)

    def _fence(self, epoch: int) -> None:
        if not self.alive(epoch):
            raise LostOwnershipError.of(self.url, epoch)

    def _free(self, row: Row, epoch: int) -> bool:
        """Whether that engine may have the run: where there is one engine it may have all."""
        return True

    # --- any process --------------------------------------------------------------------------------------------------

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        """See ``World.create_run``."""
        if claim_for is not None:
            self._fence(claim_for)
        existing = self._by_key(new)
        if existing is not None:
            if not new.has_arguments(existing.args_digest):
                raise IdempotencyConflictError.of(new.workflow, new.idempotency_key or "", existing.record.id)
            return existing.public(), False
        same = self._join(new)
        if same is not None:
            return same.public(), False
        if new.id in self._runs:
            raise RunExistsError.of(new.id)
        new = self._windows.opened(new, self.now())
        made = self._insert(new, claim_for).public(), True
        self._changes.note(inputs=is_for_engines(made))
        return made

    async def fork_run(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        """See ``World.fork_run``."""
        source = self._runs.get(run_id)
        if source is None:
            raise RunNotFoundError.of(run_id)
        if new.id in self._runs:
            raise RunExistsError.of(new.id)
        row = self._insert(new, None)
        row.events += [*source.events[1:until], *tail]
        row.former_code |= source.former_code | {source.record.bundle}
        row.change(status="running", started_at=new.at, last_seq=len(row.events))
        for operation, awaited in awaits:
            children.await_end(self, new.id, operation, awaited)
        self._changes.note(inputs=True)
        return row.public()

    def _by_key(self, new: NewRun) -> Row | None:
        if new.idempotency_key is None:
            return None
        run_id = self._keys.get((new.workflow, new.idempotency_key))
        return None if run_id is None else self._runs[run_id]

    def _create_missing(self, runs: Sequence[NewRun]) -> None:
        for new in runs:
            if self._by_key(new) is None and new.id not in self._runs:
                self._insert(new, None)

    def _insert(self, new: NewRun, claim_for: int | None) -> Row:
        now = self.now()
        record = new_record(new, now=now, claim=claim_for is not None)
        created = LoggedEvent(1, "run_created", new.at, new.created)
        row = Row(record, [created], new.args_digest, claim_for if record.claims and claim_for is not None else 0)
        self._runs[new.id] = row
        if new.idempotency_key is not None:
            self._keys[new.workflow, new.idempotency_key] = new.id
        if new.queue is not None:
            self._queues.ask(new.id, new.queue, now, max(new.start_at or now, now))
        return row

    async def get_run(self, run_id: str) -> RunRecord | None:
        """See ``World.get_run``."""
        row = self._runs.get(run_id)
        return None if row is None else row.public()

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
        return matching(self._runs, workflow, status, attributes, limit, before)

    async def set_attributes(self, run_id: str, values: dict[str, Scalar]) -> bool:
        """See ``World.set_attributes``."""
        row = self._runs.get(run_id)
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row.record.status in TERMINAL:
            return False
        row.change(attributes=merged(row.record.attributes, values))
        self._changes.note()
        return True

    async def read_events(self, run_id: str, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """See ``World.read_events``."""
        row = self._runs.get(run_id)
        return [] if row is None else row.events[after : after + limit]

    async def send(self, run_id: str, kind: str, payload: Raw, *, target: str = "") -> None:
        """See ``World.send``."""
        row = self._runs.get(run_id)
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row.record.status not in TERMINAL:
            self._put(run_id, kind, target, payload)
            self._changes.note(inputs=True)

    async def send_to_hook(
        self, token: str, payload: Raw, *, dedup: str | None = None, expected: HookRecord | None = None
    ) -> str:
        """See ``World.send_to_hook``."""
        hook = self._hooks.get(token)
        if hook is None or (
            expected is not None and (hook.run_id, hook.hook_id) != (expected.run_id, expected.hook_id)
        ):
            raise HookNotFoundError.of(token)
        row = self._runs[hook.run_id]
        if len(row.items) >= MOST_WAITING and (hook.hook_id, dedup) not in row.dedup:
            raise HookFullError.of(token, hook.run_id, MOST_WAITING)
        if self._came_before(hook, dedup):
            return hook.run_id
        self._put(hook.run_id, "hook", hook.hook_id, payload, dedup)
        self._changes.note(inputs=True)
        return hook.run_id

    def _came_before(self, hook: HookRecord, dedup: str | None) -> bool:
        """Whether the hook has had that delivery; from now on it has."""
        known = self._runs[hook.run_id].dedup
        if dedup is None or (hook.hook_id, dedup) in known:
            return dedup is not None
        known[hook.hook_id, dedup] = Delivery(hook.token)
        return False

    def _put(self, run_id: str, kind: str, target: str, payload: Raw, dedup: str | None = None) -> None:
        self._numbers += 1
        self._inbox[self._numbers] = InboxItem(self._numbers, run_id, kind, target, Raw(bytes(payload)), dedup)
        self._runs[run_id].items.add(self._numbers)

    def _take(self, number: int) -> None:
        item = self._inbox.pop(number, None)
        if item is not None:
            self._runs[item.run_id].items.discard(number)

    async def get_hook(self, token: str) -> HookRecord | None:
        """See ``World.get_hook``."""
        return self._hooks.get(token)

    def changes(self, of: ChangeKind = "any") -> int:
        """See ``World.changes``."""
        return self._changes.count(of)

    async def wait_for_change(self, timeout: float, *, of: ChangeKind = "any", since: int | None = None) -> bool:
        """See ``World.wait_for_change``."""
        return await self._changes.wait(timeout, of, since)

    # --- the engine ---------------------------------------------------------------------------------------------------

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        """See ``World.claim``."""
        self._fence(epoch)
        rows = self._claimable(epoch) if run_ids is None else self._named(run_ids)
        free = (row for row in rows if self._free(row, epoch))
        claimed = [row for row, _ in zip(free, range(limit), strict=False)]
        if run_ids is None:
            granted = self._queues.grant(self.now(), limit - len(claimed))
            claimed += [self._runs[run_id] for run_id in granted]
        for row in claimed:
            row.epoch = epoch
            claims = row.record.claims
            row.change(
                claims=claims + 1 if alone or claims < MOST_TOGETHER else claims,
                generation=row.record.generation + 1,
                active=True,
            )
            if row.record.status == "pending":
                row.change(wake_at=None)
        if claimed:
            self._changes.note()
        return [row.public() for row in claimed]

    async def load(self, run_id: str, *, limit: int = 10_000) -> Loaded | None:
        """See ``World.load``."""
        row = self._runs.get(run_id)
        if row is None:
            return None
        start = row.snapshot.seq if row.snapshot is not None else 0
        return Loaded(row.public(), row.snapshot, row.events[start : start + limit])

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """See ``World.commit``. Yields once to the loop before it writes, so that commits can gather."""
        await asyncio.sleep(0)
        self._fence(epoch)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        check_positions(turns)
        items, left, begun = self._numbers, len(self._runs), 0
        outcomes = []
        for turn in turns:
            outcomes.append(self._apply(epoch, turn, 0 if self.shared else BEGUN_TOGETHER - begun))
            begun += len(outcomes[-1].begun)
            left += turn.new is not None and outcomes[-1].committed
        if turns:
            self._changes.note(inputs=self._numbers != items or len(self._runs) != left + begun)
        return outcomes

    def _apply(self, epoch: int, turn: Turn, may_begin: int) -> TurnOutcome:
        row = self._runs.get(turn.run_id)
        if turn.new is not None:
            row = self._insert(turn.new, epoch) if row is None and not self.shared else None
        if row is None or not row.awaits(turn):
            return TurnOutcome(committed=False)
        if not self._free(row, epoch):
            return TurnOutcome(committed=False, lost=True)
        row.events.extend(turn.events)
        if turn.snapshot is not None:
            row.snapshot = turn.snapshot
        conflicts = self._change_hooks(turn)
        unsent = []
        for sent in turn.forwards:
            hook = self._hooks.get(sent.token)
            if hook is None:
                unsent.append(sent.token)
            elif not self._came_before(hook, sent.dedup):
                self._put(hook.run_id, "hook", hook.hook_id, sent.payload, sent.dedup)
        for reply in turn.replies:
            self._answer(turn.run_id, reply)
        begun: list[RunRecord] = []
        for child in turn.children:
            made = children.start_child(
                self, turn.run_id, child, epoch if len(begun) < may_begin and not self.shared else None
            )
            begun += [made] if made is not None else []
        for operation, run_id in turn.awaits:
            children.await_end(self, turn.run_id, operation, run_id)
        for run_id, kind, payload in turn.sends:
            children.put_if_open(self, run_id, kind, "", payload)
        for number in turn.inbox_done:
            self._take(number)
        if turn.settlements:
            self._streams.settle(turn.run_id, turn.settlements)
        self._update(row, epoch, turn)
        if conflicts and live(row.record):
            row.epoch = epoch
            row.change(active=True)
        return TurnOutcome(committed=True, conflicts=conflicts, unsent=tuple(unsent), begun=tuple(begun))

    def _change_hooks(self, turn: Turn) -> tuple[tuple[str, str, str], ...]:
        """Dispose of what the run owned, create, dispose of what this turn has created: a token may change hands in a turn."""
        later = [token for token in turn.hooks_disposed if not self._dispose(turn.run_id, token)]
        conflicts = []
        for hook in turn.hooks_created:
            owner = self._hooks.setdefault(hook.token, hook)
            if owner is hook:
                self._runs[turn.run_id].tokens.add(hook.token)
            else:
                conflicts.append((hook.hook_id, hook.token, owner.run_id))
        for token in later:
            self._dispose(turn.run_id, token)
        return tuple(conflicts)

    def _dispose(self, run_id: str, token: str) -> bool:
        hook = self._hooks.get(token)
        if hook is None or hook.run_id != run_id:
            return False
        del self._hooks[token]
        self._runs[run_id].tokens.discard(token)
        return True

    def _update(self, row: Row, epoch: int, turn: Turn) -> None:
        fields: dict[str, object] = {name: getattr(turn, name) for name in _COPIED if getattr(turn, name) is not UNSET}
        fields["last_seq"] = turn.expected + len(turn.events)
        if not turn.events:
            fields["generation"] = turn.generation + 1
        if turn.attributes is not UNSET:
            fields["attributes"] = merged(row.record.attributes, turn.attributes)
        if turn.reset_claims:
            fields["claims"] = 0
        if turn.status in PARKED or turn.status in TERMINAL:
            fields["active"] = False
        if turn.status in TERMINAL:
            fields["wake_at"] = None
            self._end(row)
            for waiting, operation in row.waiting:
                children.put_if_open(self, waiting, "finished", operation, end_of(turn))
            row.waiting = []
        if fields.get("active"):
            row.epoch = epoch
        row.change(**fields)
        if turn.status in TERMINAL:
            self._streams.end(turn.run_id)

    def _end(self, row: Row) -> None:
        row.snapshot = None
        self._queues.give_up(row.record.id)
        row.dedup = {key: delivery for key, delivery in row.dedup.items() if delivery.reply is not None}
        for token in sorted(row.tokens):
            self._dispose(row.record.id, token)
        for number in sorted(row.items):
            self._take(number)

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        """See ``World.inbox``."""
        self._fence(epoch)
        mine = (item for item in self._inbox.values() if self._free(self._runs[item.run_id], epoch))
        items = [item for item in mine if item.number > after][:limit]
        return [inbox_item(i.number, i.run_id, i.kind, i.target, bytes(i.payload), i.dedup) for i in items]

    async def due(self, epoch: int, now: int, *, limit: int = 1000) -> list[str]:
        """See ``World.due``."""
        self._fence(epoch)
        waking = sorted(
            (row.record.wake_at, index, row.record.id)
            for index, row in enumerate(self._runs.values())
            if row.record.wake_at is not None and row.record.wake_at <= now and self._moves_by_time(row, epoch)
        )
        return [run_id for _, _, run_id in waking[:limit]]

    async def next_wake(self, epoch: int) -> int | None:
        """See ``World.next_wake``."""
        self._fence(epoch)
        times = [row.record.wake_at for row in self._runs.values() if self._moves_by_time(row, epoch)]
        return earliest(*times, self._queues.next_wake(), self._schedules.next_at)

    def _moves_by_time(self, row: Row, epoch: int) -> bool:
        return live(row.record) and not self._queues.waits(row.record.id) and self._free(row, epoch)

    async def drop_snapshot(self, run_id: str) -> None:
        """See ``World.drop_snapshot``."""
        row = self._runs.get(run_id)
        if row is not None:
            row.snapshot = None

    async def migrate_run(self, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """See ``World.migrate_run``."""
        row = self._runs.get(run_id)
        if row is None:
            raise RunNotFoundError.of(run_id)
        if bundle not in self._bundles:
            raise BundleMissingError.of(self.url, bundle)
        status, last = row.record.status, row.record.last_seq
        if expected_seq not in (None, last) or status in TERMINAL:
            return False
        note = migrated(last + 1, max(self.now(), row.events[-1].at), bundle, row.record.bundle)
        row.events.append(note)
        row.former_code.add(row.record.bundle)
        row.snapshot = None
        row.change(bundle=bundle, last_seq=note.seq)
        if status in PARKED:
            self._unpark(row)
        elif status == "running":
            self._put(run_id, "migrated", "", Raw(str(note.seq).encode()))
        self._changes.note(inputs=True)
        return True

    async def prune(self, before: int, *, limit: int = 1000, dry_run: bool = False) -> list[str]:
        """See ``World.prune``."""
        found = [run_id for run_id, row in self._runs.items() if ended_before(row.record, before)]
        if dry_run:
            return found
        for run_id in found[:limit]:
            record = self._runs.pop(run_id).record
            self._streams.prune(run_id)
            self._queues.give_up(run_id)
            if record.idempotency_key is not None:
                del self._keys[record.workflow, record.idempotency_key]
        if found:
            self._changes.note()
        return found[:limit]

    async def unpark(self, run_id: str) -> None:
        """See ``World.unpark``."""
        row = self._runs.get(run_id)
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row.record.status in PARKED:
            self._unpark(row)
            self._changes.note(inputs=True)

    async def stored_values(self, cursor: str = "", *, limit: int = 500) -> ValuePage:
        """See ``World.stored_values``. All on one page."""
        found = memory_values.places(self._runs, self._hooks, self._inbox, self._streams, self._schedules)
        return ValuePage([value for value, _ in found], None)

    async def replace_values(self, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
        """See ``World.replace_values``."""
        found = memory_values.places(self._runs, self._hooks, self._inbox, self._streams, self._schedules)
        standing = {value.place: (value.body, put) for value, put in found}
        done = 0
        for value, new in changes:
            body, put = standing.get(value.place, (None, None))
            if put is not None and body == value.body:
                put(new)
                done += 1
        return done

    def _unpark(self, row: Row) -> None:
        row.epoch = 0
        waits = self._queues.ask_again(row.record.id)
        row.change(status="running", claims=0, active=not waits, reason=None)
        for item in [self._inbox[number] for number in sorted(row.items)]:
            self._take(item.number)
            self._put(row.record.id, item.kind, item.target, item.payload, item.dedup)
