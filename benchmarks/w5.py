"""W5: N runs are parked, half of them in a sleep, half at a hook; then all of them are woken.

    python benchmarks/w5.py 10000
        ->   {"runs": 10000, "created_per_second": 5000.0, "memory_mb": 40.0, "kb_per_run": 1.5, "woken_s": 4.0, ...}

``memory_mb`` is what the process holds more than before the first run, ``kb_per_run`` the growth of the database, once all are
parked; ``woken_s`` goes from the first payload, and from the end of the sleeps, to the last result.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import flows
from sizes import database_bytes, resident_mb

from useworkflow import list_runs, resume_hook, start
from useworkflow_runtime.embedded import attach

AT_ONCE = 1000


async def create(runs: int) -> list[str]:
    """Start all runs, so many at once; their ids."""
    ids: list[str] = []
    for first in range(0, runs, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, runs))
        ids += [run.id for run in await asyncio.gather(*[start(flows.parked, n, 86_400) for n in numbers])]
    return ids


async def until_parked(runs: int) -> None:
    """Return when every run waits for a timer or a hook."""
    world = (await attach(None, as_engine=True)).world
    while True:
        seen = world.changes()
        records = await world.find_runs(status="running", limit=runs + 1)
        if len(records) == runs and not any(record.active for record in records):
            return
        await world.wait_for_change(1.0, since=seen)


async def measure(runs: int) -> dict[str, float]:
    """Create, park, weigh, wake."""
    warm = await start(flows.parked, 1, 0.001)
    await warm.result()
    before_mb, before_bytes = resident_mb(), database_bytes()
    begun = time.perf_counter()
    await create(runs)
    created = time.perf_counter() - begun
    await until_parked(runs)
    settled = time.perf_counter() - begun
    figures = {
        "runs": runs,
        "created_per_second": runs / created,
        "parked_s": settled,
        "memory_mb": resident_mb() - before_mb,
        "kb_per_run": (database_bytes() - before_bytes) / runs / 1000,
    }
    begun = time.perf_counter()
    sleepers = await list_runs(limit=runs + 1)
    await asyncio.gather(
        *[run.wake_up() for run in sleepers], *[resume_hook(f"parked:{n}", n) for n in range(0, runs, 2)]
    )
    results = await asyncio.gather(*[run.result() for run in sleepers])
    assert sum(results) == sum(range(runs)) + 1
    return {**figures, "woken_s": time.perf_counter() - begun}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
