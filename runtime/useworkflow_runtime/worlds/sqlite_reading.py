"""Every SELECT that answers a question about a SQLite world and changes nothing.

    events(db, "run_7", 0, 100)  -> [LoggedEvent(seq=1, kind="run_created", ...), ...]

Each function takes the connection first and runs inside the transaction of its group, so what it returns is one view of
the world. Read next: ``sqlite_writing``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from useworkflow_runtime.worlds import sqlite_large as large
from useworkflow_runtime.worlds import sqlite_queues as queues
from useworkflow_runtime.worlds import sqlite_rows as rows
from useworkflow_runtime.worlds import sqlite_schedules as schedules
from useworkflow_runtime.worlds.attributes import term
from useworkflow_runtime.worlds.protocol import InboxItem, Loaded, LoggedEvent, RunRecord, Scalar, SnapshotRow
from useworkflow_runtime.worlds.queueing import earliest
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS, SEQ_MASK

_MOST_EVENTS_REMOVED = 20_000
"""Rows of the log that one transaction of ``prune`` removes, about: it takes some 30 ms."""


def current_epoch(db: sqlite3.Connection) -> int:
    """The epoch of the engine that acquired the world last."""
    return int(db.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0])


def appended_by_others(db: sqlite3.Connection) -> int:
    """How many events were appended by other than commits of the epoch's engine."""
    row = db.execute("SELECT value FROM meta WHERE key = 'appended_by_others'").fetchone()
    return 0 if row is None else int(row[0])


def number_of(db: sqlite3.Connection, run_id: str) -> int | None:
    """The short number of a run."""
    row = db.execute("SELECT number FROM runs WHERE id = ?", (run_id,)).fetchone()
    return None if row is None else int(row[0])


def run_of_key(db: sqlite3.Connection, workflow: str, key: str | None) -> tuple[str, str] | None:
    """(run id, digest of its arguments) of the run of that workflow that has the idempotency key."""
    if key is None:
        return None
    row: tuple[str, str] | None = db.execute(
        "SELECT id, args_digest FROM runs WHERE workflow = ? AND idempotency_key = ?", (workflow, key)
    ).fetchone()
    return row


def is_of_current_epoch(db: sqlite3.Connection, run_id: str) -> bool | None:
    """Whether the epoch's engine, or a former one, has taken a moving run up; ``None``: nobody has, or it does not move."""
    row = db.execute("SELECT epoch FROM runs WHERE id = ? AND active = 1 AND epoch > 0", (run_id,)).fetchone()
    return None if row is None else bool(row[0] == current_epoch(db))


def position_of(db: sqlite3.Connection, run_id: str) -> tuple[int, int, int] | None:
    """(number, position of the newest event, generation) of a run."""
    row = db.execute(f"SELECT number, {rows.LAST_KEY}, generation FROM runs WHERE id = ?", (run_id,)).fetchone()
    return None if row is None else (int(row[0]), (row[1] or 0) & SEQ_MASK, int(row[2]))


def run(db: sqlite3.Connection, run_id: str) -> RunRecord | None:
    """A run's record."""
    row = db.execute(f"{rows.RECORD} WHERE id = ?", (run_id,)).fetchone()
    return None if row is None else rows.record(row)


