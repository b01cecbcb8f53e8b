"""Steps that workers execute for each other, in a PostgreSQL world.

    offers.worker = 0     on offer
    offers.worker = 12    the worker with epoch 12 executes it, if that lives
    offers.worker = -1    its outcome is in the run's inbox

Locks are taken in the order of ``postgres_writing``: a worker's row, runs by number, then rows of ``offers``. Who takes a step passes
over what another is just taking. Read next: ``postgres_commit``, which removes the rows with the outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from useworkflow_runtime.errors import LostOwnershipError
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.postgres_pool import Connection, Pool, piped
from useworkflow_runtime.worlds.postgres_rows import text
from useworkflow_runtime.worlds.postgres_schema import CHANNEL
from useworkflow_runtime.worlds.postgres_writing import tell
from useworkflow_runtime.worlds.step_sharing import LentStep, StepLoan, StepOffer, StepPlace, StepReturn

_OFFER = """
    WITH mine AS (
        SELECT number, id, last_seq FROM useworkflow.runs WHERE id = ANY(%s) AND epoch = %s ORDER BY number FOR SHARE
    ), offered AS (
        INSERT INTO useworkflow.offers (run, operation, attempt, seq, step, workflow, run_started_at, started_at)
        SELECT mine.number, operation, attempt, seq, step, workflow, run_started_at, started_at
        FROM unnest(%s::text[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS given(id, operation, attempt, seq, step, workflow, run_started_at, expected, started_at)
        JOIN mine ON mine.id = given.id AND mine.last_seq = given.expected
        ON CONFLICT DO NOTHING RETURNING run, operation
    ), told AS (
        SELECT pg_notify(%s, %s) FROM (SELECT 1 FROM offered LIMIT 1) AS once
    )
    SELECT mine.id, operation FROM offered JOIN mine ON mine.number = run LEFT JOIN told ON true
"""
_ON_OFFER = "SELECT DISTINCT step FROM useworkflow.offers JOIN useworkflow.runs ON runs.number = run WHERE worker = 0 AND epoch <> %s"
_BORROW = """
    UPDATE useworkflow.offers SET worker = %(epoch)s FROM useworkflow.runs
    WHERE runs.number = offers.run AND offers.number IN (
        SELECT offers.number FROM useworkflow.offers JOIN useworkflow.runs ON runs.number = run
        WHERE worker = 0 AND step = ANY(%(steps)s) AND epoch <> %(epoch)s
        ORDER BY offers.number LIMIT %(limit)s FOR UPDATE OF offers SKIP LOCKED
    )
    RETURNING runs.id, operation, attempt, seq, step, offers.workflow, run_started_at, 0, offers.started_at, offers.number
"""
_RETURN = f"""
    WITH open AS (
        SELECT number, id FROM useworkflow.runs WHERE id = ANY(%s) AND {reading.NOT_ENDED} ORDER BY number FOR SHARE
    ), returned AS (
        UPDATE useworkflow.offers SET worker = -1
        FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[]) AS given(id, operation, offer, outcome) JOIN open USING (id)
        WHERE offers.run = open.number AND offers.operation = given.operation AND offers.number = given.offer
        AND offers.worker = %s RETURNING offers.run, offers.operation, given.outcome
    )
    INSERT INTO useworkflow.inbox (run, kind, target, payload) SELECT run, 'step', operation, outcome FROM returned
"""
_WANTED = "SELECT number, operation FROM unnest(%s::text[], %s::text[]) AS given(id, operation) JOIN useworkflow.runs USING (id)"
_RECALL = f"""
    DELETE FROM useworkflow.offers WHERE worker = 0 AND (run, operation) IN ({_WANTED} WHERE runs.epoch = %s)
"""
_BORROWED = """
    SELECT runs.id, operation, attempt, 'taken', offers.number FROM useworkflow.offers JOIN useworkflow.runs ON runs.number = run WHERE worker = %s
"""
_LOANS = """
    SELECT operation, attempt, owner FROM useworkflow.offers JOIN useworkflow.workers ON workers.epoch = worker
    WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s) AND lease_until > clock_timestamp() ORDER BY number
"""
_LENT = f"""
    SELECT runs.id, operation, attempt, CASE worker WHEN 0 THEN 'free' WHEN -1 THEN 'done' ELSE
        CASE WHEN EXISTS (SELECT 1 FROM useworkflow.workers WHERE workers.epoch = worker AND lease_until > clock_timestamp())
        THEN 'taken' ELSE 'lost' END END, offers.number
    FROM useworkflow.offers JOIN useworkflow.runs ON runs.number = run WHERE (run, operation) IN ({_WANTED})
