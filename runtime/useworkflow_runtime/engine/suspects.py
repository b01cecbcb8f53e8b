"""Takes up runs that engines died with: one at a time, and counted by itself, so that a run is blamed for its own deaths only (G9).

    claimed three times without progress, whoever else was    -> taken up when no other such run is
    engines died with it alone: one, two, ...                 -> the next one lives for 1 s, then for 4 s each, before it tries
    six engines died with it alone                            -> parked as stuck

A death counts from the claim of the run alone until the commit of its first turn. An engine that stops in order within that time has
survived the run, and takes its claims back. Read next: ``revivals``, which brings the run back.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import zlib
from typing import TYPE_CHECKING

from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.worlds.protocol import MOST_TOGETHER, PARKED, TERMINAL, RunRecord, Turn

if TYPE_CHECKING:
    from useworkflow_runtime.engine.hot_run import HotRun
    from useworkflow_runtime.engine.revivals import Revival, Revivals
    from useworkflow_runtime.engine.runs import Runs

DEATHS = 6
"""Engines that died with a run alone in hand, without a commit of it between them, after which it is parked as ``stuck``."""
_log = logging.getLogger("useworkflow.engine")


class Suspects:
    """See the module.

    Args:
        runs: the engine's runs.
        revivals: brings a run back, or parks it.
        loop: the engine's loop.
        retry_delay: seconds before the world is asked again after it failed; twenty times that is how long an engine has to
            live before it takes up a run that one has died with.
    """

    def __init__(self, runs: Runs, revivals: Revivals, loop: asyncio.AbstractEventLoop, retry_delay: float) -> None:
        self._runs = runs
        self._revivals = revivals
        self._loop = loop
        self._retry_delay = retry_delay
        self._began = loop.time()
        self._waiting: list[tuple[int, int, str, Revival]] = []
        """Heap of (claims, created at, id, revival): those that engines died with most often last."""
        self._busy = False
        self._in_hand: str | None = None

    def add(self, record: RunRecord, revival: Revival) -> None:
        """Bring a run back that was claimed again and again without progress, when no other such run is under way. So a run
        that kills its process takes no other with it, and one that was only there when others did, or when someone else killed
        the process, is not blamed."""
        heapq.heappush(self._waiting, (record.claims, record.created_at, record.id, revival))
        if not self._busy:
            self._busy = True
            self._revivals.spawn(self._take_up_all())

    async def _take_up_all(self) -> None:
        try:
            await asyncio.sleep(0)
            while self._waiting and not self._runs.committer.lost:
                await self._quiet()
                claims, _, run_id, _ = self._waiting[0]
                wait = self._proves_itself_at(run_id, claims - MOST_TOGETHER) - self._loop.time()
                if wait > 0:
                    await asyncio.sleep(min(wait, 0.1))
                    continue
                claims, _, run_id, revival = heapq.heappop(self._waiting)
                await self._take_up(run_id, claims, revival)
        except LostOwnershipError:
            return
        finally:
            self._busy = False

    def _proves_itself_at(self, run_id: str, deaths: int) -> float:
        """When, by the loop's clock, a run may be taken up that so many engines have died with. An engine that is killed again
        and again soon after its start is killed from outside: once engines have died with a run alone, one has to live for a
        while before it tries again, so that its death then tells more. How long differs by up to a half, by run and death: what
        kills every engine at the same age does not meet it twice."""
        if not 0 < deaths < DEATHS:
            return self._began
        spread = 1 + zlib.crc32(f"{run_id} {deaths}".encode()) / 2**33
        return self._began + self._retry_delay * 20 * (1 if deaths == 1 else 4) * spread

    async def _quiet(self) -> None:
        """Until the others are back, or for a second: beside them a suspect would take long, and be blamed for a kill
        that hits just then."""
        for _ in range(200):
            if not self._revivals.under_way:
                return
            await asyncio.sleep(0.005)

    async def _take_up(self, run_id: str, claims: int, revival: Revival) -> None:
        deaths = claims - MOST_TOGETHER
        if deaths >= DEATHS:
            reason = f"{deaths} engines took this run up alone and died before it made progress"
            await self._revivals.park(run_id, "stuck", reason)
            return
        self._in_hand = run_id
        await self._claim(run_id, claims)
        await self._revivals.revive(run_id, revival)
        hot = self._runs.hot.get(run_id)
        while hot is not None and self._claim_is_open(hot):
            await asyncio.sleep(0.001)  # until its progress is on record, the next one would share its blame
        self._in_hand = None

    async def _claim(self, run_id: str, claims: int) -> None:
        """Claim a run alone that had so many claims. Where it is unknown whether a claim was recorded, the run's row tells: a
        second one would be counted as another engine's death."""
        while True:
            try:
                await self._runs.world.claim(self._runs.epoch, [run_id], alone=True)
                return
            except WorldError as error:
                _log.warning("run %s cannot be claimed now, trying again: %s", run_id, error)
            await asyncio.sleep(self._retry_delay)
            if await self._was_claimed(run_id, claims):
                return

    async def _was_claimed(self, run_id: str, claims: int) -> bool:
        while True:
            try:
                record = await self._runs.world.get_run(run_id)
                return record is not None and record.claims > claims
            except WorldError as error:
                _log.warning("run %s cannot be read now, trying again: %s", run_id, error)
                await asyncio.sleep(self._retry_delay)

    def _claim_is_open(self, hot: HotRun) -> bool:
        turns = (hot.flying, self._runs.committer.gathering(hot.run_id))
        return any(pending is not None and pending.turn.reset_claims for pending in turns)

    async def survived(self) -> None:
        """The engine stops in order: it has survived the run that it had in hand, which the next one need not suspect."""
        if self._in_hand is None or self._runs.committer.lost:
            return
        try:
            record = await self._runs.world.get_run(self._in_hand)
            if record is None or record.status in TERMINAL or record.status in PARKED:
                return
            turn = Turn(
                run_id=record.id, expected=record.last_seq, generation=record.generation, events=[], reset_claims=True
            )
            await self._runs.world.commit(self._runs.epoch, [turn])
        except (LostOwnershipError, WorldError) as error:
            _log.debug("run %s stays suspected: %s", self._in_hand, error)
