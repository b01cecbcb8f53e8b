"""The streams of a PostgreSQL world: their tables, and every statement that touches them.

    write(db, url, epoch, [StreamWrite(run_id="run_7", ..., chunks=(b"1", b"2"))])    -> [StreamWritten(written=2)]

One lock order: the worker, the runs (those that write and those that are written to) by number, the streams by number. So a
worker that has lost a run appends nothing for it (G3), a run does not end under a write, and the writers of one stream take
turns. ``settle`` and ``end`` run inside the commit that they belong to (G2). Read next: ``streams`` (the rules).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import Raw

from useworkflow_runtime.errors import LostOwnershipError, RunNotFoundError
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds.postgres_pool import Connection, impatient
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
_WANTED = """
    SELECT DISTINCT runs.number AS run, wanted.namespace FROM unnest(%(runs)s::text[], %(namespaces)s::text[])
    AS wanted(id, namespace) JOIN useworkflow.runs USING (id)
"""
_CREATE = f"""
    INSERT INTO useworkflow.streams (run, namespace) SELECT run, namespace FROM ({_WANTED}) AS wanted
    WHERE NOT EXISTS (SELECT 1 FROM useworkflow.streams AS there
                      WHERE there.run = wanted.run AND there.namespace = wanted.namespace)
    ON CONFLICT DO NOTHING
"""
_LOCK = f"""
    SELECT streams.run, streams.namespace, streams.number, streams.closed_by FROM useworkflow.streams
    JOIN ({_WANTED}) AS wanted USING (run, namespace) ORDER BY streams.number FOR UPDATE OF streams
"""
_WRITERS = f"""
    SELECT stream, run_id, step, writers.number, attempt, written, final FROM useworkflow.stream_writers AS writers
    JOIN useworkflow.streams ON streams.number = stream JOIN ({_WANTED}) AS wanted USING (run, namespace)
    WHERE (run_id, step) IN (SELECT * FROM unnest(%(writers)s::text[], %(steps)s::text[]))
"""


# --- writing


async def write(db: Connection, url: str, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
    """See ``StreamStore.write``: two round trips, one that locks and looks, one that stores."""
    looked = await _look(db, url, epoch, writes)
    async with db.pipeline():
        written = [await looked.write(db, each) for each in writes]
        await db.execute("COMMIT")
    return written


async def _look(db: Connection, url: str, epoch: int, writes: Sequence[StreamWrite]) -> _Looked:
    given = {
        "epoch": epoch,
        "ids": list({run_id for each in writes for run_id in (each.run_id, each.writer_run)}),
        "runs": [each.run_id for each in writes],
        "namespaces": [each.namespace for each in writes],
        "writers": [each.writer_run for each in writes],
        "steps": [each.step for each in writes],
    }
    async with db.pipeline():
        await db.execute("BEGIN")
        await db.execute(impatient(db))
        fence = await db.execute(reading.FENCE, (epoch,))
        runs = await db.execute(_RUNS, given)
        await db.execute(_CREATE, given)
        streams = await db.execute(_LOCK, given)
        writers = await db.execute(_WRITERS, given)
    if await fence.fetchone() is None:
        raise LostOwnershipError.of(url, epoch)
    return _Looked(
        {row[0]: row[1:] for row in await runs.fetchall()},
        {(run, namespace): _Stream(*rest) for run, namespace, *rest in await streams.fetchall()},
        {tuple(row[:3]): _Writer(row[3], WriterState(*row[4:])) for row in await writers.fetchall()},
    )


class _Stream:
    """A stream that this transaction has locked. ``closed_by``: a writer's number, or its key if it is new."""

    def __init__(self, number: int, closed_by: object) -> None:
        self.number = number
        self.closed_by = closed_by


class _Writer(NamedTuple):
    number: int | None
    state: WriterState


class _Looked:
    """What a transaction has locked and seen; kept up to date as it writes."""

    def __init__(
        self,
        runs: dict[str, tuple[Any, ...]],
        streams: dict[tuple[int, str], _Stream],
        writers: dict[tuple[Any, ...], _Writer],
    ) -> None:
        self._runs = runs
        self._streams = streams
        self._writers = writers

    async def write(self, db: Connection, write: StreamWrite) -> StreamWritten:
        """Judge one write, and send what it does."""
        run, by = self._runs.get(write.run_id), self._runs.get(write.writer_run)
        if run is None:
            return StreamWritten(0, Refusal.ENDED)
        if by is None or not by[2]:
            return StreamWritten(0, Refusal.FENCED)  # that run is another worker's now, or gone
        stream = self._streams[run[0], write.namespace]
        key = (stream.number, write.writer_run, write.step)
        writer = self._writers.get(key)
        mine = (key,) if writer is None or writer.number is None else (key, writer.number)
        verdict = judge(
            write,
            None if writer is None else writer.state,
            ended=run[1] in ENDED,
            closed=stream.closed_by is not None,
            by_writer=stream.closed_by in mine,
        )
        if verdict.refused is None:
            await _store(db, key, write, verdict, new=writer is None)
            if verdict.reopen or (verdict.withdraw and stream.closed_by in mine):
                stream.closed_by = None
            if write.close and stream.closed_by is None:
                stream.closed_by = key
            state = WriterState(write.attempt, verdict.written, False)
            self._writers[key] = _Writer(None if writer is None else writer.number, state)
        return verdict.answer()


