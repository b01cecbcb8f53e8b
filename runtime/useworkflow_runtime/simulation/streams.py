"""The streams of a world as a simulated process sees them: chunks that are refused, stored late, or stored unheard of.

    process --write--> store: applied as a whole, or not at all --answer, perhaps never--> process

Read next: ``world``, whose requests go the same way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.simulation.loop import current_process
from useworkflow_runtime.worlds.streams import (
    MOST_CHUNKS,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
)
from useworkflow_runtime.worlds.watches import Watch

if TYPE_CHECKING:
    from useworkflow_runtime.simulation.world import SimulatedWorld, Storage


class SimulatedStreams:
    """A process's connection to the streams; the protocol is ``StreamStore``'s.

    Args:
        world: the process's connection.
        storage: what it is a connection to.
    """

    def __init__(self, world: SimulatedWorld, storage: Storage) -> None:
        self._world = world
        self._storage = storage
        self._store = storage.store.streams

    async def write(self, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
        """See ``StreamStore.write``."""
        storage, faults, mine = self._storage, self._storage.faults, current_process()
        writes = list(writes)
        if mine is not None and faults.strikes("crash_before_commit"):
            storage.crash(mine)
            await storage.loop.create_future()
        if faults.strikes("commit_late"):
            self._world.later(storage.chance.uniform(0.0, 1.0), lambda: self._store.write(epoch, writes))
            await asyncio.sleep(storage.delay())
            raise WorldError("simulated: the connection was lost while chunks were stored")
        unknown = faults.strikes("commit_unknown")
        written = await self._world.write(lambda: self._store.write(epoch, writes))
        if unknown:
            raise WorldError("simulated: whether the chunks were stored is unknown")
        return written

    async def read(
        self, run_id: str, namespace: str, start: int, *, limit: int = MOST_CHUNKS, only_final: bool = False
    ) -> StreamPage:
        """See ``StreamStore.read``. Pages are short."""
        return await self._world.read(
            lambda: self._store.read(run_id, namespace, start, limit=min(limit, 3), only_final=only_final)
        )

    async def of_run(self, run_id: str) -> list[StreamRecord]:
        """See ``StreamStore.of_run``."""
        return await self._world.read(lambda: self._store.of_run(run_id))

    async def of_step(self, run_id: str, step: str) -> list[WriterRecord]:
        """See ``StreamStore.of_step``."""
        return await self._world.read(lambda: self._store.of_step(run_id, step))

    def watch(self, run_id: str) -> Watch:
        """See ``StreamStore.watch``."""
        return self._store.watch(run_id)
