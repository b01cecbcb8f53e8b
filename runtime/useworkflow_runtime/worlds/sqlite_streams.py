"""The streams of a SQLite world: their tables, and every statement that touches them.

    write(db, [StreamWrite(run_id="run_7", ..., chunks=(b"1", b"2"))])    -> [StreamWritten(written=2)], two chunks

Chunk ``index`` of stream ``number`` stands under the key ``number << 32 | index``: a stream is contiguous, and two chunks
cannot have one index. A writer is found by its run's *id*, since it may write to another run's stream and outlive its own.
``settle`` and ``end`` run inside the commit that they belong to (G2). Read next: ``streams`` (the rules), ``sqlite``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Raw

from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.worlds.streams import (
    Settlement,
    StreamChunk,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
    WriterState,
    judge,
)
from useworkflow_runtime.worlds.watches import ENDED

INDEX_BITS = 32
INDEX_MASK = (1 << INDEX_BITS) - 1

TABLES: tuple[str, ...] = (
    """
    CREATE TABLE streams (
        number    INTEGER PRIMARY KEY,
        run       INTEGER NOT NULL,
        namespace TEXT NOT NULL,
        closed_by INTEGER,           -- a writer; NULL: it is open
        resets    TEXT NOT NULL,     -- the first index of each withdrawal
        UNIQUE (run, namespace)
    )
    """,
    """
    CREATE TABLE stream_writers (
        number  INTEGER PRIMARY KEY,
        stream  INTEGER NOT NULL,
        run_id  TEXT,                -- NULL: that run was removed
        step    TEXT NOT NULL,
        attempt INTEGER NOT NULL,    -- the one that wrote last: no lower one may
        written INTEGER NOT NULL,
        final   INTEGER NOT NULL,    -- 1: its step is settled
        UNIQUE (stream, run_id, step)
    )
    """,
    "CREATE INDEX stream_writers_open ON stream_writers (stream) WHERE final = 0",
    "CREATE INDEX stream_writers_by_run ON stream_writers (run_id, step)",
    """
    CREATE TABLE stream_chunks (
        key     INTEGER PRIMARY KEY,
        writer  INTEGER NOT NULL,
        attempt INTEGER NOT NULL,
        body    TEXT NOT NULL
    )
    """,
)


class _Stream(NamedTuple):
    number: int
    closed_by: int | None
    resets: str

    @property
    def first(self) -> int:
        """The lowest key that a chunk of it can have."""
        return self.number << INDEX_BITS

    @property
    def last(self) -> int:
        """The highest one."""
        return self.first | INDEX_MASK


# --- writing


def write(db: sqlite3.Connection, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
    """See ``StreamStore.write``."""
    return [_write(db, each) for each in writes]


def _write(db: sqlite3.Connection, write: StreamWrite) -> StreamWritten:
    run = db.execute("SELECT number, status FROM runs WHERE id = ?", (write.run_id,)).fetchone()
    stream = None if run is None else _find(db, run[0], write.namespace)
    writer = None
    if stream is not None:
        writer = db.execute(
            "SELECT number, attempt, written, final FROM stream_writers WHERE stream = ? AND run_id = ? AND step = ?",
            (stream.number, write.writer_run, write.step),
        ).fetchone()
    verdict = judge(
        write,
        None if writer is None else WriterState(writer[1], writer[2], bool(writer[3])),
        ended=run is None or run[1] in ENDED,
        closed=stream is not None and stream.closed_by is not None,
        by_writer=writer is not None and stream is not None and stream.closed_by == writer[0],
    )
    if verdict.refused is not None:
        return verdict.answer()
    if stream is None:
        stream = _create(db, run[0], write.namespace)
    number = _enter(db, stream, write) if writer is None else writer[0]
    if verdict.withdraw:
        _withdraw(db, stream, number)
    if verdict.reopen:
        db.execute("UPDATE streams SET closed_by = NULL WHERE number = ?", (stream.number,))
    if verdict.chunks:
        key = _last_key(db, stream)
        db.executemany(
            "INSERT INTO stream_chunks (key, writer, attempt, body) VALUES (?, ?, ?, ?)",
            [(key + i, number, write.attempt, bytes(body).decode()) for i, body in enumerate(verdict.chunks, 1)],
        )
    db.execute(
        "UPDATE stream_writers SET attempt = ?, written = ? WHERE number = ?", (write.attempt, verdict.written, number)
    )
    if write.close:
        db.execute("UPDATE streams SET closed_by = ? WHERE number = ? AND closed_by IS NULL", (number, stream.number))
    return verdict.answer()


def _find(db: sqlite3.Connection, run: int, namespace: str) -> _Stream | None:
    row = db.execute(
        "SELECT number, closed_by, resets FROM streams WHERE run = ? AND namespace = ?", (run, namespace)
    ).fetchone()
    return None if row is None else _Stream(*row)


def _create(db: sqlite3.Connection, run: int, namespace: str) -> _Stream:
    number = db.execute("INSERT INTO streams (run, namespace, resets) VALUES (?, ?, '[]')", (run, namespace)).lastrowid
    assert number is not None  # an INSERT that did not raise has made a row
    return _Stream(number, None, "[]")


def _enter(db: sqlite3.Connection, stream: _Stream, write: StreamWrite) -> int:
    number = db.execute(
        "INSERT INTO stream_writers (stream, run_id, step, attempt, written, final) VALUES (?, ?, ?, ?, 0, 0)",
        (stream.number, write.writer_run, write.step, write.attempt),
    ).lastrowid
    assert number is not None  # an INSERT that did not raise has made a row
    return number


def _last_key(db: sqlite3.Connection, stream: _Stream) -> int:
    """The key of its last chunk, or the one before the first."""
    (key,) = db.execute(
        "SELECT max(key) FROM stream_chunks WHERE key BETWEEN ? AND ?", (stream.first, stream.last)
    ).fetchone()
    return stream.first - 1 if key is None else int(key)


def _withdraw(db: sqlite3.Connection, stream: _Stream, writer: int) -> None:
    of_writer = "WHERE key BETWEEN ? AND ? AND writer = ?"
    place = (stream.first, stream.last, writer)
    (key,) = db.execute(f"SELECT min(key) FROM stream_chunks {of_writer}", place).fetchone()
    if key is not None:
        db.execute(f"DELETE FROM stream_chunks {of_writer}", place)
        db.execute(
            "UPDATE streams SET resets = json_insert(resets, '$[#]', ?) WHERE number = ?",
            (key & INDEX_MASK, stream.number),
        )
    db.execute("UPDATE streams SET closed_by = NULL WHERE number = ? AND closed_by = ?", (stream.number, writer))
    db.execute("UPDATE stream_writers SET written = 0 WHERE number = ?", (writer,))


# --- what commits do with streams


def settle(db: sqlite3.Connection, run_id: str, settlements: Sequence[Settlement]) -> None:
    """Steps of this run have their outcome."""
    for settlement in settlements:
        open_writers = db.execute(
            "SELECT number, stream, attempt FROM stream_writers WHERE run_id = ? AND step = ? AND final = 0",
            (run_id, settlement.step),
        ).fetchall()
        for number, stream, attempt in open_writers:
            if settlement.withdraws(attempt):
                _withdraw(db, _Stream(stream, None, ""), number)
            db.execute("UPDATE stream_writers SET final = 1 WHERE number = ?", (number,))


def end(db: sqlite3.Connection, run: int) -> None:
    """The run has ended: what its steps have written stays as it is, and so do its streams."""
    db.execute(
        "UPDATE stream_writers SET final = 1 WHERE run_id = (SELECT id FROM runs WHERE number = ?) AND final = 0",
        (run,),
    )
    for (stream,) in db.execute("SELECT number FROM streams WHERE run = ?", (run,)).fetchall():
        db.execute("UPDATE stream_writers SET final = 1 WHERE stream = ? AND final = 0", (stream,))


def prune(db: sqlite3.Connection, run: int, run_id: str) -> None:
    """The run is gone, and its streams with it; what it wrote to streams of others stays."""
    for (number,) in db.execute("SELECT number FROM streams WHERE run = ?", (run,)).fetchall():
        stream = _Stream(number, None, "")
        db.execute("DELETE FROM stream_chunks WHERE key BETWEEN ? AND ?", (stream.first, stream.last))
        db.execute("DELETE FROM stream_writers WHERE stream = ?", (number,))
        db.execute("DELETE FROM streams WHERE number = ?", (number,))
    db.execute("UPDATE stream_writers SET run_id = NULL WHERE run_id = ?", (run_id,))


# --- reading


def read(db: sqlite3.Connection, run_id: str, namespace: str, start: int, limit: int, only_final: bool) -> StreamPage:
    """See ``StreamStore.read``."""
    run = db.execute("SELECT number, status FROM runs WHERE id = ?", (run_id,)).fetchone()
    if run is None:
        raise RunNotFoundError.of(run_id)
    stream = _find(db, run[0], namespace)
    if stream is None:
        start = max(start, 0)
        return StreamPage(start=start, chunks=[], more=False, tail=-1, resets=(), over=run[1] in ENDED)
    unsettled = _unsettled(db, stream)
    last = stream.last if not (only_final and unsettled) else _frontier(db, stream, max(start, 0), unsettled)
    if start < 0:
        start = _from_end(db, stream, last, -start)
    rows = db.execute(
        "SELECT key, step, stream_chunks.attempt, CAST(body AS BLOB) FROM stream_chunks "
        "JOIN stream_writers ON stream_writers.number = writer WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?",
        (stream.first + start, last, limit + 1),
    ).fetchall()
    (tail,) = db.execute(
        "SELECT max(key) FROM stream_chunks WHERE key BETWEEN ? AND ?", (stream.first, last)
    ).fetchone()
    return StreamPage(
        start=start,
        chunks=[StreamChunk(key & INDEX_MASK, step, attempt, Raw(body)) for key, step, attempt, body in rows[:limit]],
        more=len(rows) > limit,
        tail=-1 if tail is None else tail & INDEX_MASK,
        resets=tuple(json.loads(stream.resets)),
        over=(run[1] in ENDED or stream.closed_by is not None) and not unsettled,
    )


def _unsettled(db: sqlite3.Connection, stream: _Stream) -> list[int]:
    found = db.execute("SELECT number FROM stream_writers WHERE stream = ? AND final = 0", (stream.number,))
    return [number for (number,) in found]


def _frontier(db: sqlite3.Connection, stream: _Stream, start: int, unsettled: list[int]) -> int:
    """The key before that of the first chunk, from ``start`` on, that can still be withdrawn."""
    (key,) = db.execute(
        "SELECT min(key) FROM stream_chunks WHERE key BETWEEN ? AND ? AND writer IN (SELECT value FROM json_each(?))",
        (stream.first + start, stream.last, json.dumps(unsettled)),
    ).fetchone()
    return stream.last if key is None else int(key) - 1


def _from_end(db: sqlite3.Connection, stream: _Stream, last: int, count: int) -> int:
    row = db.execute(
        "SELECT key FROM stream_chunks WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT 1 OFFSET ?",
        (stream.first, last, count - 1),
    ).fetchone()
    return 0 if row is None else int(row[0]) & INDEX_MASK


def of_run(db: sqlite3.Connection, run_id: str) -> list[StreamRecord]:
    """See ``StreamStore.of_run``."""
    found = db.execute(
        "SELECT namespace, coalesce(sum(written), 0), coalesce(sum(written * final), 0), closed_by, resets FROM streams "
        "LEFT JOIN stream_writers ON stream = streams.number WHERE run = (SELECT number FROM runs WHERE id = ?) "
        "GROUP BY streams.number ORDER BY namespace",
        (run_id,),
    )
    return [
        StreamRecord(namespace, chunks, final, closed is not None, len(json.loads(resets)))
        for namespace, chunks, final, closed, resets in found
    ]


def of_step(db: sqlite3.Connection, run_id: str, step: str) -> list[WriterRecord]:
    """See ``StreamStore.of_step``."""
    found = db.execute(
        "SELECT runs.id, namespace, written FROM stream_writers JOIN streams ON streams.number = stream "
        "JOIN runs ON runs.number = run WHERE run_id = ? AND step = ? AND final = 0 ORDER BY stream",
        (run_id, step),
    )
    return [WriterRecord(*row) for row in found]
