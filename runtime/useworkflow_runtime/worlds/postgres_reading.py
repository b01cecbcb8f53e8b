"""Every SELECT that answers a question about a PostgreSQL world and changes nothing.

    events(db, "run_7", 0, 100)  -> [LoggedEvent(seq=1, kind="run_created", ...), ...]

A run is *free* for a worker if it is its own, or nobody's: its epoch is that of no living worker. Read next:
``postgres_writing``.
"""

from __future__ import annotations

from collections.abc import Mapping

from useworkflow_runtime.worlds import postgres_large as large
from useworkflow_runtime.worlds import postgres_queues as queues
from useworkflow_runtime.worlds import postgres_rows as rows
from useworkflow_runtime.worlds.postgres_pool import Connection
from useworkflow_runtime.worlds.postgres_schedules import NEXT_AT
from useworkflow_runtime.worlds.protocol import Holder, InboxItem, Loaded, LoggedEvent, RunRecord, Scalar, SnapshotRow
from useworkflow_runtime.worlds.queueing import earliest

LIVE = "runs.status IN ('pending', 'running')"
NOT_ENDED = "runs.status IN ('pending', 'running', 'diverged', 'stuck')"
FREE = """
    (runs.epoch = 0 OR runs.epoch = %(epoch)s OR runs.epoch NOT IN
        (SELECT workers.epoch FROM useworkflow.workers WHERE workers.lease_until > clock_timestamp()))
"""
ALIVE = "SELECT 1 FROM useworkflow.workers WHERE epoch = %s AND lease_until > clock_timestamp()"
FENCE = """
    SELECT pg_current_xact_id()::text FROM useworkflow.workers
    WHERE epoch = %s AND lease_until > clock_timestamp() FOR KEY SHARE
"""
"""Holds the worker's row until the commit, so that nobody gives its runs away meanwhile (G3)."""


ENDED_BEFORE = "completed_at < %s AND status IN ('completed', 'failed', 'cancelled')"


async def run(db: Connection, run_id: str) -> RunRecord | None:
    """A run's record."""
    row = await (await db.execute(f"{rows.RECORD} WHERE id = %s", (run_id,))).fetchone()
    return None if row is None else rows.record(row)


async def digest_of(db: Connection, run_id: str) -> str | None:
    """The digest of a run's arguments."""
    row = await (await db.execute("SELECT args_digest FROM useworkflow.runs WHERE id = %s", (run_id,))).fetchone()
    return None if row is None else str(row[0])


async def runs(
    db: Connection,
    workflow: str | None,
    status: str | None,
    attributes: Mapping[str, Scalar],
    limit: int,
    before: str | None,
) -> list[RunRecord]:
    """Runs, newest first."""
    conditions = {
        "workflow = %s": workflow,
        "status = %s": status,
        "number < (SELECT number FROM useworkflow.runs WHERE id = %s)": before,
        "attributes <> '{}' AND attributes::jsonb @> %s::jsonb": rows.json_text(attributes) if attributes else None,
    }
    used = {condition: value for condition, value in conditions.items() if value is not None}
    where = f"WHERE {' AND '.join(used)}" if used else ""
    found = await db.execute(f"{rows.RECORD} {where} ORDER BY number DESC LIMIT %s", (*used.values(), limit))
    return [rows.record(row) for row in await found.fetchall()]


async def events(db: Connection, run_id: str, after: int, limit: int) -> list[LoggedEvent]:
    """Events after position ``after``, in order."""
    found = await db.execute(
        "SELECT seq, kind, at, body FROM useworkflow.log "
        "WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s) AND seq > %s ORDER BY seq LIMIT %s",
        (run_id, after, limit),
    )
    return await large.whole(db, [rows.event(row) for row in await found.fetchall()])


async def loaded(db: Connection, run_id: str, limit: int) -> Loaded | None:
    """Record, snapshot, and the first ``limit`` events after it: one view, one round trip."""
    number = "(SELECT number FROM useworkflow.runs WHERE id = %s)"
    async with db.pipeline():
        await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        of_run = await db.execute(f"{rows.RECORD} WHERE id = %s", (run_id,))
        of_snapshot = await db.execute(f"SELECT seq, body FROM useworkflow.snapshots WHERE run = {number}", (run_id,))
        of_log = await db.execute(
            f"SELECT seq, kind, at, body FROM useworkflow.log WHERE run = {number} AND seq > "
            f"coalesce((SELECT seq FROM useworkflow.snapshots WHERE run = {number}), 0) ORDER BY seq LIMIT %s",
            (run_id, run_id, limit),
        )
        await db.execute("COMMIT")
    row, found = await of_run.fetchone(), await of_snapshot.fetchone()
    if row is None:
        return None
    snapshot = None if found is None else SnapshotRow(found[0], bytes(found[1]))
    events = await large.whole(db, [rows.event(each) for each in await of_log.fetchall()])
    return Loaded(rows.record(row), snapshot, events)


