"""Slots of steps in a PostgreSQL world: a row each, whose primary key lets nobody hold one that another worker holds.

    hold(7, "step//app//scan", limit=3, count=2)   -> rows (scan, 1, 7) and (scan, 2, 7)

A row goes with its worker's row, at the latest when somebody asks for the slots of a worker whose lease has ended.
Read next: ``step_slots``, which says what is promised.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from useworkflow_runtime.worlds.postgres_pool import Connection, Pool, transaction

STEP_SLOT_TABLES = (
    """
    CREATE TABLE useworkflow.step_slots (
        step   text NOT NULL,
        slot   integer NOT NULL,
        worker integer NOT NULL REFERENCES useworkflow.workers ON DELETE CASCADE,
        PRIMARY KEY (step, slot)
    )
    """,
    "CREATE INDEX step_slots_by_worker ON useworkflow.step_slots (worker)",
)
_BURY = """
    DELETE FROM useworkflow.step_slots USING useworkflow.workers
    WHERE step = %s AND workers.epoch = step_slots.worker AND workers.lease_until <= clock_timestamp()
"""
_TAKE = """
    INSERT INTO useworkflow.step_slots SELECT %(step)s, slot, %(epoch)s FROM generate_series(1, %(limit)s) AS slot
    WHERE NOT EXISTS (SELECT 1 FROM useworkflow.step_slots AS held WHERE held.step = %(step)s AND held.slot = slot.slot)
    LIMIT least(%(more)s, %(limit)s - (SELECT count(*) FROM useworkflow.step_slots WHERE step = %(step)s))
    ON CONFLICT DO NOTHING
"""
_GIVE = """
    DELETE FROM useworkflow.step_slots WHERE step = %(step)s AND slot IN (
        SELECT slot FROM useworkflow.step_slots WHERE step = %(step)s AND worker = %(epoch)s ORDER BY slot DESC LIMIT %(fewer)s
    )
"""
_TRIES = 5


class PostgresStepSlots:
    """See ``StepSlots``.

    Args:
        pool: connections.
        fence: refuses, in a transaction, a worker whose lease has ended.
        tell: lets other workers look, once the transaction is committed.
    """

    def __init__(
        self,
        pool: Pool,
        fence: Callable[[Connection, int], Awaitable[None]],
        tell: Callable[[Connection], Awaitable[None]],
    ) -> None:
        self._pool = pool
        self._fence = fence
        self._tell = tell

    async def hold(self, epoch: int, step: str, limit: int, count: int) -> int:
        """See ``StepSlots.hold``."""
        return await self._pool.use(lambda db: self._hold(db, epoch, step, limit, count))

    async def held(self, step: str) -> int:
        """See ``StepSlots.held``."""
        return await self._pool.use(lambda db: _count(db, step))

    async def _hold(self, db: Connection, epoch: int, step: str, limit: int, count: int) -> int:
        asked = {"step": step, "epoch": epoch, "limit": limit}
        async with transaction(db):
            await self._fence(db, epoch)
            await db.execute(_BURY, (step,))
            held = await _count(db, step, epoch)
            if held > count:
                await db.execute(_GIVE, {**asked, "fewer": held - count})
                await self._tell(db)
                return count
            for _ in range(_TRIES):  # another worker may take the same ones at the same time
                if held >= count or await _count(db, step) >= limit:
                    break
                await db.execute(_TAKE, {**asked, "more": count - held})
                held = await _count(db, step, epoch)
            return held


async def _count(db: Connection, step: str, epoch: int | None = None) -> int:
    found = await db.execute(
        "SELECT count(*) FROM useworkflow.step_slots JOIN useworkflow.workers ON workers.epoch = step_slots.worker "
        "WHERE step = %s AND (%s::int IS NULL OR worker = %s) AND lease_until > clock_timestamp()",
        (step, epoch, epoch),
    )
    row = await found.fetchone()
    return 0 if row is None else int(row[0])
