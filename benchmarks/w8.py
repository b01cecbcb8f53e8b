"""W8: one run fans out N steps with at most 100 outstanding. Time, memory, and whether the last steps cost more than the first.

    python benchmarks/w8.py 100000
        ->   {"steps": 100000, "seconds": 9.0, "first_tenth_s": 4.4, "last_tenth_s": 0.4, "memory_mb": 570.0, ...}

The first tenth holds the turn that makes a task for each step.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import flows
from sizes import database_bytes, resident_mb

from useworkflow import start

WIDTH = 100


async def measure(steps: int) -> dict[str, float]:
    """One run of so many steps, after a small one that compiles and warms."""
    await (await start(flows.bounded, 2, WIDTH)).result()
    flows.STAMPS.clear()
    before_mb, before_bytes = resident_mb(), database_bytes()
    begun = time.perf_counter()
    run = await start(flows.bounded, steps, WIDTH)
    assert await run.result() == steps * (steps + 1) // 2
    seconds = time.perf_counter() - begun
    tenth = steps // 10
    return {
        "steps": steps,
        "seconds": seconds,
        "first_tenth_s": flows.STAMPS[tenth] - flows.STAMPS[0],
        "last_tenth_s": flows.STAMPS[-1] - flows.STAMPS[-tenth],
        "memory_mb": resident_mb() - before_mb,
        "kb_per_step": (database_bytes() - before_bytes) / steps / 1000,
        "bodies": len(flows.STAMPS),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