def runs(
    db: sqlite3.Connection,
    workflow: str | None,
    status: str | None,
    attributes: Mapping[str, Scalar],
    limit: int,
    before: str | None,
) -> list[RunRecord]:
    """Runs, newest first."""
    conditions = {
        "workflow = ?": workflow,
        "status = ?": status,
        "number < (SELECT number FROM runs WHERE id = ?)": before,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    having = ["number IN (SELECT run FROM attributes WHERE key = ? AND value = ?)"] * len(attributes)
    pairs = [each for key, value in attributes.items() for each in (key, term(value))]
    where = f"WHERE {' AND '.join([*used, *having])}" if used or having else ""
    found = db.execute(f"{rows.RECORD} {where} ORDER BY number DESC LIMIT ?", (*used.values(), *pairs, limit))
    return [rows.record(row) for row in found]


def events(db: sqlite3.Connection, run_id: str, after: int, limit: int) -> list[LoggedEvent]:
    """Events after position ``after``, in order."""
    number = number_of(db, run_id)
    return [] if number is None else _events_of(db, number, after, limit)


def newest_events(db: sqlite3.Connection, number: int, limit: int) -> list[LoggedEvent]:
    """The last events of the run with that number, newest first."""
    base = number << SEQ_BITS
    found = db.execute(
        "SELECT key, kind, at, CAST(body AS BLOB) FROM log WHERE key > ? AND key <= ? ORDER BY key DESC LIMIT ?",
        (base, base | SEQ_MASK, limit),
    )
    return large.whole(db, [rows.event(row) for row in found])


def _events_of(db: sqlite3.Connection, number: int, after: int, limit: int) -> list[LoggedEvent]:
    base = number << SEQ_BITS
    found = db.execute(
        "SELECT key, kind, at, CAST(body AS BLOB) FROM log WHERE key > ? AND key <= ? ORDER BY key LIMIT ?",
        (base | after, base | SEQ_MASK, limit),
    )
    return large.whole(db, [rows.event(row) for row in found])


def loaded(db: sqlite3.Connection, run_id: str, limit: int) -> Loaded | None:
    """Record, snapshot, and the first ``limit`` events after it."""
    row = db.execute(f"{rows.RECORD} WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        return None
    number = int(row[0])
    found = db.execute("SELECT seq, CAST(body AS BLOB) FROM snapshots WHERE run = ?", (number,)).fetchone()
    snapshot = None if found is None else SnapshotRow(found[0], bytes(found[1]))
    after = 0 if snapshot is None else snapshot.seq
    return Loaded(rows.record(row), snapshot, _events_of(db, number, after, limit))


def inbox(db: sqlite3.Connection, after: int, limit: int) -> list[InboxItem]:
    """What was sent and is not yet consumed, in order."""
    # CROSS JOIN keeps SQLite from starting at ``runs``.
    found = db.execute(
        "SELECT inbox.number, runs.id, kind, target, CAST(payload AS BLOB), dedup "
        "FROM inbox CROSS JOIN runs ON runs.number = inbox.run WHERE inbox.number > ? ORDER BY inbox.number LIMIT ?",
        (after, limit),
    )
    return [rows.inbox_item(row) for row in found]


def due(db: sqlite3.Connection, now: int, limit: int) -> list[str]:
    """Runs whose time has come, earliest first."""
    found = db.execute(
        f"SELECT id FROM runs WHERE wake_at <= ? AND status IN ('pending', 'running') AND {queues.MOVES} "
        "ORDER BY wake_at, number LIMIT ?",
        (now, limit),
    )
    return [run_id for (run_id,) in found]


def ended_before(db: sqlite3.Connection, before: int, limit: int | None) -> list[tuple[str, int]]:
    """(run id, number) of the runs that ended before that time, in the order of their start; with a limit, no more than
    have a bounded number of events between them, and one at least."""
    found = db.execute(
        f"SELECT id, number, {rows.LAST_KEY} & {SEQ_MASK} FROM runs "
        "WHERE completed_at < ? AND status IN ('completed', 'failed', 'cancelled') ORDER BY number LIMIT ?",
        (before, -1 if limit is None else limit),
    )
    chosen: list[tuple[str, int]] = []
    total = 0
    for run_id, number, length in found:
        total += length or 0
        if limit is not None and chosen and total > _MOST_EVENTS_REMOVED:
            break
        chosen.append((run_id, number))
    return chosen


def next_wake(db: sqlite3.Connection) -> tuple[int | None, int | None]:
    """The earliest time at which a run wants to be woken, and that of a schedule."""
    row = db.execute(
        f"SELECT wake_at FROM runs WHERE typeof(wake_at) = 'integer' AND status IN ('pending', 'running') AND {queues.MOVES} "
        "ORDER BY wake_at LIMIT 1"
    ).fetchone()
    return earliest(None if row is None else int(row[0]), queues.next_wake(db)), schedules.next_at(db)
