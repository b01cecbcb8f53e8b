"""W4: a run with K recorded steps waits for an event; kill -9; a fresh process; the event; the end.

    python benchmarks/w4.py 1000
        ->   {"steps": 1000, "ready_to_end_s": 0.01, "process_to_end_s": 0.4, "bodies_again": 0}

Two children run this very file: ``park`` starts the run and is killed while it waits; ``finish`` is the fresh worker, which sends
the event itself as soon as its engine is ready. All times are of the machine's monotonic clock, which processes share.
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

TOKEN = "benchmark"


async def park(steps: int) -> None:
    """Start the run, say when it waits at its hook, and stay until killed."""
    import flows

    from useworkflow import start
    from useworkflow_runtime.worlds.open import open_world

    run = await start(flows.wait_after, steps, TOKEN)
    watching = open_world(os.environ["USEWORKFLOW_WORLD"])
    await watching.open()
    while True:
        since = watching.changes()
        if await watching.get_hook(TOKEN) is not None:
            break
        await watching.wait_for_change(1.0, since=since)
    print(run.id, flush=True)
    await asyncio.Event().wait()


async def finish(run_id: str, begun: float) -> None:
    """Own the world, send the event, wait for the end, and print the times since ``begun``."""
    import flows

    from useworkflow_runtime.engine.engine import Engine
    from useworkflow_runtime.worlds.open import open_world
    from useworkflow_sandbox import values

    world = open_world(os.environ["USEWORKFLOW_WORLD"])
    await world.open()
    async with Engine(world) as engine:
        ready = time.monotonic()
        await world.send_to_hook(TOKEN, values.encode({"add": 0}))
        record = await engine.run_until(run_id)
        end = time.monotonic()
    await world.close()
    if record.status != "completed":
        raise SystemExit(f"the run is {record.status}: {record.reason}")
    print(json.dumps({"ready": ready - begun, "end": end - begun, "bodies": len(flows.STAMPS)}))


def child(*arguments: str) -> subprocess.Popen[str]:
    """This file in a process of its own."""
    return subprocess.Popen([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)


def measure(steps: int) -> dict[str, float]:
    """Park, kill -9, finish."""
    with child("park", str(steps)) as parked:
        assert parked.stdout is not None
        run_id = parked.stdout.readline().strip()
        if not run_id:
            raise SystemExit("the run was not parked")
        parked.send_signal(signal.SIGKILL)
    ledger = Path(os.environ["BENCHMARK_LEDGER"])
    before = ledger.stat().st_size
    with child("finish", run_id, repr(time.monotonic())) as finishing:
        assert finishing.stdout is not None
        times = json.loads(finishing.stdout.read())
    return {
        "steps": steps,
        "ready_to_end_s": times["end"] - times["ready"],
        "process_to_end_s": times["end"],
        "bodies_again": ledger.stat().st_size - before - 1,
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["park", count]:
            asyncio.run(park(int(count)))
        case ["finish", run, begun]:
            asyncio.run(finish(run, float(begun)))
        case [count]:
            print(json.dumps(measure(int(count))))
