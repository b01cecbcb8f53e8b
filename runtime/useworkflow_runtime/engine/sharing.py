"""What an engine does otherwise where several of them work on one world (``World.shared``).

    runs that nobody has   -> a few at a time, and no more than it can move: the rest is for the others
    its lease has ended    -> it joins again, with a new epoch

A world that is not shared lets its engine claim whatever there is. Read next: ``inbox``, ``engine``.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.errors import WorldError

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine

ALL = 1000
A_FEW = 16
"""Runs that a worker of a shared world claims at once."""
ENOUGH = 256
"""Moving runs that such a worker has before it leaves the rest to others."""
_PULSE = 1.0
_log = logging.getLogger("useworkflow.engine")


class Sharing:
    """See the module.

    Args:
        engine: whose runs and world these are.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.hungry = False
        """There may be runs that were left, for want of room; to be claimed when one of its own has ended."""

    def claim_limit(self) -> int:
        """How many runs to claim now; 0: none."""
        if not self._engine.world.shared:
            return ALL
        runs = self._engine.runs
        moving = len(runs.reviving) + sum(hot.active for hot in runs.hot.values())
        self.hungry = moving >= ENOUGH
        return min(A_FEW, max(0, ENOUGH - moving))

    async def acquire_again(self, owner: str, pause: float) -> int:
        """A new epoch, as soon as the world gives one. ``pause``: seconds between two tries, doubled each time."""
        self.hungry = False
        tries = 0
        while True:
            try:
                epoch = await self._engine.world.acquire(owner)
                if epoch is not None:
                    return epoch
            except WorldError as error:
                _log.warning("this worker cannot join the world now, trying again: %s", error)
            tries += 1
            await asyncio.sleep(min(pause * 2 ** min(tries, 10), 5.0))

    async def ended_anywhere(self, ended: asyncio.Future[Ended], since: int) -> None:
        """Wait until a run has ended here, or something has changed in the world ``since``, or a second has passed.

        Raises:
            EngineStoppedError, LostOwnershipError: of ``ended``.
        """
        change = asyncio.ensure_future(self._engine.world.wait_for_change(_PULSE, since=since))
        try:
            both: set[asyncio.Future[Any]] = {ended, change}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            change.cancel()
        if ended.done():
            ended.result()