async def owners(db: Connection) -> str | None:
    """The living workers, for messages."""
    found = await db.execute(
        "SELECT owner FROM useworkflow.workers WHERE lease_until > clock_timestamp() ORDER BY epoch"
    )
    names = [str(name) for (name,) in await found.fetchall()]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more if names else None


async def holder(db: Connection, run_id: str) -> Holder | None:
    """The worker that a moving run belongs to, alive or not."""
    found = await db.execute(
        "SELECT workers.owner, workers.lease_until > clock_timestamp(), "
        "(extract(epoch FROM workers.lease_until) * 1000000)::bigint "
        "FROM useworkflow.runs LEFT JOIN useworkflow.workers USING (epoch) WHERE id = %s AND active AND epoch <> 0",
        (run_id,),
    )
    row = await found.fetchone()
    if row is None:
        return None
    return Holder("a worker that is gone", False) if row[0] is None else Holder(row[0], row[1], row[2])


async def inbox(db: Connection, epoch: int, after: int, limit: int) -> list[InboxItem] | None:
    """What was sent to runs that are free for ``epoch`` and not yet consumed, in order; ``None``: it is no worker's."""
    async with db.pipeline():
        alive = await db.execute(ALIVE, (epoch,))
        found = await db.execute(
            "SELECT inbox.number, runs.id, inbox.kind, inbox.target, inbox.payload, inbox.dedup "
            "FROM useworkflow.inbox JOIN useworkflow.runs ON runs.number = inbox.run "
            f"WHERE inbox.number > %(after)s AND {NOT_ENDED} AND {FREE} ORDER BY inbox.number LIMIT %(limit)s",
            {"epoch": epoch, "after": after, "limit": limit},
        )
    if await alive.fetchone() is None:
        return None
    return [rows.inbox_item(row) for row in await found.fetchall()]


async def due(db: Connection, epoch: int, now: int, limit: int) -> list[str] | None:
    """Runs that are free for ``epoch`` and whose time has come, earliest first; ``None``: it is no worker's."""
    async with db.pipeline():
        alive = await db.execute(ALIVE, (epoch,))
        found = await db.execute(
            f"SELECT id FROM useworkflow.runs WHERE wake_at <= %(now)s AND {LIVE} AND {FREE} AND {queues.MOVES} "
            "ORDER BY wake_at, number LIMIT %(limit)s",
            {"epoch": epoch, "now": now, "limit": limit},
        )
    if await alive.fetchone() is None:
        return None
    return [run_id for (run_id,) in await found.fetchall()]


async def next_wake(db: Connection, epoch: int) -> tuple[int | None, int | None] | None:
    """The earliest time at which such a run wants to be woken, and that of a schedule; ``None``: it is no worker's."""
    async with db.pipeline():
        alive = await db.execute(ALIVE, (epoch,))
        found = await db.execute(
            f"SELECT wake_at FROM useworkflow.runs WHERE wake_at IS NOT NULL AND {LIVE} AND {FREE} AND {queues.MOVES} "
            "ORDER BY wake_at LIMIT 1",
            {"epoch": epoch},
        )
        of_queues = await db.execute("SELECT min(wake_at) FROM useworkflow.queues")
        of_schedules = await db.execute(NEXT_AT)
    if await alive.fetchone() is None:
        return None
    row, queue, schedule = await found.fetchone(), await of_queues.fetchone(), await of_schedules.fetchone()
    runs = earliest(*(None if each is None else each[0] for each in (row, queue)))
    return runs, None if schedule is None else schedule[0]


async def ended_before(db: Connection, before: int) -> list[str]:
    """Ids of the runs that ended before a time (microseconds), oldest first."""
    found = await db.execute(f"SELECT id FROM useworkflow.runs WHERE {ENDED_BEFORE} ORDER BY number", (before,))
    return [run_id for (run_id,) in await found.fetchall()]
