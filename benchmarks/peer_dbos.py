"""The workloads W1, W2, W3 and W6 in DBOS on SQLite, as it ships: what ``peers`` runs in turns with our own.

    python benchmarks/peer_dbos.py w3 200 10   ->   {"runs": 200, "steps_per_second": 180.0, "seconds": 11.0}

Needs ``pip install 'useworkflow[bench]'``. The step does what ``flows.add_one`` does.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from dbos import DBOS
from flows import count_body


@DBOS.step()
async def add_one(number: int) -> int:
    """As ``flows.add_one``."""
    count_body()
    return number + 1


@DBOS.workflow()
async def sequential(steps: int) -> int:
    """As ``flows.sequential``."""
    number = 0
    for _ in range(steps):
        number = await add_one(number)
    return number


@DBOS.workflow()
async def gathered(steps: int) -> int:
    """As ``flows.gathered``."""
    return sum(await asyncio.gather(*[add_one(number) for number in range(steps)]))


async def finished(workflow: Any, steps: int) -> Any:
    """The result of a run of ``workflow``."""
    handle = await DBOS.start_workflow_async(workflow, steps)
    return await handle.get_result()


async def w1(steps: int) -> dict[str, Any]:
    """See ``w1.py``."""
    begun = time.perf_counter()
    assert await finished(sequential, steps) == steps
    return {"steps": steps, "ms_per_step": (time.perf_counter() - begun) / steps * 1000}


async def w2(steps: int) -> dict[str, Any]:
    """See ``w2.py``."""
    begun = time.perf_counter()
    assert await finished(gathered, steps) == steps * (steps + 1) // 2
    return {"steps": steps, "seconds": time.perf_counter() - begun}


async def w3(runs: int, steps: int) -> dict[str, Any]:
    """See ``w3.py``."""
    begun = time.perf_counter()
    assert await asyncio.gather(*[finished(sequential, steps) for _ in range(runs)]) == [steps] * runs
    seconds = time.perf_counter() - begun
    return {"runs": runs, "steps_per_second": runs * steps / seconds, "seconds": seconds}


async def w6(runs: int) -> dict[str, Any]:
    """See ``w6.py``."""
    times = []
    for number in range(runs + 5):
        begun = time.perf_counter()
        assert await finished(sequential, 1) == 1
        if number >= 5:
            times.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(times, n=100)
    return {"runs": runs, "p50_ms": cuts[49], "p99_ms": cuts[98]}


async def measure(workload: str, arguments: list[int]) -> dict[str, Any]:
    """Launch it on a fresh file beside the ledger, warm it with a run of three steps, measure."""
    file = Path(os.environ["BENCHMARK_LEDGER"]).with_name("dbos.sqlite")
    DBOS(
        config={
            "name": "bench",
            "system_database_url": f"sqlite:///{file}",
            "run_admin_server": False,
            "log_level": "ERROR",
        }
    )
    DBOS.launch()
    await finished(sequential, 3)
    try:
        return await {"w1": w1, "w2": w2, "w3": w3, "w6": w6}[workload](*arguments)  # type: ignore[operator]
    finally:
        DBOS.destroy()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], [int(argument) for argument in sys.argv[2:]]))))
