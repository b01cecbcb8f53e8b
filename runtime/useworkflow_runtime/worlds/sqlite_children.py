"""Runs that are started, awaited and written to by other runs, in a SQLite world.

    commit of a parent   children to create, runs to wait for, messages   -> rows in runs, waits and inbox
    commit of an end     those who wait for that run                      -> an inbox item ``finished`` for each, once

All of it in the transaction of the commit that brings it (G2). Read next: ``sqlite_writing``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from useworkflow_runtime.worlds import sqlite_reading as reading
from useworkflow_runtime.worlds import sqlite_windows as windows
from useworkflow_runtime.worlds.protocol import TERMINAL, NewRun, RunRecord, Turn
from useworkflow_runtime.worlds.sqlite_rows import text
from useworkflow_runtime.worlds.tidings import end_in, end_of, link_to

Insert = Callable[[NewRun], RunRecord]

_PUT = "INSERT INTO inbox (run, kind, target, payload) VALUES (?, ?, ?, ?)"


def reach_others(db: sqlite3.Connection, number: int, turn: Turn, insert: Insert, now: int) -> bool:
    """Create the children of ``turn``, register its waits, send its messages. Whether an engine has to look.

    Args:
        db: in a transaction.
        number: the run's.
        turn: a turn that is being committed.
        insert: creates a run.
        now: the world's clock.
    """
    told = False
    for child in turn.children:
        told = _start(db, number, child, insert, now) or told
    for operation, run_id in turn.awaits:
        told = await_end(db, number, operation, run_id) or told
    for run_id, kind, payload in turn.sends:
        row = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
        if row is not None and row[1] not in TERMINAL:
            db.execute(_PUT, (row[0], kind, "", text(payload)))
            told = True
    return told


def announce_end(db: sqlite3.Connection, number: int, turn: Turn) -> bool:
    """Tell those who wait for the run that ``turn`` ends. Whether there were any."""
    waiting = db.execute("DELETE FROM waits WHERE run = ? RETURNING waiting, operation", (number,)).fetchall()
    if waiting:
        payload = text(end_of(turn))
        db.executemany(
            "INSERT INTO inbox (run, kind, target, payload) SELECT number, 'finished', ?, ? FROM runs "
            "WHERE number = ? AND status NOT IN ('completed', 'failed', 'cancelled')",
            [(operation, payload, run) for run, operation in waiting],
        )
    return bool(waiting)


def _start(db: sqlite3.Connection, parent: int, child: NewRun, insert: Insert, now: int) -> bool:
    """Whether an engine has to look: the run is not claimed yet, or something was put into an inbox."""
    joined = None if child.window is None else windows.join(db, child, child.window, now)
    by_key = reading.run_of_key(db, child.workflow, child.idempotency_key)
    there = child.id
    problem = ""
    told = child.unsure
    if joined is not None:
        there = joined.id
    elif by_key is not None:
        there, digest = by_key
        problem = "" if child.has_arguments(digest) else "key"
    elif reading.number_of(db, child.id) is None:
        opened = child if child.window is None else windows.opened(db, child, child.window, now)
        told = not insert(opened).claims or told
    elif child.unsure:
        problem = "id"
    if child.unsure:
        db.execute(_PUT, (parent, "linked", child.operation, text(link_to(there, problem))))
    if not problem:
        told = await_end(db, parent, child.operation, there) or told
    return told


def await_end(db: sqlite3.Connection, waiting: int, operation: str, run_id: str) -> bool:
    """Whether the run has ended already, or is not there, so that the answer is in the inbox."""
    row = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
    if row is not None and row[1] not in TERMINAL:
        db.execute("INSERT OR IGNORE INTO waits VALUES (?, ?, ?)", (row[0], waiting, operation))
        return False
    record = None if row is None else reading.run(db, run_id)
    db.execute(_PUT, (waiting, "finished", operation, text(end_in(record))))
    return True
