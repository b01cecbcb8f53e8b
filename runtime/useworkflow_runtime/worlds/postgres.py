"""The world in a PostgreSQL database, for many workers on many machines.

    world = PostgresWorld("postgresql://app@db/shop"); await world.open()
    epoch = await world.acquire("worker on host7")      -> 12: one of many workers
    await world.commit(epoch, turns)                    -> durable; a run that another worker owns is left out

Every worker has an epoch and a lease by the database's clock; a run carries the epoch of the worker that has it. A worker
that is dead, stopped or cut off can record nothing (G3), and its runs go on elsewhere. Read next: ``postgres_schema`` (the
tables), ``postgres_commit`` (the group commit), ``postgres_presence`` (leases and notifications).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import psycopg
from msgspec import Raw

from useworkflow_runtime.clock import Clock, SystemClock
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.worlds import postgres_code as code
from useworkflow_runtime.worlds import postgres_hooks as hooks
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds import postgres_values as values
from useworkflow_runtime.worlds import postgres_writing as writing
from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.code_store import latest
from useworkflow_runtime.worlds.postgres_children import fork_run
from useworkflow_runtime.worlds.postgres_commit import GroupCommit
from useworkflow_runtime.worlds.postgres_pool import Connection, Pool
from useworkflow_runtime.worlds.postgres_presence import Presence
from useworkflow_runtime.worlds.postgres_queues import Granting, PostgresQueueing
from useworkflow_runtime.worlds.postgres_schedules import PostgresSchedules
from useworkflow_runtime.worlds.postgres_schema import migrate
from useworkflow_runtime.worlds.postgres_step_slots import PostgresStepSlots
from useworkflow_runtime.worlds.postgres_steps import PostgresSteps
from useworkflow_runtime.worlds.postgres_stream_store import PostgresStreams
from useworkflow_runtime.worlds.postgres_url import parse
from useworkflow_runtime.worlds.protocol import (
    PARKED,
    TERMINAL,
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
    check_positions,
)
from useworkflow_runtime.worlds.queueing import earliest

R = TypeVar("R")
_QUIET = 0.005
"""Seconds between two notifications that say nothing but that runs have ended or were parked."""
_OVER = TERMINAL | PARKED


class PostgresWorld(PostgresQueueing, PostgresSteps):
    """A world in the database ``url``. It belongs to the event loop in which it was opened.

    Args:
        url: ``postgresql://...`` as libpq takes it, with ``notify``, ``lease``, ``connections`` and ``direct``.
        clock: where ``now`` comes from; the database's clock if left out. Leases always use the database's.

    Raises:
        WorldUrlError: an option of the URL makes no sense.
    """

    def __init__(self, url: str, *, clock: Clock | None = None) -> None:
        self._url = parse(url)
        self._clock = clock
        self._machine = SystemClock()
        self._changes = Changes()
        self._origin = secrets.token_hex(8)
        self._pool = Pool(self._url.conninfo, self._url.shown, self._url.connections, self._url.lease)
        self._presence = Presence(self._url, self._changes, self._origin)
        self._granting = Granting()
        self._held: int | None = None
        self._telling: asyncio.Task[None] | None = None
        self._more_to_tell = False
        self._told_at = 0.0
        self._schedules = PostgresSchedules(
            self._pool,
            self._fence_part,
            lambda db, runs: writing.insert_runs(db, runs, None, self.now()),
            lambda db: writing.tell(db, self._inputs()),
            lambda: self._changes.note(inputs=True),
        )
        self.step_slots = PostgresStepSlots(self._pool, self._fence_part, lambda db: writing.tell(db, self._inputs()))
        self._streams = PostgresStreams(self._pool, self.url, self._changes.watches, self._announce)

    @property
    def streams(self) -> PostgresStreams:
        """See ``World.streams``."""
        return self._streams

    @property
    def schedules(self) -> PostgresSchedules:
        """See ``World.schedules``."""
        return self._schedules

    async def _fence_part(self, db: Connection, epoch: int) -> None:
        if await (await db.execute(reading.FENCE, (epoch,))).fetchone() is None:
            raise LostOwnershipError.of(self.url, epoch)

    @property
    def shared(self) -> bool:
        """Any number of workers."""
        return True

    @property
    def url(self) -> str:
        """The URL without its password."""
        return self._url.shown

    def now(self) -> int:
        """The database's clock as this machine last compared it, microseconds since the epoch."""
        return self._clock.now() if self._clock is not None else self._machine.now() + self._presence.offset

    async def open(self) -> None:
        """See ``World.open``."""
        self._pool.open()
        try:
            await self._pool.use(lambda db: migrate(db, self.url))
            await asyncio.to_thread(self._presence.start)
        except BaseException as error:
            await self._pool.close()
            if isinstance(error, psycopg.Error | OSError):
                raise self._pool.failure(error) from error
            raise

    async def close(self) -> None:
        """Stop being a worker, finish what is under way, disconnect. May be repeated."""
        held, self._held = self._held, None
        if held is not None:
            try:
                await self._leave(held)
            except WorldError:
                pass  # the database is gone; the lease ends by itself
        if self._telling is not None:
            await self._telling
        await asyncio.to_thread(self._presence.stop)
        await self._pool.close()

    # --- ownership

    async def acquire(self, owner: str) -> int | None:
        """Become one of the workers: its epoch. Never ``None``: any number may work on this world."""
        epoch = await self._pool.use(lambda db: writing.join(db, owner, self._url.lease))
        self._held = epoch
        self._presence.hold(epoch)
        return epoch

    async def release(self, epoch: int) -> None:
        """Stop being a worker: its runs are free for others at once. A stale epoch has no effect."""
        if epoch == self._held:
            self._held = None
        await self._leave(epoch)

    async def _leave(self, epoch: int) -> None:
        self._presence.hold(self._held)
        await self._pool.use(lambda db: writing.leave(db, epoch, self._inputs()))

    async def owner(self) -> str | None:
        """The living workers, for messages; ``None`` if there are none."""
        return await self._pool.use(reading.owners)

    async def holder(self, run_id: str) -> Holder | None:
        """See ``World.holder``."""
        return await self._pool.use(lambda db: reading.holder(db, run_id))

    # --- notification

    def _inputs(self) -> str:
        return f"inputs:{self._origin}"

    def changes(self, of: ChangeKind = "any") -> int:
        """See ``World.changes``."""
        return self._changes.count(of)

    async def wait_for_change(self, timeout: float, *, of: ChangeKind = "any", since: int | None = None) -> bool:
        """See ``World.wait_for_change``.

        Of other processes it hears at once where something was sent, created or answered, or a run has ended; events in the
        middle of a run are not announced. With ``notify=poll`` it returns ``True`` about four times a second.
        """
        return await self._changes.wait(timeout, of, since)

    def _news(self) -> str:
        return f"ended:{self._origin}"

    def _announce(self) -> None:
        """Tell other processes soon that runs have ended, or hooks were answered. Not with each commit: PostgreSQL lets one commit with a
        notification through at a time, and a waiter who misses it looks within a second."""
        self._more_to_tell = True
        if self._telling is None:
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        try:
            while self._more_to_tell:
                self._more_to_tell = False
                await self._pool.use(lambda db: writing.tell(db, self._news()))
                await asyncio.sleep(_QUIET)
        except WorldError:
            pass
        finally:
            self._telling = None

    async def _input(self, work: Callable[[Connection], Awaitable[R]]) -> R:
        result = await self._pool.use(work)
        self._changes.note(inputs=True)
        return result

    # --- any process

    async def put_bundle(self, bundle_id: str, data: bytes) -> None:
        """See ``World.put_bundle``."""
        await self._pool.use(lambda db: code.put(db, bundle_id, data, self.now()))

    async def get_bundle(self, bundle_id: str) -> bytes | None:
        """See ``World.get_bundle``."""
        return await self._pool.use(lambda db: code.get(db, bundle_id))

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        """See ``World.create_run``."""
        now = self.now()
        delayed = new.start_at is not None and new.start_at > now
        claimed = claim_for is not None and not delayed and new.queue is None and new.window is None
        message = None if claimed else self._inputs()
        created = await self._pool.use(lambda db: writing.create_run(db, self.url, new, claim_for, now, message))
        self._changes.note(inputs=not claimed)
        return created

    async def fork_run(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        """See ``World.fork_run``."""
        now, message = self.now(), self._inputs()
        return await self._input(lambda db: fork_run(db, new, run_id, until, tail, awaits, now, message))

    async def get_run(self, run_id: str) -> RunRecord | None:
        """See ``World.get_run``."""
        return await self._pool.use(lambda db: reading.run(db, run_id))

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
        return await self._pool.use(lambda db: reading.runs(db, workflow, status, attributes or {}, limit, before))

    async def set_attributes(self, run_id: str, values: dict[str, Scalar]) -> bool:
        """See ``World.set_attributes``."""
        changed = await self._pool.use(lambda db: writing.set_attributes(db, run_id, values))
        self._changes.note()
        return changed

    async def read_events(self, run_id: str, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """See ``World.read_events``."""
        return await self._pool.use(lambda db: reading.events(db, run_id, after, limit))

    async def send(self, run_id: str, kind: str, payload: Raw, *, target: str = "") -> None:
        """See ``World.send``."""
        await self._input(lambda db: writing.send(db, run_id, kind, payload, target, self._inputs()))

    async def send_to_hook(
        self, token: str, payload: Raw, *, dedup: str | None = None, expected: HookRecord | None = None
    ) -> str:
        """See ``World.send_to_hook``."""
        return await self._input(lambda db: hooks.send(db, token, payload, dedup, expected, self._inputs()))

    async def get_hook(self, token: str) -> HookRecord | None:
        """See ``World.get_hook``."""
        return await self._pool.use(lambda db: hooks.owner(db, token))

    async def put_reply(self, key: ReplyKey, value: Raw) -> bool:
        """See ``World.put_reply``."""
        answered = await self._pool.use(lambda db: hooks.put_reply(db, key, value))
        self._changes.note()
        self._announce()
        return answered

    async def read_replies(self, keys: Sequence[ReplyKey]) -> list[Answer]:
        """See ``World.read_replies``."""
        return await self._pool.use(lambda db: hooks.read_replies(db, keys))

    async def find_reply(self, token: str, dedup: str) -> Raw | None:
        """See ``World.find_reply``."""
        return await self._pool.use(lambda db: hooks.find_reply(db, token, dedup))

    # --- a worker

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        """See ``World.claim``. Only runs that no living worker has, and never those that another is just taking."""
        now = self.now()
        claimed = await self._pool.use(
            lambda db: writing.claim(db, self.url, epoch, run_ids, now, limit, alone, self._granting)
        )
        if claimed:
            self._changes.note()
        return claimed

    async def load(self, run_id: str, *, limit: int = 10_000) -> Loaded | None:
        """See ``World.load``."""
        return await self._pool.use(lambda db: reading.loaded(db, run_id, limit))

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """See ``World.commit``. A turn of a run that another worker owns now is left out with ``lost=True``."""
        check_positions(turns)
        awaited = any(turn.status in _OVER or turn.replies or turn.settlements for turn in turns)
        at_once = awaited and self._may_tell_at_once()
        group = GroupCommit(epoch, turns, self.url, self.now(), self._inputs(), self._news() if at_once else None)
        outcomes = await group.run(self._pool)
        if turns:
            self._changes.note(inputs=group.told)
            self._changes.watches.note_turns(turns)
            if awaited and not at_once:
                self._announce()
        return outcomes

    def _may_tell_at_once(self) -> bool:
        """Whether it has been quiet long enough for a commit to bring its own notification: whoever waits for a result then hears of
        it a round trip earlier."""
        now = asyncio.get_running_loop().time()
        if self._telling is not None or now - self._told_at < _QUIET:
            return False
        self._told_at = now
        return True

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        """Items of runs that are this worker's, or no living worker's. Numbers are given before the
        commit, so a lower one may turn up after a higher one: a worker looks from 0 on each time."""
        return self._fenced(epoch, await self._pool.use(lambda db: reading.inbox(db, epoch, after, limit)))

    async def due(self, epoch: int, now: int, *, limit: int = 1000) -> list[str]:
        """See ``World.due``: of runs that are this worker's, or no living worker's."""
        return self._fenced(epoch, await self._pool.use(lambda db: reading.due(db, epoch, now, limit)))

    async def next_wake(self, epoch: int) -> int | None:
        """See ``World.next_wake``: of runs that are this worker's, or no living worker's."""
        of_runs, self._schedules.seen = self._fenced(
            epoch, await self._pool.use(lambda db: reading.next_wake(db, epoch))
        )
        return earliest(of_runs, self._schedules.seen)

    def _fenced(self, epoch: int, answer: R | None) -> R:
        if answer is None:
            raise LostOwnershipError.of(self.url, epoch)
        return answer

    async def drop_snapshot(self, run_id: str) -> None:
        """See ``World.drop_snapshot``."""
        await self._pool.use(lambda db: writing.drop_snapshot(db, run_id))

    async def migrate_run(self, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """See ``World.migrate_run``."""
        return await self._input(
            lambda db: writing.migrate_run(db, self.url, run_id, bundle, expected_seq, self.now(), self._inputs())
        )

    async def prune(self, before: int, *, limit: int = 1000, dry_run: bool = False) -> list[str]:
        """See ``World.prune``."""
        if dry_run:
            return await self._pool.use(lambda db: reading.ended_before(db, before))
        removed = await self._pool.use(lambda db: writing.prune(db, before, limit))
        if removed:
            self._changes.note()
        return removed

    async def prune_code(self, before: int, *, dry_run: bool = False) -> list[str]:
        """See ``World.prune_code``."""
        remove = code.unused if dry_run else code.remove
        return await self._pool.use(lambda db: remove(db, latest(before, self.now())))

    async def unpark(self, run_id: str) -> None:
        """See ``World.unpark``."""
        await self._input(lambda db: writing.unpark(db, run_id, self._inputs()))

    async def stored_values(self, cursor: str = "", *, limit: int = 500) -> ValuePage:
        """See ``World.stored_values``."""
        return await self._pool.use(lambda db: values.read(db, cursor, limit))

    async def replace_values(self, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
        """See ``World.replace_values``."""
        return await self._pool.use(lambda db: values.replace(db, changes))
