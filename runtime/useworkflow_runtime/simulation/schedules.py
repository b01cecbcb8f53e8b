"""The schedules of a world as a simulated process sees them: a time that is met, and nobody hears of it.

    process --fire--> store: its runs, and the next time, or nothing --answer, perhaps never--> process

Read next: ``world``, whose requests go the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.protocol import NewRun
from useworkflow_runtime.worlds.scheduling import ScheduleRecord

if TYPE_CHECKING:
    from useworkflow_runtime.simulation.world import SimulatedWorld, Storage


class SimulatedSchedules:
    """A process's connection to the schedules; the protocol is ``ScheduleStore``'s.

    Args:
        world: the process's connection.
        storage: what it is a connection to.
    """

    def __init__(self, world: SimulatedWorld, storage: Storage) -> None:
        self._world = world
        self._storage = storage
        self._store = storage.store.schedules

    @property
    def next_at(self) -> int | None:
        """See ``ScheduleStore.next_at``."""
        return self._store.next_at

    async def put(self, record: ScheduleRecord) -> None:
        """See ``ScheduleStore.put``."""
        await self._world.write(lambda: self._store.put(record))

    async def get(self, name: str) -> ScheduleRecord | None:
        """See ``ScheduleStore.get``."""
        return await self._world.read(lambda: self._store.get(name))

    async def all(self) -> list[ScheduleRecord]:
        """See ``ScheduleStore.all``."""
        return await self._world.read(lambda: self._store.all())

    async def set_paused(self, name: str, paused: bool, next_at: int | None) -> bool:
        """See ``ScheduleStore.set_paused``."""
        return await self._world.write(lambda: self._store.set_paused(name, paused, next_at))

    async def delete(self, name: str) -> bool:
        """See ``ScheduleStore.delete``."""
        return await self._world.write(lambda: self._store.delete(name))

    async def due(self, epoch: int, now: int, *, limit: int = 100) -> list[ScheduleRecord]:
        """See ``ScheduleStore.due``."""
        return await self._world.read(lambda: self._store.due(epoch, now, limit=limit))

    async def fire(
        self, epoch: int, name: str, *, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        """See ``ScheduleStore.fire``."""
        unknown = self._storage.faults.strikes("commit_unknown")
        fired = await self._world.write(lambda: self._fire(epoch, name, expected, next_at, last_at, runs))
        if unknown:
            raise WorldError("simulated: whether the time was met is unknown")
        return fired

    async def _fire(
        self, epoch: int, name: str, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        fired = await self._store.fire(epoch, name, expected=expected, next_at=next_at, last_at=last_at, runs=runs)
        for new in runs if fired else ():
            if await self._storage.store.get_run(new.id) is not None:
                self._storage.checker.created(new)
        return fired
