"""A schedule of a history: stored by the outside, watched until it has met some times, and deleted.

    runs = await keep_timetable(outside, store, bundle, args, Timetable("t0", "*/5 * * * *", times=3))

Whatever goes wrong meanwhile, no nominal time may have two runs. Read next: ``history``, ``useworkflow_runtime.scheduling.firing``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from msgspec import Raw

from useworkflow_compiler.format import Bundle
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.scheduling.cron import Cadence
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import RunRecord
from useworkflow_runtime.worlds.scheduling import Missed, ScheduleRecord

T = TypeVar("T")


@dataclass(frozen=True)
class Timetable:
    """A schedule's ``name``, expression, what it does about missed times, and how many ``times`` it has to meet."""

    name: str
    cron: str
    missed: Missed = "last"
    times: int = 3


async def keep_timetable(
    outside: Place, store: MemoryWorld, bundle: Bundle, args: Raw, table: Timetable
) -> list[RunRecord]:
    """Store the schedule, wait until it has met its times, delete it: the runs of all times that were met."""
    await _until_done(lambda: outside.programs.put(bundle))
    now = store.now()
    record = ScheduleRecord(
        name=table.name,
        cron=table.cron,
        timezone="UTC",
        workflow=bundle.workflow,
        bundle=bundle.id,
        args=args,
        missed=table.missed,
        created_at=now,
        next_at=Cadence(table.cron).after(now),
    )
    await _until_done(lambda: outside.world.schedules.put(record))
    while len(await _runs_of(store, table.name)) < table.times:
        await asyncio.sleep(1)
    await _until_done(lambda: outside.world.schedules.delete(table.name))
    await asyncio.sleep(10)  # what was on its way has arrived
    return await _runs_of(store, table.name)


def twice(runs: list[RunRecord]) -> list[object]:
    """Nominal times that have more than one run."""
    times = [run.attributes["$nominal"] for run in runs]
    return sorted({time for time in times if times.count(time) > 1}, key=str)


async def _runs_of(store: MemoryWorld, name: str) -> list[RunRecord]:
    return [run for run in await store.find_runs(limit=10_000) if run.attributes.get("$schedule") == name]


async def _until_done(work: Callable[[], Awaitable[T]]) -> T:
    while True:
        try:
            return await work()
        except WorldError:
            await asyncio.sleep(0.1)
