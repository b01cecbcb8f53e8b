"""A world that dies at the commit of the test's choice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome


class MortalWorld(MemoryWorld):
    """A world whose process dies at its ``at``-th commit, just before or just after it is durable."""

    at = 0
    durable = False
    count = 0

    def __init__(self, clock: Any) -> None:
        super().__init__(clock)
        self.dead = asyncio.Event()

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        self.count += 1
        if self.count != self.at:
            return await super().commit(epoch, turns)
        if self.durable:
            await super().commit(epoch, turns)
        self.dead.set()
        await asyncio.get_running_loop().create_future()
        raise AssertionError("the dead commit nothing")
