"""Every statement that changes a PostgreSQL world, but for the commit of turns.

    create_runs(db, [NewRun("run_7", ...)], epoch)  -> {"run_7"}: those that were created

One lock order for all of them: a worker's row, runs by number, hook tokens in order, keys of new runs in order. Nothing
waits for an earlier kind while it holds a later one, so that there is no deadlock. Whoever holds a queue's row waits for
nobody. Read next: ``postgres_commit``.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Raw

from useworkflow_runtime.errors import (
    BundleMissingError,
    IdempotencyConflictError,
    LostOwnershipError,
    RunExistsError,
    RunNotFoundError,
)
from useworkflow_runtime.worlds import postgres_code as code
from useworkflow_runtime.worlds import postgres_queues as queues
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds import postgres_streams as streams
from useworkflow_runtime.worlds import postgres_windows as windows
from useworkflow_runtime.worlds.attributes import merged
from useworkflow_runtime.worlds.postgres_large import Large, forget
from useworkflow_runtime.worlds.postgres_pool import Connection, piped, transaction
from useworkflow_runtime.worlds.postgres_rows import COLUMNS, address, attributes, json_text, record, text
from useworkflow_runtime.worlds.postgres_schema import CHANNEL
from useworkflow_runtime.worlds.protocol import MOST_TOGETHER, PARKED, TERMINAL, NewRun, RunRecord, Scalar, migrated

_MOST_EVENTS = 50_000

_CREATE = """
    WITH given AS (
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::int[], %s::bool[],
                             %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS given(id, workflow, bundle, at, wake_at, claims, active, epoch, key, key_address, digest, attributes, parent, body)
    ), created AS (
        INSERT INTO useworkflow.runs (id, workflow, bundle, status, created_at, wake_at, claims, active, epoch, last_seq,
                                      idempotency_key, key_address, args_digest, attributes, parent)
        SELECT id, workflow, bundle, 'pending', at, wake_at, claims, active, epoch, 1, key, key_address, digest,
               attributes, parent
        FROM given
        ON CONFLICT DO NOTHING RETURNING number, id
    ), logged AS (
        INSERT INTO useworkflow.log
        SELECT created.number, 1, 'run_created', given.at, given.body FROM created JOIN given USING (id)
    )
    SELECT id FROM created
"""
_FREE_ACTIVE = f"""
    SELECT number FROM useworkflow.runs WHERE epoch = 0 AND active AND {reading.LIVE}
    ORDER BY number LIMIT %(limit)s FOR UPDATE SKIP LOCKED
"""
_DELAY_OVER = f"""
    SELECT number FROM useworkflow.runs
    WHERE wake_at <= %(now)s AND status = 'pending' AND epoch <> %(epoch)s AND {reading.FREE}
    ORDER BY number LIMIT %(limit)s FOR UPDATE SKIP LOCKED
"""
_NAMED = f"""
    SELECT number FROM useworkflow.runs WHERE id = ANY(%(ids)s) AND {reading.LIVE} AND {reading.FREE}
    AND ({queues.MOVES} OR EXISTS (SELECT 1 FROM useworkflow.inbox WHERE run = runs.number AND kind IN ('cancel', 'terminate')))
    ORDER BY number LIMIT %(limit)s FOR UPDATE SKIP LOCKED
"""
_DEAD = "SELECT epoch FROM useworkflow.workers WHERE lease_until <= clock_timestamp() FOR UPDATE SKIP LOCKED"
_TAKE = f"""
    UPDATE useworkflow.runs SET claims = CASE WHEN %s OR claims < {MOST_TOGETHER} THEN claims + 1 ELSE claims END,
        generation = generation + 1, active = true, epoch = %s,
        wake_at = CASE status WHEN 'pending' THEN NULL ELSE wake_at END
    WHERE number = ANY(%s) RETURNING {COLUMNS}, number
