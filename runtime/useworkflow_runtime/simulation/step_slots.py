"""The slots of steps as a simulated process sees them: held in the store, and the answer may never come.

    process --hold 2--> store: it holds 2 --answer, perhaps never--> process, which asks again

Read next: ``world``, whose requests go the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useworkflow_runtime.simulation.world import SimulatedWorld, Storage


class SimulatedStepSlots:
    """A process's connection to the slots; the protocol is ``StepSlots``'s.

    Args:
        world: the process's connection.
        storage: what it is a connection to.
    """

    def __init__(self, world: SimulatedWorld, storage: Storage) -> None:
        self._world = world
        self._store = storage.store.step_slots

    async def hold(self, epoch: int, step: str, limit: int, count: int) -> int:
        """See ``StepSlots.hold``."""
        return await self._world.write(lambda: self._store.hold(epoch, step, limit, count))

    async def held(self, step: str) -> int:
        """See ``StepSlots.held``."""
        return await self._world.read(lambda: self._store.held(step))
