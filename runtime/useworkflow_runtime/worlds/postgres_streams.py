"""The streams of a PostgreSQL world: their tables, and every statement that touches them.

    write(db, url, epoch, [StreamWrite(run_id="run_7", ..., chunks=(b"1", b"2"))])    -> [StreamWritten(written=2)]

One lock order: the worker, the runs (those that write and those that are written to) by number, the streams by number. So a
worker that has lost a run appends nothing for it (G3), a run does not end under a write, and the writers of one stream take
turns. ``settle`` and ``end`` run inside the commit that they belong to (G2). Read next: ``streams`` (the rules).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Raw

from useworkflow_runtime.errors import LostOwnershipError, RunNotFoundError
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds.postgres_pool import Connection, transaction
from useworkflow_runtime.worlds.streams import (
    Refusal,
    Settlement,
    StreamChunk,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    Verdict,
    WriterRecord,
    WriterState,
    judge,
)
from useworkflow_runtime.worlds.watches import ENDED

_RUNS = f"""
    SELECT id, number, status, {reading.FREE} FROM useworkflow.runs WHERE id = ANY(%(ids)s) ORDER BY number FOR SHARE
"""
_CREATE = """
    INSERT INTO useworkflow.streams (run, namespace) SELECT * FROM unnest(%s::bigint[], %s::text[])
    ON CONFLICT DO NOTHING
"""
_LOCK = """
    SELECT streams.run, streams.namespace, streams.number FROM useworkflow.streams
    JOIN unnest(%s::bigint[], %s::text[]) AS wanted(run, namespace) USING (run, namespace)
    ORDER BY streams.number FOR UPDATE OF streams
