"""The ``StreamStore`` of a PostgreSQL world: a transaction from the pool each, and who is told.

    await world.streams.read("run_7", "", 0)    -> StreamPage(chunks=[...], ...)

Read next: ``postgres_streams``, the statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from useworkflow_runtime.worlds import postgres_streams as statements
from useworkflow_runtime.worlds.postgres_pool import Pool
from useworkflow_runtime.worlds.streams import (
    MOST_CHUNKS,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
)
from useworkflow_runtime.worlds.watches import Watch, Watches


class PostgresStreams:
    """See the module.

    Args:
        pool: the world's connections.
        url: the world's, for messages.
        watches: told of changes.
        announce: tells other processes, soon.
    """

    def __init__(self, pool: Pool, url: str, watches: Watches, announce: Callable[[], None]) -> None:
        self._pool = pool
        self._url = url
        self._watches = watches
        self._announce = announce

    async def write(self, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
        """See ``StreamStore.write``."""
        written = await self._pool.use(lambda db: statements.write(db, self._url, epoch, writes))
        self._watches.note(dict.fromkeys(write.run_id for write in writes))
        self._announce()
        return written

    async def read(
        self, run_id: str, namespace: str, start: int, *, limit: int = MOST_CHUNKS, only_final: bool = False
    ) -> StreamPage:
        """See ``StreamStore.read``."""
        return await self._pool.use(lambda db: statements.read(db, run_id, namespace, start, limit, only_final))

    async def of_run(self, run_id: str) -> list[StreamRecord]:
        """See ``StreamStore.of_run``."""
        return await self._pool.use(lambda db: statements.of_run(db, run_id))

    async def of_step(self, run_id: str, step: str) -> list[WriterRecord]:
        """See ``StreamStore.of_step``."""
        return await self._pool.use(lambda db: statements.of_step(db, run_id, step))

    def watch(self, run_id: str) -> Watch:
        """See ``StreamStore.watch``."""
        return self._watches.on(run_id)