_MINE = """
    SELECT number FROM useworkflow.stream_writers
    WHERE stream = %(stream)s AND run_id = %(run_id)s AND step = %(step)s
"""


async def _store(db: Connection, key: tuple[int, str, str], write: StreamWrite, verdict: Verdict, *, new: bool) -> None:
    given = {
        "stream": key[0],
        "run_id": key[1],
        "step": key[2],
        "attempt": write.attempt,
        "written": verdict.written,
        "bodies": [bytes(body).decode() for body in verdict.chunks],
    }
    if new:
        await db.execute(
            "INSERT INTO useworkflow.stream_writers (stream, run_id, step, attempt, written, final) "
            "VALUES (%(stream)s, %(run_id)s, %(step)s, %(attempt)s, %(written)s, false)",
            given,
        )
    if verdict.withdraw:
        await _withdraw(db, _MINE, given)
    if verdict.reopen:
        await db.execute("UPDATE useworkflow.streams SET closed_by = NULL WHERE number = %(stream)s", given)
    if verdict.chunks:
        await db.execute(
            "INSERT INTO useworkflow.stream_chunks (stream, position, writer, attempt, body) "
            "SELECT %(stream)s, place - 1 + coalesce((SELECT max(position) + 1 FROM useworkflow.stream_chunks "
            f"WHERE stream = %(stream)s), 0), ({_MINE}), %(attempt)s, body "
            "FROM unnest(%(bodies)s::text[]) WITH ORDINALITY AS given(body, place)",
            given,
        )
    if not new:
        await db.execute(
            "UPDATE useworkflow.stream_writers SET attempt = %(attempt)s, written = %(written)s "
            f"WHERE number = ({_MINE})",
            given,
        )
    if write.close:
        await db.execute(
            f"UPDATE useworkflow.streams SET closed_by = ({_MINE}) WHERE number = %(stream)s AND closed_by IS NULL",
            given,
        )


async def _withdraw(db: Connection, writers: str, given: Sequence[Any] | dict[str, Any]) -> None:
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

_STREAM = """
    (SELECT streams.number FROM useworkflow.streams JOIN useworkflow.runs ON runs.number = streams.run
     WHERE runs.id = %(run_id)s AND namespace = %(namespace)s)
"""
_EDGE = f"""
    (SELECT min(position) FROM useworkflow.stream_chunks
     WHERE %(only_final)s AND stream = {_STREAM} AND position >= greatest(%(start)s, 0) AND writer IN
        (SELECT number FROM useworkflow.stream_writers WHERE stream = {_STREAM} AND NOT final))
"""
"""Position of the first chunk that must not be shown; NULL: there is none."""
_BEFORE_EDGE = f"stream = {_STREAM} AND position < coalesce({_EDGE}, 9223372036854775807)"
_START = f"""
    CASE WHEN %(start)s >= 0 THEN %(start)s ELSE coalesce(
        (SELECT position FROM useworkflow.stream_chunks WHERE {_BEFORE_EDGE}
         ORDER BY position DESC LIMIT 1 OFFSET greatest(-%(start)s - 1, 0)), 0) END
"""
_HEAD = f"""
    SELECT status, closed_by, coalesce(resets, '{{}}'),
           EXISTS (SELECT 1 FROM useworkflow.stream_writers WHERE stream = streams.number AND NOT final),
           (SELECT max(position) FROM useworkflow.stream_chunks WHERE {_BEFORE_EDGE}), {_START}
    FROM useworkflow.runs LEFT JOIN useworkflow.streams ON run = runs.number AND namespace = %(namespace)s
    WHERE runs.id = %(run_id)s
"""
_CHUNKS = f"""
    SELECT position, step, chunks.attempt, body FROM
        (SELECT * FROM useworkflow.stream_chunks WHERE {_BEFORE_EDGE} AND position >= {_START}
         ORDER BY position LIMIT %(limit)s) AS chunks
    JOIN useworkflow.stream_writers ON stream_writers.number = writer ORDER BY position
"""


async def read(db: Connection, run_id: str, namespace: str, start: int, limit: int, only_final: bool) -> StreamPage:
    """See ``StreamStore.read``: one view of the stream, one round trip."""
    given = {
        "run_id": run_id,
        "namespace": namespace,
        "start": start,
        "limit": limit + 1,
        "only_final": only_final,
    }
    async with db.pipeline():
        await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = await db.execute(_HEAD, given)
        found = await db.execute(_CHUNKS, given)
        await db.execute("COMMIT")
    row = await head.fetchone()
    if row is None:
        raise RunNotFoundError.of(run_id)
    status, closed_by, resets, unsettled, tail, begin = row
    rows = await found.fetchall()
    return StreamPage(
        start=begin,
        chunks=[StreamChunk(index, step, attempt, Raw(body.encode())) for index, step, attempt, body in rows[:limit]],
        more=len(rows) > limit,
        tail=-1 if tail is None else tail,
        resets=tuple(resets),
        over=(status in ENDED or closed_by is not None) and not unsettled,
    )


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
