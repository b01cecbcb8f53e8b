"""W6: start to result of a run with one step, one after another. Milliseconds: median and 99th percentile.

python benchmarks/w6.py 200   ->   {"runs": 200, "p50_ms": 1.4, "p99_ms": 3.0}
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

import flows

from useworkflow import start


async def measure(runs: int) -> dict[str, float]:
    """Time each run alone, after a few that compile and warm."""
    times = []
    for number in range(runs + 5):
        begun = time.perf_counter()
        run = await start(flows.sequential, 1)
        assert await run.result() == 1
        if number >= 5:
            times.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {"runs": runs, "p50_ms": cuts[49], "p99_ms": cuts[98]}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
