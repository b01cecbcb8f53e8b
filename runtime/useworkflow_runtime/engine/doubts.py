"""Claims of an engine whose answer never came: it looks for runs that are its own and not in its memory.

    claim, or create_run for this engine, fails with WorldError   -> maybe it was recorded: nobody else would take those runs up
    at once, after a second, and when no transaction can be under way any more   -> find them, claim them, take them up

Read next: ``engine``.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from useworkflow_runtime.errors import LostOwnershipError, WorldError

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine

_PAUSES = (0.0, 1.0, 11.0)
"""Seconds between the looks. What a broken connection had sent may be recorded later: in a PostgreSQL world for ten seconds."""
_log = logging.getLogger("useworkflow.engine")


class Doubts:
    """See the module.

    Args:
        engine: whose runs and world these are.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._task: asyncio.Task[None] | None = None
        self._pauses: list[float] = []

    def arise(self) -> None:
        """Begin to look; where that is under way already, from its beginning."""
        self._pauses = list(_PAUSES)
        if self._task is None or self._task.done():
            self._task = self._engine.spawn(self._look())

    async def _look(self) -> None:
        while self._pauses:
            await asyncio.sleep(self._pauses.pop(0))
            try:
                await self._find()
            except WorldError as error:
                _log.warning("runs whose claim is in doubt cannot be looked for, trying again: %s", error)
                self._pauses.insert(0, 1.0)
            except LostOwnershipError as error:
                self._engine.lose(error)
                return

    async def _find(self) -> None:
        world, runs, epoch = self._engine.world, self._engine.runs, self._engine.epoch
        for status in ("pending", "running"):
            page = await world.find_runs(status=status)
            while page:
                lost = [record.id for record in page if record.active and not runs.knows(record.id)]
                await self._engine.take_up(await world.claim(epoch, lost, limit=len(lost)) if lost else [])
                page = await world.find_runs(status=status, before=page[-1].id)
