"""The world in one SQLite file: the default.

    world = SQLiteWorld(".useworkflow/world.db"); await world.open()
    epoch = await world.acquire("worker on host7")      -> 1: this process moves the runs
    await world.commit(epoch, turns)                    -> durable (WAL, synchronous=FULL)

Two threads, each with a connection of its own: one writes, and runs whatever waits in its queue as one transaction; one
reads, so that a long read does not hold up a commit. Every other process may open the file too: it creates runs and
sends to them; one engine at a time owns the file (``ownership``) and commits turns. The owner's epoch stands in the
file and is checked in every commit (fencing, G3).

WAL needs the shared memory of one machine, so the file cannot live on a network filesystem.
Read next: ``sqlite_schema`` (the tables), ``sqlite_writing`` (the statements), ``sqlite_thread`` (group commit).
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import TypeVar

from msgspec import Raw

from useworkflow_runtime.clock import Clock, SystemClock
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.worlds import sqlite_code as code
from useworkflow_runtime.worlds import sqlite_hooks as hooks
from useworkflow_runtime.worlds import sqlite_large as large
from useworkflow_runtime.worlds import sqlite_reading as reading
from useworkflow_runtime.worlds import sqlite_thread, stored_values
from useworkflow_runtime.worlds.changes import Changes, is_for_engines
from useworkflow_runtime.worlds.code_store import latest
from useworkflow_runtime.worlds.ownership import FileLock
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
    check_positions,
)
from useworkflow_runtime.worlds.queueing import earliest
from useworkflow_runtime.worlds.sqlite_queues import SQLiteQueueing
from useworkflow_runtime.worlds.sqlite_schedules import SQLiteSchedules
from useworkflow_runtime.worlds.sqlite_schema import check_version, migrate
from useworkflow_runtime.worlds.sqlite_stream_store import SQLiteStreams
from useworkflow_runtime.worlds.sqlite_thread import SQLiteThread
from useworkflow_runtime.worlds.sqlite_writing import Writing
from useworkflow_runtime.worlds.step_sharing import NobodyToShareWith
from useworkflow_runtime.worlds.step_slots import LocalSlots

R = TypeVar("R")

_UNLIMITED_PAGES = 0xFFFFFFFE
_WAL_TRIES = 500
_WAL_PAUSE = 0.01


class Synchronous(Enum):
    """What a commit waits for. ``FULL``: the disk has it; it survives a power cut. ``NORMAL``: the operating system has
    it; it survives the process's death, and a power cut may take the last commits, never the file."""

    FULL = "FULL"
    NORMAL = "NORMAL"