"""


async def tell(db: Connection, message: str) -> None:
    """Say to the other processes that something was committed; heard once the transaction is."""
    await db.execute(f"SELECT pg_notify('{CHANNEL}', %s)", (message,))


# --- workers


async def join(db: Connection, owner: str, lease: float) -> int:
    """A new worker's epoch: its lease runs from now on, by the database's clock."""
    found = await db.execute(
        "INSERT INTO useworkflow.workers (owner, lease_until) "
        "VALUES (%s, clock_timestamp() + make_interval(secs => %s)) RETURNING epoch",
        (owner, lease),
    )
    row = await found.fetchone()
    assert row is not None  # an INSERT that did not raise has made a row
    return int(row[0])


async def leave(db: Connection, epoch: int, message: str) -> None:
    """End a worker: its moving runs are free at once."""
    async with transaction(db):
        found = await db.execute("DELETE FROM useworkflow.workers WHERE epoch = %s", (epoch,))
        if found.rowcount:
            await db.execute(
                "UPDATE useworkflow.runs SET epoch = 0 WHERE number IN "
                "(SELECT number FROM useworkflow.runs WHERE epoch = %s AND active ORDER BY number FOR UPDATE)",
                (epoch,),
            )
            await tell(db, message)


async def _bury(db: Connection, dead: list[int]) -> None:
    """Free the moving runs of workers whose lease has ended. One that is in the middle of a commit is left for later."""
    await db.execute(
        "UPDATE useworkflow.runs SET epoch = 0 WHERE number IN "
        "(SELECT number FROM useworkflow.runs WHERE epoch = ANY(%s) AND active ORDER BY number FOR UPDATE SKIP LOCKED)",
        (dead,),
    )
    await db.execute(
        "DELETE FROM useworkflow.workers WHERE epoch = ANY(%s) AND NOT EXISTS "
        "(SELECT 1 FROM useworkflow.runs WHERE runs.active AND runs.epoch = workers.epoch)",
        (dead,),
    )


async def claim(
    db: Connection,
    url: str,
    epoch: int,
    run_ids: Sequence[str] | None,
    now: int,
    limit: int,
    alone: bool,
    granting: queues.Granting,
) -> list[RunRecord]:
    """See ``World.claim``. Runs that another worker is about to take are passed over, not waited for.

    It does not wait for the disk: a claim that a crash of the server takes back leaves the run as it was, and the first commit of a
    turn, which looks whose the run is, brings the claim to the disk with it. A slot of a queue is another matter.
    """
    values = {"epoch": epoch, "limit": limit, "now": now, "ids": list(run_ids or ())}
    statements = (_FREE_ACTIVE, _DELAY_OVER) if run_ids is None else (_NAMED,)
    async with piped(db):
        await db.execute("SET LOCAL synchronous_commit TO off")
        fence = await db.execute(reading.FENCE, (epoch,))
        expired = await db.execute(_DEAD)
        free = [await db.execute(statement, values) for statement in statements]
        if await fence.fetchone() is None:
            raise LostOwnershipError.of(url, epoch)
        dead = [worker for (worker,) in await expired.fetchall()]
        found = {number for rows in free for (number,) in await rows.fetchall()}
        if dead:
            await _bury(db, dead)
            free = [await db.execute(statement, values) for statement in statements]
            found |= {number for rows in free for (number,) in await rows.fetchall()}
        if run_ids is None:
            granted = await granting.grant(db, epoch, now, limit - len(found))
            if granted:
                await db.execute("SET LOCAL synchronous_commit TO DEFAULT")
            found |= set(granted)
        else:
            await queues.give_up(db, sorted(found))
        if not found:
            return []
        taken = await db.execute(_TAKE, (alone, epoch, sorted(found)[:limit]))
        return [record(row) for row in sorted(await taken.fetchall(), key=lambda row: row[-1])]


# --- runs


async def insert_runs(db: Connection, new: Sequence[NewRun], claim_for: int | None, now: int) -> set[str]:
    """Create runs in one statement, and return the ids of those that were not there."""
    ordered = sorted(new, key=lambda run: (run.workflow, run.idempotency_key or "", run.id))
    rows = []
    large = Large()
    for run in ordered:
        delayed = run.start_at is not None and run.start_at > now
        waits = delayed or run.queue is not None
        claimed = claim_for is not None and not waits
        key = run.idempotency_key
        given = {name: value for name, value in run.attributes.items() if value is not None}
        rows.append(
            (
                run.id, run.workflow, run.bundle, run.at, run.start_at if delayed and run.queue is None else None, int(claimed), not waits,
                claim_for if claimed else 0, key, None if key is None else address(key), run.args_digest,
                json_text(given), run.parent, large.add(run.id, 1, run.created),
            )
        )  # fmt: skip
    found = await db.execute(_CREATE, [list(column) for column in zip(*rows, strict=True)])
    created = {run_id for (run_id,) in await found.fetchall()}
    await large.write(db, created)
    queued = [run for run in ordered if run.queue is not None and run.id in created]
    if queued:
        await queues.ask(db, queued, now)
    return created


async def create_run(
    db: Connection, url: str, new: NewRun, claim_for: int | None, now: int, message: str | None
) -> tuple[RunRecord, bool]:
    """See ``World.create_run``."""
    async with piped(db):
        fence = None if claim_for is None else await db.execute(reading.FENCE, (claim_for,))
        if new.window is not None:
            same = await windows.join(db, new, new.window, now)
            if same is not None:
                return same, False
            new = await windows.opened(db, new, new.window, now)
        fresh = bool(await insert_runs(db, [new], claim_for, now))
        if fence is not None and claim_for is not None and await fence.fetchone() is None:
            raise LostOwnershipError.of(url, claim_for)  # and nothing of this is recorded
        if fresh and message is not None:
            await tell(db, message)
        if fresh:
            existing = await reading.run(db, new.id)
            assert existing is not None  # this transaction has just made it
            return existing, True
        return await _existing(db, new), False


async def _existing(db: Connection, new: NewRun) -> RunRecord:
    if new.idempotency_key is not None:
        found = await db.execute(
            "SELECT id, args_digest FROM useworkflow.runs WHERE workflow = %s AND key_address = %s",
            (new.workflow, address(new.idempotency_key)),
        )
        row = await found.fetchone()
        if row is not None:
            if not new.has_arguments(row[1]):
                raise IdempotencyConflictError.of(new.workflow, new.idempotency_key, row[0])
            existing = await reading.run(db, row[0])
            if existing is not None:
                return existing
    raise RunExistsError.of(new.id)


async def send(db: Connection, run_id: str, kind: str, payload: Raw, target: str, message: str) -> None:
    """See ``World.send``."""
    async with piped(db):
        # FOR SHARE: a commit that ends the run, and empties its inbox, comes before or after this, not between.
        found = await db.execute("SELECT number, status FROM useworkflow.runs WHERE id = %s FOR SHARE", (run_id,))
        row = await found.fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row[1] not in TERMINAL:
            await db.execute(
                "INSERT INTO useworkflow.inbox (run, kind, target, payload) VALUES (%s, %s, %s, %s)",
                (row[0], kind, target, text(payload)),
            )
            await tell(db, message)


async def set_attributes(db: Connection, run_id: str, values: dict[str, Scalar]) -> bool:
    """See ``World.set_attributes``."""
    async with piped(db):
        found = await db.execute(
            "SELECT number, status, attributes FROM useworkflow.runs WHERE id = %s FOR UPDATE", (run_id,)
        )
        row = await found.fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row[1] in TERMINAL:
            return False
        after = json_text(merged(attributes(row[2]), values))
        await db.execute("UPDATE useworkflow.runs SET attributes = %s WHERE number = %s", (after, row[0]))
        return True


async def drop_snapshot(db: Connection, run_id: str) -> None:
    """See ``World.drop_snapshot``."""
    await db.execute(
        "DELETE FROM useworkflow.snapshots WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s)", (run_id,)
    )


async def migrate_run(
    db: Connection, url: str, run_id: str, bundle: str, expected_seq: int | None, now: int, message: str
) -> bool:
    """See ``World.migrate_run``."""
    async with transaction(db):
        found = await db.execute(
            "SELECT number, status, bundle, last_seq FROM useworkflow.runs WHERE id = %s FOR UPDATE", (run_id,)
        )
        row = await found.fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        stored = await db.execute("SELECT 1 FROM useworkflow.bundles WHERE id = %s", (bundle,))
        if await stored.fetchone() is None:
            raise BundleMissingError.of(url, bundle)
        number, status, previous, last_seq = row
        if status in TERMINAL or expected_seq not in (None, last_seq):
            return False
        newest = await db.execute("SELECT at FROM useworkflow.log WHERE run = %s AND seq = %s", (number, last_seq))
        at = await newest.fetchone()
        note = migrated(last_seq + 1, max(now, at[0] if at is not None else 0), bundle, previous)
        await db.execute(
            "INSERT INTO useworkflow.log VALUES (%s, %s, %s, %s, %s)",
            (number, note.seq, note.kind, note.at, note.body.decode()),
        )
        await db.execute("DELETE FROM useworkflow.snapshots WHERE run = %s", (number,))
        await db.execute(
            "UPDATE useworkflow.runs SET bundle = %s, last_seq = %s WHERE number = %s", (bundle, note.seq, number)
        )
        await code.leave(db, number, previous)
        if status in PARKED:
            await _set_running(db, number)
        elif status == "running":
            await db.execute(
                "INSERT INTO useworkflow.inbox (run, kind, target, payload) VALUES (%s, 'migrated', '', %s)",
                (number, str(note.seq)),
            )
        await tell(db, message)
        return True


async def prune(db: Connection, before: int, limit: int) -> list[str]:
    """See ``World.prune``: oldest first, and no more than so many events at once."""
    async with transaction(db):
        found = await db.execute(
            f"SELECT number, id, last_seq FROM useworkflow.runs WHERE {reading.ENDED_BEFORE} "
            "ORDER BY number LIMIT %s FOR UPDATE SKIP LOCKED",
            (before, limit),
        )
        numbers: list[int] = []
        ids: list[str] = []
        events = 0
        for number, run_id, last_seq in await found.fetchall():
            if numbers and events + last_seq > _MOST_EVENTS:
                break
            numbers.append(number)
            ids.append(run_id)
            events += last_seq
        for table in ("log", "snapshots", "hooks", "inbox", "dedup", "tickets", "former_code", "offers"):
            await db.execute(f"DELETE FROM useworkflow.{table} WHERE run = ANY(%s)", (numbers,))
        await forget(db, numbers)
        await streams.prune(db, numbers, ids)
        await db.execute("DELETE FROM useworkflow.runs WHERE number = ANY(%s)", (numbers,))
        return ids


async def unpark(db: Connection, run_id: str, message: str) -> None:
    """See ``World.unpark``."""
    async with transaction(db):
        found = await db.execute("SELECT number, status FROM useworkflow.runs WHERE id = %s FOR UPDATE", (run_id,))
        row = await found.fetchone()
        if row is None:
            raise RunNotFoundError.of(run_id)
        if row[1] in PARKED:
            await _set_running(db, row[0])
            await tell(db, message)


async def _set_running(db: Connection, number: int) -> None:
    await db.execute(
        "UPDATE useworkflow.runs SET status = 'running', claims = 0, active = %s, epoch = 0, reason = NULL "
        "WHERE number = %s",
        (not await queues.ask_again(db, number), number),
    )
    found = await db.execute("SELECT max(number) FROM useworkflow.inbox WHERE run = %s", (number,))
    row = await found.fetchone()
    if row is not None and row[0] is not None:
        await db.execute(
            "INSERT INTO useworkflow.inbox (run, kind, target, payload, dedup) "
            "SELECT run, kind, target, payload, dedup FROM useworkflow.inbox WHERE run = %s ORDER BY number",
            (number,),
        )
        await db.execute("DELETE FROM useworkflow.inbox WHERE run = %s AND number <= %s", (number, row[0]))
