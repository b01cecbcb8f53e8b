"""How long a client of another process waits, on PostgreSQL: a payload until its run has ended, a start until its result is there.

    python benchmarks/latency.py 200   ->   {"send_ms": {...}, "payload_to_end_ms": {...}, "start_to_end_ms": {...}}

One after the other: each waits for sockets, notifications and the disk, and nothing is shared with other runs.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import postgres
from msgspec import Raw

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values

FLOW = """
from useworkflow import create_hook, step

@step
async def one(number: int) -> int:
    "use step"
    return number

async def ask(token: str) -> int:
    "use workflow"
    return await create_hook(token=token)

async def single(number: int) -> int:
    "use workflow"
    return await one(number)
"""


async def until_ended(world: PostgresWorld, run_id: str) -> None:
    """Wait as ``Run.result`` does."""
    while True:
        seen = world.changes()
        record = await world.get_run(run_id)
        if record is not None and record.status == "completed":
            return
        await world.wait_for_change(1.0, since=seen)


async def measure(url: str, module: Path, times: int) -> dict[str, Any]:
    """A worker in a process of its own, and this one as its client."""
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
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert worker.stdout is not None
    while b"}" not in worker.stdout.readline():
        pass
    import latency_flow  # type: ignore[import-not-found]

    world = PostgresWorld(url)
    await world.open()
    place = Place(world, ours=False)
    ask, single = compile_function(latency_flow.ask), compile_function(latency_flow.single)
    taken: dict[str, list[float]] = {"send_ms": [], "payload_to_end_ms": [], "start_to_end_ms": []}
    for number in range(times):
        record, _ = await create_run(place, ask, values.encode_args((f"t{number}",), {}), StartOptions())
        while await world.get_hook(f"t{number}") is None:
            await asyncio.sleep(0.002)
        begun = time.perf_counter()
        await world.send_to_hook(f"t{number}", Raw(b"1"))
        taken["send_ms"].append(time.perf_counter() - begun)
        await until_ended(world, record.id)
        taken["payload_to_end_ms"].append(time.perf_counter() - begun)
        begun = time.perf_counter()
        record, _ = await create_run(place, single, values.encode_args((number,), {}), StartOptions())
        await until_ended(world, record.id)
        taken["start_to_end_ms"].append(time.perf_counter() - begun)
    worker.terminate()
    worker.wait()
    await world.close()
    return {name: _spread(seconds) for name, seconds in taken.items()}


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = [round(each * 1000, 1) for each in sorted(seconds)]
    return {"least": ordered[0], "p50": ordered[len(ordered) // 2], "p90": ordered[len(ordered) * 9 // 10]}


def main() -> None:
    """Measure on a fresh server."""
    with tempfile.TemporaryDirectory(prefix="useworkflow-bench-") as name:
        folder = Path(name)
        module = folder / "latency_flow.py"
        module.write_text(FLOW)
        sys.path.insert(0, name)
        with postgres.server(folder / "data") as url:
            found = asyncio.run(measure(postgres.fresh_database(url), module, int(sys.argv[1])))
            print(json.dumps({**found, **postgres.measure_floor(url)}))


if __name__ == "__main__":
    main()