"""


class PostgresSteps:
    """The operations of ``StepSharing`` in a database."""

    _pool: Pool
    _changes: Changes
    _origin: str

    @property
    def url(self) -> str:
        """See ``World.url``."""
        raise NotImplementedError

    async def offer_steps(self, epoch: int, offers: Sequence[StepOffer]) -> list[StepPlace]:
        """See ``StepSharing.offer_steps``."""
        columns = [list(column) for column in zip(*map(_row, offers), strict=True)]
        ids = sorted({offer.run_id for offer in offers})

        async def offer(db: Connection) -> list[StepPlace]:
            async with piped(db):
                await self._alive(db, epoch)
                found = await db.execute(_OFFER, (ids, epoch, *columns, CHANNEL, f"offers:{self._origin}"))
                offered = await found.fetchall()
            return [(run_id, operation) for run_id, operation in offered]

        return await self._pool.use(offer)

    async def _alive(self, db: Connection, epoch: int) -> None:
        if await (await db.execute(reading.FENCE, (epoch,))).fetchone() is None:
            raise LostOwnershipError.of(self.url, epoch)

    async def steps_on_offer(self, epoch: int) -> list[str]:
        """See ``StepSharing.steps_on_offer``."""

        async def look(db: Connection) -> list[str]:
            return [step for (step,) in await (await db.execute(_ON_OFFER, (epoch,))).fetchall()]

        return await self._pool.use(look)

    async def borrow_steps(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        """See ``StepSharing.borrow_steps``."""

        async def borrow(db: Connection) -> list[StepOffer]:
            async with piped(db):
                await self._alive(db, epoch)
                taken = await db.execute(_BORROW, {"epoch": epoch, "steps": list(steps), "limit": limit})
                rows = sorted(await taken.fetchall(), key=lambda row: row[-1])
            return [StepOffer(*row) for row in rows]

        return await self._pool.use(borrow)

    async def borrowed_steps(self, epoch: int) -> list[LentStep]:
        """See ``StepSharing.borrowed_steps``."""

        async def look(db: Connection) -> list[LentStep]:
            return [LentStep(*row) for row in await (await db.execute(_BORROWED, (epoch,))).fetchall()]

        return await self._pool.use(look)

    async def return_steps(self, epoch: int, returns: Sequence[StepReturn]) -> None:
        """See ``StepSharing.return_steps``."""
        rows = [(given.run_id, given.operation, given.number, text(given.outcome)) for given in returns]
        columns = [list(column) for column in zip(*rows, strict=True)]

        async def give_back(db: Connection) -> None:
            async with piped(db):
                await self._alive(db, epoch)
                await db.execute(_RETURN, (sorted(set(columns[0])), *columns, epoch))
                await tell(db, f"inputs:{self._origin}")

        await self._pool.use(give_back)
        self._changes.note()

    async def recall_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.recall_steps``."""
        wanted = _columns(places)

        async def recall(db: Connection) -> list[LentStep]:
            async with piped(db):
                await self._alive(db, epoch)
                await db.execute(_RECALL, (*wanted, epoch))
                found = await db.execute(_LENT, wanted)
                return [LentStep(*row) for row in await found.fetchall()]

        return await self._pool.use(recall)

    async def lent_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.lent_steps``."""

        async def look(db: Connection) -> list[LentStep]:
            async with db.pipeline():
                alive = await db.execute(reading.ALIVE, (epoch,))
                found = await db.execute(_LENT, _columns(places))
            if await alive.fetchone() is None:
                raise LostOwnershipError.of(self.url, epoch)
            return [LentStep(*row) for row in await found.fetchall()]

        return await self._pool.use(look)

    async def loans(self, run_id: str) -> list[StepLoan]:
        """See ``StepSharing.loans``."""

        async def look(db: Connection) -> list[StepLoan]:
            return [StepLoan(*row) for row in await (await db.execute(_LOANS, (run_id,))).fetchall()]

        return await self._pool.use(look)


def _columns(places: Sequence[StepPlace]) -> tuple[list[str], list[str]]:
    return [run_id for run_id, _ in places], [operation for _, operation in places]


def _row(offer: StepOffer) -> tuple[Any, ...]:
    return (
        offer.run_id, offer.operation, offer.attempt, offer.seq, offer.step, offer.workflow, offer.run_started_at,
        offer.expected, offer.started_at,
    )  # fmt: skip
