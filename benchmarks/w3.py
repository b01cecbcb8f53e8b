"""W3: 200 runs at once, 10 sequential steps each, one process. Steps a second, from the first start to the last result.

python benchmarks/w3.py 200 10   ->   {"runs": 200, "steps_per_second": 9000.0, "bodies": 2000}
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import flows

from useworkflow import start


async def measure(runs: int, steps: int) -> dict[str, float]:
    """Start all runs, wait for all results."""
    warm = await start(flows.sequential, 1)
    await warm.result()
    flows.STAMPS.clear()
    begun = time.perf_counter()
    started = await asyncio.gather(*[start(flows.sequential, steps) for _ in range(runs)])
    results = await asyncio.gather(*[run.result() for run in started])
    elapsed = time.perf_counter() - begun
    assert results == [steps] * runs
    return {"runs": runs, "steps_per_second": runs * steps / elapsed, "seconds": elapsed, "bodies": len(flows.STAMPS)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]), int(sys.argv[2])))))
