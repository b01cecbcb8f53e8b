"""Schedules of a SQLite world: their table, and every statement about it.

    fire(db, ...)     one transaction: is it still due?, create the runs, move on

Read next: ``postgres_schedules``, the same for many workers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from useworkflow_runtime.worlds.scheduling import ScheduleRecord

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import NewRun
    from useworkflow_runtime.worlds.sqlite_thread import SQLiteThread

SCHEDULE_TABLES: tuple[str, ...] = (
    """
    CREATE TABLE schedules (
        name    TEXT PRIMARY KEY,
        record  TEXT NOT NULL,       -- all of it but the columns here
        next_at INTEGER,
        last_at INTEGER,
        paused  INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX schedules_by_time ON schedules (next_at) WHERE NOT paused",
)
_SELECT = "SELECT record, next_at, last_at, paused FROM schedules"


def next_at(db: sqlite3.Connection) -> int | None:
    """The earliest nominal time to come."""
    found: int | None = db.execute("SELECT min(next_at) FROM schedules WHERE NOT paused").fetchone()[0]
    return found


class SQLiteSchedules:
    """See ``ScheduleStore``.

    Args:
        writer: the thread that writes.
        reader: the thread that reads.
        fence: refuses a stale epoch.
        create: creates runs, but for those whose key is taken.
    """

    def __init__(
        self,
        writer: SQLiteThread,
        reader: SQLiteThread,
        fence: Callable[[sqlite3.Connection, int], None],
        create: Callable[[sqlite3.Connection, Sequence[NewRun]], None],
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._fence = fence
        self._create = create
        self.seen: int | None = None

    @property
    def next_at(self) -> int | None:
        """See ``ScheduleStore.next_at``."""
        return self.seen

    async def put(self, record: ScheduleRecord) -> None:
        """See ``ScheduleStore.put``."""
        await self._writer.ask(lambda db: _put(db, record), inputs=True)

    async def get(self, name: str) -> ScheduleRecord | None:
        """See ``ScheduleStore.get``."""
        return await self._reader.ask(lambda db: _get(db, name))

    async def all(self) -> list[ScheduleRecord]:
        """See ``ScheduleStore.all``."""
        return await self._reader.ask(lambda db: [_record(row) for row in db.execute(f"{_SELECT} ORDER BY name")])

    async def set_paused(self, name: str, paused: bool, next_at: int | None) -> bool:
        """See ``ScheduleStore.set_paused``."""
        update = "UPDATE schedules SET paused = ?, next_at = ? WHERE name = ?"
        return await self._writer.ask(lambda db: db.execute(update, (paused, next_at, name)).rowcount > 0, inputs=True)

    async def delete(self, name: str) -> bool:
        """See ``ScheduleStore.delete``."""
        return await self._writer.ask(
            lambda db: db.execute("DELETE FROM schedules WHERE name = ?", (name,)).rowcount > 0, inputs=True
        )

    async def due(self, epoch: int, now: int, *, limit: int = 100) -> list[ScheduleRecord]:
        """See ``ScheduleStore.due``."""

        def find(db: sqlite3.Connection) -> list[ScheduleRecord]:
            self._fence(db, epoch)
            rows = db.execute(
                f"{_SELECT} WHERE NOT paused AND next_at <= ? ORDER BY next_at, name LIMIT ?", (now, limit)
            )
            return [_record(row) for row in rows]

        return await self._reader.ask(find)

    async def fire(
        self, epoch: int, name: str, *, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        """See ``ScheduleStore.fire``."""

        def fire(db: sqlite3.Connection) -> bool:
            self._fence(db, epoch)
            moved = db.execute(
                "UPDATE schedules SET next_at = ?, last_at = coalesce(?, last_at) "
                "WHERE name = ? AND next_at = ? AND NOT paused",
                (next_at, last_at, name, expected),
            ).rowcount
            if moved:
                self._create(db, runs)
            return bool(moved)

        return await self._writer.ask(fire, inputs=True)


def _put(db: sqlite3.Connection, record: ScheduleRecord) -> None:
    old = _get(db, record.name)
    if old is not None:
        record = replace(record, created_at=old.created_at, last_at=old.last_at, paused=old.paused)
    db.execute(
        "INSERT OR REPLACE INTO schedules VALUES (?, ?, ?, ?, ?)",
        (record.name, msgspec.json.encode(record).decode(), record.next_at, record.last_at, record.paused),
    )


def _get(db: sqlite3.Connection, name: str) -> ScheduleRecord | None:
    row = db.execute(f"{_SELECT} WHERE name = ?", (name,)).fetchone()
    return None if row is None else _record(row)


def _record(row: tuple[Any, ...]) -> ScheduleRecord:
    return replace(
        msgspec.json.decode(row[0], type=ScheduleRecord), next_at=row[1], last_at=row[2], paused=bool(row[3])
    )
