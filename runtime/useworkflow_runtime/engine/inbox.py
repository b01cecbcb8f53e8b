"""Reads what was sent to runs from the world, and gives it to them, each item once and in the order of its number.

    item 7 for run_1, which is in memory            -> run_1 takes it
    item 8 for run_2, which is not                  -> run_2 is claimed, and taken up with it
    item 9 for run_3, which waits in a queue        -> kept until run_3 can be claimed

An engine that owns its world alone reads on from the last item. Where several share a world, numbers are given before they are
committed, and runs come from other engines with items that have waited: there all is read at each look, and what was given out
is known by number. Payloads that were sent one after the other are heard in that order: one that is seen never overtakes
one that was acknowledged before it was sent. Read next: ``engine``, which says when to look.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from useworkflow_runtime.engine.terminating import ends_without_code, reason_of, terminate
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, InboxItem

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine


class Inbox:
    """See the module.

    Args:
        engine: whose runs and world these are.
        retry_delay: seconds before the world is asked again after it failed.
    """

    def __init__(self, engine: Engine, retry_delay: float) -> None:
        self._engine = engine
        self._retry_delay = retry_delay
        self._one_at_a_time = asyncio.Lock()
        self.page = 1000
        """Items that are read at once."""
        self._seen = 0
        self._given: dict[int, str] = {}
        """Of a shared world: items that were given out and are not consumed yet, with their runs."""
        self._unclaimed: dict[str, list[InboxItem]] = {}
        """Of any other: items that were read, of runs that are not in memory and could not be claimed yet."""

    def forget(self, run_id: str) -> None:
        """The run is another engine's: should it come back, its items are given out again."""
        self._given = {number: owner for number, owner in self._given.items() if owner != run_id}

    def give_again(self, items: list[InboxItem]) -> None:
        """A run that took these is not in memory any more, though it may be in the world: they come before what follows."""
        for item in reversed(items):
            if self._engine.world.shared:
                self._given.pop(item.number, None)
            else:
                self._unclaimed.setdefault(item.run_id, []).insert(0, item)

    def forget_all(self) -> None:
        """Nothing is in memory any more."""
        self._given = {}
        self._unclaimed = {}

    async def read(self) -> None:
        """Give out what is new.

        Raises:
            WorldError, LostOwnershipError: of the world; what was not given out is found at the next look.
        """
        async with self._one_at_a_time:
            if self._engine.world.shared:
                await self._read_all()
            else:
                await self._read_on()

    async def _page(self, after: int) -> list[InboxItem]:
        return await self._engine.world.inbox(self._engine.epoch, after=after, limit=self.page)

    # --- a world of its own

    async def _read_on(self) -> None:
        if self._unclaimed:
            await self._give_on([])
        while items := await self._page(self._seen):
            self._seen = items[-1].number
            await self._give_on(items)
            if len(items) < self.page:
                return

    async def _give_on(self, items: list[InboxItem]) -> None:
        elsewhere = self._unclaimed
        for run_id in [run_id for run_id in elsewhere if self._engine.runs.knows(run_id)]:
            for item in elsewhere.pop(run_id):
                self._engine.runs.take_item(item)
        for item in items:
            if self._engine.runs.knows(item.run_id) and item.run_id not in elsewhere:
                self._engine.runs.take_item(item)
            else:
                elsewhere.setdefault(item.run_id, []).append(item)
        await self._end_without_code(elsewhere)
        await self._claim(elsewhere)
        for run_id in list(elsewhere):
            record = await self._engine.world.get_run(run_id)
            if record is None or record.status in TERMINAL or record.status in PARKED:
                del elsewhere[run_id]  # a parked run's items get new numbers when it goes on

    # --- a shared world

    async def _read_all(self) -> None:
        items = await self._page(0)
        present = {item.number for item in items}
        if len(items) < self.page:
            await self._give(items)
        else:
            # What lies on a later page may have been sent after something that was not there yet when the first page was
            # read, and that comes first. All that was there at the end of one reading is seen by the next.
            end = items[-1].number
            while len(items) == self.page and (items := await self._page(end)):
                end = items[-1].number
            present = await self._give_until(end)
        self._given = {number: run_id for number, run_id in self._given.items() if number in present}

    async def _give_until(self, end: int) -> set[int]:
        present: set[int] = set()
        passed_over: set[str] = set()
        after = 0
        while after < end and (items := await self._page(after)):
            after = items[-1].number
            present.update(item.number for item in items)
            wanted = [item for item in items if item.number <= end and item.run_id not in passed_over]
            passed_over |= await self._give(wanted)
        return present

    async def _give(self, items: list[InboxItem]) -> set[str]:
        """Returns the runs that could not be claimed now: their later items must wait, too."""
        engine = self._engine
        elsewhere: dict[str, list[InboxItem]] = {}
        for item in items:
            if item.number in self._given:
                continue
            if engine.runs.knows(item.run_id) and item.run_id not in elsewhere:
                self._given[item.number] = item.run_id
                engine.runs.take_item(item)
            else:
                elsewhere.setdefault(item.run_id, []).append(item)
        given = {item.number: run_id for run_id, items in elsewhere.items() for item in items}
        await self._end_without_code(elsewhere)
        self._given.update((number, run_id) for number, run_id in given.items() if run_id not in elsewhere)
        await self._claim(elsewhere)
        self._given.update((number, run_id) for number, run_id in given.items() if run_id not in elsewhere)
        return set(elsewhere)

    # --- both

    async def _claim(self, elsewhere: dict[str, list[InboxItem]]) -> None:
        """Take up those of the runs that can be had, and take them out of ``elsewhere``."""
        if not elsewhere:
            return
        engine = self._engine
        for record in await engine.world.claim(engine.epoch, list(elsewhere), limit=len(elsewhere)):
            engine.runs.adopt(record, elsewhere.pop(record.id))

    async def _end_without_code(self, elsewhere: dict[str, list[InboxItem]]) -> None:
        """Of runs that are not in memory, end those that need no code for it, and take them out of ``elsewhere``."""
        runs = self._engine.runs
        for run_id, items in list(elsewhere.items()):
            item = await ends_without_code(runs, items)
            if item is not None:
                del elsewhere[run_id]
                self._engine.spawn(terminate(runs, item, reason_of(item), self._retry_delay))
