"""The world in memory for several engines, which share it as workers share a PostgreSQL database: for tests and simulation.

    world = SharedMemoryWorld(clock)
    await world.acquire("one"), await world.acquire("two")   -> (1, 2)
    world.crash("one")                                       # its lease has ended: its runs are free for the other

A run belongs to the engine whose epoch it carries, as long as that lives. Read next: ``postgres``, where this is done by rows.
"""

from __future__ import annotations

from useworkflow_runtime.clock import Clock
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.memory_rows import Row
from useworkflow_runtime.worlds.memory_steps import MemorySteps
from useworkflow_runtime.worlds.protocol import TERMINAL, Holder, Turn


class SharedMemoryWorld(MemorySteps, MemoryWorld):
    """See the module.

    Args:
        clock: where ``now`` comes from; the machine's clock if left out.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self._engines: dict[int, str] = {}
        self._offered = {}
        self._offers_made = 0

    @property
    def shared(self) -> bool:
        """Any number of engines."""
        return True

    async def close(self) -> None:
        """All engines are gone. What is stored stays."""
        self.crash()

    def crash(self, owner: str | None = None) -> None:
        """The engines of ``owner``, or all of them, are dead, or have lost their leases."""
        self._engines = {epoch: name for epoch, name in self._engines.items() if owner not in (None, name)}
        self._changes.note(inputs=True)

    def engines(self) -> list[str]:
        """The owners of the living engines, oldest first."""
        return list(self._engines.values())

    def alive(self, epoch: int) -> bool:
        """Whether an engine with that epoch lives."""
        return epoch in self._engines

    def _free(self, row: Row, epoch: int) -> bool:
        return row.epoch == epoch or row.epoch not in self._engines

    def _update(self, row: Row, epoch: int, turn: Turn) -> None:
        super()._update(row, epoch, turn)
        self._hand_back(turn.run_id, turn.handed_back)
        if turn.status in TERMINAL:
            self._forget_offers(turn.run_id)

    async def acquire(self, owner: str) -> int | None:
        """Become one of the engines."""
        self._epoch += 1
        self._engines[self._epoch] = owner
        return self._epoch

    async def release(self, epoch: int) -> None:
        """Stop being one: its runs are free at once."""
        if self._engines.pop(epoch, None) is not None:
            self._changes.note(inputs=True)

    async def owner(self) -> str | None:
        """See ``World.owner``."""
        return ", ".join(self._engines.values()) or None

    async def holder(self, run_id: str) -> Holder | None:
        """See ``World.holder``."""
        row = self._runs.get(run_id)
        if row is None or not row.record.active or not row.epoch:
            return None
        return Holder(self._engines.get(row.epoch, "a worker that is gone"), row.epoch in self._engines)
