"""What an engine does otherwise where several of them work on one world (``World.shared``).

    items of its own runs, and of nobody's  -> all of them at each look, each given out once
    runs that nobody has                    -> a few at a time, and no more than it can move: the rest is for the others

A world that is not shared lets its engine read on from the last item and claim whatever there is. Read next: ``engine``.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.protocol import InboxItem

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
        self._given: dict[int, str] = {}
        """Items that were given out and are not consumed yet, with their runs."""
        self.hungry = False
        """There may be runs that were left, for want of room; to be claimed when one of its own has ended."""

    def forget(self, run_id: str) -> None:
        """The run is another worker's: should it come back, its items are given out again."""
        self._given = {number: owner for number, owner in self._given.items() if owner != run_id}

    async def give_out(self) -> None:
        """Give the runs of this engine what was sent to them, and take up runs of nobody's to which something was sent.

        Numbers are no order of arrival where many commit at once, and runs come from other workers with items that have
        waited: so all that is there is read, and what was given out is known by number.

        Raises:
            WorldError, LostOwnershipError: of the world.
        """
        engine = self._engine
        present: set[int] = set()
        after = 0
        while items := await engine.world.inbox(engine.epoch, after=after):
            after = items[-1].number
            present.update(item.number for item in items)
            await self._give([item for item in items if item.number not in self._given])
        self._given = {number: run_id for number, run_id in self._given.items() if number in present}

    async def _give(self, items: list[InboxItem]) -> None:
        engine = self._engine
        elsewhere: dict[str, list[InboxItem]] = {}
        for item in items:
            if engine.runs.knows(item.run_id):
                self._given[item.number] = item.run_id
                engine.runs.take_item(item)
            else:
                elsewhere.setdefault(item.run_id, []).append(item)
        given = {item.number: run_id for run_id, items in elsewhere.items() for item in items}
        await engine.end_without_code(elsewhere)
        self._given.update((number, run_id) for number, run_id in given.items() if run_id not in elsewhere)
        if not elsewhere:
            return
        for record in await engine.world.claim(engine.epoch, list(elsewhere), limit=len(elsewhere)):
            self._given.update((item.number, record.id) for item in elsewhere[record.id])
            engine.runs.adopt(record, elsewhere[record.id])

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
        self._given = {}
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
