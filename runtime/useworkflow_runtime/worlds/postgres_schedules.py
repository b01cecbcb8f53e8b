"""Schedules of a PostgreSQL world: their table, and every statement about it.

    fire(...)     the row is locked by the worker that comes first; the next one finds that it has moved on

Read next: ``scheduling``, the rules.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from useworkflow_runtime.worlds.postgres_pool import Connection, Pool, transaction
from useworkflow_runtime.worlds.scheduling import ScheduleRecord

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import NewRun

SCHEDULE_TABLES: tuple[str, ...] = (
    """
    CREATE TABLE useworkflow.schedules (
        name    text PRIMARY KEY,
        record  text NOT NULL,       -- all of it but the columns here
        next_at bigint,
        last_at bigint,
        paused  boolean NOT NULL
    )
    """,
    "CREATE INDEX schedules_by_time ON useworkflow.schedules (next_at) WHERE NOT paused",
)
NEXT_AT = "SELECT min(next_at) FROM useworkflow.schedules WHERE NOT paused"
_SELECT = "SELECT record, next_at, last_at, paused FROM useworkflow.schedules"
_PUT = """
    INSERT INTO useworkflow.schedules VALUES (%(name)s, %(record)s, %(next_at)s, %(last_at)s, %(paused)s)
    ON CONFLICT (name) DO UPDATE SET record = excluded.record, next_at = excluded.next_at
"""


class PostgresSchedules:
    """See ``ScheduleStore``.

    Args:
        pool: connections.
        fence: refuses a stale epoch, and holds the worker's row.
        create: creates runs, but for those whose key is taken.
        changed: is called in the transaction of every change, so that workers hear of it.
        noted: is called after every change.
    """

    def __init__(
        self,
        pool: Pool,
        fence: Callable[[Connection, int], Awaitable[None]],
        create: Callable[[Connection, Sequence[NewRun]], Awaitable[Any]],
        changed: Callable[[Connection], Awaitable[None]],
        noted: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._fence = fence
        self._create = create
        self._changed = changed
        self._noted = noted
        self.seen: int | None = None

    @property
    def next_at(self) -> int | None:
        """See ``ScheduleStore.next_at``."""
        return self.seen

    async def _write(self, statement: str, values: Any) -> bool:
        async def write(db: Connection) -> bool:
            async with transaction(db):
                done = (await db.execute(statement, values)).rowcount > 0
                await self._changed(db)
                return done

        done = await self._pool.use(write)
        self._noted()
        return done

    async def put(self, record: ScheduleRecord) -> None:
        """See ``ScheduleStore.put``."""
        old = await self.get(record.name)
        if old is not None:
            record = replace(record, created_at=old.created_at)
        text = msgspec.json.encode(record).decode()
        kept = {name: getattr(record, name) for name in ("name", "next_at", "last_at", "paused")}
        await self._write(_PUT, {**kept, "record": text})

    async def get(self, name: str) -> ScheduleRecord | None:
        """See ``ScheduleStore.get``."""
        found = await self._find(f"{_SELECT} WHERE name = %s", (name,))
        return found[0] if found else None

    async def all(self) -> list[ScheduleRecord]:
        """See ``ScheduleStore.all``."""
        return await self._find(f"{_SELECT} ORDER BY name", ())

    async def _find(self, statement: str, values: Any) -> list[ScheduleRecord]:
        async def find(db: Connection) -> list[ScheduleRecord]:
            return [_record(row) for row in await (await db.execute(statement, values)).fetchall()]

        return await self._pool.use(find)

    async def set_paused(self, name: str, paused: bool, next_at: int | None) -> bool:
        """See ``ScheduleStore.set_paused``."""
        statement = "UPDATE useworkflow.schedules SET paused = %s, next_at = %s WHERE name = %s"
        return await self._write(statement, (paused, next_at, name))

    async def delete(self, name: str) -> bool:
        """See ``ScheduleStore.delete``."""
        return await self._write("DELETE FROM useworkflow.schedules WHERE name = %s", (name,))

    async def due(self, epoch: int, now: int, *, limit: int = 100) -> list[ScheduleRecord]:
        """See ``ScheduleStore.due``. Who fires is checked there."""
        return await self._find(
            f"{_SELECT} WHERE NOT paused AND next_at <= %s ORDER BY next_at, name LIMIT %s", (now, limit)
        )

    async def fire(
        self, epoch: int, name: str, *, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        """See ``ScheduleStore.fire``."""

        async def fire(db: Connection) -> bool:
            async with transaction(db):
                await self._fence(db, epoch)
                moved = await db.execute(
                    "UPDATE useworkflow.schedules SET next_at = %s, last_at = coalesce(%s, last_at) "
                    "WHERE name = %s AND next_at = %s AND NOT paused",
                    (next_at, last_at, name, expected),
                )
                if not moved.rowcount:
                    return False
                if runs:
                    await self._create(db, runs)
                await self._changed(db)
                return True

        fired = await self._pool.use(fire)
        self._noted()
        return fired


def _record(row: tuple[Any, ...]) -> ScheduleRecord:
    return replace(msgspec.json.decode(row[0], type=ScheduleRecord), next_at=row[1], last_at=row[2], paused=row[3])
