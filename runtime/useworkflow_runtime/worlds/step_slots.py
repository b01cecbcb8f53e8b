"""Slots of steps: how many attempts of one step may run at a time in the whole world.

    await world.step_slots.hold(epoch, "step//app//scan", limit=3, count=2)   -> 2: this worker may run two
    another worker: hold(..., limit=3, count=2)                               -> 1: there are no more
    the first: hold(..., limit=3, count=0)                                    -> 0: and the other is told to ask again

A worker says how many it means to hold, not how many more, so that a call whose answer was lost can be repeated. The slots of a
worker that is dead are free. Read next: ``steps.gates``, which asks; ``postgres_step_slots``, where workers share them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class StepSlots(Protocol):
    """The part of a world that counts attempts of steps."""

    async def hold(self, epoch: int, step: str, limit: int, count: int) -> int:
        """Hold ``count`` slots of a step, or as many as there are; what was held beyond that is given back.

        Args:
            epoch: the worker's.
            step: the step's id.
            limit: how many there are in all, as this worker has it.
            count: how many it needs; from 0 on.

        Returns:
            How many it holds now.

        Raises:
            LostOwnershipError: the epoch is stale.
        """

    async def held(self, step: str) -> int:
        """How many slots of a step are held by living workers."""


class LocalSlots:
    """The slots of a world whose engines live in one process, or of which there is one: they die with it.

    Args:
        fence: refuses a stale epoch.
        alive: whether the engine of an epoch lives.
        freed: called when slots were given back.
    """

    def __init__(
        self, fence: Callable[[int], None], alive: Callable[[int], bool], freed: Callable[[], None] = lambda: None
    ) -> None:
        self._fence = fence
        self._alive = alive
        self._freed = freed
        self._held: dict[str, dict[int, int]] = {}

    async def hold(self, epoch: int, step: str, limit: int, count: int) -> int:
        """See ``StepSlots.hold``."""
        self._fence(epoch)
        held = self._living(step)
        before = held.pop(epoch, 0)
        now = max(min(count, limit - sum(held.values())), min(before, count))
        if now:
            held[epoch] = now
        if held:
            self._held[step] = held
        else:
            self._held.pop(step, None)
        if now < before:
            self._freed()
        return now

    async def held(self, step: str) -> int:
        """See ``StepSlots.held``."""
        return sum(self._living(step).values())

    def _living(self, step: str) -> dict[int, int]:
        return {epoch: count for epoch, count in self._held.get(step, {}).items() if self._alive(epoch)}
