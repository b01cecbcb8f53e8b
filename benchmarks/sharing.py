"""One run with many slow steps, on PostgreSQL with one worker and with two: the second executes steps of the first one's run.

    python benchmarks/sharing.py 400 0.05   ->   {"workers": 1, "seconds": 3.5, ...}, {"workers": 2, "seconds": 1.8, ...}

The steps are plain functions that sleep, so that they take a thread each: a worker has four more than there are processors.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import postgres
import psycopg

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values

FLOW = """
import asyncio, os, time
from useworkflow import step

@step(max_retries=20)
def slow(number: int, seconds: float) -> int:
    "use step"
    with open(os.environ["BENCHMARK_LEDGER"], "a") as ledger:
        ledger.write(f"{number} {os.getpid()}\\n")
    time.sleep(seconds)
    return number

async def crowd(count: int, seconds: float) -> int:
    "use workflow"
    return sum(await asyncio.gather(*[asyncio.to_thread(slow, number, seconds) for number in range(count)]))
"""


async def measure(url: str, module: Path, ledger: Path, workers: int, count: int, seconds: float) -> dict[str, Any]:
    """Start the workers, then the run; wait for its result."""
    ledger.write_text("")
    command = [
        sys.executable,
        "-m",
        "useworkflow_runtime.cli",
        "worker",
        "--json",
        "--db",
        url,
        "--import",
        str(module),
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(workers)]
    for process in running:
        assert process.stdout is not None
        while b"}" not in process.stdout.readline():
            pass
    import crowded_flow  # type: ignore[import-not-found]

    world = PostgresWorld(url)
    await world.open()
    arguments = values.encode_args((count, seconds), {})
    begun = time.perf_counter()
    await create_run(Place(world, ours=False), compile_function(crowded_flow.crowd), arguments, StartOptions())
    with psycopg.connect(url, autocommit=True) as db:
        while db.execute("SELECT 1 FROM useworkflow.runs WHERE status = 'completed'").fetchone() is None:
            await asyncio.sleep(0.01)
        elapsed = time.perf_counter() - begun
        twice = db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM useworkflow.log WHERE kind = 'step_completed' "
            "GROUP BY run, body::json->>'id' HAVING count(*) > 1) AS twice"
        ).fetchone()
    for process in running:
        process.terminate()
        process.wait()
    await world.close()
    bodies = [line.split() for line in ledger.read_text().splitlines()]
    return {
        "workers": workers,
        "steps": count,
        "seconds": round(elapsed, 2),
        "bodies": len(bodies),
        "executed_by": sorted(Counter(pid for _, pid in bodies).values()),
        "recorded_twice": twice[0] if twice else 0,
    }


def main() -> None:
    """Measure one worker, and two, each on a database of its own."""
    count, seconds = int(sys.argv[1]), float(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="useworkflow-bench-") as name:
        folder = Path(name)
        os.environ["BENCHMARK_LEDGER"] = str(folder / "bodies")
        module = folder / "crowded_flow.py"
        module.write_text(FLOW)
        sys.path.insert(0, name)
        with postgres.server(folder / "data") as url:
            for workers in (1, 2):
                database = postgres.fresh_database(url)
                found = asyncio.run(measure(database, module, folder / "bodies", workers, count, seconds))
                print(json.dumps(found))


if __name__ == "__main__":
    main()
