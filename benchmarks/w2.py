"""W2: one run that gathers N steps at once. Seconds from its start to its result.

python benchmarks/w2.py 1000   ->   {"steps": 1000, "seconds": 0.1, "bodies": 1000}
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import flows

from useworkflow import start


async def measure(steps: int) -> dict[str, float]:
    """Start one run, after a small one that compiles and warms, and wait for its result."""
    await (await start(flows.gathered, 2)).result()
    flows.STAMPS.clear()
    begun = time.perf_counter()
    run = await start(flows.gathered, steps)
    assert await run.result() == steps * (steps + 1) // 2
    return {"steps": steps, "seconds": time.perf_counter() - begun, "bodies": len(flows.STAMPS)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
