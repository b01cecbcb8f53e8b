"""The ``StreamStore`` of a SQLite world: which thread does what, and who is told.

    await world.streams.write(epoch, writes)    one function in the writer's queue, so that it shares its transaction

Read next: ``sqlite_streams``, the statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from useworkflow_runtime.worlds import sqlite_streams as statements
from useworkflow_runtime.worlds.sqlite_thread import SQLiteThread
from useworkflow_runtime.worlds.streams import (
    MOST_CHUNKS,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
)
from useworkflow_runtime.worlds.watches import Watch, Watches


class SQLiteStreams:
    """See the module.

    Args:
        writer: the connection that writes.
        reader: the one that reads.
        fence: raises for a stale epoch; called in the writer's thread.
        watches: told of changes.
    """

    def __init__(
        self,
        writer: SQLiteThread,
        reader: SQLiteThread,
        fence: Callable[[sqlite3.Connection, int], None],
        watches: Watches,
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._fence = fence
        self._watches = watches

    async def write(self, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
        """See ``StreamStore.write``."""

        def fenced(db: sqlite3.Connection) -> list[StreamWritten]:
            self._fence(db, epoch)
            return statements.write(db, writes)

        written = await self._writer.ask(fenced)
        self._watches.note(dict.fromkeys(write.run_id for write in writes))
        return written

    async def read(
        self, run_id: str, namespace: str, start: int, *, limit: int = MOST_CHUNKS, only_final: bool = False
    ) -> StreamPage:
        """See ``StreamStore.read``."""
        return await self._reader.ask(lambda db: statements.read(db, run_id, namespace, start, limit, only_final))

    async def of_run(self, run_id: str) -> list[StreamRecord]:
        """See ``StreamStore.of_run``."""
        return await self._reader.ask(lambda db: statements.of_run(db, run_id))

    async def of_step(self, run_id: str, step: str) -> list[WriterRecord]:
        """See ``StreamStore.of_step``."""
        return await self._reader.ask(lambda db: statements.of_step(db, run_id, step))

    def watch(self, run_id: str) -> Watch:
        """See ``StreamStore.watch``."""
        return self._watches.on(run_id)
