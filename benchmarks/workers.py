"""W3 on PostgreSQL with several workers: steps a second over all of them, and how many runs each had.

    python benchmarks/workers.py 2 200 10   ->   {"workers": 2, "steps_per_second": 2100.0, "refused": 0, ...}

The runs are recorded before the workers start; ``refused`` counts outcomes that stand in a log twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import flows
import postgres
import psycopg

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values


async def measure(url: str, workers: int, runs: int, steps: int) -> dict[str, float]:
    """Record the runs, start the workers, wait for the last result."""
    world = PostgresWorld(url)
    await world.open()
    place = Place(world, ours=False)
    bundle = compile_function(flows.sequential)
    for _ in range(runs):
        await create_run(place, bundle, values.encode_args((steps,), {}), StartOptions())
    here = Path(__file__).resolve().parent / "flows.py"
    command = [sys.executable, "-m", "useworkflow_runtime.cli", "worker", "--db", url, "--import", str(here)]
    running = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(workers)]
    with psycopg.connect(url, autocommit=True) as db:
        begun = 0.0
        while True:
            rows = dict(db.execute("SELECT status, count(*) FROM useworkflow.runs GROUP BY 1").fetchall())
            if not begun and rows.get("pending", 0) < runs:
                begun = time.perf_counter()
            if rows.get("completed") == runs:
                break
            await asyncio.sleep(0.01)
        elapsed = time.perf_counter() - begun
        shares = [count for (count,) in db.execute("SELECT count(*) FROM useworkflow.runs GROUP BY epoch").fetchall()]
        twice = db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM useworkflow.log WHERE kind = 'step_completed' "
            "GROUP BY run, body::json->>'id' HAVING count(*) > 1) AS twice"
        ).fetchone()
    before = _seconds_of_workers()
    for process in running:
        process.terminate()
        process.wait()
    await world.close()
    return {
        "workers": workers,
        "runs": runs,
        "steps_per_second": runs * steps / elapsed,
        "processor_ms_a_step": (_seconds_of_workers() - before) * 1000 / (runs * steps),
        "smallest_share": min(shares),
        "recorded_twice": twice[0] if twice else 0,
    }


def _seconds_of_workers() -> float:
    """Processor time of the children that have ended, their starts included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure on a fresh server."""
    workers, runs, steps = (int(word) for word in sys.argv[1:4])
    with tempfile.TemporaryDirectory(prefix="useworkflow-bench-") as folder:
        os.environ["BENCHMARK_LEDGER"] = f"{folder}/bodies"
        with postgres.server(Path(folder) / "data") as url:
            print(json.dumps(asyncio.run(measure(postgres.fresh_database(url), workers, runs, steps))))


if __name__ == "__main__":
    main()