"""


# --- writing


async def write(db: Connection, url: str, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
    """See ``StreamStore.write``."""
    async with transaction(db):
        if await (await db.execute(reading.FENCE, (epoch,))).fetchone() is None:
            raise LostOwnershipError.of(url, epoch)
        ids = list({run_id for each in writes for run_id in (each.run_id, each.writer_run)})
        locked = await db.execute(_RUNS, {"ids": ids, "epoch": epoch})
        runs = {row[0]: row[1:] for row in await locked.fetchall()}
        streams = await _lock_streams(db, runs, writes)
        return [await _write(db, runs, streams, each) for each in writes]


async def _lock_streams(
    db: Connection, runs: dict[str, tuple[Any, ...]], writes: Sequence[StreamWrite]
) -> dict[tuple[int, str], int]:
    """(run, namespace) -> number of the streams that are written to; made where there are none, and locked."""
    wanted = sorted({(runs[each.run_id][0], each.namespace) for each in writes if each.run_id in runs})
    columns = [run for run, _ in wanted], [namespace for _, namespace in wanted]
    if not wanted:
        return {}
    await db.execute(_CREATE, columns)
    found = await db.execute(_LOCK, columns)
    return {(run, namespace): number for run, namespace, number in await found.fetchall()}


async def _write(
    db: Connection, runs: dict[str, tuple[Any, ...]], streams: dict[tuple[int, str], int], write: StreamWrite
) -> StreamWritten:
    run, by = runs.get(write.run_id), runs.get(write.writer_run)
    if run is None:
        return StreamWritten(0, Refusal.ENDED)
    if by is None or not by[2]:
        return StreamWritten(0, Refusal.FENCED)  # that run is another worker's now, or gone
    stream = streams[run[0], write.namespace]
    found = await db.execute(
        "SELECT writers.number, attempt, written, final, streams.closed_by FROM useworkflow.streams "
        "LEFT JOIN useworkflow.stream_writers AS writers "
        "ON writers.stream = streams.number AND writers.run_id = %s AND writers.step = %s WHERE streams.number = %s",
        (write.writer_run, write.step, stream),
    )
    row = await found.fetchone()
    assert row is not None  # it is locked
    number, attempt, written, final, closed_by = row
    verdict = judge(
        write,
        None if number is None else WriterState(attempt, written, final),
        ended=run[1] in ENDED,
        closed=closed_by is not None,
        by_writer=number is not None and closed_by == number,
    )
    if verdict.refused is None:
        if number is None:
            number = await _enter(db, stream, write)
        await _store(db, stream, number, write, verdict)
    return verdict.answer()


async def _enter(db: Connection, stream: int, write: StreamWrite) -> int:
    made = await db.execute(
        "INSERT INTO useworkflow.stream_writers (stream, run_id, step, attempt, written, final) "
        "VALUES (%s, %s, %s, %s, 0, false) RETURNING number",
        (stream, write.writer_run, write.step, write.attempt),
    )
    row = await made.fetchone()
    assert row is not None  # an INSERT that did not raise has made a row
    return int(row[0])


async def _store(db: Connection, stream: int, number: int, write: StreamWrite, verdict: Verdict) -> None:
    async with db.pipeline():
        if verdict.withdraw:
            await _withdraw(db, "SELECT %s::bigint AS number", [number])
        if verdict.reopen:
            await db.execute("UPDATE useworkflow.streams SET closed_by = NULL WHERE number = %s", (stream,))
        if verdict.chunks:
            await db.execute(
                "INSERT INTO useworkflow.stream_chunks (stream, position, writer, attempt, body) "
                "SELECT %(stream)s, place - 1 + coalesce((SELECT max(position) + 1 FROM useworkflow.stream_chunks "
                "WHERE stream = %(stream)s), 0), %(writer)s, %(attempt)s, body "
                "FROM unnest(%(bodies)s::text[]) WITH ORDINALITY AS given(body, place)",
                {
                    "stream": stream,
                    "writer": number,
                    "attempt": write.attempt,
                    "bodies": [bytes(body).decode() for body in verdict.chunks],
                },
            )
        await db.execute(
            "UPDATE useworkflow.stream_writers SET attempt = %s, written = %s WHERE number = %s",
            (write.attempt, verdict.written, number),
        )
        if write.close:
            await db.execute(
                "UPDATE useworkflow.streams SET closed_by = %s WHERE number = %s AND closed_by IS NULL",
                (number, stream),
            )


async def _withdraw(db: Connection, writers: str, given: Sequence[Any]) -> None:
    """Take back what the writers hold whose numbers the query gives; their streams are locked."""
    await db.execute(
        f"WITH lost AS MATERIALIZED ({writers}), first AS ("
        "SELECT chunks.stream, min(position) AS position FROM useworkflow.stream_chunks AS chunks "
        "JOIN useworkflow.stream_writers AS mine ON mine.stream = chunks.stream AND mine.number = chunks.writer "
        "WHERE mine.number IN (SELECT number FROM lost) GROUP BY chunks.stream) "
        "UPDATE useworkflow.streams SET resets = resets || first.position FROM first WHERE streams.number = first.stream",
        given,
    )
    await db.execute(
        "DELETE FROM useworkflow.stream_chunks USING useworkflow.stream_writers AS mine "
        f"WHERE mine.number IN ({writers}) AND stream_chunks.stream = mine.stream AND stream_chunks.writer = mine.number",
        given,
    )
    await db.execute(f"UPDATE useworkflow.streams SET closed_by = NULL WHERE closed_by IN ({writers})", given)
    await db.execute(f"UPDATE useworkflow.stream_writers SET written = 0 WHERE number IN ({writers})", given)


# --- what commits do with streams


async def settle(db: Connection, settlements: Sequence[tuple[str, Settlement]]) -> None:
    """Steps have their outcome: (run id, which step and what stays of it)."""
    columns: tuple[list[str], list[str], list[int | None]] = (
        [run_id for run_id, _ in settlements],
        [each.step for _, each in settlements],
        [each.keep for _, each in settlements],
    )
    writers = (
        "SELECT writers.number FROM useworkflow.stream_writers AS writers "
        "JOIN unnest(%s::text[], %s::text[], %s::int[]) AS settled(run_id, step, keep) "
        "ON writers.run_id = settled.run_id AND writers.step = settled.step AND NOT writers.final"
    )
    await db.execute(
        "SELECT 1 FROM useworkflow.streams WHERE number IN "
        f"(SELECT stream FROM useworkflow.stream_writers WHERE number IN ({writers})) ORDER BY number FOR UPDATE",
        columns,
    )
    await _withdraw(db, f"{writers} WHERE settled.keep <> writers.attempt", columns)
    await db.execute(
        f"UPDATE useworkflow.stream_writers SET final = true WHERE number IN ({writers})",
        columns,
    )


async def end(db: Connection, numbers: Sequence[int]) -> None:
    """These runs have ended: what their steps have written stays as it is, and so do their streams."""
    await db.execute(
        "UPDATE useworkflow.stream_writers SET final = true WHERE NOT final AND (run_id IN "
        "(SELECT id FROM useworkflow.runs WHERE number = ANY(%(runs)s)) OR stream IN "
        "(SELECT number FROM useworkflow.streams WHERE run = ANY(%(runs)s)))",
        {"runs": list(numbers)},
    )


async def prune(db: Connection, numbers: Sequence[int], ids: Sequence[str]) -> None:
    """These runs are gone, and their streams with them; what they wrote to streams of others stays."""
    for table in ("stream_chunks", "stream_writers"):
        await db.execute(
            f"DELETE FROM useworkflow.{table} WHERE stream IN "
            "(SELECT number FROM useworkflow.streams WHERE run = ANY(%s))",
            (list(numbers),),
        )
    await db.execute("DELETE FROM useworkflow.streams WHERE run = ANY(%s)", (list(numbers),))
    await db.execute("UPDATE useworkflow.stream_writers SET run_id = NULL WHERE run_id = ANY(%s)", (list(ids),))


# --- reading


async def read(db: Connection, run_id: str, namespace: str, start: int, limit: int, only_final: bool) -> StreamPage:
    """See ``StreamStore.read``: one view of the stream, and one statement for its chunks."""
    async with db.transaction():
        await db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = await db.execute(
            "SELECT status, streams.number, closed_by, resets, EXISTS (SELECT 1 FROM useworkflow.stream_writers "
            "WHERE stream = streams.number AND NOT final) FROM useworkflow.runs "
            "LEFT JOIN useworkflow.streams ON run = runs.number AND namespace = %s WHERE runs.id = %s",
            (namespace, run_id),
        )
        row = await found.fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        status, stream, closed_by, resets, unsettled = row
        over = status in ENDED
        if stream is None:
            return StreamPage(start=max(start, 0), chunks=[], more=False, tail=-1, resets=(), over=over)
        last = await _frontier(db, stream, max(start, 0)) if only_final and unsettled else None
        until = "" if last is None else "AND position <= %(last)s"
        place = {"stream": stream, "last": last}
        if start < 0:
            start = await _from_end(db, until, place, -start)
        rows = await (
            await db.execute(
                "SELECT position, step, stream_chunks.attempt, body FROM useworkflow.stream_chunks "
                "JOIN useworkflow.stream_writers ON stream_writers.number = writer "
                f"WHERE stream_chunks.stream = %(stream)s AND position >= %(start)s {until} "
                "ORDER BY position LIMIT %(limit)s",
                {**place, "start": start, "limit": limit + 1},
            )
        ).fetchall()
        tail = await (
            await db.execute(
                f"SELECT max(position) FROM useworkflow.stream_chunks WHERE stream = %(stream)s {until}", place
            )
        ).fetchone()
        assert tail is not None  # an aggregate has always a row
        return StreamPage(
            start=start,
            chunks=[
                StreamChunk(index, step, attempt, Raw(body.encode())) for index, step, attempt, body in rows[:limit]
            ],
            more=len(rows) > limit,
            tail=-1 if tail[0] is None else tail[0],
            resets=tuple(resets),
            over=(over or closed_by is not None) and not unsettled,
        )


async def _frontier(db: Connection, stream: int, start: int) -> int | None:
    """The position before that of the first chunk, from ``start`` on, that can still be withdrawn."""
    found = await db.execute(
        "SELECT min(position) - 1 FROM useworkflow.stream_chunks WHERE stream = %s AND position >= %s AND writer IN "
        "(SELECT number FROM useworkflow.stream_writers WHERE stream = %s AND NOT final)",
        (stream, start, stream),
    )
    row = await found.fetchone()
    return None if row is None else row[0]


async def _from_end(db: Connection, until: str, place: dict[str, int | None], count: int) -> int:
    found = await db.execute(
        f"SELECT position FROM useworkflow.stream_chunks WHERE stream = %(stream)s {until} "
        "ORDER BY position DESC LIMIT 1 OFFSET %(count)s",
        {**place, "count": count - 1},
    )
    row = await found.fetchone()
    return 0 if row is None else int(row[0])


async def of_run(db: Connection, run_id: str) -> list[StreamRecord]:
    """See ``StreamStore.of_run``."""
    found = await db.execute(
        "SELECT namespace, coalesce(sum(written), 0)::bigint, coalesce(sum(written) FILTER (WHERE final), 0)::bigint, "
        "closed_by IS NOT NULL, cardinality(resets) FROM useworkflow.streams "
        "LEFT JOIN useworkflow.stream_writers ON stream = streams.number "
        "WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s) GROUP BY streams.number ORDER BY namespace",
        (run_id,),
    )
    return [StreamRecord(*row) for row in await found.fetchall()]


async def of_step(db: Connection, run_id: str, step: str) -> list[WriterRecord]:
    """See ``StreamStore.of_step``."""
    found = await db.execute(
        "SELECT runs.id, namespace, written FROM useworkflow.stream_writers "
        "JOIN useworkflow.streams ON streams.number = stream JOIN useworkflow.runs ON runs.number = run "
        "WHERE run_id = %s AND step = %s AND NOT final ORDER BY stream",
        (run_id, step),
    )
    return [WriterRecord(*row) for row in await found.fetchall()]
