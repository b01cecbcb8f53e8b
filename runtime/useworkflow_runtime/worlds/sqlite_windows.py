"""Start windows of a SQLite world: starts of a workflow with the same key that are one run.

    join(db, new, StartWindow("ada", 60_000_000), now)   -> the run that the first start made, or None

The primary key lets one window per workflow and key be open. Read next: ``sqlite_writing``, whose ``create_run`` asks.
"""

from __future__ import annotations

import sqlite3

from msgspec import structs

from useworkflow_runtime.worlds import sqlite_large as large
from useworkflow_runtime.worlds import sqlite_queues as queues
from useworkflow_runtime.worlds import sqlite_reading as reading
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord
from useworkflow_runtime.worlds.queueing import StartWindow
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS


def join(db: sqlite3.Connection, new: NewRun, window: StartWindow, now: int) -> RunRecord | None:
    """The run whose window ``new`` falls into; where the last start counts, it is ``new``'s from now on."""
    row = db.execute(
        "SELECT run_id FROM start_windows WHERE workflow = ? AND key = ? AND until > ?", (new.workflow, window.key, now)
    ).fetchone()
    found = None if row is None else reading.run(db, row[0])
    if found is None or window.keep == "first":
        return found
    if found.status != "pending" or found.claims:
        return None
    until = now + window.window
    (number,) = db.execute("SELECT number FROM runs WHERE id = ?", (found.id,)).fetchone()
    db.execute(
        "UPDATE runs SET bundle = ?, created_at = ?, args_digest = ?, wake_at = iif(wake_at IS NULL, NULL, ?) WHERE number = ?",
        (new.bundle, new.at, new.args_digest, until, number),
    )
    key = number << SEQ_BITS | 1
    large.forget(db, key, key)
    db.execute("UPDATE log SET at = ?, body = ? WHERE key = ?", (new.at, large.put(db, key, new.created), key))
    queues.postpone(db, number, until)
    db.execute("UPDATE start_windows SET until = ? WHERE workflow = ? AND key = ?", (until, new.workflow, window.key))
    return reading.run(db, found.id)


def opened(db: sqlite3.Connection, new: NewRun, window: StartWindow, now: int) -> NewRun:
    """``new`` with the start that its window gives it; the window is its own from now on."""
    db.execute("DELETE FROM start_windows WHERE until <= ?", (now,))
    db.execute(
        "INSERT OR REPLACE INTO start_windows VALUES (?, ?, ?, ?)",
        (new.workflow, window.key, new.id, now + window.window),
    )
    return structs.replace(new, start_at=window.start_at(now, new.start_at))
