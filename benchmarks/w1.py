"""W1: one run of N sequential steps. Milliseconds a step, and the mean of the first and of the last 100 steps.

    python benchmarks/w1.py 1000   ->   {"steps": 1000, "ms_per_step": 0.5, "first_100_ms": 0.5, "last_100_ms": 0.5}

Run by ``run.py`` in a process of its own, with the world in ``USEWORKFLOW_WORLD``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import flows

from useworkflow import start


async def measure(steps: int) -> dict[str, float]:
    """Time a run of ``steps`` steps, after one run of three that compiles the workflow."""
    warm = await start(flows.sequential, 3)
    await warm.result()
    flows.STAMPS.clear()
    begun = time.perf_counter()
    run = await start(flows.sequential, steps)
    result = await run.result()
    elapsed = time.perf_counter() - begun
    assert result == steps
    part = min(100, steps)
    stamps = flows.STAMPS
    spans = max(1, part - 1)
    return {
        "steps": steps,
        "ms_per_step": elapsed / steps * 1000,
        "first_100_ms": (stamps[part - 1] - stamps[0]) / spans * 1000,
        "last_100_ms": (stamps[-1] - stamps[-part]) / spans * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
