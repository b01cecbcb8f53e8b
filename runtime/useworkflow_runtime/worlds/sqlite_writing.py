"""Every statement that changes a SQLite world, one function an operation.

    Writing(url, clock).commit(db, epoch, [Turn(run_id="run_7", expected=4, events=[...])])
        -> [TurnOutcome(committed=True)], two rows in ``log``, nothing else touched

Each function checks first and writes then, because it shares a transaction with its neighbours in the queue.
``commit`` is the hot one: where a turn only appends, it costs one tuple an event and one ``executemany`` for all turns.
Read next: ``sqlite_thread``, which gives the functions their transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence

import msgspec
from msgspec import UNSET, Raw

from useworkflow_runtime.errors import (
    BundleMissingError,
    IdempotencyConflictError,
    LostOwnershipError,
    RunExistsError,
    RunNotFoundError,
)
from useworkflow_runtime.worlds import sqlite_code as code
from useworkflow_runtime.worlds import sqlite_hooks as hooks
from useworkflow_runtime.worlds import sqlite_large as large
from useworkflow_runtime.worlds import sqlite_queues as queues
from useworkflow_runtime.worlds import sqlite_reading as reading
from useworkflow_runtime.worlds import sqlite_streams as streams
from useworkflow_runtime.worlds import sqlite_windows as windows
from useworkflow_runtime.worlds.attributes import term
from useworkflow_runtime.worlds.creating import new_record
from useworkflow_runtime.worlds.large_values import LEAST
from useworkflow_runtime.worlds.protocol import (
    BEGUN_TOGETHER,
    MOST_TOGETHER,
    PARKED,
    TERMINAL,
    LoggedEvent,
    NewRun,
    RunRecord,
    Scalar,
    Turn,
    TurnOutcome,
    migrated,
)
from useworkflow_runtime.worlds.sqlite_children import announce_end, await_end, reach_others
from useworkflow_runtime.worlds.sqlite_rows import RECORD, record, text
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS, SEQ_MASK

_COMMITTED = TurnOutcome(committed=True)
_STALE = TurnOutcome(committed=False)
_MOST_POSITIONS = 200_000

_APPEND = "INSERT INTO log (key, kind, at, body) VALUES (?, ?, ?, ?)"
_PUT = "INSERT INTO inbox (run, kind, target, payload, dedup) VALUES (?, ?, ?, ?, ?)"
_INSERT_RUN = """
    INSERT INTO runs (id, workflow, bundle, status, created_at, wake_at, claims, active, epoch, idempotency_key,
                      args_digest, attributes, parent)
    VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Writing:
    """The writer's statements and the little that it remembers between them.

    Where each log ends, and the run's generation, are kept for the runs that were committed lately. That is safe: only the
    epoch's engine appends and claims, and every commit checks the epoch in the store; whoever else appends (``migrate_run``)
    counts it in the store, where every commit looks too; the memory is dropped at every rollback and at ``acquire``; and were
    it wrong all the same, the key of ``log`` and the generation in the run's row refuse the write.

    Args:
        url: the world's, for messages.
        now: the world's clock.
    """

    def __init__(self, url: str, now: Callable[[], int]) -> None:
        self._url = url
        self._now = now
        self._positions: dict[str, tuple[int, int, int]] = {}
        self._appended_by_others = 0
        self.told = False
        """The last ``commit`` has put something into the inbox of a run, or created runs that it has not claimed: an engine has to look."""
        self._may_begin = 0
        self.queues = queues.Granting()

    def forget(self) -> None:
        """Drop what is remembered: after a rollback."""
        self._positions.clear()

    def fence(self, db: sqlite3.Connection, epoch: int) -> None:
        """Refuse an engine that is no longer the world's (G3)."""
        if reading.current_epoch(db) != epoch:
            raise LostOwnershipError.of(self._url, epoch)

    def next_epoch(self, db: sqlite3.Connection) -> int:
        """Begin a new epoch: every engine before it is stale from here on."""
        self.forget()
        row = db.execute("UPDATE meta SET value = value + 1 WHERE key = 'epoch' RETURNING value").fetchone()
        return int(row[0])

    # --- any process --------------------------------------------------------------------------------------------------

    def create_run(self, db: sqlite3.Connection, new: NewRun, claim_for: int | None) -> tuple[RunRecord, bool]:
        """See ``World.create_run``."""
        if claim_for is not None:
            self.fence(db, claim_for)
        owner = reading.run_of_key(db, new.workflow, new.idempotency_key)
        if owner is not None:
            run_id, digest = owner
            if not new.has_arguments(digest):
                raise IdempotencyConflictError.of(new.workflow, new.idempotency_key or "", run_id)
            existing = reading.run(db, run_id)
            assert existing is not None  # the same transaction has just read it
            return existing, False
        if new.window is not None:
            same = windows.join(db, new, new.window, self._now())
            if same is not None:
                return same, False
            new = windows.opened(db, new, new.window, self._now())
        if reading.number_of(db, new.id) is not None:
            raise RunExistsError.of(new.id)
        return self._insert_run(db, new, claim_for), True

    def fork_run(
        self,
        db: sqlite3.Connection,
        new: NewRun,
        run_id: str,
        until: int,
        tail: Sequence[LoggedEvent],
        awaits: Sequence[tuple[str, str]],
    ) -> RunRecord:
        """See ``World.fork_run``."""
        source = reading.number_of(db, run_id)
        if source is None:
            raise RunNotFoundError.of(run_id)
        if reading.number_of(db, new.id) is not None:
            raise RunExistsError.of(new.id)
        self._insert_run(db, new, None)
        number = reading.number_of(db, new.id)
        assert number is not None  # it has just been made
        base = number << SEQ_BITS
        db.execute(
            "INSERT INTO log SELECT ? | (key & ?), kind, at, body FROM log WHERE key > ? AND key <= ?",
            (base, SEQ_MASK, source << SEQ_BITS | 1, source << SEQ_BITS | until),
        )
        large.copy(db, source << SEQ_BITS | 2, source << SEQ_BITS | until, base - (source << SEQ_BITS))
        db.executemany(_APPEND, [(base | row.seq, row.kind, row.at, row.body.decode()) for row in tail])
        code.inherit(db, source, number)
        db.execute("UPDATE runs SET status = 'running', started_at = ? WHERE number = ?", (new.at, number))
        for operation, awaited in awaits:
            await_end(db, number, operation, awaited)
        forked = reading.run(db, new.id)
        assert forked is not None
        return forked

    def create_missing(self, db: sqlite3.Connection, runs: Sequence[NewRun]) -> None:
        """Create those of the runs whose key and id are free."""
        for new in runs:
            if (
                reading.number_of(db, new.id) is None
                and reading.run_of_key(db, new.workflow, new.idempotency_key) is None
            ):
                self._insert_run(db, new, None)

    def _insert_run(self, db: sqlite3.Connection, new: NewRun, claim_for: int | None) -> RunRecord:
        now = self._now()
        created = new_record(new, now=now, claim=claim_for is not None)
        row = (
            new.id, new.workflow, new.bundle, new.at, created.wake_at, created.claims, created.active,
            claim_for if created.claims else 0, new.idempotency_key, new.args_digest, _json(created.attributes), new.parent,
        )  # fmt: skip
        number = db.execute(_INSERT_RUN, row).lastrowid
        assert number is not None  # an INSERT that did not raise has made a row
        key = number << SEQ_BITS | 1
        db.execute(_APPEND, (key, "run_created", new.at, large.put(db, key, new.created)))
        if created.attributes:
            _index_attributes(db, number, created.attributes)
        if new.queue is not None:
            queues.ask(db, number, new.queue, now, new.start_at)
        if created.claims:
            self._positions[new.id] = (number, 1, 0)
        return created

    def send(self, db: sqlite3.Connection, run_id: str, kind: str, payload: Raw, target: str) -> None:
        """See ``World.send``."""
        row = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row[1] not in TERMINAL:
            db.execute(_PUT, (row[0], kind, target, text(payload), None))

    def set_attributes(self, db: sqlite3.Connection, run_id: str, values: dict[str, Scalar]) -> bool:
        """See ``World.set_attributes``."""
        row = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row[1] in TERMINAL:
            return False
        db.execute("UPDATE runs SET attributes = json_patch(attributes, ?) WHERE number = ?", (_json(values), row[0]))
        _index_attributes(db, row[0], values)
        return True

    def drop_snapshot(self, db: sqlite3.Connection, run_id: str) -> None:
        """See ``World.drop_snapshot``."""
        db.execute("DELETE FROM snapshots WHERE run = (SELECT number FROM runs WHERE id = ?)", (run_id,))

    def migrate_run(self, db: sqlite3.Connection, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """See ``World.migrate_run``."""
        row = db.execute("SELECT number, status, bundle FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if db.execute("SELECT 1 FROM bundles WHERE id = ?", (bundle,)).fetchone() is None:
            raise BundleMissingError.of(self._url, bundle)
        number, status, previous = row
        (newest,) = reading.newest_events(db, number, 1)
        if status in TERMINAL or expected_seq not in (None, newest.seq):
            return False
        note = migrated(newest.seq + 1, max(self._now(), newest.at), bundle, previous)
        db.execute(_APPEND, (number << SEQ_BITS | note.seq, note.kind, note.at, note.body.decode()))
        db.execute("DELETE FROM snapshots WHERE run = ?", (number,))
        db.execute("UPDATE runs SET bundle = ? WHERE number = ?", (bundle, number))
        code.leave(db, number, previous)
        _count_change_by_others(db)
        if status in PARKED:
            self.unpark(db, run_id)
        elif status == "running":
            db.execute(_PUT, (number, "migrated", "", str(note.seq), None))
        return True

    def prune(self, db: sqlite3.Connection, runs: Sequence[tuple[str, int]], before: int) -> list[str]:
        """See ``World.prune``. ``runs``: (id, number) of those that were found to have ended."""
        removed: list[str] = []
        for run_id, number in runs:
            gone = db.execute(
                "DELETE FROM runs WHERE number = ? AND id = ? AND completed_at < ? "
                "AND status IN ('completed', 'failed', 'cancelled')",
                (number, run_id, before),
            ).rowcount
            if gone:
                keys = number << SEQ_BITS, number << SEQ_BITS | SEQ_MASK
                db.execute("DELETE FROM log WHERE key BETWEEN ? AND ?", keys)
                large.forget(db, *keys)
                for table in ("snapshots", "hooks", "inbox", "dedup", "tickets", "former_code"):
                    db.execute(f"DELETE FROM {table} WHERE run = ?", (number,))
                streams.prune(db, number, run_id)
                db.execute("DELETE FROM waits WHERE waiting = ?", (number,))
                db.execute("DELETE FROM attributes WHERE run = ?", (number,))
                removed.append(run_id)
        if removed:
            # Its number may be given to another run: an engine must not go on to append where this one's log ended.
            _count_change_by_others(db)
        return removed

    def unpark(self, db: sqlite3.Connection, run_id: str) -> None:
        """See ``World.unpark``."""
        row = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        number, status = row
        if status not in PARKED:
            return
        db.execute(
            "UPDATE runs SET status = 'running', claims = 0, active = ?, epoch = 0, reason = NULL WHERE number = ?",
            (not queues.ask_again(db, number), number),
        )
        newest = db.execute("SELECT max(number) FROM inbox WHERE run = ?", (number,)).fetchone()[0]
        if newest is not None:
            db.execute(
                "INSERT INTO inbox (run, kind, target, payload, dedup) "
                "SELECT run, kind, target, payload, dedup FROM inbox WHERE run = ? ORDER BY number",
                (number,),
            )
            db.execute("DELETE FROM inbox WHERE run = ? AND number <= ?", (number, newest))

    # --- the engine ---------------------------------------------------------------------------------------------------

    def claim(
        self, db: sqlite3.Connection, epoch: int, run_ids: Sequence[str] | None, limit: int, alone: bool = False
    ) -> list[RunRecord]:
        """See ``World.claim``."""
        self.fence(db, epoch)
        if run_ids is None:
            found = self._claimable(db, epoch, limit)
            found += self.queues.grant(db, self._now(), limit - len(found))
        else:
            found = _named(db, run_ids, limit)
            queues.give_up(db, found)
        if not found:
            return []
        numbers = json.dumps(found)
        db.execute(
            "UPDATE runs SET claims = CASE WHEN ? OR claims < ? THEN claims + 1 ELSE claims END, "
            "generation = generation + 1, active = 1, epoch = ?, wake_at = CASE status WHEN 'pending' THEN NULL ELSE wake_at END "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (alone, MOST_TOGETHER, epoch, numbers),
        )
        rows = db.execute(f"{RECORD} WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number", (numbers,))
        claimed = []
        for row in rows:
            run = record(row)
            self._positions[run.id] = (row[0], run.last_seq, run.generation)
            claimed.append(run)
        return claimed

    def _claimable(self, db: sqlite3.Connection, epoch: int, limit: int) -> list[int]:
        # INDEXED BY: for the order of the whole SQLite would rather read the whole table, twice.
        found = db.execute(
            "SELECT number FROM runs INDEXED BY runs_by_epoch WHERE active = 1 AND epoch < ? AND status IN ('pending', 'running') "
            "UNION "
            "SELECT number FROM runs INDEXED BY runs_by_wake WHERE wake_at <= ? AND status = 'pending' AND epoch < ? "
            "ORDER BY number LIMIT ?",
            (epoch, self._now(), epoch, limit),
        )
        return [number for (number,) in found]

    def commit(self, db: sqlite3.Connection, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """See ``World.commit``."""
        self.fence(db, epoch)
        self.told = False
        self._may_begin = BEGUN_TOGETHER
        positions = self._positions
        others = reading.appended_by_others(db)
        if len(positions) > _MOST_POSITIONS or others != self._appended_by_others:
            positions.clear()
            self._appended_by_others = others
        appended: list[tuple[int, str, int, str]] = []
        outcomes = []
        for turn in turns:
            if turn.new is not None and not self._created(db, epoch, turn.new):
                outcomes.append(_STALE)
                continue
            position = positions.get(turn.run_id) or reading.position_of(db, turn.run_id)
            if position is None or position[1] != turn.expected or position[2] != turn.generation:
                outcomes.append(_STALE)
                continue
            number, _, generation = position
            if turn.inbox_done and not _are_there(db, number, turn.inbox_done):
                outcomes.append(_STALE)
                continue
            base = number << SEQ_BITS
            for event in turn.events:
                key, body = base | event.seq, event.body
                text_of = body.decode() if len(body) < LEAST else large.put(db, key, body)
                appended.append((key, event.kind, event.at, text_of))
            positions[turn.run_id] = (number, turn.expected + len(turn.events), generation + (not turn.events))
            outcomes.append(self._apply(db, epoch, number, turn) if _does_more_than_append(turn) else _COMMITTED)
        if appended:
            db.executemany(_APPEND, appended)
        return outcomes

    def _created(self, db: sqlite3.Connection, epoch: int, new: NewRun) -> bool:
        """Create the run of a turn, unless its id is taken."""
        if reading.number_of(db, new.id) is not None:
            return False
        self._insert_run(db, new, epoch)
        return True

    def _apply(self, db: sqlite3.Connection, epoch: int, number: int, turn: Turn) -> TurnOutcome:
        if turn.snapshot is not None:
            db.execute(
                "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)", (number, turn.snapshot.seq, turn.snapshot.body)
            )
        conflicts = hooks.change(db, number, turn) if turn.hooks_created or turn.hooks_disposed else ()
        unsent = hooks.forward(db, turn.forwards) if turn.forwards else ()
        begun: tuple[RunRecord, ...] = ()
        if turn.replies:
            hooks.answer(db, number, turn.replies)
        self.told = self.told or bool(turn.forwards)
        if turn.children or turn.awaits or turn.sends:
            told, begun = self._reach_others(db, epoch, number, turn)
            self.told = told or self.told
        if turn.inbox_done:
            db.execute("DELETE FROM inbox WHERE number IN (SELECT value FROM json_each(?))", (_json(turn.inbox_done),))
        if turn.settlements:
            streams.settle(db, turn.run_id, turn.settlements)
        _update_run(db, epoch, number, turn)
        if conflicts:
            db.execute(
                "UPDATE runs SET active = 1, epoch = ? WHERE number = ? AND status IN ('pending', 'running')",
                (epoch, number),
            )
        if turn.status in TERMINAL:
            self.told = announce_end(db, number, turn) or self.told
        if not (conflicts or unsent or begun):
            return _COMMITTED
        return TurnOutcome(True, conflicts, unsent=unsent, begun=begun)

    def _reach_others(
        self, db: sqlite3.Connection, epoch: int, number: int, turn: Turn
    ) -> tuple[bool, tuple[RunRecord, ...]]:
        begun: list[RunRecord] = []

        def insert(new: NewRun) -> RunRecord:
            child = self._insert_run(db, new, epoch if len(begun) < self._may_begin else None)
            if child.claims:
                begun.append(child)
            return child

        told = reach_others(db, number, turn, insert, self._now())
        self._may_begin -= len(begun)
        return told, tuple(begun)


def _are_there(db: sqlite3.Connection, number: int, items: Sequence[int]) -> bool:
    found = db.execute(
        "SELECT count(*) FROM inbox WHERE run = ? AND number IN (SELECT value FROM json_each(?))",
        (number, _json(items)),
    )
    return bool(found.fetchone()[0] == len(set(items)))


def _count_change_by_others(db: sqlite3.Connection) -> None:
    """Tell the engine's ``commit`` that what it remembers of where logs end may be wrong."""
    db.execute("INSERT INTO meta VALUES ('appended_by_others', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1")


def _index_attributes(db: sqlite3.Connection, number: int, values: Mapping[str, Scalar]) -> None:
    """Bring the index of attributes in line with a change."""
    db.executemany("DELETE FROM attributes WHERE run = ? AND key = ?", [(number, key) for key in values])
    db.executemany(
        "INSERT INTO attributes VALUES (?, ?, ?)",
        [(key, term(value), number) for key, value in values.items() if value is not None],
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _named(db: sqlite3.Connection, run_ids: Sequence[str], limit: int) -> list[int]:
    found = db.execute(
        "SELECT number FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND status IN ('pending', 'running') "
        f"AND ({queues.MOVES} OR EXISTS (SELECT 1 FROM inbox WHERE run = runs.number AND kind IN ('cancel', 'terminate'))) "
        "ORDER BY number LIMIT ?",
        (json.dumps(list(run_ids)), limit),
    )
    return [number for (number,) in found]


def _does_more_than_append(turn: Turn) -> bool:
    return (
        not turn.events
        or turn.snapshot is not None
        or turn.active is not UNSET
        or turn.wake_at is not UNSET
        or turn.status is not UNSET
        or turn.reset_claims
        or bool(turn.inbox_done)
        or bool(turn.hooks_created)
        or bool(turn.hooks_disposed)
        or bool(turn.forwards)
        or bool(turn.replies)
        or bool(turn.children)
        or bool(turn.settlements)
        or bool(turn.awaits)
        or bool(turn.sends)
        or turn.attributes is not UNSET
        or turn.started_at is not UNSET
        or turn.completed_at is not UNSET
        or turn.output is not UNSET
        or turn.error is not UNSET
        or turn.error_kind is not UNSET
        or turn.reason is not UNSET
    )


def _update_run(db: sqlite3.Connection, epoch: int, number: int, turn: Turn) -> None:
    columns: dict[str, object] = {}
    for name in ("status", "started_at", "completed_at", "wake_at", "error_kind", "reason"):
        value = getattr(turn, name)
        if value is not UNSET:
            columns[f"{name} = ?"] = value
    for name in ("output", "error"):
        value = getattr(turn, name)
        if value is not UNSET:
            columns[f"{name} = ?"] = text(value)
    if turn.attributes is not UNSET:
        columns["attributes = json_patch(attributes, ?)"] = _json(turn.attributes)
        _index_attributes(db, number, turn.attributes)
    if turn.reset_claims:
        columns["claims = ?"] = 0
    if not turn.events:
        columns["generation = ?"] = turn.generation + 1
    ended = turn.status in TERMINAL
    if ended or turn.status in PARKED:
        columns["active = ?"] = False
    elif turn.active is not UNSET:
        columns["active = ?"] = turn.active
        if turn.active:
            columns["epoch = ?"] = epoch
    if ended:
        columns["wake_at = ?"] = None
        hooks.end(db, number)
        streams.end(db, number)
        for table in ("snapshots", "inbox", "tickets"):
            db.execute(f"DELETE FROM {table} WHERE run = ?", (number,))
    if columns:
        statement = f"UPDATE runs SET {', '.join(columns)} WHERE number = ? AND generation = ?"
        if not db.execute(statement, (*columns.values(), number, turn.generation)).rowcount:
            raise sqlite3.IntegrityError(f"run {turn.run_id} is not in generation {turn.generation}")