class SQLiteWorld(SQLiteQueueing, NobodyToShareWith):
    """A world in the SQLite file ``path``.

    Args:
        path: the file; it and the folders above it are made by ``open``.
        clock: where ``now`` comes from; the machine's clock if left out.
        synchronous: what a commit waits for.
    """

    def __init__(
        self, path: str | Path, *, clock: Clock | None = None, synchronous: Synchronous = Synchronous.FULL
    ) -> None:
        self._path = Path(path).expanduser().resolve()
        self._clock = clock or SystemClock()
        self._synchronous = synchronous
        self._changes = Changes()
        self._lock = FileLock(f"{self._path}.lock")
        self._epoch: int | None = None
        self._writing = Writing(self.url, self.now)
        self._writer = SQLiteThread(
            self._connect_writer,
            begin="BEGIN IMMEDIATE",
            url=self.url,
            changes=self._changes,
            on_rollback=self._writing.forget,
        )
        self._reader = SQLiteThread(self._connect, begin="BEGIN", url=self.url)
        self._changes.watches.on_waiting = self._writer.watch
        self._streams = SQLiteStreams(self._writer, self._reader, self._fence_part, self._changes.watches)
        self.step_slots = LocalSlots(self._check_epoch, lambda epoch: epoch == self._epoch)
        self._schedules = SQLiteSchedules(self._writer, self._reader, self._fence_part, self._writing.create_missing)

    @property
    def streams(self) -> SQLiteStreams:
        """See ``World.streams``."""
        return self._streams

    @property
    def schedules(self) -> SQLiteSchedules:
        """See ``World.schedules``."""
        return self._schedules

    @property
    def shared(self) -> bool:
        """One engine at a time."""
        return False

    @property
    def url(self) -> str:
        """``sqlite:///`` and the absolute path."""
        return f"sqlite:///{self._path.as_posix()}"

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def now(self) -> int:
        """The clock's reading, microseconds since the epoch."""
        return self._clock.now()

    async def open(self) -> None:
        """See ``World.open``."""
        await self._writer.start()
        try:
            await self._reader.start()
        except BaseException:
            await self._writer.stop()
            raise

    async def close(self) -> None:
        """Give up ownership, finish what is queued, close the file. May be repeated."""
        self._epoch = None
        await self._writer.stop()
        await self._reader.stop()
        self._lock.release()

    async def limit_size(self, size: int | None) -> None:
        """Let the file grow to ``size`` bytes at most (``None``: without limit), as a disk that is full does.

        Commits beyond it raise ``DiskFullError``. The limit ends with ``close``.
        """

        def limit(db: sqlite3.Connection) -> None:
            page_size = db.execute("PRAGMA page_size").fetchone()[0]
            db.execute(f"PRAGMA max_page_count = {_UNLIMITED_PAGES if size is None else max(1, size // page_size)}")

        await self._writer.ask(limit)

    # --- connections, opened in their threads -------------------------------------------------------------------------

    def _connect_writer(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return self._connect(prepare=self._prepare)

    def _connect(self, prepare: Callable[[sqlite3.Connection], None] | None = None) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, cached_statements=256)
        try:
            db.execute(f"PRAGMA busy_timeout = {sqlite_thread.BUSY_SECONDS * 1000}")
            check_version(db, self.url)  # before anything is written, be it the journal mode
            if prepare is not None:
                prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        self._use_wal(db)
        settings = {
            "synchronous": self._synchronous.value,
            "fullfsync": 1,  # macOS: without it fsync does not reach the disk; elsewhere without effect
            "foreign_keys": "OFF",
            "cache_size": -32_768,
            # Longer than the default, since the tails of the same logs are written again and again; but no longer: once a
            # checkpoint lets SQLite write over the WAL from its start, a commit costs 0.21 ms, while the file grows 0.31.
            "wal_autocheckpoint": 2_000,
            "journal_size_limit": 64 << 20,
        }
        for name, value in settings.items():
            db.execute(f"PRAGMA {name} = {value}")
        migrate(db, self.url)

    def _use_wal(self, db: sqlite3.Connection) -> None:
        for _ in range(_WAL_TRIES):
            try:
                mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname == "SQLITE_BUSY":
                    # Two processes make the file at once; for this statement SQLite does not wait by itself.
                    time.sleep(_WAL_PAUSE)
                elif error.sqlite_errorname.startswith(("SQLITE_IOERR", "SQLITE_PROTOCOL")):
                    mode = str(error)
                    break
                else:
                    raise
        else:
            raise WorldError(f"the world {self.url} is kept busy by another process", mend="try again")
        if mode != "wal":
            raise WorldError(
                f"SQLite cannot use its write-ahead log for {self.url} (it answers: {mode})",
                why="it needs memory that all processes share, which network filesystems (NFS, SMB) do not give",
                mend="keep the world on a local disk",
            )

    # --- ownership ----------------------------------------------------------------------------------------------------

    async def acquire(self, owner: str) -> int | None:
        """See ``World.acquire``."""
        await self._writer.ask(_nothing)  # the file is open, and its folder is there
        try:
            # In this thread: it takes microseconds, and a cancellation cannot come between lock and epoch.
            locked = self._lock.acquire(owner)
        except OSError as error:
            raise WorldError(
                f"cannot lock the world {self.url}: {error}",
                why="one engine at a time owns a world, by a lock on the file beside it",
                mend="check the folder's permissions, and keep the world on a local disk",
            ) from error
        if not locked:
            return None
        try:
            self._epoch = await self._writer.ask(self._writing.next_epoch)
        except BaseException:
            self._lock.release()
            raise
        return self._epoch

    async def release(self, epoch: int) -> None:
        """See ``World.release``."""
        if epoch == self._epoch:
            self._epoch = None
            await self._writer.ask(_nothing)  # the lock is not given away under a commit in flight
            self._lock.release()

    async def owner(self) -> str | None:
        """See ``World.owner``."""
        return self._lock.holder()

    async def holder(self, run_id: str) -> Holder | None:
        """See ``World.holder``."""
        current = await self._reader.ask(lambda db: reading.is_of_current_epoch(db, run_id))
        owner = self._lock.holder()
        if current is None:
            return None
        return Holder(owner, True) if current and owner is not None else Holder("a former engine", False)

    def _check_epoch(self, epoch: int) -> None:
        if epoch != self._epoch:
            raise LostOwnershipError.of(self.url, epoch)

    # --- any process --------------------------------------------------------------------------------------------------

    async def put_bundle(self, bundle_id: str, data: bytes) -> None:
        """See ``World.put_bundle``."""
        await self._writer.ask(lambda db: code.put(db, bundle_id, data, self.now()))

    async def get_bundle(self, bundle_id: str) -> bytes | None:
        """See ``World.get_bundle``."""
        return await self._reader.ask(lambda db: code.get(db, bundle_id))

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        """See ``World.create_run``."""
        if claim_for is not None:
            self._check_epoch(claim_for)
        return await self._writer.ask(lambda db: self._writing.create_run(db, new, claim_for), inputs=is_for_engines)

    async def fork_run(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        """See ``World.fork_run``."""
        return await self._writer.ask(
            lambda db: self._writing.fork_run(db, new, run_id, until, tail, awaits), inputs=True
        )

    async def get_run(self, run_id: str) -> RunRecord | None:
        """See ``World.get_run``."""
        return await self._reader.ask(lambda db: reading.run(db, run_id))

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
        return await self._reader.ask(lambda db: reading.runs(db, workflow, status, attributes or {}, limit, before))

    async def set_attributes(self, run_id: str, values: dict[str, Scalar]) -> bool:
        """See ``World.set_attributes``."""
        return await self._writer.ask(lambda db: self._writing.set_attributes(db, run_id, values))

    async def read_events(self, run_id: str, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """See ``World.read_events``."""
        return await self._reader.ask(lambda db: reading.events(db, run_id, after, limit))

    async def send(self, run_id: str, kind: str, payload: Raw, *, target: str = "") -> None:
        """See ``World.send``."""
        await self._writer.ask(lambda db: self._writing.send(db, run_id, kind, payload, target), inputs=True)

    async def send_to_hook(
        self, token: str, payload: Raw, *, dedup: str | None = None, expected: HookRecord | None = None
    ) -> str:
        """See ``World.send_to_hook``."""
        return await self._writer.ask(lambda db: hooks.send(db, token, payload, dedup, expected), inputs=True)

    async def get_hook(self, token: str) -> HookRecord | None:
        """See ``World.get_hook``."""
        return await self._reader.ask(lambda db: hooks.owner(db, token))

    async def put_reply(self, key: ReplyKey, value: Raw) -> bool:
        """See ``World.put_reply``."""
        return await self._writer.ask(lambda db: hooks.put_reply(db, key, value))

    async def read_replies(self, keys: Sequence[ReplyKey]) -> list[Answer]:
        """See ``World.read_replies``."""
        return await self._reader.ask(lambda db: hooks.read_replies(db, keys))

    async def find_reply(self, token: str, dedup: str) -> Raw | None:
        """See ``World.find_reply``."""
        return await self._reader.ask(lambda db: hooks.find_reply(db, token, dedup))

    def changes(self, of: ChangeKind = "any") -> int:
        """See ``World.changes``."""
        return self._changes.count(of)

    async def wait_for_change(self, timeout: float, *, of: ChangeKind = "any", since: int | None = None) -> bool:
        """See ``World.wait_for_change``.

        This object's own commits wake the waiter at once; those of other connections are seen by a look at SQLite's
        ``data_version`` every 10 ms while someone waits, which costs a few microseconds and reads no table.
        """
        return await self._changes.wait(timeout, of, since, on_waiting=self._writer.watch)

    # --- the engine ---------------------------------------------------------------------------------------------------

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        """See ``World.claim``."""
        self._check_epoch(epoch)
        return await self._writer.ask(lambda db: self._writing.claim(db, epoch, run_ids, limit, alone))

    async def load(self, run_id: str, *, limit: int = 10_000) -> Loaded | None:
        """See ``World.load``."""
        return await self._reader.ask(lambda db: reading.loaded(db, run_id, limit))

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """See ``World.commit``."""
        check_positions(turns)
        self._check_epoch(epoch)
        outcomes = await self._writer.ask(
            lambda db: self._writing.commit(db, epoch, turns), inputs=lambda _: self._writing.told
        )
        self._changes.watches.note_turns(turns)
        return outcomes

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        """See ``World.inbox``."""
        return await self._fenced(epoch, lambda db: reading.inbox(db, after, limit))

    async def due(self, epoch: int, now: int, *, limit: int = 1000) -> list[str]:
        """See ``World.due``."""
        return await self._fenced(epoch, lambda db: reading.due(db, now, limit))

    async def next_wake(self, epoch: int) -> int | None:
        """See ``World.next_wake``."""
        of_runs, self._schedules.seen = await self._fenced(epoch, reading.next_wake)
        return earliest(of_runs, self._schedules.seen)

    def _fenced(self, epoch: int, function: Callable[[sqlite3.Connection], R]) -> asyncio.Future[R]:
        self._check_epoch(epoch)

        def checked(db: sqlite3.Connection) -> R:
            self._writing.fence(db, epoch)
            return function(db)

        return self._reader.ask(checked)

    def _fence_part(self, db: sqlite3.Connection, epoch: int) -> None:
        self._check_epoch(epoch)
        self._writing.fence(db, epoch)

    async def drop_snapshot(self, run_id: str) -> None:
        """See ``World.drop_snapshot``."""
        await self._writer.ask(lambda db: self._writing.drop_snapshot(db, run_id))

    async def migrate_run(self, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """See ``World.migrate_run``."""
        return await self._writer.ask(
            lambda db: self._writing.migrate_run(db, run_id, bundle, expected_seq), inputs=True
        )

    async def prune(self, before: int, *, limit: int = 1000, dry_run: bool = False) -> list[str]:
        """See ``World.prune``. The pages that become free are used again; the file does not shrink."""
        found = await self._reader.ask(lambda db: reading.ended_before(db, before, None if dry_run else limit))
        if dry_run or not found:
            return [run_id for run_id, _ in found]
        return await self._writer.ask(lambda db: self._writing.prune(db, found, before))

    async def prune_code(self, before: int, *, dry_run: bool = False) -> list[str]:
        """See ``World.prune_code``."""
        found = await self._reader.ask(lambda db: code.unused(db, latest(before, self.now())))
        if dry_run or not found:
            return found
        return list(await self._writer.ask(lambda db: code.remove(db, latest(before, self.now()))))

    async def unpark(self, run_id: str) -> None:
        """See ``World.unpark``."""
        await self._writer.ask(lambda db: self._writing.unpark(db, run_id), inputs=True)

    async def stored_values(self, cursor: str = "", *, limit: int = 500) -> ValuePage:
        """See ``World.stored_values``."""
        found = stored_values.query(stored_values.SQLITE, cursor, limit)

        def read(db: sqlite3.Connection) -> ValuePage:
            page = stored_values.page(stored_values.SQLITE, cursor, limit, db.execute(*found).fetchall())
            return ValuePage(large.whole_values(db, page.values), page.next)

        return await self._reader.ask(read)

    async def replace_values(self, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
        """See ``World.replace_values``."""
        return await self._writer.ask(lambda db: sum(_replace(db, value, new) for value, new in changes))


def _replace(db: sqlite3.Connection, value: StoredValue, new: bytes) -> int:
    log = stored_values.log_key(value)
    done = None if log is None else large.rewrite(db, log[0], value.body, new)
    return db.execute(*stored_values.update(stored_values.SQLITE, value, new)).rowcount if done is None else done


def _nothing(_db: sqlite3.Connection) -> None:
    """Wait for what is queued before."""
