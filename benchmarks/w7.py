"""W7: kill -9 three times in the middle of W3, each time with a restart.

    python benchmarks/w7.py 200 10
        ->   {"runs": 200, "right": 200, "bodies_again": 3, "settled_s": 0.8, ...}

The runs are recorded first. A worker is killed when a quarter, a half and three quarters of the steps are recorded; ``settled_s`` goes
from the start of the fourth worker to the last result, ``bodies_again`` counts step bodies beyond one a step.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import flows

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.open import open_world
from useworkflow_runtime.worlds.protocol import TERMINAL, World
from useworkflow_sandbox import values

FLOWS = Path(__file__).resolve().parent / "flows.py"


def worker() -> subprocess.Popen[bytes]:
    """A worker process on the measured world."""
    command = [sys.executable, "-m", "useworkflow_runtime.cli", "worker", "--import", str(FLOWS)]
    return subprocess.Popen(
        [*command, "--db", os.environ["USEWORKFLOW_WORLD"]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def bodies() -> int:
    """Step bodies that have run so far."""
    ledger = Path(os.environ["BENCHMARK_LEDGER"])
    return ledger.stat().st_size if ledger.exists() else 0


async def until_bodies(count: int, world: World) -> None:
    """Return when so many bodies have run."""
    while bodies() < count:
        await world.wait_for_change(0.01)


async def until_ended(runs: int, world: World) -> None:
    """Return when all runs have ended."""
    while True:
        seen = world.changes()
        if all(record.status in TERMINAL for record in await world.find_runs(limit=runs)):
            return
        await world.wait_for_change(1.0, since=seen)


async def measure(runs: int, steps: int) -> dict[str, float]:
    """Record, kill three times, let the fourth worker finish, and look at every result."""
    world = open_world(os.environ["USEWORKFLOW_WORLD"])
    await world.open()
    place, bundle = Place(world, ours=False), compile_function(flows.sequential)
    for _ in range(runs):
        await create_run(place, bundle, values.encode_args((steps,), {}), StartOptions())
    begun = time.perf_counter()
    for quarter in (1, 2, 3):
        killed = worker()
        await until_bodies(runs * steps * quarter // 4, world)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    last_begun = time.perf_counter()
    last = worker()
    await until_ended(runs, world)
    ended = time.perf_counter()
    last.terminate()
    last.wait()
    records = await world.find_runs(status="completed", limit=runs)
    await world.close()
    return {
        "runs": runs,
        "right": sum(record.output is not None and bytes(record.output) == b"%d" % steps for record in records),
        "bodies_again": bodies() - runs * steps,
        "settled_s": ended - last_begun,
        "seconds": ended - begun,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]), int(sys.argv[2])))))
