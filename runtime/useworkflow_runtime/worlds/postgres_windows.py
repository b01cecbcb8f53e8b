"""Start windows of a PostgreSQL world: starts of a workflow with the same key that are one run.

    await join(db, new, StartWindow("ada", 60_000_000), now)   -> the run that the first start made, or None

The row of (workflow, key) is locked first, so that starts with one key go one after the other. Read next:
``postgres_writing``, whose ``create_run`` asks.
"""

from __future__ import annotations

from msgspec import structs

from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds.postgres_large import Large, forget
from useworkflow_runtime.worlds.postgres_pool import Connection
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord
from useworkflow_runtime.worlds.queueing import StartWindow


async def join(db: Connection, new: NewRun, window: StartWindow, now: int) -> RunRecord | None:
    """The run whose window ``new`` falls into; where the last start counts, it is ``new``'s from now on."""
    await db.execute(
        "INSERT INTO useworkflow.start_windows VALUES (%s, %s, '', 0) ON CONFLICT DO NOTHING",
        (new.workflow, window.key),
    )
    held = await db.execute(
        "SELECT run_id, until FROM useworkflow.start_windows WHERE workflow = %s AND key = %s FOR UPDATE",
        (new.workflow, window.key),
    )
    row = await held.fetchone()
    if row is None or row[1] <= now:
        return None
    return await reading.run(db, row[0]) if window.keep == "first" else await _follow(db, row[0], new, window, now)


async def _follow(db: Connection, run_id: str, new: NewRun, window: StartWindow, now: int) -> RunRecord | None:
    """Let the latest of several starts count, as long as the run has not begun."""
    until = now + window.window
    found = await db.execute(
        "UPDATE useworkflow.runs SET bundle = %s, created_at = %s, args_digest = %s, "
        "wake_at = CASE WHEN wake_at IS NULL THEN NULL ELSE %s END "
        "WHERE id = %s AND status = 'pending' AND claims = 0 RETURNING number",
        (new.bundle, new.at, new.args_digest, until, run_id),
    )
    row = await found.fetchone()
    if row is None:
        return None
    large = Large()
    await forget(db, [row[0]], 1)
    await db.execute(
        "UPDATE useworkflow.log SET at = %s, body = %s WHERE run = %s AND seq = 1",
        (new.at, large.add(run_id, 1, new.created), row[0]),
    )
    await large.write(db)
    await db.execute("UPDATE useworkflow.tickets SET ready_at = %s WHERE run = %s", (until, row[0]))
    await _set(db, new, window, run_id, until)
    return await reading.run(db, run_id)


async def opened(db: Connection, new: NewRun, window: StartWindow, now: int) -> NewRun:
    """``new`` with the start that its window gives it; the window, whose row is locked, is its own from now on."""
    await _set(db, new, window, new.id, now + window.window)
    await db.execute(
        "DELETE FROM useworkflow.start_windows WHERE (workflow, key) IN "
        "(SELECT workflow, key FROM useworkflow.start_windows WHERE until BETWEEN 1 AND %s LIMIT 10 FOR UPDATE SKIP LOCKED)",
        (now,),
    )
    return structs.replace(new, start_at=window.start_at(now, new.start_at))


async def _set(db: Connection, new: NewRun, window: StartWindow, run_id: str, until: int) -> None:
    await db.execute(
        "INSERT INTO useworkflow.start_windows VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (workflow, key) DO UPDATE SET run_id = excluded.run_id, until = excluded.until",
        (new.workflow, window.key, run_id, until),
    )
